import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../git.ts'
import { counts } from './counting.ts'
import { newFolder } from './runner.ts'
import { deployed, enforcing, enter, openShop, propose, type Shop, ship, tipOf } from './shop.ts'

/** What `actions/checkout` leaves behind. */
const checkOut = async (
  { github, repository }: Shop,
  { depth, head, filter }: { depth?: number; head: string; filter?: string },
): Promise<string> => {
  const directory = newFolder('workspace')
  const url = `${github.url}/${repository.owner}/${repository.name}`
  const environment = {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${github.url}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from('x-access-token:workflow-token').toString('base64')}`,
  }
  const run = (...args: readonly string[]) => git(args, { directory, environment })
  await run('init', '--quiet')
  await run('remote', 'add', 'origin', url)
  await run(
    'fetch',
    '--quiet',
    '--no-tags',
    ...(depth === undefined ? [] : [`--depth=${depth}`]),
    ...(filter === undefined ? [] : [`--filter=${filter}`]),
    'origin',
    head,
  )
  await run('checkout', '--quiet', '--detach', 'FETCH_HEAD')
  return directory
}

const gitRequests = (shop: Shop) => shop.github.requests.map(({ route }) => route)

describe('where it runs', () => {
  const risks = new Map<string, string | undefined>()
  test.each([
    ['without a checkout: a clone of its own', async () => ({})],
    [
      'in a full checkout: nothing is fetched',
      async (shop: Shop, head: string) => ({
        workspace: await checkOut(shop, { head }),
        env: { PATH: brokenGit() },
      }),
    ],
    [
      'in a shallow checkout: deepened as far as the model looks',
      async (shop: Shop, head: string) => ({ workspace: await checkOut(shop, { head, depth: 1 }) }),
    ],
  ])('%s, and the risk is the same', async (name, place) => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const found: { readonly workspace?: string } = await place(shop, sha)
    const { workspace } = found
    const run = await enter(shop, { event: 'push' }, { sha }, found)
    counts(name, run, 18)
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'part-above-limit', sha })
    expect(JSON.parse(run.outputs['result'] ?? '').labels).toMatchObject({ known: 6 })
    risks.set(name, run.outputs['risk'])
    expect(new Set(risks.values()).size).toBe(1)
    expect(gitRequests(shop)).not.toContain('GET /repos/{owner}/{repo}/compare/{basehead}')
    if (workspace !== undefined) {
      // The checkout is the job's: neither its files nor its HEAD were touched.
      expect(await git(['status', '--porcelain'], { directory: workspace })).toBe('')
      expect(await git(['rev-parse', 'HEAD'], { directory: workspace })).toBe(sha)
    }
  })

  test('in a checkout without contents, whose lines nobody can count: it says what was not seen', async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const workspace = await checkOut(shop, { head: sha, filter: 'blob:none' })
    const run = await enter(shop, { event: 'push' }, { sha }, { workspace })
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'part-above-limit' })
    expect(run.outputs['message']).toContain('Not seen: code lines added')
  })

  test('with a checkout of another repository, which is left alone', async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'harmless' })
    const workspace = newFolder('elsewhere')
    await git(['init', '--quiet'], { directory: workspace })
    await git(['remote', 'add', 'origin', `${shop.github.url}/acme/other`], { directory: workspace })
    const run = await enter(shop, { event: 'push' }, { sha }, { workspace })
    expect(run.outputs).toMatchObject({ decision: 'approve', sha })
    expect(await git(['count-objects'], { directory: workspace })).toBe('0 objects, 0 kilobytes')
  })

  test('where git can fetch nothing: judged by what GitHub tells, and never approved', async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'harmless' })
    const broken = { PATH: brokenGit(), GIT_REAL: process.env['PATH'] }
    const run = await enter(shop, { event: 'push' }, { sha }, { env: broken, spawned: true })
    expect(run).toMatchObject({
      code: 0,
      outputs: { decision: 'review', continue: 'false', 'reason-code': 'source-failed', sha },
    })
    expect(run.outputs['message']).toContain('the commits could not be brought here')
    expect(gitRequests(shop)).toContain('GET /repos/{owner}/{repo}/compare/{basehead}')

    const pull = propose(shop, { branch: 'quiet' })
    const door = { event: 'pull_request_target', action: 'opened' }
    const judged = await enter(shop, door, { pull }, { env: broken, spawned: true })
    expect(judged.outputs).toMatchObject({ decision: 'review', continue: 'false', sha: pull.head.sha })
  })

  test('on a company’s own server, its paths are asked', async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = await enter(shop, { event: 'push' }, { sha }, { enterprise: true })
    expect(run.outputs).toMatchObject({ decision: 'review', sha })
    const paths = run.requests.map(({ path }) => path)
    expect(paths.filter((path) => !path.startsWith('/api/'))).toEqual([])
    expect(paths).toContain('/api/graphql')
  })
})

/** A PATH whose git knows everything but how to fetch. */
const brokenGit = (): string => {
  const folder = newFolder('bin')
  const real = (process.env['PATH'] ?? '')
    .split(':')
    .map((place) => join(place, 'git'))
    .find(existsSync)
  writeFileSync(
    join(folder, 'git'),
    `#!/bin/sh\nfor word in "$@"; do [ "$word" = fetch ] && { echo "fatal: unable to access: Could not resolve host" >&2; exit 128; }; done\nexec ${real} "$@"\n`,
    { mode: 0o755 },
  )
  return `${folder}:${process.env['PATH']}`
}

