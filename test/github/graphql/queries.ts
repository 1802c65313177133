/** Where GraphQL queries begin. */
import { type Context, repositoryNamed } from './context.ts'
import { actorNode } from './nodes.ts'
import { repositoryNode } from './repository-node.ts'
import { runNamed } from './run-nodes.ts'

export const queries = (context: Context) => ({
  viewer: () => ({
    ...actorNode(context, context.caller.login),
    __typename: 'User',
    login: context.caller.login,
  }),
  rateLimit: () => {
    const { limit, used } = context.state.rateLimit
    const reset = new Date(Math.ceil(context.state.clock().getTime() / 3_600_000) * 3_600_000)
    return {
      limit,
      used,
      remaining: Math.max(0, limit - used),
      cost: 1,
      nodeCount: 0,
      resetAt: reset.toISOString(),
    }
  },
  nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => runNamed(context, id)),
  repository: ({ owner, name }: { owner: string; name: string }) =>
    repositoryNode(context, repositoryNamed(context, owner, name)),
})
