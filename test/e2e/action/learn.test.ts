/** The action that learns, in jobs of its own: what it asks of GitHub, what it keeps on the branch, and what it says. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addIssue } from '../../github/repositories.ts'
import { nextId, workflowToken } from '../../github/state.ts'
import { type ActionResult, runAction } from './runner.ts'
import { addRun, deployed, enforcing, enter, openShop, type Shop, say, ship, tipOf } from './shop.ts'

const policy = `${enforcing}incidents: [{ source: github-issues, labels: [incident] }]\n`

const learn = (
  shop: Shop,
  inputs: Readonly<Record<string, string>> = {},
  event = 'schedule',
  workspace?: string,
) =>
  runAction({
    ...(workspace === undefined ? {} : { workspace }),
    program: 'learn',
    github: shop.github,
    repository: shop.repository,
    event,
    payload: { ref: 'refs/heads/main', after: tipOf(shop) },
    // The shop trades in its own year, whatever year it is here.
    inputs: { period: '60mo', ...inputs },
  })

const later = (shop: Shop, minutes: number): string =>
  new Date(shop.state.clock().getTime() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z')

/** Harmless went out, then risky, which was taken back, and whose part an issue blames. */
const trade = async () => {
  const shop = await openShop({ policy })
  deployed(shop, tipOf(shop), 'production', { createdAt: later(shop, 0) })
  const first = ship(shop, { branch: 'harmless' })
  deployed(shop, first.sha, 'production', { createdAt: later(shop, 10) })
  const second = ship(shop, { branch: 'risky', size: 'risky' })
  deployed(shop, second.sha, 'production', { createdAt: later(shop, 20) })
  deployed(shop, first.sha, 'production', { createdAt: later(shop, 65) })
  return { shop, first, second }
}

const asksAtMost = ({ requests, stderr }: ActionResult, most: number): void => {
  expect(requests.length).toBeLessThanOrEqual(most)
  expect(stderr).toBe('')
}

