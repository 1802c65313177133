/** Outcomes in the ledger: one record for each that is new or has changed; nothing that was written is rewritten. */
import { isoMoment } from '../../domain/moment.ts'
import { type DeploymentOutcome, hasFailed } from '../../history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { NewRecord } from '../../ledger/record.ts'

const isoOrNull = (seconds: number | null): string | null => (seconds === null ? null : isoMoment(seconds))

/**
 * Shares of blame move a little whenever the model is fitted again. To people that says nothing, and a record of every
 * failure of every year would follow from each fit.
 */
const inTwentieths = (label: number): number => Math.floor(label * 20 + 0.5) / 20

export interface OutcomeRecordsRequest {
  readonly index: HistoryIndex
  readonly outcomes: readonly DeploymentOutcome[]
  readonly told: ToldOutcomes
  readonly common: Pick<NewRecord, 'repository' | 'tool'>
}

/** Records of all that is decided. What is pending is told by its absence; success grows surer without a new record. */
export const outcomeRecords = ({
  index,
  outcomes,
  told,
  common,
}: OutcomeRecordsRequest): readonly NewRecord[] => {
  const labels = new Map(told.labels.map(({ sha, label }) => [sha, label]))
  return outcomes
    .filter(({ outcome }) => outcome.state !== 'pending' && outcome.knownAt !== null)
    .map((found): NewRecord => {
      const { deployment, outcome, parts, base, liveFrom, recoveredAt } = found
      const { environment, sha, startedAt, url } = deployment
      const started = isoMoment(startedAt)
      const blamed = hasFailed(outcome)
        ? parts.flatMap((part) => {
            const label = labels.get(index.sha(part))
            return label === undefined ? [] : [{ sha: index.sha(part), label: inTwentieths(label) }]
          })
        : []
      const body = {
        sha,
        startedAt: started,
        liveFrom: isoOrNull(liveFrom),
        base: base === null ? null : index.sha(base),
        parts: parts.length,
        state: outcome.state,
        cause: outcome.cause,
        ...(outcome.state === 'succeeded' ? {} : { confidence: outcome.confidence }),
        knownAt: isoOrNull(outcome.knownAt),
        recoveredAt: isoOrNull(recoveredAt),
        evidence: outcome.evidence.map(({ at, ...rest }) => ({ ...rest, at: isoMoment(at) })),
        blamed,
        ...(url === undefined ? {} : { url }),
      }
      return {
        ...common,
        stream: 'outcomes',
        kind: 'outcome',
        key: { environment, ...body },
        at: isoMoment(outcome.knownAt!),
        environment,
        actor: 'learn',
        body,
      }
    })
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}
