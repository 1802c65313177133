/** The files of a pull request, as far as GitHub lists them. */
import type { FileDifference } from '../../clients/git/differences.ts'
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { PullRequest } from '../../domain/pull-request.ts'
import { fileEntry, withUnknownLines } from './file-entry.ts'
import { answersOf } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files'

/** GitHub lists no more of one pull request. */
export const mostFiles = 3000

export interface ReadFiles {
  readonly files: readonly FileDifference[]
  /** False where files are missing, or belong to another head than the one asked about. */
  readonly complete: boolean
  /** False where the lines listed are not as many as GitHub counts in all. */
  readonly linesKnown: boolean
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

/**
 * The files between the base and the head of a pull request, as of the reading of it that is given: a head that moved
 * since shows in the files, and they are not complete. Throws GitHubError.
 */
export const readPullRequestFiles = async (
  github: GitHub,
  repository: RepositoryName,
  { number, head, counts }: PullRequest,
): Promise<ReadFiles> => {
  const { items, complete } = await github.list(
    route,
    { ...repository, pull_number: number, per_page: 100 },
    mostFiles,
  )
  const entries = answersOf(route, items).map(fileEntry)
  const files = entries.map(({ file }) => file)
  // Pages of a list that changes while it is read may repeat a file and so hide another.
  const distinct = new Set(files.map(({ path, status }) => `${status} ${path}`))
  const atHead = entries.every(({ commit }) => commit === null || commit === head.sha)
  const linesKnown =
    sum(entries.map(({ added }) => added)) === counts.additions &&
    sum(entries.map(({ deleted }) => deleted)) === counts.deletions
  return {
    files: linesKnown ? files : withUnknownLines(files),
    complete: complete && atHead && distinct.size === counts.files && files.length === counts.files,
    linesKnown,
  }
}
