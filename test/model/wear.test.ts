import { expect, test } from 'vitest'
import { worn } from '../../src/model/wear.ts'

const eta = Float64Array.from([-4, -3, -2, -5])
const weights = Float64Array.from([1, 1, 0.5, 1])
const total = (values: Float64Array) =>
  values.reduce((sum, value, i) => sum + weights[i]! * Math.exp(value), 0)
const found = {
  coefficients: Float64Array.from([-3.5, 0.5, -0.25]),
  covariance: Float64Array.from([0.04, 0, 0, 0, 0.01, 0, 0, 0, 0.01]),
  eta,
}
const tomorrow = worn(found, { weights })

test('the order stays, differences shrink to 85 %, and as many failures are expected', () => {
  for (let i = 1; i < eta.length; i++)
    expect(tomorrow.eta[i]! - tomorrow.eta[0]!).toBeCloseTo(0.85 * (eta[i]! - eta[0]!), 12)
  expect(total(tomorrow.eta)).toBeCloseTo(total(eta), 12)
})

test('coefficients say the same as the hazards', () => {
  const moved = tomorrow.coefficients[0]! - found.coefficients[0]!
  // A part at the intercept, −3.5, is the mean of the four: it moves by what keeps the total.
  expect(moved).toBeCloseTo(tomorrow.eta[0]! - (0.85 * (-4 - -3.5) - 3.5), 12)
  expect([...tomorrow.coefficients.subarray(1)]).toEqual([0.425, -0.2125])
})

test('how much wears off is itself in doubt', () => {
  expect(tomorrow.covariance[4]).toBeCloseTo(0.85 * 0.85 * 0.01 + 0.01 * 0.25, 12)
  expect(tomorrow.covariance[5]).toBeCloseTo(0.01 * 0.5 * -0.25, 12)
})

test('where nothing was learned from, the usual part stays as it was', () => {
  const { coefficients } = worn({ ...found, eta: new Float64Array() }, { weights: new Float64Array() })
  expect(coefficients[0]).toBe(-3.5)
})

test('what is young counts only in part: its offset does not wear', () => {
  const offsets = Float64Array.from([0, 0, -1, 0])
  const { eta: moved } = worn(
    { ...found, eta: eta.map((value, i) => value + offsets[i]!) },
    { weights },
    offsets,
  )
  expect(moved[2]! + 1 - moved[0]!).toBeCloseTo(0.85 * 2, 12)
})
