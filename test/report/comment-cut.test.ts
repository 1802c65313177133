import { describe, expect, test } from 'vitest'
import { byteLength, cutAtLine, cutAtWord } from '../../src/report/comment-cut.ts'
import fc from '../properties.ts'

describe('at a word', () => {
  test.each([
    ['short enough', 20, 'short enough'],
    ['riskier than most changes', 20, 'riskier than most…'],
    ['riskier than, most', 14, 'riskier than…'],
    ['oneverylongwordonly', 10, 'oneverylo…'],
    ['smile 😀😀😀😀', 8, 'smile…'],
    ['x😀😀😀😀', 5, 'x😀…'],
  ])('"%s" in %d is "%s"', (text, most, cut) => expect(cutAtWord(text, most)).toBe(cut))

  test('never longer, never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, most) => {
        const cut = cutAtWord(text, most)
        expect(cut.length).toBeLessThanOrEqual(most)
        expect(cut).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })
})

describe('at a line', () => {
  test('whole lines, then where the rest is', () =>
    expect(cutAtLine('one\ntwo\nthree\nfour', 15, 'more')).toBe('one\ntwo\n\nmore'))

  test('never longer, in characters or in bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 20 }),
        fc.integer({ min: 10, max: 120 }),
        fc.constantFrom(byteLength, (text: string) => text.length),
        (lines, most, size) => {
          const cut = cutAtLine(lines.join('\n'), most, 'more', size)
          expect(size(cut)).toBeLessThanOrEqual(most)
          const text = lines.join('\n')
          const kept = cut === 'more' ? '' : cut.replace(/\n\nmore$/, '\n')
          expect(`${text}\n`.startsWith(kept)).toBe(true)
        },
      ),
    )
  })
})
