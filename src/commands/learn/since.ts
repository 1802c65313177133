/** From when on deployments are asked for: what the ledger holds is the cursor. */
import { type Deployment, failedAt, succeededAt } from '../../domain/deployment.ts'

const day = 86_400
/** How long after it went out a deployment may still be reported as failed. */
const reportedLate = 2 * day
/** A workflow run ends after this long at the latest: what is older and open was abandoned. */
const longestRun = 35 * day

const isOpen = (deployment: Deployment): boolean =>
  succeededAt(deployment) === null &&
  failedAt(deployment) === null &&
  !deployment.reports.some(({ state }) => state === 'cancelled')

/** Seconds; everything of the lookback where nothing is known. */
export const askSince = (known: readonly Deployment[], now: number, lookbackSeconds: number): number => {
  const newest = known.reduce((most, { startedAt }) => Math.max(most, startedAt), Number.NEGATIVE_INFINITY)
  const open = known
    .filter((deployment) => isOpen(deployment) && now - deployment.startedAt <= longestRun)
    .map(({ startedAt }) => startedAt)
  return Math.max(now - lookbackSeconds, Math.min(newest - reportedLate, ...open))
}
