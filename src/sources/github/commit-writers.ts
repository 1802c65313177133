/** The accounts that one commit belongs to. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answerOf } from '../../clients/github/shapes.ts'
import { commitOf } from './pull-request.ts'

const route = 'GET /repos/{owner}/{repo}/commits/{ref}'

/** Logins of its author and committer, as far as GitHub knows them; 1 request. Throws GitHubError. */
export const writersOf = async (
  github: GitHub,
  repository: RepositoryName,
  sha: string,
): Promise<readonly string[]> => {
  const { author, committer } = commitOf(
    answerOf(route, await github.request(route, { ...repository, ref: sha })),
  )
  return [author?.login ?? [], committer?.login ?? []].flat()
}
