/** Where nothing could be judged: what stands from an earlier run must not speak for this one. */
import type { Effect } from '../../drivers/driver.ts'
import { setStatus } from '../../drivers/reviews/status.ts'
import { withdrawApproval } from '../../drivers/reviews/withdrawal.ts'
import { brokenStatusLine, statusContext } from '../../report/status-line.ts'
import type { Door } from '../../sources/github/door.ts'
import type { Job } from './job.ts'

/** How an approval of the gate begins: other workflows may approve under the same name. */
export const approvalWords = 'The change-risk gate approves'

export interface Broken {
  readonly door: Door
  /** The commit the event is about; of a pull request its head as the event tells it. */
  readonly sha: string | null
  readonly why: string
  /** Whether it is known that nothing may be held. */
  readonly observing: boolean
}

/** Says so at the commit, and takes back what the gate approved while it still could judge. */
export const tellBroken = async (
  job: Job,
  { door, sha, why, observing }: Broken,
): Promise<readonly Effect[]> => {
  // A dry run says nothing where others look: a status of its own would take the place of the one that holds.
  if (job.asked.dryRun) return []
  const { github, repository, own, run } = job
  const effects: Effect[] = []
  if (sha !== null)
    effects.push(
      await setStatus(github, repository, {
        sha,
        ...brokenStatusLine(why, observing),
        context: statusContext,
        targetUrl: run.url,
        onWritten: job.writtenBy,
      }),
    )
  if (!observing && (door.door === 'pull-request' || door.door === 'review'))
    effects.push(
      await withdrawApproval(github, repository, {
        number: door.number,
        own,
        bodyStart: approvalWords,
        why: 'The change-risk gate could not judge what stands there now.',
      }),
    )
  return effects
}
