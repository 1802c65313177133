import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Commit, readCommits, readLine } from '../../../src/clients/git/commits.ts'
import { listTags, type Repository as Opened, resolveCommit } from '../../../src/clients/git/repository.ts'
import { SourceError, UsageError } from '../../../src/domain/errors.ts'
import { git } from '../../e2e/git.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { open } from './reading.ts'

let repository: Repository
let opened: Opened
const at: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository()
  at['first'] = await repository.commit({ message: 'First', files: { 'a.ts': '1\n' } })
  await repository.tag('v1.0.0', { message: 'Annotated' })
  await repository.tag('light')
  await repository.tag('a/b-ünï')
  at['second'] = await repository.commit({
    message: 'Second\n\nBody — 支払い\n',
    files: { 'a.ts': '2\n' },
    at: '2026-02-03T04:05:06Z',
    authoredAt: '2026-01-30T00:00:00Z',
    author: 'Zoë Ñandú',
  })
  opened = await open(repository.directory)
})
afterAll(() => repository.remove())

const resolve = (name: string) => resolveCommit(opened.git, name, '--head')

describe('a name stands for a commit', () => {
  test.each([
    ['HEAD', 'second'],
    ['main', 'second'],
    ['refs/heads/main', 'second'],
    ['v1.0.0', 'first'],
    ['light', 'first'],
    ['main~1', 'first'],
    ['HEAD^', 'first'],
  ])('%s', async (name, commit) => expect(await resolve(name)).toBe(at[commit]))
  test('its own SHA and an abbreviation of it', async () => {
    expect(await resolve(at['first']!)).toBe(at['first'])
    expect(await resolve(at['first']!.slice(0, 8))).toBe(at['first'])
  })
  test('an unborn HEAD stands for none', async () => {
    const unborn = await makeRepository()
    try {
      expect(await resolveCommit((await open(unborn.directory)).git, 'HEAD', '--head')).toBeNull()
    } finally {
      await unborn.remove()
    }
  })
})

test.each([
  ['nowhere', '--head nowhere: no such commit in this clone'],
  ['dead'.repeat(10), 'no such commit in this clone'],
  ['main:a.ts', 'no such commit in this clone'],
  ['', '--head : a ref cannot be empty'],
  ['main..light', '--head main..light: is a range; name its ends one by one, --base main --head light'],
  ['v1.0.0...', 'is a range; name its ends one by one, --base v1.0.0 --head HEAD'],
  ['--all', '--head --all: a ref cannot be empty or start with "-"'],
  ['-h', 'a ref cannot be empty or start with "-"'],
  ['$(touch x); main', 'no such commit in this clone'],
])('no commit: "%s"', async (name, message) => {
  await expect(resolve(name)).rejects.toThrow(UsageError)
  await expect(resolve(name)).rejects.toThrow(message)
  await expect(resolve(name)).rejects.toThrow(/a ref cannot|is a range|git fetch origin <ref>/)
})

test('tags are told with their commits, annotated ones peeled', async () => {
  expect([...(await listTags(opened.git))].sort((one, other) => (one.name < other.name ? -1 : 1))).toEqual(
    ['a/b-ünï', 'light', 'v1.0.0'].map((name) => ({ name, commit: at['first'] })),
  )
  const none = await makeRepository()
  try {
    await none.commit({ message: 'One', files: { a: '1' } })
    expect(await listTags((await open(none.directory)).git)).toEqual([])
  } finally {
    await none.remove()
  }
})

describe('commits', () => {
  const read = async (range: readonly string[]): Promise<readonly Commit[]> => {
    const commits: Commit[] = []
    await readCommits(opened.git, range, (commit) => commits.push(commit))
    return commits
  }
  test('come newest first, with all they say', async () =>
    expect(await read([at['second']!])).toMatchObject([
      {
        sha: at['second'],
        parents: [at['first']],
        committedAt: Date.parse('2026-02-03T04:05:06Z') / 1000,
        authoredAt: Date.parse('2026-01-30T00:00:00Z') / 1000,
        zoneMinutes: 0,
        authorName: 'Zoë Ñandú',
        authorEmail: 'zo.and.@example.com',
        message: 'Second\n\nBody — 支払い\n',
      },
      { sha: at['first'], parents: [], message: 'First\n' },
    ]))
  test('are read as what they mean, in whatever encoding the clone likes its logs', async () => {
    const before = await read([at['second']!])
    await repository.git('config', 'i18n.logOutputEncoding', 'latin1')
    expect(await read([at['second']!])).toEqual(before)
    await repository.git('config', '--unset', 'i18n.logOutputEncoding')
  })
  test('of a range only', async () =>
    expect((await read([at['second']!, `^${at['first']}`])).map(({ sha }) => sha)).toEqual([at['second']]))
  test('that are not there are told in git’s own words', async () => {
    await expect(read(['dead'.repeat(10)])).rejects.toThrow(SourceError)
    await expect(read(['dead'.repeat(10)])).rejects.toThrow(/^git rev-list: .*deaddead/)
  })
  test('what throws while they are taken stops the reading', () =>
    expect(
      readCommits(opened.git, [at['second']!], () => {
        throw new Error('enough')
      }),
    ).rejects.toThrow('enough'))
  test('the line ends where it is told to', async () => {
    expect((await readLine(opened.git, 'main')).map(({ sha }) => sha)).toEqual([at['second'], at['first']])
    expect(await readLine(opened.git, 'main', 1)).toHaveLength(1)
  })

  /** A commit as bytes, for what no git would write today. */
  const written = async (header: string, message: Buffer): Promise<Commit> => {
    const tree = await repository.git('rev-parse', 'main^{tree}')
    const sha = await git(['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], {
      directory: repository.directory,
      input: Buffer.concat([Buffer.from(`tree ${tree}\n${header}\n\n`, 'latin1'), message]),
    })
    return (await read([sha]))[0]!
  }
  const author = 'Mira Vale <mira@example.com> 1700000000'
  test.each([
    ['+0530', 330],
    ['-0800', -480],
    ['-0030', -30],
    ['+1400', 840],
    ['+9999', 0],
    ['-7530', 0],
  ])('written on a clock of %s', async (zone, minutes) => {
    const commit = await written(`author ${author} ${zone}\ncommitter ${author} +0000`, Buffer.from('x'))
    expect([commit.zoneMinutes, commit.authoredAt, Object.is(commit.zoneMinutes, -0)]).toEqual([
      minutes,
      1_700_000_000,
      false,
    ])
  })
  test('in an encoding they name are read as what they mean; others as far as can be', async () => {
    const latin = Buffer.from('Caf\xe9', 'latin1')
    const header = `author ${author} +0000\ncommitter ${author} +0000`
    expect((await written(`${header}\nencoding ISO-8859-1`, latin)).message).toBe('Café')
    expect((await written(header, latin)).message).toBe('Caf\ufffd')
    expect((await written(header, Buffer.from('before\0behind'))).message).toMatch(/^before/)
  })
})
