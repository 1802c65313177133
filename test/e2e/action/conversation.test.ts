import { describe, expect, test } from 'vitest'
import { refsOf } from '../../github/git.ts'
import { addReview } from '../../github/repositories.ts'
import type { Issue, Pull } from '../../github/state.ts'
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
  say,
  ship,
  statusOf,
  tipOf,
} from './shop.ts'

const open = async (policy = enforcing): Promise<Shop> => {
  const shop = await openShop({ policy })
  deployed(shop, tipOf(shop))
  deployed(shop, tipOf(shop), 'staging')
  return shop
}

const push = (
  shop: Shop,
  sha: string,
  run: { readonly runId?: number; readonly environment?: string } = {},
) => {
  const { environment, runId } = run
  return enter(
    shop,
    { event: 'push' },
    { sha },
    { ...(runId === undefined ? {} : { runId }), inputs: { environment: environment ?? 'production' } },
  )
}

const command = (shop: Shop, on: Issue | Pull, body: string, author?: string) => {
  const comment = say(shop, on, body, author)
  // An issue is no pull request: what tells them apart is a field that only the latter have.
  const about = 'reviews' in on ? { pull: on } : { issue: on }
  return enter(shop, { event: 'issue_comment', action: 'created' }, { ...about, comment })
}

describe('review belongs to the part, once', () => {
  test('an approval of the pull request counts in a later deployment, and in another environment', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky', approvedBy: 'ada' })
    for (const environment of ['staging', 'production']) {
      const run = await push(shop, sha, { environment })
      expect(run.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha })
      expect(run.outputs['message']).toContain('Every part was reviewed and approved (1 part).')
      expect(JSON.parse(run.outputs['result'] ?? '').change.parts).toMatchObject([
        { id: '#61', approvedBy: ['ada'] },
      ])
    }
    // Days later, among others that nobody has to look at.
    const later = ship(shop, { branch: 'harmless' })
    expect((await push(shop, later.sha)).outputs).toMatchObject({ decision: 'approve' })
    expect(pull.comments).toEqual([])
  })

  test.each([
    [
      'of an earlier head',
      (shop: Shop) => {
        const earlier = tipOf(shop)
        const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
        addReview(shop.state, pull, { author: 'ada', state: 'APPROVED', commit: earlier })
        return sha
      },
    ],
    [
      'of its own author',
      (shop: Shop) => ship(shop, { branch: 'risky', size: 'risky', approvedBy: 'mira' }).sha,
    ],
    [
      'of somebody who may only read',
      (shop: Shop) => ship(shop, { branch: 'risky', size: 'risky', approvedBy: 'noor' }).sha,
    ],
    [
      'beside which somebody else wants changes',
      (shop: Shop) => {
        const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky', approvedBy: 'ada' })
        addReview(shop.state, pull, { author: 'jonas', state: 'CHANGES_REQUESTED' })
        return sha
      },
    ],
    [
      'of a pull request whose number a direct commit merely claims',
      (shop: Shop) => {
        const { pull } = ship(shop, { branch: 'harmless', approvedBy: 'ada' })
        const files = { 'src/till/till.ts': 'till\n'.repeat(900), 'src/till/new.ts': 'till\n'.repeat(900) }
        return commitTo(shop.state, shop.repository, { files, message: `Looks reviewed (#${pull.number})` })
      },
    ],
  ])('an approval %s does not count', async (_, story) => {
    const shop = await open()
    const run = await push(shop, story(shop))
    expect(run.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'part-above-limit',
    })
  })

  test('fifty parts, most of them approved by many people, are judged in fifteen requests, and asked about in three more', async () => {
    const shop = await open()
    const people = Array.from({ length: 9 }, (_, at) => `reviewer-${at}`)
    for (const login of people) shop.repository.collaborators[login] = 'write'
    let sha = ''
    for (let at = 0; at < 49; at++)
      ({ sha } = ship(shop, {
        branch: `part-${at}`,
        files: { [`src/part-${at}.ts`]: `part ${at}\n` },
        ...(at % 4 === 0 ? {} : { approvedBy: people[at % 9]! }),
      }))
    const risky = ship(shop, { branch: 'risky', size: 'risky' })
    await push(shop, sha, { environment: 'staging' })
    const waits = await push(shop, risky.sha)
    counts('push, 50 parts, one of them above the limit', waits, 18)
    expect(waits.outputs).toMatchObject({ decision: 'review' })
    const { change } = JSON.parse(waits.outputs['result'] ?? '')
    expect(change.parts.at(-1)).toMatchObject({ remainder: 40 })
    approve(shop, risky.pull)
    const goes = await push(shop, risky.sha)
    counts('push, 50 parts, all approved or below the limit', goes, 15)
    expect(goes.outputs).toMatchObject({ decision: 'approve' })
  })
})

