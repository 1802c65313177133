/** What a decision is about, as it was gathered. */

import type { Repository } from '../../clients/git/repository.ts'
import type { ChosenEnvironment } from '../../config/environment.ts'
import type { BaseSource, ChangedFile } from '../../domain/change.ts'
import type { IncidentMemory } from '../../history/incident-memory.ts'
import type { KnownIncident } from '../../history/known-incidents.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import type { TaggedPart } from '../../sources/base.ts'
import type { ReadChange } from '../../sources/change.ts'
import type { History } from '../../sources/history.ts'
import type { ChosenPrior } from './chosen-prior.ts'
import type { InForce } from './in-force.ts'
import type { PartOpinions } from './outside.ts'
import type { Policy } from './policy.ts'
import type { Failure } from './request.ts'
import type { Standing, ToldIncidents } from './standing.ts'

/** What a standing follows from. */
export interface Ground
  extends Pick<Situation, 'indexDirectory' | 'history' | 'policy' | 'prior' | 'environment' | 'told'> {
  /** Absent where no incident was told. */
  readonly incidents?: ToldIncidents
}
/** Finds where a repository stands. */
export type Stand = (ground: Ground) => Promise<Standing>

export interface Situation {
  readonly standing: Standing
  /** What is known of outcomes beside what git tells. */
  readonly told: ToldOutcomes
  /** Those that `learn` told, oldest first. */
  readonly incidents: readonly KnownIncident[]
  /** What they say of parts and of this moment; null where none was told, or nobody can tell where they were. */
  readonly memory: IncidentMemory | null
  readonly repository: Repository
  readonly policy: Policy
  /** What the policy names in place of the shipped prior; null where it names none, or none that can be used. */
  readonly prior: ChosenPrior | null
  readonly environment: ChosenEnvironment
  readonly ledger: WatchedLedger
  /** The ledger that the policy names, where it cannot be reached from here and another one serves; else null. */
  readonly unreadLedger: string | null
  /** Where the policy lies in the repository. */
  readonly policyPath: string
  /** Folder of the index; null where nothing can be kept. */
  readonly indexDirectory: string | null
  readonly head: string | null
  readonly base: string | null
  readonly baseSource: BaseSource
  /** Seconds: when the base was deployed or tagged, as far as is known. */
  readonly baseTime: number | null
  /** Null for an unborn branch. */
  readonly history: History | null
  readonly change: ReadChange
  /** Parts of the change that touch nothing this environment runs: left out of it. */
  readonly elsewhere: number
  /** Hours the head has run in the environment it soaks in; null when nobody says. */
  readonly soakedHours: number | null
  /** Releases on the line up to the head, newest first: past deployments to compare with. */
  readonly releases: readonly TaggedPart[]
  /** What people whose word counts said of a part as it is, by its SHA. */
  readonly words: PartOpinions['words']
  /** Overrides and freezes of people that hold here now. */
  readonly inForce: InForce
  /** Whether somebody labelled a part, by its SHA, so that a person sees it in any case. */
  readonly optedOut: (sha: string) => boolean
  /** What names a base here: the option of the command line, or the input of the Action. */
  readonly flag: '--base' | 'base-ref'
  readonly failures: readonly Failure[]
  readonly notes: readonly string[]
}

/** Every path that files have, those before a rename included. */
export const pathsOf = (files: readonly ChangedFile[]): readonly string[] =>
  files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]))

/** Null where the clone cannot name the files of some part: it may touch anything. */
export const touchedPaths = ({ parts }: Situation['change']): readonly string[] | null =>
  parts.every(({ filesKnown }) => filesKnown) ? parts.flatMap(({ files }) => pathsOf(files)) : null
