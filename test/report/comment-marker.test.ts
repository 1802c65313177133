import { describe, expect, test } from 'vitest'
import { answerMarker, commentMarker, isMarked } from '../../src/report/comment-marker.ts'
import fc from '../properties.ts'

test.each([
  ['pull-request', '<!-- change-risk-gate:v1:pull-request -->'],
  ['production', '<!-- change-risk-gate:v1:production -->'],
  ['Production', '<!-- change-risk-gate:v1:production -->'],
  ['prod/eu west', '<!-- change-risk-gate:v1:prod~2feu~20west -->'],
  ['a--b-', '<!-- change-risk-gate:v1:a-~2db~2d -->'],
  ['--> <img>', '<!-- change-risk-gate:v1:~2d~2d~3e~20~3cimg~3e -->'],
])('%s is kept as %s', (key, marker) => expect(commentMarker(key)).toBe(marker))

test.each([
  ['a comment of ours', `${commentMarker('prod/eu west')}\n### Review wanted`, true],
  ['one that GitHub handed back with other line ends', `${commentMarker('production')}\r\ntext`, true],
  ['an answer to a command', `${answerMarker(7)}\ntext`, false],
  ['a quotation', `> ${commentMarker('production')}\ntext`, false],
  ['a marker further down', `Asked lately:\n${commentMarker('production')}`, false],
  ['a marker with words behind it', `${commentMarker('production')} says`, false],
])('%s is marked: %s', (_, body, marked) => expect(isMarked(body)).toBe(marked))

describe('whatever an environment is called', () => {
  const key = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.stringMatching(/^[-.~>a-c2]{0,6}$/))

  test('its marker is one whole HTML comment', () => {
    fc.assert(
      fc.property(key, (given) => {
        const [, inside] = /^<!-- (.*) -->$/.exec(commentMarker(given))!
        expect(inside).toMatch(/^change-risk-gate:v1:[a-z\d.~-]*$/)
        expect(inside).not.toContain('--')
        expect(isMarked(`${commentMarker(given)}\ntext`)).toBe(given !== '')
      }),
    )
  })

  test('two of them share a comment only where GitHub takes them for one', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(commentMarker(one) === commentMarker(other)).toBe(one.toLowerCase() === other.toLowerCase())
      }),
      { numRuns: 2000 },
    )
  })

  test('it is no answer to a command', () => {
    fc.assert(
      fc.property(key, fc.nat(), (given, id) => {
        expect(commentMarker(`answer:${id}`)).not.toBe(answerMarker(id))
        expect(commentMarker(given)).not.toBe(answerMarker(id))
      }),
    )
  })
})
