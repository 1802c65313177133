import type { ExposureStep } from '../config/rollout/amount.ts'
import type { RolloutPlan } from '../config/rollout/plan.ts'
import { roundedDown } from './capacity.ts'
import { zoneOf } from './fleet.ts'
import type { Turn } from './order.ts'
import type { Pace } from './pace.ts'

/** What the size of waves is decided on. */
export interface ExposureQuestion {
  readonly plan: Pick<RolloutPlan, 'exposure' | 'firstWave'>
  readonly pace: Pace
  readonly fleetSize: number
  readonly turns: readonly Turn[]
  /** Of the windows in force when wave 1 begins. */
  readonly budgetFactor: number
}

const largestFirstShare = 0.1

/**
 * The size of the first wave that a risk allows: budget ÷ (probability × blast) instances, at least 1, at most a tenth
 * of the fleet. The riskier, the smaller; a first wave there always is.
 */
export const firstExposure = ({ plan, pace, fleetSize, budgetFactor }: ExposureQuestion): number => {
  const { budget, blast } = plan.firstWave
  const affordable = Math.floor((budget * budgetFactor) / (pace.probability * blast))
  return Math.max(1, Math.min(affordable, Math.floor(largestFirstShare * fleetSize)))
}

/**
 * How many of those that move have moved when each wave ends: rising, the last all of them. A list of the plan is
 * resolved against the fleet and begins with the first wave of the risk where that is smaller; a growth begins there.
 */
export const askedExposures = (question: ExposureQuestion): readonly number[] => {
  const moving = question.turns.length
  const exposure = question.plan.exposure[question.pace.band]
  const first = Math.min(moving, firstExposure(question))
  const sizes = [first, moving]
  if (exposure.kind === 'growth') {
    for (let size = first; size < moving; size = Math.max(size + 1, Math.floor(size * exposure.factor)))
      sizes.push(size)
  } else {
    const steps = exposure.steps.map((step) => sizeOf(step, question))
    // The list decides, unless it begins more boldly than the risk allows.
    if (Math.min(...steps) <= first) sizes.shift()
    sizes.push(...steps.filter((size) => size < moving))
  }
  return [...new Set(sizes)].toSorted((one, other) => one - other)
}

const sizeOf = (step: ExposureStep, { turns, fleetSize }: ExposureQuestion): number => {
  if (step.kind !== 'zones') return Math.max(1, roundedDown(step, fleetSize))
  const zones = [...new Set(turns.map(({ instance }) => zoneOf(instance)))].slice(0, step.zones)
  return Math.max(1, turns.filter(({ instance }) => zones.includes(zoneOf(instance))).length)
}
