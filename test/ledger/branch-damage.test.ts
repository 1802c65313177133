import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/domain/errors.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { recordId, type Tip } from '../../src/ledger/record.ts'
import { branchLedger } from '../../src/ledger/stores/branch.ts'
import { FakeGitHub } from './branch-github.ts'
import { decision, deployment } from './fixtures/entries.ts'

const yesterday = 'events/2026/03/10.jsonl'
const today = 'events/2026/03/11.jsonl'
const at = '2026-03-11T08:00:00Z'

/** How often a ledger waited, for GitHub may only be showing an older state. */
const waits: number[] = []
const open = (hub: FakeGitHub, witness: Readonly<Record<string, Tip>> = {}): Ledger =>
  branchLedger({
    github: hub.client(),
    repository: hub.repository,
    branch: 'change-risk-ledger',
    random: () => 0.5,
    sleep: async (milliseconds) => void waits.push(milliseconds),
    witness,
  })

/** Two days, two streams, a blob. */
const original = async (): Promise<{ readonly hub: FakeGitHub; readonly blob: string }> => {
  const hub = new FakeGitHub()
  const ledger = open(hub)
  const blob = await ledger.putBlob(Buffer.from('the model'))
  await ledger.append([decision('one', { body: { modelBlob: blob, text: 'é' } }), deployment('one')])
  await ledger.append([decision('two', { at })])
  await ledger.append([deployment('two', { at })])
  return { hub, blob }
}
const change = (hub: FakeGitHub, path: string, edit: (text: string) => string): void => {
  const bytes = hub.files().get(path) ?? Buffer.alloc(0)
  hub.push(new Map([[path, Buffer.from(edit(bytes.toString('latin1')), 'latin1')]]))
}
const dropLastLine = (text: string): string => text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)

test('as it was written it verifies', async () => {
  const { hub } = await original()
  const { streams } = await open(hub).verify()
  expect(await open(hub, streams).verify()).toMatchObject({
    records: 4,
    blobs: 1,
    streams: { decisions: { seq: 1 }, deployments: { seq: 1 } },
    notes: [],
  })
})

test('every flipped byte is found', async () => {
  const { hub, blob } = await original()
  const sound = hub.files()
  const { streams } = await open(hub).verify()
  let flipped = 0
  for (const path of [yesterday, today, `blobs/${blob}`]) {
    const bytes = sound.get(path) ?? Buffer.alloc(0)
    for (let index = 0; index < bytes.length; index += path === yesterday ? 7 : 11) {
      const next = Buffer.from(bytes)
      next[index] = (next[index] ?? 0) ^ 1
      hub.push(new Map([[path, next]]))
      const { difference } = await open(hub, streams).verify()
      expect(difference?.file, `byte ${index} of ${path}`).toBe(path)
      flipped += 1
    }
    hub.push(new Map([[path, bytes]]))
  }
  expect(flipped).toBeGreaterThan(200)
  expect((await open(hub, streams).verify()).difference).toBeUndefined()
})

describe('a tail that was cut', () => {
  test('of the events alone: state.json is ahead, which is a difference, and nothing is appended', async () => {
    const { hub } = await original()
    change(hub, today, dropLastLine)
    const { difference } = await open(hub).verify()
    expect(difference).toMatchObject({ file: 'state.json' })
    expect(difference?.what).toContain(
      'saw record 1 of stream deployments, which ends with record 0: the tail was cut',
    )
    const head = hub.refs.get('refs/heads/change-risk-ledger')
    for (const attempt of [
      () => open(hub).append([decision('next', { at })]),
      () => open(hub).latest({ kind: 'deployment' }),
      () => open(hub).find(recordId('decision', ['one'])),
    ]) {
      await expect(attempt()).rejects.toThrow(SourceError)
      await expect(attempt()).rejects.toThrow(
        /is not what was written: .*the end that state.json remembers is gone/,
      )
    }
    expect(hub.refs.get('refs/heads/change-risk-ledger')).toBe(head)
  })

  test.each([
    [
      'of the branch, by force',
      (hub: FakeGitHub, before: string) => void hub.refs.set('refs/heads/change-risk-ledger', before),
    ],
    ['to nothing', (hub: FakeGitHub) => void hub.refs.clear()],
  ])('%s: only a witness outside knows, after looking again for a while', async (_, cut) => {
    const { hub } = await original()
    const before = hub.commits.get(hub.refs.get('refs/heads/change-risk-ledger') ?? '')?.parent ?? ''
    const { streams } = await open(hub).verify()
    cut(hub, before)
    expect((await open(hub).verify()).difference).toBeUndefined()
    waits.length = 0
    const { difference } = await open(hub, streams).verify()
    expect(difference).toMatchObject({ file: 'the witness' })
    expect(waits).toEqual([1000, 2000, 4000, 8000])
    const ledger = open(hub, streams)
    await expect(ledger.append([decision('next', { at })])).rejects.toThrow(
      /is not what was written: the witness saw record 1 of stream .*the tail was cut/,
    )
    await expect(ledger.latest({ kind: 'decision' })).rejects.toThrow(SourceError)
    expect(hub.refs.get('refs/heads/change-risk-ledger') ?? before).toBe(before)
  })

  test('a branch that is only shown late is waited for', async () => {
    const { hub } = await original()
    const { streams } = await open(hub).verify()
    const newest = hub.refs.get('refs/heads/change-risk-ledger') ?? ''
    hub.refs.set('refs/heads/change-risk-ledger', hub.commits.get(newest)?.parent ?? '')
    let asked = 0
    hub.options = {
      fault: (route) => {
        if (route === 'query LedgerHead') asked += 1
        if (asked === 3) hub.refs.set('refs/heads/change-risk-ledger', newest)
        return 'none'
      },
    }
    const ledger = open(hub, streams)
    expect((await ledger.append([decision('next', { at })]))[0]?.record.seq).toBe(2)
    expect(await open(hub, streams).verify()).toMatchObject({ records: 5, notes: [] })
  })

  test('another history, sound in itself, is not the one the witness saw', async () => {
    const { hub } = await original()
    const { streams } = await open(hub).verify()
    const forged = new FakeGitHub()
    for (const name of ['one', 'two', 'three']) await open(forged).append([decision(name), deployment(name)])
    const { difference } = await open(forged, streams).verify()
    expect(difference).toMatchObject({ file: yesterday, line: 3 })
    expect(difference?.what).toContain('saw another record 1 in stream decisions')
    await expect(
      open(forged, { decisions: { seq: 2, hash: '0'.repeat(64) } }).append([decision('x')]),
    ).rejects.toThrow(/the witness saw another record 2 in stream decisions/)
  })
})