describe('learning in a job', () => {
  test('counts what went out by override, and learns from the review afterwards', async () => {
    const shop = await openShop({ policy: `${enforcing}emergency: { by: ["@ada"] }\n` })
    deployed(shop, tipOf(shop), 'production', { createdAt: later(shop, 0) })
    const { sha } = ship(shop, { branch: 'risky', size: 'risky' })
    const inputs = { environment: 'production', emergency: 'true', 'emergency-reason': 'checkout is down' }
    const run = await enter(shop, { event: 'push' }, { sha }, { inputs, env: { GITHUB_ACTOR: 'ada' } })
    expect(run.outputs).toMatchObject({ decision: 'approve', 'reason-code': 'emergency-override' })
    shop.wait(10)
    deployed(shop, sha, 'production', { createdAt: later(shop, 0) })
    const before = JSON.parse((await learn(shop)).outputs['result'] ?? '')
    expect(before).toMatchObject({
      overrides: { given: 1, reviewed: 0, failed: 0, overdue: 1 },
      failed: [],
    })

    const [issue] = shop.repository.issues
    const comment = say(shop, issue!, '.outcome failed the till stayed empty', 'jonas')
    await enter(shop, { event: 'issue_comment', action: 'created' }, { issue: issue!, comment })
    const ran = await learn(shop)
    const after = JSON.parse(ran.outputs['result'] ?? '')
    expect(after).toMatchObject({
      overrides: { given: 1, reviewed: 1, failed: 1, overdue: 0 },
      failed: [{ sha, lane: 'overridden', environment: 'production' }],
    })
    expect(ran.summary).toContain('1 emergency override · 1 reviewed afterwards · 1 of them failed')
  })

  test('collects what became of deployments, says what failed, and asks only for what is new the next time', async () => {
    const { shop, second } = await trade()
    const ran = await learn(shop)
    expect(ran.annotations).toEqual([])
    expect(ran.code).toBe(0)
    expect(ran.outputs).toMatchObject({ failed: '1', deployments: '4' })
    const { failed, environments } = JSON.parse(ran.outputs['result'] ?? '')
    expect(environments).toMatchObject([{ name: 'production', states: { 'rolled-back': 1 } }])
    expect(failed).toMatchObject([
      { change: `#${second.pull.number}`, state: 'rolled-back', minutesToRecover: 45, lane: 'unseen' },
    ])
    expect(ran.summary).toContain('1 failed change, newest first')
    const card = readFileSync(ran.outputs['card-file'] ?? '', 'utf8')
    expect(card).toMatch(/^# Model card: /)
    expect(ran.summary).toContain(`<details><summary>Model card</summary>\n\n${card}\n</details>`)
    asksAtMost(ran, 12)

    const again = await learn(shop)
    expect(again.outputs).toMatchObject({ failed: '1', deployments: '4' })
    expect(JSON.parse(again.outputs['result'] ?? '').ledger.written).toBe(0)
    asksAtMost(again, 12)
  })

  test('what a person says is obeyed the next time, and the gate decides by it', async () => {
    const { shop, second } = await trade()
    await learn(shop)
    const said = say(shop, second.pull, '.outcome ok')
    await enter(shop, { event: 'issue_comment', action: 'created' }, { pull: second.pull, comment: said })
    const ran = await learn(shop)
    expect(ran.outputs).toMatchObject({ failed: '0' })
    expect(JSON.parse(ran.outputs['result'] ?? '').labels).toMatchObject({ cleared: 1 })
  })

  test('a busy day costs thirty requests at most', async () => {
    const shop = await openShop({ policy })
    deployed(shop, tipOf(shop), 'production', { createdAt: later(shop, 0) })
    const shas = Array.from({ length: 100 }, (_, at) => {
      const files = { [`src/part-${at}.ts`]: `part ${at}\n` }
      return ship(shop, { branch: `part-${at}`, files }).sha
    })
    for (const [at, sha] of shas.entries())
      for (const environment of ['production', 'staging'])
        deployed(shop, sha, environment, { createdAt: later(shop, 10 + at) })
    addIssue(shop.state, shop.repository, {
      title: 'It broke',
      labels: ['incident'],
      body: `root cause: ${shas[40]}`,
    })
    const ran = await learn(shop)
    expect(ran.annotations).toEqual([])
    expect(ran.outputs).toMatchObject({ deployments: '101' })
    asksAtMost(ran, 30)
    asksAtMost(await learn(shop), 30)
  })

  test('counts the issues of people who belong here and of those who are named, and lists the others', async () => {
    const { shop, second } = await trade()
    const open = (author: string, title: string) =>
      addIssue(shop.state, shop.repository, {
        ...{ author, title, labels: ['incident'], createdAt: later(shop, 30) },
        body: `The outage was caused by #${second.pull.number}.`,
      })
    const [own, strange, bot] = [
      open('mira', 'Tills'),
      open('passer-by', 'Ha'),
      open('watchdog[bot]', 'Down'),
    ]
    const ran = JSON.parse((await learn(shop)).outputs['result'] ?? '')
    expect(ran.incidents).toMatchObject({
      understood: 1,
      confirmed: 1,
      notCounted: [
        expect.stringMatching(`^#${bot.number}, labelled incident: opened by the app watchdog\\[bot\\];`),
        expect.stringMatching(
          `^#${strange.number}, labelled incident: opened by somebody without write access;`,
        ),
      ],
    })
    expect(JSON.stringify(ran)).not.toContain('passer-by')
    expect(ran.links).toMatchObject([{ incident: `#${own.number}`, state: 'confirmed' }])
  })

  test('a change that a person clears in the incident stays cleared, whatever the issue goes on saying', async () => {
    const { shop, second } = await trade()
    const issue = addIssue(shop.state, shop.repository, {
      ...{ author: 'mira', title: 'Tills', labels: ['incident'], createdAt: later(shop, 30) },
      body: `The outage was caused by #${second.pull.number}.`,
    })
    const links = async () => {
      const { incidents, links: all } = JSON.parse((await learn(shop)).outputs['result'] ?? '')
      return [incidents.confirmed, incidents.noneBecause, all.length]
    }
    expect(await links()).toEqual([1, {}, 1])
    const said = say(shop, issue, `.unblame #${second.pull.number}`)
    await enter(shop, { event: 'issue_comment', action: 'created' }, { issue, comment: said })
    expect(await links()).toEqual([0, { cleared: 1 }, 0])
    issue.body = `Once more: it was caused by #${second.pull.number}.`
    expect(await links()).toEqual([0, { cleared: 1 }, 0])
  })

  test('believes no post-mortem that stands on another branch', async () => {
    const shop = await openShop({
      policy: `${enforcing}incidents: [{ source: post-mortems, paths: ["postmortems/*.md"] }]\n`,
    })
    const { sha } = ship(shop, {
      branch: 'lies',
      files: {
        'postmortems/lie.md': '# Lie\n\n## Summary\n\nAll is bad.\n\n## Root cause\n\nIt was caused by #1.\n',
      },
    })
    const on = async (ref: string) => {
      const ran = await runAction({
        program: 'learn',
        github: shop.github,
        repository: shop.repository,
        event: 'push',
        payload: { ref, after: sha, repository: { default_branch: 'main' } },
        inputs: { period: '60mo' },
      })
      return JSON.parse(ran.outputs['result'] ?? '').incidents
    }
    expect(await on('refs/heads/main')).toMatchObject({ understood: 1, notCounted: [] })
    expect(await on('refs/heads/lies')).toMatchObject({
      understood: 0,
      notCounted: [
        'post-mortems postmortems/*.md: on lies anybody may write one; run learn on the default branch',
      ],
    })
  })

  test('reads what an earlier step of the job fetched, whatever tool it is from', async () => {
    const shop = await openShop({
      policy: `${enforcing}incidents: [{ source: files, paths: ["incidents/*.json"], time-zone: Europe/Paris }]\n`,
    })
    const workspace = mkdtempSync(join(tmpdir(), 'change-risk-learn-'))
    const read = async () =>
      JSON.parse((await learn(shop, {}, 'schedule', workspace)).outputs['result'] ?? '')
    expect((await read()).incidents).toMatchObject({
      understood: 0,
      unusable: [
        'incidents/*.json: matches no file of the checkout; fetch it in an earlier step, or mend the path',
      ],
    })
    mkdirSync(join(workspace, 'incidents'))
    for (const name of ['pagerduty.json', 'statuspage.json'])
      copyFileSync(join('test/sources/incidents/fixtures', name), join(workspace, 'incidents', name))
    writeFileSync(join(workspace, 'incidents/spoilt.json'), '{')
    const { incidents } = await read()
    expect(incidents.understood).toBeGreaterThan(2)
    expect(incidents.unusable).toEqual([expect.stringMatching(/^incidents\/spoilt\.json: begins like JSON/)])
  })

  test('never on a pull request', async () => {
    const { shop } = await trade()
    const ran = await learn(shop, {}, 'pull_request')
    expect(ran.code).toBe(1)
    expect(ran.annotations).toMatchObject([{ level: 'error', title: 'learn' }])
    expect(ran.requests).toEqual([])
  })

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['a period that is none', { period: 'soon' }, /input period: got "soon"/],
    [
      'a file that is not there',
      { deployments: 'nowhere.jsonl' },
      /input deployments: nowhere\.jsonl cannot be read/,
    ],
    ['a token that may not read deployments', { 'github-token': 'reads-only' }, /deployments: read/],
  ])('says what to mend: %s', async (_, inputs, says) => {
    const { shop } = await trade()
    shop.state.tokens['reads-only'] = workflowToken({ contents: 'write', issues: 'read' })
    const ran = await learn(shop, inputs)
    expect(ran.code).toBe(1)
    expect(ran.annotations).toMatchObject([
      { level: 'error', title: 'learn', message: expect.stringMatching(says) },
    ])
  })
})

