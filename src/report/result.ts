/**
 * The answer small enough for a step's output: without evidence, the riskiest parts, the largest contributions. What is
 * left out stands as one entry, so that shares still add up and factors still multiply to the same.
 */
import type { AssessedPart, Assessment, Contribution, Lower } from '../domain/assessment.ts'
import { formatPlural } from './numbers.ts'

/** A contribution, or where `remainder` counts them, all that are left out as one. */
export interface ResultContribution extends Contribution {
  readonly remainder?: number
}

/** A part, or where `remainder` counts them, all that are left out as one: `sha` is empty then, and `id` is `others`. */
export interface ResultPart extends Omit<AssessedPart, 'contributions'> {
  readonly remainder?: number
  readonly contributions: readonly ResultContribution[]
}

export interface Result extends Omit<Assessment, 'evidence' | 'change' | 'risk'> {
  readonly change: Omit<Assessment['change'], 'parts'> & { readonly parts: readonly ResultPart[] }
  readonly risk: Omit<Assessment['risk'], 'contributions'> & {
    readonly contributions: readonly ResultContribution[]
  }
  readonly truncated: true
  /** Where several environments were answered: all of them, the one that is told here first. */
  readonly answers?: readonly ShortAnswer[]
  /** How many entries of other lists are left out, by list; none is, unless the whole would be too large. */
  readonly leftOut?: Readonly<Record<string, number>>
}

/** One of several answers of the same run. */
export interface ShortAnswer
  extends Pick<Assessment, 'environment' | 'mode' | 'decision' | 'rule' | 'reason' | 'ledger'> {
  readonly sha: string | null
  /** Whether this one holds nothing. */
  readonly continue: boolean
}

/** What a result should stay below, in bytes of JSON. */
export const mostResultBytes = 10_000
/** What it is cut to in any case. */
const mostParts = 10
const mostContributions = 8

/** How much a result may hold. */
interface Room {
  readonly parts: number
  /** Of the first part, of the second and third, of the others. */
  readonly contributions: readonly [number, number, number]
  /** Entries of every other list. */
  readonly entries: number
  /** Characters of a text nobody copies: titles, sentences. */
  readonly text: number
}

const wide = { parts: mostParts, entries: Number.POSITIVE_INFINITY, text: Number.POSITIVE_INFINITY }
/** From what is wanted to what always fits; the first that fits is taken. */
const rooms: readonly Room[] = [
  { ...wide, contributions: [8, 8, 8] },
  { ...wide, contributions: [8, 8, 4] },
  { ...wide, contributions: [8, 4, 2] },
  { ...wide, contributions: [8, 4, 1] },
  { ...wide, contributions: [8, 3, 0] },
  { ...wide, contributions: [5, 2, 0], entries: 20, text: 200 },
  { parts: 5, contributions: [5, 2, 0], entries: 10, text: 160 },
  { parts: 3, contributions: [3, 1, 0], entries: 5, text: 100 },
  { parts: 1, contributions: [2, 0, 0], entries: 2, text: 60 },
  { parts: 1, contributions: [0, 0, 0], entries: 0, text: 20 },
]

/** A product of many factors may leave the numbers there are, which JSON would write as null. */
const product = (factors: readonly number[]): number =>
  Math.min(
    factors.reduce((whole, factor) => whole * factor, 1),
    Number.MAX_VALUE,
  )

/** What those left out make of the risk of the whole change, together. */
const ofTheWhole = (others: readonly Pick<Contribution, 'riskFactor' | 'riskPoints'>[]) =>
  others.some(({ riskFactor }) => riskFactor === undefined)
    ? {}
    : {
        riskFactor: product(others.map(({ riskFactor = 1 }) => riskFactor)),
        riskPoints: others.reduce((sum, { riskPoints = 0 }) => sum + riskPoints, 0),
      }

const keepContributions = (all: readonly Contribution[], most: number): readonly ResultContribution[] => {
  const others = all.slice(most)
  if (others.length === 0) return all
  const rest: ResultContribution = {
    signal: 'others',
    question: '',
    value: null,
    factor: product(others.map(({ factor }) => factor)),
    ...ofTheWhole(others),
    sentence: formatPlural(others.length, 'smaller reason'),
    remainder: others.length,
  }
  return [...all.slice(0, most), rest]
}

/** Lists inside a part follow it: an approval stays one, whoever else approved. */
const keepPart = (part: AssessedPart, { entries }: Room): Omit<AssessedPart, 'contributions'> => {
  const { approvedBy, authors, contributions: _, url, ...few } = part
  return {
    ...few,
    ...(url === undefined || (entries < 10 && url.length > 200) ? {} : { url }),
    ...(approvedBy === undefined ? {} : { approvedBy: approvedBy.slice(0, Math.max(1, entries)) }),
    ...(authors === undefined ? {} : { authors: authors.slice(0, entries) }),
  }
}

