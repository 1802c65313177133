import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SourceError, UsageError } from '../../src/domain/errors.ts'
import { sha256 } from '../../src/ledger/canonical.ts'
import type { Ledger, ReadQuery } from '../../src/ledger/ledger.ts'
import { recordId, type Tip } from '../../src/ledger/record.ts'
import { branchLedger } from '../../src/ledger/stores/branch.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { FakeGitHub, type FakeOptions } from './branch-github.ts'
import { decision, deployment } from './fixtures/entries.ts'
import { freshPlace } from './fixtures/places.ts'

const today = 'events/2026/03/10.jsonl'

/** A ledger that waits for nobody; the same branch for every ledger opened on one GitHub. */
const open = (hub: FakeGitHub, witness?: Readonly<Record<string, Tip>>): Ledger =>
  branchLedger({
    github: hub.client(),
    repository: hub.repository,
    branch: 'change-risk-ledger',
    random: () => 0.5,
    sleep: async () => undefined,
    ...(witness ? { witness } : {}),
  })

const names = async (ledger: Ledger, query?: ReadQuery): Promise<readonly unknown[]> => {
  const found: unknown[] = []
  for await (const { body } of ledger.read(query)) found.push(body['name'] ?? body['sha'])
  return found
}

/** What a checkout of the branch holds, as a directory. */
const checkOut = (hub: FakeGitHub): string => {
  const { root } = freshPlace()
  for (const [path, bytes] of hub.files()) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), bytes)
  }
  return root
}

const ways: readonly (readonly [string, FakeOptions])[] = [
  ['by GraphQL', {}],
  ['by git objects', { withoutGraphql: true }],
]

