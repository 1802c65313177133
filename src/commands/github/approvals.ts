/** Approvals given in a comment: kept as records, each of one part as it was when it was given. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { fullName, type Job } from './job.ts'

/** A part of a pull request. */
export interface ApprovedPull {
  readonly number: number
  /** The head that was approved. */
  readonly head: string
  /** The commit it landed as; null before. */
  readonly sha: string | null
}

/** A commit that came without a pull request, or without one whose word could count. */
export interface ApprovedCommit {
  readonly number: null
  readonly head: string
  readonly sha: string
}

export type ApprovedPart = ApprovedPull | ApprovedCommit

export const commitPart = (sha: string): ApprovedCommit => ({ number: null, head: sha, sha })

/** A stream a part: the newest word on it is found without reading the others. */
const streamOf = ({ number, head }: ApprovedPart): string => `approvals/${number ?? head}`

export const approvalRecord = (
  job: Job,
  part: ApprovedPart,
  by: { readonly login: string; readonly comment: number; readonly at: string },
): NewRecord => ({
  stream: streamOf(part),
  kind: 'approval',
  key: { repository: fullName(job), number: part.number, head: part.head, comment: by.comment },
  at: by.at,
  repository: fullName(job),
  actor: by.login,
  tool: { name: 'change-risk-gate', version: job.version },
  body: { number: part.number, head: part.head, sha: part.sha, comment: by.comment },
})

/** Who approved exactly this head in a comment. */
export const recordedApprovals = async (ledger: Ledger, part: ApprovedPart): Promise<readonly string[]> => {
  const record = await ledger.latest({ kind: 'approval', stream: streamOf(part) })
  return record && record.body['head'] === part.head ? [record.actor] : []
}
