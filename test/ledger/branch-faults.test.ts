/** Many writers, and requests that fail in every way: nothing reported as written is lost, nothing is there twice. */
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/domain/errors.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import type { LedgerRecord } from '../../src/ledger/record.ts'
import { branchLedger } from '../../src/ledger/stores/branch.ts'
import fc from '../properties.ts'
import { FakeGitHub, type FaultKind, faultKinds } from './branch-github.ts'
import { decision, deployment } from './fixtures/entries.ts'

/** Chance from a seed: the same on every run. */
const chance = (seed: number) => {
  let state = seed * 7919 + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
const open = (hub: FakeGitHub, seed = 1, sleep: (milliseconds: number) => Promise<unknown> = turn): Ledger =>
  branchLedger({
    github: hub.client(),
    repository: hub.repository,
    branch: 'change-risk-ledger',
    random: chance(seed),
    sleep: async (milliseconds) => void (await sleep(milliseconds)),
  })
const recordsOf = async (hub: FakeGitHub): Promise<readonly LedgerRecord[]> => {
  const records: LedgerRecord[] = []
  for await (const record of open(hub).read()) records.push(record)
  return records
}

test.each([
  ['by GraphQL', false],
  ['by git objects', true],
])('20 writers at once %s: 20 records, chained, none lost, none doubled', async (_, withoutGraphql) => {
  const hub = new FakeGitHub({ withoutGraphql })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_each, index) =>
      // A second of the backoff in 25 milliseconds: a request takes far less, as it does at GitHub.
      open(hub, index, (milliseconds) => wait(milliseconds / 40)).append([
        decision(`w${index}`, { at: `2026-03-${10 + (index % 3)}T09:30:00Z` }),
        deployment('the same for all'),
      ]),
    ),
  )
  expect(answers.filter(([, shared]) => shared?.existed === false)).toHaveLength(1)
  expect(answers.every(([own]) => own?.existed === false)).toBe(true)
  const records = await recordsOf(hub)
  expect(records).toHaveLength(21)
  expect(new Set(records.map(({ id }) => id)).size).toBe(21)
  const hashes = new Set(records.map(({ hash }) => hash))
  expect(answers.flat().filter(({ record }) => !hashes.has(record.hash))).toEqual([])
  const verification = await open(hub).verify()
  expect(verification).toMatchObject({
    records: 21,
    streams: { decisions: { seq: 19 }, deployments: { seq: 0 } },
  })
  expect(verification.difference).toBeUndefined()
})

const faults = fc.array(
  fc.oneof({ weight: 3, arbitrary: fc.constant<FaultKind>('none') }, fc.constantFrom(...faultKinds)),
  { minLength: 40, maxLength: 40 },
)

test('whatever fails: what was reported is there, once; a repeat is harmless; the chain holds', {
  timeout: 180_000,
}, async () => {
  const outcomes = { kept: 0, refused: 0, faults: 0 }
  await fc.assert(
    fc.asyncProperty(
      faults,
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 1000 }),
      async (planned, writers, withoutGraphql, seed) => {
        const hub = new FakeGitHub({ withoutGraphql, fault: (_, number) => planned[number] ?? 'none' })
        const kept = new Map<string, string>()
        const write = async (writer: number): Promise<void> => {
          const ledger = open(hub, seed + writer)
          for (let turnOf = 0; turnOf < 3; turnOf += 1) {
            const entries = [
              decision(`${writer}-${turnOf}`, { at: `2026-03-1${turnOf}T00:00:00Z` }),
              deployment(`shared ${turnOf}`),
            ]
            try {
              const [own, shared] = await ledger.append(entries)
              // Told for the first time: nobody else can have written it.
              expect(own?.existed).toBe(false)
              for (const each of [own, shared]) kept.set(each?.record.id ?? '', each?.record.hash ?? '')
              outcomes.kept += 1
            } catch (error) {
              if (!(error instanceof SourceError)) throw error
              outcomes.refused += 1
              const again = await open(hub, seed + 99)
                .append(entries)
                .catch(() => [])
              for (const { record } of again) kept.set(record.id, record.hash)
            }
          }
        }
        await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
        outcomes.faults += planned.slice(0, hub.requests.length).filter((kind) => kind !== 'none').length
        // Requests that GitHub carries out late.
        if (planned.includes('timeout-but-late')) await wait(6)
        hub.options = { withoutGraphql }
        const verification = await open(hub).verify()
        expect(verification.difference).toBeUndefined()
        const records = await recordsOf(hub)
        expect(new Set(records.map(({ id }) => id)).size).toBe(records.length)
        const found = new Map(records.map(({ id, hash }) => [id, hash]))
        for (const [id, hash] of kept) expect(found.get(id)).toBe(hash)
        for (const entries of [[decision('last')], [decision('last')]]) await open(hub).append(entries)
        expect((await open(hub).verify()).records).toBe(records.length + 1)
      },
    ),
    { numRuns: 400 },
  )
  expect(outcomes.kept).toBeGreaterThan(500)
  expect(outcomes.refused).toBeGreaterThan(100)
  expect(outcomes.faults).toBeGreaterThan(2000)
})

