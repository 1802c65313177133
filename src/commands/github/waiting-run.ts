/** The hidden line by which a question names the run that waits for its answer. */
import { isCommitName } from '../../sources/github/commit-name.ts'
import { spellName, spellNames, unspellName, unspellNames } from './hidden-names.ts'

export interface WaitingRun {
  readonly run: number
  readonly attempt: number
  readonly job: string
  /** The commit the run stands on. */
  readonly sha: string
  /** The commit it deploys: another where an input named it. */
  readonly deploys: string
  /** Our name of the environment, and GitHub's; none in a question of an earlier release. */
  readonly environment: string
  readonly githubEnvironments: readonly string[]
  /** ISO time that it waits for; null where it waits for a word. */
  readonly until: string | null
}

const shape =
  /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64})(?: deploys=([0-9a-f]{40,64}) environment=([\w.%-]{1,1500}) on=([\w.%,-]{1,8000})(?: until=(\d{4}-\d\d-\d\dT[\d:.]{5,12}Z))?)? -->$/m

export const waitingLine = ({
  run,
  attempt,
  job,
  sha,
  deploys,
  environment,
  githubEnvironments,
  until,
}: WaitingRun): string =>
  `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} deploys=${deploys} environment=${spellName(environment)} on=${spellNames(githubEnvironments)}${until === null ? '' : ` until=${until}`} -->`

export const waitingRunIn = (body: string): WaitingRun | null => {
  const [, run, attempt, job, sha, deploys, environment = '', on = '', until] =
    shape.exec(body.replaceAll('\r', '')) ?? []
  return run && attempt && job && sha && isCommitName(sha)
    ? {
        run: Number(run),
        attempt: Number(attempt),
        job,
        sha,
        deploys: deploys && isCommitName(deploys) ? deploys : sha,
        environment: unspellName(environment),
        githubEnvironments: on === '' ? [] : unspellNames(on),
        until: until ?? null,
      }
    : null
}
