import { describe, expect, test } from 'vitest'
import { readOnCall } from '../../src/policy/on-call.ts'

const path = '.github/on-call.yml'
const shifts = `shifts:
  - { who: "@mira", from: 2026-03-09T09:00, to: 2026-03-16T09:00, time-zone: Europe/Paris }
  - { who: ["@jonas", "@acme/on-call"], from: 2026-03-16T09:00, to: 2026-03-23T09:00, time-zone: Europe/Paris }
always: "@zoe"
`
const names = async (text: string, now: string) =>
  (await readOnCall(text, path, new Date(now))).who.map((asked) =>
    asked.kind === 'team' ? `${asked.organisation}/${asked.team}` : asked.login,
  )

describe('who is on call', () => {
  test.each([
    ['in the first shift', '2026-03-10T10:00Z', ['mira']],
    ['a minute before it ends, on the wall in Paris', '2026-03-16T07:59Z', ['mira']],
    ['the minute it ends', '2026-03-16T08:00Z', ['jonas', 'acme/on-call']],
    ['where no shift is on', '2026-04-01T10:00Z', ['zoe']],
  ])('%s', async (_, now, expected) => expect(await names(shifts, now)).toEqual(expected))

  test.each([
    ['nothing', ''],
    ['something else', 'hello'],
    ['a list', '- "@mira"'],
  ])('nobody in a file that holds %s', async (_, text) => expect(await names(text, '2026-03-10')).toEqual([]))
})

test.each([
  [
    'a name without its sign',
    'always: mira',
    '.github/on-call.yml: always: wanted "@organisation/team" or "@user"',
  ],
  [
    'a shift without an end',
    'shifts: [{ who: "@mira", from: 2026-03-09 }]',
    '.github/on-call.yml: shift 1: wanted a local date or time like 2026-12-18',
  ],
  [
    'an unknown zone',
    'shifts: [{ who: "@mira", from: 2026-03-09, to: 2026-03-10, time-zone: Mars }]',
    '.github/on-call.yml: shift 1: wanted a time zone like Europe/Paris or UTC',
  ],
  ['no YAML', 'always: [', '.github/on-call.yml: '],
])('%s is told, and names nobody', async (_, text, problem) => {
  const { who, problems } = await readOnCall(text, path, new Date('2026-03-09T12:00Z'))
  expect(who).toEqual([])
  expect(problems).toEqual([expect.stringContaining(problem)])
})
