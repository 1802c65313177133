/**
 * What a document of ours may hold, said once: the type, the strict reader and the published JSON Schema all follow from
 * one description, so that none can say what another does not.
 */
export type Shape =
  | { readonly kind: 'text'; readonly says: string }
  /** Always UTC to the second, `2026-03-10T09:30:00Z`, so that moments sort as text. */
  | { readonly kind: 'moment'; readonly says: string }
  | { readonly kind: 'count'; readonly says: string }
  | { readonly kind: 'share'; readonly says: string }
  | { readonly kind: 'flag'; readonly says: string }
  | { readonly kind: 'choice'; readonly says: string; readonly of: readonly (string | number)[] }
  | { readonly kind: 'list'; readonly says: string; readonly of: Shape }
  | ObjectShape

export interface ObjectShape {
  readonly kind: 'object'
  readonly says: string
  readonly required: Readonly<Record<string, Shape>>
  readonly optional: Readonly<Record<string, Shape>>
}

/** The type of what a shape describes. */
export type Shaped<S> = S extends { readonly kind: 'text' | 'moment' }
  ? string
  : S extends { readonly kind: 'count' | 'share' }
    ? number
    : S extends { readonly kind: 'flag' }
      ? boolean
      : S extends { readonly kind: 'choice'; readonly of: readonly (infer Value)[] }
        ? Value
        : S extends { readonly kind: 'list'; readonly of: infer Inner }
          ? readonly Shaped<Inner>[]
          : S extends { readonly kind: 'object'; readonly required: infer Must; readonly optional: infer May }
            ? { readonly [Key in keyof Must]: Shaped<Must[Key]> } & {
                readonly [Key in keyof May]?: Shaped<May[Key]>
              }
            : never

const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Whether a text is a moment of the calendar, in the one spelling documents use. */
export const isUtcMoment = (value: unknown): value is string => {
  if (typeof value !== 'string' || !momentShape.test(value)) return false
  const time = new Date(value)
  // The thirty-first of February is no day, although a `Date` takes it for one of March.
  return !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19) === value.slice(0, 19)
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const wishOf = (shape: Shape): string => {
  switch (shape.kind) {
    case 'text':
      return 'a text that is not empty'
    case 'moment':
      return 'a moment like 2026-03-10T09:30:00Z'
    case 'count':
      return 'a whole number from 0'
    case 'share':
      return 'a number from 0 to 1'
    case 'flag':
      return 'true or false'
    case 'choice':
      return `one of ${shape.of.join(', ')}`
    case 'list':
      return 'a list'
    case 'object':
      return 'an object'
  }
}

const fits = (shape: Shape, value: unknown): boolean => {
  switch (shape.kind) {
    case 'text':
      return typeof value === 'string' && value !== ''
    case 'moment':
      return isUtcMoment(value)
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= 0
    case 'share':
      return typeof value === 'number' && value >= 0 && value <= 1
    case 'flag':
      return typeof value === 'boolean'
    case 'choice':
      return shape.of.some((each) => each === value)
    case 'list':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}

/** What is wrong with a value at a path, with what is wanted; null when nothing is. */
export const faultOf = (shape: Shape, value: unknown, path: string): string | null => {
  if (!fits(shape, value)) return `${path} must be ${wishOf(shape)}, got ${shown(value)}`
  if (shape.kind === 'list') {
    for (const [at, each] of (value as readonly unknown[]).entries()) {
      const fault = faultOf(shape.of, each, `${path}[${at}]`)
      if (fault !== null) return fault
    }
  }
  if (shape.kind !== 'object') return null
  const document = value as Readonly<Record<string, unknown>>
  const known = { ...shape.required, ...shape.optional }
  for (const key of Object.keys(document))
    if (!Object.hasOwn(known, key))
      return `${path} has no "${key}"; it may hold ${Object.keys(known).join(', ')}`
  for (const [key, inner] of Object.entries(known)) {
    const there = Object.hasOwn(document, key) && document[key] !== undefined
    if (!there && !Object.hasOwn(shape.required, key)) continue
    const fault = faultOf(inner, there ? document[key] : undefined, `${path}.${key}`)
    if (fault !== null) return fault
  }
  return null
}

/** The JSON Schema (draft 2020-12) that accepts what `faultOf` accepts. */
export const jsonSchemaOf = (shape: Shape): Readonly<Record<string, unknown>> => {
  const description = shape.says === '' ? {} : { description: shape.says }
  switch (shape.kind) {
    case 'text':
      return { ...description, type: 'string', minLength: 1 }
    case 'moment':
      return { ...description, type: 'string', format: 'date-time', pattern: momentShape.source }
    case 'count':
      return { ...description, type: 'integer', minimum: 0 }
    case 'share':
      return { ...description, type: 'number', minimum: 0, maximum: 1 }
    case 'flag':
      return { ...description, type: 'boolean' }
    case 'choice':
      return { ...description, enum: [...shape.of] }
    case 'list':
      return { ...description, type: 'array', items: jsonSchemaOf(shape.of) }
    case 'object':
      return {
        ...description,
        type: 'object',
        properties: Object.fromEntries(
          Object.entries({ ...shape.required, ...shape.optional }).map(([key, inner]) => [
            key,
            jsonSchemaOf(inner),
          ]),
        ),
        required: Object.keys(shape.required),
        additionalProperties: false,
      }
  }
}
