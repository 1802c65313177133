/** Where a repository can be found, and that it reads the same wherever it is. */
import { chmod, chown, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demandReadable, webUrlOf } from '../../../src/clients/git/repository.ts'
import { SourceError, UsageError } from '../../../src/domain/errors.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { measurer } from '../../../src/signals/measure.ts'
import { git, isolatedEnvironment } from '../../e2e/git.ts'
import type { Repository } from '../../e2e/repository.ts'
import { firstDifference, readHistory, rowsOf } from '../../history/reading.ts'
import { sampleRepository } from '../../history/sample.ts'
import { open } from './reading.ts'

let repository: Repository
let plain: HistoryIndex
let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-places-')))
  repository = await sampleRepository()
  plain = (await readHistory(repository.directory)).index
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true, force: true })
})

const readsTheSame = async (directory: string, environment?: NodeJS.ProcessEnv): Promise<void> => {
  const { index, startsAt } = await readHistory(directory, environment ? { environment } : {})
  expect(firstDifference(index, plain)).toBeNull()
  expect(startsAt).toBe('root')
}

describe('the same history', () => {
  test('from a folder inside the working tree', async () => {
    const inside = join(repository.directory, 'new/er')
    await mkdir(inside, { recursive: true })
    await readsTheSame(inside)
    expect(await open(inside)).toMatchObject({ workTree: repository.directory, bare: false })
  })

  test('from a bare clone', async () => {
    const bare = join(folder, 'shop.git')
    await git(['clone', '--quiet', '--bare', repository.directory, bare], { directory: folder })
    await readsTheSame(bare)
    await readsTheSame(join(bare, 'objects'))
    expect(await open(bare)).toMatchObject({
      name: 'shop',
      workTree: null,
      bare: true,
      shallow: false,
      partial: false,
    })
  })

  test('from a linked work tree, whose index is shared with the clone', async () => {
    const linked = join(folder, 'linked')
    await repository.git('worktree', 'add', '--quiet', '--detach', linked)
    await readsTheSame(linked)
    expect(await open(linked)).toMatchObject({
      workTree: linked,
      bare: false,
      commonDirectory: join(repository.directory, '.git'),
      name: (await open(repository.directory)).name,
    })
  })

  test('from a work tree linked to a bare clone', async () => {
    const bare = join(folder, 'trees.git')
    await git(['clone', '--quiet', '--bare', repository.directory, bare], { directory: folder })
    await git(['worktree', 'add', '--quiet', '--detach', join(folder, 'tree')], { directory: bare })
    await readsTheSame(join(folder, 'tree'))
    expect(await open(join(folder, 'tree'))).toMatchObject({
      workTree: join(folder, 'tree'),
      bare: false,
      name: 'trees',
    })
  })

  test('from a submodule', async () => {
    const outer = join(folder, 'outer')
    await git(['init', '--quiet', outer], { directory: folder })
    await git(['submodule', '--quiet', 'add', repository.directory, 'inner'], { directory: outer })
    const inner = join(outer, 'inner')
    await readsTheSame(inner)
    expect(await open(inner)).toMatchObject({ workTree: inner, bare: false })
  })

  test('with GIT_DIR set, from anywhere', async () => {
    const environment = { ...isolatedEnvironment, GIT_DIR: join(repository.directory, '.git') }
    await readsTheSame(folder, environment)
    await readsTheSame(repository.directory, { ...isolatedEnvironment, GIT_DIR: '.git' })
  })

  test('from a detached HEAD', async () => {
    const head = await repository.git('rev-parse', 'HEAD')
    await repository.git('checkout', '--quiet', '--detach', head)
    await readsTheSame(repository.directory)
    await repository.checkout('main')
  })

  test('with all objects packed, and a commit graph beside them', async () => {
    const packed = join(folder, 'packed')
    await git(['clone', '--quiet', '--no-local', repository.directory, packed], { directory: folder })
    await git(['repack', '-adq'], { directory: packed })
    await git(['commit-graph', 'write', '--reachable', '--changed-paths'], { directory: packed })
    await readsTheSame(packed)
  })

  test('with objects borrowed from another clone', async () => {
    const borrowing = join(folder, 'borrowing')
    await git(['clone', '--quiet', '--shared', repository.directory, borrowing], { directory: folder })
    await readsTheSame(borrowing)
  })

  test('through a symbolic link', async () => {
    await symlink(repository.directory, join(folder, 'link'))
    await readsTheSame(join(folder, 'link'))
  })
})

test('a repository of SHA-256 names has the same rows under other names', async () => {
  const long = await sampleRepository({ objectFormat: 'sha256' })
  try {
    const { index } = await readHistory(long.directory)
    expect(index.sha(0)).toMatch(/^[0-9a-f]{64}$/)
    const [rows, expected] = [rowsOf(index), rowsOf(plain)]
    // The revert names what it reverts: its message is longer by the digits that the name is.
    expected[7 * plain.signals + measurer.names.indexOf('message-length')]! += 2 * 24
    expect(rows).toEqual(expected)
    expect([...index.failuresFrom()]).toEqual([...plain.failuresFrom()])
  } finally {
    await long.remove()
  }
})

