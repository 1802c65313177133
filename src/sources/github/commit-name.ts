/** Commits are asked about by full name: a branch or a tag may mean something else at the next request. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answerOf } from '../../clients/github/shapes.ts'
import { rubbish } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}'

export const isCommitName = (name: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(name)

/** The same name. Anything else is a fault of ours: no caller may ask GitHub by a name that moves. */
export const requireCommit = (name: string): string => {
  if (isCommitName(name)) return name
  throw new Error(`"${name}" is not the full name of a commit; resolve it first`)
}

/**
 * The commit at the tip of a branch, now: `main` and `refs/heads/main` alike, and never a tag of the same name. Throws
 * GitHubError, `not-found` where there is no such branch.
 */
export const resolveTip = async (
  github: GitHub,
  repository: RepositoryName,
  ref: string,
): Promise<string> => {
  const branch = `heads/${ref.replace(/^refs\/heads\//, '')}`
  const answer = answerOf(route, await github.request(route, { ...repository, ref: branch }))
  if (answer.text('ref') !== `refs/${branch}`) throw rubbish(route, `the answer is not about refs/${branch}`)
  answer.oneOf('object.type', ['commit'])
  return answer.commitName('object.sha')
}
