import { expect, test } from 'vitest'
import { log, probabilityOfHazard } from '../../src/domain/numerics.ts'
import { dampedHazard, estimateFrailty, probabilityOfChange } from '../../src/model/frailty.ts'
import { seededRandom } from './synthetic.ts'

test.each([
  ['two parts of 1 %', 0.02, 0.0199],
  ['a hundred of them', 1, 0.8109],
  ['none', 0, 0],
])('with k = 2, %s: %d becomes %d', (_, hazard, damped) => {
  expect(dampedHazard(hazard, 2)).toBeCloseTo(damped, 4)
})

test('without clustering the sum stands', () => {
  expect(dampedHazard(3, 1e12)).toBeCloseTo(3, 9)
})

/** Parts of 2 % each whose luck changes every 50 parts: gamma with mean 1 and variance 1/k, for a whole k. */
function clustered(k: number, n = 40_000) {
  const random = seededRandom(5)
  let luck = 1
  return Float64Array.from({ length: n }, (_, i) => {
    if (i % 50 === 0) {
      luck = 0
      for (let j = 0; j < k; j++) luck -= log(random()) / k
    }
    return random() < probabilityOfHazard(0.02 * luck) ? 1 : 0
  })
}

test.each([1, 4])('a history clustered with k = %d gives batches their true failure rate', (k) => {
  const labels = clustered(k)
  const hazards = new Float64Array(labels.length).fill(0.02)
  const frailty = estimateFrailty(hazards, labels)
  for (const size of [1, 5, 20, 50]) {
    let failed = 0
    for (let i = 0; i < labels.length; i += size) if (labels.subarray(i, i + size).includes(1)) failed++
    const observed = failed / (labels.length / size)
    expect(probabilityOfChange(0.02 * size, frailty) / observed).toBeGreaterThan(0.85)
    expect(probabilityOfChange(0.02 * size, frailty) / observed).toBeLessThan(1.15)
  }
})

test('independent failures are hardly damped, clustered ones are', () => {
  const random = seededRandom(6)
  const hazards = new Float64Array(20_000).fill(0.02)
  const independent = hazards.map(() => (random() < probabilityOfHazard(0.02) ? 1 : 0))
  const [loose, tight] = [
    estimateFrailty(hazards, independent),
    estimateFrailty(hazards, clustered(1, 20_000)),
  ]
  expect(loose).toBeGreaterThan(8)
  expect(tight).toBeLessThan(4)
})

test('suspicions count for as much as they are sure, as they did for the hazards', () => {
  // Half of the failures are only half sure, so the hazards learned from them are three quarters of what is on record.
  const labels = clustered(2).map((label, i) => (label > 0 ? (i % 2 === 0 ? 1 : 0.5) : 0))
  const hazards = new Float64Array(labels.length).fill(0.015)
  const frailty = estimateFrailty(hazards, labels)
  for (const size of [1, 10, 50]) {
    let failed = 0
    for (let i = 0; i < labels.length; i += size)
      failed += 1 - labels.subarray(i, i + size).reduce((none, label) => none * (1 - label), 1)
    const observed = failed / (labels.length / size)
    expect(probabilityOfChange(0.015 * size, frailty) / observed).toBeGreaterThan(0.85)
    expect(probabilityOfChange(0.015 * size, frailty) / observed).toBeLessThan(1.15)
  }
  // Taken for certain they would look too many for these hazards, and hardly clustered.
  expect(estimateFrailty(hazards, labels.map(Math.ceil))).toBeGreaterThan(3 * frailty)
})

test('with no history k is the usual one', () => {
  expect(estimateFrailty([], [])).toBeCloseTo(8, 1)
})
