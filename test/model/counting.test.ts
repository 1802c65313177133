import { expect, test } from 'vitest'
import { countedPerBelieved } from '../../src/model/counting.ts'

const outcomes = (...labels: readonly number[]) => ({
  labels: Float64Array.from(labels),
  weights: new Float64Array(labels.length).fill(1),
})
const times = (count: number, label: number) => Array.from({ length: count }, () => label)

test('the example of its page: 12 reverts and 20 hot-fixes of confidence 0.6', () =>
  expect(countedPerBelieved(outcomes(...times(12, 1), ...times(20, 0.6), ...times(500, 0)))).toBeCloseTo(
    52 / 44,
    12,
  ))

test.each([
  ['nothing failed', times(50, 0), 1],
  ['every failure is sure', [...times(9, 1), ...times(50, 0)], 1],
  ['shares of a blame count as what they are', times(30, 0.2), 1],
  ['a suspect is counted whole', times(30, 0.5), (30 + 20) / (15 + 20)],
])('%s', (_, labels, ratio) => expect(countedPerBelieved(outcomes(...labels))).toBeCloseTo(ratio, 12))

test('a prior stands in until failures show it', () => {
  const prior = { counting: 1.5 }
  expect(countedPerBelieved(outcomes(), prior)).toBeCloseTo(1.5, 12)
  expect(countedPerBelieved(outcomes(...times(2000, 1)), prior)).toBeLessThan(1.01)
})

test('what has faded says less', () => {
  const { labels } = outcomes(...times(40, 0.5))
  const faded = countedPerBelieved({ labels, weights: new Float64Array(40).fill(0.1) })
  expect(faded).toBeLessThan(countedPerBelieved(outcomes(...times(40, 0.5))))
})
