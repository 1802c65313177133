/** Waiting costs nothing: what a deployment waits for, what wakes it, and what never does. */
import { describe, expect, test } from 'vitest'
import type { Issue, Pull } from '../../github/state.ts'
import { counts } from './counting.ts'
import {
  addRun,
  approve,
  deployed,
  enforcing,
  enter,
  gateComments,
  isoSeconds,
  openShop,
  propose,
  type Shop,
  say,
  ship,
  statusOf,
  tipOf,
  writesIn,
} from './shop.ts'

/** A workflow that can be started for a commit, as examples/deploy.yml. */
const startable = 'on:\n  push: {}\n  workflow_dispatch:\n    inputs:\n      sha: {}\n'
const onlyPushed = 'on: push\n'

const open = async (workflow = startable): Promise<Shop> => {
  const shop = await openShop({ policy: enforcing, files: { '.github/workflows/deploy.yml': workflow } })
  deployed(shop, tipOf(shop))
  return shop
}

/** A risky pull request lands, its deployment is asked for, and waits for a word on it. */
const waits = async (shop: Shop, branch: string) => {
  const { pull, sha } = ship(shop, { branch, size: 'risky' })
  const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
  const asked = await push(shop, sha, run.id)
  expect(asked.outputs).toMatchObject({ decision: 'review', continue: 'false' })
  return { pull, sha, run, asked }
}

const push = (shop: Shop, sha: string, runId: number) =>
  enter(shop, { event: 'push' }, { sha }, { runId, inputs: { environment: 'production' } })

const command = (shop: Shop, on: Issue | Pull, body: string) => {
  const comment = say(shop, on, body)
  return enter(shop, { event: 'issue_comment', action: 'created' }, { pull: on as Pull, comment })
}

const reviewed = (shop: Shop, pull: Pull) => {
  const review = approve(shop, pull)
  return enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
}

const sweep = (shop: Shop) => enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '23 * * * *' } })

const month = 31 * 24 * 60

describe('a run that GitHub runs again no more', () => {
  test('is started anew for the same commit, which is judged again there', async () => {
    const shop = await open()
    const { pull, sha, run } = await waits(shop, 'risky')
    ship(shop, { branch: 'later' })
    shop.wait(month)
    const woken = await reviewed(shop, pull)
    expect(run.attempt).toBe(1)
    expect(shop.repository.dispatches).toEqual([
      { workflow: '1', ref: 'main', inputs: { sha }, actor: 'github-actions[bot]' },
    ])
    expect(woken.log).toContain(`dispatch: done. Started the workflow anew for ${sha.slice(0, 7)}.`)
    expect(gateComments(pull)).toEqual([expect.stringContaining('too old to be run again')])
    // As the workflow hands its input on: `head-ref: ${{ inputs.sha }}`, and deploys the output `sha`.
    const anew = await enter(shop, { event: 'workflow_dispatch' }, {}, { inputs: { 'head-ref': sha } })
    expect(anew.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha })
    // Another word does not start it once more.
    await reviewed(shop, pull)
    expect(shop.repository.dispatches).toHaveLength(1)
  })

  test('is told where to deploy, where its workflow must be told', async () => {
    const shop = await open(
      'on: { workflow_dispatch: { inputs: { sha: {}, environment: { required: true } } } }\n',
    )
    const { pull, sha } = await waits(shop, 'risky')
    shop.wait(month)
    await reviewed(shop, pull)
    expect(shop.repository.dispatches).toMatchObject([{ inputs: { sha, environment: 'production' } }])
  })

  test('whose workflow cannot be started by hand says what is missing, where the word was given', async () => {
    const shop = await open(onlyPushed)
    const { pull, sha } = await waits(shop, 'risky')
    shop.wait(month)
    await command(shop, pull, '.approve')
    expect(shop.repository.dispatches).toEqual([])
    const reply = gateComments(pull).at(-1)
    expect(reply).toContain('**Recorded:** ada approved')
    expect(reply).toMatch(/\*\*Still waiting:\*\* .*workflow\\?_dispatch.*inputs/)
    expect(reply).toContain(sha)
  })
})

