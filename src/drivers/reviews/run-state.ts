/** The workflow run an answer is meant for. */

import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'
import { shortSha } from './ownership.ts'

const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'

/** 1 request. Throws GitHubError. */
export const readRun = async (github: GitHub, repository: RepositoryName, run_id: number): Promise<Answer> =>
  answerOf(route, await github.request(route, { ...repository, run_id }))

/** Why the run is not the one that was judged, or null. */
export const strayFrom = (run: Answer, sha: string): string | null => {
  const head = run.commitName('head_sha')
  return head === sha
    ? null
    : `Run ${run.integer('id')} deploys ${shortSha(head)}, but ${shortSha(sha)} was judged: nothing is answered.`
}
