import { beforeAll, describe, expect, test } from 'vitest'
import { git } from '../../github/git.ts'
import { type Comment, workflowToken } from '../../github/state.ts'
import { webhookPayload } from '../../github/webhooks.ts'
import { counts } from './counting.ts'
import {
  addEnvironment,
  addRun,
  approve,
  checksOn,
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
  writesIn,
} from './shop.ts'

/** How the answer begins; how far it stands out is the model's matter, and changes with what it has learned elsewhere. */
const reviewWanted = /Review wanted: riskier than (all|9\d) of 100 changes here/

/** A shop whose ledger was begun long ago, as nearly every run finds it. */
const running = async (request: Parameters<typeof openShop>[0] = {}): Promise<Shop> => {
  const shop = await openShop({ policy: enforcing, ...request })
  const { sha } = deployed(shop, tipOf(shop))
  await enter(shop, { event: 'push' }, { sha })
  return shop
}

describe('a pull request', () => {
  let shop: Shop
  let pull: ReturnType<typeof propose>
  beforeAll(async () => {
    shop = await running()
    pull = propose(shop, { branch: 'topic', size: 'risky' })
  })

  test('is told on its head when it opens: status, check, comment, label, a reviewer', async () => {
    const run = await enter(shop, { event: 'pull_request', action: 'opened' }, { pull })
    counts('pull_request', run, 24)
    const { sha } = pull.head
    expect(run).toMatchObject({
      code: 0,
      annotations: [],
      outputs: {
        decision: 'review',
        continue: 'false',
        'reason-code': 'part-above-limit',
        'risk-band': 'critical',
        reviewers: 'ada',
        sha,
        'wake-at': '',
      },
    })
    expect([statusOf(shop, sha), checksOn(shop, sha)]).toEqual([
      'pending',
      [expect.stringMatching(reviewWanted)],
    ])
    // Nothing is said of the merge that GitHub only tries.
    expect(shop.repository.statuses.filter((status) => status.sha !== sha && status.id > pull.id)).toEqual([])
    expect(pull).toMatchObject({ labels: ['risk:critical'], requestedReviewers: ['ada'], reviews: [] })
    expect(gateComments(pull)).toEqual([
      expect.stringMatching(
        /^<!-- change-risk-gate:v1:pull-request -->\n### Review wanted: .*\n\*\*@ada: read \[`src\/till\/till\.ts`\]/,
      ),
    ])
    expect(run.summary).toMatch(reviewWanted)
    expect(JSON.parse(run.outputs['result'] ?? '')).toMatchObject({ decision: 'review', truncated: true })
  })

  test('is told anew on its new head, in the same comment, and still names who was asked', async () => {
    const before = pull.head.sha
    commitTo(shop.state, shop.repository, { branch: 'topic', files: { 'src/more.ts': 'more\n' } })
    const run = await enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull })
    counts('pull_request_target', run, 20)
    expect(pull.head.sha).not.toBe(before)
    expect(run.outputs).toMatchObject({ decision: 'review', sha: pull.head.sha, reviewers: 'ada' })
    expect([statusOf(shop, pull.head.sha), checksOn(shop, pull.head.sha)]).toEqual([
      'pending',
      [expect.stringMatching(reviewWanted)],
    ])
    expect(gateComments(pull)).toEqual([expect.stringContaining('**@ada: read')])
    expect(gateComments(pull)[0]).toContain(`scored sha=${pull.head.sha}`)
  })

  test('that is approved by a review goes out, and the comment says so', async () => {
    const review = approve(shop, pull)
    const run = await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    counts('pull_request_review', run, 22)
    expect(run.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha: pull.head.sha })
    expect(statusOf(shop, pull.head.sha)).toBe('success')
    expect(gateComments(pull)).toEqual([expect.stringContaining('### Goes out: it was approved')])
  })

  test('whose approval is dismissed waits again', async () => {
    const review = pull.reviews[0]!
    review.state = 'DISMISSED'
    const run = await enter(shop, { event: 'pull_request_review', action: 'dismissed' }, { pull, review })
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
  })

  test('that is harmless goes out unreviewed: nobody is asked, nothing is written below it', async () => {
    const quiet = propose(shop, { branch: 'quiet' })
    const run = await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull: quiet })
    counts('pull_request_target, harmless', run, 20)
    expect(run.outputs).toMatchObject({
      decision: 'approve',
      continue: 'true',
      'risk-band': 'low',
      reviewers: '',
    })
    expect(statusOf(shop, quiet.head.sha)).toBe('success')
    expect(quiet).toMatchObject({ comments: [], requestedReviewers: [], labels: ['risk:low'], reviews: [] })
  })

  test('of a fork, judged by a token that only reads: the answer stands in the outputs, each refusal names its permission', async () => {
    shop.state.tokens['reads-only'] = workflowToken({ contents: 'read', 'pull-requests': 'read' })
    const theirs = propose(shop, { branch: 'theirs', size: 'risky' })
    const inputs = { 'github-token': 'reads-only' }
    const run = await enter(shop, { event: 'pull_request', action: 'opened' }, { pull: theirs }, { inputs })
    counts('pull_request, a token that only reads', run, 26)
    expect(run).toMatchObject({
      code: 0,
      outputs: { decision: 'review', continue: 'false', 'ledger-record': '' },
    })
    const refusals = run.annotations.map(({ title, message }) => `${title}: ${message}`).join('\n')
    for (const permission of ['statuses: write', 'checks: write', 'pull-requests: write'])
      expect(refusals).toContain(`"${permission}"`)
    expect(statusOf(shop, theirs.head.sha)).toBeUndefined()
  })

  test('whose label is the gate’s own is not judged again', async () => {
    const label = {
      id: 1,
      node_id: '',
      url: '',
      name: 'risk:high',
      color: '',
      default: false,
      description: null,
    }
    const payload = {
      ...webhookPayload(
        shop.state,
        { event: 'pull_request', action: 'labeled', url: shop.github.url },
        { repository: shop.repository, pull },
      ),
      label,
    }
    const run = await enter(shop, { event: 'pull_request_target' }, {}, { payload })
    counts('pull_request_target, our own label', run, 3)
    expect(run.outputs).toMatchObject({ decision: '', continue: 'false', sha: '' })
    expect(writesIn(run)).toEqual([])
  })
})

