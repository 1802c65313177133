/** What a title is said to resemble: the words must speak for the factor beside them, not against it. */
import { describe, expect, test } from 'vitest'
import type { Touches } from '../../src/history/past.ts'
import { recordOf, type Subject } from '../../src/signals/signal.ts'
import { titleWords } from '../../src/signals/title.ts'

const touched = (count: number, failures: number) => ({ count, failures }) as Touches
/** A part in whose title stand these words: in so many titles before, so many of them failed; usually 1 % do. */
const titled = (...words: readonly (readonly [string, number, number])[]) =>
  ({
    surroundings: {
      words: words.map(([name, count, failures]) => ({ name, touches: touched(count, failures) })),
      usualFailureRate: 0.01,
    },
  }) as unknown as Subject
/** Its sentence where a usual title here has this value. */
const said = (usual: number, ...words: readonly (readonly [string, number, number])[]): string => {
  const subject = titled(...words)
  const answer = titleWords.measure(subject)
  return answer.outcome === 'measured' ? titleWords.sentence(answer.value, subject, usual) : ''
}

describe('a title is said to be', () => {
  test('riskier by the word that failed most', () =>
    expect(said(-1, ['update', 180, 0], ['image', 30, 4])).toBe(
      '“image” in 4 failed of 30 titles (usual 0.3)',
    ))
  test('safer by the word that failed least', () =>
    expect(said(0, ['update', 1800, 2], ['image', 30, 0])).toBe(
      '“update” in 2 failed of 1,800 titles (usual 18)',
    ))
  test('riskier for its words are rare, where none of them failed', () =>
    expect(said(-2, ['the', 34, 0], ['chunk', 19, 0])).toBe(
      'few titles share its words: “chunk” in 19, none failed',
    ))
  test('new where a word is', () =>
    expect(said(-2, ['the', 34, 0], ['frobnicate', 0, 0])).toBe('“frobnicate” was in no title before'))
  test('nothing at all without a word', () => expect(said(-2)).toBe('no word in its title to go by'))
})

test.each([
  [4, 256, 0.0239, '4 failed of 256 changes (usual 6)'],
  [1, 3, 0.01, '1 failed of 3 changes (usual 0)'],
  [1, 30, 0.02, '1 failed of 30 changes (usual 0.6)'],
  [30, 2000, 0.0123, '30 failed of 2,000 changes (usual 25)'],
  [3, 65, null, '3 failed of 65 changes'],
])('%d of %d stand beside what is usual: %s', (failures, count, usual, expected) =>
  expect(recordOf(touched(count, failures), 'change', usual)).toBe(expected),
)
