import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { makeRepository, type Repository, type RepositoryOptions } from './repository.ts'

const made: Repository[] = []
const make = async (options: RepositoryOptions = {}): Promise<Repository> => {
  const repository = await makeRepository(options)
  made.push(repository)
  return repository
}
afterAll(() => Promise.all(made.map((repository) => repository.remove())))

/** A little of everything, in an order that uses what came before. */
const story = async (repository: Repository): Promise<Record<string, string>> => {
  const first = await repository.commit({ message: 'Begin', files: { 'a.txt': 'one\n', 'b/c.txt': 'two\n' } })
  await repository.branch('topic')
  const topic = await repository.commit({
    message: 'Work\n\nwith a body',
    files: { 'a.txt': 'one\nmore\n', 'b/c.txt': null, 'image.bin': Buffer.from([0, 1, 2, 255]) },
    author: 'Tomas Quill',
    at: '2026-02-01T10:00:00Z',
  })
  await repository.checkout('main')
  const merge = await repository.merge({ branch: 'topic', message: 'Merge pull request #1 from topic' })
  await repository.tag('v1.0.0', { message: 'First' })
  const revert = await repository.revert({ sha: merge })
  await repository.branch('second', first)
  await repository.commit({ message: 'One step', files: { 'd.txt': '1\n' } })
  await repository.commit({ message: 'Another', files: { 'd.txt': '2\n' } })
  await repository.checkout('main')
  const squash = await repository.squash({ branch: 'second', message: 'Both steps (#2)' })
  const rename = await repository.rename({ from: 'd.txt', to: 'e/f.txt', message: 'Move' })
  const submodule = await repository.submodule({ path: 'vendor', sha: '1'.repeat(40), message: 'Vendor' })
  const empty = await repository.commit({ message: 'Nothing', allowEmpty: true })
  return { first, topic, merge, revert, squash, rename, submodule, empty }
}

describe.each<[string, RepositoryOptions]>([
  ['with a working tree', {}],
  ['bare', { bare: true }],
])('a repository %s', (_, options) => {
  test('holds what it was told', async () => {
    const repository = await make(options)
    const at = await story(repository)
    const show = (ref: string | undefined, format: string) =>
      repository.git('show', '-s', `--format=${format}`, `${ref}`)
    const changes = (ref: string | undefined) =>
      repository.git('diff-tree', '-r', '-M', '--root', '--no-commit-id', '--name-status', `${ref}`)

    expect(await repository.git('rev-list', '--first-parent', '--count', 'main')).toBe('7')
    expect(await show(at['first'], '%an <%ae> %aI %s')).toBe(
      'Mira Vale <mira.vale@example.com> 2026-01-05T09:00:00+00:00 Begin',
    )
    expect(await show(at['topic'], '%an %cI %b')).toBe('Tomas Quill 2026-02-01T10:00:00+00:00 with a body\n')
    expect(await show(at['merge'], '%P %cI')).toBe(`${at['first']} ${at['topic']} 2026-02-01T11:00:00+00:00`)
    expect(await show(at['revert'], '%b')).toContain(`This reverts commit ${at['merge']}`)
    expect(await changes(at['topic'])).toBe('M\ta.txt\nD\tb/c.txt\nA\timage.bin')
    expect(await changes(at['squash'])).toBe('A\td.txt')
    expect(await changes(at['rename'])).toBe('R100\td.txt\te/f.txt')
    expect(await changes(at['empty'])).toBe('')
    expect(await repository.git('ls-tree', at['submodule'] ?? '', 'vendor')).toBe(
      `160000 commit ${'1'.repeat(40)}\tvendor`,
    )
    expect(await repository.git('cat-file', '-t', 'v1.0.0')).toBe('tag')
    expect(await repository.git('fsck', '--no-dangling')).toBe('')
    expect(existsSync(`${repository.directory}/${options.bare ? 'HEAD' : '.git/HEAD'}`)).toBe(true)
  })
})

test('the same story gives the same commits, whoever tells it and wherever', async () => {
  const [one, other] = await Promise.all([make().then(story), make({ bare: true }).then(story)])
  expect(one).toEqual(other)
})

test('many commits come fast, differ by seed, and continue where the branch was', async () => {
  const [one, same, different] = await Promise.all([make(), make(), make()])
  const tips = await Promise.all([one.bulk(300), same.bulk(300), different.bulk(300, { seed: 2 })])
  expect(tips[0]).toBe(tips[1])
  expect(tips[0]).not.toBe(tips[2])
  await one.bulk(50, { seed: 9 })
  const last = await one.commit({ message: 'By hand', files: { 'a.txt': 'x\n' } })
  expect(await one.git('rev-list', '--count', last)).toBe('351')
  expect(await one.git('status', '--porcelain')).toBe('')
  const times = (await one.git('log', '--reverse', '--format=%ct')).split('\n').map(Number)
  expect(times.every((time, index) => time > (times[index - 1] ?? 0))).toBe(true)
})

test('a shallow clone ends early and a blobless one lacks old contents', async () => {
  const repository = await make()
  await repository.commit({ message: 'One', files: { 'a.txt': 'one\n' } })
  await repository.commit({ message: 'Two', files: { 'a.txt': 'two\n' } })
  await repository.commit({ message: 'Three', files: { 'a.txt': 'three\n' } })
  const [shallow, blobless] = await Promise.all([repository.cloneShallow(2), repository.cloneBlobless()])
  expect(await shallow.git('rev-list', '--count', 'HEAD')).toBe('2')
  expect(await shallow.git('rev-parse', '--is-shallow-repository')).toBe('true')
  expect(await blobless.git('rev-list', '--count', 'HEAD')).toBe('3')
  const missing = await blobless.git('rev-list', '--objects', '--missing=print', 'HEAD')
  expect(missing.split('\n').filter((line) => line.startsWith('?'))).toHaveLength(2)
})

test('nothing is left behind', async () => {
  const repository = await makeRepository()
  await repository.commit({ message: 'One', files: { 'a.txt': 'one\n' } })
  await repository.cloneShallow(1)
  await repository.remove()
  await expect(readdir(repository.directory)).rejects.toThrow('ENOENT')
})
