import { describe, expect, test } from 'vitest'
import { type LabelWord, labelOf, parseLabel } from '../../../src/sources/github/label-word.ts'
import fc from '../../properties.ts'

const outcome = (verdict: 'failed' | 'ok') => ({ name: 'outcome', verdict, reason: null })
const blame = (name: 'blame' | 'unblame', number: number) => ({ name, number })

describe('what a label says', () => {
  test.each<[string, string, object | null]>([
    ['that a change failed', 'outcome: failed', outcome('failed')],
    ['that it was well', 'outcome: ok', outcome('ok')],
    ['without the space', 'outcome:failed', outcome('failed')],
    ['in capitals', 'Outcome: OK', outcome('ok')],
    ['which change is the cause', 'caused-by: #123', blame('blame', 123)],
    ['which is not', 'not-caused-by: #9', blame('unblame', 9)],
    ['a cause without the space, in capitals', 'Caused-By:#7', blame('blame', 7)],

    ['nothing', '', null],
    ['a kind of issue', 'bug', null],
    ['no verdict', 'outcome:', null],
    ['another verdict', 'outcome: rolled-back', null],
    ['a verdict with something glued on', 'outcome: okay', null],
    ['a verdict with a reason', 'outcome: failed cards', null],
    ['two spaces', 'outcome:  ok', null],
    ['a space before', ' outcome: ok', null],
    ['a space behind', 'outcome: ok ', null],
    ['a line end behind', 'outcome: ok\n', null],
    ['something before', 'the outcome: ok', null],
    ['an equals sign', 'outcome=failed', null],
    ['a look-alike letter', 'outcome: оk', null],
    ['a letter that folds to one of ours', 'outcome: o\u212a', null],
    ['zero width inside', 'outcome: fai\u200bled', null],
    ['a number without the sign', 'caused-by: 123', null],
    ['number nothing', 'caused-by: #0', null],
    ['a number too long', 'caused-by: #1234567890', null],
    ['two numbers', 'caused-by: #1 #2', null],
    ['another repository', 'caused-by: acme/shop#1', null],
    ['a commit', 'caused-by: 3f9c2d1', null],
    ['digits of elsewhere', 'caused-by: #\u0661', null],
    ['doubly not', 'not-not-caused-by: #1', null],
  ])('%s', (_, label, wanted) => expect(parseLabel(label)).toEqual(wanted))
})

/** What labels of ours are made of, in order and out of it, and what surrounds them. */
const pieces = ['outcome:', 'caused-by:', 'not-', ' ', 'failed', 'ok', '#', '12', '0', '\n', '\u212a']
const jumbled = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 6 })
  .map((all) => all.join(''))
const ordered = fc
  .tuple(
    fc.constantFrom('', 'not-', ' '),
    fc.constantFrom('outcome:', 'caused-by:', 'Outcome:', 'CAUSED-BY:'),
    fc.constantFrom('', ' ', '  ', '\u00a0'),
    fc.constantFrom('ok', 'failed', 'oK', 'FAILED', '#12', '#0', '#123456789', '#1234567890', '12'),
    fc.constantFrom('', '', '', ' ', '\n', '\u200b'),
  )
  .map((all) => all.join(''))

/** The grammar once more, as what is left when case and one space are taken away. */
const isOurs = (label: string): boolean => {
  const ascii = label.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const [name = '', ...rest] = ascii.split(':')
  const said = rest.join(':').replace(/^ /, '')
  if (name === 'outcome' && rest.length > 0) return said === 'ok' || said === 'failed'
  if (!['caused-by', 'not-caused-by'].includes(name) || !said.startsWith('#')) return false
  const number = Number(said.slice(1))
  return String(number) === said.slice(1) && Number.isInteger(number) && number > 0 && number <= 999_999_999
}

test('whatever a label holds, it says one of our words exactly where the grammar has it, or nothing', () => {
  const said = new Map<string, number>()
  fc.assert(
    fc.property(fc.oneof(jumbled, ordered), (label) => {
      const word = parseLabel(label)
      expect([label, word !== null]).toEqual([label, isOurs(label)])
      if (word !== null) said.set(word.name, (said.get(word.name) ?? 0) + 1)
    }),
    { numRuns: 20_000 },
  )
  expect(['outcome', 'blame', 'unblame'].filter((name) => (said.get(name) ?? 0) < 50)).toEqual([])
})

test('the usual spelling says what it is the spelling of', () => {
  const words: fc.Arbitrary<LabelWord> = fc.oneof(
    fc
      .constantFrom('failed' as const, 'ok' as const)
      .map((verdict) => ({ name: 'outcome' as const, verdict, reason: null })),
    fc.record({
      name: fc.constantFrom('blame' as const, 'unblame' as const),
      number: fc.integer({ min: 1, max: 999_999_999 }),
    }),
  )
  fc.assert(
    fc.property(words, (word) => {
      expect(parseLabel(labelOf(word))).toEqual(word)
    }),
  )
})
