/**
 * The pull requests that commits without a number in their message came from, as GitHub remembers it: a rebase leaves
 * titles alone. It tells where people are asked, and which labels they set: no word on the pull request counts for such a
 * commit, for it lets something out; a label only asks for more.
 */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'
import { requireCommit } from './commit-name.ts'
import { recordOrNull } from './reading.ts'

const route = 'POST /graphql'
/** A commit is rarely in more, and one that is belongs to none of them for certain. */
const mostPulls = 5
const mostLabels = 50

/** Lines of a question inside of `repository`, one for each commit, each under its own name: `c0`. */
export const originLines = (shas: readonly string[]): readonly string[] =>
  shas.map(
    (sha, at) =>
      `    c${at}: object(oid: "${requireCommit(sha)}") { ... on Commit { oid associatedPullRequests(first: ${mostPulls}) { nodes { number merged mergeCommit { oid } labels(first: ${mostLabels}) { nodes { name } } } } } }`,
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

/** Labels by commit, of every pull request that was merged with it; none where nobody knows of one. */
export const labelsIn = (answer: Answer, shas: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    shas.flatMap((sha, at) => {
      const commit = recordOrNull(answer, `c${at}`)
      if (commit?.commitName('oid') !== sha) return []
      const merged = commit.list('associatedPullRequests.nodes').filter((pull) => pull.flag('merged'))
      return [[sha, merged.flatMap(labelsOf)] as const]
    }),
  )

/** Names of the labels of a pull request. */
export const labelsOf = (pull: Answer): readonly string[] =>
  recordOrNull(pull, 'labels')
    ?.list('nodes')
    .map((label) => label.text('name')) ?? []

export const originsQuery = (
  shas: readonly string[],
): string => `query Origins($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${originLines(shas).join('\n')}
  }
}`

/** What GitHub tells of commits alone; null where it tells nothing. 1 request. Throws GitHubError. */
export const askOrigins = async (
  github: GitHub,
  repository: RepositoryName,
  shas: readonly string[],
): Promise<Answer | null> => {
  const data = await github.graphql<unknown>(originsQuery(shas), { ...repository }, { repeatable: true })
  return recordOrNull(answerOf(route, data), 'repository')
}

/** 1 request. Needs `contents: read` and `pull-requests: read`. Throws GitHubError. */
export const originsOf = async (
  github: GitHub,
  repository: RepositoryName,
  shas: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  const answer = shas.length === 0 ? null : await askOrigins(github, repository, shas)
  return answer ? originsIn(answer, shas) : new Map()
}
