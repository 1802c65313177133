import { GitHubError } from '../../clients/github/github.ts'
import { answerOf } from '../../clients/github/shapes.ts'
import { treeOf } from './branch-rest-reading.ts'
import type { BranchSite, NewCommit } from './branch-site.ts'

interface TreeEntry {
  readonly path: string
  readonly mode: '100644'
  readonly type: 'blob'
  readonly content?: string
  readonly sha?: string
}

/**
 * Makes a commit out of git's own objects and moves the branch to it, or begins the branch with it; answers its name.
 * Until the branch is moved nothing has happened: objects nobody refers to are swept up by GitHub.
 */
export const commitByRest = async (site: BranchSite, commit: NewCommit): Promise<string> => {
  const { github, repository } = site
  const tree = await writeTree(site, commit)
  const route = 'POST /repos/{owner}/{repo}/git/commits'
  const parents = commit.parent ? [commit.parent.oid] : []
  const about = { ...repository, message: commit.headline, tree, parents }
  const answer = await github.request(route, about, { repeatable: true })
  const oid = answerOf(route, answer).commitName('sha')
  await (commit.parent ? moveBranch(site, oid) : beginBranch(site, oid))
  return oid
}

const writeTree = async (site: BranchSite, { parent, files }: NewCommit): Promise<string> => {
  const { github, repository } = site
  const base = parent ? { base_tree: await treeOf(site, parent.oid) } : {}
  const tree: TreeEntry[] = []
  for (const [path, bytes] of files) tree.push(await treeEntry(site, path, bytes))
  const route = 'POST /repos/{owner}/{repo}/git/trees'
  const answer = await github.request(route, { ...repository, ...base, tree }, { repeatable: true })
  return answerOf(route, answer).commitName('sha')
}

/** Text goes along with the tree; other bytes need a blob of their own first. */
const treeEntry = async (
  { github, repository }: BranchSite,
  path: string,
  bytes: Buffer,
): Promise<TreeEntry> => {
  const place = { path, mode: '100644', type: 'blob' } as const
  const content = bytes.toString('utf8')
  if (Buffer.from(content, 'utf8').equals(bytes)) return { ...place, content }
  const route = 'POST /repos/{owner}/{repo}/git/blobs'
  const body = { ...repository, content: bytes.toString('base64'), encoding: 'base64' }
  const answer = await github.request(route, body, { repeatable: true })
  return { ...place, sha: answerOf(route, answer).commitName('sha') }
}

/** GitHub refuses where the branch is there already: somebody else was first. */
const beginBranch = async ({ github, repository, branch }: BranchSite, sha: string): Promise<void> => {
  const route = 'POST /repos/{owner}/{repo}/git/refs'
  const begun = await github.request(route, { ...repository, ref: `refs/heads/${branch}`, sha })
  requireMoved(route, begun, sha)
}

/** Without force GitHub moves a branch only to a commit that stands on where it is: the compare-and-swap. */
const moveBranch = async ({ github, repository, branch }: BranchSite, sha: string): Promise<void> => {
  const route = 'PATCH /repos/{owner}/{repo}/git/refs/{ref}'
  const moved = await github.request(route, { ...repository, ref: `heads/${branch}`, sha, force: false })
  requireMoved(route, moved, sha)
}

/** Only an answer that names our commit says that the branch stands there. */
const requireMoved = (route: string, answer: unknown, sha: string): void => {
  if (answerOf(route, answer).commitName('object.sha') === sha) return
  throw new GitHubError(`${route}: the branch stands at another commit`, {
    failure: 'rubbish',
    status: null,
    route,
  })
}
