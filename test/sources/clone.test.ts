import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CloneRequest, prepareClone } from '../../src/sources/clone.ts'
import { isolatedEnvironment } from '../e2e/git.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'

const day = 86_400
const webUrl = 'https://github.example/acme/shop'
let server: Repository
let old: string
let tip: string
let folder: string
beforeAll(async () => {
  server = await makeRepository()
  old = await server.commit({ message: 'Long ago', at: '2022-01-01T00:00:00Z', files: { 'a.ts': '1\n' } })
  for (let at = 1; at <= 9; at += 1)
    tip = await server.commit({
      message: `Step ${at} (#${at})`,
      at: `2026-03-0${at}T00:00:00Z`,
      files: { 'a.ts': `${at + 1}\n` },
    })
  await server.git('config', 'uploadpack.allowFilter', 'true')
  await server.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
})
afterAll(() => server.remove())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'change-risk-clone-'))
  return () => rm(folder, { recursive: true })
})

const url = () => pathToFileURL(server.directory).href
const request = (told: Partial<CloneRequest> = {}): CloneRequest => ({
  workspace: null,
  temporary: folder,
  remote: { url: url(), token: null },
  webUrl,
  commits: [tip],
  lookbackSeconds: 30 * day,
  blobless: false,
  now: new Date('2026-03-10T00:00:00Z'),
  environment: isolatedEnvironment,
  ...told,
})
const git = (directory: string, ...args: string[]): string =>
  execFileSync('git', ['-C', directory, ...args], { encoding: 'utf8', env: isolatedEnvironment }).trim()
const commitsIn = (directory: string, sha = tip): number => git(directory, 'rev-list', sha).split('\n').length
/** As `actions/checkout` leaves it. */
const checkOut = async (...args: string[]): Promise<string> => {
  const workspace = join(folder, 'workspace')
  execFileSync('git', ['clone', '--quiet', ...args, url(), workspace], { env: isolatedEnvironment })
  git(workspace, 'remote', 'set-url', 'origin', `${webUrl}.git`)
  return workspace
}

describe('without a checkout', () => {
  test('a bare clone of our own goes as far back as the model looks', async () => {
    const clone = await prepareClone(request())
    expect([clone.withoutHistory, clone.notes]).toEqual([false, []])
    expect(commitsIn(clone.directory)).toBe(9)
    expect(git(clone.directory, 'rev-parse', '--is-bare-repository')).toBe('true')
  })

  test('it brings what is asked for later, and serves the next run', async () => {
    const clone = await prepareClone(request())
    await clone.fetch(old)
    expect(git(clone.directory, 'cat-file', '-t', old)).toBe('commit')
    expect((await prepareClone(request())).directory).toBe(clone.directory)
  })

  test('where nothing happened lately, it takes what there is', async () => {
    const clone = await prepareClone(request({ commits: [old] }))
    expect(commitsIn(clone.directory, old)).toBe(1)
  })

  test('of a large repository the contents stay where they are', async () => {
    const { directory } = await prepareClone(request({ blobless: true }))
    expect(git(directory, 'rev-list', '--objects', '--missing=print', tip)).toMatch(/^\?[0-9a-f]{40}$/m)
    expect(git(directory, 'ls-tree', '--name-only', tip)).toBe('a.ts')
  })

  test('an unreachable server leaves an empty one, and says what to do, without the token', async () => {
    const token = 'ghs_0123456789abcdef'
    const remote = { url: 'http://127.0.0.1:9/acme/shop', token }
    const clone = await prepareClone(request({ remote }))
    expect(clone.withoutHistory).toBe(true)
    expect(clone.notes).toEqual([expect.stringMatching(/no history could be brought .*contents: read/)])
    expect(JSON.stringify(clone.notes)).not.toContain(token)
    await expect(clone.fetch(tip)).rejects.toThrow(/git fetch http:\/\/127\.0\.0\.1:9/)
  })
})

describe('with a checkout', () => {
  test('one that holds everything is used as it is, and nobody is asked', async () => {
    const workspace = await checkOut()
    const clone = await prepareClone(
      request({ workspace, remote: { url: 'http://127.0.0.1:9/x', token: null } }),
    )
    expect(clone).toMatchObject({ directory: workspace, withoutHistory: false, notes: [] })
  })

  test('a shallow one is deepened, and its files stay as they are', async () => {
    const workspace = await checkOut('--depth=1')
    expect(commitsIn(workspace)).toBe(1)
    const clone = await prepareClone(request({ workspace, blobless: true }))
    expect(clone).toMatchObject({ directory: workspace, withoutHistory: false, notes: [] })
    expect(commitsIn(workspace)).toBe(9)
    expect(git(workspace, 'status', '--porcelain')).toBe('')
  })

  test('a shallow one that cannot be deepened is judged as it is', async () => {
    const workspace = await checkOut('--depth=1')
    const clone = await prepareClone(
      request({ workspace, remote: { url: 'http://127.0.0.1:9/x', token: null } }),
    )
    expect(clone.withoutHistory).toBe(false)
    expect(clone.notes).toEqual([expect.stringContaining('could not be deepened')])
  })

  test('one of another repository is left alone', async () => {
    const workspace = await checkOut()
    git(workspace, 'remote', 'set-url', 'origin', 'https://github.example/acme/other')
    expect((await prepareClone(request({ workspace }))).directory).not.toBe(workspace)
  })

  test('a folder inside some other clone is no checkout', async () => {
    const workspace = join(await checkOut(), 'deep')
    await mkdir(workspace)
    expect((await prepareClone(request({ workspace }))).directory).toBe(join(folder, 'change-risk-clone.git'))
  })
})
