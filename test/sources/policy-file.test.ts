import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UsageError } from '../../src/domain/errors.ts'
import { blobName, policyAt, policyIn, policyPath } from '../../src/sources/policy-file.ts'
import { open } from '../clients/git/reading.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'

describe.each(['sha1', 'sha256'] as const)('a policy in a repository of %s names', (objectFormat) => {
  let repository: Repository
  beforeAll(async () => {
    repository = await makeRepository({ objectFormat })
    await repository.commit({ message: 'Begin', files: { 'a.ts': 'a\n' } })
    await repository.tag('without')
    await repository.commit({ message: 'Ask', files: { [policyPath]: 'version: 1\nmode: enforce\n' } })
    await repository.tag('first')
    await repository.commit({ message: 'Ask for less', files: { [policyPath]: 'version: 1 # größer\n' } })
  })
  afterAll(() => repository.remove())

  test.each([
    ['before there is one', 'without', null],
    ['as it stood at a tag', 'first', 'version: 1\nmode: enforce\n'],
    ['as it stands', 'HEAD', 'version: 1 # größer\n'],
    ['at a commit that is not there', 'nowhere', null],
  ])('%s', async (_, ref, text) => {
    const found = await policyAt(await open(repository.directory), ref)
    const blob = text === null ? null : await repository.git('rev-parse', `${ref}:${policyPath}`)
    expect(found).toEqual(text === null ? null : { path: policyPath, text, blob })
  })

  test('is not the one in the working tree', async () => {
    await writeFile(join(repository.directory, policyPath), 'version: 1\nmode: off\n')
    const opened = await open(repository.directory)
    expect((await policyAt(opened, 'HEAD'))?.text).toBe('version: 1 # größer\n')
    expect(policyIn(join(repository.directory, policyPath), opened.shaDigits)).toEqual({
      path: join(repository.directory, policyPath),
      text: 'version: 1\nmode: off\n',
      blob: await repository.git('hash-object', '--', policyPath),
    })
  })
})

test.each([
  ['nothing', '', 40, 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
  ['a line', 'test content\n', 40, 'd670460b4b4aece5915caf5c68d12f560a9fe3e4'],
  [
    'nothing, in a SHA-256 repository',
    '',
    64,
    '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
  ],
])('git’s name of %s', (_, text, digits, name) => expect(blobName(text, digits)).toBe(name))

describe('a file that cannot be read', () => {
  let repository: Repository
  beforeAll(async () => {
    repository = await makeRepository()
    await mkdir(join(repository.directory, 'folder.yml'))
    await writeFile(join(repository.directory, 'file'), '')
    await chmod(join(repository.directory, 'file'), 0o644)
  })
  afterAll(() => repository.remove())

  test.each([
    ['is not there', 'nowhere.yml'],
    ['is a folder', 'folder.yml'],
    ['lies below a file', 'file/policy.yml'],
  ])('because it %s', (_, name) => {
    const path = join(repository.directory, name)
    expect(() => policyIn(path, 40)).toThrow(UsageError)
    expect(() => policyIn(path, 40)).toThrow(
      /^--config .*: cannot be read \((there is no such file|it is a folder)\); name a file$/,
    )
    expect(() => policyIn(path, 40, '--policy')).toThrow(`--policy ${path}: cannot be read (`)
  })
})
