import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { refsOf } from '../../github/git.ts'
import { workflowToken } from '../../github/state.ts'
import { runCli } from '../cli.ts'
import { git } from '../git.ts'
import { newFolder, runAction } from './runner.ts'
import { deployed, enforcing, enter, openShop, type Shop, ship, statusOf, tipOf } from './shop.ts'

const branch = 'change-risk-ledger'

/** A checkout of the branch: a ledger of its own. */
const checkOut = async ({ repository }: Shop): Promise<string> => {
  const directory = newFolder('ledger')
  await git(['clone', '--quiet', '--branch', branch, `file://${repository.directory}`, directory], {
    directory,
  })
  return directory
}

interface Line {
  readonly kind: string
  readonly id: string
  readonly environment?: string
  readonly body: Readonly<Record<string, unknown>>
}

const records = async (directory: string): Promise<readonly Line[]> => {
  const files = await git(['ls-files', 'events'], { directory })
  return files
    .split('\n')
    .filter((path) => path !== '')
    .flatMap((path) => readFileSync(join(directory, path), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line))
}

const replayed = async (directory: string) => {
  const { code, stdout, stderr } = await runCli(['replay', '--ledger', `directory:${directory}`, '--json'])
  return { code, stderr, ...JSON.parse(stdout) }
}

const open = async () => {
  const shop = await openShop({ policy: enforcing })
  deployed(shop, tipOf(shop))
  return { shop, ...ship(shop, { branch: 'harmless' }) }
}

describe('the ledger on its branch', () => {
  test('holds every decision, with all it takes to make it again', async () => {
    const { shop, sha } = await open()
    const approved = await enter(shop, { event: 'push' }, { sha }, { spawned: true })
    const risky = ship(shop, { branch: 'risky', size: 'risky' })
    const reviewed = await enter(shop, { event: 'push' }, { sha: risky.sha }, { spawned: true })
    const directory = await checkOut(shop)
    const decisions = (await records(directory)).filter(({ kind }) => kind === 'decision')
    expect(decisions.map(({ id }) => id.slice(0, 12))).toEqual([
      approved.outputs['ledger-record'],
      reviewed.outputs['ledger-record'],
    ])
    expect(decisions.map(({ body }) => (body['change'] as { head: string }).head)).toEqual([sha, risky.sha])
    const checked = await replayed(directory)
    expect(checked).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.stringify(checked)).toContain('"rederived":2')
  })

  test('loses nothing when five gates decide at once', async () => {
    const { shop, sha } = await open()
    await enter(shop, { event: 'push' }, { sha }, { inputs: { environment: 'first' } })
    const environments = ['one', 'two', 'three', 'four', 'five']
    const base = shop.repository.deployments[0]?.sha ?? ''
    const runs = await Promise.all(
      environments.map((environment) =>
        enter(
          shop,
          { event: 'push' },
          { sha },
          { inputs: { environment, 'base-ref': base }, keepRequests: true },
        ),
      ),
    )
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
    const directory = await checkOut(shop)
    const decisions = (await records(directory)).filter(({ kind }) => kind === 'decision')
    expect(decisions.map(({ environment }) => environment).toSorted()).toEqual(
      ['first', ...environments].toSorted(),
    )
    expect(new Set(runs.map(({ outputs }) => outputs['ledger-record'])).size).toBe(5)
    expect(await replayed(directory)).toMatchObject({ code: 0 })
  })

  test('is not written twice for the same decision', async () => {
    const { shop, sha } = await open()
    const runs = [
      await enter(shop, { event: 'push' }, { sha }),
      await enter(shop, { event: 'push' }, { sha }),
    ]
    expect(new Set(runs.map(({ outputs }) => outputs['ledger-record'])).size).toBe(1)
    const found = await records(await checkOut(shop))
    expect(found.filter(({ kind }) => kind === 'decision')).toHaveLength(1)
  })
})

describe('a job without contents: write', () => {
  const judge = async () => {
    const { shop, sha } = await open()
    const { contents: _, ...permissions } = workflowToken().permissions ?? {}
    shop.state.tokens['no-contents'] = workflowToken({ ...permissions, contents: 'read' })
    const run = await enter(
      shop,
      { event: 'push' },
      { sha },
      { inputs: { 'github-token': 'no-contents' }, spawned: true },
    )
    return { shop, sha, run, handed: join(run.temporary, 'change-risk-records.jsonl') }
  }
  const append = (shop: Shop, given: string) =>
    runAction({
      github: shop.github,
      repository: shop.repository,
      event: 'push',
      payload: {},
      program: 'ledger',
      inputs: { records: given },
    })

  test('approves nothing it cannot stand for, and says which permission is missing', async () => {
    const { shop, sha, run } = await judge()
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false', 'ledger-record': '' })
    expect(run.outputs['message']).toContain('the decision could not be remembered')
    expect(run.log).toContain('"contents: write"')
    expect([statusOf(shop, sha), Object.keys(refsOf(shop.repository))]).toEqual([
      'error',
      expect.not.arrayContaining([`refs/heads/${branch}`]),
    ])
  })

  test('hands its records over to the small job that may write, which appends them once', async () => {
    const { shop, handed } = await judge()
    expect(existsSync(handed)).toBe(true)
    const first = await append(shop, handed)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const appended = Number(first.outputs['appended'])
    expect(appended).toBeGreaterThan(0)
    expect((await append(shop, handed)).outputs).toMatchObject({ appended: '0' })
    const directory = await checkOut(shop)
    const found = await records(directory)
    expect(found).toHaveLength(appended)
    expect(found.map(({ id }) => id.slice(0, 12))).toContain(first.outputs['ledger-record'])
    expect(await replayed(directory)).toMatchObject({ code: 0 })
  })

  test('hands over nobody’s approval, and nothing that is no record', async () => {
    const { shop, handed } = await judge()
    const [line = ''] = readFileSync(handed, 'utf8')
      .split('\n')
      .filter((each) => each.includes('"record"'))
    const forged = JSON.parse(line)
    forged.record = { ...forged.record, kind: 'approval', stream: 'approvals/61', actor: 'ada' }
    for (const given of [JSON.stringify(forged), '[{"record": 1}]', '{"kind":"decision"}', '[1, 2]']) {
      const run = await append(shop, given)
      expect(run, given).toMatchObject({
        code: 1,
        stderr: '',
        annotations: [{ level: 'error', title: 'ledger' }],
      })
    }
    expect(Object.keys(refsOf(shop.repository))).not.toContain(`refs/heads/${branch}`)
  })
})
