import { describe, expect, test } from 'vitest'
import { leaseOf } from '../../../src/commands/rollout/journal-lease.ts'
import {
  eventId,
  numberOf,
  readRolloutId,
  rolloutId,
  rolloutLedgerUrl,
  streamOf,
} from '../../../src/commands/rollout/journal-name.ts'
import { nameField } from '../../../src/config/fields.ts'
import { isStreamName } from '../../../src/ledger/record.ts'
import { branchLedger } from '../../../src/ledger/stores/branch.ts'
import { FakeGitHub } from '../../ledger/branch-github.ts'
import fc from '../../properties.ts'

/** Whatever a plan file may call a service, and what is likely to make trouble. */
const names = fc
  .oneof(
    { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }) },
    fc.string({ unit: fc.constantFrom('a', 'B', '7', '.', '-', '_', '/', ' ', 'é'), maxLength: 100 }),
  )
  .filter((name) => nameField('the name of the service').safeParse(name).success)

describe('the name of a service', () => {
  test.each([
    ['web', 'rollouts/web'],
    ['Pay_2.eu-west', 'rollouts/Pay_2.eu-west'],
    ['my shop', 'rollouts/my-shop--'],
    ['team/web', 'rollouts/team-web--'],
    ['a..b', 'rollouts/a-b--'],
    ['web.lock', 'rollouts/web-lock--'],
    ['Überweisung', 'rollouts/berweisung--'],
    ['支付', 'rollouts/service--'],
    ['my-shop--0123456789abcdef', 'rollouts/my-shop-0123456789abcdef--'],
  ])('%s is kept in stream %s', (service, stream) => {
    const hash = stream.endsWith('--') ? '[0-9a-f]{16}' : ''
    expect(streamOf(service)).toMatch(new RegExp(`^${stream}${hash}$`))
  })

  test('always fits a stream and a branch', () => {
    const github = new FakeGitHub()
    const options = { github: github.client(), repository: github.repository, random: () => 0 }
    fc.assert(
      fc.property(names, (service) => {
        expect(isStreamName(streamOf(service))).toBe(true)
        const url = rolloutLedgerUrl('branch:change-risk-ledger', service)
        const branch = url.slice('branch:'.length)
        expect(branchLedger({ ...options, branch, sleep: async () => undefined }).url).toBe(url)
      }),
      { numRuns: 2000 },
    )
  })

  test('is never that of another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 20 }), (services) => {
        expect(new Set(services.map(streamOf)).size).toBe(services.length)
      }),
      { numRuns: 500 },
    )
    const [odd, plain] = ['my shop', streamOf('my shop').slice('rollouts/'.length)]
    expect(streamOf(plain)).not.toBe(streamOf(odd))
  })
})

describe('the id of a rollout', () => {
  test('tells service and number, also of a service with a slash', () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 999_999_999 }), (service, number) => {
        const id = rolloutId({ service, number })
        expect(readRolloutId(id)).toEqual({ service, number })
        expect(numberOf(id, service)).toBe(number)
      }),
    )
    expect(numberOf('team/web/7', 'web')).toBe(0)
    expect(numberOf('team/web/7', 'team')).toBe(0)
    expect(numberOf(7, 'web')).toBe(0)
    expect(eventId({ service: 'a/1', number: 2 }, 3)).not.toBe(eventId({ service: 'a', number: 1 }, 3))
  })

  test.each(['web', 'web/', '/7', 'web/0', 'web/07', 'web/-1', 'web/1.5', ''])('%j is none', (id) => {
    expect(() => readRolloutId(id)).toThrow(/names no rollout; use service and number, like web\/7/)
  })
})

test.each([
  ['directory:/var/lib/ledger', 'directory:/var/lib/ledger', 1, 30, 120, 0.25, 0, 0],
  ['directory:/var/lib/ledger', 'directory:/var/lib/ledger', 4, 30, 120, 0.25, 0, 0],
  ['branch:change-risk-ledger', 'branch:change-risk-ledger-rollouts-web', 1, 300, 900, 20, 20, 32],
  ['branch:change-risk-ledger', 'branch:change-risk-ledger-rollouts-web', 2, 300, 900, 40, 10, 64],
  ['branch:change-risk-ledger', 'branch:change-risk-ledger-rollouts-web', 3, 300, 900, 60, 6, 96],
])(
  '%s keeps the rollouts of web in %s; one of %i at once: heartbeat %i s, ttl %i s, looks every %d s, %i batches at once and then one every %i s',
  (...row) => {
    const [url, own, services, heartbeatSeconds, ttlSeconds, pollSeconds, quickBatches, leastSeconds] = row
    expect(rolloutLedgerUrl(url, 'web')).toBe(own)
    const spacing = { quickBatches, leastSeconds }
    expect(leaseOf(own, services)).toEqual({ heartbeatSeconds, ttlSeconds, pollSeconds, spacing })
  },
)

test('a branch bears four services that wait, each in a job of its own: within 1,000 requests and 500 commits an hour', () => {
  const { heartbeatSeconds, pollSeconds } = leaseOf('branch:x', 1)
  const commits = 4 * (3600 / heartbeatSeconds)
  expect(commits).toBeLessThan(500)
  expect(4 * (3600 / pollSeconds) + 3 * commits).toBeLessThan(1000)
})

test.each([1, 2, 3, 4, 8])(
  'branches bear %i services of one run whose batches take no time: within 1,000 requests and 500 commits an hour',
  (services) => {
    const { pollSeconds, spacing } = leaseOf('branch:x', services)
    const batches = services * (spacing.quickBatches + Math.floor(3600 / spacing.leastSeconds))
    const commits = 2 * batches
    expect(commits).toBeLessThan(500)
    expect(services * (3600 / pollSeconds) + 3 * commits).toBeLessThan(1000)
  },
)
