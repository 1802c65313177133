import { expect, test } from 'vitest'
import { countedOverrides, withReviews } from '../../../src/commands/learn/overrides.ts'
import type { Deployment } from '../../../src/domain/deployment.ts'
import type { LedgerRecord } from '../../../src/ledger/record.ts'

const seconds = (iso: string): number => Date.parse(iso) / 1000
let seq = 0
const record = (at: string, body: LedgerRecord['body']): LedgerRecord => ({
  schema: 1,
  stream: 'overrides/a',
  seq: seq++,
  id: `id ${seq}`,
  kind: 'override',
  at,
  repository: 'acme/shop',
  environment: 'production',
  actor: 'ada',
  tool: { name: 'change-risk-gate', version: '0' },
  body,
  prev: null,
  hash: 'h',
})
const given = (at: string, sha: string) =>
  record(at, { what: 'given', sha, reviewBy: '2026-03-12T10:00:00Z', until: '2026-03-10T12:00:00Z' })
const reviewed = (at: string, override: LedgerRecord, verdict: 'ok' | 'failed') =>
  record(at, { what: 'reviewed', override: override.id, sha: override.body['sha'], verdict })

const one = given('2026-03-10T10:00:00Z', 'a')
const other = given('2026-03-10T11:00:00Z', 'b')
const records = [
  one,
  other,
  reviewed('2026-03-11T09:00:00Z', one, 'ok'),
  // The newest word on it holds.
  reviewed('2026-03-11T10:00:00Z', one, 'failed'),
]

test.each<[string, string, string, object]>([
  ['both', '2026-03-01T00:00:00Z', '2026-03-11T12:00:00Z', { given: 2, reviewed: 1, failed: 1, overdue: 0 }],
  [
    'later, one is overdue',
    '2026-03-01T00:00:00Z',
    '2026-03-13T00:00:00Z',
    { given: 2, reviewed: 1, failed: 1, overdue: 1 },
  ],
  [
    'those of the period alone',
    '2026-03-10T10:30:00Z',
    '2026-03-11T12:00:00Z',
    { given: 1, reviewed: 0, failed: 0, overdue: 0 },
  ],
])('counts overrides: %s', (_, from, to, counts) =>
  expect(countedOverrides(records, { from: seconds(from), to: seconds(to) })).toEqual(counts),
)

test('a review that says it failed is a report of exactly that deployment', () => {
  const deployment = (sha: string, environment: string, at: string): Deployment => ({
    environment,
    sha,
    startedAt: seconds(at),
    reports: [{ state: 'succeeded', at: seconds(at) }],
  })
  const states = withReviews(
    [
      deployment('a', 'production', '2026-03-10T10:05:00Z'),
      deployment('a', 'staging', '2026-03-10T10:05:00Z'),
      deployment('b', 'production', '2026-03-10T11:05:00Z'),
      deployment('a', 'production', '2026-03-12T10:05:00Z'),
    ],
    records,
  ).map(({ reports }) => reports.map(({ state }) => state))
  expect(states).toEqual([['succeeded', 'failed'], ['succeeded'], ['succeeded'], ['succeeded']])
})
