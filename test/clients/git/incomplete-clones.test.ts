/** Clones that lack something: what is there is read, what is not is called unknown, and nothing is ever fetched. */
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { answerOf, failuresBefore, firstDifference, readHistory } from '../../history/reading.ts'
import { sampleRepository } from '../../history/sample.ts'
import { differencesOf, open, pairsOf } from './reading.ts'

const made: Repository[] = []
afterAll(() => Promise.all(made.map((repository) => repository.remove())))
const make = async (): Promise<Repository> => {
  const repository = await sampleRepository()
  made.push(repository)
  return repository
}

const titles = async (index: HistoryIndex, repository: Repository): Promise<readonly string[]> =>
  Promise.all(
    Array.from({ length: index.length }, (_, at) =>
      repository.git('show', '-s', '--format=%s', index.sha(at)),
    ),
  )

describe('a shallow clone', () => {
  let repository: Repository
  beforeAll(async () => {
    repository = await make()
  })

  test('of depth 1 has no part: its only commit is compared with nothing', async () => {
    const clone = await repository.cloneShallow(1)
    const history = await readHistory(clone.directory)
    expect([history.head, history.index.length, history.startsAt]).toEqual([-1, 0, 'shallow'])
    expect(await open(clone.directory)).toMatchObject({ shallow: true, partial: false })
  })

  test('of depth 5 has four parts, measured as a whole clone measures what lies in them', async () => {
    const clone = await repository.cloneShallow(5)
    const { index, startsAt } = await readHistory(clone.directory)
    const whole = (await readHistory(repository.directory)).index
    expect(startsAt).toBe('shallow')
    expect(await titles(index, repository)).toEqual((await titles(whole, repository)).slice(-4))
    const from = whole.length - 4
    for (const signal of [
      'code-lines-added',
      'files',
      'change-entropy',
      'revert',
      'message-length',
      'removed-files',
    ])
      for (let at = 0; at < 4; at += 1)
        expect(answerOf(index, at, signal), `${signal} of ${at}`).toEqual(answerOf(whole, from + at, signal))
  })

  test('that is deepened is read anew, as far as it then goes', async () => {
    const clone = await repository.cloneShallow(3)
    const directory = join(clone.directory, '.git/change-risk-index')
    expect((await readHistory(clone.directory, { directory })).index.length).toBe(2)
    await clone.git('fetch', '--quiet', '--unshallow')
    const deep = await readHistory(clone.directory, { directory })
    expect(deep.startsAt).toBe('root')
    expect(firstDifference(deep.index, (await readHistory(repository.directory)).index)).toBeNull()
  })
})

describe('a clone made without blobs', () => {
  test('tells files and renames, leaves lines unknown, and fetches nothing', async () => {
    const repository = await make()
    const clone = await repository.cloneBlobless()
    // With its origin gone, one attempt to fetch would be an error.
    await rename(repository.directory, `${repository.directory}-gone`)
    try {
      expect(await open(clone.directory)).toMatchObject({ partial: true })
      const { index } = await readHistory(clone.directory)
      expect(index.length).toBe(9)
      expect(answerOf(index, 1, 'files')).toBe(2)
      expect(answerOf(index, 1, 'code-lines-added')).toBeNaN()
      expect(answerOf(index, 4, 'removed-files')).toBe(1)
      expect(failuresBefore(index).map(({ part, cause }) => `${part} ${cause}`)).toEqual([
        '1 hotfix',
        '3 revert',
      ])
      // The hotfix touched the same file; whether the same lines, this clone cannot say.
      expect(failuresBefore(index)[0]?.confidence).toBe(0.5)
    } finally {
      await rename(`${repository.directory}-gone`, repository.directory)
    }
  })

  test('asks its origin for no object, not even where lines are wanted', async () => {
    const repository = await make()
    const clone = await repository.cloneBlobless()
    const absent = () => clone.git('rev-list', '--objects', '--missing=print', '--all')
    const before = (await absent()).split('\n').filter((line) => line.startsWith('?'))
    await readHistory(clone.directory)
    const opened = await open(clone.directory)
    const found = await differencesOf(opened, (await pairsOf(opened)).slice(0, 3), { linesExpected: true })
    expect(found.map(({ filesKnown, linesKnown }) => [filesKnown, linesKnown])).toEqual(
      Array.from({ length: 3 }, () => [true, false]),
    )
    expect((await absent()).split('\n').filter((line) => line.startsWith('?'))).toEqual(before)
    expect(before.length).toBeGreaterThan(0)
  })
})

