/** Who touched files lately, by login: for routing alone. It is asked when it is needed, and kept nowhere. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answerOf } from '../../clients/github/shapes.ts'
import { requireCommit } from './commit-name.ts'
import { name, recordOrNull } from './reading.ts'

const route = 'POST /graphql'
/** Of each file its newest changes, within a year. */
const mostCommits = 20
const lookbackMilliseconds = 365 * 86_400_000

export const familiarityQuery = (paths: readonly string[]): string =>
  `query Familiarity($owner: String!, $repo: String!, $commit: GitObjectID!, $since: GitTimestamp!${paths.map((_, at) => `, $p${at}: String!`).join('')}) {
  repository(owner: $owner, name: $repo) {
    object(oid: $commit) {
      ... on Commit {
${paths
  .map(
    (_, at) =>
      `        f${at}: history(first: ${mostCommits}, path: $p${at}, since: $since) { nodes { author { user { login } } } }`,
  )
  .join('\n')}
      }
    }
  }
}`

/**
 * How often each login changed each file before a commit, in its newest changes of a year. Authors without an account
 * are nobody who could be asked. 1 request. Throws GitHubError.
 */
export const familiarityWith = async (
  github: GitHub,
  repository: RepositoryName,
  asked: { readonly commit: string; readonly paths: readonly string[]; readonly now: Date },
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> => {
  const { commit, paths, now } = asked
  const touches = new Map<string, Map<string, number>>()
  if (paths.length === 0) return touches
  const data = await github.graphql<unknown>(
    familiarityQuery(paths),
    {
      ...repository,
      commit: requireCommit(commit),
      since: new Date(now.getTime() - lookbackMilliseconds).toISOString(),
      ...Object.fromEntries(paths.map((path, at) => [`p${at}`, path])),
    },
    { repeatable: true },
  )
  const object = recordOrNull(answerOf(route, data), 'repository.object')
  for (const [at, path] of paths.entries())
    for (const node of object?.list(`f${at}.nodes`) ?? []) {
      const author = recordOrNull(node, 'author')
      const login = author && recordOrNull(author, 'user')?.is('login', name)
      if (!login) continue
      const files = touches.get(login) ?? new Map<string, number>()
      touches.set(login, files.set(path, (files.get(path) ?? 0) + 1))
    }
  return touches
}
