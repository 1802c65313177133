/** The ledger's ground: git itself, commits on exactly one head, refs that only go forwards. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitEnvironment, readCommit, readCommits, refsOf } from './git.ts'
import { addRepository, commitTo, openPull } from './repositories.ts'
import { at, client, openShop, type Shop, tell } from './shop.ts'

let shop: Shop
let folder: string
beforeEach(async () => {
  shop = await openShop()
  folder = mkdtempSync(join(tmpdir(), 'clone-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await shop.github.close()
})

const run = promisify(execFile)
const git = async (...args: readonly string[]): Promise<string> => {
  const { stdout } = await run('git', ['-C', folder, ...args], { env: gitEnvironment })
  return stdout.trim()
}
const address = (token?: string): string =>
  `${shop.github.url.replace('//', token ? `//x-access-token:${token}@` : '//')}/acme/shop.git`

test('a clone without blobs brings commits, and a file when it is read', async () => {
  await run('git', ['clone', '--quiet', '--filter=blob:none', '--no-checkout', address(), folder], {
    env: gitEnvironment,
  })
  expect(await git('rev-list', '--objects', '--missing=print', '--all')).toMatch(/^\?/m)
  expect(await git('show', 'origin/topic:a.txt')).toBe('one\nmore')
})

test('an open pull request follows a push, and can be fetched by its number', async () => {
  await run('git', ['clone', '--quiet', address(), folder], { env: gitEnvironment })
  await git('checkout', '--quiet', 'topic')
  await git(
    '-c',
    'user.name=mira',
    '-c',
    'user.email=mira@example.test',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'More',
  )
  await expect(git('push', address('rob-token'), 'topic')).rejects.toThrow('403')
  await git('push', '--quiet', address('mira-token'), 'topic')
  const pushed = await git('rev-parse', 'HEAD')
  const { data } = await tell(client(shop.github), 'GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...at,
    pull_number: 1,
  })
  expect(data).toMatchObject({ head: { sha: pushed }, commits: 2 })
  await git('fetch', '--quiet', 'origin', 'refs/pull/1/head')
  expect(await git('rev-parse', 'FETCH_HEAD')).toBe(pushed)
})

test('a pull request from a fork is told and fetched from the repository it wants into', async () => {
  const fork = addRepository(shop.state, 'eve/shop', { from: shop.shop.directory })
  const sha = commitTo(shop.state, fork, { branch: 'gift', files: { 'gift.txt': 'horse\n' }, author: 'eve' })
  const pull = openPull(shop.state, shop.shop, { head: 'gift', fork, author: 'eve' })
  const told = await tell(client(shop.github), 'GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...at,
    pull_number: pull.number,
  })
  expect(told.data).toMatchObject({
    head: { sha, repo: { full_name: 'eve/shop' } },
    author_association: 'NONE',
    changed_files: 1,
  })
  expect(await git('ls-remote', address(), `refs/pull/${pull.number}/head`)).toContain(sha)
})

test('a private repository does not exist for strangers', async () => {
  shop.shop.private = true
  await expect(git('ls-remote', address())).rejects.toThrow()
  await expect(git('ls-remote', address('ada-token'))).resolves.toContain('refs/heads/topic')
})

const mutation = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid message } ref { name } }
}`
const commitOn = (head: string, name: string) =>
  client(shop.github, 'workflow-token', true)
    .graphql(mutation, {
      input: {
        branch: { repositoryNameWithOwner: 'acme/shop', branchName: 'main' },
        message: { headline: `record ${name}`, body: '[skip ci]' },
        expectedHeadOid: head,
        fileChanges: { additions: [{ path: `events/${name}.jsonl`, contents: btoa(name) }], deletions: [] },
      },
    })
    .then(
      () => 'won',
      (error) => error.errors[0].type,
    )

test('of twenty writers that know one head, one wins; told again what is the head, the next', async () => {
  for (const round of [1, 2]) {
    const head = refsOf(shop.shop)['refs/heads/main'] ?? ''
    const ends = await Promise.all(
      Array.from({ length: 20 }, (_, writer) => commitOn(head, `${round}-${writer}`)),
    )
    expect(ends.sort()).toEqual([...Array(19).fill('STALE_DATA'), 'won'])
  }
  expect(readCommits(shop.shop, ['main'])).toHaveLength(3)
  const tip = readCommit(shop.shop, refsOf(shop.shop)['refs/heads/main'] ?? '')
  expect(tip).toMatchObject({ author: { name: 'github-actions[bot]' }, committer: { name: 'GitHub' } })
})

test('several refs move together or not at all', async () => {
  const { base, head } = shop
  const octokit = client(shop.github)
  const query = '{ repository(owner: "acme", name: "shop") { id } }'
  const { repository } = await octokit.graphql<{ repository: { id: string } }>(query)
  const update = (refUpdates: object) =>
    octokit.graphql('mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }', {
      input: { repositoryId: repository.id, refUpdates },
    })
  const none = '0'.repeat(40)
  const lease = { name: 'refs/heads/lease', beforeOid: none, afterOid: base }
  await update([lease, { name: 'refs/heads/main', beforeOid: base, afterOid: head }])
  expect(refsOf(shop.shop)).toMatchObject({ 'refs/heads/lease': base, 'refs/heads/main': head })
  await expect(update([{ ...lease, name: 'refs/heads/other' }, lease])).rejects.toMatchObject({
    errors: [{ type: 'STALE_DATA' }],
  })
  expect(refsOf(shop.shop)).not.toHaveProperty(['refs/heads/other'])
})

test.each([
  ['POST', 'a ref that is there', { ref: 'refs/heads/topic' }, 422, 'Reference already exists'],
  ['POST', 'a ref to nothing', { ref: 'refs/heads/new', sha: 'f'.repeat(40) }, 422, 'Object does not exist'],
  ['PATCH', 'sideways', { ref: 'heads/topic', sha: 'sideways' }, 422, 'Update is not a fast forward'],
  ['PATCH', 'sideways by force', { ref: 'heads/topic', sha: 'sideways', force: true }, 200, ''],
  ['PATCH', 'what is not there', { ref: 'heads/none' }, 422, 'Reference does not exist'],
  ['DELETE', 'what is not there', { ref: 'heads/none', sha: undefined }, 422, 'Reference does not exist'],
])('%s %s', async (method, _, given, status, message) => {
  const sideways = commitTo(shop.state, shop.shop, { files: { x: 'y' } })
  const parameters = { sha: shop.base, ...given }
  if (parameters.sha === 'sideways') parameters.sha = sideways
  const route = `${method} /repos/{owner}/{repo}/git/refs${method === 'POST' ? '' : '/{ref}'}`
  const told = await tell(client(shop.github), route, { ...at, ...parameters })
  expect(told.status).toBe(status)
  expect(told.message).toContain(message)
})