describe('a newer deployment that waits', () => {
  test('takes the place of the older in the same comment', async () => {
    const shop = await open()
    const first = await waits(shop, 'risky')
    ship(shop, { branch: 'harmless' })
    const run = addRun(shop.state, shop.repository, { headSha: tipOf(shop), jobs: [{ name: 'gate' }] })
    await push(shop, tipOf(shop), run.id)
    expect(gateComments(first.pull)).toEqual([expect.stringContaining(`run=${run.id} `)])
    await reviewed(shop, first.pull)
    expect([first.run.attempt, run.attempt]).toEqual([1, 2])
  })

  test('elsewhere tells the older, which is never woken', async () => {
    const shop = await open()
    const older = await waits(shop, 'risky')
    // GitHub told nobody of this word: the older still waits, and the newer asks about its own part alone.
    approve(shop, older.pull)
    const newer = await waits(shop, 'riskier')
    counts('push, a newer deployment than one that waits', newer.asked, 17)
    const there = /A newer deployment to production waits for a word on \[#62\]/
    expect(gateComments(newer.pull)).toEqual([expect.stringContaining(`run=${newer.run.id} `)])
    shop.wait(3)
    await reviewed(shop, older.pull)
    expect(gateComments(older.pull)).toEqual([expect.stringMatching(there)])
    expect([older.run.attempt, newer.run.attempt]).toEqual([1, 1])
    await reviewed(shop, newer.pull)
    expect([older.run.attempt, newer.run.attempt]).toEqual([1, 2])
    const goes = await push(shop, newer.sha, newer.run.id)
    expect(goes.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha: newer.sha })
  })
})

test.each([
  [
    'something newer runs there by now',
    true,
    /\*\*Superseded\.\*\* \[[0-9a-f]{8}\]\(.*\), which is newer, runs in production/,
  ],
  [
    'it runs there already',
    false,
    /\*\*Done\.\*\* \[[0-9a-f]{8}\]\(.*\) runs in production: nothing waits any more/,
  ],
])('a word that comes when %s starts nothing', async (_, newer, told) => {
  const shop = await open()
  const { pull, sha, run } = await waits(shop, 'risky')
  if (newer) ship(shop, { branch: 'harmless' })
  deployed(shop, newer ? tipOf(shop) : sha)
  shop.wait(3)
  counts('pull_request_review, merged, too late', await reviewed(shop, pull), 10)
  expect([run.attempt, shop.repository.dispatches]).toEqual([1, []])
  expect(gateComments(pull)).toEqual([expect.stringMatching(told)])
})