describe('a comment on a pull request', () => {
  let shop: Shop
  let pull: ReturnType<typeof propose>
  beforeAll(async () => {
    shop = await running()
    pull = propose(shop, { branch: 'topic', size: 'risky' })
    await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
    shop.wait(5)
  })
  const command = async (body: string, author = 'ada') => {
    const comment = say(shop, pull, body, author)
    const run = await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
    shop.wait(2)
    const answer = pull.comments.find(({ body: text }) => text.includes(`answer:${comment.id} `))?.body
    return { run, comment, answer }
  }

  const reactions = (comment: Comment) => comment.reactions.map(({ content }) => content)

  test('.risk tells the risk as it is now, and remembers nothing', async () => {
    const { run, comment, answer } = await command('.risk')
    counts('issue_comment .risk', run, 14)
    expect(reactions(comment)).toEqual(['eyes'])
    expect(answer).toMatch(reviewWanted)
    expect(answer).toMatch(/\| ×\d[\d.]* \| [\d,]+ lines of code added/)
    // Whoever asked looks already.
    expect(answer).not.toMatch(/@\w/)
    expect(run.outputs).toMatchObject({ decision: 'review', sha: pull.head.sha, 'ledger-record': '' })
  })

  test('.risk explain tells every reason', async () => {
    const { run, answer } = await command('.risk explain')
    counts('issue_comment .risk explain', run, 14)
    expect(answer).toMatch(/\*\*Every reason\*\*, from the [\d.]+ % of a usual change/)
    expect(answer).toContain('- **Limit:**')
  })

  test.each([
    ['.help', '- `.approve`: approve the commit that was scored'],
    ['.riks', '.riks is no command, perhaps .risk'],
    ['.freeze', 'freeze wants a reason'],
    ['.risk now', 'risk takes explain, or nothing'],
  ])('%s is answered in a sentence', async (body, sentence) => {
    const { run, answer, comment } = await command(body)
    counts(`issue_comment ${body}`, run, 4)
    expect(reactions(comment)).toEqual(body === '.help' ? ['eyes'] : ['eyes', 'confused'])
    expect(answer).toContain(sentence)
    expect(run.outputs).toMatchObject({ decision: '', sha: '' })
  })

  test('behind another prefix, where the workflow names one', async () => {
    const inputs = { 'command-prefix': '/gate-' }
    const told = async (body: string): Promise<string | undefined> => {
      const comment = say(shop, pull, body)
      await enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment }, { inputs })
      shop.wait(2)
      return pull.comments.find(({ body: text }) => text.includes(`answer:${comment.id} `))?.body
    }
    expect(await told('/gate-help')).toContain('- `/gate-approve`: approve the commit that was scored')
    expect(await told('.help')).toBeUndefined()
    expect(await told('/gate-approve deadbeef')).toContain('reply `/gate-approve ')
    const opened = { event: 'pull_request_target', action: 'synchronize' } as const
    await enter(shop, opened, { pull }, { inputs })
    expect(pull.comments[0]?.body).toContain('reply `/gate-approve`')
    await enter(shop, opened, { pull })
    expect(pull.comments[0]?.body).toContain('reply `.approve`')
    shop.wait(2)
  })

  test.each([
    ['a remark', 'Looks good to me', 'ada'],
    ['a quotation', '> .approve\n\nwhat does this do?', 'ada'],
    ['a command below the first line', 'Please:\n.approve', 'ada'],
    ['a command by a bot', '.approve', 'dependabot[bot]'],
    ['a command by the gate itself', '.approve', 'github-actions[bot]'],
  ])('%s is none of the gate’s business: not one request', async (name, body, author) => {
    const { run, answer } = await command(body, author)
    counts(`issue_comment, ${name}`, run, 0)
    expect(answer).toBeUndefined()
    expect(run.code).toBe(0)
  })

  test.each([
    ['its author', '.approve', 'mira', 'opened this pull request'],
    ['somebody who may only read', '.approve', 'noor', 'may not write here, their permission is read'],
    ['somebody who names another commit', '.approve deadbeef', 'ada', 'the pull request has moved on'],
  ])('.approve by %s is refused with the reason', async (who, body, author, why) => {
    const { run, answer, comment } = await command(body, author)
    counts(`issue_comment ${body} by ${who}`, run, 8)
    expect(reactions(comment)).toEqual(['eyes', '-1'])
    expect(answer).toContain(`**Not recorded**, ${author}: ${why}.`)
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
    expect(writesIn(run).filter((route) => route.includes('graphql'))).toEqual([])
  })

  test('.approve right after a push is refused: nobody can have read that', async () => {
    const sha = commitTo(shop.state, shop.repository, { branch: 'topic', files: { 'src/late.ts': 'late\n' } })
    const { answer } = await command('.approve')
    expect(answer).toContain('the commit you were shown is not the one that stands there now')
    expect(answer).toContain(`reply \`.approve ${sha.slice(0, 12)}\``)
  })

  test('.approve SHA of that commit is recorded, and the pull request goes out', async () => {
    const { run, answer, comment } = await command(`.approve ${pull.head.sha.slice(0, 12)}`)
    counts('issue_comment .approve SHA', run, 31)
    expect(reactions(comment)).toEqual(['eyes', 'rocket'])
    expect(answer).toContain('**Recorded:** ada approved')
    expect(run.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha: pull.head.sha })
    expect(statusOf(shop, pull.head.sha)).toBe('success')
  })

  test('.approve without a SHA means what was shown', async () => {
    const other = propose(shop, { branch: 'other', size: 'risky' })
    await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull: other })
    shop.wait(3)
    const comment = say(shop, other, '.approve')
    const run = await enter(shop, { event: 'issue_comment', action: 'created' }, { pull: other, comment })
    counts('issue_comment .approve', run, 31)
    expect(run.outputs).toMatchObject({ decision: 'approve', sha: other.head.sha })
  })
})

