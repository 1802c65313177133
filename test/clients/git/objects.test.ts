import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMessage } from '../../../src/clients/git/commits.ts'
import { type GitObject, ObjectParser } from '../../../src/clients/git/objects.ts'
import type { Repository as Opened } from '../../../src/clients/git/repository.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import fc from '../../properties.ts'
import { open } from './reading.ts'

let repository: Repository
let opened: Opened
let commit: string
beforeAll(async () => {
  repository = await makeRepository()
  await repository.commit({ message: 'First', files: { 'a.txt': 'größer\n', empty: '', 'mit Lücke': 'b' } })
  await repository.tag('v1', { message: 'Annotated' })
  commit = await repository.commit({ message: 'Second\n\nBody — 支払い\n', files: { 'a.txt': 'missing\n' } })
  opened = await open(repository.directory)
})
afterAll(async () => {
  opened.objects.end()
  await repository.remove()
})

const told = (object: GitObject | null) => object && [object.type, object.content.toString('utf8')]

describe('an object is read by any name git knows', () => {
  test.each([
    ['a file at a tag', 'v1:a.txt', ['blob', 'größer\n']],
    ['one that looks like an answer', 'HEAD:a.txt', ['blob', 'missing\n']],
    ['an empty one', 'HEAD:empty', ['blob', '']],
    ['one with a space in its name', 'HEAD:mit Lücke', ['blob', 'b']],
    ['one that is not there', 'HEAD:b.txt', null],
    ['a ref that is not there', 'nowhere^{commit}', null],
    ['no name at all', '', null],
    ['two names', 'HEAD\nHEAD', null],
    ['an option', '--batch-all-objects', null],
  ])('%s', async (_, name, object) => expect(told(await opened.objects.read(name))).toEqual(object))

  test('and its own name comes with it', async () => {
    expect(await opened.objects.read('HEAD^{commit}')).toMatchObject({ sha: commit, type: 'commit' })
    expect(await opened.objects.read('v1^{commit}')).toMatchObject({ type: 'commit' })
    expect(await opened.objects.read('v1')).toMatchObject({ type: 'tag' })
    expect(await opened.objects.read('HEAD:')).toMatchObject({ type: 'tree' })
  })

  test('many at once, each gets its own', async () => {
    const names = ['HEAD:a.txt', 'HEAD:nothing', 'v1:a.txt', 'HEAD:empty']
    const all = await Promise.all(names.map((name) => opened.objects.read(name)))
    expect(all.map((object) => object?.content.toString('utf8'))).toEqual([
      'missing\n',
      undefined,
      'größer\n',
      '',
    ])
  })

  test('also after it was let go', async () => {
    opened.objects.end()
    expect(told(await opened.objects.read('HEAD:empty'))).toEqual(['blob', ''])
  })
})

test('an object that is damaged counts as absent, and hides none behind it', async () => {
  const broken = await makeRepository()
  try {
    await broken.commit({ message: 'One', files: { a: 'a\n', b: 'b\n' } })
    const sha = await broken.git('rev-parse', 'HEAD:a')
    const { objects, gitDirectory } = await open(broken.directory)
    await rm(join(gitDirectory, 'objects', sha.slice(0, 2), sha.slice(2)))
    const [first, second] = await Promise.all([objects.read('HEAD:a'), objects.read('HEAD:b')])
    expect([told(first), told(second)]).toEqual([null, ['blob', 'b\n']])
    objects.end()
  } finally {
    await broken.remove()
  }
})

test('a git that dies at once answers nothing, and never hangs', async () => {
  const nothing = await makeRepository()
  const { objects, gitDirectory } = await open(nothing.directory)
  await rm(join(gitDirectory, 'HEAD'))
  expect(await Promise.all([objects.read('HEAD'), objects.read('main')])).toEqual([null, null])
  await nothing.remove()
})

test('without git the reason is told', async () => {
  const { objects } = await open(repository.directory, { PATH: '/nowhere' })
  await expect(objects.read('HEAD')).rejects.toThrow(SourceError)
  await expect(objects.read('HEAD')).rejects.toThrow('git: not found on the PATH')
})

describe('the message of a commit', () => {
  test('is what was written', async () => {
    const { git, objects } = opened
    expect(await readMessage(git, objects, commit)).toBe('Second\n\nBody — 支払い\n')
    expect(await readMessage(git, objects, 'f'.repeat(40))).toBeNull()
    expect(await readMessage(git, objects, 'HEAD:a.txt')).toBeNull()
  })

  test('is none where none was written', async () => {
    const { git, objects } = opened
    const tree = await repository.git('rev-parse', 'HEAD^{tree}')
    const silent = await repository.git('commit-tree', tree, '-m', '')
    expect(await readMessage(git, objects, silent)).toBe('')
  })

  test('is read as what it means where it is in another encoding', async () => {
    const { git, objects } = opened
    const tree = await repository.git('rev-parse', 'HEAD^{tree}')
    const encoding = ['-c', 'i18n.commitEncoding=ISO-8859-1']
    const sha = await repository.git(...encoding, 'commit-tree', tree, '-m', 'Plain text')
    expect((await objects.read(sha))?.content.toString('latin1')).toContain('\nencoding ISO-8859-1\n')
    expect(await readMessage(git, objects, sha)).toBe('Plain text\n')
  })
})

test('answers are the same however they are cut', () => {
  const name = 'a'.repeat(40)
  const contents = fc.array(fc.option(fc.uint8Array({ maxLength: 40 })), { maxLength: 8 })
  fc.assert(
    fc.property(contents, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (objects, cuts) => {
      const bytes = Buffer.concat(
        objects.flatMap((content) =>
          content === null
            ? [Buffer.from('some name missing\n')]
            : [Buffer.from(`${name} blob ${content.length}\n`), content, Buffer.from('\n')],
        ),
      )
      const read: (Buffer | null)[] = []
      const parser = new ObjectParser((object) => read.push(object?.content ?? null))
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const length = cuts[turn % cuts.length]!
        parser.read(bytes.subarray(at, at + length))
        at += length
      }
      expect(read).toEqual(objects.map((content) => content && Buffer.from(content)))
    }),
  )
})
