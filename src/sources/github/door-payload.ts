/**
 * Reads a webhook's payload as data that anybody may have written: own fields only, so that `__proto__` and its kin are
 * keys like any other, and every value by its shape.
 */
import { SourceError } from '../../domain/errors.ts'

/** What lies at a path of keys; undefined where any of them is missing. */
export const fieldOf = (value: unknown, ...keys: readonly string[]): unknown => {
  let at = value
  for (const key of keys) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  return at
}

/** A text that says something, else null. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null

/** A list, else an empty one. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0

/** The full name of a commit, SHA-1 or SHA-256. */
export const isSha = (value: unknown): value is string =>
  typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
/** The name git gives to no commit at all. */
export const isNoCommit = (sha: string): boolean => /^0+$/.test(sha)

/** A number of GitHub's: of a pull request, a run, a comment. */
export const countOf = (value: unknown): number | null => (isCount(value) ? value : null)

/** A moment as ISO in UTC; null where the text is none. */
export const momentOf = (value: unknown): string | null => {
  const moment =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(value)
      ? new Date(value)
      : null
  return moment === null || Number.isNaN(moment.getTime()) ? null : moment.toISOString()
}

/** What an event must carry for the gate to act on it. Every method throws SourceError naming the field. */
export interface Payload {
  readonly action: string
  readonly at: (...path: readonly string[]) => unknown
  readonly count: (...path: readonly string[]) => number
  readonly sha: (...path: readonly string[]) => string
  readonly text: (...path: readonly string[]) => string
  readonly moment: (...path: readonly string[]) => string
}

/** The payload of one event, read strictly. */
export const openPayload = (eventName: string, payload: unknown): Payload => {
  const must =
    <Value>(kind: string, readValue: (value: unknown) => Value | null) =>
    (...path: readonly string[]): Value => {
      const value = readValue(fieldOf(payload, ...path))
      if (value !== null) return value
      throw new SourceError(
        `event ${eventName}: ${path.join('.')} is no ${kind} in the payload, as GitHub would send it; if an earlier step of the job changed the file at GITHUB_EVENT_PATH, remove that step`,
      )
    }
  return {
    action: textOf(fieldOf(payload, 'action')) ?? '',
    at: (...path) => fieldOf(payload, ...path),
    count: must('positive whole number', countOf),
    sha: must('commit', (value) => (isSha(value) && !isNoCommit(value) ? value : null)),
    text: must('text', textOf),
    moment: must('moment', momentOf),
  }
}
