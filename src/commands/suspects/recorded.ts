/** What the ledger knows of changes: when they were deployed, and what the gate thought of them. */
import { SourceError, UsageError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { recordedCommit } from '../learn/deployment-records.ts'

export interface Recorded {
  /** Deployments to the environment in the order of time. */
  readonly deployments: readonly { readonly sha: string; readonly at: number }[]
  /** The gate's risk of each part, by its SHA. */
  readonly risks: ReadonlyMap<string, number>
  readonly notes: readonly string[]
}

/** What the gate thought of each part when it decided. */
export const risksIn = ({
  body,
}: LedgerRecord): readonly { readonly sha: string; readonly risk: number }[] => {
  const result = body['result'] as { readonly parts?: unknown } | undefined
  const parts = Array.isArray(result?.parts) ? (result.parts as readonly Record<string, unknown>[]) : []
  return parts.flatMap(({ sha, risk }) =>
    typeof sha === 'string' && typeof risk === 'number' ? [{ sha, risk }] : [],
  )
}

/** A deployment that failed put nothing out; one that says nothing of how it went is taken to have gone well. */
const hasSucceeded = ({ body }: LedgerRecord): boolean =>
  body['state'] === undefined || body['state'] === 'success' || body['state'] === 'succeeded'

/** Reads what was known at a moment. A ledger that cannot be read is a note: the ranking goes on without it. */
export const readRecorded = async (ledger: Ledger, environment: string, until: number): Promise<Recorded> => {
  const deployments: { sha: string; at: number }[] = []
  const risks = new Map<string, number>()
  try {
    for await (const record of ledger.read({ kinds: ['deployment', 'decision'] })) {
      const at = Date.parse(record.at) / 1000
      if (at > until) continue
      if (record.kind === 'decision') for (const { sha, risk } of risksIn(record)) risks.set(sha, risk)
      if (record.kind !== 'deployment' || record.environment !== environment || !hasSucceeded(record))
        continue
      const sha = recordedCommit(record)
      if (sha !== null) deployments.push({ sha, at })
    }
    return { deployments: deployments.sort((one, other) => one.at - other.at), risks, notes: ledger.notes }
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof UsageError)) throw error
    return { deployments: [], risks, notes: [`ranked without the ledger: ${error.message}`] }
  }
}
