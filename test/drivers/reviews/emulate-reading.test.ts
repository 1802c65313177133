/** What the drivers go by, read from emulate and held against what real git tells of the same repository. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GitHub, GitHubError } from '../../../src/clients/github/github.ts'
import { readComparison } from '../../../src/sources/github/compare.ts'
import { permissionOf, teamMembers } from '../../../src/sources/github/people.ts'
import { codeOwnersAtRef, policyAtRef } from '../../../src/sources/github/policy-at.ts'
import { readPullRequest, readPullRequestCommits } from '../../../src/sources/github/pull-request.ts'
import { type EmulatedShop, longBranch, owners, policy, startShop } from './emulator.ts'
import { acme } from './recording.ts'

let shop: EmulatedShop
let job: GitHub
beforeAll(async () => {
  shop = await startShop()
  job = shop.open(await shop.jobToken())
})
afterAll(() => shop?.close())

test('what was brought there has the names that git gives it', async () => {
  for (const [branch, commit_sha] of Object.entries(shop.heads)) {
    const commitRoute = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
    const { tree } = await job.request(commitRoute, { ...acme, commit_sha })
    expect(tree.sha).toBe(await shop.repository.git('rev-parse', `${branch}^{tree}`))
    const treeRoute = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}'
    const listed = await job.request(treeRoute, { ...acme, tree_sha: tree.sha, recursive: '1' })
    const files = listed.tree.filter(({ type }) => type === 'blob')
    const told = files.map(({ mode, type, sha, path }) => `${mode} ${type} ${sha}\t${path}`)
    const known = await shop.repository.git('-c', 'core.quotePath=false', 'ls-tree', '-r', branch)
    expect(told.sort()).toEqual(known.split('\n').sort())
  }
})

test('a pull request and its commits', async () => {
  const pull = await readPullRequest(job, acme, await shop.openPull())
  expect(pull).toMatchObject({
    title: 'Round up',
    state: 'open',
    merged: false,
    draft: false,
    mergeCommit: null,
    author: { login: 'mira', type: 'User' },
    head: { sha: shop.heads.topic, repository: 'acme/shop' },
    base: { sha: shop.heads.main, ref: 'main', repository: 'acme/shop' },
  })
  // emulate counts no files and no lines, and lists the base among the commits; GitHub does neither.
  const { items, complete } = await readPullRequestCommits(job, acme, pull)
  expect(complete).toBe(true)
  const log = await shop.repository.git('log', '--reverse', '--format=%H %P', 'main..topic')
  expect(items.slice(1).map(({ sha, parents }) => [sha, ...parents].join(' '))).toEqual(log.split('\n'))
})

test('a comparison tells what git tells', async () => {
  const { main, topic, release, long } = shop.heads
  const read = await readComparison(job, acme, release, topic)
  expect(read).toMatchObject({ kind: 'diverged', mergeBase: main, ahead: 3, behind: 1 })
  expect(read.commits).toMatchObject({
    complete: true,
    items: [
      {
        message: 'Round up\n',
        author: { login: 'mira', type: 'User' },
        authoredAt: '2026-01-05T11:00:00.000Z',
      },
      { message: 'Name it legacy\n', author: null, authorEmail: 'jo.nas@example.com' },
      { message: 'Paint\n' },
    ],
  })
  const rows = read.files.items.map(({ path, status, added, deleted }) => [path, status, added, deleted])
  expect(rows).toEqual([
    ['deploy.sh', 'deleted', 0, 1],
    ['logo.png', 'modified', null, null],
    ['src/pay.ts', 'modified', 2, 1],
    ['src/pay/legacy.ts', 'renamed', 0, 0],
  ])
  expect(read.files.items[3]?.previousPath).toBe('src/pay-old.ts')
  expect((await readComparison(job, acme, long, main)).kind).toBe('rollback')
  expect((await readComparison(job, acme, main, main)).kind).toBe('redeploy')
})

test('a comparison of more commits than fit a page is whole', async () => {
  const { main, long } = shop.heads
  const { kind, commits } = await readComparison(job, acme, main, long)
  const log = await shop.repository.git('log', '--reverse', '--format=%H', 'main..long')
  expect(log.split('\n')).toHaveLength(longBranch)
  expect([kind, commits.complete]).toEqual(['forward', true])
  expect(commits.items.map(({ sha }) => sha)).toEqual(log.split('\n'))
})

test('policy and owners at a commit, under the names git gives them; a link is not followed', async () => {
  const { main, linked, unruled, topic } = shop.heads
  const blob = (path: string): Promise<string> => shop.repository.git('rev-parse', `main:${path}`)
  for (const commit of [main, topic]) {
    const path = '.github/change-risk.yml'
    expect(await policyAtRef(job, acme, commit)).toEqual({ path, text: policy, blob: await blob(path) })
  }
  const path = '.github/CODEOWNERS'
  expect(await codeOwnersAtRef(job, acme, linked)).toEqual({ path, text: owners, blob: await blob(path) })
  expect(await policyAtRef(job, acme, unruled)).toBeNull()
  expect(await codeOwnersAtRef(job, acme, unruled)).toBeNull()
  // emulate's folders tell a link as the file it leads to, so the link shows only by its name in git.
  const refusal = await policyAtRef(job, acme, linked).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(GitHubError)
  expect(refusal).toMatchObject({
    failure: 'rubbish',
    message: expect.stringContaining('is a link, or'),
  })
  await expect(policyAtRef(job, acme, '1'.repeat(40))).rejects.toThrow(
    'the commit must be in this repository',
  )
})

test.each([
  ['olive', 'admin'],
  ['mira', 'write'],
  ['lena', 'triage'],
  // GitHub would say `read`, for the repository is public.
  ['nobody', null],
])('what %s may do: %s', async (login, permission) => {
  expect(await permissionOf(job, acme, login)).toBe(permission)
})

test('who is in a team', async () => {
  expect(await teamMembers(job, 'acme', 'payments')).toEqual({ items: ['jonas'], complete: true })
  expect(await teamMembers(job, 'acme', 'ghosts')).toBeNull()
})