/** Many teams deploy by a workflow without `environment:`: its runs are all there is. */
describe('deployments by workflow runs', () => {
  const byRuns = `${enforcing}deployments: [{ source: workflow-runs, workflow: deploy.yml, environment: production, job: deploy }]\n`
  const ranIn = (shop: Shop, sha: string, minutes: number, conclusion = 'success', ended = minutes + 4) => {
    const [createdAt, updatedAt] = [later(shop, minutes), later(shop, ended)]
    return addRun(shop.state, shop.repository, {
      ...{ headSha: sha, createdAt, startedAt: createdAt, updatedAt },
      // The run of a workflow that holds a gate goes through whatever the gate says.
      conclusion: conclusion === 'failure' ? 'failure' : 'success',
      jobs: [
        { name: 'gate', startedAt: createdAt, completedAt: updatedAt },
        { name: 'deploy', conclusion, startedAt: createdAt, completedAt: updatedAt },
      ],
    })
  }
  /** Started again, and now it goes through. */
  const rerun = (shop: Shop, run: ReturnType<typeof ranIn>, minutes: number): void => {
    const [startedAt, updatedAt] = [later(shop, minutes), later(shop, minutes + 4)]
    run.earlier.push({ conclusion: run.conclusion, createdAt: run.startedAt, updatedAt: run.updatedAt })
    Object.assign(run, { attempt: run.attempt + 1, startedAt, updatedAt, conclusion: 'success' })
    const last = run.jobs.at(-1)!
    run.jobs.push({
      ...{ ...last, id: nextId(shop.state), conclusion: 'success', attempt: run.attempt },
      ...{ startedAt, completedAt: updatedAt },
    })
  }

  test('a rollback by starting an older run again is one, and what was held is none', async () => {
    const shop = await openShop({ policy: byRuns })
    ranIn(shop, tipOf(shop), 0)
    const first = ship(shop, { branch: 'harmless' })
    const good = ranIn(shop, first.sha, 10)
    const second = ship(shop, { branch: 'risky', size: 'risky' })
    ranIn(shop, second.sha, 20)
    rerun(shop, good, 65)
    const third = ship(shop, { branch: 'held' })
    ranIn(shop, third.sha, 90, 'skipped')
    const ran = await learn(shop)
    expect(ran.annotations).toEqual([])
    const { failed, environments } = JSON.parse(ran.outputs['result'] ?? '')
    expect(environments).toMatchObject([
      { name: 'production', deployments: 4, states: { 'rolled-back': 1, failed: 0 } },
    ])
    expect(failed).toMatchObject([
      { change: `#${second.pull.number}`, state: 'rolled-back', minutesToRecover: 45 },
    ])
    asksAtMost(ran, 12)
    expect(JSON.parse((await learn(shop)).outputs['result'] ?? '').ledger.written).toBe(0)

    // The gate judges from what runs: neither what was taken back nor what was held.
    const judged = await enter(shop, { event: 'push' }, { sha: third.sha })
    const { change, unavailable } = JSON.parse(judged.outputs['result'] ?? '')
    expect(change).toMatchObject({
      base: first.sha,
      baseSource: expect.stringMatching(/^deployment 2026-03-10T11:09/),
    })
    expect(change.parts).toHaveLength(2)
    expect(unavailable.map(({ signal }: { signal: string }) => signal)).not.toContain('deployments')
  })

  test('a job that no run has is asked back about', async () => {
    const shop = await openShop({ policy: byRuns.replace('job: deploy', 'job: ship') })
    ranIn(shop, tipOf(shop), 0)
    const ran = await learn(shop)
    expect(ran.annotations).toMatchObject([
      { level: 'warning', message: expect.stringMatching(/no run of deploy\.yml .* has a job named "ship"/) },
    ])
    expect(ran.outputs).toMatchObject({ deployments: '0' })
  })

  test('a busy day costs thirty requests at most, though every twentieth run is flaky', async () => {
    const shop = await openShop({ policy: byRuns.replace(', job: deploy', '') })
    ranIn(shop, tipOf(shop), 0)
    const shas = Array.from({ length: 100 }, (_, at) => {
      const files = { [`src/part-${at}.ts`]: `part ${at}\n` }
      return ship(shop, { branch: `part-${at}`, files }).sha
    })
    const day = (from: number) => {
      for (const [at, sha] of [...shas, ...shas].entries()) {
        const flaky = at % 20 === 0
        const run = ranIn(shop, sha, from + at * 7, flaky ? 'failure' : 'success')
        if (flaky) rerun(shop, run, from + at * 7 + 5)
      }
    }
    day(10)
    const ran = await learn(shop)
    expect(ran.annotations).toEqual([])
    expect(ran.outputs).toMatchObject({ deployments: '201' })
    asksAtMost(ran, 30)
    day(10 + 1440)
    const next = await learn(shop)
    expect(next.outputs).toMatchObject({ deployments: '401' })
    asksAtMost(next, 30)
    const { environments } = JSON.parse(next.outputs['result'] ?? '')
    expect(environments[0].states['succeeded-with-issues']).toBeGreaterThanOrEqual(10)
  })
})
