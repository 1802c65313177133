/** GitHub's own description of its REST interface (the cut made by scripts/openapi.ts), ready to look things up in. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export type Schema = { readonly [keyword: string]: unknown }
interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
  readonly 'x-multi-segment'?: boolean
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}
interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: Content & { readonly required?: boolean }
  readonly responses: Readonly<Record<string, Content | { readonly $ref: string }>>
  readonly 'x-enabled-for-apps'?: false
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export interface Route {
  /** `GET /repos/{owner}/{repo}`. */
  readonly name: string
  readonly method: string
  readonly pattern: RegExp
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  readonly bodyRequired: boolean
  /** By status; null where there is no JSON to answer. */
  readonly responses: Readonly<Record<string, Schema | null>>
  readonly enabledForApps: boolean
}

const file = new URL('../../fixtures/github/openapi.json.gz', import.meta.url)

/**
 * OpenAPI 3.0 says "or null" beside a schema; JSON Schema says it inside. Where GitHub says "exactly one of" its own
 * answers often fit several, so that means "any of" here.
 */
const asJsonSchema = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asJsonSchema)
  if (typeof value !== 'object' || value === null) return value
  const { nullable, discriminator, oneOf, anyOf, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, asJsonSchema(each)]),
  )
  const choices = [oneOf, anyOf].filter(Array.isArray)
  const [first, second] = choices
  const schema = {
    ...rest,
    ...(first === undefined ? {} : { anyOf: first }),
    ...(second === undefined ? {} : { allOf: [{ anyOf: second }] }),
  }
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema
}

const load = (): Description => JSON.parse(gunzipSync(readFileSync(file)).toString())

const resolve = <Value>(description: Description, value: Value | { readonly $ref: string }): Value => {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as Value
  const [, , group = '', name = ''] = value.$ref.split('/')
  return description.components[group]?.[name] as Value
}

const jsonIn = ({ content }: Content): Schema | null => {
  const schema = (content?.['application/json'] ?? content?.['application/scim+json'])?.schema
  return schema === undefined ? null : (asJsonSchema(schema) as Schema)
}

const routeOf = (description: Description, path: string, method: string, operation: Operation): Route => {
  const parameters = (operation.parameters ?? []).map((each) => resolve<Parameter>(description, each))
  const several = parameters.filter((each) => each['x-multi-segment']).map((each) => each.name)
  const pattern = path.replace(/[.]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name: string) => {
    const wide = several.includes(name) || ['environment_name', 'name', 'branch'].includes(name)
    return `(?<${name}>${wide ? '.+' : '[^/]+'})`
  })
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    pattern: new RegExp(
      `^${path.endsWith('/contents/{path}') ? pattern.replace('/(?<path>.+)', '(?:/(?<path>.*))?') : pattern}/?$`,
    ),
    parameters: parameters.map((each) => ({ ...each, schema: asJsonSchema(each.schema) as Schema })),
    body: operation.requestBody === undefined ? null : jsonIn(operation.requestBody),
    bodyRequired: operation.requestBody?.required ?? false,
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, each]) => [
        status,
        jsonIn(resolve<Content>(description, each)),
      ]),
    ),
    enabledForApps: operation['x-enabled-for-apps'] !== false,
  }
}

const description = load()

/** The most particular first: `…/commits/{ref}/status` before `…/commits/{ref}`. */
export const routes: readonly Route[] = Object.entries(description.paths)
  .flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  )
  .sort((one, other) => literalLength(other.path) - literalLength(one.path))
  .map(({ path, method, operation }) => routeOf(description, path, method, operation))

function literalLength(path: string): number {
  return path.replace(/\{\w+\}/g, '').length
}

export const schemas = asJsonSchema(description.components['schemas']) as Readonly<Record<string, Schema>>
