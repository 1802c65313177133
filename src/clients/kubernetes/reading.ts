import { ClusterError } from './failures.ts'

/** An object of the API as it came: nothing about its shape is known yet. */
export type KubernetesObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is KubernetesObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads fields without believing the answer: of the wrong kind is an error that names the field. Kubernetes leaves out
 * zeros, empty lists and empty texts, so a missing field has its empty value unless it is `needed`.
 * A path is a list of keys, because labels and annotations have dots in theirs.
 */
export interface Reader {
  readonly value: unknown
  readonly text: (...path: readonly string[]) => string
  readonly count: (...path: readonly string[]) => number
  readonly flag: (...path: readonly string[]) => boolean
  readonly texts: (...path: readonly string[]) => Readonly<Record<string, string>>
  readonly list: (...path: readonly string[]) => readonly Reader[]
  readonly has: (...path: readonly string[]) => boolean
  readonly record: (...path: readonly string[]) => KubernetesObject
  /** As `text`; missing or empty is an error. */
  readonly needed: (...path: readonly string[]) => string
}

/** Opens an object for reading; `what` says in errors whose field it is. */
export const readerOf = (what: string, value: unknown): Reader => {
  const wrong = (path: readonly string[], kind: string): never => {
    throw new ClusterError(
      'rubbish',
      `${what}: ${path.join('.') || 'the answer'} is no ${kind}; is this address a Kubernetes API server?`,
    )
  }
  const at = (path: readonly string[]): unknown =>
    path.reduce<unknown>(
      (found, key) => (isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined),
      value,
    )
  const present = (path: readonly string[]): unknown => at(path) ?? undefined
  const text = (...path: readonly string[]): string => {
    const found = present(path) ?? ''
    return typeof found === 'string' ? found : wrong(path, 'text')
  }
  const record = (...path: readonly string[]): KubernetesObject => {
    const found = present(path) ?? {}
    return isObject(found) ? found : wrong(path, 'mapping')
  }
  return {
    value,
    text,
    record,
    has: (...path) => present(path) !== undefined,
    needed: (...path) => text(...path) || wrong(path, 'text that must be there'),
    count: (...path) => {
      const found = present(path) ?? 0
      return Number.isSafeInteger(found) && (found as number) >= 0
        ? (found as number)
        : wrong(path, 'whole number')
    },
    flag: (...path) => {
      const found = present(path) ?? false
      return typeof found === 'boolean' ? found : wrong(path, 'true or false')
    },
    texts: (...path) => {
      const found = Object.entries(record(...path))
      return Object.fromEntries(
        found.map(([key, each]) => [key, typeof each === 'string' ? each : wrong([...path, key], 'text')]),
      )
    },
    list: (...path) => {
      const found = present(path) ?? []
      if (!Array.isArray(found)) return wrong(path, 'list')
      return found.map((each, index) => readerOf(`${what}: ${[...path, index].join('.')}`, each))
    },
  }
}
