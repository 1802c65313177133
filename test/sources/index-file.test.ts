/** The index on disk: whatever happens to its bytes, an answer is the one git gives, or the damage is found. */
import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HistoryIndex } from '../../src/history/index.ts'
import { mendingIndex } from '../../src/sources/history.ts'
import {
  DamagedIndexError,
  indexVersion,
  openIndexFile,
  writeIndexFile,
} from '../../src/sources/index-file.ts'
import type { Repository } from '../e2e/repository.ts'
import { firstDifference, readHistory } from '../history/reading.ts'
import { sampleRepository } from '../history/sample.ts'

let repository: Repository
let folder: string
let fresh: HistoryIndex
/** The bytes of an undamaged index, and of the salt beside it. */
let whole: Buffer
let directory: string
let path: string
beforeAll(async () => {
  repository = await sampleRepository()
  folder = await mkdtemp(join(tmpdir(), 'change-risk-index-file-'))
  directory = join(folder, 'kept')
  path = join(directory, 'index')
  fresh = (await readHistory(repository.directory, { directory })).index
  whole = await readFile(path)
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => writeFile(path, whole))

/** Reads the history, and all that the index holds of it. */
const reading = (into = directory) =>
  mendingIndex(async (damage) => {
    const history = await readHistory(repository.directory, { directory: into, damage })
    firstDifference(history.index, history.index)
    history.index.entities.sorted()
    return history
  })

/** What reading an index file ends in, without git. */
const opened = (): string => {
  try {
    const file = openIndexFile(path)
    const header = JSON.stringify(file?.header)
    const columns =
      file &&
      [...whole.toString('latin1').matchAll(/"name":"([^"]+)"/g)].map(([, name]) => {
        const values = file.column(name!)!
        return Buffer.from(values.read(0, values.length).buffer).toString('hex')
      })
    file?.close()
    return JSON.stringify([header, columns])
  } catch (error) {
    if (error instanceof DamagedIndexError) return 'damage found'
    throw error
  }
}

test('an index that is whole is read as it was written', async () => {
  const { index, notes, extended } = await reading()
  expect([notes, extended, firstDifference(index, fresh)]).toEqual([[], false, null])
})

test('one changed bit anywhere is found, or lies where nothing rests', async () => {
  const undamaged = opened()
  const unnoticed: number[] = []
  // The beginning byte by byte, the head in steps, and of the numbers every byte of a word in turn.
  const head = whole.indexOf('\n', 19) + 1 + Number(/ (\d+)\n/.exec(whole.toString('latin1', 0, 120))![1])
  for (let at = 0; at < whole.length; at += at < 200 ? 1 : at < head ? 13 : 3) {
    const damaged = Buffer.from(whole)
    const bit = at % 2 === 0 ? 7 : at % 8
    damaged[at]! ^= 1 << bit
    await writeFile(path, damaged)
    const result = opened()
    if (result === 'damage found') continue
    expect(result === undamaged, `bit ${bit} of byte ${at}`).toBe(true)
    unnoticed.push(at)
  }
  // Only what fills sections up to whole words.
  expect(unnoticed.every((at) => whole[at] === 0)).toBe(true)
  expect(unnoticed.length).toBeLessThan(40)
})

describe('a damaged index is built anew, and the user told', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['a changed number', () => change(whole.length - 40), 'is damaged'],
    ['a changed header', () => change(150), 'its header is damaged'],
    ['a changed beginning', () => change(3), 'it is no index of this tool'],
    ['the end cut off', () => truncate(path, whole.length - 9), 'it is cut short'],
    ['the middle cut off', () => truncate(path, 300), 'it is cut short'],
    ['nothing but a beginning', () => truncate(path, 10), 'it is no index of this tool'],
    ['an empty file', () => truncate(path, 0), 'it is no index of this tool'],
    ['another file', () => writeFile(path, 'hello\n'.repeat(100)), 'it is no index of this tool'],
  ])('%s', async (_, damage, why) => {
    await damage()
    const { index, notes, extended } = await reading()
    expect(notes).toEqual([expect.stringContaining(why)])
    expect(notes[0]).toContain('the index was built anew')
    expect(extended).toBe(true)
    expect(firstDifference(index, fresh)).toBeNull()
    expect((await reading()).notes).toEqual([])
  })

  const change = async (at: number): Promise<void> => {
    const damaged = Buffer.from(whole)
    damaged[at]! ^= 0x10
    await writeFile(path, damaged)
  }
})

