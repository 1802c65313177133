import { expect, test } from 'vitest'
import { batchesOf, sizeRows } from '../../bench/change-batches.ts'
import { reliabilityBins, reliabilitySlope } from '../../bench/reliability.ts'
import { log, probabilityOfHazard } from '../../src/domain/numerics.ts'
import { estimateFrailty } from '../../src/model/frailty.ts'
import { seededRandom } from '../model/synthetic.ts'

test('a batch fails where one of its parts did, by its confidence', () => {
  const hazards = new Float64Array(6).fill(0.1)
  const batches = batchesOf(hazards, [0, 1, 0.5, 0.5, 0, 0], 1e9, [0, 6])
  expect(batches.filter(({ size }) => size === 2).map(({ failed }) => failed)).toEqual([1, 0.75, 0])
  expect(batches.filter(({ size }) => size === 5).map(({ failed }) => failed)).toEqual([1])
  for (const { size, foretold, summed } of batches) {
    expect(summed).toBeCloseTo(1 - Math.exp(-0.1 * size), 9)
    expect(foretold).toBeCloseTo(summed, 6)
  }
})

test('batches stay inside their block, and a size that does not fit is left out', () => {
  const batches = batchesOf(new Float64Array(30).fill(0.1), new Float64Array(30), 8, [7, 22])
  expect(batches.filter(({ size }) => size === 5)).toHaveLength(3)
  expect(batches.filter(({ size }) => size >= 20)).toHaveLength(0)
})

/** Parts of 2 % whose luck changes every 200 parts: gamma with mean 1 and variance 1/k. */
function clusteredHistory(k: number, seed: number) {
  const random = seededRandom(seed * 7919)
  for (let warming = 0; warming < 10; warming++) random()
  const hazards = new Float64Array(20_000).fill(0.02)
  let luck = 1
  const certain = hazards.map((hazard, i) => {
    if (i % 200 === 0)
      luck = -Array.from({ length: k }, () => log(random()) / k).reduce((sum, one) => sum + one, 0)
    return random() < probabilityOfHazard(hazard * luck) ? 1 : 0
  })
  return { hazards, certain }
}

test.each([2, 8])(
  'failures clustered with k = %d are foretold for 1 to 200 parts from the earlier half',
  (k) => {
    const perRepository = Array.from({ length: 16 }, (_, seed) => {
      const { hazards, certain } = clusteredHistory(k, seed + 1)
      const frailty = estimateFrailty(hazards.subarray(0, 10_000), certain.subarray(0, 10_000))
      return batchesOf(hazards, certain, frailty, [10_000, 20_000])
    })
    for (const { foretold, failed, error } of sizeRows(perRepository))
      expect(Math.abs(foretold - failed)).toBeLessThan(Math.max(0.05, 3 * error))
  },
)

test('risks that were right have slope 1, risks that exaggerate less', () => {
  const random = seededRandom(4)
  const eta = Float64Array.from({ length: 20_000 }, () => -3 + 2 * (random() - 0.5) * 2)
  const risk = (factor: number) =>
    eta.map((value) => probabilityOfHazard(Math.exp(-3 + factor * (value + 3))))
  const labels = risk(1).map((own) => (random() < own ? 1 : 0))
  const honest = reliabilitySlope(risk(1), labels)
  const loud = reliabilitySlope(risk(2), labels)
  expect(Math.abs(honest.slope - 1)).toBeLessThan(3 * honest.error)
  expect(loud.slope).toBeCloseTo(honest.slope / 2, 3)
  const bins = reliabilityBins(risk(1), labels)
  for (const { foretold, failed } of bins) expect(Math.abs(foretold - failed)).toBeLessThan(0.03)
  expect(bins.map(({ foretold }) => foretold)).toEqual(
    bins.map(({ foretold }) => foretold).sort((a, b) => a - b),
  )
})
