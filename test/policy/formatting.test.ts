import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatList,
  formatPercent,
  formatPercents,
  oneLine,
} from '../../src/policy/formatting.ts'

describe('a percentage', () => {
  test.each([
    [0, '0 %'],
    [0.000001, 'under 0.001 %'],
    [0.00012, '0.012 %'],
    [0.005, '0.50 %'],
    [0.016, '1.6 %'],
    [0.031, '3.1 %'],
    [0.1, '10 %'],
    [0.21, '21 %'],
    [0.985, '99 %'],
    [0.9999, 'over 99 %'],
    [1, '100 %'],
    [Number.NaN, '0 %'],
  ])('%d is %s', (share, text) => expect(formatPercent(share)).toBe(text))

  test.each([
    [0.031, 0.016, ['3.1 %', '1.6 %']],
    [0.0161, 0.016, ['1.61 %', '1.60 %']],
    [0.5, 0.5, ['50 %', '50 %']],
    [1, 0.999, ['100 %', 'over 99 %']],
  ])('%d beside %d', (one, other, texts) => expect(formatPercents(one, other)).toEqual(texts))
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
  [['a', 'b', 'c', 'd'], 'a, b, c and 1 other'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 others'],
])('%j is listed as %s', (items, text) => expect(formatList(items)).toBe(text))

test.each([
  [0, '0 parts'],
  [1, '1 part'],
  [2, '2 parts'],
])('%d is counted as %s', (count, text) => expect(formatCount(count, 'part')).toBe(text))

test.each([
  ['a\r\nb', 'a b'],
  ['a\u2028b\u202ec\u0000', 'a b c'],
  ['x'.repeat(200), `${'x'.repeat(119)}…`],
  ['😀'.repeat(121), `${'😀'.repeat(119)}…`],
])('%j fits on one line', (text, line) => expect(oneLine(text)).toBe(line))
