import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { counts } from './counting.ts'
import {
  addEnvironment,
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
  writesIn,
} from './shop.ts'

/** Something risky is about to be deployed to production. */
const aboutToDeploy = async (request: Parameters<typeof openShop>[0] = {}) => {
  const shop = await openShop(request)
  deployed(shop, tipOf(shop))
  return { shop, ...ship(shop, { branch: 'risky', size: 'risky' }) }
}

const hasLedger = ({ repository }: Shop): boolean =>
  existsSync(join(repository.directory, 'refs/heads/change-risk-ledger'))

describe('modes', () => {
  test('off: not one request, whatever else is wrong', async () => {
    const { shop, sha } = await aboutToDeploy({ policy: enforcing })
    const run = await enter(
      shop,
      { event: 'push' },
      { sha },
      { inputs: { mode: 'OFF', 'fail-on': 'nonsense' } },
    )
    counts('push, off', run, 0)
    expect(run).toMatchObject({ code: 0, outputs: { continue: 'true', decision: '' }, summary: '' })
  })

  test('off in the policy: judged by nobody, and nothing is written', async () => {
    const { shop, sha } = await aboutToDeploy({ policy: 'version: 1\nmode: off\n' })
    const run = await enter(shop, { event: 'push' }, { sha })
    expect(run).toMatchObject({ code: 0, outputs: { continue: 'true' } })
    expect([statusOf(shop, sha), shop.repository.checkRuns]).toEqual([undefined, []])
  })

  test('observe, the default: the answer is shown, nothing is held, nobody is asked', async () => {
    const { shop, pull, sha } = await aboutToDeploy()
    const run = await enter(shop, { event: 'push' }, { sha })
    expect(run).toMatchObject({ code: 0, outputs: { decision: 'review', continue: 'true' } })
    expect([statusOf(shop, sha), pull.comments, shop.repository.issues]).toEqual(['success', [], []])
    expect(run.summary).toContain('nothing is held')
    expect(hasLedger(shop)).toBe(true)

    const open = propose(shop, { branch: 'open', size: 'risky' })
    const judged = await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull: open })
    expect(judged.outputs).toMatchObject({ decision: 'review', continue: 'true', reviewers: '' })
    expect(open).toMatchObject({ reviews: [], requestedReviewers: [] })
    expect(statusOf(shop, open.head.sha)).toBe('success')
    expect(gateComments(open).join()).not.toMatch(/@\w/)
  })

  test('enforce: only what may go out goes out', async () => {
    const shop = await openShop({ policy: enforcing })
    deployed(shop, tipOf(shop))
    const harmless = ship(shop, { branch: 'harmless' })
    const first = await enter(shop, { event: 'push' }, harmless)
    expect(first.outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    const risky = ship(shop, { branch: 'risky', size: 'risky' })
    const second = await enter(shop, { event: 'push' }, risky, { inputs: { 'fail-on': 'review' } })
    expect(second).toMatchObject({ code: 2, outputs: { decision: 'review', continue: 'false' } })
  })

  test('dry-run: answered in the job alone; what holds a commit goes on holding it', async () => {
    const { shop, pull, sha } = await aboutToDeploy({ policy: enforcing })
    const inputs = { 'dry-run': 'true' }
    await enter(shop, { event: 'push' }, { sha })
    const run = await enter(shop, { event: 'push' }, { sha }, { inputs })
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'true', 'ledger-record': '' })
    expect(run.summary).toContain('Enforced, this would be reviewed')
    expect([writesIn(run), statusOf(shop, sha)]).toEqual([[], 'pending'])

    shop.wait(5)
    const comment = say(shop, pull, '.approve')
    const answered = await enter(
      shop,
      { event: 'issue_comment', action: 'created' },
      { pull, comment },
      { inputs },
    )
    expect(gateComments(pull).at(-1)).toContain('this is a dry run, which remembers nothing')
    expect(writesIn(answered).filter((route) => !/comment/.test(route))).toEqual([])
    const again = await enter(shop, { event: 'push' }, { sha })
    expect(again.outputs).toMatchObject({ decision: 'review', continue: 'false' })
  })

  test('a window in which only emergencies go: held until it ends, and the output says when', async () => {
    const windows = '{ name: fair, from: 2026-03-10, to: 2026-03-12, effect: emergency-only }'
    const policy = `${enforcing}environments: { production: { windows: [${windows}] } }\n`
    const { shop, sha, pull } = await aboutToDeploy({ policy })
    const run = await enter(shop, { event: 'push' }, { sha })
    expect(run.outputs).toMatchObject({
      decision: 'hold',
      continue: 'false',
      'wake-at': '2026-03-12T00:00:00.000Z',
    })
    expect([statusOf(shop, sha), pull.comments]).toEqual(['pending', []])
    shop.wait(3 * 24 * 60)
    const later = await enter(shop, { event: 'push' }, { sha })
    expect(later.outputs).toMatchObject({ decision: 'review', 'wake-at': '' })
  })

  test.each([
    ['the file enforces, the organisation’s variable observes', enforcing, 'observe', 'true'],
    ['the file observes, the organisation’s variable enforces', 'version: 1\n', 'enforce', 'false'],
    [
      'the file enforces one environment alone, and it is this one',
      'version: 1\nenvironments: { production: { mode: enforce } }\n',
      '',
      'false',
    ],
    [
      'the file enforces one environment alone, and it is another',
      'version: 1\nenvironments: { staging: { mode: enforce }, production: {} }\n',
      '',
      'true',
    ],
  ])('%s', async (_, policy, mode, goesOn) => {
    const { shop, sha } = await aboutToDeploy({ policy })
    const run = await enter(shop, { event: 'push' }, { sha }, { inputs: { mode, environment: 'production' } })
    expect(run.outputs).toMatchObject({ decision: 'review', continue: goesOn })
  })

  test('a policy nobody can read is a review and a red step, in every mode', async () => {
    const { shop, sha } = await aboutToDeploy({ policy: 'version: 1\nmode: inforce\n' })
    const run = await enter(shop, { event: 'push' }, { sha }, { spawned: true })
    expect(run).toMatchObject({
      code: 1,
      outputs: { decision: 'review', continue: 'false', 'reason-code': 'configuration-unreadable' },
    })
    expect(run.annotations).toMatchObject([{ level: 'error', title: 'configuration' }])
    expect(run.annotations[0]?.message).toContain('.github/change-risk.yml:2')
    const enforced = await enter(shop, { event: 'push' }, { sha }, { inputs: { mode: 'enforce' } })
    expect(enforced).toMatchObject({ code: 1, outputs: { decision: 'review', continue: 'false' } })
    expect(statusOf(shop, sha)).toBe('error')
  })

  test('an organisation’s policy holds where the workflow is the default branch’s own, and only there', async () => {
    const { shop, sha } = await aboutToDeploy()
    const inputs = { config: 'version: 1\nmode: enforce\n' }
    const held = await enter(shop, { event: 'push' }, { sha }, { inputs })
    expect(held.outputs).toMatchObject({ continue: 'false' })
    const run = await enter(shop, { event: 'push' }, { sha }, { inputs, ref: 'refs/heads/mine' })
    expect(run.annotations.map(({ message }) => message).join()).toContain(
      'input config is not honoured here',
    )
  })

  test.each([
    ['release', { action: 'published' }],
    ['repository_dispatch', { action: 'deploy' }],
  ])(
    '%s says nothing to judge: what enforces lets nothing go, what observes holds nothing',
    async (event, payload) => {
      for (const [policy, goesOn] of [
        [enforcing, 'false'],
        ['version: 1\n', 'true'],
      ] as const) {
        const shop = await openShop({ policy })
        const about = { ...payload, repository: { full_name: 'acme/shop', default_branch: 'main' } }
        const run = await enter(shop, { event }, {}, { payload: about })
        counts(`${event}, ${goesOn === 'true' ? 'observe' : 'enforce'}`, run, 3)
        expect(run.outputs).toMatchObject({ decision: '', continue: goesOn })
      }
    },
  )
})