const keepParts = (
  all: readonly AssessedPart[],
  room: Room,
  cut: (text: string) => string,
): readonly ResultPart[] => {
  const [first, second, other] = room.contributions
  const shown = all.slice(0, room.parts).map((part, place): ResultPart => {
    const most = place === 0 ? first : place < 3 ? second : other
    const contributions = keepContributions(part.contributions, most).map((contribution) => ({
      ...contribution,
      question: cut(contribution.question),
      sentence: cut(contribution.sentence),
    }))
    return { ...keepPart(part, room), title: cut(part.title), extent: cut(part.extent), contributions }
  })
  const others = all.slice(room.parts)
  if (others.length === 0) return shown
  const rest: ResultPart = {
    sha: '',
    id: 'others',
    title: formatPlural(others.length, 'other'),
    risk: 1 - others.reduce((safe, part) => safe * (1 - part.risk), 1),
    share: Math.min(
      1,
      others.reduce((sum, part) => sum + part.share, 0),
    ),
    ...ofTheWhole(others),
    percentile: Math.max(...others.map(({ percentile }) => percentile)),
    extent: '',
    contributions: [],
    remainder: others.length,
  }
  return [...shown, rest]
}

/** At most `most` characters, cut between letters and ended by "…". */
export const cutCharacters = (text: string, most: number): string => {
  if (text.length <= most) return text
  const kept = text.slice(0, most - 1)
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}…`
}

/** Half a command would do something else: it is whole or not there. */
const isShort = ({ command = '', head = '' }: Lower): boolean => command.length + head.length <= 250

const squeeze = (assessment: Assessment, answers: readonly ShortAnswer[], room: Room): Result => {
  const {
    evidence: _,
    change,
    components,
    customers,
    lower,
    model,
    notes,
    risk,
    similar,
    ...rest
  } = assessment
  const { reviewers, unavailable, timings, labels, budgets, ...few } = rest
  const leftOut: Record<string, number> = {}
  const keep = <Entry>(
    name: string,
    entries: readonly Entry[],
    isSmall: (entry: Entry) => boolean = () => true,
  ): readonly Entry[] => {
    const kept = Number.isFinite(room.entries) ? entries.filter(isSmall).slice(0, room.entries) : entries
    if (kept.length < entries.length) leftOut[name] = entries.length - kept.length
    return kept
  }
  const keepRecord = <Value>(name: string, record: Readonly<Record<string, Value>>) =>
    Object.fromEntries(keep(name, Object.entries(record)))
  const cut = (text: string): string => cutCharacters(text, room.text)
  const { certificate, ...card } = model
  const whole: Omit<Result, 'leftOut'> = {
    ...few,
    reason: cut(few.reason),
    change: { ...change, parts: keepParts(change.parts, room, cut) },
    risk: {
      ...risk,
      limitWhy: cut(risk.limitWhy),
      contributions: keepContributions(
        risk.contributions,
        Math.min(mostContributions, room.contributions[0]),
      ),
    },
    labels: {
      ...labels,
      meaning: cut(labels.meaning),
      sources: keepRecord('labels.sources', labels.sources),
    },
    lower: keep('lower', lower, isShort).map((each) => ({ ...each, sentence: cut(each.sentence) })),
    reviewers: keep('reviewers', reviewers).map((each) => ({ ...each, why: cut(each.why) })),
    components: keep('components', components),
    customers: keep('customers', customers),
    ...(budgets === undefined
      ? {}
      : { budgets: keep('budgets', budgets).map((each) => ({ ...each, sentence: cut(each.sentence) })) }),
    similar: keep('similar', similar).map((each) => ({ ...each, sentence: cut(each.sentence) })),
    model: certificate === undefined || room.entries < 10 ? card : model,
    unavailable: keep('unavailable', unavailable).map((each) => ({ ...each, why: cut(each.why) })),
    notes: keep('notes', notes).map(cut),
    timings: keepRecord('timings', timings),
    truncated: true,
    ...(answers.length === 0
      ? {}
      : { answers: keep('answers', answers).map((each) => ({ ...each, reason: cut(each.reason) })) }),
  }
  return { ...whole, ...(Object.keys(leftOut).length === 0 ? {} : { leftOut }) }
}

/**
 * The answer as JSON for the output `result`: below `mostResultBytes` wherever names and addresses in it are of the
 * length GitHub allows, and valid in any case. `answers`: where several were given, all of them.
 */
export const resultText = (assessment: Assessment, answers: readonly ShortAnswer[] = []): string => {
  let text = ''
  for (const room of rooms) {
    text = JSON.stringify(squeeze(assessment, answers, room))
    if (bytesOf(text) <= mostResultBytes) return text
  }
  return text
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length
