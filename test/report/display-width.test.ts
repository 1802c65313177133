import { expect, test } from 'vitest'
import { displayWidth, padEnd, truncate, wrap } from '../../src/report/display-width.ts'
import { neutralise } from '../../src/report/escaping.ts'
import { pair } from '../../src/report/terminal-lines.ts'
import fc from '../properties.ts'

const text = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.lorem())
  .map(neutralise)

test.each([
  ['plain', 5],
  ['café', 4],
  ['cafe\u0301', 4],
  ['決済', 4],
  ['ｈａｌｆ', 8],
  ['한국어', 6],
  ['🚀', 2],
  ['إصلاح', 5],
  ['→×–…', 4],
])('"%s" is %d columns wide', (given, columns) => expect(displayWidth(given)).toBe(columns))

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['one, two three', 8, 'one, tw…'],
  ['one, two three', 5, 'one…'],
  ['決済サービス', 6, '決済…'],
  ['cafe\u0301s', 4, 'caf…'],
  ['anything', 0, ''],
])('"%s" in %d columns is "%s"', (given, columns, cut) => expect(truncate(given, columns)).toBe(cut))

test('a figure stays with its percent sign', () => {
  expect(wrap('it is 21 % here', 8)).toEqual(['it is', '21 %', 'here'])
})

test('what does not fit in the lines allowed ends in an ellipsis', () => {
  expect(wrap('one two three four five', 9, 2)).toEqual(['one two', 'three fo…'])
})

test('a wrapped line is never wider than asked, and no letter is lost', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 3, max: 80 }), (given, columns) => {
      const lines = wrap(given, columns)
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
      expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''))
    }),
  )
})

test('a cut or padded text has the width asked for at most, or exactly', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 80 }), (given, columns) => {
      expect(displayWidth(truncate(given, columns))).toBeLessThanOrEqual(columns)
      expect(displayWidth(padEnd(truncate(given, columns), columns))).toBe(columns)
    }),
  )
})

test('cells two to a line stay inside the line and in their order', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), fc.integer({ min: 20, max: 63 }), (cells, columns) => {
      const lines = pair(cells, columns)
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
      expect(lines.length).toBeLessThanOrEqual(cells.length)
    }),
  )
})
