/** Whose word it takes, and for how long it stands: each row a story that a product owner can read. */
import { describe, expect, test } from 'vitest'
import { addReview, commitTo } from '../../github/repositories.ts'
import type { Pull } from '../../github/state.ts'
import { accountOf } from '../../github/state.ts'
import {
  addRun,
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

/** The token of an App, which may read teams; the job's own never may. */
const appToken = `ghs_${'A1b2'.repeat(9)}`

const open = async (environment: string): Promise<{ readonly shop: Shop; readonly pull: Pull }> => {
  const policy = `${enforcing}environments:\n  production: ${environment}\n`
  const collaborators = { mira: 'write', ada: 'write', jonas: 'write', lena: 'write', noor: 'read' } as const
  const shop = await openShop({ policy, overrides: { collaborators } })
  shop.state.organizations.push({
    login: 'acme',
    members: ['ada', 'mira', 'jonas', 'lena'],
    teams: [
      { slug: 'leads', id: 7, members: ['ada', 'lena'] },
      { slug: 'database', id: 8, members: ['jonas', 'ada'] },
    ],
  })
  shop.state.tokens[appToken] = {
    login: 'our-gate[bot]',
    kind: 'app',
    permissions: {
      actions: 'write',
      checks: 'write',
      contents: 'write',
      issues: 'write',
      'pull-requests': 'write',
      statuses: 'write',
      deployments: 'read',
      members: 'read',
    },
  }
  return { shop, pull: propose(shop, { branch: 'topic', size: 'risky', author: 'mira' }) }
}

type Inputs = Readonly<Record<string, string>>
const asApp: Inputs = { 'github-token': appToken }

const look = (shop: Shop, pull: Pull, inputs: Inputs = asApp) =>
  enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull }, { inputs })

const comment = (shop: Shop, pull: Pull, author: string, body: string, inputs: Inputs = asApp) =>
  enter(
    shop,
    { event: 'issue_comment', action: 'created' },
    { pull, comment: say(shop, pull, body, author) },
    { inputs },
  )