describe.each(ways)('remembering %s', (_, options) => {
  test('a branch that is not there reads as an empty ledger, and stays away', async () => {
    const hub = new FakeGitHub(options)
    const ledger = open(hub)
    expect(ledger.url).toBe('branch:change-risk-ledger')
    expect(await ledger.latest({ kind: 'decision' })).toBeUndefined()
    expect(await ledger.find(recordId('decision', 'x'))).toBeUndefined()
    expect(await names(ledger)).toEqual([])
    expect(await ledger.verify()).toMatchObject({ records: 0, streams: {} })
    expect(await ledger.append([])).toEqual([])
    expect(hub.refs.size).toBe(0)
  })

  test('the first append begins an orphan branch with a page that says what it is', async () => {
    const hub = new FakeGitHub(options)
    await open(hub).append([decision('one')])
    const head = hub.commits.get(hub.refs.get('refs/heads/change-risk-ledger') ?? '')
    expect(head).toMatchObject({ parent: null, message: 'Remember a record (decision) [skip ci]' })
    expect([...hub.files().keys()].sort()).toEqual([
      'README.md',
      today,
      `index/${recordId('decision', ['one']).slice(0, 2)}`,
      'state.json',
    ])
  })

  test('the same thing told twice, now or later, is one record', async () => {
    const hub = new FakeGitHub(options)
    const [first] = await open(hub).append([decision('one')])
    const again = await open(hub).append([
      decision('one', { body: { told: 'otherwise' } }),
      decision('two'),
      decision('two'),
    ])
    expect(again.map(({ existed }) => existed)).toEqual([true, false, true])
    expect(again[0]?.record).toEqual(first?.record)
    expect(again[2]?.record).toEqual(again[1]?.record)
    const before = hub.refs.get('refs/heads/change-risk-ledger')
    await open(hub).append([decision('one'), decision('two')])
    expect(hub.refs.get('refs/heads/change-risk-ledger')).toBe(before)
    expect(await names(open(hub))).toEqual(['one', 'two'])
  })

  test('the newest of what is asked, in the order of writing', async () => {
    const hub = new FakeGitHub(options)
    await open(hub).append([
      deployment('a'),
      deployment('b', { environment: 'staging' }),
      deployment('c', { environment: undefined }),
      deployment('d', { stream: 'rollouts/7' }),
      decision('constructor', { stream: 'constructor' }),
    ])
    await open(hub).append([decision('later', { at: '2026-03-12T00:00:00Z' })])
    const ledger = open(hub)
    const sha = async (query: object) => (await ledger.latest({ kind: 'deployment', ...query }))?.body['sha']
    expect(await sha({})).toBe('d')
    expect(await sha({ environment: 'production' })).toBe('d')
    expect(await sha({ environment: 'production', stream: 'deployments' })).toBe('a')
    expect(await sha({ environment: 'staging' })).toBe('b')
    expect(await sha({ stream: 'deployments' })).toBe('c')
    expect(await sha({ environment: 'test' })).toBeUndefined()
    expect((await ledger.latest({ kind: 'decision' }))?.body['name']).toBe('later')
  })

  test('reading by stream and kind, finding by id', async () => {
    const hub = new FakeGitHub(options)
    const ledger = open(hub)
    await ledger.append([decision('one'), deployment('two'), decision('three', { stream: 'rollouts/7' })])
    expect(await names(ledger, { stream: 'decisions' })).toEqual(['one'])
    expect(await names(ledger, { kinds: ['decision'] })).toEqual(['one', 'three'])
    expect(await names(ledger, { kinds: [] })).toEqual([])
    for (const each of [ledger, open(hub)]) {
      expect((await each.find(recordId('deployment', ['two'])))?.body).toEqual({ sha: 'two' })
      expect(await each.find(recordId('deployment', ['none']))).toBeUndefined()
    }
  })

  test('a clock that goes backwards does not break the order', async () => {
    const hub = new FakeGitHub(options)
    const ledger = open(hub)
    for (const [name, at] of [
      ['first', '2026-03-10T23:59:59Z'],
      ['next', '2026-03-11T00:00:00Z'],
      ['back', '2025-01-01T00:00:00Z'],
      ['on', '2026-04-01T08:00:00.123Z'],
    ] as const) {
      await ledger.append([decision(name, { at })])
    }
    const segments = [...hub.files().keys()].filter((path) => path.startsWith('events/'))
    expect(segments.sort()).toEqual([
      'events/2026/03/10.jsonl',
      'events/2026/03/11.jsonl',
      'events/2026/04/01.jsonl',
    ])
    expect(await names(open(hub))).toEqual(['first', 'next', 'back', 'on'])
    expect(await open(hub).verify()).toMatchObject({ records: 4 })
  })

  test('one bad entry, and none is written', async () => {
    const hub = new FakeGitHub(options)
    const bad = [decision('good'), decision('bad', { actor: '' })]
    await expect(open(hub).append(bad)).rejects.toThrow(UsageError)
    expect(hub.refs.size).toBe(0)
  })

  test('appends of one process wait for each other', async () => {
    const hub = new FakeGitHub(options)
    const ledger = open(hub)
    await Promise.all(Array.from({ length: 20 }, (_, index) => ledger.append([decision(String(index))])))
    expect(await names(ledger)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)))
  })

  test('blobs go with the record that refers to them, once', async () => {
    const hub = new FakeGitHub(options)
    const ledger = open(hub)
    const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28])
    const hash = await ledger.putBlob(bytes)
    expect(hash).toBe(sha256(bytes))
    expect(Buffer.from(await ledger.getBlob(hash)).equals(bytes)).toBe(true)
    expect(hub.refs.size).toBe(0)
    await ledger.append([decision('one', { body: { modelBlob: hash } })])
    expect(hub.files().get(`blobs/${hash}`)?.equals(bytes)).toBe(true)
    const another = open(hub)
    expect(Buffer.from(await another.getBlob(hash)).equals(bytes)).toBe(true)
    await another.append([decision('two', { body: { modelBlob: hash } })])
    await expect(another.getBlob('0'.repeat(64))).rejects.toThrow(/is missing; restore it/)
    await expect(another.getBlob('../state.json')).rejects.toThrow(/is no SHA-256/)
    await expect(another.append([decision('3', { body: { aBlob: '0'.repeat(64) } })])).rejects.toThrow(
      /refers to blob 000.* kept first/,
    )
    expect(await open(hub).verify()).toMatchObject({ records: 2, blobs: 1 })
  })

  test('a checkout of the branch is a directory ledger: verified, found, continued, and taken back', async () => {
    const hub = new FakeGitHub(options)
    const ledger = open(hub)
    const blob = await ledger.putBlob(Buffer.from('the model'))
    for (let day = 10; day < 15; day += 1) {
      const at = `2026-03-${day}T09:00:00Z`
      await ledger.append([
        decision(`d${day}`, { at, body: { modelBlob: blob } }),
        deployment(`p${day}`, { at }),
      ])
    }
    const root = checkOut(hub)
    const directory = directoryLedger({ root })
    const verification = await directory.verify()
    expect(verification).toMatchObject({ records: 10, blobs: 1 })
    expect(verification.difference).toBeUndefined()
    expect((await directory.find(recordId('decision', ['d12'])))?.seq).toBe(2)
    const appended = await directory.append([
      decision('d11'),
      decision('by hand', { at: '2026-03-20T00:00:00Z' }),
    ])
    expect(appended.map(({ existed }) => existed)).toEqual([true, false])
    const afterwards = await directoryLedger({ root }).verify()
    expect(afterwards).toMatchObject({ records: 11, streams: { decisions: { seq: 5 } } })

    const changed = ['events/2026/03/20.jsonl', 'state.json', 'ids'].map(
      (path) => [path, readFileSync(join(root, path))] as const,
    )
    hub.push(new Map(changed))
    const taken = open(hub)
    const answers = await taken.append([
      decision('by hand'),
      decision('goes on', { at: '2026-03-20T01:00:00Z' }),
    ])
    expect(answers.map(({ existed }) => existed)).toEqual([true, false])
    expect(taken.notes).toEqual([expect.stringContaining('made again from 11 records')])
    expect(await open(hub).verify()).toMatchObject({ records: 12 })
    expect(await directoryLedger({ root: checkOut(hub) }).verify()).toMatchObject({ records: 12 })
  })
})

