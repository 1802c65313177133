/** What a journal's values are checked with: each says what is wrong with a value at a path, or nothing. */
import { isMoment } from '../../ledger/record.ts'

export type Shape = (value: unknown, path: string) => string | undefined

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values of others end up in messages: short, and on one line. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const shape =
  (wish: string, accepts: (value: unknown) => boolean): Shape =>
  (value, path) =>
    accepts(value) ? undefined : `${path} must be ${wish}; got ${shown(value)}`

export const text = shape('a text', (value) => typeof value === 'string')
export const name = shape('a text that is not empty', (value) => typeof value === 'string' && value !== '')
export const flag = shape('true or false', (value) => typeof value === 'boolean')
export const moment = shape('a moment like 2026-03-10T09:30:00Z', isMoment)
export const count = shape(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
)
export const number = shape('a number', (value) => typeof value === 'number' && Number.isFinite(value))
export const amount = shape(
  'a number from 0',
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
)
export const share = shape(
  'a number from 0 to 1',
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
)

export const oneOf = (values: readonly string[]): Shape =>
  shape(`one of ${values.join(', ')}`, (value) => values.some((each) => each === value))

export const optional =
  (inner: Shape): Shape =>
  (value, path) =>
    value === undefined ? undefined : inner(value, path)

export const nullable =
  (inner: Shape): Shape =>
  (value, path) =>
    value === null ? undefined : inner(value, path)

const first = (faults: Iterable<string | undefined>): string | undefined => {
  for (const fault of faults) if (fault !== undefined) return fault
  return undefined
}

export const list =
  (inner: Shape): Shape =>
  (value, path) =>
    Array.isArray(value)
      ? first(value.map((each, at) => inner(each, `${path}[${at}]`)))
      : `${path} must be a list; got ${shown(value)}`

/** Any names, each with the same kind of value. */
export const mapping =
  (inner: Shape): Shape =>
  (value, path) =>
    isObject(value)
      ? first(Object.entries(value).map(([key, each]) => inner(each, `${path}.${key}`)))
      : `${path} must be a mapping; got ${shown(value)}`

const noObject = (value: unknown, path: string): string =>
  `${path || 'it'} must be an object; got ${shown(value)}`

/** These members; others are left alone, for they may be a newer release's. */
export const members =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, path) =>
    isObject(value)
      ? first(
          Object.entries(shapes).map(([key, inner]) =>
            inner(Object.hasOwn(value, key) ? value[key] : undefined, path === '' ? key : `${path}.${key}`),
          ),
        )
      : noObject(value, path)

/** One shape or another, chosen by looking. */
export const choice =
  (choose: (value: Readonly<Record<string, unknown>>) => Shape): Shape =>
  (value, path) =>
    isObject(value) ? choose(value)(value, path) : noObject(value, path)