describe('split jobs: the deploy’s job runs if `continue`', () => {
  test('a risky change waits until its pull request is approved; then the gate’s job, run again, lets it go', async () => {
    const { shop, pull, sha } = await aboutToDeploy({ policy: enforcing })
    const run = addRun(shop.state, shop.repository, {
      headSha: sha,
      jobs: [{ name: 'gate' }, { name: 'deploy', conclusion: 'skipped' }],
    })
    const job = { runId: run.id }
    const first = await enter(shop, { event: 'push' }, { sha }, job)
    expect(first.outputs['continue']).toBe('false')
    expect(gateComments(pull)).toEqual([
      expect.stringContaining(
        'Approve this pull request, or reply `.approve` · `.pass`. The deployment then goes on by itself.',
      ),
    ])

    shop.wait(10)
    const review = approve(shop, pull)
    const woken = await enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
    counts('pull_request_review, merged', woken, 13)
    expect(run).toMatchObject({ status: 'queued', attempt: 2 })
    expect(gateComments(pull)).toEqual([expect.stringContaining('**Answered.**')])

    const second = await enter(shop, { event: 'push' }, { sha }, { ...job, attempt: 2 })
    expect(second.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha })
    expect(statusOf(shop, sha)).toBe('success')
  })
})

describe('a required status', () => {
  test.each([
    [
      'an approving review',
      async (shop: Shop, pull: ReturnType<typeof propose>) => {
        const review = approve(shop, pull)
        return enter(shop, { event: 'pull_request_review', action: 'submitted' }, { pull, review })
      },
    ],
    [
      '.approve',
      async (shop: Shop, pull: ReturnType<typeof propose>) => {
        const comment = say(shop, pull, '.approve')
        return enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment })
      },
    ],
  ])('is pending, and success after %s; a push makes it pending again', async (_, answer) => {
    const shop = await openShop({ policy: enforcing })
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    await enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
    shop.wait(5)
    await answer(shop, pull)
    expect(statusOf(shop, pull.head.sha)).toBe('success')
    commitTo(shop.state, shop.repository, {
      branch: 'topic',
      files: { 'src/till/more.ts': 'x\n'.repeat(50) },
    })
    await enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull })
    expect(statusOf(shop, pull.head.sha)).toBe('pending')
  })
})