describe('an index that is not wanted as it is, is built anew without a word', () => {
  test('of another version', async () => {
    const file = openIndexFile(path)!
    writeIndexFile(join(folder, 'other'), fresh, { ...file.header, version: indexVersion + 1 })
    file.close()
    await copyFile(join(folder, 'other'), path)
    const { index, notes, extended } = await reading()
    expect([notes, extended, firstDifference(index, fresh)]).toEqual([[], true, null])
  })

  test('made with a salt that is lost: its authors would be strangers', async () => {
    await rm(join(directory, 'salt'))
    const { index, notes, extended } = await reading()
    expect([notes, extended, firstDifference(index, fresh)]).toEqual([[], true, null])
    whole = await readFile(path)
  })

  test('made with another lookback', async () => {
    const lookbackSeconds = 30 * 86_400
    expect((await readHistory(repository.directory, { directory, lookbackSeconds })).extended).toBe(true)
    expect((await readHistory(repository.directory, { directory, lookbackSeconds })).extended).toBe(false)
  })
})

describe('where nothing can be kept', () => {
  test('the folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '')
    const { index, notes } = await reading(join(folder, 'file/inside'))
    expect(notes).toEqual([
      expect.stringMatching(/^the index could not be kept \(.+\); the next run reads the history again$/),
    ])
    expect(firstDifference(index, fresh)).toBeNull()
  })

  test('a folder lies where the index should', async () => {
    const place = join(folder, 'occupied')
    await mkdir(join(place, 'index/deep'), { recursive: true })
    const { index, notes } = await reading(place)
    expect(notes).toEqual([
      expect.stringContaining('the index was built anew'),
      expect.stringContaining('the index could not be kept'),
    ])
    expect(firstDifference(index, fresh)).toBeNull()
    expect((await readdir(place)).sort()).toEqual(['index', 'salt'])
  })

  test('no place is given', async () => {
    const { index, notes } = await readHistory(repository.directory)
    expect([notes, firstDifference(index, fresh)]).toEqual([[], null])
  })
})

describe('two at once', () => {
  test('in one process both answer right, and leave an index that serves', async () => {
    const shared = join(folder, 'shared')
    const both = await Promise.all([reading(shared), reading(shared), reading(shared)])
    for (const { index, notes } of both) expect([notes, firstDifference(index, fresh)]).toEqual([[], null])
    const after = await reading(shared)
    expect([after.notes, firstDifference(after.index, fresh)]).toEqual([[], null])
    expect((await readdir(shared)).sort()).toEqual(['index', 'salt'])
  })

  test('in two processes, too', async () => {
    const shared = join(folder, 'processes')
    const code = `
      import { readHistory } from ${JSON.stringify(join(import.meta.dirname, '../history/reading.ts'))}
      const history = await readHistory(${JSON.stringify(repository.directory)}, { directory: ${JSON.stringify(shared)} })
      console.log(JSON.stringify([history.notes, history.index.length]))`
    const run = (): Promise<string> =>
      new Promise((answer, fail) => {
        const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        let printed = ''
        child.stdout.on('data', (chunk) => {
          printed += chunk
        })
        child.on('error', fail)
        child.on('close', () => answer(printed.trim()))
      })
    expect(await Promise.all([run(), run(), run()])).toEqual(Array.from({ length: 3 }, () => '[[],9]'))
    const after = await reading(shared)
    expect([after.notes, firstDifference(after.index, fresh)]).toEqual([[], null])
    expect((await readdir(shared)).sort()).toEqual(['index', 'salt'])
  })
})
