import { canonicalText } from './canonical.ts'

/** Where two JSON values first part, in canonical key order, and what each says there (undefined: nothing). */
export interface JsonDifference {
  /** `$.risk.parts[2].share` */
  readonly path: string
  readonly left: unknown
  readonly right: unknown
}

type Container = Readonly<Record<string, unknown>>
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

/** The first difference of two values that came out of JSON; undefined when they are the same value. */
export const firstJsonDifference = (
  left: unknown,
  right: unknown,
  path = '$',
): JsonDifference | undefined => {
  if (!isContainer(left) || !isContainer(right) || Array.isArray(left) !== Array.isArray(right)) {
    const same = left !== undefined && right !== undefined && canonicalText(left) === canonicalText(right)
    return same || left === right ? undefined : { path, left, right }
  }
  for (const key of keysOf(left, right)) {
    const found = firstJsonDifference(own(left, key), own(right, key), pathTo(path, key, Array.isArray(left)))
    if (found) return found
  }
  return undefined
}

const own = (container: Container, key: string): unknown =>
  Object.hasOwn(container, key) ? container[key] : undefined

const keysOf = (left: Container, right: Container): readonly string[] => {
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return Array.isArray(left) ? keys.sort((a, b) => Number(a) - Number(b)) : keys.sort()
}

const pathTo = (path: string, key: string, inArray: boolean): string => {
  if (inArray) return `${path}[${key}]`
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
}