const acting = `${enforcing}environments: { production: { auto-approve: { acts-on: [deployments] } }, staging: {} }\n`

/** A run that waits at production, where ada and a machine account may let it go; the App `gatekeeper` guards it, too. */
const waiting = async (size: 'harmless' | 'risky', { rule = false } = {}) => {
  const shop = await openShop({ policy: acting })
  const { state, repository } = shop
  Object.assign(repository.collaborators, { 'release-bot': 'write' })
  state.tokens['reviewer'] = { login: 'release-bot', kind: 'user' }
  state.tokens['app'] = {
    login: 'gatekeeper[bot]',
    kind: 'app',
    permissions: { actions: 'read', deployments: 'write' },
  }
  addEnvironment(state, repository, {
    name: 'production',
    reviewers: rule ? [] : ['ada', 'release-bot'],
    customRules: rule ? ['gatekeeper'] : [],
  })
  deployed(shop, tipOf(shop))
  const { sha, pull } = ship(shop, { branch: size, size })
  const run = addRun(state, repository, { headSha: sha, pending: ['production'] })
  const knock = (inputs: Readonly<Record<string, string>>) =>
    enter(shop, { event: 'workflow_run', action: 'requested' }, { run }, { inputs })
  return { shop, sha, pull, run, knock }
}

