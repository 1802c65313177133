/** Looking into records of unknown making: every answer is what was asked for, or nothing. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a path like `priority.summary`. */
export const at = (record: Fields, path: string): unknown => {
  let value: unknown = record
  for (const key of path.split('.')) {
    if (!isFields(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

/** The first path that holds a text or a number. */
export const textAt = (record: Fields, ...paths: readonly string[]): string | undefined => {
  for (const path of paths) {
    const value = at(record, path)
    if (typeof value === 'string' && value.trim() !== '') return value
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

/** A list of records at a path; empty when there is none. */
export const recordsAt = (record: Fields, path: string): readonly Fields[] => {
  const value = at(record, path)
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** Texts at a path: of a list of texts, of a list of records by one of the keys, or of one text. */
export const textsAt = (record: Fields, path: string, ...keys: readonly string[]): readonly string[] => {
  const value = at(record, path)
  const all = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  return all.flatMap((each) => {
    if (typeof each === 'string') return each.trim() === '' ? [] : [each]
    return isFields(each) ? (textAt(each, ...keys) ?? []) : []
  })
}

/** Whether the record holds all of these keys. */
export const holds = (record: Fields, ...keys: readonly string[]): boolean =>
  keys.every((key) => Object.hasOwn(record, key))
