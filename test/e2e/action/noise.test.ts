/** No inbox explodes: labels that opt out, one digest, a kill switch, runs that change nothing. */
import { describe, expect, test } from 'vitest'
import type { Pull } from '../../github/state.ts'
import { counts } from './counting.ts'
import {
  addRun,
  approve,
  commitTo,
  deployed,
  enforcing,
  enter,
  gateComments,
  openShop,
  propose,
  type Shop,
  ship,
  statusOf,
  tipOf,
  writesIn,
} from './shop.ts'

const open = async (policy = enforcing): Promise<Shop> => {
  const shop = await openShop({ policy })
  deployed(shop, tipOf(shop))
  return shop
}
const opened = (shop: Shop, pull: Pull, inputs: Readonly<Record<string, string>> = {}) =>
  enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull }, { inputs })
const push = (shop: Shop, sha: string, inputs: Readonly<Record<string, string>> = {}) =>
  enter(shop, { event: 'push' }, { sha }, { inputs: { environment: 'production', ...inputs } })
const sweep = (shop: Shop) => enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '23 * * * *' } })
const digestOf = ({ repository }: Shop) =>
  repository.issues.find(({ title }) => title === 'Change risk: what waits')

describe('the label do-not-auto-approve', () => {
  test('asks for a person on a harmless pull request, and lets it go again when it is taken off', async () => {
    const shop = await open()
    const pull = propose(shop, { branch: 'harmless' })
    expect((await opened(shop, pull)).outputs).toMatchObject({ decision: 'approve' })
    pull.labels.push('Do-Not-Auto-Approve')
    const run = await enter(shop, { event: 'pull_request_target', action: 'labeled' }, { pull })
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'do-not-auto-approve' })
    expect(run.outputs['message']).toContain('#61 bears the label do-not-auto-approve')
    expect(gateComments(pull)[0]).toContain('### Review wanted: somebody labelled it so')
    pull.labels = pull.labels.filter((label) => label.startsWith('risk:'))
    await enter(shop, { event: 'pull_request_target', action: 'unlabeled' }, { pull })
    expect(statusOf(shop, pull.head.sha)).toBe('success')
  })

  test('holds the deployment, too, until somebody has read it', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    pull.labels.push('do-not-auto-approve')
    expect((await push(shop, sha)).outputs).toMatchObject({
      decision: 'review',
      'reason-code': 'do-not-auto-approve',
    })
    expect(gateComments(pull)).toEqual([expect.stringContaining('The deployment then goes on by itself.')])
    approve(shop, pull)
    expect((await push(shop, sha)).outputs).toMatchObject({ decision: 'approve', continue: 'true' })
  })

  test('holds the deployment of its commits also where they were rebased, alone or among others', async () => {
    for (const others of [false, true]) {
      const shop = await open()
      if (others) ship(shop, { branch: 'harmless' })
      const files = { 'NOTES.md': 'rebased\n' }
      const pull = propose(shop, { branch: 'rebased', files, title: 'Notes' })
      const sha = commitTo(shop.state, shop.repository, { files, message: 'Notes' })
      const at = shop.now().toISOString()
      Object.assign(pull, { state: 'closed', mergedAt: at, mergedBy: 'ada', mergeCommit: sha })
      const free = await push(shop, sha)
      counts(`push, rebased, ${others ? 'others' : 'alone'}`, free, 14)
      expect(free.outputs).toMatchObject({ decision: 'approve' })
      pull.labels.push('do-not-auto-approve')
      expect((await push(shop, sha)).outputs).toMatchObject({
        decision: 'review',
        'reason-code': 'do-not-auto-approve',
      })
    }
  })
})

describe('the digest', () => {
  test('tells on one page what waits, for whom and since when, and is edited in place', async () => {
    const shop = await open(
      `${enforcing}environments: { production: { escalate: { after: 4h, to: "@acme/release-leads" } } }\n`,
    )
    await sweep(shop)
    expect(digestOf(shop)).toBeUndefined()
    const first = propose(shop, { branch: 'first', size: 'risky' })
    await opened(shop, first)
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    await enter(shop, { event: 'push' }, { sha }, { runId: run.id, inputs: { environment: 'production' } })
    shop.wait(60)
    await sweep(shop)
    const digest = digestOf(shop)!
    expect(digest.body).toContain('**2 wait**, the oldest first.')
    expect(digest.body).toMatch(/\| \[#61\]\(.*\) \| ada \| 10:00 today \| 14:00 UTC \|/)
    expect(digest.body).toMatch(
      /\| Deployment to production, \[#62\]\(.*\) \| ada \| 10:00 today \| 14:00 UTC \|/,
    )
    expect(digest.body).not.toContain('@')
    approve(shop, first)
    approve(shop, pull)
    shop.wait(60)
    counts('schedule, two answers came', await sweep(shop), 44)
    expect(digestOf(shop)?.body).toContain('Nothing waits.')
    expect(digest.comments).toEqual([])
    expect(shop.repository.issues.filter(({ title }) => title === digest.title)).toHaveLength(1)
  })

  test('tells while the gate observes what it would have asked', async () => {
    const shop = await open('version: 1\nmode: observe\n')
    const risky = propose(shop, { branch: 'risky', size: 'risky' })
    await opened(shop, risky)
    await opened(shop, propose(shop, { branch: 'harmless' }))
    await sweep(shop)
    expect(digestOf(shop)?.body).toMatch(
      /Nothing waits\.\n\n\*\*While it observes\*\*, nothing is held\. In the last 7 days a person would have been asked about 1 pull request: \[#61\]/,
    )
  })

  test('and once a day what enforcing would have meant for the deployments, read back until then', async () => {
    const shop = await open('version: 1\nmode: observe\n')
    const { sha } = ship(shop, { branch: 'landed', size: 'risky' })
    await enter(shop, { event: 'push' }, { sha })
    await opened(shop, propose(shop, { branch: 'risky', size: 'risky' }))
    await sweep(shop)
    const said =
      /`production`, the last 30 days\. Enforced, 1 of 1 deployment would have asked about 1 change/
    expect(digestOf(shop)?.body).toMatch(said)
    shop.wait(60)
    const again = await sweep(shop)
    expect(digestOf(shop)?.body).toMatch(said)
    shop.wait(24 * 60)
    const nextDay = await sweep(shop)
    expect(digestOf(shop)?.body).toMatch(said)
    expect(nextDay.requests.length).toBeGreaterThan(again.requests.length)
  })
})

describe('a repository variable is roll-out plan and kill switch', () => {
  test.each([
    ['off', '', 'true', ''],
    ['observe', 'review', 'true', 'part-above-limit'],
    ['enforce', 'review', 'false', 'part-above-limit'],
    ['', 'review', 'false', 'part-above-limit'],
  ])('mode: %s', async (mode, decision, goesOn, rule) => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = await push(shop, sha, { mode })
    expect(run.outputs).toMatchObject({ decision, continue: goesOn, 'reason-code': rule })
    expect(gateComments(pull)).toHaveLength(goesOn === 'true' ? 0 : 1)
  })
})

test.each([
  ['harmless', 'this would go out unreviewed'],
  ['risky', 'this would be reviewed'],
] as const)('a dry run of what is %s says what it would have done, and does nothing', async (size, told) => {
  const shop = await open()
  const pull = propose(shop, { branch: 'topic', size })
  const run = await opened(shop, pull, { 'dry-run': 'true' })
  expect(run.outputs['continue']).toBe('true')
  expect(run.summary).toContain(told)
  expect(writesIn(run)).toEqual([])
})
