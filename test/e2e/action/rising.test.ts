/** An approval was given at a risk: where that rises a band, the same commit is asked about again. */
import { describe, expect, test } from 'vitest'
import { engines } from '../../../src/commands/gate/memory.ts'
import { recordedWords } from '../../../src/commands/github/recorded-words.ts'
import type { Band } from '../../../src/domain/decision.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { replayLedger } from '../../../src/ledger/replay.ts'
import type { DecisionInputs } from '../../../src/policy/decision-inputs.ts'
import { findApprovals } from '../../../src/policy/eligibility.ts'
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

  /** Landed without a word; nobody was shown its risk. */
  const landed = async (rest = '') => {
    const shop = await openShop({
      policy: `${enforcing}environments:\n  production:\n    never-auto-approve: ["src/**"]\n${rest}`,
    })
    deployed(shop, tipOf(shop))
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const sha = land(shop, pull)
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    return { shop, pull, sha, run }
  }
  /** What the newest decision was made from. */
  const lastInputs = async (shop: Shop): Promise<DecisionInputs> => {
    const ledger = openLedgerOf(shop, 'workflow-token')
    const newest = await ledger.latest({ kind: 'decision', stream: 'decisions' })
    return JSON.parse(Buffer.from(await ledger.getBlob(String(newest?.body['inputsBlob']))).toString('utf8'))
  }
  const bandsIn = async (shop: Shop) => {
    const told: (readonly [unknown, unknown])[] = []
    for await (const { body } of openLedgerOf(shop, 'workflow-token').read({ kinds: ['approval'] }))
      told.push([body['review'] ?? body['comment'], body['band'] ?? null])
    return told
  }

  /** How people say yes to what has landed, and what a record of theirs says before a deployment counts it. */
  const later = {
    'a review after the merge': async (shop: Shop, pull: Pull) => {
      const review = approve(shop, pull)
      await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
      return { id: review.id, said: [] }
    },
    'a word after the merge, where nobody was asked': async (shop: Shop, pull: Pull) => {
      const comment = say(shop, pull, '.approve', 'ada')
      await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
      return { id: comment.id, said: [[comment.id, null]] }
    },
  }

  describe.each(Object.entries(later))('%s', (_, sayYes) => {
    test('keeps the risk of the first deployment that counts it, once, and is replayed with it', async () => {
      const { shop, pull, sha, run } = await landed()
      const { id, said } = await sayYes(shop, pull)
      expect(await bandsIn(shop)).toEqual(said)
      for (let time = 0; time < 3; time++)
        expect((await push(shop, sha, run.id)).outputs).toMatchObject({ decision: 'approve' })
      expect(await bandsIn(shop)).toEqual([...said, [id, 'critical']])
      const replayed = await replayLedger(openLedgerOf(shop, 'workflow-token'), engines)
      // Once without the risk it was given at, then with it; the third run decided what the second had.
      expect([replayed.difference, replayed.rederived]).toEqual([undefined, 2])
    })

    test('keeps none while the gate only observes', async () => {
      const { shop, pull, sha, run } = await landed()
      const { said } = await sayYes(shop, pull)
      await enter(shop, { event: 'push' }, { sha }, { runId: run.id, inputs: { mode: 'observe' } })
      expect(await bandsIn(shop)).toEqual(said)
    })

    test('ends where the risk has risen since, and another counts', async () => {
      const { shop, pull, sha, run } = await landed()
      await sayYes(shop, pull)
      await countedAt(openLedgerOf(shop, 'workflow-token'), pull, sha, 'moderate')
      const asked = await push(shop, sha, run.id)
      expect(asked.outputs).toMatchObject({ decision: 'review', continue: 'false' })
      expect(asked.outputs['message']).toContain(
        `the risk of #${pull.number} rose from moderate to critical since it was approved`,
      )
      shop.wait(3)
      const comment = say(shop, pull, '.approve', 'ada')
      await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
      expect((await push(shop, sha, run.id)).outputs).toMatchObject({ decision: 'approve' })
      const replayed = await replayLedger(openLedgerOf(shop, 'workflow-token'), engines)
      expect([replayed.difference, replayed.rederived]).toEqual([undefined, 2])
    })
  })

  test('of two that are counted at once is kept in one record, and costs no later run a request more', async () => {
    const requests: (readonly number[])[] = []
    for (const people of [['ada'], ['ada', 'jonas']]) {
      const { shop, pull, sha, run } = await landed(
        `    review: [{ at-least: low, from: drivers, approvals: ${people.length} }]\n`,
      )
      for (const who of people) approve(shop, pull, who)
      const counted: number[] = []
      for (let time = 0; time < 3; time++) {
        const pushed = await push(shop, sha, run.id)
        expect(pushed.outputs).toMatchObject({ decision: 'approve' })
        counted.push(pushed.requests.length)
      }
      requests.push(counted)
      expect(await bandsIn(shop)).toHaveLength(1)
      const replayed = await replayLedger(openLedgerOf(shop, 'workflow-token'), engines)
      expect([replayed.difference, replayed.rederived]).toEqual([undefined, 2])
      const { parts } = await lastInputs(shop)
      expect(parts[0]?.approvals?.map(({ band }) => band)).toEqual(people.map(() => 'critical'))
    }
    expect(requests[1]).toEqual(requests[0])
  })

  /** A deployment counted the yes to a part at another risk: what it wrote beside its decision. */
  const countedAt = async (ledger: Ledger, pull: Pull, sha: string, band: Band): Promise<void> => {
    const said = await recordedWords(ledger, { number: pull.number, head: pull.head.sha, sha })
    const reviews = pull.reviews.map(({ id, author, commit, body, submittedAt }) => ({
      ...{ id, body, commit, submittedAt },
      author: { login: author, type: 'User' as const },
      state: 'APPROVED' as const,
      association: 'MEMBER',
    }))
    const counted = findApprovals({
      reviews: [...reviews, ...said.opinions],
      head: pull.head.sha,
      author: 'mira',
      committers: [],
      coAuthors: [],
      lastPusher: null,
      permissionOf: () => 'write',
      gateLogins: [],
    }).approvals
    const job = { repository: { owner: 'acme', repo: 'shop' }, version: '0.0.0', now: new Date(0) }
    const records = said.bandRecords(job, { counted, reviews, band })
    expect(records).toHaveLength(1)
    await ledger.append(records)
  }

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
