/**
 * Drivers against emulate, which others wrote after GitHub: it keeps real git objects and holds an App's
 * token to its permissions. What it has not (statuses, reactions, deployments, GraphQL, the files of a pull request)
 * the loopback GitHub tests. Where a test goes around something that emulate does otherwise than GitHub, it says so.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GitHub } from '../../../src/clients/github/github.ts'
import { approvePullRequest } from '../../../src/drivers/reviews/approval.ts'
import { type CheckRunRequest, publishCheckRun } from '../../../src/drivers/reviews/check-run.ts'
import { postComment, upsertComment } from '../../../src/drivers/reviews/comment.ts'
import { setRiskLabel } from '../../../src/drivers/reviews/label.ts'
import { replyTo } from '../../../src/drivers/reviews/reply.ts'
import { requestReviewers } from '../../../src/drivers/reviews/reviewers.ts'
import { setStatus } from '../../../src/drivers/reviews/status.ts'
import { withdrawApproval } from '../../../src/drivers/reviews/withdrawal.ts'
import { branchLedger } from '../../../src/ledger/stores/branch.ts'
import { readPullRequest, readReviews } from '../../../src/sources/github/pull-request.ts'
import { decision, deployment } from '../../ledger/fixtures/entries.ts'
import { type EmulatedShop, startShop } from './emulator.ts'
import { acme } from './recording.ts'

let shop: EmulatedShop
let job: GitHub
let number: number
beforeAll(async () => {
  shop = await startShop()
  job = shop.open(await shop.jobToken())
  number = await shop.openPull()
})
afterAll(() => shop?.close())

const outcomeOf = async (effect: Promise<{ readonly outcome: string }>): Promise<string> =>
  (await effect).outcome
const bot = { login: 'github-actions[bot]', type: 'Bot' }

describe('comments', () => {
  const marker = '<!-- change-risk:test -->'
  const said = async (issue_number: number): Promise<readonly string[]> => {
    const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
    const { items } = await job.list(route, { ...acme, issue_number }, 100)
    return items.map(({ user, body }) => `${user?.login}: ${body?.replace('\n', ' | ')}`)
  }

  test('one is made, left alone, edited in place; a marker that somebody else planted is not ours', async () => {
    const issue = await shop.openPull()
    const mira = shop.open('mira')
    const planted = { issue, marker, body: 'approved', own: ['mira'] }
    await postComment(mira, acme, planted)
    const first = await upsertComment(job, acme, { issue, marker, body: 'Wait.' })
    expect(first).toMatchObject({ outcome: 'done', url: expect.stringContaining(`${shop.url}/acme/shop/`) })
    expect(await outcomeOf(upsertComment(job, acme, { issue, marker, body: 'Wait.\r\n' }))).toBe('unchanged')
    const edited = await upsertComment(job, acme, { issue, marker, body: 'Go.' })
    expect(edited).toMatchObject({ outcome: 'done', url: first.url })
    expect(await said(issue)).toEqual([`mira: ${marker} | approved`, `github-actions[bot]: ${marker} | Go.`])
  })

  test('of two that raced the older stays', async () => {
    const issue = await shop.openPull()
    for (const body of ['One.', 'Two.']) await postComment(job, acme, { issue, marker, body })
    expect(await outcomeOf(upsertComment(job, acme, { issue, marker, body: 'Three.' }))).toBe('done')
    expect(await said(issue)).toEqual([`github-actions[bot]: ${marker} | Three.`])
  })

  test('a command is answered once', async () => {
    const issue = await shop.openPull()
    const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
    const asked = { ...acme, issue_number: issue, body: '/risk explain' }
    const { id, created_at: since } = await shop.open('mira').request(route, asked)
    const commentId = Number(id)
    const outcomes = []
    for (const body of ['Low.', 'Low.', 'High.'])
      outcomes.push(await outcomeOf(replyTo(job, acme, { issue, commentId, since, body })))
    expect(outcomes).toEqual(['done', 'unchanged', 'done'])
    expect(await said(issue)).toEqual([
      'mira: /risk explain',
      `github-actions[bot]: <!-- change-risk:reply:${commentId} --> | High.`,
    ])
  })
})

test('the label is added, switched, left; other labels stay', async () => {
  const labels = async () => (await readPullRequest(job, acme, number)).labels
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels'
  await shop.open('olive').request(route, { ...acme, issue_number: number, labels: ['bug', 'risk:ours'] })
  for (const [band, outcome, carries] of [
    ['low', 'done', 'risk:low'],
    ['critical', 'done', 'risk:critical'],
    ['critical', 'unchanged', 'risk:critical'],
    ['low', 'done', 'risk:low'],
  ] as const) {
    const effect = setRiskLabel(job, acme, { number, band, labels: await labels() })
    expect(await effect).toMatchObject({ outcome })
    expect([...(await labels())].sort()).toEqual(['bug', carries, 'risk:ours'].sort())
  }
  const made = await job.list('GET /repos/{owner}/{repo}/labels', acme, 100)
  expect(made.items.find(({ name }) => name === 'risk:critical')).toMatchObject({ color: 'b60205' })
})

describe('a check run', () => {
  /** emulate forgets which App made a check run (`app: null`, which GitHub's description allows): put back here. */
  const remembering: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init)
    const body = (await answer.text()).replaceAll('"app":null', '"app":{"slug":"github-actions"}')
    return new Response(body, { status: answer.status, headers: answer.headers })
  }
  const open = async (): Promise<GitHub> => shop.open(await shop.jobToken(), remembering)
  const run = (more: Partial<CheckRunRequest> = {}): CheckRunRequest => ({
    sha: shop.heads.topic,
    externalId: 'record-1',
    conclusion: 'neutral',
    title: 'Review wanted',
    summary: 'Ahead of 90 % of the changes here.',
    annotations: [],
    ...more,
  })
  const annotations = ['src/pay.ts', 'deploy.sh'].map((path) => ({
    path,
    startLine: 2,
    endLine: 1,
    level: 'warning' as const,
    title: 'Drives the risk',
    message: 'Touched by 4 people',
  }))

  test('is made, left, updated by its external id, and followed by another once it has annotations', async () => {
    const github = await open()
    const made = await publishCheckRun(github, acme, run())
    expect(made.outcome).toBe('done')
    expect(await publishCheckRun(github, acme, run())).toMatchObject({ outcome: 'unchanged', url: made.url })
    const marked = run({ conclusion: 'success', annotations })
    expect(await publishCheckRun(github, acme, marked)).toMatchObject({ outcome: 'done', url: made.url })
    expect(await outcomeOf(publishCheckRun(github, acme, marked))).toBe('unchanged')
    const followed = await publishCheckRun(github, acme, { ...marked, title: 'Allowed' })
    expect(followed.outcome).toBe('done')
    expect(followed.url).not.toBe(made.url)
    expect((await publishCheckRun(github, acme, run({ externalId: 'record-2' }))).url).not.toBe(followed.url)

    const check_run_id = Number(followed.url?.split('/').at(-1))
    const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations'
    // An object around the list, where GitHub answers the list; and without titles.
    const kept: unknown = await github.request(route, { ...acme, check_run_id })
    const line = { start_line: 2, end_line: 2, annotation_level: 'warning', message: 'Touched by 4 people' }
    expect(kept).toMatchObject({
      check_annotations: [
        { path: 'src/pay.ts', ...line },
        { path: 'deploy.sh', ...line },
      ],
    })
  })

  test('that no App is known to have made is not ours to change', async () => {
    const published = run({ sha: shop.heads.release })
    const [one, other] = [
      await publishCheckRun(job, acme, published),
      await publishCheckRun(job, acme, published),
    ]
    expect([one.outcome, other.outcome]).toEqual(['done', 'done'])
    expect(other.url).not.toBe(one.url)
  })
})

