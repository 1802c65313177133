/**
 * Most of a GitHub answer is links to elsewhere. Handlers say what they mean; the links and node ids that GitHub's
 * description requires besides are added here, so that handlers stay readable. Nothing else is ever made up: any
 * other required field that a handler forgets is a violation.
 */
import { type Schema, schemas } from './description.ts'

const isLink = (name: string): boolean => /^(url|.*_url|node_id|gravatar_id)$/.test(name)
/** Seen by nobody; a name that cannot be reached by accident. */
const link = (name: string): string => `https://github.invalid/${name}`
const madeUp = (name: string): string => (/_id$/.test(name) ? `${name}_made_up` : link(name))

const resolve = (schema: Schema): Schema => {
  const reference = schema['$ref']
  return typeof reference === 'string' ? (schemas[reference.split('/').pop() ?? ''] ?? {}) : schema
}
const listed = (schema: Schema, keyword: string): readonly Schema[] =>
  (schema[keyword] as readonly Schema[] | undefined) ?? []

/** A copy of the value with every promised link in it. */
export const complete = (schema: Schema, value: unknown): unknown => {
  const { properties, required, items, ...rest } = resolve(schema)
  if (Array.isArray(value)) {
    const each = items as Schema | undefined
    const inner = each === undefined ? value : value.map((item) => complete(each, item))
    return [...listed(rest, 'anyOf'), ...listed(rest, 'allOf')].reduce<unknown>(
      (done, choice) => complete(choice, done),
      inner,
    )
  }
  if (typeof value !== 'object' || value === null) return value
  const known = (properties ?? {}) as Readonly<Record<string, Schema>>
  const missing = ((required ?? []) as readonly string[]).filter((name) => isLink(name) && !(name in value))
  const own = Object.fromEntries([
    ...Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, known[name] === undefined ? each : complete(known[name], each)]),
    ...missing.map((name) => [name, madeUp(name)]),
  ])
  return [...choicesFor(rest, own), ...listed(rest, 'allOf')].reduce<unknown>(
    (done, choice) => complete(choice, done),
    own,
  )
}

/** Of several shapes, those whose `type` is the value's own. */
const choicesFor = (schema: Schema, value: Readonly<Record<string, unknown>>): readonly Schema[] =>
  listed(schema, 'anyOf').filter((choice) => {
    const type = (resolve(choice)['properties'] as Record<string, Schema> | undefined)?.['type']
    const allowed = type?.['enum'] as readonly unknown[] | undefined
    return allowed === undefined || !('type' in value) || allowed.includes(value['type'])
  })
