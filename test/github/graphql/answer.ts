/** GraphQL: every query is validated against GitHub's own schema, and answered by hand-written objects. */
import {
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql'
import { type Answer, Refusal } from '../answer.ts'
import { callerOf } from '../caller.ts'
import { note, placeOf, respond, Violation, type World } from '../pipeline.ts'
import { isoSeconds } from '../state.ts'
import type { Context } from './context.ts'
import { mutations } from './mutations.ts'
import { queries } from './queries.ts'

let built: Promise<GraphQLSchema> | null = null
/** Building it takes a third of a second, so only who asks pays. */
const schemaOf = (): Promise<GraphQLSchema> => {
  built ??= import('@octokit/graphql-schema').then(({ schema }) =>
    buildSchema(schema.idl, { assumeValid: true }),
  )
  return built
}

export const answerGraphql = async (
  world: World,
  request: Request,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Response> => {
  const url = new URL(request.url)
  const record = note(world, request, 'POST /graphql', { query, variables })
  const schema = await schemaOf()
  const writes = /^\s*mutation\b/m.test(query)
  return respond(
    world,
    record,
    {
      writes,
      signal: request.signal,
      answer: (state) => {
        const caller = callerOf(state, request.headers.get('authorization'))
        record.caller = caller.login
        if (caller.kind === 'anonymous') throw new Refusal(403, 'API rate limit exceeded for 127.0.0.1.')
        return run(
          schema,
          { state, caller, origin: placeOf(url).origin, now: isoSeconds(state.clock()) },
          query,
          variables,
        )
      },
    },
    (answer) => ({ answer, violation: null }),
    url,
  )
}

/** By text: the gate's few queries are asked thousands of times. */
const documents = new Map<string, DocumentNode>()
const documentOf = (schema: GraphQLSchema, query: string): DocumentNode => {
  const known = documents.get(query)
  if (known !== undefined) return known
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) throw new Violation(...errors.map((error) => `GraphQL: ${error.message}`))
  documents.set(query, document)
  return document
}

const run = (
  schema: GraphQLSchema,
  context: Context,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Answer => {
  const document = documentOf(schema, query)
  const strangers: string[] = []
  const fieldResolver: GraphQLFieldResolver<unknown, Context> = (source, args, given, info) => {
    const own = source as Readonly<Record<string, unknown>>
    if (own === undefined || own === null || !(info.fieldName in own)) {
      strangers.push(`GraphQL: ${info.parentType.name}.${info.fieldName} is not built: test/github/graphql`)
      return null
    }
    const value = own[info.fieldName]
    return typeof value === 'function' ? value(args, given, info) : value
  }
  const result = execute({
    schema,
    document,
    rootValue: { ...queries(context), ...mutations(context) },
    contextValue: context,
    variableValues: variables as Record<string, unknown>,
    fieldResolver,
    typeResolver: (value) => (value as { __typename?: string }).__typename,
  })
  if (result instanceof Promise) throw new Violation('GraphQL: a resolver is asynchronous')
  if (strangers.length > 0) throw new Violation(...strangers)
  const problems = (result as { errors?: readonly GraphQLError[] }).errors ?? []
  const ours = problems.filter((error) => error.extensions['type'] === undefined)
  if (ours.length > 0)
    throw new Violation(
      ...ours.map((error) => `GraphQL: ${error.message} ${error.originalError?.stack ?? ''}`),
    )
  return {
    status: 200,
    body: {
      data: (result as { data?: unknown }).data ?? null,
      ...(problems.length === 0 ? {} : { errors: problems.map(plain) }),
    },
  }
}

const plain = ({ message, extensions, path, locations }: GraphQLError) => ({
  type: extensions['type'],
  path,
  locations,
  message,
})