describe('approving', () => {
  const request = (pull: number) => ({
    number: pull,
    sha: shop.heads.topic,
    baseRef: 'main',
    body: 'Below the limit.',
    stillHolds: async (): Promise<string | null> => null,
  })
  const reviews = async (pull: number) =>
    (await readReviews(job, acme, pull)).items.map(({ author, state }) => `${author?.login} ${state}`)
  const reviewRoute = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews'

  test('once, at the commit that was scored; withdrawn, ours goes and a person’s stays', async () => {
    const pull = await shop.openPull()
    // emulate takes any commit_id, or the head as of its opening where there is none; GitHub takes commits of the pull.
    await shop
      .open('lena')
      .request(reviewRoute, { ...acme, pull_number: pull, event: 'APPROVE', commit_id: shop.heads.topic })
    expect(await outcomeOf(approvePullRequest(job, acme, request(pull)))).toBe('done')
    expect(await outcomeOf(approvePullRequest(job, acme, request(pull)))).toBe('unchanged')
    const { items, complete } = await readReviews(job, acme, pull)
    expect(complete).toBe(true)
    expect(items).toMatchObject([
      { author: { login: 'lena', type: 'User' }, state: 'APPROVED', body: '' },
      { author: bot, state: 'APPROVED', commit: shop.heads.topic, body: 'Below the limit.' },
    ])
    const withdrawal = { number: pull, why: 'The risk rose.' }
    expect(await outcomeOf(withdrawApproval(job, acme, withdrawal))).toBe('done')
    expect(await outcomeOf(withdrawApproval(job, acme, withdrawal))).toBe('unchanged')
    expect(await reviews(pull)).toEqual(['lena APPROVED', 'github-actions[bot] DISMISSED'])
  })

  test.each([
    ['before it is read', 'GET', ['lena COMMENTED']],
    ['after it is approved', 'POST', ['lena COMMENTED', 'github-actions[bot] DISMISSED']],
  ])('a push %s: no approval stands', async (_, method, left) => {
    const pull = await shop.openPull()
    const comment = { ...acme, pull_number: pull, event: 'COMMENT', body: 'Hm.' } as const
    await shop.open('lena').request(reviewRoute, comment)
    let pushed = false
    const github = shop.open(await shop.jobToken(), async (input, init) => {
      const answer = await fetch(input, init)
      if (!pushed && init?.method === method) {
        pushed = true
        await shop.push(pull)
      }
      return answer
    })
    const effect = await approvePullRequest(github, acme, request(pull))
    expect(effect).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining(`The head of #${pull} moved`),
    })
    expect(await reviews(pull)).toEqual(left)
  })

  test('its own pull request is refused by us: emulate would let everybody, GitHub nobody', async () => {
    const pull = await shop.openPull(await shop.jobToken())
    const effect = await approvePullRequest(job, acme, request(pull))
    expect(effect.outcome).toBe('refused')
    expect(effect.why).toContain('was opened by github-actions[bot], the gate itself')
    expect(await reviews(pull)).toEqual([])
  })
})

