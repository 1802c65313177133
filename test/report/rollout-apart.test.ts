/** Those whom a person left alone, in the lines at the end. */
import { expect, test } from 'vitest'
import { tellRollout } from '../../src/report/rollout-lines.ts'
import type { RolloutEvent } from '../../src/rollout/events.ts'
import { failure, success } from './rollout-journal.ts'

const skip = (by: string, reason: string, ...instances: readonly string[]): RolloutEvent => ({
  event: 'command',
  command: 'skip',
  at: '2026-11-20T14:25:00.000Z',
  epoch: 1,
  by,
  reason,
  instances,
})

/** What follows the line of the outcome, where these were said before it and these are left apart. */
const ending = (
  events: readonly RolloutEvent[],
  said: readonly RolloutEvent[],
  skipped: readonly string[],
): readonly string[] => {
  const end = { ...events.at(-1)!, skipped } as RolloutEvent
  const lines = tellRollout([...events.slice(0, -1), ...said, end], {
    id: 'web/7',
    planOption: '--plan web.yml',
  })
  return lines.slice(lines.findLastIndex((line) => /^\d/.test(line)) + 1).map((line) => line.trim())
}

const forty = Array.from({ length: 40 }, (_, at) => `web-${at + 100}`)
const along = (version: string): string => `rollout run --plan web.yml --to ${version}`

test.each<[string, readonly RolloutEvent[], readonly RolloutEvent[], readonly string[], string]>([
  [
    'one, with a reason',
    success,
    [skip('mira', 'disk swap', 'web-004')],
    ['web-004'],
    `1 instance not on v812: web-004, skipped by mira "disk swap" · bring it along: ${along('v812')}`,
  ],
  [
    'several, of two people; the last word about one counts',
    success,
    [skip('mira', 'disk swap', 'web-004', 'web-007'), skip('noor', '', 'web-007')],
    ['web-004', 'web-007'],
    `2 instances not on v812: web-004, skipped by mira "disk swap"; web-007, skipped by noor · bring them along: ${along('v812')}`,
  ],
  [
    'so many that most go unnamed',
    success,
    [skip('mira', '', ...forty)],
    forty,
    `40 instances not on v812: web-100, web-101, web-102, web-103, web-104, web-105, web-106 and 33 more, skipped by mira · bring them along: ${along('v812')}`,
  ],
  [
    'so many words that most go untold',
    success,
    forty.map((id) => skip(`by-${id}`, '', id)),
    forty,
    `40 instances not on v812: web-100, skipped by by-web-100; web-101, skipped by by-web-101; and 38 more by others · bring them along: ${along('v812')}`,
  ],
  [
    'on the way back',
    failure,
    [skip('mira', 'evidence', 'web-004')],
    ['web-004'],
    `1 instance not back on v811: web-004, skipped by mira "evidence" · bring it along: ${along('v811')}`,
  ],
])('%s', (_, events, said, skipped, line) => {
  expect(ending(events, said, skipped)).toContain(line)
})

test('a word about those who are where all others are leaves no line', () => {
  expect(ending(success, [skip('mira', '', 'web-004')], []).join('\n')).not.toContain('skipped')
})

test('a version that a shell would not take for one word is quoted', () => {
  const [first, ...rest] = success
  const events = [{ ...first, to: 'v8 $(reboot)' } as RolloutEvent, ...rest]
  const told = ending(events, [skip('mira', '', 'web-004')], ['web-004'])
  expect(told.join('\n')).toContain("--to 'v8 $(reboot)'")
})

test('twenty waves: the closing block has ten lines all the same', () => {
  const judged = success.find(({ event }) => event === 'judged')!
  const events = [...success.slice(0, -1), ...Array.from({ length: 20 }, () => judged), success.at(-1)!]
  expect(ending(events, [skip('mira', '', 'web-004')], ['web-004'])).toHaveLength(9)
})
