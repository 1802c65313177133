/**
 * What is known of parts beyond what git tells: failures that deployments, incidents and people revealed, shares of
 * failures that nobody could pin down, and parts that a person cleared. `learn` finds it, the ledger keeps it, and
 * whoever learns from a history takes it in here. Nothing of it counts before it was known.
 */
import { type OutcomeCause, outcomeCauses } from '../domain/outcome.ts'
import type { HistoryIndex } from './index.ts'

/** From here on a part counts as failed; what is less sure is learned from, and counted nowhere. */
export const evenOdds = 0.5

export interface ToldLabel {
  readonly sha: string
  /** 0..1: how sure it is that this part failed. */
  readonly label: number
  /** What of it is learned, where less: one label must not move the model far. */
  readonly taught?: number
  /** Seconds: when that became known. */
  readonly at: number
  readonly cause: OutcomeCause
  /** The model shared this out among several: it teaches, however large, but no guess of ours counts as a failure. */
  readonly guessed?: true
}

/** Whether a part counts as failed. */
export const isCounted = ({ label, guessed }: Pick<ToldLabel, 'label' | 'guessed'>): boolean =>
  label >= evenOdds && guessed !== true

export interface Clearing {
  readonly sha: string
  /** Seconds. */
  readonly at: number
}

export interface ToldOutcomes {
  readonly labels: readonly ToldLabel[]
  readonly cleared: readonly Clearing[]
  /** Seconds at which a deployment's job failed whose very commit went through later, rising; absent where none did. */
  readonly repeated?: readonly number[]
}

export const nothingTold: ToldOutcomes = { labels: [], cleared: [] }

/** What was known before a moment, in seconds. */
export const toldBefore = (
  { labels, cleared, repeated = [] }: ToldOutcomes,
  moment: number,
): ToldOutcomes => ({
  labels: labels.filter(({ at }) => at < moment),
  cleared: cleared.filter(({ at }) => at < moment),
  ...withRepeated(repeated.filter((at) => at < moment)),
})

/** As a member that is there only where there is something to tell. */
export const withRepeated = (repeated: readonly number[]): Pick<ToldOutcomes, 'repeated'> =>
  repeated.length === 0 ? {} : { repeated }

const isMember = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isSha = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)
const isSeconds = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const causes: readonly unknown[] = outcomeCauses

const isTaught = (value: unknown, most: number): boolean =>
  typeof value === 'number' && value > 0 && value <= most

const isLabel = (value: unknown): value is ToldLabel =>
  isMember(value) &&
  isSha(value['sha']) &&
  isSeconds(value['label']) &&
  value['label'] > 0 &&
  value['label'] <= 1 &&
  isSeconds(value['at']) &&
  (value['taught'] === undefined || isTaught(value['taught'], value['label'])) &&
  causes.includes(value['cause']) &&
  (value['guessed'] === undefined || value['guessed'] === true)

const isClearing = (value: unknown): value is Clearing =>
  isMember(value) && isSha(value['sha']) && isSeconds(value['at'])

/** Reads what was kept; null where it is not that. */
export const readTold = (value: unknown): ToldOutcomes | null => {
  if (!isMember(value)) return null
  const { labels, cleared, repeated = [] } = value
  return Array.isArray(labels) &&
    labels.every(isLabel) &&
    Array.isArray(cleared) &&
    cleared.every(isClearing) &&
    Array.isArray(repeated) &&
    repeated.every(isSeconds)
    ? { labels, cleared, ...withRepeated(repeated) }
    : null
}

/** What was told, by place on the line; of parts that the index does not hold nothing is known. */
export interface PlacedOutcomes {
  readonly labels: ReadonlyMap<number, Omit<ToldLabel, 'sha'>>
  readonly cleared: ReadonlySet<number>
}

export const placeTold = (index: HistoryIndex, told: ToldOutcomes): PlacedOutcomes => {
  const labels = new Map<number, Omit<ToldLabel, 'sha'>>()
  for (const { sha, ...label } of told.labels) {
    const part = index.positionOnLine(sha)
    if (part === null) continue
    const known = labels.get(part)
    if (known === undefined || label.label > known.label) labels.set(part, label)
  }
  const cleared = new Set(told.cleared.flatMap(({ sha }) => index.positionOnLine(sha) ?? []))
  return { labels, cleared }
}
