import type { RolloutPlan } from '../config/rollout/plan.ts'
import type { AssessedRisk } from '../domain/assessment.ts'
import type { Band } from '../domain/decision.ts'
import { exp } from '../domain/numerics.ts'

/** What the gate knows about the release; null where it may not say. */
export type ReleaseRisk = Pick<AssessedRisk, 'probability' | 'low' | 'high' | 'band'>

/** How carefully a release goes: the band whose waves and bake it gets, and the probability its harm is counted with. */
export interface Pace {
  readonly band: Band
  /** 0..1, at most an even chance: one that is likelier to fail than not is no longer a matter of pace. */
  readonly probability: number
  readonly uncertain: boolean
  /** Why it is uncertain; empty where it is not. */
  readonly why: string
}

const evenChance = 0.5
/** An interval whose ends are both this many times and this many points apart says too little to hurry. */
const wideTimes = 4
const widePoints = 0.02

/** Risk sets the pace, and what is not known counts as high. */
export const paceOf = ({ probability, low, high, band }: ReleaseRisk): Pace => {
  if (probability === null || !Number.isFinite(probability))
    return {
      band: atLeastHigh(band),
      probability: evenChance,
      uncertain: true,
      why: 'no probability is known',
    }
  const isWide = low !== null && high !== null && high - low > widePoints && high > wideTimes * low
  const why = band === null ? 'its band is unknown' : isWide ? 'its range is wide' : ''
  const counted = isWide ? Math.max(probability, high) : probability
  return {
    band: why === '' && band !== null ? band : atLeastHigh(band),
    probability: Math.min(evenChance, Math.max(0, counted)),
    uncertain: why !== '',
    why,
  }
}

const atLeastHigh = (band: Band | null): Band => (band === 'critical' ? band : 'high')

/**
 * A probability somebody typed (`--risk`), without an assessment whose base rate would say what is usual here:
 * below 1 % is low, below 3 % moderate, below 10 % high.
 */
export const typedRisk = (probability: number): ReleaseRisk => ({
  probability,
  low: null,
  high: null,
  band:
    probability < 0.01 ? 'low' : probability < 0.03 ? 'moderate' : probability < 0.1 ? 'high' : 'critical',
})

/** A bad version that a passed gate has missed; the sequential test asks for samples that leave one in twenty. */
const missedAtMost = 0.05
const missedAtLeast = 0.01
/** Health checks alone: our assumption that one bad version in four looks healthy. */
const missedByHealth = 0.25

/** The share of bad versions that a passed gate of this plan lets through: (1 − p-max)^requests ≈ e^(−requests × p-max). */
export const missedByGate = ({ gate, bake }: Pick<RolloutPlan, 'gate' | 'bake'>): number => {
  const { errors } = gate.metrics
  if (errors === null) return missedByHealth
  return Math.max(missedAtLeast, Math.min(missedAtMost, exp(-bake.minRequests * errors.pMax)))
}

/** How likely the version is bad after a gate has passed it (Bayes; good versions pass). */
export const afterPassing = (probability: number, missed: number): number =>
  (probability * missed) / (probability * missed + 1 - probability)
