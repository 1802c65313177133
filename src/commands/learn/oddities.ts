/**
 * What looks odd among the records that were learned from, with what was done about it: a person who blames many changes
 * in a week, an incident that names a dozen, a clearing against all evidence. Nobody is named, and nothing is dropped in
 * silence.
 */
import type { Oddity } from '../../domain/learned.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { toldLimits } from '../../history/told-limits.ts'
import { isCounted, type ToldOutcomes } from '../../history/told-outcomes.ts'
import type { Correction, Trouble, Verdicts } from '../../history/verdicts.ts'
import { incidentName } from './trouble-records.ts'

export interface OdditiesRequest {
  readonly index: HistoryIndex
  readonly troubles: readonly Trouble[]
  readonly verdicts: Verdicts
  /** By environment. */
  readonly told: readonly ToldOutcomes[]
  readonly maturity: { readonly seconds: number; readonly text: string }
  /** Seconds. */
  readonly now: number
}

const day = 86_400
/** From here on an incident names more changes than one usually has causes. */
const manyChanges = 4
/** As sure as words and reverts make us. */
const plain = 0.8
/** So many failures told in a week, and so many times the usual, are a jump. */
const jump = { least: 5, times: 4, weeks: 12 } as const

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
const short = (sha: string): string => sha.slice(0, 8)

/** The loudest first: what did not count, then what did and should be looked at. */
export const oddities = (request: OdditiesRequest): readonly Oddity[] => [
  ...manyWords(request.verdicts.beyond.corrections),
  ...manyIncidents(request.verdicts.beyond.troubles),
  ...manyCauses(request.troubles),
  ...lateCauses(request),
  ...clearedAgainst(request),
  ...jumps(request),
]

const byName = <Each>(
  all: readonly Each[],
  nameOf: (each: Each) => string,
): ReadonlyMap<string, readonly Each[]> => {
  const groups = new Map<string, Each[]>()
  for (const each of all) {
    const others = groups.get(nameOf(each))
    if (others) others.push(each)
    else groups.set(nameOf(each), [each])
  }
  return groups
}

const manyWords = (beyond: readonly Correction[]): readonly Oddity[] =>
  [...byName(beyond, ({ by = '' }) => by).values()].map((words) => ({
    what: `one person spoke of more than ${toldLimits.perPerson} changes within 7 days`,
    did: `${plural(words.length, 'word')} beyond that not counted (${words
      .slice(0, 3)
      .map(({ sha }) => short(sha))
      .join(', ')}${words.length > 3 ? ', …' : ''}); each waits for a second person who says the same`,
  }))

const manyIncidents = (beyond: readonly Trouble[]): readonly Oddity[] =>
  [...byName(beyond, ({ source = '' }) => source)].map(([source, troubles]) => ({
    what: `${source === '' ? 'one source' : source} blamed more within 7 days than ${toldLimits.perSource} failures or a fifth of what landed`,
    did: `${plural(new Set(troubles.map(incidentName)).size, 'incident')} beyond that linked, and not learned from; a person's .blame is`,
  }))

const manyCauses = (troubles: readonly Trouble[]): readonly Oddity[] =>
  [
    ...byName(
      troubles.filter(({ state }) => state === 'confirmed'),
      incidentName,
    ).values(),
  ].flatMap((group) =>
    group.length < manyChanges
      ? []
      : [
          {
            what: `${group[0]!.incident} blames ${group.length} changes`,
            did: 'together they are learned from as one failure',
          },
        ],
  )

/** Told one by one up to here; of more the first are named and the rest counted. */
const mostOfAKind = 3

/** Confirmed, and noticed so long after that it teaches nothing. */
const lateCauses = ({
  index,
  troubles,
  verdicts,
  told,
  maturity,
  now,
}: OdditiesRequest): readonly Oddity[] => {
  const learned = new Set(told.flatMap(({ labels }) => labels.map(({ sha }) => sha)))
  const beyond = new Set(verdicts.beyond.troubles.map(incidentName))
  const newest = troubles.toSorted((one, other) => other.noticedAt - one.noticedAt)
  const found = newest.flatMap((trouble) => {
    const { sha, state, incident, noticedAt } = trouble
    const part = index.positionOf(sha)
    if (state !== 'confirmed' || noticedAt > now || learned.has(sha) || beyond.has(incidentName(trouble)))
      return []
    if (part === null)
      return [
        { what: `${incident} blames ${short(sha)}, which is not on this line`, did: 'not learned from' },
      ]
    const days = Math.floor((noticedAt - index.parts.time.get(part)) / day)
    const when = days < 0 ? 'after it was noticed' : `${plural(days, 'day')} before it was noticed`
    const why =
      days * day >= maturity.seconds
        ? `outcome.maturity is ${maturity.text}`
        : 'it is older than the changes that are'
    return [
      {
        what: `${incident} blames ${short(sha)}, which landed ${when}`,
        did: `linked, and not learned from: ${why}`,
      },
    ]
  })
  if (found.length <= mostOfAKind) return found
  return [
    ...found.slice(0, mostOfAKind),
    {
      what: `${found.length - mostOfAKind} more incidents blame changes that went out long before, or are not on this line`,
      did: 'not learned from; their links are in the ledger',
    },
  ]
}

const clearedAgainst = ({ index, troubles, verdicts }: OdditiesRequest): readonly Oddity[] => {
  const reverted = new Map(
    index.failuresOf(new Set(verdicts.cleared.keys())).map((failure) => [failure.part, failure]),
  )
  const blamed = new Map(
    troubles.flatMap(({ sha, confidence, incident, evidence }) => {
      const part = index.positionOf(sha)
      const wasConfirmed = evidence?.some(({ rule }) => rule === 'person') === true
      return part !== null && wasConfirmed && confidence >= plain ? [[part, incident] as const] : []
    }),
  )
  return [...verdicts.cleared.keys()].flatMap((part) => {
    const failure = reverted.get(part)
    const against = [
      failure !== undefined && failure.confidence >= plain
        ? `${failure.cause === 'revert' ? 'reverted' : 'hot-fixed'} by ${short(index.sha(failure.knownAt))}`
        : '',
      blamed.has(part) ? `blamed by ${blamed.get(part)}` : '',
    ].filter((each) => each !== '')
    return against.length === 0
      ? []
      : [
          {
            what: `a person cleared ${short(index.sha(part))}, which was ${against.join(' and ')}`,
            did: 'obeyed; look whether it is so',
          },
        ]
  })
}

const jumps = ({ told, now }: OdditiesRequest): readonly Oddity[] => {
  const failures = new Map(
    told.flatMap(({ labels }) => labels.filter(isCounted).map(({ sha, at }) => [sha, at] as const)),
  )
  const weeksAgo = [...failures.values()].map((at) => Math.floor((now - at) / (7 * day)))
  const recent = weeksAgo.filter((weeks) => weeks === 0).length
  const usual = weeksAgo.filter((weeks) => weeks >= 1 && weeks <= jump.weeks).length / jump.weeks
  return recent < jump.least || recent <= jump.times * usual
    ? []
    : [
        {
          what: `${plural(recent, 'failure')} told in the last 7 days, usually ${usual.toFixed(1)} a week`,
          did: 'learned from; look whether they are true',
        },
      ]
}
