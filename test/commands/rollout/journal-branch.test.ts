/** Journals on a branch: what they cost at GitHub, and what is written when answers are lost and others are faster. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GitHub } from '../../../src/clients/github/github.ts'
import { openGitHub } from '../../../src/clients/github/open.ts'
import { openJournal } from '../../../src/commands/rollout/journal.ts'
import { beginRollout, openNewestJournal } from '../../../src/commands/rollout/open-journal.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import type { WatchedLedger } from '../../../src/ledger/ledger.ts'
import { branchLedger } from '../../../src/ledger/stores/branch.ts'
import { addRepository, commitTo } from '../../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../../github/serve.ts'
import { newState } from '../../github/state.ts'
import { FakeGitHub } from '../../ledger/branch-github.ts'
import { ended, heartbeat, lease, pause, started, writer } from './journal-events.ts'

const branch = 'change-risk-ledger-rollouts-web'

/** Chance from a seed; GitHub's seconds in five milliseconds. */
const ledgerAt = (github: GitHub, seed: number): WatchedLedger => {
  let state = seed * 7919 + 1
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const sleep = (milliseconds: number) => wait(milliseconds / 200)
  return branchLedger({ github, repository: { owner: 'acme', repo: 'shop' }, branch, random, sleep })
}
const open = (hub: FakeGitHub, seed = 1, actor = 'coordinator') =>
  openJournal(ledgerAt(hub.client(), seed), 'web/1', { ...writer, actor })

const requestsOf = async (hub: FakeGitHub, work: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = hub.requests.length
  await work()
  return hub.requests.slice(before)
}

describe('what it costs', () => {
  test('one request to look while nothing is new, three for an append at most, and what others wrote is seen', async () => {
    const hub = new FakeGitHub()
    const journal = open(hub)
    await journal.append(started, 0)
    await journal.append(lease('a'), 1)
    await journal.read()
    for (let times = 0; times < 3; times += 1)
      expect(await requestsOf(hub, () => journal.read())).toEqual(['query LedgerHead'])
    const append = await requestsOf(hub, () => journal.append(heartbeat(1), 2))
    expect(append.filter((route) => route.startsWith('mutation'))).toHaveLength(1)
    expect(append.length).toBeLessThanOrEqual(3)

    await open(hub, 2, 'mira').append(pause('mira'), 3)
    expect(await journal.read()).toHaveLength(4)
    const next = await requestsOf(hub, () => journal.append(heartbeat(2), 4))
    expect(next.length).toBeLessThanOrEqual(3)
    expect(next.filter((route) => route.startsWith('mutation'))).toHaveLength(1)
  })

  test('a hundred events are read by whoever takes over in a few requests', async () => {
    const hub = new FakeGitHub()
    const journal = open(hub)
    await journal.append(started, 0)
    for (let position = 1; position < 100; position += 1) await journal.append(heartbeat(position), position)
    const next = openNewestJournal(ledgerAt(hub.client(), 2), 'web', writer)
    let count = 0
    const cost = await requestsOf(hub, async () => {
      count = (await (await next)?.read())?.length ?? 0
    })
    expect(count).toBe(100)
    expect(cost.length).toBeLessThanOrEqual(15)
  })
})

describe('when GitHub fails', () => {
  test.each(['failed-but-done', 'timeout-but-done'] as const)('%s: written once', async (kind) => {
    const hub = new FakeGitHub()
    const journal = open(hub)
    await journal.append(started, 0)
    let commits = 0
    hub.options = { fault: (route) => (route.startsWith('mutation') && commits++ === 0 ? kind : 'none') }
    expect(await journal.append(lease('a'), 1)).toBe('written')
    expect(commits).toBe(1)
    expect(await open(hub, 2).read()).toHaveLength(2)
  })

  test('nobody knows whether it was done: it says so, and telling it again is harmless', async () => {
    const hub = new FakeGitHub()
    const journal = open(hub)
    await journal.append(started, 0)
    let isDone = false
    hub.options = {
      fault: (route) => {
        if (isDone) return 'failed'
        isDone = route.startsWith('mutation')
        return isDone ? 'timeout-but-done' : 'none'
      },
    }
    const attempt = journal.append(lease('a'), 1)
    await expect(attempt).rejects.toThrow(SourceError)
    await expect(attempt).rejects.toThrow(/nobody knows whether the rollout is remembered/)
    hub.options = {}
    expect(await journal.append(lease('a'), 1)).toBe('written')
    expect(await open(hub, 2).append(lease('b'), 1)).toBe('outrun')
    expect(await open(hub, 3).read()).toHaveLength(2)
  })

  test('shown late, the branch is looked at again', async () => {
    const hub = new FakeGitHub()
    const journal = open(hub)
    await journal.append(started, 0)
    await journal.append(lease('a'), 1)
    let late = 2
    hub.options = { fault: () => (late-- > 0 ? 'stale' : 'none') }
    expect(await journal.read()).toHaveLength(2)
  })

  test('a look that fails is no empty journal, and the next one succeeds', async () => {
    const hub = new FakeGitHub()
    const journal = open(hub)
    await journal.append(started, 0)
    hub.options = { fault: () => 'failed' }
    await expect(journal.read()).rejects.toThrow(/^ledger branch:.* cannot be read: /)
    hub.options = {}
    expect(await journal.read()).toHaveLength(1)
  })
})

