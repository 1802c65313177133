/** What enforcing a policy would have done: asked, let through and missed, for a person who has to decide whether to. */
import type { LaneCount, Rehearsal } from '../domain/rehearsal.ts'
import { displayWidth, padEnd, truncate } from './display-width.ts'
import { mapStrings, neutralise } from './escaping.ts'
import { formatInterval, formatPercent, formatPlural, formatShare } from './numbers.ts'
import { joinNames } from './phrases.ts'
import { sayPace } from './sentences.ts'
import { type Line, labelled, paint, paragraph } from './terminal-lines.ts'

const widestTitle = 34
const mostFailures = 12
const mostNamed = 5

/** Failures under this are too few to judge a policy by. */
const fewest = 10

const sourceWords: Readonly<Record<Rehearsal['deployments']['source'], string>> = {
  records: 'as the ledger remembers them',
  tags: 'taken from release tags',
  landings: 'each landing taken for one; name real ones with learn --deployments',
  decisions: 'as the gate was asked',
}

/** What a rule asked for, after a count. */
const ruleWords: Readonly<Record<string, string>> = {
  'part-above-limit': 'riskier than the limit',
  'never-auto-approve': 'by a path of never-auto-approve',
  'gate-files-changed': 'by what steers the gate',
  'context-raises-risk': 'by the moment',
  'drift-alarm': 'by a drift alarm',
  'window-review': 'by a window',
  'model-silent': 'with too little known',
  diverged: 'diverged',
  'source-failed': 'where a source did not answer, or what ran was not known',
  'configuration-unreadable': 'with a policy that could not be read',
  'rollback-over-migration': 'back over a migration',
  'budget-spent': 'by a spent error budget',
  'do-not-auto-approve': 'by a label',
  'changes-requested': 'where somebody wanted changes',
  'audit-draw': 'drawn for a look',
}

const hours = (count: number): string =>
  count >= 10 ? `${Math.round(count).toLocaleString('en-US')} h` : `${Number(count.toPrecision(2))} h`

const nameOf = ({ policy, source }: Rehearsal): string =>
  policy?.path ?? (source === 'recorded' ? 'what was decided' : 'the defaults, without a file')

const sayDays = ({ from, to }: Rehearsal): string =>
  formatPlural(Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)), 'day')

/** "9 of 63 deployments would have asked, 54 gone out at once". */
const sayDeployments = (rehearsal: Rehearsal): string => {
  const { asked, count, held, source, through } = rehearsal.deployments
  if (count === 0) return `no deployment in these ${sayDays(rehearsal)}, so there is nothing to decide`
  const many = (number: number): string => (number === 0 ? 'none' : number.toLocaleString('en-US'))
  const waited = held === 0 ? '' : `; ${many(held)} waited for a window first`
  return `Of ${formatPlural(count, 'deployment')} ${many(asked)} would have asked and ${many(through)} gone out unread${waited} (${sourceWords[source]}).`
}

const sayAsked = ({ n, reviewed, reviewsPerWeek, rules }: Rehearsal): string => {
  if (reviewed === 0) return `none of ${formatPlural(n, 'change')}`
  const by = rules.map(
    ({ rule, parts }) => `${parts.toLocaleString('en-US')} ${ruleWords[rule] ?? `by ${rule}`}`,
  )
  return `${reviewed.toLocaleString('en-US')} of ${formatPlural(n, 'change')}, ${sayPace(reviewsPerWeek)}: ${joinNames(by)}`
}

const sayReviewers = ({ reviewed, reviewers }: Rehearsal): string | null =>
  reviewed === 0 || reviewers.length === 0
    ? null
    : joinNames(
        reviewers.map(({ name, parts }) => `${name} (${parts.toLocaleString('en-US')})`),
        mostNamed,
      )

const sayAreas = ({ areas, reviewed }: Rehearsal): string | null => {
  const asked = areas.filter((area) => area.asked > 0)
  return reviewed === 0 || asked.length === 0
    ? null
    : joinNames(
        asked.map((area) => `${area.name} ${area.asked} of ${area.parts.toLocaleString('en-US')}`),
        mostNamed,
      )
}