describe.each(faultKinds.filter((kind) => kind !== 'none'))('%s', (kind) => {
  test.each([false, true])(
    'at each request of an append in turn, without GraphQL: %s',
    async (withoutGraphql) => {
      for (let at = 0; at < 14; at += 1) {
        const hub = new FakeGitHub({ withoutGraphql })
        const before = await open(hub).append([decision('before')])
        const first = hub.requests.length
        hub.options = { withoutGraphql, fault: (_, number) => (number === first + at ? kind : 'none') }
        const ledger = open(hub)
        const answer = await ledger.append([decision('one')]).catch((error: unknown) => error)
        if (kind === 'timeout-but-late') await wait(6)
        hub.options = { withoutGraphql }
        const names = (await recordsOf(hub)).map(({ body }) => body['name'])
        if (answer instanceof Error) {
          expect(answer).toBeInstanceOf(SourceError)
          expect(answer.message).toMatch(/^ledger branch:change-risk-ledger/)
        } else {
          expect(names).toEqual(['before', 'one'])
          expect(answer).toMatchObject([{ existed: false, record: { seq: 1, prev: before[0]?.record.hash } }])
        }
        expect((await open(hub).verify()).difference).toBeUndefined()
      }
    },
  )
})

test('a write that was done and never acknowledged is noticed: it is not written again', async () => {
  for (const kind of ['failed-but-done', 'timeout-but-done'] as const) {
    const hub = new FakeGitHub()
    await open(hub).append([decision('before')])
    let asked = 0
    hub.options = { fault: (route) => (route.startsWith('mutation') && asked++ === 0 ? kind : 'none') }
    expect(await open(hub).append([decision('one')])).toMatchObject([{ existed: false, record: { seq: 1 } }])
    expect(hub.requests.filter((route) => route.startsWith('mutation'))).toHaveLength(1)
  }
})

test.each([
  [
    'GitHub never says how it ended',
    'timeout-but-late',
    /nobody knows whether the decision is remembered: .*run it again, which is harmless/,
  ],
  [
    'others are always faster',
    '409',
    /other writers were faster 11 times, so the decision is not remembered; run it again/,
  ],
  ['a limit', '429', /cannot be written, so the decision is not remembered: .*limited/],
] as const)('%s: gives up with a sentence', async (_, kind, message) => {
  const hub = new FakeGitHub()
  await open(hub).append([decision('before')])
  hub.options = {
    fault: (route) =>
      route.startsWith('mutation') ? (kind === 'timeout-but-late' ? 'failed' : kind) : 'none',
  }
  await expect(open(hub).append([decision('one')])).rejects.toThrow(message)
})

test('reading that fails says what, and is no empty ledger', async () => {
  const hub = new FakeGitHub()
  await open(hub).append([decision('one')])
  for (const kind of ['failed', 'rubbish', '409', '429'] as const) {
    hub.options = { fault: () => kind }
    for (const attempt of [
      () => open(hub).latest({ kind: 'decision' }),
      () => open(hub).find('0'.repeat(64)),
      () => open(hub).verify(),
      async () => {
        for await (const _ of open(hub).read()) break
      },
    ]) {
      await expect(attempt()).rejects.toThrow(/^ledger branch:change-risk-ledger cannot be read: /)
    }
  }
})