describe('a pending deployment', () => {
  test('is let go by the reviewer’s token, at the commit that was judged', async () => {
    const { run, knock, sha } = await waiting('harmless')
    const result = await knock({ 'reviewer-token': 'reviewer' })
    counts('workflow_run requested, answered', result, 18)
    expect(run).toMatchObject({
      status: 'in_progress',
      pending: [],
      approvals: [{ environments: ['production'], state: 'approved', author: 'release-bot' }],
    })
    expect(run.approvals[0]?.comment).toMatch(/^Goes out unreviewed: /)
    expect(result.outputs).toMatchObject({ decision: 'approve', sha })
  })

  test('is not let go by GITHUB_TOKEN, which says who may', async () => {
    const { run, knock } = await waiting('harmless')
    const result = await knock({})
    expect(run).toMatchObject({ status: 'waiting', pending: ['production'], approvals: [] })
    expect(result.annotations).toMatchObject([{ level: 'warning', title: 'pending-deployments' }])
    expect(result.annotations[0]?.message).toContain(
      'only a required reviewer of the environment may answer, by a personal token; GITHUB_TOKEN and Apps may not',
    )
  })

  test('of a risky change goes on waiting', async () => {
    const { run, knock, pull } = await waiting('risky')
    await knock({ 'reviewer-token': 'reviewer' })
    expect(run).toMatchObject({ status: 'waiting', approvals: [] })
    expect(gateComments(pull)).toHaveLength(1)
  })

  test('is left to people where the policy does not say that the gate acts', async () => {
    const { shop, run, sha } = await waiting('harmless')
    const policy = { '.github/change-risk.yml': enforcing }
    deployed(shop, commitTo(shop.state, shop.repository, { branch: 'base', from: sha, files: policy }))
    run.headSha = commitTo(shop.state, shop.repository, { branch: 'base', files: { 'README.md': 'more\n' } })
    const inputs = { 'reviewer-token': 'reviewer' }
    const result = await enter(shop, { event: 'workflow_run', action: 'requested' }, { run }, { inputs })
    expect(result.outputs).toMatchObject({ decision: 'approve' })
    expect(run.approvals).toEqual([])
  })

  test('guarded by a protection rule is answered by its App, and while it waits is told how it stands', async () => {
    const quiet = await waiting('harmless', { rule: true })
    await quiet.knock({ 'app-token': 'app' })
    expect(quiet.run).toMatchObject({
      status: 'in_progress',
      protections: [{ environment: 'production', state: 'approved', app: 'gatekeeper' }],
    })
    const risky = await waiting('risky', { rule: true })
    await risky.knock({ 'app-token': 'app' })
    expect(risky.run).toMatchObject({ status: 'waiting', protections: [{ state: null, app: 'gatekeeper' }] })
    expect(risky.run.protections[0]?.comment).toMatch(/^Review wanted: /)
  })

  test('at several environments at once: the outputs tell the strictest answer, whichever came last', async () => {
    const { shop, sha, run, knock } = await waiting('risky')
    // It runs in staging already: there is nothing to hold there.
    deployed(shop, sha, 'staging')
    addEnvironment(shop.state, shop.repository, { name: 'staging', reviewers: ['ada', 'release-bot'] })
    for (const order of [
      ['production', 'staging'],
      ['staging', 'production'],
    ]) {
      run.pending = order
      const result = await knock({ 'reviewer-token': 'reviewer' })
      expect(result.outputs).toMatchObject({ decision: 'review', continue: 'false', sha })
      expect(result.outputs['message']).toContain('acme/shop → production')
      expect(result.outputs['message']).toContain('Also answered: staging: approve')
      const both = [
        { environment: 'production', sha, decision: 'review', continue: false },
        { environment: 'staging', sha, decision: 'approve', continue: true },
      ]
      expect(JSON.parse(result.outputs['result'] ?? '')).toMatchObject({
        environment: 'production',
        answers: both,
      })
      expect(JSON.parse(readFileSync(result.outputs['result-file'] ?? '', 'utf8')).answers).toMatchObject(
        both,
      )
      for (const environment of ['production', 'staging'])
        expect(result.summary).toContain(`<sub>${environment}`)
      expect(run.approvals.flatMap(({ environments }) => environments)).not.toContain('production')
      run.status = 'waiting'
    }
  })

  test('at several environments that may all go: it goes on', async () => {
    const { shop, sha, run, knock } = await waiting('harmless')
    deployed(shop, sha, 'staging')
    addEnvironment(shop.state, shop.repository, { name: 'staging', reviewers: ['ada', 'release-bot'] })
    run.pending = ['production', 'staging']
    const result = await knock({ 'reviewer-token': 'reviewer' })
    expect(result.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha })
    expect(JSON.parse(result.outputs['result'] ?? '').answers).toHaveLength(2)
  })

  test('in several runs that wait: the schedule tells the strictest of all', async () => {
    const { shop, sha } = await waiting('risky')
    deployed(shop, sha, 'staging')
    addEnvironment(shop.state, shop.repository, { name: 'staging', reviewers: ['ada'] })
    addRun(shop.state, shop.repository, { headSha: sha, pending: ['staging'] })
    const result = await enter(
      shop,
      { event: 'schedule' },
      {},
      { payload: { schedule: '*/10 * * * *' }, inputs: { 'fail-on': 'review' } },
    )
    expect(result).toMatchObject({ code: 2, outputs: { decision: 'review', continue: 'false' } })
    expect(JSON.parse(result.outputs['result'] ?? '').answers).toHaveLength(2)
  })

  test('is swept by the schedule after its part was approved, wherever its commit lies by now', async () => {
    const { shop, run, pull, knock } = await waiting('risky')
    await knock({ 'reviewer-token': 'reviewer' })
    commitTo(shop.state, shop.repository, { files: { 'README.md': 'later\n' } })
    approve(shop, pull)
    const inputs = { 'reviewer-token': 'reviewer' }
    const payload = { schedule: '*/10 * * * *' }
    const result = await enter(shop, { event: 'schedule' }, {}, { payload, inputs })
    expect(result.outputs).toMatchObject({ decision: 'approve', sha: run.headSha })
    expect(run).toMatchObject({ status: 'in_progress', approvals: [{ state: 'approved' }] })
  })
})

