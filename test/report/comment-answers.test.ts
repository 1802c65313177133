import { describe, expect, test } from 'vitest'
import {
  answerApproval,
  answerExplain,
  answerHelp,
  answerRisk,
  answerTrouble,
  answerWord,
} from '../../src/report/comment-answers.ts'
import { batchOf400 } from './fixtures.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'
import { hostileText } from './hostility.ts'
import { batchOf40, enforceReview, everyView, links, poisoned } from './views.ts'

const head = `3f9c2d1a${'0'.repeat(32)}`
const comment = 'https://github.example/acme/ledger/pull/4502#issuecomment-1'

test.each([
  ['risk', answerRisk(enforceReview, 7, comment)],
  ['explain', answerExplain(enforceReview, 7)],
  ['help', answerHelp(7, '.')],
  [
    'approve-recorded',
    answerApproval({ outcome: 'recorded', word: 'approve', by: 'mira', about: '#4502', sha: head }, 7, links),
  ],
  [
    'approve-recorded-not-enough',
    answerApproval(
      {
        outcome: 'recorded',
        word: 'approve',
        by: 'mira',
        about: '#4502',
        sha: head,
        missing: 'one more approval is needed, of acme/release-leads',
      },
      7,
      links,
    ),
  ],
  [
    'approve-refused',
    answerApproval(
      {
        outcome: 'refused',
        by: 'mira',
        why: 'the pull request moved on after it was scored',
        now: { sha: head, reply: '.approve 3f9c2d1a' },
      },
      7,
      links,
    ),
  ],
  [
    'approve-refused-for-good',
    answerApproval({ outcome: 'refused', by: 'mira', why: 'you pushed to it last' }, 7, links),
  ],
  [
    'word-failed',
    answerWord({ outcome: 'recorded', by: 'mira', about: '#4502', verdict: 'failed' }, 7, links),
  ],
  ['word-ok', answerWord({ outcome: 'recorded', by: 'mira', about: '#4502', verdict: 'ok' }, 7, links)],
  [
    'word-by-label',
    answerWord(
      { outcome: 'recorded', by: 'mira', about: '#4502', verdict: 'failed', label: 'outcome: failed' },
      'label-outcome',
      links,
    ),
  ],
  [
    'word-withdrawn',
    answerWord(
      { outcome: 'withdrawn', by: 'mira', about: '#4502', label: 'outcome: failed' },
      'label-outcome',
      links,
    ),
  ],
  ['word-refused', answerWord({ outcome: 'refused', by: 'mira', why: 'you wrote it' }, 7, links)],
  ['trouble', answerTrouble('".aprove" is no command', 7, '.')],
])('%s looks as agreed', (name, answer) => expect(answer).toMatchFileSnapshot(`golden/answer-${name}.md`))

describe.each(Object.entries(everyView))('about %s', (_, view) => {
  test.each([
    ['.risk', (given: typeof view) => answerRisk(given, 7, comment)],
    ['.risk explain', (given: typeof view) => answerExplain(given, 7)],
  ])('%s calls nobody and is whole', (_, say) => {
    for (const answer of [say(view), say(poisoned(view, hostileText))]) {
      expectHarmless(answer)
      expectWholeTables(answer)
      expect(answer.startsWith('<!-- change-risk-gate:v1:answer:7 -->\n')).toBe(true)
      expect(answer.length).toBeLessThanOrEqual(60_000)
    }
  })
})

test('who asks, what they asked and why not are told, never obeyed', () => {
  for (const answer of [
    answerWord({ outcome: 'recorded', by: hostileText, about: hostileText, verdict: 'ok' }, 7, links),
    answerWord({ outcome: 'refused', by: hostileText, why: hostileText }, 7, links),
    answerWord({ outcome: 'withdrawn', by: hostileText, about: hostileText, label: hostileText }, 7, links),
    answerApproval(
      {
        outcome: 'recorded',
        word: 'approve',
        by: hostileText,
        about: hostileText,
        sha: hostileText,
        missing: hostileText,
      },
      7,
      links,
    ),
    answerApproval(
      {
        outcome: 'refused',
        by: hostileText,
        why: hostileText,
        now: { sha: hostileText, reply: hostileText },
      },
      7,
      links,
    ),
    answerTrouble(hostileText, 7, '.'),
  ])
    expectHarmless(answer)
})

test('400 changes explained still fit', () => {
  const answer = answerExplain({ ...batchOf40, assessment: batchOf400 }, 7)
  expect(answer.length).toBeLessThanOrEqual(60_000)
  expect(answer).toMatch(/more changes, together [<>\d]+ % of the risk, would not fit/)
})
