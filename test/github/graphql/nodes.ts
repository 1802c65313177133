import {
  entryAt,
  type GitCommit,
  objectType,
  type Person,
  readBlob,
  readCommit,
  readCommits,
  readTree,
  refsOf,
} from '../git.ts'
import { syncPulls } from '../heads.ts'
import { accountOf, fullName, type Repository } from '../state.ts'
import { type Context, connection, nodeId, type Paging } from './context.ts'
import { pullNode } from './pull-nodes.ts'
import { repositoryNode } from './repository-node.ts'

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

/** The author, and whoever the message names beside. */
const authorsOf = ({ author, message }: GitCommit): Person[] => [
  author,
  ...[...message.matchAll(/^co-authored-by: *(.*?) *<(.*)>$/gim)].map(([, name = '', email = '']) => ({
    name,
    email,
    date: author.date,
  })),
]

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
      connection(authorsOf(commit), paging, (each) => gitActor(context, each), 'authors'),
    signature: repository.signed.includes(sha)
      ? { __typename: 'GpgSignature', isValid: true, wasSignedByGitHub: true, state: 'VALID' }
      : null,
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