const sayWaiting = ({ deployments, waiting }: Rehearsal): string | null => {
  if (deployments.asked === 0) return null
  const { among, hours: all, hoursEach, source } = waiting
  if (hoursEach === null || all === null)
    return 'not known: nothing here tells how long a review takes; state it with --review-hours 4'
  const why =
    source === 'stated'
      ? 'as stated'
      : source === 'approvals'
        ? `median of ${formatPlural(among, 'approval')} in the ledger`
        : `median from a branch’s last commit to its merge, ${formatPlural(among, 'merge')}; more than reviewing`
  return `${hours(all)} in all: ${formatPlural(deployments.asked, 'deployment')}, ${hours(hoursEach)} each (${why})`
}

const sayWindows = ({ windows }: Rehearsal): string | null =>
  windows.length === 0
    ? null
    : joinNames(
        windows.map(
          ({ name, deployments, hours: held }) =>
            `${name} held ${formatPlural(deployments, 'deployment')} for ${hours(held)} in all`,
        ),
        mostNamed,
      )

const sayFailed = ({ failed, high, low, parts }: LaneCount): string => {
  if (parts === 0) return 'none'
  const bounds = low === null || high === null ? '' : `, could be ${formatInterval(low, high)}`
  return `${failed.toLocaleString('en-US')} of ${formatPlural(parts, 'change')} failed (${formatPercent(failed / parts)}${bounds})`
}

const sayMissed = ({ failed, lanes }: Rehearsal): string => {
  if (failed === 0) return 'no failure is known in this time: nothing to catch, nothing missed'
  const { asked, beside, through } = lanes
  const few = failed < fewest ? '; too few to judge' : ''
  return `of ${formatPlural(failed, 'failure')} ${asked.failed} asked about, ${beside.failed} beside one that was, ${through.failed} gone out unread${few}`
}

const sayOpen = ({ open }: Rehearsal): string | null =>
  open === 0 ? null : `${formatPlural(open, 'change')} too young to have succeeded; some may still fail`

const failureRows = ({ failures }: Rehearsal): readonly (readonly string[])[] =>
  failures
    .toSorted((one, other) => Number(one.lane === 'asked') - Number(other.lane === 'asked'))
    .slice(0, mostFailures)
    .map(({ failure, id, lane, percentile, sha, title, why }) => [
      lane === 'asked' ? 'caught' : lane === 'beside' ? 'beside' : 'missed',
      `${sha.slice(0, 8)}${id.startsWith('#') ? ` ${id}` : ''}`,
      truncate(title, widestTitle),
      percentile === null ? 'no rank' : `above ${Math.min(99, Math.floor(percentile))} of 100`,
      `${failure?.cause ?? 'failed'} ${failure?.at.slice(0, 10) ?? ''}`,
      why,
    ])

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at]!))))
  return rows.map((row) =>
    row
      .map((cell, at) => padEnd(cell, widths[at]!))
      .join('  ')
      .trimEnd(),
  )
}

/** What another policy would have done, in a line. */
const sayInstead = (other: Rehearsal): string => {
  const { deployments, failed, lanes, reviewed, reviewsPerWeek, waiting } = other
  const wait = waiting.hours === null ? '' : `, ${hours(waiting.hours)} of waiting`
  const caught =
    failed === 0
      ? 'no failure known'
      : `${lanes.asked.failed} of ${formatPlural(failed, 'failure')} asked about`
  return reviewed === 0
    ? `nobody asked; ${caught}`
    : `${formatPlural(reviewed, 'change')} asked about (${sayPace(reviewsPerWeek)}) in ${formatPlural(deployments.asked, 'deployment')}${wait}; ${caught}`
}

export interface RehearsalView {
  readonly repository: string
  readonly rehearsal: Rehearsal
  /** Of the policy that stands in the repository now; absent where there is none, or where it is the one rehearsed. */
  readonly present?: Rehearsal
}

