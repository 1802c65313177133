/** What GraphQL resolvers share: who asks, connections, node ids, and GitHub's way to refuse. */
import { GraphQLError } from 'graphql'
import { Refusal } from '../answer.ts'
import { type Caller, demand, type Needs, repositoryFor } from '../caller.ts'
import type { Call } from '../route.ts'
import type { Repository, State } from '../state.ts'

export interface Context {
  readonly state: State
  readonly caller: Caller
  readonly origin: Call<unknown>['origin']
  readonly now: string
}

/** GitHub tells the kind of a GraphQL error in `type`. */
export const problem = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } })

const inGraphql = <Value>(ask: () => Value): Value => {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw problem(error.status === 404 ? 'NOT_FOUND' : 'FORBIDDEN', error.message)
  }
}

export const demandOf = ({ state, caller }: Context, repository: Repository, needs: Needs): void =>
  inGraphql(() => demand(state, caller, repository, needs))

export const repositoryNamed = ({ state, caller }: Context, owner: string, name: string): Repository => {
  try {
    return repositoryFor(state, caller, owner, name)
  } catch {
    throw problem('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
  }
}

/** Opaque to callers, as GitHub's are. */
export const nodeId = (kind: string, ...parts: readonly (string | number)[]): string =>
  Buffer.from([kind, ...parts].join('|')).toString('base64url')
export const partsOf = (id: string): readonly string[] => Buffer.from(id, 'base64url').toString().split('|')

export interface Paging {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

/** A page of a list; `first` or `last` is required, of 1 to 100. */
export const connection = <Item>(
  items: readonly Item[],
  { first, last, after, before }: Paging,
  represent: (item: Item) => unknown,
  name: string,
) => {
  const size = first ?? last
  if (size === null || size === undefined)
    throw problem(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    )
  if (size > 100)
    throw problem(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`first\` limit of 100 records.`,
    )
  const start = after ? Number(partsOf(after)[1]) + 1 : 0
  const end = before ? Number(partsOf(before)[1]) : items.length
  const from = first === null || first === undefined ? Math.max(start, end - size) : start
  const to = first === null || first === undefined ? end : Math.min(end, start + size)
  const edges = items.slice(from, to).map((item, index) => ({
    cursor: nodeId('cursor', from + index),
    node: represent(item),
  }))
  return {
    totalCount: items.length,
    nodes: edges.map((edge) => edge.node),
    edges,
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}
