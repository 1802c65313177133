/** How a test makes repositories and commits; with the makers of issues and pull requests, all a test needs to begin. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { git, moveRef, refsOf, resolveCommit, writeBlob, writeCommit, writeTree } from './git.ts'
import { personOf } from './people.ts'
import { nextId, type Repository, type State, timeOf } from './state.ts'

export { addComment, addIssue, addReview, mergePull, openPull } from './conversations.ts'
export { personOf } from './people.ts'

/** Adds a repository with a bare git directory; `from` copies the history of a directory or URL. */
export const addRepository = (
  state: State,
  name: `${string}/${string}`,
  { from, ...overrides }: Partial<Repository> & { readonly from?: string } = {},
): Repository => {
  const [owner = '', short = ''] = name.split('/')
  const directory = mkdtempSync(join(tmpdir(), `${short}-`))
  const repository: Repository = {
    id: nextId(state),
    owner,
    name: short,
    private: false,
    defaultBranch: 'main',
    directory,
    collaborators: {},
    labels: [],
    issues: [],
    pulls: [],
    statuses: [],
    checkRuns: [],
    deployments: [],
    environments: [],
    releases: [],
    runs: [],
    dispatches: [],
    rules: {},
    signed: [],
    canApprovePullRequestReviews: false,
    codeownersErrors: [],
    createdAt: timeOf(state),
    ...overrides,
  }
  state.repositories.push(repository)
  layOut(repository)
  if (from !== undefined)
    git(repository, ['fetch', '--quiet', from, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'])
  return repository
}

/** What `git init --bare` and `git config` would write, without starting them: tests make many repositories. */
const layOut = ({ directory, defaultBranch }: Repository): void => {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    mkdirSync(join(directory, folder), { recursive: true })
  writeFileSync(join(directory, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`)
  writeFileSync(join(directory, 'config'), configuration)
}
const configuration = `[core]
  repositoryFormatVersion = 0
  bare = true
[uploadpack]
  allowFilter = true
  allowAnySHA1InWant = true
[http]
  receivePack = true
[gc]
  auto = 0
[fastimport]
  unpackLimit = 100000
`

/** Called when the server closes. */
export const removeDirectories = (state: State): void => {
  for (const { directory } of state.repositories) rmSync(directory, { recursive: true, force: true })
}

export interface NewCommit {
  /** Defaults to the default branch; made when it does not exist. */
  readonly branch?: string
  /** Whole contents by path; null deletes. */
  readonly files: Readonly<Record<string, string | null>>
  readonly message?: string
  /** A login, whose address the commit carries. */
  readonly author?: string
  readonly at?: string
  /** A commit or branch, where the branch does not exist yet; the default branch unless told. */
  readonly from?: string
  /** Further parents, for a merge. */
  readonly merges?: readonly string[]
}

/** Commits to a branch as if somebody had pushed, and tells the SHA. */
export const commitTo = (state: State, repository: Repository, about: NewCommit): string => {
  const branch = `refs/heads/${about.branch ?? repository.defaultBranch}`
  const before = refsOf(repository)[branch]
  const parent = before ?? resolveCommit(repository, about.from ?? repository.defaultBranch)
  if (parent === null && about.from !== undefined) throw new Error(`commitTo: no commit ${about.from}`)
  const who = personOf(state, about.author ?? 'mira', about.at ?? timeOf(state))
  const message = about.message ?? `Change ${Object.keys(about.files).join(', ')}`
  const sha = writeCommit(repository, {
    tree: writeTree(
      repository,
      parent,
      Object.entries(about.files).map(([path, content]) => ({
        path,
        mode: '100644',
        object: content === null ? null : writeBlob(repository, content),
      })),
    ),
    parents: [...(parent === null ? [] : [parent]), ...(about.merges ?? [])],
    message: message.endsWith('\n') ? message : `${message}\n`,
    author: who,
    committer: who,
  })
  if (!moveRef(repository, branch, { from: before ?? null, to: sha }))
    throw new Error(`commitTo: ${branch} cannot be moved`)
  return sha
}

/** Points a branch elsewhere, as a force-push does. */
export const pointBranch = (repository: Repository, branch: string, to: string): void =>
  void git(repository, ['update-ref', `refs/heads/${branch}`, to])
