/** What GitHub knows, as the gate asks for it. Each thing is asked once a run. */
import { SourceError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { type Approvals, findApprovals } from '../../policy/eligibility.ts'
import type { Clone } from '../../sources/clone.ts'
import { type EnvironmentHistory, hoursLive } from '../../sources/github/deployment-history.ts'
import type { LandedPullRequest } from '../../sources/github/landed-pull-request.ts'
import { approvalsOfParts } from '../../sources/github/part-approvals.ts'
import { policyPath } from '../../sources/policy-file.ts'
import type { Proposal } from '../../sources/proposal.ts'
import type { LiveCommit, Outside, PartName } from '../gate/outside.ts'
import { commitPart, recordedApprovals } from './approvals.ts'
import { deployedIn } from './deployed.ts'
import { indexRecord, type KeptIndex, keptIndex } from './index-cache.ts'
import { fullName, type Job } from './job.ts'
import { openJobLedger } from './ledger.ts'
import type { PolicyAt } from './policies.ts'
import { queuedApprovals } from './queue.ts'

/** What eligible reviewers said of what landed. */
const opinionsOn = (
  { reviews, author, contributors, head, writers }: LandedPullRequest,
  gateLogins: readonly string[],
): Pick<Approvals, 'approvedBy' | 'blockedBy'> => {
  const mayPush = new Set(writers.map((login) => login.toLowerCase()))
  return findApprovals({
    reviews,
    head,
    author: author?.login ?? null,
    committers: contributors.logins,
    coAuthors: [],
    lastPusher: null,
    permissionOf: (login) => (mayPush.has(login.toLowerCase()) ? 'write' : 'read'),
    gateLogins,
  })
}

/** A part whose contributors are not all known has nobody of whom it is certain that they are not among them. */
const canSpeak = ({ contributors, mergeSignedByGitHub, reviewsComplete }: LandedPullRequest): boolean =>
  contributors.complete && reviewsComplete && mergeSignedByGitHub

/** Where a word on the parts of a deployment can be given. */
export interface PartWords {
  /** Parts whose pull request can speak for them; a word on any other is given on the commit itself. */
  readonly spoken: ReadonlySet<string>
  /** Numbers of the pull requests that parts without one in their title came from; null where nobody asked yet. */
  readonly origins: ReadonlyMap<string, number> | null
}

/** Approvals of the parts of a deployment: of their merged heads by review, or by a comment that the ledger holds. */
const approvalsOf =
  (job: Job, ledger: () => Ledger, heard: (words: PartWords) => void) =>
  async (parts: readonly PartName[]): Promise<ReadonlyMap<string, readonly string[]>> => {
    const { landed, origins } = await approvalsOfParts(job.github, job.repository, parts)
    const spoken = new Set<string>()
    const approvals = new Map<string, readonly string[]>()
    for (const { sha } of parts) {
      const pull = landed.get(sha)
      const approved = pull && canSpeak(pull) ? await approvedPull(pull, sha) : null
      if (approved !== null) spoken.add(sha)
      const all = approved?.length ? approved : await recordedApprovals(ledger(), commitPart(sha))
      if (all.length > 0) approvals.set(sha, all)
    }
    heard({ spoken, origins })
    return approvals

    async function approvedPull(pull: LandedPullRequest, sha: string): Promise<readonly string[]> {
      const { approvedBy, blockedBy } = opinionsOn(pull, await job.ownPeople())
      // Somebody who wants changes is not outvoted by somebody who does not.
      if (blockedBy.length > 0) return []
      // The ledger is asked only where no review tells: each look-up may cost a request.
      if (approvedBy.length > 0) return approvedBy
      return recordedApprovals(ledger(), { sha, head: pull.head, number: pull.number })
    }
  }

export interface OutsideRequest {
  readonly clone: Clone
  readonly proposal?: Proposal
  /** Of the pull request that is proposed: eligible reviewers who approved its head, and whether one wants changes. */
  readonly approvedBy?: readonly string[]
  readonly objected?: boolean
  /** A group of the merge queue. */
  readonly queued?: boolean
  readonly failures?: Outside['failures']
  readonly notes?: readonly string[]
  /** Told where a word on the parts can be given. */
  readonly heard?: (words: PartWords) => void
  /** Told what GitHub answered about the environment. */
  readonly seen?: (history: EnvironmentHistory) => void
}

export const outsideOf = (job: Job, policyAt: PolicyAt, request: OutsideRequest): Outside => {
  const { clone, proposal } = request
  const { organisationPolicy } = job.asked
  let ledger: Ledger | null = null
  let kept: KeptIndex | null = null
  const openLedger = (url: string | null): Ledger => {
    ledger ??= openJobLedger(job, url)
    return ledger
  }
  return {
    repository: fullName(job),
    webUrl: job.webUrl,
    withoutHistory: clone.withoutHistory,
    policyAt,
    policyPath: job.asked.configFile ?? policyPath,
    hoursIn: async (place, commit) => hoursLive((await deployedIn(job, place)).recent, commit, job.now),
    ...(organisationPolicy === undefined
      ? {}
      : { organisationPolicy: { path: 'input config', text: organisationPolicy } }),
    liveIn: async (place): Promise<LiveCommit | null> => {
      const history = await deployedIn(job, place)
      request.seen?.(history)
      const { live, complete } = history
      if (live === null && !complete)
        throw new SourceError(
          `what runs in ${place.environments.join(', ')} is further back than GitHub was asked; name it with base-ref`,
        )
      return live
    },
    fetch: clone.fetch,
    approvalsOf: proposal
      ? async () => {
          const { number, head } = proposal
          if (request.objected || number === null) return new Map()
          const recorded = await recordedApprovals(openLedger(null), { number, head, sha: null })
          const all = [...new Set([...(request.approvedBy ?? []), ...recorded])]
          return all.length === 0 ? new Map() : new Map([[head, all]])
        }
      : request.queued
        ? queuedApprovals(job)
        : approvalsOf(job, () => openLedger(null), request.heard ?? (() => undefined)),
    openLedger,
    indexDirectory: async (opened) => {
      kept = await keptIndex(job, opened)
      return kept.directory
    },
    records: () => (kept ? indexRecord(job, kept) : []),
    ...(proposal ? { proposal } : {}),
    failures: request.failures ?? [],
    notes: [...clone.notes, ...(request.notes ?? [])],
  }
}
