/** Who is asked, and who next: escalation in working hours and `.pass`, each once, in the same comment. */
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
  openShop,
  propose,
  type Shop,
  say,
  ship,
  statusOf,
  tipOf,
} from './shop.ts'

const escalating = (escalate: string) => `${enforcing}environments: { production: { ${escalate} } }\n`
const toLeads = 'escalate: { after: 4h, to: "@acme/release-leads", time-zone: Europe/Paris }'

/** The story begins on a Tuesday at ten, which is eleven in Paris; people work there from nine to six. */
const open = async (policy: string, owners = '/src/ @ada @jonas @zoe\n'): Promise<Shop> => {
  const shop = await openShop({
    policy,
    files: { CODEOWNERS: owners },
    overrides: { collaborators: { mira: 'write', ada: 'write', jonas: 'write', zoe: 'write', noor: 'read' } },
  })
  deployed(shop, tipOf(shop))
  return shop
}

const opened = (shop: Shop, pull: Pull) =>
  enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
const sweep = (shop: Shop) => enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '23 * * * *' } })
const only = (pull: Pick<Pull, 'comments'>): string => {
  const comments = gateComments(pull)
  expect(comments).toHaveLength(1)
  return comments[0]!
}
const called = (body: string): readonly string[] => [...body.matchAll(/@([\w/-]+)/g)].map(([, name]) => name!)

const command = (shop: Shop, on: Issue | Pull, body: string, author: string) => {
  const comment = say(shop, on, body, author)
  const about = 'reviews' in on ? { pull: on } : { issue: on }
  return enter(shop, { event: 'issue_comment', action: 'created' }, { ...about, comment })
}

describe('a question that nobody answers', () => {
  test('says who reads which file, how to answer, by when, who is asked then, and what waits', async () => {
    const shop = await open(escalating(toLeads))
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    const body = only(pull)
    expect(body).toMatch(
      /\*\*@ada or @jonas: read \[`src\/till\/till\.ts`\]\(.*\) \(301 of 1,7\d\d lines\)\.\*\*/,
    )
    expect(body).toMatch(/Approve this pull request, or reply `\.approve` · `\.pass`\./)
    expect(body).toContain('**No answer:** only this change waits; 14:00 UTC acme/release-leads is asked.')
    expect(body).toMatch(/\*\*If it breaks:\*\* back to \[`[0-9a-f]{8}`\]\(.*\), no migration\./)
    expect(called(body)).toEqual(['ada', 'jonas'])
  })

  test('goes to those whom the policy names, once, in the same comment, after four hours of work', async () => {
    const shop = await open(escalating(toLeads))
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    shop.wait(3 * 60 + 59)
    await sweep(shop)
    expect(called(only(pull))).toEqual(['ada', 'jonas'])
    shop.wait(1)
    counts('schedule, a question is overdue', await sweep(shop), 31)
    const body = only(pull)
    expect(called(body)).toEqual(['acme/release-leads'])
    expect(body).toContain('Asked 10:00 today, without an answer: ada and jonas.')
    expect(body).toContain('why you: nobody has answered')
    // Nobody is asked a third time, whatever is pushed or swept.
    shop.wait(24 * 60)
    await sweep(shop)
    await opened(shop, pull)
    expect(called(only(pull))).toEqual(['acme/release-leads'])
    expect(only(pull)).not.toContain('is asked')
  })

  test('of Friday evening goes on Monday', async () => {
    const shop = await open(escalating(toLeads))
    shop.wait(3 * 24 * 60 + 6 * 60)
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    expect(only(pull)).toContain('Monday 11:00 UTC acme/release-leads is asked')
    shop.wait(2 * 24 * 60)
    await sweep(shop)
    expect(called(only(pull))).toEqual(['ada', 'jonas'])
  })

  test('goes to the next who knows the files, where the policy names nobody', async () => {
    const shop = await open(escalating('escalate-after: 2h'))
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    expect(only(pull)).toContain('12:00 UTC the next who knows these files is asked')
    shop.wait(120)
    await sweep(shop)
    expect(called(only(pull))).toEqual(['zoe'])
    expect(pull.requestedReviewers).toEqual(['ada', 'jonas', 'zoe'])
  })

  test('is over once it is answered', async () => {
    const shop = await open(escalating(toLeads))
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    const review = approve(shop, pull)
    await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    shop.wait(24 * 60)
    await sweep(shop)
    expect([called(only(pull)), statusOf(shop, pull.head.sha)]).toEqual([[], 'success'])
  })

  test('of a deployment goes on in the same way, on the pull request that carries the risk', async () => {
    const shop = await open(escalating(toLeads))
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    const asked = await enter(
      shop,
      { event: 'push' },
      { sha },
      { runId: run.id, inputs: { environment: 'production' } },
    )
    expect(asked.outputs['reviewers']).toBe('ada,jonas')
    expect(called(only(pull))).toEqual(['ada', 'jonas'])
    expect(only(pull)).toContain('this deployment waits; 14:00 UTC acme/release-leads is asked')
    expect(only(pull)).toMatch(/\*\*If it breaks:\*\* back to \[`[0-9a-f]{8}`\]/)
    shop.wait(5 * 60)
    counts('schedule, the question of a deployment is overdue', await sweep(shop), 23)
    expect(called(only(pull))).toEqual(['acme/release-leads'])
    // What an answer starts is still the run that asked.
    await command(shop, pull, '.approve', 'jonas')
    expect(run.attempt).toBe(2)
  })
})

