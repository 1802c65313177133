import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answerOf } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { pageOf } from './reading.ts'
import { type Mends, told } from './refusal.ts'

const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}'
const mends: Mends = { permission: 'issues: write' }

/** Closes an issue of ours as done. 1 request. */
export const closeIssue = (github: GitHub, repository: RepositoryName, issue: number): Promise<Effect> =>
  told('issue', mends, async () => {
    const closed = await github.request(
      route,
      { ...repository, issue_number: issue, state: 'closed', state_reason: 'completed' },
      { repeatable: true },
    )
    return {
      what: 'issue',
      outcome: 'done',
      why: `Closed #${issue}.`,
      ...pageOf(github, answerOf(route, closed)),
    }
  })
