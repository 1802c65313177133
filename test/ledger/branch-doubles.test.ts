/** The branch ledger against other people's idea of GitHub, over our own client: real git objects, real checkouts. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GitHub } from '../../src/clients/github/github.ts'
import { openGitHub } from '../../src/clients/github/open.ts'
import type { Ledger, Verification } from '../../src/ledger/ledger.ts'
import { branchLedger } from '../../src/ledger/stores/branch.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { type Emulated, startEmulator } from '../emulator.ts'
import { addRepository, commitTo } from '../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../github/serve.ts'
import { newState, type Repository } from '../github/state.ts'
import { decision, deployment } from './fixtures/entries.ts'
import { freshPlace } from './fixtures/places.ts'

const repository = { owner: 'acme', repo: 'shop' }
const branch = 'change-risk-ledger'

const ledgerAt = (github: GitHub, seed: number): Ledger => {
  let state = seed * 7919 + 1
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  // These answer in a tenth of GitHub's time, or less.
  const sleep = (milliseconds: number) => wait(milliseconds / 10)
  return branchLedger({ github, repository, branch, random, sleep })
}

const git = (directory: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@a', ...args], {
    cwd: directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...environment },
  }).trim()

/** Clones the branch and nothing else, and has the directory store verify it. */
const verifyClone = (from: string): Promise<Verification> => {
  const { base } = freshPlace()
  git(base, ['clone', '--quiet', '--single-branch', '--branch', branch, from, 'clone'])
  return directoryLedger({ root: join(base, 'clone') }).verify()
}

/** Twenty writers at once, each with a record of its own and one that all have in common. */
const writeAtOnce = async (client: () => GitHub): Promise<number> => {
  const clients = Array.from({ length: 20 }, client)
  const answers = await Promise.all(
    clients.map(async (github, index) => {
      const ledger = ledgerAt(github, index)
      const blob = await ledger.putBlob(Buffer.from([0xff, index]))
      return ledger.append([
        decision(`w${index}`, { body: { inputsBlob: blob } }),
        deployment('the same for all'),
      ])
    }),
  )
  expect(answers.every(([own]) => own?.existed === false)).toBe(true)
  expect(answers.filter(([, shared]) => shared?.existed === false)).toHaveLength(1)
  return clients.reduce((sum, { sent }) => sum + sent.requests, 0)
}

describe('the loopback GitHub', () => {
  let hub: LoopbackGitHub
  let shop: Repository
  beforeAll(async () => {
    const state = newState()
    shop = addRepository(state, 'acme/shop')
    commitTo(state, shop, { files: { 'a.txt': 'one\n' }, message: 'First' })
    hub = await startGitHub(state)
  })
  afterAll(() => hub.close())
  const client = (): GitHub =>
    openGitHub({
      token: 'workflow-token',
      apiUrl: 'https://api.github.com',
      serverUrl: 'https://github.com',
      fetch: hub.fetch,
      sleep: (milliseconds) => wait(milliseconds / 100),
      random: () => 0.5,
      now: () => new Date(),
      userAgent: 'test',
    })

  test('our documents fit GitHub’s schema; three requests an append; the clone verifies', async () => {
    const first = ledgerAt(client(), 1)
    await first.append([decision('before'), deployment('live')])
    hub.requests.length = 0
    const github = client()
    const ledger = ledgerAt(github, 1)
    const blob = await ledger.putBlob(Buffer.from('the model'))
    const [appended] = await ledger.append([decision('one', { body: { modelBlob: blob } })])
    expect(appended).toMatchObject({ existed: false, record: { seq: 1 } })
    expect(github.sent).toEqual({ requests: 3, retries: 0 })
    expect((await ledger.latest({ kind: 'deployment' }))?.body['sha']).toBe('live')
    expect(github.sent.requests).toBe(3)
    expect(await ledgerAt(client(), 1).verify()).toMatchObject({ records: 3, blobs: 1 })
    const verification = await verifyClone(shop.directory)
    expect(verification).toMatchObject({ records: 3, blobs: 1 })
    expect(verification.difference).toBeUndefined()
    const log = git(shop.directory, ['log', '--format=%s', branch]).split('\n')
    expect(log).toEqual([
      'Remember a record (decision) [skip ci]',
      'Remember 2 records (decision, deployment) [skip ci]',
    ])
  })

  test('20 writers at once by createCommitOnBranch: none lost, none doubled, the clone verifies', async () => {
    const before = (await ledgerAt(client(), 1).verify()).records
    const requests = await writeAtOnce(client)
    // Alone each would take three; with all the races lost in between it must stay affordable.
    expect(requests).toBeLessThan(400)
    const verification = await verifyClone(shop.directory)
    expect(verification.difference).toBeUndefined()
    expect(verification).toMatchObject({ records: before + 21, blobs: 21 })
    expect(await ledgerAt(client(), 1).verify()).toMatchObject({ records: before + 21, blobs: 21 })
  })

  test('a job that may only read: the record is refused with the permission it needs', async () => {
    hub.state.tokens['reader'] = {
      login: 'github-actions[bot]',
      kind: 'workflow',
      permissions: { contents: 'read' },
    }
    const github = openGitHub({
      token: 'reader',
      apiUrl: 'https://api.github.com',
      serverUrl: 'https://github.com',
      fetch: hub.fetch,
      sleep: async () => undefined,
      random: () => 0.5,
      now: () => new Date(),
      userAgent: 'test',
    })
    const ledger = ledgerAt(github, 1)
    expect(await ledger.latest({ kind: 'decision' })).toBeDefined()
    await expect(ledger.append([decision('refused')])).rejects.toThrow(
      /cannot be written, so the decision is not remembered: .*contents: write/,
    )
  })
})

describe('emulate', () => {
  let hub: Emulated
  beforeAll(async () => {
    hub = await startEmulator({
      tokens: { 'a-token': { login: 'acme', scopes: ['repo'] } },
      github: {
        users: [{ login: 'acme' }],
        repos: [{ owner: 'acme', name: 'shop', auto_init: true }],
      },
    })
  })
  afterAll(() => hub.close())
  const client = (): GitHub => hub.open('a-token')

  /** Its objects, written down as a repository of real git: the names must come out the same. */
  const importInto = async (directory: string): Promise<void> => {
    const github = client()
    const ref = await github.request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      ...repository,
      ref: `heads/${branch}`,
    })
    const commit = await github.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      ...repository,
      commit_sha: ref.object.sha,
    })
    const tree = await github.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
      ...repository,
      tree_sha: commit.tree.sha,
      recursive: '1',
    })
    git(directory, ['init', '--quiet', '-b', branch])
    for (const { path, type, sha } of tree.tree) {
      if (type !== 'blob') continue
      const blob = await github.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
        ...repository,
        file_sha: sha ?? '',
      })
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), Buffer.from(blob.content, 'base64'))
    }
    git(directory, ['-c', 'core.autocrlf=false', 'add', '--all'])
    expect(git(directory, ['write-tree'])).toBe(commit.tree.sha)
    git(directory, ['commit', '--quiet', '--message', 'import'])
  }

  test('20 writers at once by git objects: none lost, none doubled, the clone verifies', async () => {
    await writeAtOnce(client)
    const { base } = freshPlace()
    await importInto(base)
    const verification = await verifyClone(base)
    expect(verification.difference).toBeUndefined()
    expect(verification).toMatchObject({ records: 21, blobs: 20 })
    expect(await ledgerAt(client(), 1).verify()).toMatchObject({ records: 21, blobs: 20 })
    rmSync(base, { recursive: true, force: true })
  })
})