/** "ada approves", "ada wants changes", "ada says .reject too late", "mira pushes", "ada's review is dismissed". */
const happen = async (shop: Shop, pull: Pull, event: string, inputs?: Inputs): Promise<void> => {
  shop.wait(3)
  const [, who = '', what = ''] = /^(\w+)(?:'s)? (.*)$/.exec(event) ?? []
  if (what === 'approves') addReview(shop.state, pull, { author: who, state: 'APPROVED' })
  else if (what === 'wants changes') addReview(shop.state, pull, { author: who, state: 'CHANGES_REQUESTED' })
  else if (what === 'review is dismissed') {
    const review = pull.reviews.findLast(({ author }) => author === who)
    if (review) review.state = 'DISMISSED'
  } else if (what === 'pushes') {
    commitTo(shop.state, shop.repository, {
      branch: 'topic',
      files: { 'src/till/late.ts': 'late\n'.repeat(3) },
      author: who,
    })
    pull.head.sha = tipOf(shop, 'topic')
    // The head is told, so that a bare word can mean it.
    await look(shop, pull, inputs)
    shop.wait(3)
  } else if (what.startsWith('says ')) await comment(shop, pull, who, what.slice('says '.length), inputs)
  else throw new Error(`no such event: ${event}`)
}

const play = async (
  environment: string,
  events: readonly string[],
  inputs?: Inputs,
): Promise<{
  readonly shop: Shop
  readonly pull: Pull
  readonly run: Awaited<ReturnType<typeof look>>
}> => {
  const { shop, pull } = await open(environment)
  await look(shop, pull, inputs)
  for (const event of events) await happen(shop, pull, event, inputs)
  return { shop, pull, run: await look(shop, pull, inputs) }
}

const lastComment = ({ comments }: Pull): string =>
  comments.find(({ body }) => body.includes('scored sha='))?.body ?? ''

describe('approvals of groups', () => {
  const leads = '{ from: "@acme/leads" }'
  const both = `{ review: [${leads}, { from: "@acme/database" }] }`
  test.each<[string, string, readonly string[], 'approve' | 'review', string]>([
    ['one of anybody', '{}', ['jonas approves'], 'approve', ''],
    [
      'two of anybody, one came',
      '{ review: [{ approvals: 2 }] }',
      ['jonas approves'],
      'review',
      '1 more approval of anybody who may write here',
    ],
    [
      'two of anybody, both came',
      '{ review: [{ approvals: 2 }] }',
      ['jonas approves', 'ada says .approve'],
      'approve',
      '',
    ],
    [
      'two of anybody, the same one twice',
      '{ review: [{ approvals: 2 }] }',
      ['ada approves', 'ada says .approve'],
      'review',
      '1 more approval',
    ],
    [
      'two by comment alone',
      '{ review: [{ approvals: 2 }] }',
      ['jonas says .approve', 'ada says .approve'],
      'approve',
      '',
    ],
    [
      'of a team, by a stranger to it',
      `{ review: [${leads}] }`,
      ['jonas approves'],
      'review',
      '1 approval of acme/leads',
    ],
    ['of a team, by a member', `{ review: [${leads}] }`, ['lena approves'], 'approve', ''],
    ['one of each team, two of one came', both, ['lena approves', 'ada approves'], 'approve', ''],
    [
      'one of each team, one who is in both came',
      both,
      ['ada approves'],
      'review',
      '1 approval of acme/database',
    ],
    [
      'one of each team, two came who are in the same',
      both,
      ['lena approves', 'noor approves'],
      'review',
      '1 approval of acme/database',
    ],
    [
      'one who is in both, and may count for both',
      `{ review: [${leads}, { from: "@acme/database", shared: true }] }`,
      ['ada approves'],
      'approve',
      '',
    ],
    [
      'of a named person',
      '{ review: [{ from: "@jonas" }] }',
      ['ada approves'],
      'review',
      '1 approval of jonas',
    ],
    [
      'of any of several',
      '{ review: [{ from: ["@jonas", "@acme/leads"], approvals: 2 }] }',
      ['jonas approves', 'lena approves'],
      'approve',
      '',
    ],
    [
      'a member who wrote it',
      `{ review: [{ from: "@mira" }] }`,
      ['mira approves'],
      'review',
      '1 approval of mira',
    ],
    [
      'a member who may only read',
      '{ review: [{ from: "@noor" }] }',
      ['noor approves'],
      'review',
      '1 approval of noor',
    ],
    [
      'a group that is asked from a higher band on',
      '{ review: [{}, { from: "@acme/leads", at-least: critical }] }',
      ['jonas approves'],
      'review',
      '1 approval of acme/leads',
    ],
  ])('%s', async (_, environment, events, decision, missing) => {
    const { shop, pull, run } = await play(environment, events)
    expect(run.outputs).toMatchObject({ decision, continue: String(decision === 'approve') })
    expect(statusOf(shop, pull.head.sha)).toBe(decision === 'approve' ? 'success' : 'pending')
    if (missing !== '') expect(lastComment(pull)).toContain(`Still missing: ${missing}`)
    else expect(lastComment(pull)).not.toContain('Still missing')
    // Whom the policy names is called once, in front; what is missing calls nobody again.
    expect(lastComment(pull)).not.toMatch(/Still missing[^.]*@/)
  })

  test('a token that may not read the team counts nobody as a member, and says so', async () => {
    const { run, pull } = await play(`{ review: [${leads}] }`, ['lena approves'], {})
    expect(run.outputs).toMatchObject({ decision: 'review' })
    expect(run.log).toContain(
      'members of acme/leads cannot be read, so nobody counts as one: github-token needs permission "members: read"',
    )
    expect(gateComments(pull).join()).toContain('Still missing: 1 approval of acme/leads')
  })

  test('the same people by their logins need no such token', async () => {
    const { run } = await play('{ review: [{ from: ["@ada", "@lena"] }] }', ['lena approves'], {})
    expect(run.outputs).toMatchObject({ decision: 'approve' })
  })

  test('an approval of an earlier commit counts where the policy says so, and only a review', async () => {
    const stale = await play('{ allow-stale: true }', ['ada approves', 'mira pushes'])
    expect(stale.run.outputs).toMatchObject({ decision: 'approve' })
    const spoken = await play('{ allow-stale: true }', ['ada says .approve', 'mira pushes'])
    expect(spoken.run.outputs).toMatchObject({ decision: 'review' })
    const strict = await play('{}', ['ada approves', 'mira pushes'])
    expect(strict.run.outputs).toMatchObject({ decision: 'review' })
  })

  test('a co-author counts for no group', async () => {
    const { shop, pull } = await open('{ review: [{ from: "@ada" }] }')
    const { email } = accountOf(shop.state, 'ada')
    commitTo(shop.state, shop.repository, {
      branch: 'topic',
      files: { 'src/till/late.ts': 'late\n' },
      author: 'mira',
      message: `Together\n\nCo-authored-by: Ada <${email}>`,
    })
    pull.head.sha = tipOf(shop, 'topic')
    addReview(shop.state, pull, { author: 'ada', state: 'APPROVED' })
    expect((await look(shop, pull)).outputs).toMatchObject({ decision: 'review' })
  })
})

describe('a no', () => {
  test.each<[string, readonly string[], string, string]>([
    ['of somebody who may write', ['ada says .reject breaks the nightly export'], 'reject', 'rejected'],
    ['beside the approval of another', ['jonas approves', 'ada says .reject too late'], 'reject', 'rejected'],
    ['of the author, to their own', ['mira says .reject I found a mistake'], 'reject', 'rejected'],
    [
      'stands after another approved',
      ['ada says .reject too late', 'jonas says .approve'],
      'reject',
      'rejected',
    ],
    ['taken back by a word', ['ada says .reject too late', 'ada says .approve'], 'approve', 'below-limit'],
    ['taken back by a review', ['ada says .reject too late', 'ada approves'], 'approve', 'below-limit'],
    [
      'taken back, and said again',
      ['ada says .reject no', 'ada says .approve', 'ada says .reject still no'],
      'reject',
      'rejected',
    ],
    [
      'of one taken back, of another not',
      ['ada says .reject a', 'jonas says .reject b', 'ada says .approve'],
      'reject',
      'rejected',
    ],
    [
      'to what new commits changed',
      ['ada says .reject too late', 'mira pushes'],
      'review',
      'part-above-limit',
    ],
    ['without a reason', ['ada says .reject'], 'review', 'part-above-limit'],
    ['of somebody who may only read', ['noor says .reject I would not'], 'review', 'part-above-limit'],
    [
      'as a review that wants changes, after a word',
      ['ada says .approve', 'ada wants changes'],
      'review',
      'part-above-limit',
    ],
    [
      'as a review that wants changes, and was dismissed',
      ['jonas approves', 'ada wants changes', "ada's review is dismissed"],
      'approve',
      'below-limit',
    ],
  ])('%s', async (_, events, decision, rule) => {
    const { shop, pull, run } = await play('{}', events)
    expect(run.outputs).toMatchObject({ decision, 'reason-code': rule })
    const state = { approve: 'success', review: 'pending', reject: 'failure' }[decision]
    expect(statusOf(shop, pull.head.sha)).toBe(state)
  })

  test('is answered, with what it means and how it ends', async () => {
    const { pull, run } = await play('{}', ['ada says .reject breaks the nightly export'])
    expect(gateComments(pull).join() + pull.comments.map(({ body }) => body).join()).toMatch(
      /\*\*Recorded:\*\* ada rejected \[#\d+\].*It stands, in every environment, until they approve it or new commits come/,
    )
    expect(run.outputs['message']).toContain('A person said no to #61 (breaks the nightly export)')
  })

  test('keeps even what is harmless from going out: changes that somebody wants do', async () => {
    const { shop } = await open('{}')
    const quiet = propose(shop, { branch: 'quiet' })
    expect((await look(shop, quiet)).outputs).toMatchObject({ decision: 'approve' })
    addReview(shop.state, quiet, { author: 'ada', state: 'CHANGES_REQUESTED' })
    expect((await look(shop, quiet)).outputs).toMatchObject({
      decision: 'review',
      'reason-code': 'changes-requested',
    })
  })
})

describe('a deployment', () => {
  const both = '{ review: [{ from: "@lena" }, { from: "@jonas" }] }'
  /** A risky change of mira's that landed, its deployment asked for; what is said then, and asked again. */
  const deploy = async (environment: string, words: readonly string[]) => {
    const { shop, pull } = await open(environment)
    deployed(shop, tipOf(shop))
    const sha = land(shop, pull)
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    const push = () =>
      enter(shop, { event: 'push' }, { sha }, { runId: run.id, inputs: { environment: 'production' } })
    const first = await push()
    for (const word of words) {
      shop.wait(3)
      const [, who = '', body = ''] = /^(\w+): (.*)$/.exec(word) ?? []
      await comment(shop, pull, who, body, {})
    }
    return { shop, pull, run, first, second: await push() }
  }

  test.each<[string, string, readonly string[], string, string]>([
    ['waits for both it is to have', both, ['lena: .approve'], 'review', 'part-above-limit'],
    ['goes on with both', both, ['lena: .approve', 'jonas: .approve'], 'approve', 'below-limit'],
    [
      'does not go on with two others',
      both,
      ['lena: .approve', 'ada: .approve'],
      'review',
      'part-above-limit',
    ],
    ['ends with a no', '{}', ['ada: .reject breaks the export'], 'reject', 'rejected'],
    [
      'goes on where the no is taken back',
      '{}',
      ['ada: .reject no', 'ada: .approve'],
      'approve',
      'below-limit',
    ],
    [
      'does not go on where another says yes',
      '{}',
      ['ada: .reject no', 'lena: .approve'],
      'reject',
      'rejected',
    ],
  ])('%s', async (_, environment, words, decision, rule) => {
    const { pull, first, second } = await deploy(environment, words)
    expect(first.outputs).toMatchObject({ decision: 'review' })
    expect(second.outputs).toMatchObject({
      decision,
      'reason-code': rule,
      continue: String(decision === 'approve'),
    })
    if (decision === 'review') {
      expect(gateComments(pull).join()).toContain('Still missing: 1 approval of jonas')
      expect(JSON.parse(second.outputs['result'] ?? '').change.parts[0]).toMatchObject({
        missing: [{ from: '@jonas', wanted: 1, given: 0 }],
      })
    }
  })

  test('is started again by a no as by a yes, so that whoever waits learns of it', async () => {
    const { run } = await deploy('{}', ['ada: .reject breaks the export'])
    expect(run.attempt).toBe(2)
  })
})
