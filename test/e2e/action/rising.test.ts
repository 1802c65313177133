/** An approval was given at a risk: where that rises a band, the same commit is asked about again. */
import { describe, expect, test } from 'vitest'
import { commitTo, pointBranch } from '../../github/repositories.ts'
import type { Pull } from '../../github/state.ts'
import { openLedgerOf } from './safety.ts'
import {
  addRun,
  approve,
  deployed,
  enforcing,
  enter,
  gateComments,
  land,
  openShop,
  propose,
  type Shop,
  say,
  statusOf,
  tipOf,
} from './shop.ts'

/** Everything below src is asked about, however small. */
const policy = `${enforcing}environments:\n  production: { never-auto-approve: ["src/**"] }\n`

/**
 * A pull request on a branch that holds nearly all of it already, so that little is asked about; on the default branch it
 * brings all of that along. Whoever moves it there changes the risk of a commit that stays what it was.
 */
const open = async (): Promise<{ readonly shop: Shop; readonly pull: Pull }> => {
  const shop = await openShop({ policy })
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  pointBranch(shop.repository, 'halfway', tipOf(shop, 'topic'))
  commitTo(shop.state, shop.repository, {
    branch: 'topic',
    files: { 'src/basket-1.ts': 'one line\n' },
    author: 'mira',
  })
  pull.head.sha = tipOf(shop, 'topic')
  pull.base = { ref: 'halfway', sha: tipOf(shop, 'halfway') }
  return { shop, pull }
}

const look = (shop: Shop, pull: Pull) =>
  enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull })

const toMain = (shop: Shop, pull: Pull): void => {
  pull.base = { ref: 'main', sha: tipOf(shop) }
}

/** How people say yes. */
const ways = {
  'by a review': async (shop: Shop, pull: Pull) => {
    shop.wait(3)
    const review = approve(shop, pull)
    return enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
  },
  'by a word': async (shop: Shop, pull: Pull) => {
    shop.wait(3)
    const comment = say(shop, pull, '.approve', 'ada')
    return enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
  },
  'by a word that names the commit': async (shop: Shop, pull: Pull) => {
    shop.wait(3)
    const comment = say(shop, pull, `.approve ${pull.head.sha.slice(0, 8)}`, 'ada')
    return enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
  },
}

describe.each(Object.entries(ways))('an approval %s', (_, sayYes) => {
  test('ends where the risk rises a band, and is given again', async () => {
    const { shop, pull } = await open()
    const { sha } = pull.head
    const first = await look(shop, pull)
    expect(first.outputs).toMatchObject({ decision: 'review', 'reason-code': 'never-auto-approve' })
    expect((await sayYes(shop, pull)).outputs).toMatchObject({ decision: 'approve' })
    expect((await look(shop, pull)).outputs).toMatchObject({ decision: 'approve' })

    toMain(shop, pull)
    const risen = await look(shop, pull)
    expect(pull.head.sha).toBe(sha)
    expect(risen.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(statusOf(shop, sha)).toBe('pending')
    const why = 'rose from low to critical since it was approved: it wants a new approval'
    expect(risen.outputs['message']).toContain(`the risk of #61 ${why}`)
    expect(gateComments(pull).join()).toContain(why)

    expect((await sayYes(shop, pull)).outputs).toMatchObject({ decision: 'approve' })
    expect(statusOf(shop, sha)).toBe('success')
    expect((await look(shop, pull)).outputs).toMatchObject({ decision: 'approve' })
  })
})

describe('the risk a review was given at', () => {
  const bandOf = async (inputs: Readonly<Record<string, string>>, times = 1): Promise<readonly unknown[]> => {
    const { shop, pull } = await open()
    await look(shop, pull)
    const review = approve(shop, pull)
    for (let time = 0; time < times; time++)
      await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review }, { inputs })
    const told: unknown[] = []
    for await (const { body } of openLedgerOf(shop, 'workflow-token').read({ kinds: ['approval'] }))
      told.push([body['review'] === review.id, body['band']])
    return told
  }

  test.each<[string, Readonly<Record<string, string>>, readonly unknown[]]>([
    ['is remembered where it is enforced', {}, [[true, 'low']]],
    ['is not while the gate only observes', { mode: 'observe' }, []],
    ['is not in a dry run', { 'dry-run': 'true' }, []],
  ])('%s', async (_, inputs, told) => {
    expect(await bandOf(inputs)).toEqual(told)
  })

  test('is remembered once, however often GitHub tells of it', async () => {
    expect(await bandOf({}, 3)).toEqual([[true, 'low']])
  })
})

describe('in a deployment', () => {
  const push = (shop: Shop, sha: string, runId: number) =>
    enter(shop, { event: 'push' }, { sha }, { runId, inputs: { environment: 'production' } })

  test.each(Object.entries(ways))(
    'what was approved at a lower risk before it landed is asked about, and a word there counts (%s)',
    async (_, sayYes) => {
      const { shop, pull } = await open()
      deployed(shop, tipOf(shop))
      await look(shop, pull)
      await sayYes(shop, pull)
      toMain(shop, pull)
      const sha = land(shop, pull)
      const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
      const first = await push(shop, sha, run.id)
      expect(first.outputs).toMatchObject({ decision: 'review', continue: 'false' })
      expect(first.outputs['message']).toMatch(
        /the risk of #61 rose from low to (high|critical) since it was approved: it wants a new approval/,
      )
      expect(JSON.parse(first.outputs['result'] ?? '').change.parts[0]).toMatchObject({
        risen: { from: 'low' },
      })

      await ways['by a word'](shop, pull)
      expect((await push(shop, sha, run.id)).outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    },
  )

  test('a word on a commit without a pull request keeps the risk that was shown', async () => {
    const shop = await openShop({ policy })
    deployed(shop, tipOf(shop))
    const sha = commitTo(shop.state, shop.repository, {
      files: { 'src/basket-1.ts': 'one line\n' },
      author: 'mira',
      message: 'Straight to main',
    })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    expect((await push(shop, sha, run.id)).outputs).toMatchObject({ decision: 'review' })
    const issue = shop.repository.issues.at(-1)!
    shop.wait(3)
    const comment = say(shop, issue, `.approve ${sha.slice(0, 12)}`, 'ada')
    await enter(shop, { event: 'issue_comment', action: 'created' }, { issue, comment })
    expect((await push(shop, sha, run.id)).outputs).toMatchObject({ decision: 'approve' })
    const ledger = openLedgerOf(shop, 'workflow-token')
    const word = await ledger.latest({ kind: 'approval', stream: `approvals/${sha}` })
    expect(word?.body).toMatchObject({ word: 'approve', band: 'low' })
  })
})