describe('auto-approval of pull requests', () => {
  const policy = `${enforcing}environments: { production: { auto-approve: { acts-on: [pull-requests] } } }\n`
  const opened = (shop: Shop, pull: ReturnType<typeof propose>) =>
    enter(shop, { event: 'pull_request_target', action: 'opened' }, { pull })
  const allowed = { overrides: { canApprovePullRequestReviews: true } }

  test('is never done by default', async () => {
    const shop = await openShop({ policy: enforcing, ...allowed })
    const pull = propose(shop, { branch: 'quiet' })
    const run = await opened(shop, pull)
    expect([run.outputs['decision'], pull.reviews]).toEqual(['approve', []])
  })

  test('approves exactly the commit that was scored, and names its record', async () => {
    const shop = await openShop({ policy, ...allowed })
    const pull = propose(shop, { branch: 'quiet' })
    const run = await opened(shop, pull)
    counts('pull_request_target, approved by the gate', run, 36)
    expect(pull.reviews).toMatchObject([
      { author: 'github-actions[bot]', state: 'APPROVED', commit: pull.head.sha },
    ])
    expect(pull.reviews[0]?.body).toContain(`Record ${run.outputs['ledger-record']}.`)
    await opened(shop, pull)
    expect(pull.reviews).toHaveLength(1)
  })

  test('is withdrawn when a later run wants a review', async () => {
    const shop = await openShop({ policy, ...allowed })
    const pull = propose(shop, { branch: 'quiet' })
    await opened(shop, pull)
    const files = { 'src/till/till.ts': 'till\n'.repeat(900), 'src/till/new.ts': 'till\n'.repeat(900) }
    commitTo(shop.state, shop.repository, { branch: 'quiet', files })
    const run = await enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull })
    expect(run.outputs['decision']).toBe('review')
    expect(pull.reviews.map(({ state }) => state)).toEqual(['DISMISSED'])
  })

  test('is withdrawn at once when the head moved while it was given', async () => {
    const shop = await openShop({ policy, ...allowed })
    const pull = propose(shop, { branch: 'quiet' })
    const before = pull.head.sha
    const { reviews } = pull
    const give = reviews.push.bind(reviews)
    // Somebody pushes in the very moment in which the approval is written.
    reviews.push = (...given) => {
      reviews.push = give
      commitTo(shop.state, shop.repository, {
        branch: 'quiet',
        files: { 'src/till/till.ts': 'sneaked in\n' },
      })
      return give(...given)
    }
    const run = await opened(shop, pull)
    expect([...reviews]).toMatchObject([{ state: 'DISMISSED', commit: before }])
    expect(run.annotations.map(({ message }) => message).join()).toMatch(/Our approval of #61 is withdrawn/)
  })

  test('that the repository does not allow is refused with the setting’s name', async () => {
    const shop = await openShop({ policy })
    const pull = propose(shop, { branch: 'quiet' })
    const run = await opened(shop, pull)
    expect([run.code, pull.reviews]).toEqual([0, []])
    expect(run.annotations).toMatchObject([{ level: 'warning', title: 'approval' }])
    expect(run.annotations[0]?.message).toContain(
      '"Allow GitHub Actions to create and approve pull requests"',
    )
    expect(statusOf(shop, pull.head.sha)).toBe('success')
  })

  test('is decided by the policy at the base, not by the one in the pull request, which goes to review', async () => {
    const shop = await openShop({ policy: enforcing, ...allowed })
    const pull = propose(shop, { branch: 'quiet', files: { '.github/change-risk.yml': policy } })
    const run = await opened(shop, pull)
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'gate-files-changed' })
    expect(pull.reviews).toEqual([])
    expect(writesIn(run)).not.toContain('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews')
  })
})
