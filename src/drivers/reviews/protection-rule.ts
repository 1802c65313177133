import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { shortSha } from './ownership.ts'
import { cut, refused, told } from './refusal.ts'
import { readRun, strayFrom } from './run-state.ts'

export interface RuleAnswer {
  readonly runId: number
  readonly environment: string
  /** Left out: a word on how it stands, the run goes on waiting; GitHub takes ten of them. */
  readonly state?: 'approved' | 'rejected'
  /** Markdown; cut at 1,024 characters. */
  readonly comment: string
  /** What was judged; the run must stand on it. */
  readonly sha: string
}

const what = 'protection-rule'
const appWanted =
  'only the GitHub App that is the protection rule of this environment may answer, by its own token with "actions: read" and "deployments: write"'

/** Answers a custom deployment protection rule, as its App. Requests: 2. */
export const answerProtectionRule = (
  github: GitHub,
  repository: RepositoryName,
  { runId, environment, state, comment, sha }: RuleAnswer,
): Promise<Effect> =>
  told(
    what,
    {
      permission: 'deployments: write',
      forbidden: appWanted,
      invalid: `the rule may have been answered by now, or have told ten times how it stands; ${appWanted}`,
    },
    async () => {
      const stray = strayFrom(await readRun(github, repository, runId), sha)
      if (stray !== null) return refused(what, stray)
      await github.request(
        'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule',
        {
          ...repository,
          run_id: runId,
          environment_name: environment,
          comment: cut(comment, 1_024),
          ...(state === undefined ? {} : { state }),
        },
        // A verdict given twice is one verdict; a word given twice uses up two of ten.
        { repeatable: state !== undefined },
      )
      const why = `Run ${runId} at ${shortSha(sha)}, ${environment}: ${state ?? 'told how it stands'}.`
      return { what, outcome: 'done', why }
    },
  )