describe('what nobody looked at', () => {
  /** Held from ten to eleven, on the day of the story. */
  const window = (effect: string) =>
    `${enforcing}environments: { production: { windows: [{ name: fair, from: 2026-03-10T09:00, to: 2026-03-10T11:00, effect: ${effect} }] } }\n`

  test('a deployment that is held goes on after the hold, with no word and no running job between', async () => {
    const shop = await openShop({ policy: window('emergency-only') })
    deployed(shop, tipOf(shop))
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    const held = await push(shop, sha, run.id)
    counts('push, held', held, 16)
    expect(held.outputs).toMatchObject({ decision: 'hold', 'wake-at': '2026-03-10T11:00:00.000Z' })
    expect(pull.comments).toEqual([])
    const [issue] = shop.repository.issues
    expect(gateComments(issue!)).toEqual([expect.stringMatching(/### Hold.*\*\*Nobody need answer:\*\*/s)])
    expect(gateComments(issue!).join()).not.toContain('@')
    shop.wait(30)
    await sweep(shop)
    expect(run.attempt).toBe(1)
    shop.wait(31)
    counts('schedule, a hold is over', await sweep(shop), 22)
    expect(run.attempt).toBe(2)
    expect(gateComments(issue!)).toEqual([expect.stringContaining('was started again')])
    expect((await push(shop, sha, run.id)).outputs).toMatchObject({ decision: 'approve', continue: 'true' })
  })

  test('a review that no event told of wakes the deployment at the next sweep, once', async () => {
    const shop = await open()
    const { pull, run } = await waits(shop, 'risky')
    await sweep(shop)
    expect(run.attempt).toBe(1)
    approve(shop, pull)
    shop.wait(60)
    await sweep(shop)
    await sweep(shop)
    expect(run.attempt).toBe(2)
  })

  test('of an open pull request flips its status', async () => {
    const shop = await open()
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
    // Under the token of a fork's review nobody could be told.
    approve(shop, pull)
    pull.updatedAt = isoSeconds(new Date(shop.now().getTime() + 30 * 60_000))
    shop.wait(60)
    counts('schedule, a pull request was approved', await sweep(shop), 34)
    expect(statusOf(shop, pull.head.sha)).toBe('success')
    // Nothing waits any more.
    counts('schedule, nothing waits', await sweep(shop), 9)
  })

  test('the end of a window lets a pull request go that waited for nothing else', async () => {
    const shop = await openShop({ policy: window('review') })
    deployed(shop, tipOf(shop))
    const pull = propose(shop, { branch: 'topic' })
    await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
    shop.wait(61)
    await sweep(shop)
    expect(statusOf(shop, pull.head.sha)).toBe('success')
  })

  test.each([
    ['switched off', { mode: 'off' }],
    ['run dry', { 'dry-run': 'true' }],
  ])('stays as it is while the gate is %s', async (_, inputs) => {
    const shop = await open()
    const { pull, run } = await waits(shop, 'risky')
    approve(shop, pull)
    const swept = await enter(
      shop,
      { event: 'schedule' },
      {},
      { payload: { schedule: '23 * * * *' }, inputs },
    )
    expect([run.attempt, writesIn(swept)]).toEqual([1, []])
  })

  test('is judged a few at a time, others in the next hour', async () => {
    const shop = await open()
    for (let at = 0; at < 5; at++) {
      const pull = propose(shop, { branch: `topic-${at}`, size: 'risky' })
      await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
      approve(shop, pull)
    }
    const settled = () =>
      shop.repository.pulls.filter((pull) => statusOf(shop, pull.head.sha) === 'success').length
    const counted = []
    for (let hour = 0; hour < 3; hour++) {
      shop.wait(60)
      counted.push((await sweep(shop)).requests.length)
      counted.push(settled())
    }
    expect(settled()).toBe(5)
    expect(Math.max(...counted)).toBeLessThan(80)
  })
})

describe('where people write more than a sweep reads', () => {
  /** Others write, after everything that stands here. */
  const chatter = (shop: Shop, on: Pull, comments: number): void => {
    shop.wait(60)
    for (let at = 0; at < comments; at++) say(shop, on, `Thought ${at}`, 'jonas')
    shop.wait(60)
  }
  const digestOf = ({ repository }: Shop) =>
    repository.issues.find(({ title }) => title === 'Change risk: what waits')?.body
  const readLess = 'Looked through were the 500 comments touched last, and what was named here before'

  test('a question that a sweep has seen is kept in mind, and answered', async () => {
    const shop = await open()
    const { pull, run } = await waits(shop, 'risky')
    await sweep(shop)
    expect(digestOf(shop)).toContain(`Deployment to production, [#${pull.number}]`)
    expect(digestOf(shop)).not.toContain(readLess)
    chatter(shop, propose(shop, { branch: 'debated' }), 600)
    counts('schedule, an old question', await sweep(shop), 22)
    expect(digestOf(shop)).toContain(`Deployment to production, [#${pull.number}]`)
    expect(digestOf(shop)).toContain(readLess)
    approve(shop, pull)
    await sweep(shop)
    expect(run.attempt).toBe(2)
    expect(digestOf(shop)).toContain('Nothing waits.')
  })

  test('what cannot be read back stays named', async () => {
    const shop = await open()
    const { pull } = await waits(shop, 'risky')
    await sweep(shop)
    const before = digestOf(shop)
    chatter(shop, propose(shop, { branch: 'debated' }), 600)
    const route = 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}'
    shop.state.faults = [{ at: 'always', kind: '403', route }]
    expect((await sweep(shop)).log).toContain('questions older than the newest 500 comments were not read')
    expect(digestOf(shop)).toBe(before)
    shop.state.faults = []
    await sweep(shop)
    expect(digestOf(shop)).toContain(`Deployment to production, [#${pull.number}]`)
  })
})
