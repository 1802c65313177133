/** What the gate remembers, how that is verified, and that it answers the same whatever became of its memory. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { replay } from '../../src/commands/replay.ts'
import type { Assessment } from '../../src/domain/assessment.ts'
import { lacksNode20, runCli } from './cli.ts'
import { bitsOf, forget, gateJson, gateScreen, ledgerLines } from './gating.ts'
import { isolatedEnvironment } from './git.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let gitDirectory: string
beforeAll(async () => {
  repository = await makeRepository()
  gitDirectory = join(repository.directory, '.git')
  await repository.bulk(500, { revertEvery: 20 })
  await repository.tag('v2.0.0', { ref: 'HEAD~12' })
})
afterAll(() => repository.remove())

const now = '2026-06-01T10:00:00Z'
const gate = (...args: readonly string[]) => gateJson(repository.directory, args)
const runReplay = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runCli([
    ...['replay', '--repository', repository.directory, '--json'],
    ...args,
  ])
  expect(stderr).toBe('')
  return { code, ...JSON.parse(stdout) }
}
const records = (): number => ledgerLines(gitDirectory).length

describe('remembering', () => {
  beforeEach(() => forget(gitDirectory))

  test('each decision once: another moment is another decision, the same one is not', async () => {
    const first = await gate('--now', now)
    expect(records()).toBe(1)
    const again = await gate('--now', now)
    expect(records()).toBe(1)
    expect(again.ledger).toEqual(first.ledger)
    await gate('--now', '2026-06-02T10:00:00Z')
    expect(records()).toBe(2)
    expect(await runReplay()).toMatchObject({ code: 0, records: 2, rederived: 2 })
    const { code, stdout } = await runCli(['replay', '--repository', repository.directory])
    expect(code).toBe(0)
    expect(stdout).toMatch(/2 records in 1 stream\n.*2 decisions derived again, bit for bit/)
  })

  test('in the ledger that --ledger names, relative to the repository', async () => {
    const answer = await gate('--now', now, '--ledger', 'directory:.ledger')
    expect(records()).toBe(0)
    expect(await runReplay('--ledger', 'directory:.ledger')).toMatchObject({ code: 0, rederived: 1 })
    expect(await runReplay()).toMatchObject({ code: 0, records: 0 })
    const { stdout } = await runCli(['replay', '--repository', repository.directory])
    expect(stdout).toContain('nothing is remembered here yet')
    // Two ledgers side by side: neither takes the other's records for its own lost ones.
    expect((await gate('--now', now)).ledger).toEqual(answer.ledger)
    expect(await runReplay()).toMatchObject({ code: 0, rederived: 1 })
    await gate('--now', '2026-06-02T10:00:00Z', '--ledger', 'directory:.ledger')
    expect(await runReplay('--ledger', 'directory:.ledger')).toMatchObject({ code: 0, rederived: 2 })
    rmSync(join(repository.directory, '.ledger'), { recursive: true })
    expect(answer.ledger?.record).toMatch(/^[0-9a-f]{12}$/)
  })

  test('no name or address of a person, whatever is asked', async () => {
    await gate('--now', now, '--with-people')
    const everything = readdirSync(join(gitDirectory, 'change-risk'), { recursive: true, encoding: 'utf8' })
      .map((name) => join(gitDirectory, 'change-risk', name))
      .filter((path) => /jsonl$|[0-9a-f]{64}$/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    expect(everything).toContain('"decision"')
    expect(everything).not.toMatch(/Mira|Vale|Quill|example\.com/i)
  })

  test('two gates at once: both answer, both are remembered', async () => {
    const answers = await Promise.all(
      ['01', '02', '03', '04'].map((day) => gate('--now', `2026-06-${day}T10:00:00Z`)),
    )
    expect(answers.every(({ ledger }) => ledger !== undefined)).toBe(true)
    expect(records()).toBe(4)
    expect(await runReplay()).toMatchObject({ code: 0, rederived: 4 })
  })
})

describe('tampering', () => {
  beforeEach(() => forget(gitDirectory))

  test('with any byte of an event or a blob is found, and named', async () => {
    await gate('--now', now)
    await gate('--now', '2026-06-02T10:00:00Z')
    const root = join(gitDirectory, 'change-risk')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^events\/.*\.jsonl$|^blobs\//.test(name),
    )
    const blobs = files.filter((name) => name.startsWith('blobs/'))
    expect(blobs.length).toBeGreaterThanOrEqual(3)
    const unseen: string[] = []
    let tried = 0
    for (const name of files) {
      const path = join(root, name)
      const sound = readFileSync(path)
      const step = Math.max(1, Math.floor(sound.length / (name.startsWith('blobs/') ? 25 : 150)))
      for (let place = tried % step; place < sound.length; place += step) {
        const flipped = Buffer.from(sound)
        flipped[place]! ^= 1 << (place % 8)
        writeFileSync(path, flipped)
        // In this process: a few hundred starts of node would take a minute; three below go through the command.
        const { difference } = await replay({
          directory: repository.directory,
          processEnvironment: isolatedEnvironment,
        })
        if (!difference?.file.includes(name) || !difference.mend) unseen.push(`${name} byte ${place}`)
        tried += 1
      }
      writeFileSync(path, sound)
    }
    expect(unseen).toEqual([])
    expect(tried).toBeGreaterThan(200)
    expect(await runReplay()).toMatchObject({ code: 0, rederived: 2 })
  })

  test.each([
    ['a byte of the first record', /events/, 40],
    ['a byte of the last record', /events/, -40],
    ['a byte of what a decision rests on', /blobs/, 100],
  ])('makes replay say no: %s', async (_, where, place) => {
    await gate('--now', now)
    await gate('--now', '2026-06-02T10:00:00Z')
    const root = join(gitDirectory, 'change-risk')
    const name = readdirSync(root, { recursive: true, encoding: 'utf8' }).find(
      (path) => where.test(path) && /jsonl$|[0-9a-f]{64}$/.test(path),
    )
    const bytes = readFileSync(join(root, name ?? ''))
    bytes[place < 0 ? bytes.length + place : place]! ^= 1
    writeFileSync(join(root, name ?? ''), bytes)
    const { code, difference } = await runReplay()
    expect(code).toBe(2)
    expect(difference.file).toBe(name)
    const screen = await runCli(['replay', '--repository', repository.directory])
    expect([screen.code, screen.stderr]).toEqual([2, ''])
    expect(screen.stdout).toContain(`DIFFERS at ${name}`)
  })

  test('with a result, hashes and all made right again, is found by deriving it again', async () => {
    await gate('--now', now)
    const [line] = ledgerLines(gitDirectory)
    const { sealRecord } = await import('../../src/ledger/record.ts')
    const { hash: _, id: __, prev: ___, seq: ____, schema: _____, ...told } = line!.record
    const forged = { ...told, body: { ...told.body, result: { ...told.body.result, decision: 'approve' } } }
    rmSync(join(gitDirectory, 'change-risk-witness.json'))
    rmSync(join(gitDirectory, 'change-risk/state.json'))
    writeFileSync(line!.file, `${sealRecord({ ...forged, key: 'forged' }, undefined).line}\n`)
    const { code, difference } = await runReplay()
    expect(code).toBe(2)
    expect(difference).toMatchObject({
      path: expect.stringContaining('decision'),
      recorded: 'approve',
      rederived: line!.record.body.result.decision,
    })
  })

  test('by cutting the tail is found by the witness outside', async () => {
    await gate('--now', now)
    await gate('--now', '2026-06-02T10:00:00Z')
    const [first, second] = ledgerLines(gitDirectory)
    if (first!.file === second!.file)
      writeFileSync(first!.file, `${readFileSync(first!.file, 'utf8').split('\n')[0]}\n`)
    else rmSync(second!.file)
    for (const cache of ['state.json', 'ids'])
      rmSync(join(gitDirectory, 'change-risk', cache), { force: true })
    const { code, difference } = await runReplay()
    expect(code).toBe(2)
    expect(difference.what).toContain('the tail was cut')
  })
})

describe('an answer does not depend on what was kept', () => {
  /** Each test begins with what the one before it has kept anew. */
  let before: Assessment
  beforeAll(async () => {
    forget(gitDirectory)
    before = await gate('--now', now)
  })

  const kept = () => join(gitDirectory, 'change-risk-index')
  const overwrite = (name: string, change: (bytes: Buffer) => Buffer): void =>
    writeFileSync(join(kept(), name), change(readFileSync(join(kept(), name))))
  const middle = (bytes: Buffer): Buffer => {
    bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 64)
    return bytes
  }

  test.each<[string, () => void]>([
    ['nothing lost (warm)', () => undefined],
    ['the whole index lost (cold)', () => rmSync(kept(), { recursive: true })],
    ['the salt lost', () => rmSync(join(kept(), 'salt'))],
    ['the salt damaged', () => overwrite('salt', () => Buffer.from('no salt'))],
    ['the standing lost', () => rmSync(join(kept(), 'standing.json'))],
    ['the standing damaged', () => overwrite('standing.json', middle)],
    ['the standing cut', () => overwrite('standing.json', (bytes) => bytes.subarray(0, 1000))],
    ['the standing of somebody else', () => overwrite('standing.json', () => Buffer.from('null'))],
    ['the standing an array', () => overwrite('standing.json', () => Buffer.from('[]'))],
    ['the index cut', () => overwrite('index', (bytes) => bytes.subarray(0, bytes.length >> 1))],
    ['the index empty', () => overwrite('index', () => Buffer.alloc(0))],
    ['the index of another program', () => overwrite('index', () => Buffer.from('#!/bin/sh\n'))],
  ])('%s', async (_, lose) => {
    lose()
    const after = await gate('--now', now)
    expect(bitsOf(after)).toBe(bitsOf(before))
    expect(after.ledger).toEqual(before.ledger)
    expect(records()).toBe(1)
  })

  test('a damaged index is built anew, and that is said', async () => {
    const said: string[] = []
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      overwrite('index', (bytes) => {
        bytes[Math.floor(bytes.length * share)]! ^= 0x10
        return bytes
      })
      // Without the standing everything of the index is read.
      rmSync(join(kept(), 'standing.json'))
      const after = await gate('--now', now)
      expect(bitsOf(after)).toBe(bitsOf(before))
      said.push(...after.notes.filter((note) => note.includes('the index was built anew')))
    }
    expect(said.length).toBeGreaterThan(0)
  })

  test('what landed after the head: an earlier head is judged as it was then', async () => {
    const later = await repository.git('rev-parse', 'HEAD')
    const args = ['--now', now, '--base', 'HEAD~112', '--head', 'HEAD~100']
    const shas = await Promise.all(['HEAD~112', 'HEAD~100'].map((ref) => repository.git('rev-parse', ref)))
    const looking = await gate(...args)
    expect(looking.change).toMatchObject({ base: shas[0], head: shas[1], kind: 'forward' })
    const [base = '', head = ''] = shas
    forget(gitDirectory)
    await repository.git('reset', '--quiet', '--hard', head)
    try {
      expect(bitsOf(await gate('--now', now, '--base', base))).toBe(bitsOf(looking))
      // And from an index that ends there, on to the head of today.
      expect(bitsOf(await gate('--now', now, '--head', later))).toBe(bitsOf(before))
    } finally {
      await repository.git('reset', '--quiet', '--hard', later)
    }
  })

  test.skipIf(lacksNode20)('Node 20 or Node 24', async () => {
    const args = ['--now', now]
    forget(gitDirectory)
    const on20 = await gateJson(repository.directory, args, { node: '20' })
    forget(gitDirectory)
    const on24 = await gateJson(repository.directory, args, { node: '24' })
    expect(bitsOf(on24)).toBe(bitsOf(on20))
    expect(on24.ledger).toEqual(on20.ledger)
  })

  test('another copy of the clone, elsewhere', async () => {
    const copy = join(repository.directory, '..', 'copy', 'work')
    mkdirSync(copy, { recursive: true })
    cpSync(repository.directory, copy, { recursive: true })
    forget(join(copy, '.git'))
    expect(bitsOf(await gateJson(copy, ['--now', now]))).toBe(bitsOf(before))
  })
})

