/** What a signal is: a question about a part, or about a deployment, whose answer is a number or an honest "unknown". */
import { formatCount } from '../domain/counting.ts'
import type { Measurement } from '../domain/measurement.ts'
import type { Arrival, Past, Touches } from '../history/past.ts'
import type { Surroundings } from './surroundings.ts'

/** A part as signals see it: what its message and files say, and everything that had happened before it landed. */
export interface Subject extends Arrival {
  readonly past: Past
  readonly surroundings: Surroundings
}

export interface Signal {
  /** Kebab-case, stable: records and models name it. */
  readonly name: string
  readonly question: string
  /** One paragraph: why it should matter, and who found so. */
  readonly why: string
  /** `count`: skewed and never negative · `share`: 0..1 · `flag`: 0 or 1 · `number`: anything. */
  readonly shape: 'count' | 'share' | 'flag' | 'number'
  /** The direction in which it may move the risk: 1 up, -1 down, 0 whatever the data say. */
  readonly direction: 1 | -1 | 0
  readonly measure: (subject: Subject) => Measurement
  /**
   * What a reviewer reads, at most some 40 characters: "121 files".
   * @param usual the answer of a usual part here, where it is known: what the factor beside the sentence compares with
   */
  readonly sentence: (value: number, subject: Subject, usual?: number | null) => string
}

/** What surrounds a deployment when it is decided on. */
export interface DeploymentContext {
  readonly parts: number
  /** Seconds since the oldest part landed; null without parts. */
  readonly oldestPartAge: number | null
  /** Seconds since the deployment before; null when none is known. */
  readonly sinceDeployment: number | null
  /** Seconds since a failure last became known; null when none is known. */
  readonly sinceFailure: number | null
  /** Hours the same commits have run in an earlier environment; null when nobody says. */
  readonly soakedHours: number | null
}

export interface DeploymentSignal {
  readonly name: string
  readonly question: string
  readonly why: string
  readonly shape: Signal['shape']
  readonly direction: Signal['direction']
  readonly measure: (context: DeploymentContext) => Measurement
  readonly sentence: (value: number) => string
}

/** `no file`, `1 file`, `3 files`, `3 lines added`: the first word is what is counted. */
export const counted = (count: number, noun: string): string => {
  const number = Math.round(count)
  const [first = '', ...rest] = noun.split(' ')
  const plural = number > 1 ? `${first}s` : first
  return [number === 0 ? 'no' : formatCount(number), plural, ...rest].join(' ')
}

/**
 * "4 failed of 256 changes (usual 6)": a record, and how many failures of as many would be usual. Without that nobody
 * can tell whether 4 of 256 speaks for a change or against it.
 * @param usual rate of failures; left out where it is not known
 */
export const recordOf = (
  { failures, count }: Touches,
  noun: string,
  usual: number | null | undefined,
): string => {
  const record = `${failures} failed of ${counted(count, noun)}`
  if (usual === null || usual === undefined) return record
  const expected = usual * count
  return `${record} (usual ${expected < 1.95 ? Number(expected.toFixed(1)) : formatCount(expected)})`
}

/** "3 days", "5 months": how long, roughly. */
export const lasting = (seconds: number): string => {
  const hours = seconds / 3600
  if (hours < 1) return 'under an hour'
  if (hours < 48) return counted(hours, 'hour')
  if (hours < 24 * 60) return counted(hours / 24, 'day')
  return counted(hours / 24 / 30.4, 'month')
}
