/**
 * The pull requests that commits without a number in their message came from, as GitHub remembers it: a rebase leaves
 * titles alone. It tells where people are asked, and nothing else: no word on the pull request counts for such a commit.
 */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'
import { requireCommit } from './commit-name.ts'
import { recordOrNull } from './reading.ts'

const route = 'POST /graphql'
/** A commit is rarely in more, and one that is belongs to none of them for certain. */
const mostPulls = 5

/** Lines of a question inside of `repository`, one for each commit, each under its own name: `c0`. */
export const originLines = (shas: readonly string[]): readonly string[] =>
  shas.map(
    (sha, at) =>
      `    c${at}: object(oid: "${requireCommit(sha)}") { ... on Commit { oid associatedPullRequests(first: ${mostPulls}) { nodes { number merged mergeCommit { oid } } } } }`,
  )

/** The one that landed as this commit, else the only one that was merged; null where there is none, or no telling. */
const originIn = (commit: Answer, sha: string): number | null => {
  const merged = commit.list('associatedPullRequests.nodes').filter((pull) => pull.flag('merged'))
  const exact = merged.find((pull) => recordOrNull(pull, 'mergeCommit')?.commitName('oid') === sha)
  return (exact ?? (merged.length === 1 ? merged[0] : undefined))?.integer('number') ?? null
}

/** Numbers by commit, from the answer's `repository`. */
export const originsIn = (answer: Answer, shas: readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    shas.flatMap((sha, at) => {
      const commit = recordOrNull(answer, `c${at}`)
      const number = commit?.commitName('oid') === sha ? originIn(commit, sha) : null
      return number === null ? [] : [[sha, number] as const]
    }),
  )

export const originsQuery = (
  shas: readonly string[],
): string => `query Origins($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${originLines(shas).join('\n')}
  }
}`

/** 1 request. Needs `contents: read` and `pull-requests: read`. Throws GitHubError. */
export const originsOf = async (
  github: GitHub,
  repository: RepositoryName,
  shas: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (shas.length === 0) return new Map()
  const data = await github.graphql<unknown>(originsQuery(shas), { ...repository }, { repeatable: true })
  const answer = recordOrNull(answerOf(route, data), 'repository')
  return answer ? originsIn(answer, shas) : new Map()
}
