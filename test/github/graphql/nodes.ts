/** GitHub's objects as GraphQL tells them; what is not here is not built, and asking for it fails the test. */
import { changedFiles } from '../differences.ts'
import {
  entryAt,
  mergeBase,
  objectType,
  type Person,
  readBlob,
  readCommit,
  readCommits,
  readTree,
  refsOf,
  resolveCommit,
} from '../git.ts'
import { syncPull, syncPulls } from '../heads.ts'
import { associationOf } from '../represent.ts'
import { read } from '../route.ts'
import {
  accountOf,
  type Comment,
  type Deployment,
  type DeploymentStatus,
  fullName,
  type Pull,
  type Repository,
  type Review,
} from '../state.ts'
import { type Context, connection, demandOf, nodeId, type Paging, problem } from './context.ts'

/** GraphQL leaves off the `[bot]`. */
export const actorNode = (context: Context, login: string) => {
  const { id, type } = accountOf(context.state, login)
  return {
    __typename: type,
    id: nodeId(type, id),
    databaseId: id,
    login: login.replace('[bot]', ''),
    url: `${context.origin.html}/${login}`,
  }
}

const gitActor = (context: Context, person: Person) => {
  const account = context.state.accounts.find((each) => each.email === person.email)
  return { ...person, user: account?.type === 'User' ? actorNode(context, account.login) : null }
}

