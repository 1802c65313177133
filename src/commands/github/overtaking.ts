/** Whether a deployment that waited is too late: something newer runs where it was to go, or the commit itself does. */
import { answerOf } from '../../clients/github/shapes.ts'
import { SourceError } from '../../domain/errors.ts'
import { liveIn } from '../../sources/github/deployments.ts'
import type { Job } from './job.ts'
import type { WaitingRun } from './waiting-run.ts'

const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
const relations = ['ahead', 'identical', 'behind', 'diverged'] as const

export type Overtaken =
  | { readonly outcome: 'in-time' }
  /** `same`: what runs is the very commit that waited. */
  | { readonly outcome: 'overtaken'; readonly live: string; readonly same: boolean }
  | { readonly outcome: 'unknown'; readonly why: string }

/** 1 request, and 1 to compare. A question that does not say where it was to go is taken to be in time. */
export const overtakenBy = async (
  job: Job,
  { deploys, githubEnvironments }: Pick<WaitingRun, 'deploys' | 'githubEnvironments'>,
): Promise<Overtaken> => {
  const { github, repository } = job
  if (githubEnvironments.length === 0) return { outcome: 'in-time' }
  try {
    const { live } = await liveIn(github, repository, githubEnvironments)
    if (live === null) return { outcome: 'in-time' }
    if (live.sha === deploys) return { outcome: 'overtaken', live: live.sha, same: true }
    const basehead = `${live.sha}...${deploys}`
    const answer = answerOf(route, await github.request(route, { ...repository, basehead, per_page: 1 }))
    return answer.oneOf('status', relations) === 'behind'
      ? { outcome: 'overtaken', live: live.sha, same: false }
      : { outcome: 'in-time' }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return {
      outcome: 'unknown',
      why: `Nobody could tell whether something newer runs there by now, so nothing is started: ${error.message}`,
    }
  }
}
