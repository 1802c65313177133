import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/**
 * One spelling for every JSON value (RFC 8785), so that equal values have equal bytes and equal hashes.
 */

const deepest = 200

/**
 * The value as JSON keeps it: absent members dropped, `toJSON` obeyed, half a surrogate pair replaced by U+FFFD (as any
 * UTF-8 encoder would), so that what was sealed equals what is read back. Throws TypeError, naming the path, for what
 * JSON cannot say: functions, symbols, big integers, NaN and infinities, circles.
 */
export const plainJson = (value: unknown, path = '$', depth = 0): unknown => {
  if (depth > deepest) throw new TypeError(`${path} is nested deeper than ${deepest} levels, or in a circle`)
  if (typeof value === 'string') return wellFormed(value)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot say; use null`)
    // JSON has no negative zero: what is read back must be what was handed in.
    return value === 0 ? 0 : value
  }
  if (typeof value !== 'object') throw new TypeError(`${path} is a ${typeof value}, which JSON cannot say`)
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return plainJson(value.toJSON(), path, depth + 1)
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      plainJson(item === undefined ? null : item, `${path}[${index}]`, depth + 1),
    )
  }
  // fromEntries defines members, so that a key named __proto__ stays a key
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [wellFormed(key), plainJson(member, `${path}.${key}`, depth + 1)]),
  )
}

const wellFormed = (text: string): string =>
  text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')

/** Whether a JSON value is nested deeper than any that was sealed: nothing recursive may be done with it. */
export const isTooDeep = (value: unknown, depth = 0): boolean =>
  depth > deepest ||
  (typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((member) => isTooDeep(member, depth + 1)))

/** RFC 8785 text of any value that JSON can say; throws TypeError for the rest. */
export const canonicalJson = (value: unknown): string => canonicalText(plainJson(value))

/** RFC 8785 text of a value that came out of `JSON.parse` or `plainJson`. */
export const canonicalText = (value: unknown): string => canonicalize(value) ?? 'null'

/** Lower-case hexadecimal SHA-256 of bytes, or of the UTF-8 of a text. */
export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const isSha256 = (text: unknown): text is string =>
  typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)