/** The screen for one policy: no line of it wider than 80 columns, but for the failures, which are told whole. */
export const renderRehearsal = (
  given: RehearsalView,
  { colour, width = 80 }: { readonly colour: boolean; readonly width?: number | undefined },
): string => {
  const { repository, rehearsal, present } = mapStrings(
    { ...given, rehearsal: withoutDecisions(given.rehearsal), present: withoutDecisions(given.present) },
    neutralise,
  )
  const columns = Math.min(80, Math.max(60, width)) - 2
  const say = (label: string, text: string | null, most = 3): readonly Line[] =>
    labelled(label, text, columns, most)
  const { lanes } = rehearsal
  const told = rehearsal.source === 'recorded' ? 'as recorded' : 'no look-ahead'
  const lines: readonly Line[] = [
    [
      [`${repository} → ${rehearsal.environment}`, 'bold'],
      `   ${nameOf(rehearsal)}, had it been enforced for ${sayDays(rehearsal)}`,
    ],
    ...paragraph(sayDeployments(rehearsal), columns, 3),
    ...say('Asked', sayAsked(rehearsal), 4),
    ...say('Whom', sayReviewers(rehearsal)),
    ...say('Where', sayAreas(rehearsal)),
    ...say('Waiting', sayWaiting(rehearsal)),
    ...say('Windows', sayWindows(rehearsal)),
    ...say('Missed', `${sayMissed(rehearsal)} (${told})`),
    ...(rehearsal.n === 0
      ? []
      : [
          ...say('  asked', sayFailed(lanes.asked)),
          ...(lanes.beside.parts === 0 ? [] : say('  beside', sayFailed(lanes.beside))),
          ...say('  unread', sayFailed(lanes.through)),
        ]),
    ...say('Open', sayOpen(rehearsal)),
    ...(present === undefined
      ? []
      : say('Instead of', `${present.policy?.path ?? 'the defaults'} as it stands: ${sayInstead(present)}`)),
    ...rehearsal.notes.flatMap((note, at) => say(at === 0 ? 'Note' : '', note)),
  ]
  const rows = table(failureRows(rehearsal))
  const others = rehearsal.failures.length - rows.length
  return [
    ...lines.map((line) => paint(line, colour)),
    ...(rows.length === 0 ? [] : ['', 'Failed, missed ones first', ...rows.map((row) => `  ${row}`)]),
    ...(others === 0 ? [] : [`  and ${others} more, in --json`]),
  ].join('\n')
}

/** They are shown by number only: thousands of names need not be made harmless for that. */
const withoutDecisions = <Told extends Rehearsal | undefined>(rehearsal: Told): Told =>
  rehearsal === undefined ? rehearsal : { ...rehearsal, decisions: [] }

/** Policies beside each other, a line each. */
export const renderComparison = (rehearsals: readonly Rehearsal[]): string => {
  const safe = mapStrings(rehearsals.map(withoutDecisions), neutralise)
  const rows = [
    ['Policy', 'asked', 'a week', 'deployments', 'waiting', 'held', 'failures caught', 'unread that failed'],
    ...safe.map((rehearsal) => {
      const { deployments, failed, lanes, n, reviewed, reviewsPerWeek, waiting, windows } = rehearsal
      return [
        nameOf(rehearsal),
        `${reviewed.toLocaleString('en-US')} (${formatShare(n === 0 ? 0 : reviewed / n)})`,
        reviewsPerWeek.toFixed(1),
        `${deployments.asked} of ${deployments.count}`,
        waiting.hours === null ? 'unknown' : hours(waiting.hours),
        hours(windows.reduce((sum, window) => sum + window.hours, 0)),
        `${lanes.asked.failed} of ${failed}`,
        lanes.through.parts === 0 ? 'none' : formatPercent(lanes.through.failed / lanes.through.parts),
      ]
    }),
  ]
  return table(rows).join('\n')
}
