/** What an index is used for, and when it is written again: line by line over the life of a clone. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRepository } from '../../src/clients/git/repository.ts'
import { measurer } from '../../src/signals/measure.ts'
import { openHistory } from '../../src/sources/history.ts'
import { openIndexFile } from '../../src/sources/index-file.ts'
import { isolatedEnvironment } from '../e2e/git.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { answerOf, firstDifference, readHistory } from '../history/reading.ts'

const made: Repository[] = []
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'change-risk-history-'))
})
afterAll(async () => {
  await Promise.all(made.map((repository) => repository.remove()))
  await rm(folder, { recursive: true, force: true })
})
const make = async (): Promise<Repository> => {
  const repository = await makeRepository({ bare: true })
  made.push(repository)
  return repository
}
/** How many parts the index on disk holds. */
const keptParts = (directory: string): number => {
  const file = openIndexFile(join(directory, 'index'))!
  file.close()
  return file.header.parts
}

test('a few new parts are read again, many are kept, a shorter line pushes nothing out', async () => {
  const repository = await make()
  const directory = join(folder, 'life')
  const read = (head: string) => readHistory(repository.directory, { head, directory })
  const fresh = (head: string) => readHistory(repository.directory, { head })

  await repository.bulk(50)
  expect(await read('main')).toMatchObject({ head: 49, extended: true, startsAt: 'root', notes: [] })
  expect(await read('main')).toMatchObject({ head: 49, extended: false })
  const written = (await stat(join(directory, 'index'))).mtimeMs

  await repository.bulk(10, { seed: 2 })
  expect(await read('main')).toMatchObject({ head: 59, extended: true })
  expect(keptParts(directory)).toBe(50)
  expect((await stat(join(directory, 'index'))).mtimeMs).toBe(written)

  await repository.bulk(40, { seed: 3 })
  const main = await read('main')
  expect([main.head, keptParts(directory)]).toEqual([99, 100])

  // An older part of the line needs no reading at all.
  expect(await read('main~30')).toMatchObject({ head: 69, extended: false })

  await repository.branch('side', 'main~70')
  await repository.bulk(40, { seed: 4, branch: 'side' })
  const side = await read('side')
  expect([side.head, side.extended, keptParts(directory)]).toEqual([69, true, 100])
  expect(firstDifference(side.index, (await fresh('side')).index)).toBeNull()

  // A push that rewrote the line and made it longer takes the index over.
  await repository.branch('rewritten', 'main~60')
  await repository.bulk(80, { seed: 5, branch: 'rewritten' })
  const rewritten = await read('rewritten')
  expect([rewritten.head, keptParts(directory)]).toEqual([119, 120])
  expect(firstDifference(rewritten.index, (await fresh('rewritten')).index)).toBeNull()
  expect(firstDifference((await read('main')).index, main.index)).toBeNull()
})

test('a line that shares nothing is built by itself', async () => {
  const repository = await make()
  const directory = join(folder, 'orphan')
  await repository.bulk(20)
  await repository.bulk(12, { seed: 8, branch: 'pages' })
  await readHistory(repository.directory, { head: 'main', directory })
  const pages = await readHistory(repository.directory, { head: 'pages', directory })
  expect([pages.head, pages.index.length]).toEqual([11, 12])
  expect((await readHistory(repository.directory, { head: 'main', directory })).index.length).toBe(20)
})

test('a history longer than the lookback begins a year before it', async () => {
  const repository = await make()
  const day = 86_400
  const at = (days: number): string => new Date(Date.UTC(2020, 0, 1) + days * day * 1000).toISOString()
  for (let month = 0; month < 48; month += 1)
    await repository.commit({
      message: `Month ${month}`,
      files: { 'a.ts': `${month}\n` },
      at: at(month * 30),
    })
  const { index, startsAt } = await readHistory(repository.directory, { lookbackSeconds: 300 * day })
  // 365 days of horizon and 300 of lookback, back from the newest part: 22 months of 30 days.
  expect([index.length, startsAt]).toEqual([23, 'lookback'])
  const whole = (await readHistory(repository.directory)).index
  // Whatever lies within the lookback sees a whole year, and is measured as in the whole history.
  for (let back = 1; back <= 10; back += 1)
    for (const signal of ['file-touches', 'file-age', 'author-experience', 'landed-today', 'files'])
      expect(answerOf(index, 23 - back, signal)).toBe(answerOf(whole, 48 - back, signal))
})

test('of a long history no more is read than is enough, until much of it is needed no more', async () => {
  const repository = await make()
  const directory = join(folder, 'enough')
  const week = 7 * 86_400
  const enough = { parts: 10, settledSeconds: week }
  const land = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number += 1)
      await repository.commit({
        message: `Part ${number}`,
        files: { 'a.ts': `${number}\n` },
        at: new Date(Date.UTC(2010, 0, 1) + number * 30 * 86_400_000).toISOString(),
      })
  }
  await land(0, 40)
  const { index, startsAt } = await readHistory(repository.directory, { enough, directory })
  // Ten parts, one that landed within the week before, and a year of monthly ones for the oldest of the ten to look at.
  expect([index.length, startsAt]).toEqual([10 + 1 + 12, 'lookback'])
  const whole = (await readHistory(repository.directory)).index
  for (let back = 1; back <= 11; back += 1)
    for (const signal of measurer.names)
      expect(answerOf(index, index.length - back, signal)).toEqual(answerOf(whole, 40 - back, signal))

  await land(40, 50)
  expect((await readHistory(repository.directory, { enough, directory })).index.length).toBe(33)
  await land(50, 53)
  expect((await readHistory(repository.directory, { enough, directory })).index.length).toBe(23)
  // Whoever needs more reads more.
  expect((await readHistory(repository.directory, { directory })).index.length).toBe(53)
})

test('a part holds only what it brought in, even where a clock set back makes git list older commits again', async () => {
  const repository = await makeRepository()
  made.push(repository)
  const directory = join(folder, 'clock')
  const commit = (message: string, at: string) =>
    repository.commit({ message, files: { [`${message}.ts`]: '1\n' }, at: `2026-${at}T09:00:00Z` })
  await commit('root', '06-01')
  await repository.branch('topic')
  const inner = await commit('inner', '06-02')
  await repository.checkout('main')
  // From here on the clock of the line is five months behind.
  await repository.merge({ branch: 'topic', message: 'Topic', at: '2026-01-01T09:00:00Z' })
  for (let day = 10; day < 24; day += 1) await commit(`day-${day}`, `01-${day}`)
  await readHistory(repository.directory, { directory })
  await repository.branch('again', 'topic')
  await commit('more', '06-03')
  await repository.checkout('main')
  await repository.merge({ branch: 'again', message: 'Topic again', at: '2026-02-01T09:00:00Z' })

  const continued = await readHistory(repository.directory, { directory })
  expect(continued.index.parts.commits.get(continued.head)).toBe(1)
  expect(continued.index.positionOf(inner)).toBe(1)
  expect(firstDifference(continued.index, (await readHistory(repository.directory)).index)).toBeNull()
})

test('tells how far it is', async () => {
  const repository = await make()
  await repository.bulk(300)
  const opened = await openRepository(repository.directory, isolatedEnvironment)
  const seen: (readonly [number, number])[] = []
  await openHistory({
    repository: opened,
    head: await repository.git('rev-parse', 'main'),
    lookbackSeconds: 1e10,
    measurer,
    directory: null,
    progress: (done, total) => seen.push([done, total]),
  })
  expect(seen.at(-1)).toEqual([300, 300])
  expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((one, other) => one - other))
})
