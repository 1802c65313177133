/**
 * Looks into values nobody has checked yet. What ties two places of a file together must be reported even when a third
 * place is wrong, so it cannot wait for the schema to pass.
 */
type Loose = Readonly<Record<string, unknown>>

export const field = (value: unknown, key: string): unknown =>
  isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined

export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isMapping(value) ? Object.entries(value) : []

export const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const isMapping = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