describe('few requests', () => {
  const countOf = async (hub: FakeGitHub, work: () => Promise<unknown>): Promise<readonly string[]> => {
    hub.requests.length = 0
    await work()
    return [...hub.requests]
  }
  const blobs = async (ledger: Ledger, name: string) => ({
    modelBlob: await ledger.putBlob(Buffer.from('the model')),
    inputsBlob: await ledger.putBlob(Buffer.from(name)),
  })
  const three = ['query LedgerHead', 'query LedgerFiles', 'mutation LedgerCommit']

  test('an append takes three, whatever the day, with its blobs', async () => {
    const hub = new FakeGitHub()
    await open(hub).append([decision('zero')])
    for (const at of ['2026-03-10T10:00:00Z', '2026-03-11T10:00:00Z']) {
      const ledger = open(hub)
      const body = await blobs(ledger, at)
      expect(await countOf(hub, () => ledger.append([decision(at, { at, body })]))).toEqual(three)
    }
  })

  test('a whole run: what is live, what soaks, and the decision: four; a second append one or two', async () => {
    const hub = new FakeGitHub()
    await open(hub).append([deployment('a'), deployment('b', { environment: 'staging' })])
    await open(hub).append([decision('old', { at: '2026-03-12T10:00:00Z' })])
    const ledger = open(hub)
    const run = await countOf(hub, async () => {
      await ledger.latest({ kind: 'deployment', environment: 'production' })
      await ledger.latest({ kind: 'deployment', environment: 'staging' })
      await ledger.append([decision('new', { at: '2026-03-13T10:00:00Z', body: await blobs(ledger, 'new') })])
    })
    expect(run).toEqual([
      'query LedgerHead',
      'query LedgerFiles',
      'query LedgerFiles',
      'mutation LedgerCommit',
    ])
    const more = await countOf(hub, () => ledger.append([deployment('c', { at: '2026-03-13T10:00:00Z' })]))
    expect(more.length).toBeLessThanOrEqual(2)
  })

  test('long days cost one more, the first append ever takes five, one without GraphQL ten', async () => {
    const hub = new FakeGitHub()
    const first = await countOf(hub, () => open(hub).append([decision('one')]))
    expect(first).toHaveLength(5)
    await open(hub).append([decision('long', { body: { text: 'é'.repeat(300_000) } })])
    const long = await countOf(hub, () => open(hub).append([decision('two')]))
    expect(long).toEqual([
      ...three.slice(0, 2),
      'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
      ...three.slice(2),
    ])
    hub.options = { withoutGraphql: true }
    const old = await countOf(hub, () => open(hub).append([decision('three')]))
    expect(old.filter((route) => !/^(query|mutation)/.test(route))).toHaveLength(10)
    expect(await open(hub).verify()).toMatchObject({ records: 4 })
  })

  test('ids are found without reading the days they lie in', async () => {
    const hub = new FakeGitHub()
    const many = Array.from({ length: 600 }, (_, index) =>
      decision(`n${index}`, { at: `2026-${String((index % 9) + 1).padStart(2, '0')}-10T00:00:00Z` }),
    )
    many.sort((a, b) => (a.at < b.at ? -1 : 1))
    for (let at = 0; at < many.length; at += 100) await open(hub).append(many.slice(at, at + 100))
    expect(await countOf(hub, () => open(hub).append([decision('new')]))).toEqual(three)
    const known = await countOf(hub, () => open(hub).append([decision('n3')]))
    expect(known).toEqual(['query LedgerHead', 'query LedgerFiles', 'query LedgerFiles'])
    expect((await open(hub).append(many)).every(({ existed }) => existed)).toBe(true)
  })
})