describe('lists that GitHub cuts', () => {
  test('a pull request of more files than GitHub lists is reviewed, however harmless the listed ones are', async () => {
    const shop = await openShop({ policy: enforcing })
    const files = Object.fromEntries(Array.from({ length: 3001 }, (_, at) => [`notes/${at}.md`, `${at}\n`]))
    const pull = propose(shop, { branch: 'many', files })
    const run = await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
    counts('pull_request_target, 3,001 files', run, 54)
    expect(run.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'source-failed',
    })
    expect(run.outputs['message']).toMatch(/GitHub lists 3,?000 of 3,?001 files/)
  })

  test('a comparison of more files than GitHub lists says so', async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const files = Object.fromEntries(Array.from({ length: 301 }, (_, at) => [`notes/${at}.md`, `${at}\n`]))
    const { sha } = ship(shop, { branch: 'many', files })
    const run = await enter(shop, { event: 'push' }, { sha }, { env: { PATH: brokenGit() }, spawned: true })
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'source-failed' })
    expect(run.outputs['message']).toContain('GitHub lists 300 files and leaves out the rest')
  })
})

describe('names and parts', () => {
  test('several GitHub environments are one of ours: what runs in any of them runs there', async () => {
    const shop = await openShop({
      policy: `${enforcing}environments: { production: { github-environments: [production, production-auto] } }\n`,
    })
    const risky = ship(shop, { branch: 'risky', size: 'risky' })
    deployed(shop, tipOf(shop), 'production-auto')
    const { sha } = ship(shop, { branch: 'harmless' })
    const run = await enter(shop, { event: 'push' }, { sha }, { inputs: { environment: 'production' } })
    expect(run.outputs).toMatchObject({ decision: 'approve', sha })
    expect(JSON.parse(run.outputs['result'] ?? '').change).toMatchObject({
      base: risky.sha,
      parts: [{ id: '#62' }],
    })
    const named = await enter(
      shop,
      { event: 'push' },
      { sha },
      { inputs: { environment: 'production-auto' } },
    )
    expect(JSON.parse(named.outputs['result'] ?? '')).toMatchObject({ environment: 'production' })
  })

  test('a service of a monorepo is judged on the parts that touch it, or what it depends on', async () => {
    const policy = [
      'version: 1',
      'mode: enforce',
      'components:',
      '  till: { paths: ["src/till/**"], depends-on: [money] }',
      '  money: { paths: ["src/money/**"] }',
      '  basket: { paths: ["src/basket-*"] }',
      'environments:',
      '  till: { components: [till] }',
      '  basket: { components: [basket] }',
    ].join('\n')
    const shop = await openShop({ policy })
    deployed(shop, tipOf(shop), 'till')
    deployed(shop, tipOf(shop), 'basket')
    ship(shop, { branch: 'money', files: { 'src/money/coin.ts': 'one\n' } })
    const { sha } = ship(shop, {
      branch: 'till',
      files: { 'src/till/till.ts': 'till\n'.repeat(900), 'src/till/b.ts': 'b\n'.repeat(900) },
    })
    const judged = async (environment: string) => {
      const run = await enter(shop, { event: 'push' }, { sha }, { inputs: { environment } })
      const { change, notes } = JSON.parse(run.outputs['result'] ?? '')
      return [run.outputs['decision'], change.parts.map(({ id }: { id: string }) => id), notes]
    }
    expect(await judged('till')).toEqual(['review', ['#62', '#61'], []])
    expect(await judged('basket')).toEqual([
      'approve',
      [],
      ['2 of 2 changes touch nothing that basket runs, and are left out'],
    ])
  })
})

describe('the index between runs', () => {
  const folderOf = (temporary: string): string => join(temporary, 'change-risk-index')
  const begin = async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'harmless' })
    const first = await enter(shop, { event: 'push' }, { sha })
    expect(existsSync(join(folderOf(first.temporary), 'index'))).toBe(true)
    return { shop, sha, temporary: first.temporary, risk: first.outputs['risk'] }
  }

  test('is used where the ledger knows its hash', async () => {
    const { shop, sha, temporary, risk } = await begin()
    const before = readFileSync(join(folderOf(temporary), 'index'))
    rmSync(join(temporary, 'change-risk-clone.git'), { recursive: true })
    const again = await enter(shop, { event: 'push' }, { sha }, { temporary })
    counts('push, index restored', again, 12)
    expect(again.outputs).toMatchObject({ decision: 'approve', risk })
    expect(readFileSync(join(folderOf(temporary), 'index'))).toEqual(before)
    expect(again.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('"model"'))).toEqual([])
  })

  test('is built anew where somebody changed it, and the answer is the same', async () => {
    const { shop, sha, temporary, risk } = await begin()
    const path = join(folderOf(temporary), 'index')
    const bytes = readFileSync(path)
    const doctored = Buffer.from(bytes)
    doctored[doctored.length - 9] = (doctored.at(-9) ?? 0) ^ 0xff
    writeFileSync(path, doctored)
    writeFileSync(join(folderOf(temporary), 'planted'), 'not ours')
    const again = await enter(shop, { event: 'push' }, { sha }, { temporary })
    expect(again.outputs).toMatchObject({ decision: 'approve', risk })
    expect(readFileSync(path).equals(doctored)).toBe(false)
    expect(readdirSync(folderOf(temporary))).not.toContain('planted')
  })
})
