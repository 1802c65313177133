import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Answer } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { type DeployDispatch, dispatchDeploy } from './dispatch.ts'
import { shortSha } from './ownership.ts'
import { itemsOf } from './reading.ts'
import { type Mends, once, refused, told } from './refusal.ts'
import { readRun, strayFrom } from './run-state.ts'

export interface GateRerun {
  /** The run that waits. */
  readonly runId: number
  /** Of the gate's job; one inside a reusable workflow is found by the last part of `caller / gate`. */
  readonly jobName: string
  /** What was approved; the run must stand on it. */
  readonly sha: string
  /** The attempt that was found waiting: a later one means somebody was faster, and it must not deploy twice. */
  readonly attempt?: number
  /** What is started anew where GitHub runs it again no more; absent, that is refused. */
  readonly otherwise?: Omit<DeployDispatch, 'workflow'>
}

const what = 'rerun'
const jobsRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs'
const dayMilliseconds = 86_400_000
const mostDays = 30
const mends: Mends = {
  permission: 'actions: write',
  invalid: 'GitHub cannot re-run it now; start the workflow again for this commit',
}

/**
 * Starts the gate's job of a waiting run again, and with it the jobs that depend on it, so that commit and deployment
 * record stay true. Not repeatable: after an answer that leaves it open, the run is read again.
 * Requests: 1 to refuse, 2 to start it anew, 3 to re-run (one more per hundred jobs).
 */
export const rerunGateJob = (
  github: GitHub,
  repository: RepositoryName,
  { runId, jobName, sha, attempt, otherwise }: GateRerun,
): Promise<Effect> =>
  told(what, mends, async () => {
    const run = await readRun(github, repository, runId)
    const attempts = run.integer('run_attempt')
    if (attempt !== undefined && attempts > attempt)
      return { what, outcome: 'unchanged', why: `Run ${runId} was re-run already (attempt ${attempts}).` }
    const obstacle = strayFrom(run, sha) ?? obstacleTo(run)
    if (obstacle !== null) return refused(what, obstacle)
    if (isTooOld(run, github.serverTime))
      return otherwise === undefined
        ? refused(
            what,
            `Run ${runId} is over ${mostDays} days old, GitHub re-runs it no more: start the workflow again.`,
          )
        : dispatchDeploy(github, repository, { ...otherwise, workflow: run.integer('workflow_id') })

    const { items, complete } = await github.list(
      jobsRoute,
      { ...repository, run_id: runId, filter: 'latest', per_page: 100 },
      500,
    )
    const jobs = itemsOf(jobsRoute, items)
    const [job, ...others] = jobs.filter((each) => isJob(each.text('name'), jobName))
    if (job === undefined || others.length > 0 || !complete) {
      const among = complete ? '' : ' among the first 500'
      const count = job === undefined ? 'no job' : `${others.length + 1} jobs`
      return refused(what, `Run ${runId} has ${count} "${jobName}"${among}: re-run the gate by hand.`)
    }
    if (job.text('head_sha') !== sha)
      return refused(what, `Job "${jobName}" of run ${runId} stands on another commit than ${shortSha(sha)}.`)

    await once(
      () =>
        github
          .request('POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun', {
            ...repository,
            job_id: job.integer('id'),
          })
          .then(() => true),
      async () =>
        (await readRun(github, repository, runId)).integer('run_attempt') > attempts ? true : null,
    )
    return { what, outcome: 'done', why: `Started "${jobName}" of run ${runId} again at ${shortSha(sha)}.` }
  })

const obstacleTo = (run: Answer): string | null => {
  const status = run.text('status')
  return status === 'completed'
    ? null
    : `Run ${run.integer('id')} is ${status}: when it is finished, re-run its gate, or approve once more.`
}

/** Without GitHub's clock GitHub itself refuses what is too old. */
const isTooOld = (run: Answer, now: Date | null): boolean =>
  now !== null && now.getTime() - Date.parse(run.moment('created_at')) > mostDays * dayMilliseconds

const isJob = (name: string, wanted: string): boolean => name === wanted || name.endsWith(` / ${wanted}`)
