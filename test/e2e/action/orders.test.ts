/** Overrides and freezes: who may give them, what they let go or hold, for how long, and what is asked afterwards. */
import { describe, expect, test } from 'vitest'
import { commitTo } from '../../github/repositories.ts'
import type { Issue, Pull } from '../../github/state.ts'
import { readLedger } from './safety.ts'
import {
  addRun,
  deployed,
  enforcing,
  enter,
  openShop,
  propose,
  type Shop,
  say,
  ship,
  statusOf,
  tipOf,
} from './shop.ts'

const appToken = `ghs_${'A1b2'.repeat(9)}`

const open = async (policy = ''): Promise<Shop> => {
  const shop = await openShop({
    policy: `${enforcing}${policy}`,
    overrides: {
      collaborators: { mira: 'write', ada: 'write', jonas: 'write', lena: 'maintain', noor: 'read' },
    },
  })
  shop.state.organizations.push({
    login: 'acme',
    members: ['ada', 'mira'],
    teams: [{ slug: 'oncall', id: 7, members: ['ada'] }],
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
  deployed(shop, tipOf(shop))
  deployed(shop, tipOf(shop), 'staging')
  return shop
}

const byAda = 'emergency: { by: ["@ada"], review-within: 2d }\n'
const reason = '--reason "checkout is down"'

type Inputs = Readonly<Record<string, string>>

const look = (shop: Shop, pull: Pull, inputs: Inputs = {}) =>
  enter(shop, { event: 'pull_request_target', action: 'synchronize' }, { pull }, { inputs })

const command = (shop: Shop, on: Issue | Pull, body: string, author: string, inputs: Inputs = {}) => {
  const comment = say(shop, on, body, author)
  const about = 'reviews' in on ? { pull: on } : { issue: on }
  return enter(shop, { event: 'issue_comment', action: 'created' }, { ...about, comment }, { inputs })
}

const push = (shop: Shop, sha: string, inputs: Inputs = {}, env: Record<string, string> = {}, runId = 500) =>
  enter(shop, { event: 'push' }, { sha }, { runId, env, inputs: { environment: 'production', ...inputs } })

const answers = (on: Issue | Pull): string => on.comments.map(({ body }) => body).join('\n')

/** A risky pull request that was shown to its people, and what became of it after a command. */
const ordered = async (policy: string, body: string, author: string, inputs: Inputs = {}) => {
  const shop = await open(policy)
  const pull = propose(shop, { branch: 'topic', size: 'risky' })
  await look(shop, pull, inputs)
  shop.wait(3)
  await command(shop, pull, body, author, inputs)
  return { shop, pull, run: await look(shop, pull, inputs) }
}

describe('an emergency override', () => {
  const byTeam = 'emergency: { by: ["@acme/oncall"] }\n'
  const asApp = { 'github-token': appToken }
  test.each<[string, string, string, string, Inputs, 'approve' | 'review', RegExp]>([
    [
      'of somebody the policy names',
      byAda,
      `.override ${reason}`,
      'ada',
      {},
      'approve',
      /\*\*Recorded:\*\* ada overrides the gate for production at [0-9a-f]{12} until 2026-03-10 12:03 UTC/,
    ],
    [
      'for as long as they say',
      byAda,
      `.override --for 30m ${reason}`,
      'ada',
      {},
      'approve',
      /until 2026-03-10 10:33 UTC/,
    ],
    [
      'for longer than any may hold',
      byAda,
      `.override --for 3d ${reason}`,
      'ada',
      {},
      'review',
      /holds for 24 hours at most/,
    ],
    ['without a reason', byAda, '.override', 'ada', {}, 'review', /override wants a reason/],
    [
      'of somebody else who may write',
      byAda,
      `.override ${reason}`,
      'jonas',
      {},
      'review',
      /\*\*Not recorded\*\*, jonas: only ada may/,
    ],
    ['of its author, whom nobody names', byAda, `.override ${reason}`, 'mira', {}, 'review', /only ada may/],
    ['where the policy names nobody', '', `.override ${reason}`, 'ada', {}, 'review', /names nobody who may/],
    [
      'of a member of a named team',
      byTeam,
      `.override ${reason}`,
      'ada',
      asApp,
      'approve',
      /\*\*Recorded:\*\*/,
    ],
    [
      'of a member, under a token that may not read the team',
      byTeam,
      `.override ${reason}`,
      'ada',
      {},
      'review',
      /members of acme\/oncall cannot be read, so nobody counts as one/,
    ],
    [
      'of somebody outside the team',
      byTeam,
      `.override ${reason}`,
      'mira',
      asApp,
      'review',
      /only acme\/oncall may/,
    ],
    [
      'for another environment',
      `${byAda}environments: { production: {}, staging: {} }\n`,
      `.override --environment staging ${reason}`,
      'ada',
      {},
      'review',
      /overrides the gate for staging/,
    ],
    [
      'for an environment that there is not',
      `${byAda}environments: { production: {} }\n`,
      `.override --environment moon ${reason}`,
      'ada',
      {},
      'review',
      /environment "moon" is not configured/,
    ],
    [
      'of another commit',
      byAda,
      `.override --sha deadbeef ${reason}`,
      'ada',
      {},
      'review',
      /the pull request has moved on/,
    ],
  ])('%s', async (_, policy, body, author, inputs, decision, answer) => {
    const { shop, pull, run } = await ordered(policy, body, author, inputs)
    expect(run.outputs).toMatchObject({ decision, continue: String(decision === 'approve') })
    if (decision === 'approve') expect(run.outputs['reason-code']).toBe('emergency-override')
    expect(statusOf(shop, pull.head.sha)).toBe(decision === 'approve' ? 'success' : 'pending')
    expect(answers(pull).replaceAll('\\', '')).toMatch(answer)
  })

  test('holds for its commit alone, and no longer than it says', async () => {
    const { shop, pull, run } = await ordered(byAda, `.override --for 1h ${reason}`, 'ada')
    expect(run.outputs).toMatchObject({ decision: 'approve' })
    shop.wait(61)
    expect((await look(shop, pull)).outputs).toMatchObject({
      decision: 'review',
      'reason-code': 'part-above-limit',
    })
    shop.wait(3)
    await command(shop, pull, `.override ${reason}`, 'ada')
    expect((await look(shop, pull)).outputs).toMatchObject({ decision: 'approve' })
    commitTo(shop.state, shop.repository, {
      branch: 'topic',
      files: { 'src/till/late.ts': 'late\n' },
      author: 'mira',
    })
    pull.head.sha = tipOf(shop, 'topic')
    expect((await look(shop, pull)).outputs).toMatchObject({ decision: 'review' })
  })

  test('lets a waiting deployment go: its run is started again, and it goes on, here and not elsewhere', async () => {
    const shop = await open(`${byAda}environments: { production: {}, staging: {} }\n`)
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    expect((await push(shop, sha, {}, {}, run.id)).outputs).toMatchObject({ decision: 'review' })
    shop.wait(3)
    await command(shop, pull, `.override ${reason}`, 'ada')
    expect(run.attempt).toBe(2)
    const second = await push(shop, sha, {}, {}, run.id)
    expect(second.outputs).toMatchObject({ decision: 'approve', 'reason-code': 'emergency-override', sha })
    const elsewhere = await push(shop, sha, { environment: 'staging' })
    expect(elsewhere.outputs).toMatchObject({ decision: 'review' })
  })

  test.each<[string, Inputs, Record<string, string>, string, RegExp]>([
    [
      'of whoever started the run',
      { emergency: 'true', 'emergency-reason': 'down' },
      { GITHUB_ACTOR: 'ada' },
      'approve',
      /emergency: done\. ada overrides the gate for production/,
    ],
    [
      'of whoever started it again',
      { emergency: 'true', 'emergency-reason': 'down' },
      { GITHUB_TRIGGERING_ACTOR: 'jonas', GITHUB_ACTOR: 'ada' },
      'review',
      /input emergency is not honoured for jonas: only ada may/,
    ],
    [
      'of nobody the policy names',
      { emergency: 'true', 'emergency-reason': 'down' },
      {},
      'review',
      /not honoured for mira/,
    ],
    ['not asked for', { emergency: 'false' }, { GITHUB_ACTOR: 'ada' }, 'review', /^/],
    [
      'in a workflow that anybody may have written',
      { emergency: 'true', 'emergency-reason': 'down' },
      { GITHUB_ACTOR: 'ada', GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/gate.yml@refs/heads/topic' },
      'review',
      /input emergency is not honoured here/,
    ],
  ])('by the input emergency: %s', async (_, inputs, env, decision, told) => {
    const shop = await open(byAda)
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = await push(shop, sha, inputs, env)
    expect(run.outputs).toMatchObject({ decision })
    expect(run.log).toMatch(told)
  })

  test('by the input emergency wants a reason', async () => {
    const shop = await open(byAda)
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const run = await push(shop, sha, { emergency: 'true' }, { GITHUB_ACTOR: 'ada' })
    expect(run.code).toBe(1)
    expect(run.log).toContain('input emergency-reason: is empty')
    expect(run.outputs['continue']).not.toBe('true')
  })

  test('counts for nothing where somebody named themselves in the same change', async () => {
    const shop = await open(byAda)
    const files = { '.github/change-risk.yml': `${enforcing}emergency: { by: ["@ada", "@jonas"] }\n` }
    const { sha } = ship(shop, { branch: 'policy', files })
    const inputs = { emergency: 'true', 'emergency-reason': 'down' }
    const run = await push(shop, sha, inputs, { GITHUB_ACTOR: 'jonas' })
    expect(run.outputs).toMatchObject({ decision: 'review', 'reason-code': 'gate-files-changed' })
    expect(run.log).toContain('an emergency override stands that counts for nothing here')
  })

  test('cannot go where the policy that names people cannot be read, nor where nothing can be remembered', async () => {
    const shop = await open(byAda)
    const { pull, sha } = ship(shop, { branch: 'risky', size: 'risky' })
    await push(shop, sha)
    shop.wait(3)
    commitTo(shop.state, shop.repository, { files: { '.github/change-risk.yml': 'version: 1\nmode: [\n' } })
    await command(shop, pull, `.override ${reason}`, 'ada')
    expect(answers(pull)).toContain('cannot be read, so nobody knows who may say that')
    const other = await open(byAda)
    const risky = ship(other, { branch: 'risky', size: 'risky' })
    other.state.tokens['workflow-token'] = {
      login: 'github-actions[bot]',
      kind: 'workflow',
      permissions: {
        contents: 'read',
        deployments: 'read',
        issues: 'write',
        'pull-requests': 'write',
        statuses: 'write',
      },
    }
    const run = await push(
      other,
      risky.sha,
      { emergency: 'true', 'emergency-reason': 'down' },
      { GITHUB_ACTOR: 'ada' },
    )
    expect(run.outputs['continue']).not.toBe('true')
  })
})

describe('the review afterwards', () => {
  const overridden = async () => {
    const told = await ordered(byAda, `.override ${reason}`, 'ada')
    const [issue] = told.shop.repository.issues
    return { ...told, issue: issue! }
  }

  test('is asked for in an issue of its own, once', async () => {
    const { shop, pull, issue } = await overridden()
    expect(shop.repository.issues).toHaveLength(1)
    expect(issue.title).toMatch(/^Review afterwards: [0-9a-f]{8} went to production by emergency override$/)
    expect(answers(issue)).toMatch(/\*\*Somebody else: read .* by 2026-03-12 10:03 UTC/)
    await look(shop, pull)
    expect(shop.repository.issues).toHaveLength(1)
  })

  test.each<[string, string, string, 'open' | 'closed', RegExp]>([
    ['whoever overrode it', 'ada', '.outcome ok', 'open', /you overrode it yourself/],
    ['somebody who may only read', 'noor', '.outcome ok', 'open', /may not write here/],
    [
      'somebody else, that it was well',
      'jonas',
      '.outcome ok read it twice',
      'closed',
      /jonas says that what went out by override was well/,
    ],
    [
      'its author, that it failed',
      'mira',
      '.outcome failed the till was empty',
      'closed',
      /mira says that what went out by override failed/,
    ],
  ])('is given by %s', async (_, author, body, state, answer) => {
    const { shop, issue } = await overridden()
    await command(shop, issue, body, author)
    expect(answers(issue)).toMatch(answer)
    expect(issue.state).toBe(state)
    const { records, problems } = await readLedger(shop, 'workflow-token')
    expect(problems).toEqual([])
    const reviews = records.filter(
      ({ kind, body: said }) => kind === 'override' && said['what'] === 'reviewed',
    )
    expect(reviews).toHaveLength(state === 'closed' ? 1 : 0)
  })

  test('is chased by the schedule when it is overdue: once, and no more when somebody closed the issue', async () => {
    const { shop, issue } = await overridden()
    const sweep = () => enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '7 * * * *' } })
    await sweep()
    expect(answers(issue)).not.toContain('Overdue')
    shop.wait(3 * 24 * 60)
    await sweep()
    await sweep()
    expect(
      answers(issue).match(/\*\*Overdue:\*\* this was to be reviewed by 2026-03-12 10:03 UTC/g),
    ).toHaveLength(1)
    const forgotten = await overridden()
    forgotten.issue.state = 'closed'
    forgotten.shop.wait(3 * 24 * 60)
    await enter(forgotten.shop, { event: 'schedule' }, {}, { payload: { schedule: '7 * * * *' } })
    expect(answers(forgotten.issue)).not.toContain('Overdue')
  })
})