describe('a deploy', () => {
  let shop: Shop
  let risky: ReturnType<typeof ship>
  beforeAll(async () => {
    shop = await running()
    risky = ship(shop, { branch: 'risky', size: 'risky' })
  })

  test('push: the commit of the run is judged from what is live', async () => {
    const run = await enter(shop, { event: 'push' }, { sha: risky.sha })
    counts('push', run, 18)
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false', sha: risky.sha })
    expect(statusOf(shop, risky.sha)).toBe('pending')
    expect(JSON.parse(run.outputs['result'] ?? '')).toMatchObject({
      change: { kind: 'forward', base: shop.repository.deployments[0]!.sha, parts: [{ id: '#61' }] },
    })
    expect(run.outputs['message']).not.toContain('GitHub deployments')
  })

  test('push of a branch that is gone: nothing to judge, and what enforces lets nothing go', async () => {
    const gone = { ref: 'refs/heads/old', before: risky.sha, after: '0'.repeat(40), deleted: true }
    const payload = { ...webhookPayload(shop.state, { event: 'push' }, shop), ...gone, head_commit: null }
    const run = await enter(shop, { event: 'push' }, {}, { payload, sha: risky.sha })
    counts('push, a deleted branch', run, 3)
    expect(run.outputs).toMatchObject({ decision: '', continue: 'false' })
    expect(writesIn(run)).toEqual([])
  })

  test('deployment: judged at its own commit, and told on the deployment itself', async () => {
    const deployment = deployed(shop, risky.sha, 'production', { states: ['queued'] })
    const run = await enter(shop, { event: 'deployment' }, { deployment })
    counts('deployment', run, 20)
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false', sha: risky.sha })
    expect(deployment.statuses.map(({ state }) => state)).toEqual(['queued', 'pending'])
    expect(deployment.statuses.at(-1)?.description).toMatch(/^Review wanted: /)
  })

  test('deployment_status: what became of it is remembered once, and not before it has ended', async () => {
    const deployment = shop.repository.deployments.at(-1)!
    const [queued] = deployment.statuses
    const early = await enter(shop, { event: 'deployment_status' }, { deployment, status: queued! })
    counts('deployment_status, queued', early, 3)
    expect([early.outputs['message'], writesIn(early)]).toEqual([
      'the deployment is queued: there is no outcome yet',
      [],
    ])
    const status = { ...queued!, id: 99, state: 'failure' as const }
    const late = await enter(shop, { event: 'deployment_status' }, { deployment, status })
    counts('deployment_status, failure', late, 8)
    expect(late.outputs['message']).toBe(`remembered: production failure ${risky.sha.slice(0, 8)}`)
    const again = await enter(shop, { event: 'deployment_status' }, { deployment, status })
    expect(writesIn(again).filter((route) => route !== 'POST /graphql')).toEqual([])
  })

  test('workflow_run requested: a run that waits at an environment is judged at its own commit', async () => {
    addEnvironment(shop.state, shop.repository, { name: 'production', reviewers: ['ada'] })
    const run = addRun(shop.state, shop.repository, { headSha: risky.sha, pending: ['production'] })
    const result = await enter(shop, { event: 'workflow_run', action: 'requested' }, { run })
    counts('workflow_run requested', result, 17)
    expect(result.outputs).toMatchObject({ decision: 'review', sha: risky.sha })
  })

  test('workflow_run completed: there is nothing left to hold', async () => {
    const [run] = shop.repository.runs
    const result = await enter(shop, { event: 'workflow_run', action: 'completed' }, { run: run! })
    counts('workflow_run completed', result, 3)
    expect(result.outputs).toMatchObject({ decision: '', continue: 'false' })
    expect(result.outputs['message']).toBe('the run has ended: there is nothing to hold')
  })

  test('workflow_run of a fork: it deploys nothing of ours, whatever it waits for', async () => {
    const [run] = shop.repository.runs
    const payload = webhookPayload(
      shop.state,
      { event: 'workflow_run', action: 'requested', url: shop.github.url },
      { repository: shop.repository, run: run! },
    )
    const theirs = {
      ...(payload['workflow_run'] as object),
      head_repository: { id: 9, full_name: 'mallory/shop' },
    }
    const result = await enter(
      shop,
      { event: 'workflow_run' },
      {},
      { payload: { ...payload, workflow_run: theirs } },
    )
    counts('workflow_run of a fork', result, 3)
    expect(result.outputs['message']).toBe('the run belongs to another repository')
    expect(writesIn(result)).toEqual([])
  })

  test('schedule: sweeps the runs that wait', async () => {
    const result = await enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '0 * * * *' } })
    counts('schedule, one run waits and a question', result, 29)
    expect(result.outputs).toMatchObject({ decision: 'review', sha: risky.sha })
    shop.repository.runs.length = 0
    for (const { comments } of shop.repository.pulls) comments.length = 0
    const quiet = await enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '0 * * * *' } })
    counts('schedule, nothing waits', quiet, 7)
    expect(quiet.outputs['message']).toBe('no run waits')
  })

  test('workflow_dispatch on the default branch: what head-ref names is judged', async () => {
    const inputs = { 'head-ref': risky.sha.slice(0, 12) }
    const result = await enter(shop, { event: 'workflow_dispatch' }, {}, { inputs })
    counts('workflow_dispatch', result, 19)
    expect(result.outputs).toMatchObject({ decision: 'review', sha: risky.sha })
  })

  test('workflow_dispatch on another branch never approves, however harmless it is', async () => {
    const base = deployed(shop, risky.sha).sha
    git(shop.repository, ['branch', 'elsewhere', base])
    const sha = commitTo(shop.state, shop.repository, { branch: 'elsewhere', files: { 'README.md': 'x\n' } })
    const on = (ref: string) => enter(shop, { event: 'workflow_dispatch' }, {}, { ref, sha })
    const there = await on('refs/heads/elsewhere')
    counts('workflow_dispatch on another branch', there, 14)
    expect(there.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'source-failed',
    })
    expect(there.outputs['message']).toContain('started on a branch other than the default one')
    expect([statusOf(shop, sha), checksOn(shop, sha)]).toEqual([
      'error',
      ['The gate could not judge: it was started on a branch other than the default one'],
    ])
    expect(there.outputs['message']).toContain('its workflow may be anybody’s: start it on main')
    // Every source answered.
    expect(`${there.outputs['message']}${there.summary}`).not.toMatch(/source did not answer|something did/)
    // The very same commit, asked about where nobody can have changed the workflow.
    const here = await on('refs/heads/main')
    expect(here.outputs).toMatchObject({ decision: 'approve', sha })
  })
})