export const commitNode = (context: Context, repository: Repository, sha: string) => {
  const commit = readCommit(repository, sha)
  const [headline = ''] = commit.message.split('\n')
  return {
    __typename: 'Commit',
    id: nodeId('Commit', fullName(repository), sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message: commit.message,
    messageHeadline: headline,
    messageBody: commit.message.slice(headline.length).trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    url: `${context.origin.html}/${fullName(repository)}/commit/${sha}`,
    author: gitActor(context, commit.author),
    committer: gitActor(context, commit.committer),
    authors: (paging: Paging) =>
      connection([commit.author], paging, (each) => gitActor(context, each), 'authors'),
    tree: () => treeNode(context, repository, commit.tree),
    file: ({ path }: { path: string }) => {
      const entry = entryAt(repository, sha, path)
      return (
        entry && {
          ...entry,
          name: path.split('/').pop(),
          oid: entry.sha,
          object: () => objectNode(context, repository, entry.sha),
        }
      )
    },
    parents: (paging: Paging) =>
      connection(commit.parents, paging, (parent) => commitNode(context, repository, parent), 'parents'),
    history: ({
      path,
      since,
      until,
      ...paging
    }: Paging & { path?: string; since?: string; until?: string }) =>
      connection(
        readCommits(repository, [
          sha,
          ...(since ? [`--since=${since}`] : []),
          ...(until ? [`--until=${until}`] : []),
          ...(path ? ['--', path] : []),
        ]),
        paging,
        (each) => commitNode(context, repository, each.sha),
        'history',
      ),
    associatedPullRequests: (paging: Paging) => {
      syncPulls(context.state, repository)
      const holding = repository.pulls.filter((pull) => pull.mergeCommit === sha || pull.head.sha === sha)
      return connection(
        holding,
        paging,
        (pull) => pullNode(context, repository, pull),
        'associatedPullRequests',
      )
    },
  }
}

const treeNode = (context: Context, repository: Repository, sha: string): object => ({
  __typename: 'Tree',
  id: nodeId('Tree', fullName(repository), sha),
  oid: sha,
  entries: () =>
    readTree(repository, sha).map((entry) => ({
      name: entry.path,
      path: entry.path,
      mode: Number.parseInt(entry.mode, 8),
      type: entry.type,
      oid: entry.sha,
      size: entry.size ?? 0,
      object: () => (entry.type === 'commit' ? null : objectNode(context, repository, entry.sha)),
    })),
})

/** GitHub cuts the text of a blob at about 512 KB. */
const longestText = 512 * 1024

const blobNode = (repository: Repository, sha: string) => {
  const bytes = readBlob(repository, sha)
  const isBinary = bytes.includes(0)
  return {
    __typename: 'Blob',
    id: nodeId('Blob', fullName(repository), sha),
    oid: sha,
    byteSize: bytes.length,
    isBinary,
    isTruncated: bytes.length > longestText,
    text: isBinary ? null : bytes.subarray(0, longestText).toString(),
  }
}

export const objectNode = (context: Context, repository: Repository, sha: string): object | null => {
  switch (objectType(repository, sha)) {
    case 'commit':
      return commitNode(context, repository, sha)
    case 'tree':
      return treeNode(context, repository, sha)
    case 'blob':
      return blobNode(repository, sha)
    case 'tag':
      throw new Error('GraphQL: annotated tags are not built: test/github/graphql/nodes.ts')
    default:
      return null
  }
}

export const refNode = (context: Context, repository: Repository, ref: string) => {
  const sha = refsOf(repository)[ref]
  if (sha === undefined) return null
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.*)$/.exec(ref) ?? []
  return {
    __typename: 'Ref',
    id: nodeId('Ref', fullName(repository), ref),
    name,
    prefix,
    target: () => objectNode(context, repository, sha),
    repository: () => repositoryNode(context, repository),
  }
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

const statusNode = (context: Context, deployment: Deployment, status: DeploymentStatus) => ({
  __typename: 'DeploymentStatus',
  id: nodeId('DeploymentStatus', status.id),
  state: status.state.toUpperCase(),
  description: status.description,
  environment: deployment.environment,
  logUrl: status.logUrl || null,
  createdAt: status.createdAt,
  updatedAt: status.createdAt,
  creator: actorNode(context, status.creator),
})

/** Before its first status a deployment is pending; a successful one that the newest is called active. */
const deploymentState = ({ statuses }: Deployment): string => {
  const latest = statuses.at(-1)?.state
  return latest === undefined ? 'PENDING' : latest === 'success' ? 'ACTIVE' : latest.toUpperCase()
}

export const deploymentNode = (context: Context, repository: Repository, deployment: Deployment) => {
  const newest = deployment.statuses.at(-1)
  return {
    __typename: 'Deployment',
    id: nodeId('Deployment', deployment.id),
    databaseId: deployment.id,
    environment: deployment.environment,
    originalEnvironment: deployment.environment,
    latestEnvironment: deployment.environment,
    task: deployment.task,
    description: deployment.description,
    payload: typeof deployment.payload === 'string' ? deployment.payload : JSON.stringify(deployment.payload),
    state: deploymentState(deployment),
    commitOid: deployment.sha,
    commit: () => commitNode(context, repository, deployment.sha),
    ref: () => refNode(context, repository, `refs/heads/${deployment.ref}`),
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    creator: actorNode(context, deployment.creator),
    latestStatus: newest === undefined ? null : statusNode(context, deployment, newest),
    statuses: (paging: Paging) =>
      connection(
        [...deployment.statuses].reverse(),
        paging,
        (each) => statusNode(context, deployment, each),
        'statuses',
      ),
  }
}

const reviewNode = (context: Context, repository: Repository, review: Review) => ({
  __typename: 'PullRequestReview',
  id: nodeId('PullRequestReview', review.id),
  databaseId: review.id,
  fullDatabaseId: String(review.id),
  state: review.state,
  body: review.body,
  author: actorNode(context, review.author),
  authorAssociation: associationOf(context.state, repository, review.author),
  submittedAt: review.submittedAt,
  commit: () => (review.commit === null ? null : commitNode(context, repository, review.commit)),
})

const commentNode = (context: Context, repository: Repository, comment: Comment) => ({
  __typename: 'IssueComment',
  id: nodeId('IssueComment', comment.id),
  databaseId: comment.id,
  fullDatabaseId: String(comment.id),
  body: comment.body,
  author: actorNode(context, comment.author),
  authorAssociation: associationOf(context.state, repository, comment.author),
  createdAt: comment.createdAt,
  updatedAt: comment.updatedAt,
})

export const pullNode = (context: Context, repository: Repository, given: Pull): object => {
  const pull = syncPull(context.state, repository, given)
  const files = () => changedFiles(repository, resolveBase(repository, pull), pull.head.sha)
  const [headOwner = '', headName = ''] = (pull.head.repository ?? '').split('/')
  return {
    __typename: 'PullRequest',
    id: nodeId('PullRequest', fullName(repository), pull.number),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    url: `${context.origin.html}/${fullName(repository)}/pull/${pull.number}`,
    state: pull.mergedAt !== null ? 'MERGED' : pull.state.toUpperCase(),
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    closed: pull.state === 'closed',
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    mergedAt: pull.mergedAt,
    author: actorNode(context, pull.author),
    authorAssociation: associationOf(context.state, repository, pull.author),
    mergedBy: pull.mergedBy === null ? null : actorNode(context, pull.mergedBy),
    mergeCommit: () => (pull.mergeCommit === null ? null : commitNode(context, repository, pull.mergeCommit)),
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    isCrossRepository: pull.head.repository !== fullName(repository),
    headRepository:
      pull.head.repository === null ? null : { nameWithOwner: `${headOwner}/${headName}`, name: headName },
    changedFiles: () => files().length,
    additions: () => files().reduce((sum, file) => sum + file.additions, 0),
    deletions: () => files().reduce((sum, file) => sum + file.deletions, 0),
    labels: (paging: Paging) => connection(pull.labels, paging, (name) => ({ name }), 'labels'),
    reviews: ({ states, author, ...paging }: Paging & { states?: readonly string[]; author?: string }) =>
      connection(
        pull.reviews.filter(
          (each) => (!states || states.includes(each.state)) && (!author || each.author === author),
        ),
        paging,
        (each) => reviewNode(context, repository, each),
        'reviews',
      ),
    comments: (paging: Paging) =>
      connection(pull.comments, paging, (each) => commentNode(context, repository, each), 'comments'),
    commits: (paging: Paging) =>
      connection(
        readCommits(repository, [
          '--reverse',
          '--topo-order',
          `${resolveBase(repository, pull)}..${pull.head.sha}`,
        ]),
        paging,
        (each) => ({
          __typename: 'PullRequestCommit',
          commit: () => commitNode(context, repository, each.sha),
        }),
        'commits',
      ),
  }
}

const resolveBase = (repository: Repository, pull: Pull): string =>
  mergeBase(repository, pull.base.sha, pull.head.sha) ?? pull.base.sha

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
