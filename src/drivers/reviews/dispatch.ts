import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { shortSha } from './ownership.ts'
import { type Mends, told } from './refusal.ts'

export interface DeployDispatch {
  /** GitHub's number of the workflow, or the name of its file. */
  readonly workflow: number | string
  /** The branch whose workflow file is run: the default one, for what stands on another may be anybody's. */
  readonly ref: string
  /** The commit to be judged again and deployed. */
  readonly sha: string
  /** Our name of the environment, for a workflow that must be told where to deploy. */
  readonly environment: string
}

const what = 'dispatch'

/** How somebody starts it where GitHub would not: told with the refusal. */
const mendsFor = (sha: string): Mends => ({
  permission: 'actions: write',
  invalid: `give the workflow "on: workflow_dispatch: inputs: { sha: {} }", which GitHub starts it by, or start a deployment of ${sha} by hand`,
  unclear: 'it may have been started all the same: look at the Actions page before it is started by hand',
})

const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches'

/** GitHub refuses an input that a workflow does not know, and one that it needs and is not given. */
const wantsEnvironment = (error: unknown): boolean =>
  error instanceof GitHubError && error.failure === 'invalid' && /input '?environment'?/i.test(error.message)

/**
 * Starts a workflow anew with the input `sha`, and `environment` where it asks for that, because the run that waited
 * cannot be run again. What it deploys is judged again there: nothing is handed on but names. Not repeatable; 1 request,
 * 2 where it asks for the environment.
 */
export const dispatchDeploy = (
  github: GitHub,
  repository: RepositoryName,
  { workflow, ref, sha, environment }: DeployDispatch,
): Promise<Effect> =>
  told(what, mendsFor(sha), async () => {
    const start = (inputs: Readonly<Record<string, string>>): Promise<unknown> =>
      github.request(route, { ...repository, workflow_id: workflow, ref, inputs })
    try {
      await start({ sha })
    } catch (error) {
      if (!wantsEnvironment(error)) throw error
      await start({ sha, environment })
    }
    return { what, outcome: 'done', why: `Started the workflow anew for ${shortSha(sha)}.` }
  })
