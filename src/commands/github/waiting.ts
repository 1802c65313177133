/**
 * A deployment that waits for a word, and what wakes it. The question carries a hidden line that names the run, so that
 * an answer finds it again with no server and no running job between.
 */
import type { Effect } from '../../drivers/driver.ts'
import { rerunGateJob } from '../../drivers/reviews/rerun.ts'
import { isCommitName } from '../../sources/github/commit-name.ts'
import type { Job } from './job.ts'
import { ownComments } from './requests.ts'

export interface WaitingRun {
  readonly run: number
  readonly attempt: number
  readonly job: string
  /** What was judged, and is to be deployed. */
  readonly sha: string
}

const shape =
  /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64}) -->$/m

export const waitingLine = ({ run, attempt, job, sha }: WaitingRun): string =>
  `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} -->`

export const waitingRunIn = (body: string): WaitingRun | null => {
  const [, run, attempt, job, sha] = shape.exec(body.replaceAll('\r', '')) ?? []
  return run && attempt && job && sha && isCommitName(sha)
    ? { run: Number(run), attempt: Number(attempt), job, sha }
    : null
}

/** The newest run that waits in a question of ours on this pull request; anybody else's comment counts for nothing. */
const findWaiting = async (job: Job, number: number): Promise<WaitingRun | null> => {
  const runs = (await ownComments(job, number)).flatMap(({ body }) => waitingRunIn(body) ?? [])
  return runs.at(-1) ?? null
}

/** Starts the gate's job of the run that waits on a merged pull request again. Nothing waits: nothing happens. */
export const wake = async (job: Job, number: number): Promise<readonly Effect[]> => {
  const waiting = await findWaiting(job, number)
  if (!waiting) return []
  const { run, attempt, sha } = waiting
  return [await rerunGateJob(job.github, job.repository, { runId: run, jobName: waiting.job, sha, attempt })]
}