describe('a deployment that waits for a word', () => {
  test('asks on the merged pull request that carries the risk; .approve there starts it again, and it goes on', async () => {
    const shop = await open()
    const harmless = ship(shop, { branch: 'harmless' })
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'Deploy / gate' }] })
    const first = await push(shop, sha, { runId: run.id })
    expect(first.outputs['continue']).toBe('false')
    expect(harmless.pull.comments).toEqual([])
    expect(gateComments(pull)).toEqual([
      expect.stringMatching(
        /A deployment to production waits for a word on \[#62\].*one of its 2 changes\. /,
      ),
    ])

    shop.wait(3)
    const answered = await command(shop, pull, '.approve')
    counts('issue_comment .approve, merged', answered, 23)
    expect(run).toMatchObject({ attempt: 2, status: 'queued' })
    const [question, reply] = gateComments(pull)
    expect(question).toMatch(
      /\*\*Answered\.\*\* \[The deployment\]\(.*\/actions\/runs\/\d+\) was started again/,
    )
    expect(reply).toContain('**Recorded:** ada approved [#62]')

    const second = await push(shop, sha, { runId: run.id })
    expect(second.outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    // The word was on the part: staging does not ask for it again.
    expect((await push(shop, sha, { environment: 'staging' })).outputs).toMatchObject({ decision: 'approve' })
  })

  test('whose run has not ended yet says what keeps it, where the word was given', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, {
      headSha: sha,
      status: 'in_progress',
      conclusion: null,
      jobs: [{ name: 'gate' }],
    })
    await push(shop, sha, { runId: run.id })
    shop.wait(3)
    await command(shop, pull, '.approve')
    const [question, reply] = gateComments(pull)
    expect(question).toContain('### Review wanted')
    expect(reply).toContain('**Recorded:** ada approved [#61]')
    expect(reply).toMatch(
      /\*\*Still waiting:\*\* Run \d+ is in\\?_progress: when it is finished, re-run its gate/,
    )
  })

  test('asks once, however often its gate runs', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    for (const runId of [500, 500, 501]) await push(shop, sha, { runId })
    expect(gateComments(pull)).toEqual([expect.stringContaining('run=501 ')])
  })

  test('asks about commits without a pull request in one issue per environment, each question once', async () => {
    const shop = await open()
    const harmless = ship(shop, { branch: 'harmless' })
    const bypass = (content: string) =>
      commitTo(shop.state, shop.repository, {
        files: { 'src/till/till.ts': content.repeat(900), 'src/till/new.ts': content.repeat(900) },
        message: 'Straight to main',
      })
    const sha = bypass('one\n')
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    const asked = await push(shop, sha, { runId: run.id })
    counts('push, a direct commit above the limit', asked, 20)
    await push(shop, sha, { runId: run.id })
    // A word on what is below the limit would let nothing go.
    expect(harmless.pull.comments).toEqual([])
    const [issue, ...others] = shop.repository.issues
    expect(others).toEqual([])
    expect(issue).toMatchObject({ title: 'Change risk: production', author: 'github-actions[bot]' })
    expect(gateComments(issue!)).toEqual([
      expect.stringContaining(`Reply \`.approve ${sha.slice(0, 12)}\` · \`.pass\`.`),
    ])

    shop.wait(3)
    await command(shop, issue!, '.approve', 'mira')
    expect(gateComments(issue!).at(-1)).toMatch(
      /\*\*Not recorded\*\*, mira: [0-9a-f]{8}: made commits of it\./,
    )
    await command(shop, issue!, '.approve 0123456', 'ada')
    expect(gateComments(issue!).at(-1)).toContain('nobody asked about that commit here')
    expect(run.attempt).toBe(1)
    const answered = await command(shop, issue!, `.approve ${sha.slice(0, 12)}`, 'ada')
    counts('issue_comment .approve, in the issue', answered, 22)
    expect(gateComments(issue!).at(-1)).toContain(`**Recorded:** ada approved ${sha.slice(0, 8)}`)
    expect(run.attempt).toBe(2)
    const second = await push(shop, sha, { runId: run.id })
    expect(second.outputs).toMatchObject({ decision: 'approve', continue: 'true' })

    // The next one is asked about in the same issue, in a question of its own.
    await push(shop, bypass('two\n'), { runId: run.id })
    expect(shop.repository.issues).toHaveLength(1)
    expect(gateComments(issue!).filter((body) => body.includes('### Review wanted'))).toHaveLength(1)
  })

  /** The pull request lands as a commit of the same title: as a rebase leaves it, without a number and unsigned. */
  const rebase = (shop: Shop) => {
    const files = { 'src/till/till.ts': 'one\n'.repeat(900), 'src/till/new.ts': 'one\n'.repeat(900) }
    const pull = propose(shop, { branch: 'rebased', files, title: 'A new till' })
    const sha = commitTo(shop.state, shop.repository, { files, message: 'A new till' })
    const at = shop.now().toISOString()
    Object.assign(pull, { state: 'closed', mergedAt: at, mergedBy: 'ada', mergeCommit: sha })
    return { pull, sha }
  }

  test.each([
    ['alone', false],
    ['among parts of other pull requests', true],
  ])(
    'asks about a rebased commit, %s, on the pull request it came from; a word there is on the commit',
    async (_, others) => {
      const shop = await open()
      if (others) ship(shop, { branch: 'harmless' })
      const { pull, sha } = rebase(shop)
      const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
      const asked = await push(shop, sha, { runId: run.id })
      counts(`push, a rebased commit above the limit, ${others ? 'others' : 'alone'}`, asked, 19)
      expect(shop.repository.issues).toEqual([])
      const [question] = gateComments(pull)
      expect(question).toMatch(/A deployment to production waits for a word on \[#\d+\]/)
      expect(question).toContain(
        `Reply \`.approve ${sha.slice(0, 12)}\` · \`.pass\`. The deployment then goes on by itself.`,
      )
      // Nothing proves that what was reviewed is what landed, so no review is asked for, and none starts anything.
      expect(question).not.toContain('pprove this pull request')
      const review = approve(shop, pull)
      await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
      expect(run.attempt).toBe(1)

      shop.wait(3)
      await command(shop, pull, '.approve', 'mira')
      expect(gateComments(pull).at(-1)).toMatch(
        /\*\*Not recorded\*\*, mira: [0-9a-f]{8}: opened this pull request\./,
      )
      await command(shop, pull, '.approve', 'ada')
      expect(gateComments(pull).at(-1)).toContain(`**Recorded:** ada approved ${sha.slice(0, 8)}`)
      expect(run.attempt).toBe(2)
      const second = await push(shop, sha, { runId: run.id })
      expect(second.outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    },
  )

  test('is not started again by a question that another workflow quotes under our login', async () => {
    const shop = await open()
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    await push(shop, sha, { runId: run.id })
    const question = pull.comments.pop()!
    say(shop, pull, `Asked lately:\n${question.body}`, 'github-actions[bot]')
    shop.wait(3)
    const review = approve(shop, pull)
    await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    expect(run.attempt).toBe(1)
    pull.comments.push(question)
    await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    expect(run.attempt).toBe(2)
  })

  test('offers no word where none would help', async () => {
    const windows = '{ name: fair, from: 2026-03-10, to: 2026-03-12, effect: emergency-only }'
    const shop = await open(`${enforcing}environments: { production: { windows: [${windows}] } }\n`)
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    const run = await push(shop, sha)
    expect(run.outputs).toMatchObject({ decision: 'hold', 'reason-code': 'window-emergency-only' })
    expect(statusOf(shop, sha)).toBe('pending')
    expect(gateComments(pull).join()).not.toContain('.approve')
  })

  test('and one in a window in which a person looks at everything: then it goes on', async () => {
    const windows = '{ name: fair, from: 2026-03-10, to: 2026-03-12, effect: review }'
    const shop = await open(`${enforcing}environments: { production: { windows: [${windows}] } }\n`)
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    const run = await push(shop, sha)
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'window-review' })
    expect(gateComments(pull).join()).toContain('`.approve`')
    approve(shop, pull)
    expect((await push(shop, sha)).outputs).toMatchObject({ decision: 'approve', continue: 'true' })
  })
})

describe('the comment on a pull request', () => {
  test.each([
    ['always', 'harmless', 1],
    ['on-review', 'harmless', 0],
    ['on-review', 'risky', 1],
    ['never', 'risky', 0],
  ] as const)('comment: %s, a %s change: %i', async (comment, size, count) => {
    const shop = await openShop({ policy: `${enforcing}comment: ${comment}\n` })
    const pull = propose(shop, { branch: 'topic', size })
    await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
    expect(gateComments(pull)).toHaveLength(count)
    // The ledger is told in any case.
    expect(Object.keys(refsOf(shop.repository))).toContain('refs/heads/change-risk-ledger')
  })
})
