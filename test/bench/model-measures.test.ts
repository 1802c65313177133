import { expect, test } from 'vitest'
import { drawnMeasures, measuresOf, weightedMeasures } from '../../bench/model-measures.ts'
import { bySafety } from '../../src/model/metrics.ts'
import fc from '../properties.ts'

const rows = fc.array(
  fc.record({ risk: fc.integer({ min: 0, max: 8 }), label: fc.nat({ max: 1 }), count: fc.nat({ max: 3 }) }),
  { minLength: 2, maxLength: 30 },
)

test('a row drawn three times counts as three rows', () => {
  fc.assert(
    fc.property(rows, (drawn) => {
      const again = drawn.flatMap((row) => Array.from({ length: row.count }, () => row))
      fc.pre(new Set(again.map(({ label }) => label)).size === 2)
      const pick = (from: typeof drawn, of: (row: (typeof drawn)[number]) => number) =>
        Float64Array.from(from, of)
      const risks = pick(drawn, ({ risk }) => risk / 8)
      const weighted = weightedMeasures(
        risks,
        pick(drawn, ({ label }) => label),
        Uint32Array.from(drawn, ({ count }) => count),
        bySafety(risks),
      )
      const { auc, averagePrecision, brier } = measuresOf(
        pick(again, ({ risk }) => risk / 8),
        pick(again, ({ label }) => label),
      )
      expect(weighted[0]).toBeCloseTo(auc, 12)
      expect(weighted[1]).toBeCloseTo(averagePrecision, 12)
      expect(weighted[2]).toBeCloseTo(brier, 12)
    }),
  )
})

test('models of one data set share their draws, and the draws lie around what was measured', () => {
  const labels = Float64Array.from({ length: 400 }, (_, i) => (i % 7 === 0 ? 1 : 0))
  const risks = labels.map((label, i) => ((i * 37) % 100) / 100 + label * 0.2)
  const [one, same] = drawnMeasures([risks, risks], labels, 200, 1)
  expect(same).toEqual(one)
  const drawn = Array.from({ length: 200 }, (_, draw) => one![draw * 3]!)
  const mean = drawn.reduce((sum, value) => sum + value, 0) / 200
  expect(Math.abs(mean - measuresOf(risks, labels).auc)).toBeLessThan(0.01)
  expect(new Set(drawn).size).toBeGreaterThan(150)
})
