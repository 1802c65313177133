/** Releases published at GitHub as deployments, in jobs of their own: what is learned of them, and what the gate starts from. */
import { describe, expect, test } from 'vitest'
import { git } from '../../github/git.ts'
import { addRelease } from '../../github/releases.ts'
import { type ActionResult, runAction } from './runner.ts'
import { commitTo, enforcing, enter, openShop, type Shop, ship, tipOf } from './shop.ts'

const byReleases = `${enforcing}deployments: [{ source: releases, environment: production }]\n`

const learn = (shop: Shop) =>
  runAction({
    ...{ program: 'learn', github: shop.github, repository: shop.repository, event: 'schedule' },
    payload: { ref: 'refs/heads/main', after: tipOf(shop) },
    inputs: { period: '60mo' },
  })
const later = (shop: Shop, minutes: number): string =>
  new Date(shop.state.clock().getTime() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z')
const publish = (shop: Shop, tag: string, sha: string, minutes: number) =>
  addRelease(shop.state, shop.repository, { tag, sha, publishedAt: later(shop, minutes) })
const resultOf = (ran: ActionResult) => JSON.parse(ran.outputs['result'] ?? '')
const readsOf = (ran: ActionResult): readonly string[] =>
  ran.requests.map(({ route }) => route).filter((route) => /\/(releases|tags|commits\/\{ref\})/.test(route))

/** 1.0.0, then 1.1.0, which a commit on a branch of its own mends as 1.1.1 within hours. */
const trade = async () => {
  const shop = await openShop({ policy: byReleases })
  publish(shop, 'v1.0.0', tipOf(shop), -600)
  const first = ship(shop, { branch: 'risky', size: 'risky' })
  publish(shop, 'v1.1.0', first.sha, 10)
  git(shop.repository, ['branch', 'release/1.1', first.sha])
  const mend = commitTo(shop.state, shop.repository, {
    branch: 'release/1.1',
    files: { 'src/till/till.ts': 'mended\n' },
    author: 'mira',
    message: 'Fix the till',
  })
  publish(shop, 'v1.1.1', mend, 190)
  return { shop, first, mend }
}

describe('published releases', () => {
  test('are learned from once, with what their branches brought, and a daily run asks for what is new', async () => {
    const { shop, first } = await trade()
    const ran = await learn(shop)
    expect(ran.annotations).toEqual([])
    const { environments, failed } = resultOf(ran)
    expect(environments).toMatchObject([{ name: 'production', deployments: 3, states: { failed: 1 } }])
    expect(failed).toMatchObject([{ change: `#${first.pull.number}`, minutesToRecover: 180 }])
    expect(readsOf(ran)).toHaveLength(4)
    expect(ran.requests.length).toBeLessThanOrEqual(14)

    const again = await learn(shop)
    expect(resultOf(again).ledger.written).toBe(0)
    expect(readsOf(again)).toEqual(['GET /repos/{owner}/{repo}/releases'])

    shop.repository.releases.pop()
    publish(shop, 'v1.2.0', ship(shop, { branch: 'harmless' }).sha, 300)
    const next = await learn(shop)
    expect(resultOf(next).environments[0].deployments).toBe(4)
    expect(next.requests.length).toBeLessThanOrEqual(14)
  })

  test('tell the gate where a change begins, by the line of its head', async () => {
    const { shop, first, mend } = await trade()
    const second = ship(shop, { branch: 'harmless' })
    const judged = await enter(shop, { event: 'push' }, { sha: second.sha })
    const { change, rule } = resultOf(judged)
    expect(change).toMatchObject({ kind: 'forward', base: first.sha, head: second.sha })
    expect(change.baseSource).toMatch(/^deployment \S+ v1\.1\.0$/)
    expect(change.parts).toHaveLength(1)
    expect(rule).not.toBe('source-failed')

    const patch = commitTo(shop.state, shop.repository, {
      branch: 'release/1.1',
      files: { 'src/till/till.ts': 'mended again\n' },
      author: 'mira',
      message: 'Fix the till again',
    })
    const beside = await enter(shop, { event: 'push' }, { sha: patch })
    expect(resultOf(beside).change).toMatchObject({ kind: 'forward', base: mend, head: patch })
  })

  test('of the very commit that is judged are what is asked about', async () => {
    const { shop, first } = await trade()
    const second = ship(shop, { branch: 'harmless' })
    publish(shop, 'v1.2.0', second.sha, 300)
    const judged = await enter(shop, { event: 'push' }, { sha: second.sha })
    expect(resultOf(judged).change).toMatchObject({ kind: 'forward', base: first.sha, head: second.sha })
  })

  test('that cannot be asked for hold the gate', async () => {
    const { shop } = await trade()
    const second = ship(shop, { branch: 'harmless' })
    shop.state.faults = [{ at: 'always', kind: '404', route: 'GET /repos/{owner}/{repo}/releases' }]
    const judged = await enter(shop, { event: 'push' }, { sha: second.sha })
    expect(judged.outputs).toMatchObject({ decision: 'review', 'reason-code': 'source-failed' })
  })

  test('as tags want a checkout that brings them, and say so', async () => {
    const shop = await openShop({ policy: byReleases.replace('releases', 'tags') })
    git(shop.repository, ['tag', 'v1.0.0', tipOf(shop)])
    const { annotations, requests } = await learn(shop)
    expect(annotations).toMatchObject([
      {
        level: 'warning',
        message: expect.stringContaining('bring them: git fetch --tags, in a job fetch-depth: 0'),
      },
    ])
    expect(requests.map(({ route }) => route).filter((route) => route.includes('/tags'))).toEqual([])
  })
})
