/** Approvals given in a comment: kept as records, each of one part as it was when it was given. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { fullName, type Job } from './job.ts'

export interface ApprovedPart {
  readonly number: number
  /** The head that was approved. */
  readonly head: string
  /** The commit it landed as; null before. */
  readonly sha: string | null
}

/** A stream a pull request: the newest word on it is found without reading the others. */
const streamOf = (number: number): string => `approvals/${number}`

export const approvalRecord = (
  job: Job,
  part: ApprovedPart,
  by: { readonly login: string; readonly comment: number; readonly at: string },
): NewRecord => ({
  stream: streamOf(part.number),
  kind: 'approval',
  key: { repository: fullName(job), number: part.number, head: part.head, comment: by.comment },
  at: by.at,
  repository: fullName(job),
  actor: by.login,
  tool: { name: 'change-risk-gate', version: job.version },
  body: { number: part.number, head: part.head, sha: part.sha, comment: by.comment },
})

/** Who approved exactly this head in a comment. */
export const recordedApprovals = async (
  ledger: Ledger,
  { number, head }: ApprovedPart,
): Promise<readonly string[]> => {
  const record = await ledger.latest({ kind: 'approval', stream: streamOf(number) })
  return record && record.body['head'] === head ? [record.actor] : []
}
