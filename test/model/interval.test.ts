import { describe, expect, test } from 'vitest'
import { sizes, together, trial } from '../../bench/interval-simulation.ts'
import { makeKind, partsOf, seededRandom, simulateRepository } from '../../bench/simulated-repository.ts'
import { sealArtefact } from '../../src/model/artefact.ts'
import { scoreChange } from '../../src/model/change-score.ts'
import { encodeVariances } from '../../src/model/covariance.ts'

const kind = makeKind(seededRandom(3))

describe('of repositories whose truth is known, 90 % intervals hold the true risk of', () => {
  const setting = { failureRate: 0.05, outcomes: 500, kind }
  const trials = Array.from({ length: 40 }, (_, seed) => trial(seed + 1, setting))
  test.each(sizes.map((size, at) => [size, at] as const))('%d parts in 80 to 97 of 100 cases', (_, at) => {
    const { asked, held } = together(trials.map((sizes) => sizes[at]!))
    expect(held / asked).toBeGreaterThan(0.8)
    expect(held / asked).toBeLessThan(0.97)
  })
})

const body = {
  kind: 'learned' as const,
  trainedOn: { parts: 100, failures: 5, repositories: 0 },
  intercept: -3,
  interceptSd: 0.2,
  usualHazard: 0.05,
  averageHazard: 0.05,
  frailty: 8,
  terms: [],
  context: [],
  covariance: encodeVariances([0.04]),
}
const nothing = (n: number) => ({ columns: [], rows: new Float32Array(), n })

test('an interval about one number known to ± 0.2 is that wide', () => {
  const { low, high } = scoreChange(sealArtefact(body), { parts: nothing(1) })
  // ln(high / low) = 2 · 1.943 · 0.2, a little less by the bend of 1 − e^(−h).
  expect(Math.log(high / low)).toBeCloseTo(0.777, 1)
})

test('how far failures cluster is in doubt, so a hundred parts are known less well than one', () => {
  const relative = (n: number) => {
    const { low, high } = scoreChange(sealArtefact(body), { parts: nothing(n) })
    // Back to hazards, where both would be as wide if the clustering were known.
    const damped = (risk: number) => -Math.log(1 - risk)
    return Math.log(damped(high) / damped(low))
  }
  expect(relative(100)).toBeGreaterThan(relative(1) * 0.7)
  expect(relative(400)).toBeGreaterThan(relative(1))
})

test('a lean pulls the interval down and leaves the risk inside', () => {
  const upright = scoreChange(sealArtefact(body), { parts: nothing(3) })
  const leaning = scoreChange(sealArtefact({ ...body, lean: 0.3 }), { parts: nothing(3) })
  expect(leaning.probability).toBe(upright.probability)
  expect(leaning.low).toBeLessThan(upright.low)
  expect(leaning.high).toBeLessThan(upright.high)
  expect(leaning.high).toBeGreaterThanOrEqual(leaning.probability)
})

test('the simulated parts fail as often as they were told to', () => {
  const random = seededRandom(8)
  const world = simulateRepository(random, { parts: 8000, slopes: kind.means, failureRate: 0.05 })
  const failed = world.labels.reduce((sum, label) => sum + label, 0)
  expect(failed / 8000).toBeGreaterThan(0.043)
  expect(failed / 8000).toBeLessThan(0.057)
  expect(partsOf(world, 10, 30).rows).toHaveLength(20 * world.table.columns.length)
})
