/** What GitHub knows, as the gate asks for it. Each thing is asked once a run. */
import { SourceError } from '../../domain/errors.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import type { Clone } from '../../sources/clone.ts'
import { requireCommit } from '../../sources/github/commit-name.ts'
import { type EnvironmentHistory, hoursLive } from '../../sources/github/deployment-history.ts'
import { fileAtRef } from '../../sources/github/policy-at.ts'
import { policyPath } from '../../sources/policy-file.ts'
import type { Proposal } from '../../sources/proposal.ts'
import type { LiveCommit, Outside } from '../gate/outside.ts'
import { deployedIn } from './deployed.ts'
import { indexRecord, type KeptIndex, keptIndex } from './index-cache.ts'
import { fullName, type Job } from './job.ts'
import { openJobLedger } from './ledger.ts'
import type { Opinions } from './opinions.ts'
import { grouped, hasWords, type PartWords, type WeighedPart, wordsOnParts } from './part-words.ts'
import type { PolicyAt } from './policies.ts'
import { type QueuedGroup, queuedWords } from './queue.ts'
import { recordedWords } from './recorded-words.ts'

export interface OutsideRequest {
  readonly clone: Clone
  readonly proposal?: Proposal
  /** What people said of the pull request that is proposed. */
  readonly opinions?: Opinions
  /** A group of the merge queue; told which of its parts bear the label by which people opt out. */
  readonly queued?: QueuedGroup & { readonly labelled: (shas: ReadonlySet<string>) => void }
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
  let ledger: WatchedLedger | null = null
  let kept: KeptIndex | null = null
  /** Whose approvals count: what to remember of them once the bands of the parts are known. */
  const weighed: WeighedPart[] = []
  const openLedger = (url: string | null): WatchedLedger => {
    ledger ??= openJobLedger(job, url)
    return ledger
  }
  return {
    repository: fullName(job),
    webUrl: job.webUrl,
    withoutHistory: clone.withoutHistory,
    policyAt,
    fileAt: (commit, path) => fileAtRef(job.github, job.repository, requireCommit(commit), path),
    policyPath: job.asked.configFile ?? policyPath,
    hoursIn: async (place, commit) => hoursLive((await deployedIn(job, place)).recent, commit, job.now),
    ...(organisationPolicy === undefined
      ? {}
      : { organisationPolicy: { path: 'input config', text: organisationPolicy } }),
    liveIn: async (place): Promise<LiveCommit | null> => {
      const history = await deployedIn(job, place)
      request.seen?.(history)
      const { live, complete, versions } = history
      if (live === null && !complete)
        throw new SourceError(
          `what runs in ${place.environments.join(', ')} is further back than GitHub was asked; name it with base-ref`,
        )
      return live && versions ? { ...live, versions } : live
    },
    fetch: clone.fetch,
    opinionsOn: async (parts, { review, allowStale }) => {
      if (proposal) {
        const { number, head } = proposal
        if (number === null || !request.opinions) return { words: new Map(), notes: [] }
        const said = await recordedWords(openLedger(null), { number, head, sha: null })
        const { reviews } = request.opinions
        const { notes, ...words } = request.opinions.weigh(said, allowStale)
        weighed.push({ sha: head, said, reviews, counted: words.approvals })
        return grouped(job, new Map(hasWords(words) ? [[head, words]] : []), review, notes)
      }
      const ledger = () => openLedger(null)
      const keep = (part: WeighedPart): void => {
        weighed.push(part)
      }
      if (request.queued) {
        const queue = await queuedWords(job, ledger, request.queued, keep)(parts, allowStale)
        request.queued.labelled(queue.labelled)
        return { ...(await grouped(job, queue.words, review)), failures: queue.failures }
      }
      const { heard = () => undefined } = request
      const weigh = wordsOnParts(job, ledger, { heard, weighed: keep })
      const { words, notes } = await weigh(parts, allowStale)
      return grouped(job, words, review, notes)
    },
    openLedger,
    indexDirectory: async (opened) => {
      kept = await keptIndex(job, opened)
      return kept.directory
    },
    records: (bands) => [
      ...(kept ? indexRecord(job, kept) : []),
      ...weighed.flatMap(({ sha, said, ...words }) => {
        const band = bands.get(sha)
        return band === undefined ? [] : said.bandRecords(job, { ...words, band })
      }),
    ],
    ...(proposal ? { proposal } : {}),
    failures: request.failures ?? [],
    notes: [...clone.notes, ...(request.notes ?? [])],
  }
}