test('reviewers: one bad name does not keep the others from being asked', async () => {
  const effects = await requestReviewers(job, acme, {
    number,
    author: 'mira',
    users: ['mira', 'jonas', 'nobody', 'lena'],
    teams: ['payments', 'ghosts'],
    already: { users: ['lena'], teams: [] },
  })
  expect(
    effects.map(({ outcome, why }) => `${outcome} ${/@\w+|payments|members: read/i.exec(why)?.[0]}`),
  ).toEqual(['done @jonas', 'refused @nobody', 'done payments', 'refused Members: read'])
  const { requested } = await readPullRequest(job, acme, number)
  expect(requested).toEqual({ users: ['jonas'], teams: ['payments'] })
})

describe('a job that may only read', () => {
  let reader: GitHub
  beforeAll(async () => {
    const read = { contents: 'read', pull_requests: 'read', issues: 'read', checks: 'read' } as const
    reader = shop.open(await shop.jobToken(read))
  })
  const check = { externalId: 'r', conclusion: 'neutral', title: 't', summary: 's', annotations: [] } as const
  test.each([
    [
      'comment',
      'pull-requests: write',
      () => upsertComment(reader, acme, { issue: number, marker: '<!-- r -->', body: 'x' }),
    ],
    ['label', 'pull-requests: write', () => setRiskLabel(reader, acme, { number, band: 'high', labels: [] })],
    ['check run', 'checks: write', () => publishCheckRun(reader, acme, { ...check, sha: shop.heads.main })],
    [
      'approval',
      'pull-requests: write',
      () =>
        approvePullRequest(reader, acme, {
          number,
          sha: shop.heads.topic,
          body: '',
          stillHolds: async () => null,
        }),
    ],
    [
      'status, a route that emulate lacks',
      'statuses: write',
      () =>
        setStatus(job, acme, {
          sha: shop.heads.main,
          state: 'pending',
          description: 'Waiting',
          own: [bot.login],
        }),
    ],
  ])('%s: refused, with the permission %s', async (_, permission, act) => {
    expect(await act()).toMatchObject({ outcome: 'refused', why: expect.stringContaining(permission) })
  })
})

test('the ledger on a branch: without GraphQL, by git objects; what one run remembers the next one verifies', async () => {
  const open = async () => {
    const github = shop.open(await shop.jobToken({ contents: 'write' }))
    const given = { github, repository: acme, branch: 'change-risk-ledger', random: () => 0.5 }
    return branchLedger({ ...given, sleep: async () => undefined })
  }
  const ledger = await open()
  const blob = await ledger.putBlob(Buffer.from([0xff, 0]))
  await ledger.append([decision('one', { body: { inputsBlob: blob } }), deployment('live')])
  const [again, next] = await (await open()).append([deployment('live'), decision('two')])
  expect([again?.existed, next?.existed]).toEqual([true, false])
  const later = await open()
  expect((await later.latest({ kind: 'deployment' }))?.body['sha']).toBe('live')
  expect(Buffer.from(await later.getBlob(blob))).toEqual(Buffer.from([0xff, 0]))
  const verification = await later.verify()
  expect(verification).toMatchObject({ records: 3, blobs: 1, streams: { decisions: { seq: 1 } } })
  expect(verification.difference).toBeUndefined()
})
