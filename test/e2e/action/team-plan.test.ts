/**
 * A private repository of a Team plan, with GITHUB_TOKEN and nothing else: no required reviewers, no custom protection
 * rules, no reviews asked of teams, no look at who is in a team. Everything that holds, asks and wakes works all the same.
 */
import { describe, expect, test } from 'vitest'
import { workflowToken } from '../../github/state.ts'
import {
  addRun,
  approve,
  deployed,
  enforcing,
  enter,
  gateComments,
  openShop,
  propose,
  type Shop,
  say,
  ship,
  statusOf,
  tipOf,
} from './shop.ts'

/** As examples/deploy.yml and examples/watch.yml give them; the rest is none. */
const gateToken = workflowToken({
  actions: 'read',
  checks: 'write',
  contents: 'write',
  deployments: 'read',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
})
const watchToken = workflowToken({ ...gateToken.permissions, actions: 'write' })

const open = async (): Promise<Shop> => {
  const shop = await openShop({
    policy: `${enforcing}environments: { production: { escalate: { after: 4h, to: "@acme/release-leads" } } }\n`,
    files: { CODEOWNERS: '/src/ @acme/till @ada\n' },
    overrides: { private: true, canApprovePullRequestReviews: false },
  })
  shop.state.organizations.push({
    login: 'acme',
    members: ['ada', 'mira', 'jonas'],
    teams: [
      { slug: 'till', id: 7, members: ['ada'] },
      { slug: 'release-leads', id: 8, members: ['jonas'] },
    ],
  })
  shop.state.tokens['gate'] = gateToken
  shop.state.tokens['watch'] = watchToken
  deployed(shop, tipOf(shop))
  return shop
}

const watching = { inputs: { 'github-token': 'watch' } }

const deploys = (shop: Shop, sha: string, runId: number) =>
  enter(
    shop,
    { event: 'push' },
    { sha },
    { runId, inputs: { 'github-token': 'gate', environment: 'production' } },
  )

describe('on a Team plan', () => {
  test('a deployment waits, is answered by a comment, and goes on', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    const asked = await deploys(shop, sha, run.id)
    expect(asked.annotations).toEqual([])
    expect(asked.outputs).toMatchObject({ decision: 'review', continue: 'false', sha })
    expect(gateComments(pull)[0]).toMatch(/\*\*@ada or @acme\/till: read|\*\*@acme\/till or @ada: read/)
    shop.wait(3)
    const comment = say(shop, pull, '.approve')
    const answered = await enter(
      shop,
      { event: 'issue_comment', action: 'created' },
      { pull, comment },
      watching,
    )
    expect(answered.annotations).toEqual([])
    expect(run.attempt).toBe(2)
    const second = await deploys(shop, sha, run.id)
    expect(second.annotations).toEqual([])
    expect(second.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha })
  })

  test('a pull request waits, names the team it cannot ask at GitHub, and goes on by a review', async () => {
    const shop = await open()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const opened = await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull }, watching)
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
    // The team reads of it in the comment, which calls it by name; only the request at GitHub is refused, with its mend.
    expect(gateComments(pull)[0]).toContain('@acme/till')
    expect(opened.annotations).toEqual([
      expect.objectContaining({
        title: 'reviewers',
        message: expect.stringContaining('asking a team needs a personal or App token with "Members: read"'),
      }),
    ])
    const review = approve(shop, pull)
    await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review }, watching)
    expect(statusOf(shop, pull.head.sha)).toBe('success')
  })

  test('the schedule asks the next, wakes what was answered, and keeps the digest', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    await deploys(shop, sha, run.id)
    shop.wait(5 * 60)
    const sweep = () =>
      enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '23 * * * *' }, ...watching })
    expect((await sweep()).annotations).toEqual([])
    expect(gateComments(pull)[0]).toContain('@acme/release-leads')
    expect(shop.repository.issues).toMatchObject([{ title: 'Change risk: what waits' }])
    approve(shop, pull)
    shop.wait(60)
    expect((await sweep()).annotations).toEqual([])
    expect(run.attempt).toBe(2)
  })
})