describe('the merge queue', () => {
  test('judges the whole group on its own commit; approvals of the heads in it count', async () => {
    const shop = await running()
    const pull = propose(shop, {
      branch: 'topic',
      size: 'risky',
      files: { 'src/till/till.ts': 'till\n'.repeat(400) },
    })
    const before = tipOf(shop)
    const branch = `gh-readonly-queue/main/pr-${pull.number}-${before}`
    const sha = commitTo(shop.state, shop.repository, {
      branch,
      from: before,
      files: { 'src/till/till.ts': 'till\n'.repeat(400) },
      merges: [pull.head.sha],
      message: `Merge pull request #${pull.number} from acme/topic`,
    })
    const group = () =>
      enter(
        shop,
        { event: 'merge_group', action: 'checks_requested' },
        { sha, before, ref: `refs/heads/${branch}` },
      )
    const waiting = await group()
    counts('merge_group', waiting, 15)
    expect(waiting.outputs).toMatchObject({ decision: 'review', continue: 'false', sha })
    expect([statusOf(shop, sha), gateComments(pull)]).toEqual(['pending', []])
    approve(shop, pull)
    const approved = await group()
    counts('merge_group, approved', approved, 16)
    expect(approved.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha })
    expect(statusOf(shop, sha)).toBe('success')
  })
})

describe('the committed program', () => {
  test('does the same, spawned by the runner with Node 24', async () => {
    const shop = await openShop({ policy: enforcing, now: new Date() })
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = await enter(shop, { event: 'push' }, { sha }, { spawned: true })
    counts('push, spawned, the first run ever', run, 18)
    expect(run).toMatchObject({ code: 0, outputs: { decision: 'review', continue: 'false', sha } })
    expect(run.log).toMatch(/^\d+ requests to GitHub, 0 of them again/m)
    // A token is masked before anything else is said, also as git sends it.
    expect(run.log.split('\n')[0]).toBe('::add-mask::workflow-token')
    expect(run.log.replace(/^::add-mask::.*$/gm, '')).not.toContain('workflow-token')
  })

  test('is told when the payload is none: nobody could judge, so nothing goes out', async () => {
    const shop = await openShop()
    const run = await enter(shop, { event: 'push' }, {}, { spawned: true, payload: '{"ref":' as never })
    counts('push, a torn payload', run, 0)
    expect(run).toMatchObject({ code: 0, outputs: { decision: 'review', continue: 'false' } })
    expect(run.annotations).toMatchObject([{ level: 'error', title: 'the gate could not judge' }])
  })
})