describe('a repository that belongs to somebody else', () => {
  /** A git that takes every repository for a stranger's, as it would on a build machine with mounted volumes. */
  const suspicious = async (): Promise<NodeJS.ProcessEnv> => {
    const programs = join(folder, 'programs')
    await mkdir(programs)
    const real = (
      await Promise.all(
        isolatedEnvironment.PATH.split(':').map(async (place) =>
          (await readdir(place).catch((): string[] => [])).includes('git') ? join(place, 'git') : null,
        ),
      )
    ).find((path) => path !== null)
    await writeFile(
      join(programs, 'git'),
      `#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec '${real}' "$@"\n`,
    )
    await chmod(join(programs, 'git'), 0o755)
    return { ...isolatedEnvironment, PATH: `${programs}:${isolatedEnvironment.PATH}` }
  }
  const clone = async (name: string): Promise<string> => {
    const directory = join(folder, name)
    await git(['clone', '--quiet', repository.directory, directory], { directory: folder })
    return directory
  }
  const plainGit = (directory: string, environment: Readonly<Record<string, string>>) =>
    git(['status'], { directory, environment })

  test('is read, although git by itself would refuse', async () => {
    const directory = await clone('stranger')
    const environment = await suspicious()
    await expect(plainGit(directory, { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' })).rejects.toThrow(
      'dubious ownership',
    )
    await readsTheSame(directory, environment)
    await demandReadable(await open(directory, environment), environment)
  })

  test('is read where the owner can really be changed', async () => {
    const directory = await clone('given-away')
    // Only the superuser may give files away; for others the test above stands in, and this reads their own.
    const owner = process.getuid?.() === 0 ? 54_321 : process.getuid!()
    for (const path of [
      '',
      '.git',
      ...(await readdir(join(directory, '.git'))).map((name) => join('.git', name)),
    ])
      await chown(join(directory, path), owner, owner === 54_321 ? owner : process.getgid!())
    const refusal = await plainGit(directory, {}).catch((error: Error) => error.message)
    expect(refusal.includes('dubious ownership')).toBe(owner === 54_321)
    await readsTheSame(directory)
  })
})

describe('nothing to read', () => {
  test('a folder that is not there', async () => {
    const opening = open(join(folder, 'nowhere'))
    await expect(opening).rejects.toThrow(UsageError)
    await expect(opening).rejects.toThrow(`--repository ${join(folder, 'nowhere')}: no such folder`)
  })

  test('a folder without a repository', async () => {
    const opening = open(folder)
    await expect(opening).rejects.toThrow(UsageError)
    await expect(opening).rejects.toThrow('name one with --repository DIR')
  })

  test.each<[string, (directory: string) => Promise<unknown>]>([
    ['a HEAD that is garbage', (directory) => writeFile(join(directory, '.git/HEAD'), 'garbage\n')],
    [
      'a repository of a format nobody knows',
      (directory) => git(['config', 'core.repositoryFormatVersion', '99'], { directory }),
    ],
  ])('%s is told in git’s own words', async (name, damage) => {
    const directory = join(folder, name)
    await git(['init', '--quiet', directory], { directory: folder })
    await damage(directory)
    const environment = { ...isolatedEnvironment }
    const opened = await open(directory)
    await expect(demandReadable(opened, environment)).rejects.toThrow(SourceError)
    await expect(demandReadable(opened, environment)).rejects.toThrow(
      `${directory}/.git: git cannot read it:`,
    )
  })

  test('a GIT_DIR that is not there', async () => {
    const environment = { ...isolatedEnvironment, GIT_DIR: join(folder, 'gone.git') }
    const opened = await open(folder, environment)
    await expect(demandReadable(opened, environment)).rejects.toThrow('not a git repository')
  })

  test('no git on the path', async () => {
    const environment = { PATH: join(folder, 'empty') }
    const opened = await open(repository.directory, environment)
    await expect(opened.git.run(['rev-parse', 'HEAD'])).rejects.toThrow(
      'git: not found on the PATH; install git',
    )
    await expect(demandReadable(opened, environment)).rejects.toThrow(
      'git: not found on the PATH; install git',
    )
  })
})

test.each([
  ['git@github.com:acme/shop.git', 'https://github.com/acme/shop'],
  ['https://github.com/acme/shop', 'https://github.com/acme/shop'],
  ['https://user:secret@github.com/acme/shop.git/', 'https://github.com/acme/shop'],
  ['https://git.acme.example:8443/acme/shop.git', 'https://git.acme.example:8443/acme/shop'],
  ['ssh://git@git.acme.example:2222/acme/shop.git', 'https://git.acme.example/acme/shop'],
  ['git://git.acme.example/shop', 'https://git.acme.example/shop'],
  ['git@gitlab.com:acme/web/shop.git', 'https://gitlab.com/acme/web/shop'],
  ['/srv/git/shop.git', undefined],
  ['../shop', undefined],
  ['file:///srv/git/shop.git', undefined],
  ['', undefined],
])('the page of %s', (remote, url) => expect(webUrlOf(remote)).toBe(url))
