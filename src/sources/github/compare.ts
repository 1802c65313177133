/** What lies between two commits, as GitHub tells it: for runs that have no clone. */
import type { FileDifference } from '../../clients/git/differences.ts'
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, list } from '../../clients/github/shapes.ts'
import type { ChangeKind } from '../../domain/change.ts'
import type { PullRequestCommit } from '../../domain/pull-request.ts'
import { requireCommit } from './commit-name.ts'
import { fileEntry } from './file-entry.ts'
import { commitOf } from './pull-request.ts'
import { type Listing, rubbish } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'

/** GitHub tells this many files of one comparison, on its first page, and no more. */
export const mostComparedFiles = 300
const pageSize = 250

export interface Comparison {
  readonly kind: ChangeKind
  readonly mergeBase: string
  /** Commits that head has and base lacks, oldest first; none for a rollback: compare the other way round. */
  readonly commits: Listing<PullRequestCommit>
  /** How many of them there are, read or not. */
  readonly ahead: number
  /** Commits that base has and head lacks. */
  readonly behind: number
  /** Between the merge base and head. Exactly as many as GitHub tells at most count as cut. */
  readonly files: Listing<FileDifference>
}

const kinds = { ahead: 'forward', identical: 'redeploy', behind: 'rollback', diverged: 'diverged' } as const
const words = ['ahead', 'identical', 'behind', 'diverged'] as const

/** Where the merge base must lie, for the word and the commits to be about the same question. */
const kindOf = (answer: Answer, base: string, head: string): ChangeKind => {
  const kind = kinds[answer.oneOf('status', words)]
  const mergeBase = answer.commitName('merge_base_commit.sha')
  const holds = {
    forward: mergeBase === base && base !== head,
    redeploy: mergeBase === base && base === head,
    rollback: mergeBase === head && base !== head,
    diverged: mergeBase !== base && mergeBase !== head,
  }
  if (answer.commitName('base_commit.sha') !== base)
    throw rubbish(route, 'base_commit is not the one that was asked about')
  if (!holds[kind]) throw rubbish(route, 'merge_base_commit does not go with status')
  return kind
}

const filesOf = (answer: Answer): Listing<FileDifference> => {
  const entries = answer.optional('files', list)
  if (!entries) return { items: [], complete: false }
  const files = entries.map((item) => fileEntry(item).file)
  return { items: files, complete: files.length < mostComparedFiles }
}

/**
 * Compares two commits named in full; a branch could move between two pages. At most `atMost` commits are read. Throws
 * GitHubError.
 */
export const readComparison = async (
  github: GitHub,
  repository: RepositoryName,
  base: string,
  head: string,
  atMost = 1000,
): Promise<Comparison> => {
  const basehead = `${requireCommit(base)}...${requireCommit(head)}`
  const ask = async (page: number): Promise<Answer> =>
    answerOf(route, await github.request(route, { ...repository, basehead, per_page: pageSize, page }))
  const first = await ask(1)
  const kind = kindOf(first, base, head)
  const total = first.integer('total_commits')
  const commits = new Map<string, PullRequestCommit>()
  let answer = first
  for (let page = 1; ; page += 1) {
    const known = commits.size
    for (const item of answer.list('commits')) {
      const commit = commitOf(item)
      commits.set(commit.sha, commit)
    }
    // A page that brings nothing new is the last one, whatever the total says.
    if (commits.size >= Math.min(total, atMost) || commits.size === known) break
    answer = await ask(page + 1)
  }
  const items = [...commits.values()].slice(0, atMost)
  return {
    kind,
    mergeBase: first.commitName('merge_base_commit.sha'),
    commits: { items, complete: items.length === total && (total === 0 || commits.has(head)) },
    ahead: first.integer('ahead_by'),
    behind: first.integer('behind_by'),
    files: filesOf(first),
  }
}