describe('state and index are made again from the events', () => {
  const shard = `index/${recordId('decision', ['two']).slice(0, 2)}`
  const without = (path: string) => (hub: FakeGitHub) => void hub.push(new Map([[path, null]]))
  test.each<[string, (hub: FakeGitHub) => void, string]>([
    ['no state', without('state.json'), 'state.json was absent'],
    ['an empty state', (hub) => change(hub, 'state.json', () => ''), 'state.json was damaged'],
    [
      'half a state',
      (hub) => change(hub, 'state.json', (text) => text.slice(0, 99)),
      'state.json was damaged',
    ],
    [
      'a state that is JSON and no state',
      (hub) => change(hub, 'state.json', () => '{"schema":1}'),
      'state.json was damaged',
    ],
    [
      'a state that names another place',
      (hub) => change(hub, 'state.json', (text) => text.replace(/"offset":\d+/g, '"offset":7')),
      'state.json was damaged',
    ],
    ['no index', without(shard), 'state.json or the index was behind'],
    [
      'a changed index',
      (hub) => change(hub, shard, (text) => text.replace(/^./, '#')),
      'state.json or the index was behind',
    ],
  ])('%s', async (_, damage, note) => {
    const { hub } = await original()
    damage(hub)
    const ledger = open(hub)
    expect((await ledger.latest({ kind: 'deployment' }))?.body['sha']).toBe('two')
    const two = await ledger.find(recordId('decision', ['two']))
    expect(two?.body['name']).toBe('two')
    const answers = await ledger.append([decision('two', { at }), decision('three', { at })])
    expect(answers.map(({ existed }) => existed)).toEqual([true, false])
    expect(ledger.notes).toEqual([`${note}; both were made again from 4 records`])
    const afterwards = open(hub)
    expect((await afterwards.verify()).records).toBe(5)
    expect(
      (await afterwards.append([decision('one'), deployment('two')])).map(({ existed }) => existed),
    ).toEqual([true, true])
    expect(afterwards.notes).toEqual([])
  })

  test('a state older than the events is brought up to them, also over a day begun without it', async () => {
    const { hub } = await original()
    const older = hub.files().get('state.json') ?? null
    const tomorrow = '2026-03-12T00:00:00Z'
    await open(hub).append([decision('three', { at }), deployment('three', { at: tomorrow })])
    hub.push(new Map([['state.json', older]]))
    const ledger = open(hub)
    const answers = await ledger.append([
      decision('three', { at: tomorrow }),
      decision('four', { at: tomorrow }),
    ])
    expect(answers.map(({ existed }) => existed)).toEqual([true, false])
    expect((await ledger.latest({ kind: 'deployment' }))?.body['sha']).toBe('three')
    expect(await open(hub).verify()).toMatchObject({ records: 7 })
  })
})

test.each([
  ['a changed last line', (text: string) => text.replace('"sha":"two"', '"sha":"six"')],
  ['a last newline that became a letter', (text: string) => `${text.slice(0, -1)}x`],
  ['a line added by hand', (text: string) => `${text}{"actor":"me"}\n`],
  ['words added by hand', (text: string) => `${text}see also #12`],
  ['half a line at the end', (text: string) => `${text}{"actor":"release-b`],
  ['a last line cut in the middle', (text: string) => text.slice(0, -30)],
])('%s: append refuses, verify finds it', async (_, edit) => {
  const { hub } = await original()
  change(hub, today, edit)
  const head = hub.refs.get('refs/heads/change-risk-ledger')
  const attempt = open(hub).append([decision('next', { at })])
  await expect(attempt).rejects.toThrow(SourceError)
  await expect(attempt).rejects.toThrow(/is not what was written: .*run replay/)
  expect(hub.refs.get('refs/heads/change-risk-ledger')).toBe(head)
  expect((await open(hub).verify()).difference).toBeDefined()
})

test('a blob that was changed or is gone: reading it fails, and keeping it again mends it', async () => {
  const { hub, blob } = await original()
  change(hub, `blobs/${blob}`, (text) => text.replace('model', 'mode1'))
  await expect(open(hub).getBlob(blob)).rejects.toThrow(/was changed since it was written; restore it/)
  expect((await open(hub).verify()).difference).toMatchObject({ file: `blobs/${blob}` })
  const ledger = open(hub)
  await ledger.putBlob(Buffer.from('the model'))
  await ledger.append([decision('three', { at })])
  expect(await open(hub).verify()).toMatchObject({ records: 5, blobs: 1 })
  expect((await open(hub).verify()).difference).toBeUndefined()
})