describe('a freeze', () => {
  const two = 'environments: { production: {}, staging: {} }\n'
  /** Commands with their authors, and minutes that pass ("90m"), in turn. */
  const play = async (
    steps: readonly string[],
    policy = two,
  ): Promise<{ shop: Shop; pull: Pull; sha: string }> => {
    const shop = await open(policy)
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    for (const step of steps) {
      const [, minutes, author = '', body = ''] = /^(?:(\d+)m|(\w+): (.*))$/.exec(step) ?? []
      if (minutes !== undefined) shop.wait(Number(minutes))
      else await command(shop, pull, body, author)
    }
    return { shop, pull, sha }
  }

  test.each<[string, readonly string[], string, string, RegExp]>([
    ['nobody froze anything', [], 'approve', 'approve', /^/],
    [
      'of one environment',
      ['mira: .freeze production --reason "a fair is on"'],
      'hold',
      'approve',
      /mira freezes production until somebody lifts it/,
    ],
    ['of everything', ['mira: .freeze --reason "a fair is on"'], 'hold', 'hold', /mira freezes everything/],
    [
      'for a while',
      ['mira: .freeze production --for 2h --reason fair', '60m'],
      'hold',
      'approve',
      /until 2026-03-10 12:00 UTC/,
    ],
    ['that is over', ['mira: .freeze production --for 2h --reason fair', '121m'], 'approve', 'approve', /^/],
    [
      'until a moment',
      ['mira: .freeze production --until 2026-03-10T13:00+02:00 --reason fair'],
      'hold',
      'approve',
      /until 2026-03-10 11:00 UTC/,
    ],
    [
      'until a moment that is over',
      ['mira: .freeze production --until 2026-03-09T13:00Z --reason fair'],
      'approve',
      'approve',
      /that moment is over/,
    ],
    ['without a reason', ['mira: .freeze production'], 'approve', 'approve', /freeze wants a reason/],
    [
      'of somebody who may only read',
      ['noor: .freeze --reason no'],
      'approve',
      'approve',
      /may not write here/,
    ],
    [
      'of an environment there is not',
      ['mira: .freeze moon --reason no'],
      'approve',
      'approve',
      /environment "moon" is not configured/,
    ],
    [
      'lifted by whoever gave it',
      ['mira: .freeze production --reason fair', 'mira: .unfreeze production'],
      'approve',
      'approve',
      /mira lifts the freeze of production/,
    ],
    [
      'lifted by a maintainer',
      ['mira: .freeze production --reason fair', 'lena: .unfreeze production'],
      'approve',
      'approve',
      /lena lifts/,
    ],
    [
      'lifted by anybody who may write',
      ['mira: .freeze production --reason fair', 'jonas: .unfreeze production'],
      'hold',
      'approve',
      /only mira, who froze it/,
    ],
    [
      'that another does not shorten',
      ['mira: .freeze production --reason fair', 'jonas: .freeze production --for 1h --reason x', '61m'],
      'hold',
      'approve',
      /A freeze that stood already lasts longer/,
    ],
    [
      'nor lift by freezing it again',
      [
        'mira: .freeze production --reason fair',
        'jonas: .freeze production --for 1h --reason x',
        'jonas: .unfreeze production',
      ],
      'hold',
      'approve',
      /only mira, who froze it/,
    ],
    [
      'of everything is not lifted by a name',
      ['mira: .freeze --reason fair', 'mira: .unfreeze production'],
      'hold',
      'hold',
      /everything is frozen, and that is lifted as a whole/,
    ],
    [
      'lifted where there is none',
      ['mira: .unfreeze production'],
      'approve',
      'approve',
      /production is not frozen/,
    ],
    [
      'of both, of which one is lifted',
      ['mira: .freeze --reason a', 'mira: .freeze production --reason b', 'mira: .unfreeze'],
      'hold',
      'approve',
      /lifts the freeze of everything/,
    ],
  ])('%s', async (_, steps, production, staging, answer) => {
    const { shop, pull, sha } = await play(steps)
    const run = await push(shop, sha)
    expect(run.outputs).toMatchObject({ decision: production })
    if (production === 'hold')
      expect(run.outputs).toMatchObject({ 'reason-code': 'frozen', continue: 'false' })
    if (steps.length > 0 && production !== 'approve')
      expect((await push(shop, sha, { environment: 'staging' })).outputs).toMatchObject({ decision: staging })
    expect(answers(pull).replaceAll('\\', '')).toMatch(answer)
  })

  test('is passed by what goes back, and by an emergency override', async () => {
    const { shop, sha } = await play(['mira: .freeze --reason fair'], `${byAda}${two}`)
    const before = tipOf(shop)
    expect((await push(shop, sha)).outputs).toMatchObject({ decision: 'hold' })
    const run = await push(
      shop,
      sha,
      { emergency: 'true', 'emergency-reason': 'down' },
      { GITHUB_ACTOR: 'ada' },
    )
    expect(run.outputs).toMatchObject({ decision: 'approve', 'reason-code': 'emergency-override' })
    deployed(shop, before)
    const parent = shop.repository.deployments[0]!.sha
    expect((await push(shop, parent)).outputs).toMatchObject({
      decision: 'approve',
      'reason-code': 'rollback',
    })
  })

  test('that is lifted lets go what it held: the schedule starts it again', async () => {
    const { shop, sha } = await play(['mira: .freeze production --reason fair'])
    const run = addRun(shop.state, shop.repository, { headSha: sha, jobs: [{ name: 'gate' }] })
    expect((await push(shop, sha, {}, {}, run.id)).outputs).toMatchObject({ decision: 'hold', 'wake-at': '' })
    const sweep = () => enter(shop, { event: 'schedule' }, {}, { payload: { schedule: '7 * * * *' } })
    await sweep()
    expect(run.attempt).toBe(1)
    const elsewhere = propose(shop, { branch: 'elsewhere' })
    await command(shop, elsewhere, '.unfreeze production', 'mira')
    await sweep()
    expect(run.attempt).toBe(2)
    expect((await push(shop, sha, {}, {}, run.id)).outputs).toMatchObject({ decision: 'approve' })
  })
})
