/** What a rehearsal stands on, and the policy it tries. */
import type { Repository } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import { type ChosenEnvironment, chooseEnvironment } from '../../config/environment.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Artefact } from '../../model/artefact.ts'
import type { History } from '../../sources/history.ts'
import type { PolicyText } from '../../sources/policy-file.ts'

export interface RehearsalGround {
  readonly repository: Repository
  readonly history: History
  readonly ledger: Ledger
  readonly prior: Artefact
  /** Seconds back from the newest landing. */
  readonly periodSeconds: number
  readonly withPeople: boolean
  /** Hours of a review, where somebody stated them. */
  readonly reviewHours?: number
  readonly progress: (what: string, done: number, total: number) => void
}

export interface RehearsedPolicy {
  readonly configuration: Configuration
  readonly file: PolicyText | null
  readonly environment: ChosenEnvironment
}

/** The environment a policy is rehearsed for. Throws `UsageError` for one it does not know. */
export const policyToRehearse = (
  configuration: Configuration,
  file: PolicyText | null,
  environment: string | undefined,
): RehearsedPolicy => ({ configuration, file, environment: chooseEnvironment(configuration, environment) })