describe('without a memory', () => {
  beforeEach(() => forget(gitDirectory))

  const damage = async (): Promise<void> => {
    await gate('--now', now)
    const [line] = ledgerLines(gitDirectory)
    const text = readFileSync(line!.file, 'utf8')
    writeFileSync(line!.file, text.replace('"decision"', '"deciding"'))
  }

  test('a damaged ledger: decided all the same, not remembered, and said', async () => {
    await damage()
    const answer = await gate('--now', '2026-06-03T10:00:00Z')
    expect(answer.ledger).toBeUndefined()
    expect(answer.notes.join('\n')).toMatch(/not remembered: ledger .* is not what was written/)
    expect(answer.decision).toBe('review')
    expect(answer.change.parts.length).toBeGreaterThan(0)
    expect(await gateScreen(repository.directory, ['--now', now])).toContain('not remembered')
    expect(await runReplay()).toMatchObject({ code: 2 })
  })

  test.each([
    ['the same commit again', ['--base', 'HEAD']],
    ['back to what ran', ['--base', 'HEAD', '--head', 'HEAD~3']],
  ])('an approval while enforcing becomes a review: %s', async (_, args) => {
    const enforce = ['--mode', 'enforce', '--now', now, ...args]
    expect((await gate(...enforce)).decision).toBe('approve')
    forget(gitDirectory)
    writeFileSync(join(gitDirectory, 'change-risk'), '')
    const answer = await gateJson(repository.directory, enforce, { code: 2 })
    expect(answer).toMatchObject({ decision: 'review', rule: 'source-failed' })
    expect(answer.reason).toContain('could not be remembered')
    expect(answer.ledger).toBeUndefined()
    // Observing, and switched off, nothing waits: the decision stands.
    expect(await gate('--now', now, ...args)).toMatchObject({ decision: 'approve', mode: 'observe' })
    expect(await gate('--now', now, '--mode', 'off', ...args)).toMatchObject({ decision: 'approve' })
  })
})
