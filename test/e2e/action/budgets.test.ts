/** An error budget that incidents have burned, at GitHub: which pull requests and deployments go on without a person. */
import { expect, test } from 'vitest'
import { addIssue, openPull } from '../../github/repositories.ts'
import { runAction } from './runner.ts'
import {
  approve,
  commitTo,
  deployed,
  enforcing,
  enter,
  openShop,
  propose,
  type Shop,
  ship,
  tipOf,
} from './shop.ts'

const policy = `${enforcing}incidents: [{ source: github-issues, labels: [incident] }]
environments: { production: { auto-approve: { review-riskiest: 0% }, slo: { objective: 99.99%, window: 30d } } }
`

/** An hour of an outage that is over, another that goes on; and a job has told the ledger of both. */
const burning = async () => {
  const shop = await openShop({ policy })
  deployed(shop, tipOf(shop))
  const live = ship(shop, { branch: 'lamps', files: { 'src/lamps.ts': 'lamps\n', 'README.md': 'Lamps.\n' } })
  deployed(shop, live.sha)
  const ago = (minutes: number) => new Date(shop.now().getTime() - minutes * 60_000).toISOString()
  addIssue(shop.state, shop.repository, {
    title: 'The till was down',
    labels: ['incident'],
    createdAt: ago(600),
    closedAt: ago(540),
    state: 'closed',
  })
  const open = addIssue(shop.state, shop.repository, {
    title: 'The till is down',
    labels: ['incident'],
    createdAt: ago(10),
  })
  const { github, repository } = shop
  const learned = await runAction({
    ...{ program: 'learn', github, repository, event: 'schedule' },
    payload: { ref: 'refs/heads/main', after: tipOf(shop) },
    inputs: { period: '60mo' },
  })
  expect([learned.code, learned.stderr]).toEqual([0, ''])
  return { shop, live, open }
}

const opened = async (shop: Shop, pull: ReturnType<typeof propose>) =>
  (await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })).outputs

const proposeWith = (
  shop: Shop,
  branch: string,
  files: Readonly<Record<string, string | null>>,
  body: string,
) => {
  commitTo(shop.state, shop.repository, { branch, files, author: 'mira', message: `Bring ${branch}` })
  const number = Math.max(...shop.repository.pulls.map((pull) => pull.number)) + 10
  return openPull(shop.state, shop.repository, {
    head: branch,
    author: 'mira',
    title: `Bring ${branch}`,
    body,
    number,
  })
}

test('with the budget gone a pull request waits for a person, unless it mends', async () => {
  const { shop, live, open } = await burning()
  const plain = await opened(shop, propose(shop, { branch: 'tables' }))
  expect(plain).toMatchObject({ decision: 'review', 'reason-code': 'budget-spent', continue: 'false' })
  expect(plain['message']).toMatch(/the error budget of production is spent/)

  const titled = await opened(
    shop,
    propose(shop, { branch: 'chairs', title: `Fixes-Incident: #${open.number}` }),
  )
  expect(titled).toMatchObject({ decision: 'review', 'reason-code': 'budget-spent' })

  const mended = proposeWith(
    shop,
    'mend',
    { 'README.md': 'Mended.\n' },
    `It was the lamp.\n\nFixes-Incident: #${open.number}`,
  )
  expect(await opened(shop, mended)).toMatchObject({ decision: 'approve', 'reason-code': 'below-limit' })

  const says = `Reverts acme/shop#${live.pull.number}`
  const undone = proposeWith(shop, 'dark', { 'src/lamps.ts': null, 'README.md': 'A shop.\n' }, says)
  expect(await opened(shop, undone)).toMatchObject({ decision: 'approve', 'reason-code': 'below-limit' })

  const halfDone = proposeWith(shop, 'dim', { 'src/lamps.ts': null }, says)
  expect(await opened(shop, halfDone)).toMatchObject({ decision: 'review', 'reason-code': 'budget-spent' })
})

test('and so does a deployment', async () => {
  const { shop } = await burning()
  const { sha, pull } = ship(shop, { branch: 'tables' })
  const { outputs } = await enter(shop, { event: 'push' }, { sha, pull })
  expect(outputs).toMatchObject({ decision: 'review', 'reason-code': 'budget-spent', continue: 'false' })
  expect(JSON.parse(outputs['result'] ?? '').budgets).toMatchObject([{ onlyFixes: true, from: 'incidents' }])
  // A person's yes to the part is what it waits for, and where that is given the question says.
  const asked = [...shop.repository.issues, ...shop.repository.pulls].flatMap(({ comments }) => comments)
  expect(asked.map(({ body }) => body).join()).toMatch(/waits for a word on .* reply `\.approve`/s)
  approve(shop, pull)
  const again = await enter(shop, { event: 'push' }, { sha, pull })
  expect(again.outputs['reason-code']).not.toBe('budget-spent')
})
