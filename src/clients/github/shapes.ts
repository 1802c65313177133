/**
 * Reading what GitHub answered without believing it. A field that is missing or of another kind is an error that names
 * route and field, never a quiet default:
 *
 *     const read = answerOf('GET /repos/{owner}/{repo}/pulls/{pull_number}', data)
 *     read.commitName('head.sha')
 *     read.orNull('merge_commit_sha', commitName)       // there, and null or a commit
 *     read.optional('performed_via_github_app', record) // may be missing too
 *     read.list('labels').map((label) => label.text('name'))
 *
 * A path is the field's keys with dots between; the empty path is the answer itself.
 */
import { GitHubError } from './github.ts'

export interface Where {
  readonly route: string
  readonly path: string
}

/** Answers the value as what it should be; throws GitHubError 'rubbish' otherwise. Undefined stands for missing. */
export type Check<Kind> = (value: unknown, where: Where) => Kind

export interface Answer {
  readonly route: string
  text(path: string): string
  textOrNull(path: string): string | null
  integer(path: string): number
  flag(path: string): boolean
  moment(path: string): string
  commitName(path: string): string
  oneOf<Word extends string>(path: string, words: readonly Word[]): Word
  record(path: string): Answer
  list(path?: string): readonly Answer[]
  /** By any check. */
  is<Kind>(path: string, check: Check<Kind>): Kind
  /** There, and null or what the check says. */
  orNull<Kind>(path: string, check: Check<Kind>): Kind | null
  /** As `orNull`; null also where the field, or a record on the way to it, is missing or null. */
  optional<Kind>(path: string, check: Check<Kind>): Kind | null
}

/** Opens an answer for reading. */
export const answerOf = (route: string, data: unknown): Answer => answerAt(data, { route, path: '' })

export const text: Check<string> = (value, where) =>
  typeof value === 'string' ? value : wrong(value, where, 'text')

/** A whole number, 0 or more, that arithmetic keeps exact. */
export const integer: Check<number> = (value, where) =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : wrong(value, where, 'whole number')

export const flag: Check<boolean> = (value, where) =>
  typeof value === 'boolean' ? value : wrong(value, where, 'true or false')

/** ISO 8601 with its zone; answered in UTC to the millisecond, so that moments compare as texts. */
export const moment: Check<string> = (value, where) => {
  const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/
  const time = typeof value === 'string' && shape.test(value) ? new Date(value) : null
  return time === null || Number.isNaN(time.getTime()) ? wrong(value, where, 'moment') : time.toISOString()
}

/** 40 hexadecimal digits, or 64 in a SHA-256 repository. */
export const commitName: Check<string> = (value, where) =>
  typeof value === 'string' && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)
    ? value
    : wrong(value, where, 'commit name')

export const oneOf =
  <Word extends string>(words: readonly Word[]): Check<Word> =>
  (value, where) =>
    words.find((word) => word === value) ?? wrong(value, where, `word of ${words.join(', ')}`)

export const record: Check<Answer> = (value, where) =>
  isRecord(value) ? answerAt(value, where) : wrong(value, where, 'record')

export const list: Check<readonly Answer[]> = (value, where) =>
  Array.isArray(value)
    ? value.map((each, index) => answerAt(each, { ...where, path: `${where.path}[${index}]` }))
    : wrong(value, where, 'list')

/** A check that lets null pass, for what is optional inside of lists. */
export const nullOr =
  <Kind>(check: Check<Kind>): Check<Kind | null> =>
  (value, where) =>
    value === null ? null : check(value, where)

export const textOrNull = nullOr(text)

const answerAt = (value: unknown, { route, path: base }: Where): Answer => {
  const at = (path: string): Where => ({ route, path: base && path ? `${base}.${path}` : base || path })
  const is = <Kind>(path: string, check: Check<Kind>): Kind => check(valueAt(value, path), at(path))
  return {
    route,
    is,
    text: (path) => is(path, text),
    textOrNull: (path) => is(path, textOrNull),
    integer: (path) => is(path, integer),
    flag: (path) => is(path, flag),
    moment: (path) => is(path, moment),
    commitName: (path) => is(path, commitName),
    oneOf: (path, words) => is(path, oneOf(words)),
    record: (path) => is(path, record),
    list: (path = '') => is(path, list),
    orNull: (path, check) => is(path, nullOr(check)),
    optional: (path, check) => is(path, (found, where) => nullOr(check)(found ?? null, where)),
  }
}

/** Own fields only: nothing an answer says can name what every object inherits. */
const valueAt = (value: unknown, path: string): unknown =>
  path === ''
    ? value
    : path
        .split('.')
        .reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const misshapenMend = 'GitHub, or something in its place, answers in another shape: run the gate again'

/** Says what is wrong, never the value itself: it is a stranger's. */
const wrong = (value: unknown, { route, path }: Where, kind: string): never => {
  const what = value === undefined ? 'is missing' : value === null ? 'is null' : `is no ${kind}`
  throw new GitHubError(`${route}: ${path || 'the answer'} ${what}; ${misshapenMend}`, {
    failure: 'rubbish',
    status: null,
    route,
  })
}
