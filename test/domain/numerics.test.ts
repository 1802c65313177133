import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { exp, expm1, log, log1p } from '../../src/domain/numerics.ts'
import { normalQuantile } from '../../src/model/normal.ts'

const bits = new BigInt64Array(1)
const double = new Float64Array(bits.buffer)
/** How many doubles lie between two numbers of the same sign. */
function unitsApart(a: number, b: number): number {
  double[0] = a
  const first = bits[0]!
  double[0] = b
  return Math.abs(Number(first - bits[0]!))
}

/** Correctly rounded from 60 decimal digits. */
const known: readonly (readonly [string, (x: number) => number, readonly (readonly [number, number])[]])[] = [
  [
    'exp',
    exp,
    [
      [0, 1],
      [1, Math.E],
      [-1, 0.36787944117144233],
      [0.1, 1.1051709180756477],
      [0.34657, 1.4142084849595797],
      [10, 22026.465794806718],
      [-20.5, 1.2501528663867426e-9],
      [100, 2.6881171418161356e43],
      [-300, 5.148200222412013e-131],
      [700, 1.0142320547350045e304],
      [-740, 4.2e-322],
    ],
  ],
  [
    'expm1',
    expm1,
    [
      [1e-10, 1.00000000005e-10],
      [-1e-10, -9.999999999500001e-11],
      [0.1, 0.10517091807564763],
      [-0.1, -0.09516258196404043],
      [0.34657, 0.4142084849595797],
      [0.3466, 0.41425091185052865],
      [-1, -0.6321205588285577],
      [10, 22025.465794806718],
      [-20.5, -0.9999999987498471],
    ],
  ],
  [
    'log',
    log,
    [
      [1e-310, -713.8013788281542],
      [1e-10, -23.025850929940457],
      [0.5, -Math.LN2],
      [0.7, -0.35667494393873245],
      [0.99999, -1.0000050000287824e-5],
      [1, 0],
      [1.0000001, 9.999999505838704e-8],
      [1.4143, 0.34663470904431704],
      [3, 1.0986122886681098],
      [12345.678, 9.421061321291832],
      [1e300, 690.7755278982137],
    ],
  ],
  [
    'log1p',
    log1p,
    [
      [1e-17, 1e-17],
      [1e-10, 9.999999999500001e-11],
      [-1e-10, -1.00000000005e-10],
      [0.001, 0.0009995003330835331],
      [-0.3, -0.35667494393873234],
      [-0.9999, -9.210340371976294],
      [99, 4.605170185988092],
      [1e20, 46.051701859880914],
    ],
  ],
]

describe.each(known)('%s', (_, compute, values) => {
  test.each(values)('of %d is within 2 units in the last place of %d', (x, expected) => {
    expect(unitsApart(compute(x), expected)).toBeLessThanOrEqual(2)
  })
})

test.each([
  ['exp of −∞', exp(-Infinity), 0],
  ['exp of ∞', exp(Infinity), Infinity],
  ['exp beyond the largest double', exp(710), Infinity],
  ['exp below the smallest', exp(-746), 0],
  ['exp of nothing', exp(NaN), NaN],
  ['log of 0', log(0), -Infinity],
  ['log of a negative', log(-1), NaN],
  ['log of ∞', log(Infinity), Infinity],
  ['log1p of −1', log1p(-1), -Infinity],
  ['log1p below −1', log1p(-1.5), NaN],
  ['expm1 of −∞', expm1(-Infinity), -1],
  ['expm1 of ∞', expm1(Infinity), Infinity],
])('%s', (_, got, expected) => expect(got).toBe(expected))

test('every bit of 40,000 results is the one this engine was released with', () => {
  const results = new Float64Array(40_000)
  for (let i = 0; i < 10_000; i++) {
    const x = (i - 5000) * 0.137
    const y = (i * i + 1) / 977
    results.set([exp(x), expm1(x / 100), log(y), log1p(y - 1 + 1e-9)], i * 4)
  }
  const view = new DataView(new ArrayBuffer(results.length * 8))
  results.forEach((value, i) => {
    view.setFloat64(i * 8, value, true)
  })
  expect(createHash('sha256').update(new Uint8Array(view.buffer)).digest('hex')).toBe(
    '9bc5fc5eeaa4cc96c1c0fec3cc86f56ca29e10eb2a6cc9ccfd5396b603a7633c',
  )
})

test.each([
  [0.5, 0],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.05, -1.6448536269514722],
  [1e-9, -5.997807015007686],
])('the normal quantile of %d is %d', (p, expected) => expect(normalQuantile(p)).toBeCloseTo(expected, 12))