test('a day of more than 4 MB goes on in the file of the next, and checks out as a directory', async () => {
  const hub = new FakeGitHub()
  const body = { text: 'x'.repeat(900_000) }
  const batch = Array.from({ length: 10 }, (_, index) => decision(`n${index}`, { body }))
  await open(hub).append(batch)
  await open(hub).append([decision('n10', { body })])
  const segments = [...hub.files()].filter(([path]) => path.startsWith('events/'))
  expect(segments.map(([path, { length }]) => [path, Math.round(length / 9e5)]).sort()).toEqual([
    ['events/2026/03/10.jsonl', 4],
    ['events/2026/03/11.jsonl', 4],
    ['events/2026/03/12.jsonl', 3],
  ])
  expect(await directoryLedger({ root: checkOut(hub) }).verify()).toMatchObject({ records: 11 })
  await expect(
    open(hub).append(Array.from({ length: 30 }, (_, index) => decision(`m${index}`, { body }))),
  ).rejects.toThrow(/MB at once are more than a commit holds/)
})

describe('what GitHub refuses', () => {
  test.each(ways)(
    'no right to write, %s: says which permission, and that the decision is not remembered',
    async (_, options) => {
      const hub = new FakeGitHub(options)
      await open(hub).append([decision('one')])
      hub.options = { ...options, readOnly: true }
      const ledger = open(hub)
      expect((await ledger.latest({ kind: 'decision' }))?.body['name']).toBe('one')
      const attempt = ledger.append([decision('two')])
      await expect(attempt).rejects.toThrow(SourceError)
      await expect(attempt).rejects.toThrow(
        /^ledger branch:change-risk-ledger cannot be written, so the decision is not remembered: .*contents: write/,
      )
      hub.options = options
      expect((await ledger.append([decision('two')]))[0]?.existed).toBe(false)
    },
  )

  test('a branch that holds other things is left alone', async () => {
    const hub = new FakeGitHub()
    const head = hub.push(new Map([['package.json', Buffer.from('{}')]]))
    const ledger = open(hub)
    const message = /holds other things \(package.json\) and no ledger; name another/
    await expect(ledger.append([decision('one')])).rejects.toThrow(message)
    await expect(ledger.latest({ kind: 'decision' })).rejects.toThrow(message)
    await expect(ledger.verify()).rejects.toThrow(message)
    await expect(names(ledger)).rejects.toThrow(message)
    expect(hub.refs.get('refs/heads/change-risk-ledger')).toBe(head)
  })

  test.each([[''], ['refs/heads/x'], ['a b'], ['a..b'], ['-x'], ['x.lock'], ['a\nb']])(
    'branch %j names no branch',
    (branch) => {
      const given = { github: new FakeGitHub().client(), repository: { owner: 'a', repo: 'b' }, branch }
      expect(() => branchLedger({ ...given, random: () => 0, sleep: async () => undefined })).toThrow(
        /names no branch; use a name git accepts/,
      )
    },
  )
})
