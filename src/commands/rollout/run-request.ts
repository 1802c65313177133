/** What `rollout run` is asked for, and what follows from it for every service alike. */
import type { Ledger, WatchedLedger } from '../../ledger/ledger.ts'
import type { Tool } from '../../ledger/record.ts'
import type { Live } from '../../rollout/engine/options.ts'
import type { JournaledEvent } from '../../rollout/engine/ports.ts'
import type { RolloutState } from '../../rollout/state.ts'
import type { JournalWriter } from './journal.ts'
import { type LeaseTerms, leaseOf } from './journal-lease.ts'
import { mostAtOnce, type PlanFile } from './plan-files.ts'
import type { World } from './planning.ts'
import type { FoundRisk } from './release-risk.ts'

export interface RunRequest {
  readonly files: readonly PlanFile[]
  /** Null: go on with what is under way. */
  readonly to: string | null
  /** What becomes of services that are not under way where no version is given. */
  readonly whenIdle: 'refuse' | 'rest'
  /** The commit that `to` names; null where nobody knows. */
  readonly commit: string | null
  readonly risk: FoundRisk
  /** All of them were aborted. */
  readonly goesBack: boolean
  /** Who says that windows for emergencies shall not hold it, and why; null where they do. */
  readonly emergency: { readonly by: string; readonly reason: string } | null
  /** Where it is remembered what runs in the environment. */
  readonly ledger: Ledger
  readonly ledgerOf: (service: string) => WatchedLedger
  readonly repository: string
  readonly environment: string
  readonly tool: Tool
  readonly world: World
  readonly patience: Patience
  readonly signal: AbortSignal
  /** `isNew`: it was not in the journal before this run. */
  readonly tellEvent: (journal: string, event: JournaledEvent, file: PlanFile, isNew: boolean) => void
  readonly tellLive: (journal: string, state: RolloutState, live: Live) => void
}

/** How long this process may wait, in seconds. */
export interface Patience {
  readonly longestWaitSeconds: number
  readonly busyWaitSeconds: number
  readonly graceSeconds: number
}

export const writerOf = ({ repository, environment, tool }: RunRequest): JournalWriter => ({
  actor: 'coordinator',
  repository,
  environment,
  tool,
})

/** What the ledger of a service bears, of which those that move at the same time have their share. */
export const termsOf = ({ files, ledgerOf }: RunRequest, service: string): LeaseTerms =>
  leaseOf(ledgerOf(service).url, mostAtOnce(files))
