/** All readings against the GitHub of our tests: a real git repository behind GitHub's own description of its answers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GitHub } from '../../../src/clients/github/github.ts'
import { readChecks } from '../../../src/sources/github/checks.ts'
import { resolveTip } from '../../../src/sources/github/commit-name.ts'
import { readComparison } from '../../../src/sources/github/compare.ts'
import { liveIn } from '../../../src/sources/github/deployments.ts'
import { permissionOf } from '../../../src/sources/github/people.ts'
import { codeOwnersAtRef, policyAtRef } from '../../../src/sources/github/policy-at.ts'
import {
  readPullRequest,
  readPullRequestCommits,
  readReviews,
} from '../../../src/sources/github/pull-request.ts'
import { readPullRequestFiles } from '../../../src/sources/github/pull-request-files.ts'
import { openPull } from '../../github/conversations.ts'
import { moveRef, refsOf, writeBlob, writeCommit, writeTree } from '../../github/git.ts'
import { addRepository, commitTo, personOf, pointBranch } from '../../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../../github/serve.ts'
import {
  newState,
  nextId,
  type Pull,
  type Repository,
  type State,
  workflowToken,
} from '../../github/state.ts'
import { acme, clientOf, failureOf } from './answering.ts'

const now = '2026-11-20T09:00:00Z'
let state: State
let shop: Repository
let pull: Pull
let github: LoopbackGitHub
let base: string
beforeEach(async () => {
  state = newState({ clock: () => new Date(now) })
  shop = addRepository(state, 'acme/shop', { collaborators: { rosalind: 'maintain', mira: 'write' } })
  base = commitTo(state, shop, {
    files: {
      '.github/change-risk.yml': 'version: 1\n',
      'docs/CODEOWNERS': '* @rosalind\n',
      'pay/card.ts': 'one\ntwo\nthree\n',
      'pay/old.ts': 'gone\nsoon\n',
    },
    at: '2026-11-01T10:00:00Z',
  })
  commitTo(state, shop, { branch: 'topic', files: { 'pay/card.ts': 'one\ntwo\nthree\nfour\n' } })
  commitTo(state, shop, { branch: 'topic', files: { 'pay/old.ts': null, 'pay/new.ts': 'fresh\n' } })
  pull = openPull(state, shop, { head: 'topic', author: 'mira', labels: ['urgent'] })
  github = await startGitHub(state)
})
afterEach(() => github.close())

const client = (token = 'workflow-token'): GitHub => clientOf(github.fetch, { token, now })
const asked = () => github.requests.length

test('a pull request with its files, commits and reviews: four requests', async () => {
  pull.reviews.push({
    id: nextId(state),
    author: 'rosalind',
    state: 'APPROVED',
    body: '',
    commit: pull.head.sha,
    submittedAt: now,
  })
  const read = await readPullRequest(client(), acme, pull.number)
  expect(read).toMatchObject({
    author: { login: 'mira', type: 'User' },
    head: { sha: pull.head.sha, ref: 'topic', repository: 'acme/shop' },
    base: { ref: 'main', repository: 'acme/shop' },
    labels: ['urgent'],
    counts: { commits: 2, files: 3 },
  })
  const { files, complete, linesKnown } = await readPullRequestFiles(client(), acme, read)
  expect([complete, linesKnown]).toEqual([true, true])
  expect(files).toMatchObject([
    { path: 'pay/card.ts', status: 'modified', added: 1, deleted: 0 },
    { path: 'pay/new.ts', status: 'added', added: 1, deleted: 0 },
    { path: 'pay/old.ts', status: 'deleted', added: 0, deleted: 2 },
  ])
  const commits = await readPullRequestCommits(client(), acme, read)
  expect([commits.complete, commits.items.length, commits.items.at(-1)?.sha]).toEqual([
    true,
    2,
    pull.head.sha,
  ])
  const reviews = await readReviews(client(), acme, pull.number)
  expect(reviews).toMatchObject({
    complete: true,
    items: [{ author: { login: 'rosalind' }, commit: pull.head.sha }],
  })
  expect(asked()).toBe(4)
})

test('a head that is moved by force between two readings is seen', async () => {
  const read = await readPullRequest(client(), acme, pull.number)
  pointBranch(shop, 'topic', base)
  commitTo(state, shop, { branch: 'topic', files: { 'pay/card.ts': 'other\n' } })
  commitTo(state, shop, { branch: 'topic', files: { 'pay/card.ts': 'words\n' } })
  expect((await readPullRequestCommits(client(), acme, read)).complete).toBe(false)
  expect((await readPullRequestFiles(client(), acme, read)).complete).toBe(false)
})

describe('two commits', () => {
  test.each([
    ['forward', () => [base, pull.head.sha], 2, 3],
    ['rollback', () => [pull.head.sha, base], 0, 0],
    ['redeploy', () => [base, base], 0, 0],
  ] as const)('%s', async (kind, ends, commits, files) => {
    const [from = '', to = ''] = ends()
    const read = await readComparison(client(), acme, from, to)
    expect(read).toMatchObject({ kind, commits: { complete: true }, files: { complete: true } })
    expect([read.commits.items.length, read.files.items.length]).toEqual([commits, files])
  })
  test('diverged', async () => {
    const main = commitTo(state, shop, { files: { 'pay/cash.ts': 'coins\n' } })
    const read = await readComparison(client(), acme, main, pull.head.sha)
    expect(read).toMatchObject({ kind: 'diverged', mergeBase: base, ahead: 2, behind: 1 })
  })
})

describe('the policy', () => {
  test('and CODEOWNERS at the tip of a branch: six requests', async () => {
    const gate = client()
    const tip = await resolveTip(gate, acme, 'main')
    expect(tip).toBe(base)
    expect((await policyAtRef(gate, acme, tip))?.text).toBe('version: 1\n')
    expect((await codeOwnersAtRef(gate, acme, tip))?.path).toBe('docs/CODEOWNERS')
    expect(asked()).toBe(6)
  })

  test('as it stood before, whatever the branch holds now', async () => {
    commitTo(state, shop, { files: { '.github/change-risk.yml': 'version: 1\nmode: off\n' } })
    expect((await policyAtRef(client(), acme, base))?.text).toBe('version: 1\n')
  })

  test('that is a link is refused', async () => {
    const object = writeBlob(shop, '../pay/card.ts')
    const who = personOf(state, 'mira', now)
    const tree = writeTree(shop, base, [{ path: '.github/change-risk.yml', mode: '120000', object }])
    const linked = writeCommit(shop, { tree, parents: [base], message: 'Link', author: who, committer: who })
    moveRef(shop, 'refs/heads/main', { from: refsOf(shop)['refs/heads/main'] ?? null, to: linked })
    expect((await failureOf(policyAtRef(client(), acme, linked))).message).toContain('is a symlink')
  })

  test('of a commit that is not here is not absent', async () => {
    expect((await failureOf(policyAtRef(client(), acme, 'd'.repeat(40)))).name).toBe('SourceError')
  })
})

test('checks and statuses', async () => {
  const sha = pull.head.sha
  const check = (name: string, conclusion: string) =>
    shop.checkRuns.push({
      id: nextId(state),
      app: 'github-actions',
      sha,
      name,
      status: 'completed',
      conclusion,
      externalId: '',
      detailsUrl: null,
      startedAt: now,
      completedAt: now,
      output: { title: null, summary: null, text: null },
      annotations: [],
    })
  check('build', 'failure')
  check('build', 'success')
  check('lint', 'failure')
  check('change-risk', 'failure')
  expect(await readChecks(client(), acme, sha)).toMatchObject({ failed: 1, total: 2, complete: true })
})

test('what people may do', async () => {
  expect(await permissionOf(client(), acme, 'rosalind')).toBe('maintain')
  expect(await permissionOf(client(), acme, 'mira')).toBe('write')
})

describe('what is live', () => {
  const deploy = (sha: string, states: readonly ('in_progress' | 'success' | 'failure')[]): void => {
    const minute = String(shop.deployments.length * 10)
    const at = (second: number) => `2026-11-20T08:${minute.padStart(2, '0')}:0${second}Z`
    shop.deployments.push({
      id: nextId(state),
      sha,
      ref: 'main',
      task: 'deploy',
      environment: 'production',
      payload: {},
      description: null,
      creator: 'github-actions[bot]',
      production: true,
      transient: false,
      createdAt: at(0),
      updatedAt: at(0),
      statuses: states.map((word, second) => ({
        id: nextId(state),
        state: word,
        description: '',
        environment: 'production',
        logUrl: '',
        creator: 'github-actions[bot]',
        createdAt: at(second + 1),
      })),
    })
  }
  beforeEach(() => {
    deploy(base, ['in_progress', 'success'])
    deploy(pull.head.sha, ['in_progress', 'failure'])
    deploy(pull.head.sha, ['in_progress'])
  })

  test('by one request', async () => {
    const read = await liveIn(client(), acme, ['production'], { trustedCreators: ['github-actions[bot]'] })
    expect(read).toMatchObject({ live: { sha: base, at: '2026-11-20T08:00:02.000Z' }, complete: true })
    expect(read.inFlight.map(({ sha }) => sha)).toEqual([pull.head.sha])
    expect(read.recent.map((each) => each.state)).toEqual(['in_progress', 'failure', 'success'])
    expect(asked()).toBe(1)
  })

  test('is the same over REST', async () => {
    const byGraphql = await liveIn(client(), acme, ['production'])
    state.faults = [{ at: 'always', kind: '404', route: 'POST /graphql' }]
    expect(await liveIn(client(), acme, ['production'])).toEqual(byGraphql)
  })

  test('is not told to a token without the permission', async () => {
    state.tokens['small'] = workflowToken({ contents: 'read' })
    expect(await failureOf(liveIn(client('small'), acme, ['production']))).toMatchObject({
      failure: 'forbidden',
    })
  })
})
