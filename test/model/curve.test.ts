import { describe, expect, test } from 'vitest'
import type { Table } from '../../src/model/column.ts'
import { rowRange, transformed } from '../../src/model/column.ts'
import type { Curve } from '../../src/model/curve.ts'
import { effectOf } from '../../src/model/curve.ts'
import { scalingsOf } from '../../src/model/scaling.ts'

const curve: Curve = { shape: 'number', mean: 10, sd: 2, usual: 0, knots: [1], slopes: [0.4, 0.1] }

describe('a curve with slope 0.4 up to one sd above the mean and 0.1 beyond', () => {
  test.each([
    ['the usual value', 10, 0],
    ['half an sd above', 11, 0.2],
    ['at the knot', 12, 0.4],
    ['three sd above', 16, 0.6],
    ['one sd below', 8, -0.4],
    ['a freak value counts as four sd', 1e9, 0.7],
    ['an unavailable value', Number.NaN, 0],
    ['an infinite value', Number.POSITIVE_INFINITY, 0],
  ])('%s', (_, value, effect) => expect(effectOf(curve, value)).toBeCloseTo(effect, 12))
})

test('where the usual value is not the mean, its effect is still nothing', () => {
  expect(effectOf({ ...curve, usual: 2 }, 14)).toBe(0)
  expect(effectOf({ ...curve, usual: 2 }, 10)).toBeCloseTo(-0.5, 12)
})

test.each([
  ['count', 0, 0],
  ['count', 1, Math.LN2],
  ['count', 3.5, 1.5040773967762742],
  ['count', 1e6, 13.815511557963774],
  ['count', -3, 0],
  ['share', 0.3, 0.3],
  ['number', -7, -7],
] as const)('a %s of %d enters as %d', (shape, value, expected) => {
  expect(transformed(shape, value)).toBeCloseTo(expected, 14)
})

const tableOf = (shape: Curve['shape'], values: readonly number[]): Table => ({
  columns: [{ name: 'x', shape, direction: 0 }],
  rows: Float32Array.from(values),
  n: values.length,
})
const scaled = (shape: Curve['shape'], values: readonly number[]) =>
  scalingsOf(tableOf(shape, values), rowRange(0, values.length))[0]

test('scaling knows mean, sd and the usual value, and looks past what is missing', () => {
  const scaling = scaled('number', [1, 2, Number.NaN, 3, 10, Number.POSITIVE_INFINITY])!
  expect(scaling.mean).toBe(4)
  expect(scaling.sd).toBeCloseTo(Math.sqrt(12.5), 12)
  expect(scaling.usual).toBeCloseTo((2 - 4) / Math.sqrt(12.5), 12)
})

test.each([
  ['constant', [5, 5, 5]],
  ['never known', [Number.NaN, Number.NaN]],
  ['known once', [Number.NaN, 3]],
  ['infinite', [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
])('a column that is %s drops out', (_, values) => expect(scaled('number', values)).toBeUndefined())

test('a flag is not scaled, and its usual value is the more frequent one', () => {
  expect(scaled('flag', [0, 1, 1])).toEqual({
    mean: 0,
    sd: 1,
    usual: 1,
    deviation: expect.closeTo(Math.sqrt(2) / 3, 12),
  })
  expect(scaled('flag', [0, 0, 1])).toEqual({
    mean: 0,
    sd: 1,
    usual: 0,
    deviation: expect.closeTo(Math.sqrt(2) / 3, 12),
  })
})

test('a column known in two rows of fifty thousand has a median', () => {
  const values = new Array<number>(50_000).fill(Number.NaN)
  values[7] = 3
  values[40_001] = 5
  expect(Number.isFinite(scaled('number', values)!.usual)).toBe(true)
})
