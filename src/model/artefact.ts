import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Column } from './column.ts'
import type { Covariance } from './covariance.ts'
import type { Curve } from './curve.ts'

/**
 * A learned model as a value: everything needed to score a part, and nothing executable.
 *
 * Everything learned is data; the code that reads it is the *engine*, and its number is written here. A build that
 * carries engine 1 scores this artefact to the same bit for ever. At most 100 KB of JSON.
 */
export interface Artefact {
  readonly schema: 1
  readonly engine: 1
  /** SHA-256 of the canonical JSON of the rest. */
  readonly id: string
  readonly kind: 'prior' | 'learned'
  readonly trainedOn: TrainedOn
  /** ln hazard of a part all of whose answers are usual. */
  readonly intercept: number
  readonly interceptSd: number
  /** How far below ln hazard its median lies, for the interval (posterior.ts); 0 where absent. */
  readonly lean?: number
  /** Failures counted for each one believed, which the level is raised by (counting.ts); 1 where absent. */
  readonly counting?: number
  /** e^intercept. */
  readonly usualHazard: number
  /** Mean hazard of the parts learned from: what the average part, not the usual one, brings along. */
  readonly averageHazard: number
  /** k of frailty.ts: how soon further parts stop adding risk. */
  readonly frailty: number
  readonly terms: readonly Term[]
  /** Terms over the context of a deployment; each multiplies the hazard of the whole change. */
  readonly context: readonly Term[]
  readonly covariance: Covariance
  /** Public repositories behind a prior. */
  readonly sources?: readonly Source[]
  /** Repositories of a team that a prior was learned over (pooled-prior.ts); their names stay with the team. */
  readonly pooled?: Pooled
}

export interface Pooled extends TrainedOn {
  /** `id` of the prior it was learned upon. */
  readonly upon: string
}

/** How many public repositories are behind a prior, a pooled one's own not counted. */
export const publicRepositories = ({ pooled, sources, trainedOn }: Artefact): number =>
  pooled === undefined ? trainedOn.repositories : (sources?.length ?? 0)

/** The curve of one column, and how far its slopes may still be from the truth elsewhere. */
export interface Term extends Curve, Column {
  /** Standard deviation of the average slope. */
  readonly level: number
  /** Standard deviation of each step from one slope to the next. */
  readonly bend: number
}

export interface TrainedOn {
  readonly parts: number
  readonly failures: number
  /** Repositories behind the numbers; 1 is this one alone. */
  readonly repositories: number
}

export interface Source {
  readonly name: string
  readonly licence: string
  readonly commit: string
  readonly parts: number
  readonly failures: number
}

export const SCHEMA = 1
export const ENGINE = 1

/** Nine digits: far below what any history can tell apart, and half the bytes of seventeen. */
export const rounded = (value: number): number => Number(value.toPrecision(9))

/** The artefact with its identity. */
export function sealArtefact(body: Omit<Artefact, 'id' | 'schema' | 'engine'>): Artefact {
  const unsealed = { schema: SCHEMA, engine: ENGINE, ...body } as const
  return { id: identityOf(unsealed), ...unsealed }
}

/** SHA-256, in hexadecimal, of everything but `id`. */
export function identityOf(artefact: Omit<Artefact, 'id'> & { readonly id?: string }): string {
  const { id: _, ...rest } = artefact
  return createHash('sha256').update(canonicalJson(rest)).digest('hex')
}