test.each([
  ['by GraphQL', false],
  ['by git objects', true],
])('eight coordinators at one place %s: one wins, and it knows', async (_, withoutGraphql) => {
  const hub = new FakeGitHub({ withoutGraphql })
  await open(hub).append(started, 0)
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_each, index) => open(hub, index).append(lease(`holder ${index}`), 1)),
  )
  expect(answers.filter((answer) => answer === 'written')).toHaveLength(1)
  expect((await open(hub).read())[1]).toMatchObject({ holder: `holder ${answers.indexOf('written')}` })
})

describe('the loopback GitHub, over our own client', () => {
  let hub: LoopbackGitHub
  beforeAll(async () => {
    const state = newState()
    const shop = addRepository(state, 'acme/shop')
    commitTo(state, shop, { files: { 'a.txt': 'one\n' }, message: 'First' })
    hub = await startGitHub(state)
  })
  afterAll(() => hub.close())
  const client = (): GitHub =>
    openGitHub({
      token: 'workflow-token',
      apiUrl: hub.url,
      serverUrl: hub.url,
      fetch: globalThis.fetch,
      sleep: (milliseconds) => wait(milliseconds / 200),
      random: () => 0.5,
      now: () => new Date(),
      userAgent: 'test',
    })

  test('a rollout from its start to the next, with a 502 for a commit that was made', async () => {
    const ledger = ledgerAt(client(), 1)
    const { journal, outcome } = await beginRollout(ledger, started, writer)
    expect(outcome).toBe('begun')
    const other = await beginRollout(ledgerAt(client(), 2), { ...started, to: 'v813' }, writer)
    expect(other).toMatchObject({ outcome: 'under-way', journal: { id: 'web/1' } })

    hub.requests.length = 0
    hub.state.faults = [{ at: 0, route: 'POST /graphql', kind: '502-but-done' }]
    expect(await journal.append(lease('a'), 1)).toBe('written')
    expect(hub.requests.map(({ status }) => status)).toContain(502)
    hub.state.faults = []

    expect(await other.journal.append(pause('mira'), 1)).toBe('outrun')
    expect(await other.journal.read()).toHaveLength(2)
    expect(await other.journal.append(pause('mira'), 2)).toBe('written')
    expect(await journal.append(ended('succeeded'), 2)).toBe('outrun')
    expect((await journal.read()).map(({ event }) => event)).toEqual(['started', 'lease', 'command'])
    expect(await journal.append(ended('succeeded'), 3)).toBe('written')
    const next = await beginRollout(ledgerAt(client(), 3), started, writer)
    expect(next).toMatchObject({ outcome: 'begun', journal: { id: 'web/2' } })
    expect((await ledgerAt(client(), 4).verify()).difference).toBeUndefined()
  })

  test('two that begin at once: one does', async () => {
    const last = await openNewestJournal(ledgerAt(client(), 5), 'web', writer)
    await last?.append(ended('rolled-back'), 1)
    const begun = await Promise.all(
      [6, 7].map((seed) => beginRollout(ledgerAt(client(), seed), { ...started, to: `v${seed}` }, writer)),
    )
    expect(begun.map(({ outcome }) => outcome).sort()).toEqual(['begun', 'under-way'])
    expect(begun.map(({ journal }) => journal.id)).toEqual(['web/3', 'web/3'])
  })
})
