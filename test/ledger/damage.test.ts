import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/domain/errors.ts'
import { sha256 } from '../../src/ledger/canonical.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { decision, deployment } from './fixtures/entries.ts'
import { freshPlace } from './fixtures/places.ts'

const yesterday = 'events/2026/03/10.jsonl'
const today = 'events/2026/03/11.jsonl'
const at = '2026-03-11T08:00:00Z'

/** Two days, two streams, a blob: written once, copied and damaged by every test. */
let original: ReturnType<typeof freshPlace>
let blob = ''
beforeAll(async () => {
  original = freshPlace()
  const ledger = directoryLedger(original)
  blob = await ledger.putBlob(Buffer.from('the model'))
  await ledger.append([decision('one', { body: { modelBlob: blob, text: 'é' } }), deployment('one')])
  await ledger.append([decision('two', { at })])
  await ledger.append([deployment('two', { at })])
})

const copied = (): ReturnType<typeof freshPlace> => {
  const place = freshPlace()
  cpSync(original.base, place.base, { recursive: true })
  return place
}
const forget = (root: string): void => {
  for (const cache of ['state.json', 'ids']) rmSync(join(root, cache), { force: true })
}
const dropLastLine = (path: string): void => {
  const text = readFileSync(path, 'utf8')
  truncateSync(path, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n', text.length - 2) + 1)))
}

test('as it was written it verifies', async () =>
  expect(await directoryLedger(original).verify()).toMatchObject({
    records: 4,
    blobs: 1,
    streams: { decisions: { seq: 1 }, deployments: { seq: 1 } },
    notes: [],
  }))

describe.each([
  ['with its caches and witness', true],
  ['with nothing but events and blobs', false],
])('every flipped byte is found, %s', (_, kept) => {
  test.each([yesterday, today, 'blob'])('%s', async (name) => {
    const { root, witnessFile } = copied()
    if (!kept) forget(root)
    const ledger = directoryLedger({ root, ...(kept ? { witnessFile } : {}) })
    const file = name === 'blob' ? `blobs/${blob}` : name
    const sound = readFileSync(join(root, file))
    expect((await ledger.verify()).difference).toBeUndefined()
    const unseen: string[] = []
    for (let index = 0; index < sound.length; index += 1) {
      const byte = sound[index] ?? 0
      for (const other of kept
        ? [byte ^ 1, 0x0a]
        : new Set([byte ^ 1, byte ^ 0x20, byte ^ 0x80, 0, 0x0a, 0x7d])) {
        if (other === byte) continue
        const flipped = Buffer.from(sound)
        flipped[index] = other
        writeFileSync(join(root, file), flipped)
        const { difference } = await ledger.verify()
        if (difference?.file !== file) unseen.push(`byte ${index}: ${byte} → ${other}`)
      }
    }
    expect(unseen).toEqual([])
  })
})

describe('a tail that was cut off', () => {
  test.each([
    [
      'the last record',
      (root: string) => dropLastLine(join(root, today)),
      'saw record 1 of stream deployments, which ends with record 0',
    ],
    [
      'the last day',
      (root: string) => rmSync(join(root, today)),
      'saw record 1 of stream decisions, which ends with record 0',
    ],
    [
      'everything',
      (root: string) => rmSync(join(root, 'events'), { recursive: true }),
      'stream decisions, which is not there',
    ],
  ])('%s: the witness outside knows, even without the caches', async (_, cut, what) => {
    const { root, witnessFile } = copied()
    cut(root)
    forget(root)
    const ledger = directoryLedger({ root, witnessFile })
    const { difference } = await ledger.verify()
    expect(difference?.file).toBe(witnessFile)
    expect(difference?.what).toContain(what)
    expect(difference?.mend).toContain(`remove ${witnessFile}`)
    await expect(ledger.append([decision('three')])).rejects.toThrow(/the tail was cut.* run replay/)
    rmSync(witnessFile)
    expect(await ledger.append([decision('three', { at })])).toHaveLength(1)
  })

  test('state.json is a witness too, where it was left', async () => {
    const { root } = copied()
    dropLastLine(join(root, today))
    const ledger = directoryLedger({ root })
    expect((await ledger.verify()).difference).toMatchObject({ file: 'state.json' })
    await expect(ledger.append([decision('three')])).rejects.toThrow(
      /the end that state.json remembers is gone/,
    )
    await expect(ledger.latest({ kind: 'decision' })).rejects.toThrow(SourceError)
    forget(root)
    await ledger.append([deployment('two', { at })])
    expect((await ledger.verify()).difference).toBeUndefined()
  })

  test('another history, sound in itself, is not the one the witness saw', async () => {
    const { root, witnessFile } = copied()
    rmSync(root, { recursive: true })
    const forged = directoryLedger({ root })
    for (const name of ['one', 'two', 'three']) await forged.append([decision(name), deployment(name)])
    const { difference } = await directoryLedger({ root, witnessFile }).verify()
    expect(difference).toMatchObject({ file: yesterday, line: 3 })
    expect(difference?.what).toContain('saw another record 1 in stream decisions')
  })
})

describe('caches are made again from the events', () => {
  const damaged = (file: string, change: (sound: Buffer) => Buffer | undefined) => (root: string) => {
    const next = change(readFileSync(join(root, file)))
    if (next) writeFileSync(join(root, file), next)
    else rmSync(join(root, file))
  }
  const flip = (bytes: Buffer): Buffer => {
    const next = Buffer.from(bytes)
    next[10] = (next[10] ?? 0) ^ 1
    return next
  }
  test.each([
    [
      'no state',
      damaged('state.json', () => undefined),
      'state.json was absent; it was made again from 4 records',
    ],
    [
      'an empty state',
      damaged('state.json', () => Buffer.alloc(0)),
      'state.json was damaged; it was made again',
    ],
    ['half a state', damaged('state.json', (bytes) => bytes.subarray(0, 99)), 'state.json was damaged'],
    [
      'a state that is JSON and no state',
      damaged('state.json', () => Buffer.from('{"schema":1}')),
      'state.json was damaged',
    ],
    [
      'a state that names another length',
      damaged('state.json', (bytes) => Buffer.from(bytes.toString().replace(/"offset":\d+/g, '"offset":7'))),
      'state.json was damaged',
    ],
    ['no index', damaged('ids', () => undefined), 'the index of ids was damaged or absent'],
    ['a flipped byte in the index', damaged('ids', flip), 'the index of ids was damaged or absent'],
    [
      'a shorter index',
      damaged('ids', (bytes) => bytes.subarray(41)),
      'the index of ids was damaged or absent',
    ],
  ])('%s', async (_, damage, note) => {
    const { root, witnessFile } = copied()
    damage(root)
    const ledger = directoryLedger({ root, witnessFile })
    expect((await ledger.latest({ kind: 'deployment' }))?.body['sha']).toBe('two')
    const one = await ledger.latest({ kind: 'decision' })
    expect(await ledger.find(one?.id ?? '')).toEqual(one)
    const answers = await ledger.append([decision('two', { at }), decision('three', { at })])
    expect(answers.map(({ existed }) => existed)).toEqual([true, false])
    expect(ledger.notes.join('\n')).toContain(note)
    const afterwards = directoryLedger({ root, witnessFile })
    expect(await afterwards.verify()).toMatchObject({ records: 5, notes: [] })
    expect((await afterwards.append([decision('one')]))[0]?.existed).toBe(true)
    expect(afterwards.notes).toEqual([])
  })

  test('a state older than the events is brought up to them', async () => {
    const place = copied()
    const older = readFileSync(join(place.root, 'state.json'))
    await directoryLedger(place).append([
      decision('three', { at }),
      deployment('three', { at: '2026-03-12T00:00:00Z' }),
    ])
    writeFileSync(join(place.root, 'state.json'), older)
    const ledger = directoryLedger(place)
    expect((await ledger.latest({ kind: 'deployment' }))?.body['sha']).toBe('three')
    expect(
      (await ledger.append([decision('three'), decision('four')])).map(({ existed }) => existed),
    ).toEqual([true, false])
    expect(await ledger.verify()).toMatchObject({ records: 7, notes: [] })
    expect(ledger.notes).toEqual([])
  })
})

describe('a write that was cut short', () => {
  test('a line torn at any byte is set aside and said, and nothing before it is lost', async () => {
    const place = copied()
    const sound = readFileSync(join(place.root, today))
    await directoryLedger(place).append([decision('torn', { at })])
    const line = readFileSync(join(place.root, today)).subarray(sound.length)
    for (let length = 1; length < line.length; length += 7) {
      const { root, witnessFile } = copied()
      writeFileSync(join(root, today), Buffer.concat([sound, line.subarray(0, length)]))
      const ledger = directoryLedger({ root, witnessFile })
      expect((await ledger.verify()).difference).toBeUndefined()
      expect((await ledger.append([decision('next', { at })]))[0]?.record.seq).toBe(2)
      expect(ledger.notes).toEqual([
        expect.stringMatching(
          `^a torn last line was repaired: ${length} bytes of an unfinished write .* set aside in torn/2026-03-11-`,
        ),
      ])
      expect(readdirSync(join(root, 'torn'))).toHaveLength(1)
      expect(await ledger.verify()).toMatchObject({ records: 5, notes: [] })
    }
  })

  test('a batch torn at any byte is gone whole', async () => {
    const place = copied()
    const sound = readFileSync(join(place.root, today))
    const batch = [decision('a', { at }), decision('b', { at }), deployment('c', { at })]
    await directoryLedger(place).append(batch)
    const lines = readFileSync(join(place.root, today)).subarray(sound.length)
    const pending = {
      segment: '2026/03/11',
      from: sound.length,
      to: sound.length + lines.length,
      sha256: sha256(lines),
    }
    for (let length = 0; length <= lines.length; length += length > lines.length - 40 ? 1 : 23) {
      const { root, witnessFile } = copied()
      writeFileSync(join(root, 'pending.json'), JSON.stringify(pending))
      writeFileSync(join(root, today), Buffer.concat([sound, lines.subarray(0, length)]))
      const ledger = directoryLedger({ root, witnessFile })
      const whole = length === lines.length
      expect((await ledger.latest({ kind: 'decision' }))?.body['name']).toBe(whole ? 'b' : 'two')
      expect(await ledger.verify()).toMatchObject({ records: whole ? 7 : 4 })
      const answers = await ledger.append(batch)
      expect(answers.map(({ existed }) => existed)).toEqual([whole, whole, whole])
      expect(existsSync(join(root, 'torn'))).toBe(!whole && length > 0)
      expect(existsSync(join(root, 'pending.json'))).toBe(false)
      expect(await ledger.verify()).toMatchObject({ records: 7, notes: [] })
    }
  })

  test('the first line of a day torn, then a clock that goes backwards and another tear', async () => {
    const { root, witnessFile } = copied()
    writeFileSync(join(root, 'events/2026/03/12.jsonl'), '{"actor":')
    const ledger = directoryLedger({ root, witnessFile })
    await ledger.append([decision('three', { at })])
    writeFileSync(join(root, today), `${readFileSync(join(root, today), 'utf8')}{"act`)
    await ledger.append([decision('four', { at })])
    expect(ledger.notes).toHaveLength(2)
    expect(await ledger.verify()).toMatchObject({ records: 6, notes: [] })
  })

  test.each([
    ['a changed last line', (text: string) => text.replace('"sha":"two"', '"sha":"six"')],
    ['a last newline that became a letter', (text: string) => `${text.slice(0, -1)}x`],
    ['a line added by hand', (text: string) => `${text}{"actor":"me"}\n`],
    ['words added by hand', (text: string) => `${text}see also #12`],
    ['an acknowledged line cut in the middle', (text: string) => text.slice(0, -30)],
  ])('%s is no such thing: append refuses', async (_, change) => {
    const { root, witnessFile } = copied()
    writeFileSync(join(root, today), change(readFileSync(join(root, today), 'utf8')))
    const ledger = directoryLedger({ root, witnessFile })
    const before = readFileSync(join(root, today))
    await expect(ledger.append([decision('next', { at })])).rejects.toThrow(SourceError)
    await expect(ledger.append([decision('next', { at })])).rejects.toThrow(
      /is not what was written: .*run replay/,
    )
    expect(readFileSync(join(root, today)).equals(before)).toBe(true)
    expect((await ledger.verify()).difference).toBeDefined()
  })
})
