import { expect, test } from 'vitest'
import { formatCount } from '../../src/domain/counting.ts'
import {
  formatFactor,
  formatInterval,
  formatPercent,
  formatPlural,
  formatShare,
  roundFactor,
} from '../../src/report/numbers.ts'
import fc from '../properties.ts'

test.each([
  [0, '0 %'],
  [0.000001, '<0.1 %'],
  [0.001, '0.1 %'],
  [0.009, '0.9 %'],
  [0.044, '4.4 %'],
  [0.0999, '10 %'],
  [0.2149, '21 %'],
  [0.985, '99 %'],
  [0.9901, '>99 %'],
  [0.9999999, '>99 %'],
  [1, '100 %'],
])('a probability of %d is said as %s', (probability, said) => expect(formatPercent(probability)).toBe(said))

test.each([
  [0.11, 0.35, '11–35 %'],
  [0.004, 0.021, '0.4–2.1 %'],
  [0.0001, 0.03, '<0.1–3.0 %'],
  [0.2101, 0.2104, '21 %'],
])('from %d to %d is said as %s', (low, high, said) => expect(formatInterval(low, high)).toBe(said))

test.each([
  [0.306, '31 %'],
  [0.002, '<1 %'],
  [0.998, '>99 %'],
  [1, '100 %'],
  [0, '0 %'],
])('a share of %d is said as %s', (share, said) => expect(formatShare(share)).toBe(said))

test.each([
  [3.42, '×3.4'],
  [0.8634, '×0.86'],
  [1.264, '×1.26'],
  [0.9, '×0.9'],
  [1, '×1'],
  [12.4, '×12'],
  [0.0342, '×0.034'],
  [0.00001, '×<0.001'],
  [1234.5, '×1,235'],
])('a factor of %d is said as %s', (factor, said) => expect(formatFactor(factor)).toBe(said))

test.each([
  [0, '0'],
  [999, '999'],
  [1031, '1,031'],
  [1234567, '1,234,567'],
])('a count of %d is said as %s', (count, said) => expect(formatCount(count)).toBe(said))

test('the word bends with the count', () => {
  expect([0, 1, 2, 1031].map((count) => formatPlural(count, 'hotfix', 'hotfixes'))).toEqual([
    '0 hotfixes',
    '1 hotfix',
    '2 hotfixes',
    '1,031 hotfixes',
  ])
})

test('a possible failure is never said to be 0 %, an uncertain one never 100 %', () => {
  const uncertain = fc.double({ min: Number.MIN_VALUE, max: 1 - Number.EPSILON, noNaN: true })
  fc.assert(
    fc.property(uncertain, (probability) => {
      expect([formatPercent(probability), formatShare(probability)]).not.toContain('0 %')
      expect([formatPercent(probability), formatShare(probability)]).not.toContain('0.0 %')
      expect([formatPercent(probability), formatShare(probability)]).not.toContain('100 %')
    }),
  )
})

test('a greater probability is never said to be smaller', () => {
  const figure = (said: string) =>
    said.startsWith('<') ? 0.05 : said.startsWith('>') ? 99.5 : Number.parseFloat(said)
  const probability = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(probability, probability, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)]
      expect(figure(formatPercent(low))).toBeLessThanOrEqual(figure(formatPercent(high)))
    }),
  )
})

test('a printed factor is within 5 % of the true one', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (factor) => {
      expect(Math.abs(roundFactor(factor) / factor - 1)).toBeLessThan(0.051)
    }),
  )
})
