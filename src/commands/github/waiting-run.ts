/** The hidden line by which a question names the run that waits for its answer. */
import { isCommitName } from '../../sources/github/commit-name.ts'

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
}

const shape =
  /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64})(?: deploys=([0-9a-f]{40,64}) environment=([\w.%-]{1,900}) on=([\w.%,-]{1,4000}))? -->$/m

/** As in an address, and without what could end the HTML comment it stands in. */
const spell = (name: string): string =>
  encodeURIComponent(name).replace(
    /[!'()*~]|-(?=-|$)/g,
    (found) => `%${found.codePointAt(0)!.toString(16).toUpperCase()}`,
  )

const unspell = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    // Nobody of ours wrote it: a name that no environment has.
    return ''
  }
}

export const waitingLine = ({
  run,
  attempt,
  job,
  sha,
  deploys,
  environment,
  githubEnvironments,
}: WaitingRun): string =>
  `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} deploys=${deploys} environment=${spell(environment)} on=${githubEnvironments.map(spell).join(',')} -->`

export const waitingRunIn = (body: string): WaitingRun | null => {
  const [, run, attempt, job, sha, deploys, environment = '', on = ''] =
    shape.exec(body.replaceAll('\r', '')) ?? []
  return run && attempt && job && sha && isCommitName(sha)
    ? {
        run: Number(run),
        attempt: Number(attempt),
        job,
        sha,
        deploys: deploys && isCommitName(deploys) ? deploys : sha,
        environment: unspell(environment),
        githubEnvironments: on
          .split(',')
          .map(unspell)
          .filter((name) => name !== ''),
      }
    : null
}
