import { entryAt, refsOf, resolveCommit } from '../git.ts'
import { read } from '../route.ts'
import { fullName, type Pull, type Repository } from '../state.ts'
import { type Context, connection, demandOf, nodeId, type Paging, problem } from './context.ts'
import { deploymentNode } from './deployment-nodes.ts'
import { actorNode, commitNode, objectNode, refNode } from './nodes.ts'
import { pullNode } from './pull-nodes.ts'

export const repositoryNode = (context: Context, repository: Repository): object => ({
  __typename: 'Repository',
  id: nodeId('Repository', fullName(repository)),
  databaseId: repository.id,
  name: repository.name,
  nameWithOwner: fullName(repository),
  url: `${context.origin.html}/${fullName(repository)}`,
  isPrivate: repository.private,
  isFork: false,
  owner: () => actorNode(context, repository.owner),
  defaultBranchRef: () => refNode(context, repository, `refs/heads/${repository.defaultBranch}`),
  ref: ({ qualifiedName }: { qualifiedName: string }) => {
    demandOf(context, repository, read('contents'))
    const found = [qualifiedName, `refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`].find(
      (each) => refsOf(repository)[each] !== undefined,
    )
    return found === undefined ? null : refNode(context, repository, found)
  },
  refs: ({ refPrefix, ...paging }: Paging & { refPrefix: string }) => {
    demandOf(context, repository, read('contents'))
    const names = Object.keys(refsOf(repository)).filter((each) => each.startsWith(refPrefix))
    return connection(names, paging, (each) => refNode(context, repository, each), 'refs')
  },
  object: (args: { oid?: string; expression?: string }) => objectAt(context, repository, args),
  pullRequest: ({ number }: { number: number }) => {
    demandOf(context, repository, read('pull-requests'))
    const pull = repository.pulls.find((each) => each.number === number)
    if (pull === undefined)
      throw problem('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
    return pullNode(context, repository, pull)
  },
  pullRequests: ({ states, headRefName, baseRefName, orderBy, ...paging }: Paging & PullFilter) => {
    demandOf(context, repository, read('pull-requests'))
    const stateOf = (pull: Pull) => (pull.mergedAt !== null ? 'MERGED' : pull.state.toUpperCase())
    const chosen = repository.pulls
      .filter((pull) => !states || states.includes(stateOf(pull)))
      .filter((pull) => !headRefName || pull.head.ref === headRefName)
      .filter((pull) => !baseRefName || pull.base.ref === baseRefName)
    const sorted = inOrder(chosen, orderBy, (pull) =>
      orderBy?.field === 'UPDATED_AT' ? pull.updatedAt : pull.createdAt,
    )
    return connection(sorted, paging, (pull) => pullNode(context, repository, pull), 'pullRequests')
  },
  deployments: ({
    environments,
    orderBy,
    ...paging
  }: Paging & { environments?: readonly string[]; orderBy?: Order }) => {
    demandOf(context, repository, read('deployments'))
    const chosen = repository.deployments.filter(
      (each) => !environments || environments.includes(each.environment),
    )
    const sorted = inOrder(chosen, orderBy, (each) => each.createdAt)
    return connection(sorted, paging, (each) => deploymentNode(context, repository, each), 'deployments')
  },
})

interface Order {
  readonly field: string
  readonly direction: 'ASC' | 'DESC'
}
interface PullFilter {
  readonly states?: readonly string[]
  readonly headRefName?: string
  readonly baseRefName?: string
  readonly orderBy?: Order
}

const inOrder = <Item>(
  items: readonly Item[],
  order: Order | null | undefined,
  key: (item: Item) => string,
): Item[] => {
  const sorted = [...items].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0))
  return order?.direction === 'DESC' ? sorted.reverse() : sorted
}

/** `main:path/to/file`, or anything that names a commit. */
const objectAt = (
  context: Context,
  repository: Repository,
  { oid, expression }: { oid?: string; expression?: string },
) => {
  demandOf(context, repository, read('contents'))
  if (oid) return objectNode(context, repository, oid)
  const [name = '', path] = (expression ?? 'HEAD').split(/:(.*)/s)
  const commit = resolveCommit(repository, name)
  if (commit === null) return null
  if (path === undefined) return commitNode(context, repository, commit)
  const entry = entryAt(repository, commit, path)
  return entry && objectNode(context, repository, entry.sha)
}
