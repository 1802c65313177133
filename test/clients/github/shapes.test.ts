/** What passes as a field, and how what does not is named. */

import { describe, expect, test } from 'vitest'
import { GitHubError } from '../../../src/clients/github/github.ts'
import {
  type Answer,
  answerOf,
  type Check,
  commitName,
  integer,
  misshapenMend,
  moment,
  record,
  text,
} from '../../../src/clients/github/shapes.ts'
import fc from '../../properties.ts'

const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
const sha = '0123456789abcdef0123456789abcdef01234567'
const body = {
  number: 7,
  title: 'Ship it',
  body: null,
  draft: false,
  state: 'open',
  created_at: '2026-11-20T10:00:00Z',
  merge_commit_sha: null,
  head: { sha, repo: null },
  user: { login: 'mira' },
  labels: [{ name: 'risk' }, { name: 'ui' }],
  topics: ['cash'],
}
const read = answerOf(route, body)
const wrongly = (reading: () => unknown): string => {
  try {
    reading()
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'rubbish' && error.route === route)
      return error.message
    throw error
  }
  throw new Error('it was taken')
}

test.each<[string, (read: Answer) => unknown, unknown]>([
  ['text', (read) => read.text('title'), 'Ship it'],
  ['a field of a field', (read) => read.text('user.login'), 'mira'],
  ['a record and on from it', (read) => read.record('user').text('login'), 'mira'],
  ['null where null may be', (read) => read.textOrNull('body'), null],
  ['a number', (read) => read.integer('number'), 7],
  ['a flag', (read) => read.flag('draft'), false],
  ['a word of several', (read) => read.oneOf('state', ['open', 'closed']), 'open'],
  ['a commit', (read) => read.commitName('head.sha'), sha],
  ['no commit yet', (read) => read.orNull('merge_commit_sha', commitName), null],
  ['a record that is null', (read) => read.orNull('head.repo', record), null],
  ['a list', (read) => read.list('labels').map((label) => label.text('name')), ['risk', 'ui']],
  ['a list of texts', (read) => read.list('topics').map((topic) => topic.text('')), ['cash']],
  ['what may be missing', (read) => read.optional('app', record), null],
  ['what lies below what is null', (read) => read.optional('head.repo.full_name', text), null],
  ['what may be missing and is there', (read) => read.optional('user.login', text), 'mira'],
  ['a moment', (read) => read.moment('created_at'), '2026-11-20T10:00:00.000Z'],
])('%s', (_, reading, expected) => expect(reading(read)).toEqual(expected))

test.each<[string, () => unknown, string]>([
  ['missing', () => read.text('name'), 'name is missing'],
  ['missing, though it may be null', () => read.textOrNull('name'), 'name is missing'],
  ['null', () => read.text('body'), 'body is null'],
  ['below null', () => read.text('head.repo.name'), 'head.repo.name is missing'],
  ['of another kind', () => read.integer('title'), 'title is no whole number'],
  ['a word of no list', () => read.oneOf('state', ['merged']), 'state is no word of merged'],
  [
    'no commit',
    () => answerOf(route, { head: { sha: 'main' } }).commitName('head.sha'),
    'head.sha is no commit name',
  ],
  ['optional, and of another kind', () => read.optional('number', text), 'number is no text'],
  ['in a list', () => read.list('labels')[1]?.integer('name'), 'labels[1].name is no whole number'],
  ['no list', () => read.list('user'), 'user is no list'],
  ['no record', () => read.record('labels'), 'labels is no record'],
  ['the answer itself', () => answerOf(route, []).record(''), 'the answer is no record'],
  ['the answer itself, no list', () => answerOf(route, {}).list(), 'the answer is no list'],
  ['the answer itself, nothing', () => answerOf(route, undefined).record(''), 'the answer is missing'],
  [
    'what every object inherits',
    () => read.is('constructor', (value, where) => text(value, where)),
    'constructor is missing',
  ],
  ['what every list has', () => read.integer('labels.length'), 'labels.length is missing'],
])('%s is named', (_, reading, what) => expect(wrongly(reading)).toBe(`${route}: ${what}; ${misshapenMend}`))

describe('the edges of a kind', () => {
  const takes = (
    check: (value: unknown, where: { route: string; path: string }) => unknown,
    value: unknown,
  ) => {
    try {
      check(value, { route, path: 'it' })
      return true
    } catch {
      return false
    }
  }
  test.each<[unknown, boolean]>([
    ['a'.repeat(40), true],
    ['0'.repeat(64), true],
    ['A'.repeat(40), false],
    ['a'.repeat(41), false],
    [`${'a'.repeat(40)}\n`, false],
    [['a'.repeat(40)], false],
  ])('commit %j: %s', (value, taken) => expect(takes(commitName, value)).toBe(taken))
  test.each<[unknown, boolean]>([
    [0, true],
    [2 ** 53 - 1, true],
    [2 ** 53, false],
    [-1, false],
    [1.5, false],
    ['1', false],
  ])('integer %j: %s', (value, taken) => expect(takes(integer, value)).toBe(taken))
  test.each<[unknown, boolean]>([
    ['2026-11-20T10:00:00+02:00', true],
    ['2026-11-20T10:00:00.123Z', true],
    ['2026-11-20', false],
    ['2026-11-20T10:00:00', false],
    ['2026-13-20T10:00:00Z', false],
    ['Fri, 20 Nov 2026', false],
    [1_790_000_000, false],
  ])('moment %j: %s', (value, taken) => expect(takes(moment, value)).toBe(taken))
  test('moments of any zone compare as texts', () =>
    expect(answerOf(route, { at: '2026-11-20T10:00:00+02:00' }).moment('at')).toBe(
      '2026-11-20T08:00:00.000Z',
    ))
})

const checks: readonly Check<unknown>[] = [text, integer, commitName, moment]
test('nothing an answer holds gets past a check, or into its message', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reading = answerOf(route, { secret: value })
      for (const check of checks) {
        try {
          expect(typeof reading.is('secret', check)).toMatch(/string|number/)
        } catch (error) {
          expect((error as Error).message).toMatch(/: secret is (null|no [a-z ]+); GitHub, or /)
        }
      }
    }),
  )
})