describe('.pass', () => {
  test('asks the next, in the same comment, and takes the request at GitHub back', async () => {
    const shop = await open(enforcing)
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    expect(pull.requestedReviewers).toEqual(['ada', 'jonas'])
    counts('issue_comment .pass', await command(shop, pull, '.pass', 'ada'), 28)
    const [question, reply] = gateComments(pull)
    expect(called(question!)).toEqual(['jonas', 'zoe'])
    expect(question).toContain('ada passed it on.')
    expect(reply).toContain('**Passed on** by ada. Asked now: zoe.')
    expect(pull.requestedReviewers).toEqual(['jonas', 'zoe'])
    // Later runs remember it.
    await opened(shop, pull)
    expect(called(gateComments(pull)[0]!)).toEqual(['jonas', 'zoe'])
    // Whoever passed it on may still answer.
    shop.wait(3)
    await command(shop, pull, '.approve', 'ada')
    expect(statusOf(shop, pull.head.sha)).toBe('success')
  })

  test('by the last who knows it says that nobody else can be asked', async () => {
    const shop = await open(enforcing, '/src/ @ada\n')
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    await command(shop, pull, '.pass', 'ada')
    const [question, reply] = gateComments(pull)
    expect(called(question!)).toEqual([])
    expect(question).toContain('Nobody is asked by name: ')
    expect(reply).toContain('Nobody else who knows it can be asked by name')
  })

  test.each([
    [
      'who is not asked',
      'zoe',
      /\*\*Not passed on\*\*, zoe: you are not among those who are asked: ada, jonas\./,
    ],
    ['who may only read', 'noor', /\*\*Not passed on\*\*, noor: you are not among those who are asked/],
    ['who opened it', 'mira', /\*\*Not passed on\*\*, mira: you are not among those who are asked/],
  ])('by somebody %s changes nothing', async (_, author, told) => {
    const shop = await open(enforcing)
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await opened(shop, pull)
    const before = gateComments(pull)[0]
    await command(shop, pull, '.pass', author)
    expect(gateComments(pull)).toEqual([before, expect.stringMatching(told)])
    expect(pull.requestedReviewers).toEqual(['ada', 'jonas'])
  })

  test('where nobody is asked for anything says so', async () => {
    const shop = await open(enforcing)
    const pull = propose(shop, { branch: 'topic' })
    await opened(shop, pull)
    await command(shop, pull, '.pass', 'ada')
    expect(gateComments(pull)).toEqual([expect.stringContaining('nobody is asked for anything here')])
  })

  test('on a merged pull request hands on the question of the deployment', async () => {
    const shop = await open(enforcing)
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    await enter(shop, { event: 'push' }, { sha }, { runId: run.id, inputs: { environment: 'production' } })
    await command(shop, pull, '.pass', 'jonas')
    const [question, reply] = gateComments(pull)
    expect(called(question!)).toEqual(['ada', 'zoe'])
    expect(reply).toContain('Asked now: zoe.')
    shop.wait(3)
    await command(shop, pull, '.approve', 'zoe')
    expect(run.attempt).toBe(2)
  })
})
