import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SourceError, UsageError } from '../../src/domain/errors.ts'
import { sha256 } from '../../src/ledger/canonical.ts'
import type { Ledger, ReadQuery } from '../../src/ledger/ledger.ts'
import { recordId } from '../../src/ledger/record.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { currentOwner, lockName } from '../../src/ledger/stores/lock-owner.ts'
import { decision, deployment } from './fixtures/entries.ts'
import { freshPlace } from './fixtures/places.ts'

const names = async (ledger: Ledger, query?: ReadQuery): Promise<readonly unknown[]> => {
  const found: unknown[] = []
  for await (const { body } of ledger.read(query)) found.push(body['name'] ?? body['sha'])
  return found
}
const eventFiles = (root: string): readonly string[] =>
  readdirSync(join(root, 'events'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort()

describe('remembering', () => {
  test('a directory that is not there reads as an empty ledger, and stays away', async () => {
    const { root } = freshPlace()
    const ledger = directoryLedger({ root })
    expect(await ledger.latest({ kind: 'decision' })).toBeUndefined()
    expect(await ledger.find(recordId('decision', 'x'))).toBeUndefined()
    expect(await names(ledger)).toEqual([])
    expect(await ledger.verify()).toMatchObject({ records: 0, streams: {} })
    expect(await ledger.append([])).toEqual([])
    expect(existsSync(root)).toBe(false)
  })

  test('the same thing told twice, now or later, is one record', async () => {
    const { root } = freshPlace()
    const [first] = await directoryLedger({ root }).append([decision('one')])
    const again = await directoryLedger({ root }).append([
      decision('one', { body: { told: 'otherwise' } }),
      decision('two'),
      decision('two'),
    ])
    expect(again.map(({ existed }) => existed)).toEqual([true, false, true])
    expect(again[0]?.record).toEqual(first?.record)
    expect(again[2]?.record).toEqual(again[1]?.record)
    const before = readFileSync(join(root, 'events/2026/03/10.jsonl'))
    await directoryLedger({ root }).append([decision('one'), decision('two')])
    expect(readFileSync(join(root, 'events/2026/03/10.jsonl')).equals(before)).toBe(true)
    expect(await names(directoryLedger({ root }))).toEqual(['one', 'two'])
  })

  test('the newest of what is asked, in the order of writing', async () => {
    const ledger = directoryLedger({ root: freshPlace().root })
    await ledger.append([
      deployment('a'),
      deployment('b', { environment: 'staging' }),
      deployment('c', { environment: undefined }),
      deployment('d', { stream: 'rollouts/7' }),
      decision('constructor', { stream: 'constructor' }),
    ])
    const sha = async (query: object) => (await ledger.latest({ kind: 'deployment', ...query }))?.body['sha']
    expect(await sha({})).toBe('d')
    expect(await sha({ environment: 'production' })).toBe('d')
    expect(await sha({ environment: 'production', stream: 'deployments' })).toBe('a')
    expect(await sha({ environment: 'staging' })).toBe('b')
    expect(await sha({ stream: 'deployments' })).toBe('c')
    expect(await sha({ environment: 'test' })).toBeUndefined()
    expect((await ledger.latest({ kind: 'decision' }))?.body['name']).toBe('constructor')
  })

  test('reading by stream and kind, finding by id', async () => {
    const ledger = directoryLedger({ root: freshPlace().root })
    await ledger.append([decision('one'), deployment('two'), decision('three', { stream: 'rollouts/7' })])
    expect(await names(ledger, { stream: 'decisions' })).toEqual(['one'])
    expect(await names(ledger, { kinds: ['decision'] })).toEqual(['one', 'three'])
    expect(await names(ledger, { kinds: [] })).toEqual([])
    expect((await ledger.find(recordId('deployment', ['two'])))?.body).toEqual({ sha: 'two' })
  })

  test('a clock that goes backwards does not break the order', async () => {
    const { root } = freshPlace()
    const ledger = directoryLedger({ root })
    for (const [name, at] of [
      ['first', '2026-03-10T23:59:59Z'],
      ['next', '2026-03-11T00:00:00Z'],
      ['back', '2025-01-01T00:00:00Z'],
      ['on', '2026-04-01T08:00:00.123Z'],
    ] as const) {
      await ledger.append([decision(name, { at })])
    }
    expect(eventFiles(root)).toEqual(['2026/03/10.jsonl', '2026/03/11.jsonl', '2026/04/01.jsonl'])
    expect(await names(ledger)).toEqual(['first', 'next', 'back', 'on'])
    expect(await ledger.verify()).toMatchObject({ records: 4 })
  })

  test('one bad entry, and none is written', async () => {
    const { root } = freshPlace()
    const ledger = directoryLedger({ root })
    await expect(ledger.append([decision('good'), decision('bad', { actor: '' })])).rejects.toThrow(
      UsageError,
    )
    expect(await ledger.verify()).toMatchObject({ records: 0 })
    await ledger.append([decision('good')])
    expect(await names(ledger)).toEqual(['good'])
  })

  test('appends of one process wait for each other', async () => {
    const ledger = directoryLedger({ root: freshPlace().root })
    await Promise.all(Array.from({ length: 20 }, (_, index) => ledger.append([decision(String(index))])))
    expect(await names(ledger)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)))
  })
})