describe('a damaged clone', () => {
  /** Takes a loose object away. */
  const lose = (repository: Repository, sha: string): Promise<void> =>
    rm(join(repository.directory, '.git/objects', sha.slice(0, 2), sha.slice(2)))

  test('without one blob knows the lines of all parts but the two that need it', async () => {
    const repository = await make()
    const whole = (await readHistory(repository.directory)).index
    const merge = (await repository.git('rev-list', '--first-parent', '--reverse', 'main')).split('\n')[3]!
    await lose(repository, await repository.git('rev-parse', `${merge}:ünï/支払い.ts`))
    const { index } = await readHistory(repository.directory)
    const lines = Array.from({ length: 9 }, (_, at) => answerOf(index, at, 'code-lines-added'))
    // It came with the merge and went with the revert of it.
    expect(lines.map(Number.isNaN)).toEqual([false, false, false, true, false, false, false, true, false])
    for (const at of [0, 1, 2, 4, 5, 6, 8])
      expect(lines[at], `part ${at}`).toBe(answerOf(whole, at, 'code-lines-added'))
    expect(Array.from({ length: 9 }, (_, at) => answerOf(index, at, 'files'))).toEqual(
      Array.from({ length: 9 }, (_, at) => answerOf(whole, at, 'files')),
    )
    expect(failuresBefore(index)).toEqual(failuresBefore(whole))
  })

  test('without the blob a hotfix mended says so with half the confidence', async () => {
    const repository = await make()
    await lose(repository, await repository.git('rev-parse', 'main~6:pay.ts'))
    const [hotfix] = failuresBefore((await readHistory(repository.directory)).index)
    expect(hotfix).toMatchObject({ part: 1, knownAt: 2, cause: 'hotfix', confidence: 0.5 })
  })

  test('without a tree knows the messages of its parts and nothing of their files', async () => {
    const repository = await make()
    await lose(repository, await repository.git('rev-parse', 'main~1^{tree}'))
    const { index } = await readHistory(repository.directory)
    expect(Array.from({ length: 9 }, (_, at) => Number.isNaN(answerOf(index, at, 'files')))).toEqual([
      ...Array.from({ length: 7 }, () => false),
      true,
      true,
    ])
    expect(answerOf(index, 7, 'revert')).toBe(1)
    expect(answerOf(index, 7, 'author-experience')).toBeGreaterThan(0)
  })

  test('without a commit says what it lacks', async () => {
    const repository = await make()
    await lose(repository, await repository.git('rev-parse', 'main~3'))
    await expect(readHistory(repository.directory)).rejects.toThrow(/^git rev-list: .*[0-9a-f]{40}/)
  })

  test('that lacks nearly all blobs, and does not say so, still tells all files', async () => {
    const repository = await makeRepository()
    made.push(repository)
    await repository.bulk(400)
    const opened = await open(repository.directory)
    const clone = await repository.cloneBlobless()
    await clone.git('config', '--unset', 'remote.origin.promisor')
    await clone.git('config', '--unset', 'remote.origin.partialclonefilter')
    const pretending = await open(clone.directory)
    expect(pretending.partial).toBe(false)
    const whole = await differencesOf(opened, await pairsOf(opened))
    const found = await differencesOf(pretending, await pairsOf(pretending), { blockSize: 64 })
    expect(found.map(({ files }) => files.map(({ path }) => path))).toEqual(
      whole.map(({ files }) => files.map(({ path }) => path)),
    )
    expect(found.filter(({ linesKnown }) => linesKnown).length).toBeLessThan(20)
  })
})

test('a root commit alone is one part, all of it new', async () => {
  const repository = await makeRepository()
  made.push(repository)
  await repository.commit({ message: 'Begin', files: { 'a.ts': 'one\n', 'b.ts': 'two\n' } })
  const { index, head, startsAt } = await readHistory(repository.directory)
  expect([head, startsAt, answerOf(index, 0, 'files'), answerOf(index, 0, 'new-files')]).toEqual([
    0,
    'root',
    2,
    1,
  ])
})
