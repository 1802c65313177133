/** Holds every request and every answer of ours to GitHub's own description. */
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { complete } from './completion.ts'
import { type Route, type Schema, schemas } from './description.ts'

const options = { strict: false, logger: false, allErrors: false } as const
const answers = new Ajv(options)
const requests = new Ajv({ ...options, coerceTypes: 'array' })
for (const each of [answers, requests]) {
  formats.default(each)
  each.addSchema({ $id: 'github', components: { schemas } })
}

/** References inside the description, seen from a schema that stands alone. */
const rooted = (schema: Schema): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/'))

const compiled = new Map<string, ValidateFunction>()
/** Compiling all takes seconds, so each is compiled when it is first needed. */
const validator = (ajv: Ajv, key: string, schema: Schema): ValidateFunction => {
  const known = compiled.get(key) ?? ajv.compile(rooted(schema))
  compiled.set(key, known)
  return known
}
const complaint = (where: string, { errors }: ValidateFunction): string => {
  // Of several shapes that were tried, the one that came furthest is the one that was meant.
  const depth = (path: string) => path.split('/').length
  const [error] = [...(errors ?? [])]
    .filter(({ params }) => params['type'] !== 'null')
    .sort((one, other) => depth(other.instancePath) - depth(one.instancePath))
  return `${where}${error?.instancePath ?? ''} ${error?.message} ${JSON.stringify(error?.params)}`
}

export interface CheckedRequest {
  /** Path, query and body in one, numbers and booleans of path and query read as such. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly violations: readonly string[]
}

/** Reads a request as GitHub's description wants it. */
export const checkRequest = (
  route: Route,
  path: Readonly<Record<string, string>>,
  query: URLSearchParams,
  body: unknown,
): CheckedRequest => {
  const given: Record<string, unknown> = { ...Object.fromEntries(query), ...path }
  const known = route.parameters.filter((each) => each.in !== 'header')
  const strangers = Object.keys(given).filter((name) => !known.some((each) => each.name === name))
  const check = validator(requests, `${route.name} parameters`, {
    type: 'object',
    properties: Object.fromEntries(known.map((each) => [each.name, each.schema])),
    required: known.filter((each) => each.required === true).map((each) => each.name),
  })
  const violations = strangers.map((name) => `${route.name} has no parameter ${name}`)
  if (!check(given)) violations.push(complaint(`${route.name} parameters`, check))
  if (body === undefined && route.bodyRequired) violations.push(`${route.name} wants a body`)
  if (body !== undefined && route.body === null && Object.keys(body as object).length > 0)
    violations.push(`${route.name} wants no body`)
  if (body !== undefined && route.body !== null) {
    const checkBody = validator(answers, `${route.name} body`, route.body)
    if (!checkBody(body)) violations.push(complaint(`${route.name} body`, checkBody))
  }
  return { parameters: { ...given, ...(body as object | undefined) }, violations }
}

const plainError: Schema = {
  type: 'object',
  properties: { message: { type: 'string' }, documentation_url: { type: 'string' } },
  required: ['message', 'documentation_url'],
}

/** Adds the links and node ids that GitHub promises and we did not say, and tells what is wrong with the rest. */
export const checkAnswer = (
  route: Route,
  status: number,
  body: unknown,
): { readonly body: unknown; readonly violation: string | null } => {
  const described = route.responses[String(status)]
  if (described === undefined && status < 400)
    return { body, violation: `${route.name} is not described to answer ${status}` }
  const schema = described ?? (status >= 400 ? plainError : null)
  if (schema === null) {
    return {
      body,
      violation: body === undefined ? null : `${route.name} ${status} is described without a body`,
    }
  }
  const whole = complete(schema, body)
  const check = validator(answers, `${route.name} ${described === undefined ? 'error' : status}`, schema)
  return { body: whole, violation: check(whole) ? null : complaint(`${route.name} ${status}`, check) }
}
