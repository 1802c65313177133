/** What git says a commit changed, for every kind of change there is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HunkReader } from '../../../src/clients/git/hunks.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { differencesOf, newest, open, pairsOf } from './reading.ts'

let repository: Repository
beforeAll(async () => {
  repository = await makeRepository()
})
afterAll(() => repository.remove())

/** Every part told in short: status, path, lines. */
const shortly = async () =>
  (await newest(repository.directory)).files.map(
    ({ status, path, previousPath, added, deleted, binary, submodule }) =>
      [
        status,
        previousPath === undefined ? path : `${previousPath} → ${path}`,
        `+${added} −${deleted}`,
        ...(binary ? ['binary'] : []),
        ...(submodule ? ['submodule'] : []),
      ].join(' '),
  )
const text = (lines: number, extra = ''): string =>
  Array.from({ length: lines }, (_, at) => `line ${at}\n`).join('') + extra

test('one commit after another', async () => {
  await repository.commit({ message: 'The root', files: { 'a.ts': text(3), 'b.ts': text(20) } })
  expect(await shortly()).toEqual(['added a.ts +3 −0', 'added b.ts +20 −0'])

  await repository.commit({ message: 'Edit and delete', files: { 'a.ts': text(3, 'more'), 'c.ts': '' } })
  expect(await shortly()).toEqual(['modified a.ts +1 −0', 'added c.ts +0 −0'])

  await repository.commit({ message: 'Nothing', allowEmpty: true })
  expect(await shortly()).toEqual([])

  await repository.rename({ from: 'b.ts', to: 'deep/er/b.ts', message: 'Move' })
  expect(await shortly()).toEqual(['renamed b.ts → deep/er/b.ts +0 −0'])

  await repository.commit({
    message: 'Move and edit',
    files: { 'deep/er/b.ts': null, 'b2.ts': text(20, 'one more\n') },
  })
  expect(await shortly()).toEqual(['renamed deep/er/b.ts → b2.ts +1 −0'])

  await repository.commit({ message: 'Bytes', files: { 'i.png': Buffer.from([0, 1, 2]), 'a.ts': null } })
  expect(await shortly()).toEqual(['deleted a.ts +0 −4', 'added i.png +null −null binary'])

  await repository.submodule({ path: 'sub', sha: '1'.repeat(40), message: 'Sub' })
  expect(await shortly()).toEqual(['added sub +null −null submodule'])
  await repository.submodule({ path: 'sub', sha: '2'.repeat(40), message: 'Sub moves' })
  expect(await shortly()).toEqual(['modified sub +null −null submodule'])

  const names = { 'ünï/支払い.ts': 'x\n', 'a "quoted" name': 'x\n', 'tab\tand\nbreak': 'x\n', ' lead': 'x\n' }
  await repository.commit({ message: 'Names', files: names })
  expect((await newest(repository.directory)).files.map(({ path }) => path).sort()).toEqual(
    Object.keys(names).sort(),
  )
})

test('lines by their places, under any name', async () => {
  const files = { 'tab\tand\nbreak': 'y\nz\n', 'ünï/支払い.ts': '', 'a "quoted" name': 'x\ny\n' }
  await repository.commit({ message: 'Rewrite', files })
  const opened = await open(repository.directory)
  const reader = new HunkReader(opened.git, true)
  const hunks = await reader.ask((await pairsOf(opened)).at(-1)!)
  reader.end()
  expect(Object.fromEntries(hunks!)).toEqual({
    'tab\tand\nbreak': [{ oldStart: 1, oldCount: 1, newStart: 1, newCount: 2 }],
    'ünï/支払い.ts': [{ oldStart: 1, oldCount: 1, newStart: 0, newCount: 0 }],
    'a "quoted" name': [{ oldStart: 1, oldCount: 0, newStart: 2, newCount: 1 }],
  })
})

test('a merge against its first parent, however many it has', async () => {
  for (const name of ['one', 'two', 'three']) {
    await repository.branch(name, 'main')
    await repository.commit({ message: name, files: { [`${name}.ts`]: text(2) } })
    await repository.checkout('main')
  }
  await repository.commit({ message: 'On main', files: { 'main.ts': text(1) } })
  await repository.git('merge', '--quiet', '--no-ff', '-m', 'All three', 'one', 'two', 'three')
  expect(await shortly()).toEqual(['added one.ts +2 −0', 'added three.ts +2 −0', 'added two.ts +2 −0'])
})

test('3,000 files in one commit', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 3000 }, (_, at) => [`many/${at % 50}/f${at}.ts`, text(at % 7)]),
  )
  await repository.commit({ message: 'Many', files })
  const { files: found, linesKnown } = await newest(repository.directory)
  expect([found.length, linesKnown]).toEqual([3000, true])
  expect(found.reduce((sum, file) => sum + (file.added ?? 0), 0)).toBe(
    Array.from({ length: 3000 }, (_, at) => at % 7).reduce((sum, lines) => sum + lines, 0),
  )
})

test('many processes and small blocks give the order asked for', async () => {
  const busy = await makeRepository({ bare: true })
  try {
    await busy.bulk(150)
    const opened = await open(busy.directory)
    const pairs = await pairsOf(opened)
    const plain = await differencesOf(opened, pairs)
    expect(plain).toHaveLength(150)
    expect(await differencesOf(opened, pairs, { processes: 5, blockSize: 3, ahead: 4 })).toEqual(plain)
    expect(await differencesOf(opened, [])).toEqual([])
  } finally {
    await busy.remove()
  }
})