describe('blobs', () => {
  test('are kept once under their hash and checked when read', async () => {
    const { root } = freshPlace()
    const ledger = directoryLedger({ root })
    const bytes = Buffer.from('a large model')
    const hash = await ledger.putBlob(bytes)
    expect(hash).toBe(sha256(bytes))
    expect(await ledger.putBlob(bytes)).toBe(hash)
    expect(readdirSync(join(root, 'blobs'))).toEqual([hash])
    expect(Buffer.from(await ledger.getBlob(hash)).equals(bytes)).toBe(true)
    writeFileSync(join(root, 'blobs', hash), 'a large mode1')
    await expect(ledger.getBlob(hash)).rejects.toThrow(/was changed since it was written; restore it/)
    await expect(ledger.getBlob('0'.repeat(64))).rejects.toThrow(/is missing; restore it/)
    await expect(ledger.getBlob('../state.json')).rejects.toThrow(/is no SHA-256/)
  })

  test('a record may not refer to one that nobody kept', async () => {
    const ledger = directoryLedger({ root: freshPlace().root })
    const body = { model: { cardBlob: '0'.repeat(64) } }
    await expect(ledger.append([decision('one', { body })])).rejects.toThrow(
      /refers to blob 000.* kept first/,
    )
  })
})

describe('where it cannot be written', () => {
  test('below a file: reading sees nothing, appending says how to choose another place', async () => {
    const { base } = freshPlace()
    writeFileSync(join(base, 'file'), '')
    for (const root of [join(base, 'file', 'ledger'), join(base, 'file')]) {
      const ledger = directoryLedger({ root })
      expect(await ledger.latest({ kind: 'decision' })).toBeUndefined()
      for (const attempt of [ledger.append([decision('one')]), ledger.putBlob(Buffer.from('x'))]) {
        await expect(attempt).rejects.toThrow(SourceError)
        await expect(attempt).rejects.toThrow(/is read-only, or no directory; .*--ledger directory:PATH/)
      }
    }
  })

  test.skipIf(process.platform === 'win32')(
    'a read-only directory is read, and appending to it says so',
    async () => {
      const { base, root, witnessFile } = freshPlace()
      await directoryLedger({ root }).append([decision('one')])
      chmodSync(root, 0o555)
      chmodSync(base, 0o755)
      const appender = join(import.meta.dirname, 'fixtures/appender.ts')
      const asNobody = process.getuid?.() === 0 ? ['--as-nobody'] : []
      const { stdout } = spawnSync(
        process.execPath,
        [appender, root, witnessFile, 'p', '1', '0', ...asNobody],
        { encoding: 'utf8' },
      )
      expect(stdout).toMatch(
        /^SourceError: ledger directory:.* is read-only, or no directory; choose .*\(EACCES: /,
      )
      chmodSync(root, 0o755)
      expect(await directoryLedger({ root }).verify()).toMatchObject({ records: 1 })
    },
  )
})

describe('the lock', () => {
  const living = currentOwner()
  test.each([
    ['of a living process', living, false],
    ['of another machine', { ...living, host: 'elsewhere' }, false],
    ['of another container on this machine', { ...living, namespace: 1 }, false],
    ['of a process that has ended', { ...living, pid: 2 ** 22 + 1 }, true],
    ['of a process whose number another one has now', { ...living, startTicks: living.startTicks + 1 }, true],
    ['from before the machine restarted', { ...living, boot: '00000000' }, true],
  ])('%s', async (_, owner, takenOver) => {
    const { root } = freshPlace()
    mkdirSync(root)
    const path = join(root, lockName(owner, 'abcd'))
    writeFileSync(path, '')
    const ledger = directoryLedger({ root, lockWaitMilliseconds: 40 })
    const append = ledger.append([decision('one')])
    if (takenOver) {
      expect(await append).toHaveLength(1)
      expect(readdirSync(root).filter((name) => name.startsWith('lock'))).toEqual([])
    } else {
      await expect(append).rejects.toThrow(SourceError)
      await expect(append).rejects.toThrow(
        `${path} is held by process ${owner.pid} on ${owner.host} after waiting 0.04 s; try again`,
      )
      rmSync(path)
      expect(await ledger.append([decision('one')])).toHaveLength(1)
    }
  })
})

test('a reader sees only whole records while another process writes', async () => {
  const { root } = freshPlace()
  const ledger = directoryLedger({ root })
  await ledger.append([decision('one')])
  appendFileSync(join(root, 'events/2026/03/10.jsonl'), '{"actor":"release-b')
  expect(await names(ledger)).toEqual(['one'])
  expect((await ledger.latest({ kind: 'decision' }))?.body['name']).toBe('one')
  expect(await ledger.verify()).toMatchObject({
    records: 1,
    notes: expect.arrayContaining([expect.stringContaining('19 bytes of an unfinished write')]),
  })
})
