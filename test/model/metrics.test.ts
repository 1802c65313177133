import { describe, expect, test } from 'vitest'
import {
  auc,
  autoApprovable,
  averagePrecision,
  brier,
  brierSkill,
  calibrationError,
  captureAt,
  logLoss,
} from '../../src/model/metrics.ts'
import fc from '../properties.ts'

// The first four rows are the example of the scikit-learn documentation, with its values.
const risks = [0.1, 0.4, 0.35, 0.8]
const labels = [0, 0, 1, 1]

describe('four parts, two failed', () => {
  test.each([
    ['area under the curve', auc(risks, labels), 0.75],
    ['average precision', averagePrecision(risks, labels), 0.8333333333333333],
    ['Brier score', brier(risks, labels), 0.158125],
    ['Brier skill', brierSkill(risks, labels), 0.3675],
    ['logarithmic loss', logLoss(risks, labels), 0.4722879538],
    ['calibration error in two bins', calibrationError(risks, labels, 2), 0.1875],
    ['captured by the riskiest quarter', captureAt(risks, labels, 0.25), 0.5],
    ['captured by three quarters', captureAt(risks, labels, 0.75), 1],
    ['captured by the riskiest tenth: 0.4 of a row', captureAt(risks, labels, 0.1), 0.2],
    ['approvable with half the failures', autoApprovable(risks, labels, 0.5), 0.75],
    ['approvable with a twentieth', autoApprovable(risks, labels, 0.05), 0.25],
  ])('%s', (_, got, expected) => expect(got).toBeCloseTo(expected, 9))
})

describe('scores that are all the same', () => {
  const same = [0.3, 0.3, 0.3, 0.3]
  test.each([
    ['rank by chance', auc(same, labels), 0.5],
    ['have the base rate as precision', averagePrecision(same, labels), 0.5],
    ['capture in proportion', captureAt(same, labels, 0.25), 0.25],
    ['allow nothing to go out', autoApprovable(same, labels, 0.05), 0],
  ])('%s', (_, got, expected) => expect(got).toBeCloseTo(expected, 12))
})

test('one class only: no ranking can be judged', () => {
  expect(auc([0.1, 0.2], [0, 0])).toBeNaN()
  expect(averagePrecision([0.1, 0.2], [0, 0])).toBeNaN()
  expect(captureAt([0.1, 0.2], [0, 0], 0.1)).toBeNaN()
})

test('a certain and wrong risk costs much, not everything', () => {
  expect(logLoss([0, 1], [1, 0])).toBeGreaterThan(30)
  expect(Number.isFinite(logLoss([0, 1], [1, 0]))).toBe(true)
})

test('the area is the share of pairs in the right order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ risk: fc.integer({ min: 0, max: 9 }), label: fc.constantFrom(0, 1) }), {
        minLength: 2,
      }),
      (rows) => {
        let right = 0
        let pairs = 0
        for (const failed of rows.filter(({ label }) => label === 1))
          for (const fine of rows.filter(({ label }) => label === 0)) {
            pairs++
            right += failed.risk > fine.risk ? 1 : failed.risk === fine.risk ? 0.5 : 0
          }
        const area = auc(
          rows.map(({ risk }) => risk),
          rows.map(({ label }) => label),
        )
        if (pairs === 0) expect(area).toBeNaN()
        else expect(area).toBeCloseTo(right / pairs, 12)
      },
    ),
    { seed: 24 },
  )
})

test('where nothing failed, nobody knows what could have gone out', () =>
  expect(autoApprovable(Float64Array.of(0.1, 0.2), Float64Array.of(0, 0), 0.05)).toBeNaN())
