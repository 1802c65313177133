import { expect, test } from 'vitest'
import type { Shape } from '../../src/model/column.ts'
import { rowRange } from '../../src/model/column.ts'
import { layColumns } from '../../src/model/design.ts'
import { flatBelief } from '../../src/model/prior-belief.ts'

const levelOf = (shape: Shape, values: readonly number[]): number => {
  const table = {
    columns: [{ name: 'x', shape, direction: 0 as const }],
    rows: Float32Array.from(values),
    n: values.length,
  }
  return flatBelief(table, layColumns(table, rowRange(0, values.length)), 0.06).columns[0]!.level
}

const oneIn = (rows: number): number[] => Array.from({ length: rows }, (_, i) => (i === 0 ? 1 : 0))

test.each<[string, Shape, readonly number[], number]>([
  ['a number is believed to matter by the spread itself', 'number', [-3, 1, 7, 20], 0.06],
  ['so is a share', 'share', [0.1, 0.2, 0.9], 0.06],
  ['a flag set in half of the rows by twice as much', 'flag', oneIn(2), 0.12],
  ['one set in a tenth by more', 'flag', oneIn(10), 0.2],
  ['nearly always set is as rare as nearly never', 'flag', oneIn(10).map((value) => 1 - value), 0.2],
  ['one set once in a thousand by no more than twelve times', 'flag', oneIn(1000), 0.72],
  ['one that is broken by no more either', 'flag', [0, 7, 7], 0.72],
])('%s', (_, shape, values, level) => {
  expect(levelOf(shape, values)).toBeCloseTo(level, 10)
})
