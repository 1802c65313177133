/** What enforcing a policy would have done: told by `backtest --policy`, and held to what `gate` says of the same days. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rehearsal } from '../../src/domain/rehearsal.ts'
import { runCli } from './cli.ts'
import { gateJson, leaks } from './gating.ts'
import { git } from './git.ts'
import { makeRepository, type Repository } from './repository.ts'

/** Nine hundred landings, a release of every thirtieth. */
let repository: Repository
let shas: readonly string[]
let folder: string
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-rehearsal-')))
  repository = await makeRepository()
  await repository.commit({
    message: 'Begin',
    files: { CODEOWNERS: 'src/ledger/ @acme/ledger\n/web/ @mira-vale\n' },
  })
  await repository.bulk(900, { revertEvery: 12 })
  shas = (await repository.git('rev-list', '--first-parent', '--reverse', 'HEAD')).split('\n')
  for (let at = 29; at < shas.length; at += 30) await repository.tag(`v1.${at}.0`, { ref: shas[at]! })
})
afterAll(async () => {
  await repository.remove()
  await rm(folder, { recursive: true, force: true })
})

const policyFile = async (name: string, environment: string, rest = ''): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, `version: 1\n${rest}environments:\n  production:\n${environment}`)
  return path
}

const backtest = async (
  args: readonly string[],
  directory = repository.directory,
): Promise<Record<string, unknown> & { readonly policy: Rehearsal }> => {
  const { code, stdout, stderr } = await runCli(['backtest', '--json', '--repository', directory, ...args])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}
const cloned = async (name: string): Promise<string> => {
  const directory = join(folder, name)
  await git(['clone', '--quiet', repository.directory, directory], { directory: folder })
  return directory
}
const rehearsal = async (policy: string, ...args: readonly string[]): Promise<Rehearsal> =>
  (await backtest(['--policy', policy, ...args])).policy

describe('a rehearsed decision', () => {
  test('is the one the gate makes of the same commits, on the same day, under the same policy', async () => {
    const policy = await policyFile(
      'same.yml',
      '    auto-approve: { review-riskiest: 20% }\n    never-auto-approve: ["services/mail/part-1-1*"]\n',
    )
    const landings = await cloned('landings')
    await git(['tag', '--delete', ...(await git(['tag'], { directory: landings })).split('\n')], {
      directory: landings,
    })
    const rules = new Set<string>()
    // From the beginning, where little is known, to the end; releases, and landings one by one.
    for (const directory of [repository.directory, landings]) {
      const { decisions } = (await backtest(['--policy', policy], directory)).policy
      const newest = new Map(decisions.map(({ rule }, at) => [rule, at]))
      for (const at of new Set([0, 12, ...newest.values()])) {
        const rehearsed = decisions[at]!
        const answer = await gateJson(directory, [
          ...['--base', rehearsed.base, '--head', rehearsed.head, '--now', rehearsed.at],
          ...['--config', policy, '--mode', 'enforce', '--fail-on', 'none'],
          ...['--ledger', `directory:${join(folder, `ledger-${rehearsed.head}`)}`],
        ])
        expect([answer.decision, answer.rule]).toEqual([rehearsed.verdict, rehearsed.rule])
        expect(new Map(rehearsed.parts.map(({ sha, risk }) => [sha, risk]))).toEqual(
          new Map(answer.change.parts.map(({ sha, risk }) => [sha, risk])),
        )
        rules.add(answer.rule)
        if (answer.rule !== 'part-above-limit') continue
        const asked = rehearsed.parts.filter(({ lane }) => lane === 'asked').map(({ sha }) => sha)
        const above = answer.change.parts.filter(({ risk }) => risk > answer.risk.limit!)
        expect(asked.toSorted()).toEqual(above.map(({ sha }) => sha).toSorted())
      }
    }
    expect([...rules]).toEqual(
      expect.arrayContaining(['below-limit', 'gate-files-changed', 'never-auto-approve', 'part-above-limit']),
    )
  })

  test('knows nothing of what landed later', async () => {
    const policy = await policyFile(
      'blind.yml',
      '    auto-approve: { review-riskiest: 15%, failure-rate: 10% }\n',
    )
    const whole = await rehearsal(policy, '--period', '12mo')
    const cut = await cloned('cut')
    await git(['reset', '--quiet', '--hard', shas[700]!], { directory: cut })
    const { policy: early } = await backtest(['--policy', policy, '--period', '12mo'], cut)
    expect(early.decisions.length).toBeGreaterThan(15)
    expect(whole.decisions.slice(0, early.decisions.length)).toEqual(early.decisions)
  })

  test('of a release that a window holds is made when the window ends', async () => {
    const at = '2026-01-20T00:00:00'
    const policy = await policyFile(
      'window.yml',
      `    windows:\n      - { name: quiet, from: "${at}", to: "2026-02-03T06:00:00", time-zone: UTC, effect: emergency-only }\n`,
    )
    const { decisions, deployments, windows } = await rehearsal(policy, '--period', '12mo')
    const held = decisions.filter(({ holds }) => holds.length > 0)
    expect(held.length).toBeGreaterThan(0)
    const end = Date.parse('2026-02-03T06:00:00Z')
    for (const { at: asked, holds, verdict } of held) {
      expect(holds).toEqual([{ window: 'quiet', hours: (end - Date.parse(asked)) / 3_600_000 }])
      expect(verdict).not.toBe('hold')
    }
    const all = held.reduce((sum, { holds }) => sum + holds[0]!.hours, 0)
    expect(windows).toEqual([{ name: 'quiet', deployments: held.length, hours: all }])
    expect(deployments.held).toBe(held.length)
  })

  test('that a certificate allows lets out more than the rank does', async () => {
    const ranked = await rehearsal(
      await policyFile('rank.yml', '    auto-approve: { review-riskiest: 40% }\n'),
    )
    const certified = await rehearsal(
      await policyFile('budget.yml', '    auto-approve: { review-riskiest: 40%, failure-rate: 30% }\n'),
    )
    expect(certified.reviewed).toBeLessThan(ranked.reviewed)
    expect(certified.lanes.asked.failed).toBeLessThanOrEqual(ranked.lanes.asked.failed)
  })
})

describe('what is counted', () => {
  test('adds up: every part has one lane, every failure a line, every asked part a rule', async () => {
    const policy = await policyFile('sums.yml', '    auto-approve: { review-riskiest: 20% }\n')
    const told = await rehearsal(policy)
    const { asked, beside, through } = told.lanes
    expect(asked.parts + beside.parts + through.parts).toBe(told.n)
    expect(asked.failed + beside.failed + through.failed).toBe(told.failed)
    expect([told.reviewed, told.caught]).toEqual([asked.parts, asked.failed])
    expect(told.failures).toHaveLength(told.failed)
    expect(told.failed).toBeGreaterThan(20)
    expect(told.rules.reduce((sum, { parts }) => sum + parts, 0)).toBe(asked.parts)
    expect(told.rules.reduce((sum, { deployments }) => sum + deployments, 0)).toBe(told.deployments.asked)
    expect(told.deployments.asked + told.deployments.through).toBe(told.deployments.count)
    expect(told.decisions.flatMap(({ parts }) => parts)).toHaveLength(told.n)
    expect(new Set(told.failures.map(({ why }) => why === ''))).toEqual(new Set([false]))
  })

  test.each<[string, string]>([
    ['where there are no releases each landing is a deployment', 'landings'],
    ['a release is a deployment of all that landed since the one before', 'tags'],
  ])('%s', async (_, source) => {
    const policy = await policyFile('sources.yml', '    auto-approve: { review-riskiest: 10% }\n')
    const directory = await cloned(`source-${source}`)
    if (source === 'landings')
      await git(['tag', '--delete', ...(await git(['tag'], { directory })).split('\n')], { directory })
    const { policy: told } = await backtest(['--policy', policy, '--period', '7d'], directory)
    expect(told.deployments.source).toBe(source)
    const landings = told.decisions.every(({ parts }) => parts.length === 1)
    expect(landings).toBe(source === 'landings')
  })

  test('deployments that the ledger remembers come before releases, a rollback among them', async () => {
    const ledger = `directory:${join(folder, 'told-ledger')}`
    const deployed = [700, 730, 720, 800, 899]
    const lines = await Promise.all(
      deployed.map(async (place, at) => {
        const landed = Number(await repository.git('log', '-1', '--format=%ct', shas[Math.max(place, 730)]!))
        const moment = new Date((landed + 60 * (at + 1)) * 1000).toISOString()
        return JSON.stringify({
          environment: 'production',
          sha: shas[place],
          startedAt: moment,
          finishedAt: moment,
          state: 'success',
        })
      }),
    )
    const file = join(folder, 'deployments.jsonl')
    await writeFile(file, lines.join('\n'))
    const learned = await runCli([
      ...['learn', '--repository', repository.directory, '--deployments', file, '--ledger', ledger],
    ])
    expect(learned.code).toBe(0)
    const policy = await policyFile('recorded.yml', '    auto-approve: { review-riskiest: 10% }\n')
    const told = await rehearsal(policy, '--period', '12mo', '--ledger', ledger)
    expect(told.deployments.source).toBe('records')
    expect(told.decisions.map(({ head, rule }) => [shas.indexOf(head), rule === 'rollback'])).toEqual([
      [730, false],
      [720, true],
      [800, false],
      [899, false],
    ])
    // What came back and goes out again was read already.
    expect(told.decisions[2]!.parts.map(({ sha }) => shas.indexOf(sha))).toEqual(
      Array.from({ length: 80 }, (_, at) => 721 + at),
    )
  })

  test('a service of a monorepo is rehearsed on what touches it, by component', async () => {
    const policy = await policyFile(
      'component.yml',
      '    components: [mail]\n    auto-approve: { review-riskiest: 10% }\n',
      'components:\n  mail: { paths: ["services/mail/**"] }\n  web: { paths: ["web/**"] }\n',
    )
    const whole = await rehearsal(await policyFile('all.yml', '    auto-approve: { review-riskiest: 10% }\n'))
    const told = await rehearsal(policy)
    expect(told.n).toBeGreaterThan(20)
    expect(told.n).toBeLessThan(whole.n / 2)
    expect(told.areas.find(({ name }) => name === 'mail')?.parts).toBe(told.n)
    expect(told.areas.every(({ name }) => ['mail', 'web'].includes(name))).toBe(true)
  })

  test('people are counted together, and named only when asked for', async () => {
    const policy = await policyFile('people.yml', '    auto-approve: { review-riskiest: 30% }\n')
    const told = await rehearsal(policy)
    expect(told.reviewers.map(({ kind }) => kind).toSorted()).toEqual(['nobody', 'people', 'team'])
    expect(JSON.stringify(told)).not.toContain('mira-vale')
    const named = await rehearsal(policy, '--with-people')
    expect(named.reviewers.map(({ name }) => name)).toContain('mira-vale')
    expect(named.reviewers.map(({ name }) => name)).toContain('@acme/ledger')
  })

  test('hours of waiting are those stated, or not known', async () => {
    const policy = await policyFile('hours.yml', '    auto-approve: { review-riskiest: 20% }\n')
    const unknown = await rehearsal(policy)
    expect(unknown.waiting).toEqual({ hoursEach: null, source: null, among: 0, hours: null })
    const stated = await rehearsal(policy, '--review-hours', '4')
    const { asked } = stated.deployments
    expect(stated.waiting).toEqual({ hoursEach: 4, source: 'stated', among: 0, hours: 4 * asked })
  })

  test('hours of waiting are read from merges, where there are any', async () => {
    const merged = await makeRepository()
    try {
      await merged.bulk(60)
      for (let at = 0; at < 6; at += 1) {
        await merged.branch(`topic-${at}`)
        const made = await merged.commit({ message: `Work ${at}`, files: { [`topic-${at}.ts`]: 'one\n' } })
        const ended = Number(await merged.git('log', '-1', '--format=%ct', made))
        await merged.checkout('main')
        const moment = new Date((ended + 3600 * (2 + at)) * 1000).toISOString()
        await merged.merge({ branch: `topic-${at}`, message: `Merge topic ${at}`, at: moment })
      }
      const policy = await policyFile('merged.yml', '    auto-approve: { review-riskiest: 20% }\n')
      // Six merges and no failure: the model cannot be judged, the policy can.
      const { code, stdout, stderr } = await runCli([
        ...['backtest', '--json', '--repository', merged.directory, '--policy', policy],
      ])
      expect(code).toBe(0)
      expect(stderr).toMatch(/with a known outcome are too few/)
      const { waiting } = JSON.parse(stdout).policy as Rehearsal
      expect(waiting).toMatchObject({ hoursEach: 5, source: 'merges', among: 6 })
    } finally {
      await merged.remove()
    }
  })
})

describe('decisions that a ledger holds', () => {
  test('are told as if they had been enforced, and agree with the rehearsal of the same deployments', async () => {
    const policy = await policyFile('observed.yml', '    auto-approve: { review-riskiest: 20% }\n')
    const ledger = ['--ledger', `directory:${join(folder, 'observed-ledger')}`]
    const { decisions } = await rehearsal(policy)
    const newest = decisions.slice(-3)
    for (const { base, head, at } of newest)
      await gateJson(repository.directory, [
        ...['--base', base, '--head', head, '--now', at, '--config', policy, '--mode', 'observe', ...ledger],
      ])
    const end = new Date(Date.parse(newest.at(-1)!.at) + 60_000).toISOString()
    const told = await backtest(['--policy', policy, '--now', end, ...ledger])
    const recorded = told['recorded'] as Rehearsal
    expect(recorded.deployments).toMatchObject({ source: 'decisions', count: 3 })
    const lanesOf = (all: Rehearsal['decisions']) =>
      all.map(({ head, rule, parts }) => [head, rule, parts.map(({ sha, lane }) => [sha, lane]).toSorted()])
    expect(lanesOf(recorded.decisions)).toEqual(lanesOf(newest))
    const screen = await runCli([
      ...['backtest', '--repository', repository.directory, '--policy', policy, '--now', end, ...ledger],
    ])
    expect(screen.stdout).toMatch(/what was decided, had it been enforced for 90 days/)
    const before = await backtest(['--policy', policy, '--now', '2026-01-01', ...ledger])
    expect(Object.keys(before)).not.toContain('recorded')
  })
})

describe('the screen', () => {
  test('tells it to a release lead, in words', async () => {
    const policy = await policyFile('screen.yml', '    auto-approve: { review-riskiest: 20% }\n')
    const { code, stdout } = await runCli([
      ...['backtest', '--repository', repository.directory, '--policy', policy],
    ])
    expect(code).toBe(0)
    expect(stdout).not.toMatch(leaks)
    expect(stdout.split('\n\n')[0]!.replaceAll(policy, 'screen.yml')).toMatchInlineSnapshot(`
      "work → production   screen.yml, had it been enforced for 90 days
        Of 24 deployments 24 would have asked and none gone out unread (taken from
        release tags).
        Asked        258 of 720 changes, 20 reviews a week: 220 by what steers the
                     gate and 38 riskier than the limit
        Whom         whoever knows the files, for CODEOWNERS names nobody (119),
                     people whom CODEOWNERS names (84) and @acme/ledger (79)
        Where        .github/workflows 220 of 220, services/mail 86 of 254,
                     web/pages 84 of 223, docs 82 of 238, src/ledger 79 of 233 and 2
                     more
        Waiting      not known: nothing here tells how long a review takes; state it
                     with --review-hours 4
        Missed       of 59 failures 33 asked about, 26 beside one that was, 0 gone
                     out unread (no look-ahead)
          asked      33 of 258 changes failed (13 %, could be 9.5–17 %)
          beside     26 of 462 changes failed (5.6 %, could be 4.0–7.7 %)
          unread     none
        Open         101 changes too young to have succeeded; some may still fail"
    `)
  })

  test('compares with the policy that stands, and several with each other', async () => {
    const directory = await cloned('standing')
    const strict = await policyFile('strict.yml', '    auto-approve: { review-riskiest: 40% }\n')
    const lenient = await policyFile('lenient.yml', '    auto-approve: { review-riskiest: 5% }\n')
    const plain = await backtest(['--policy', strict, '--policy', lenient], directory)
    expect(Object.keys(plain)).not.toContain('presentPolicy')
    const [other] = plain['policies'] as readonly Rehearsal[]
    expect(other!.reviewed).toBeLessThan(plain.policy.reviewed)
    const last = Number(await git(['log', '-1', '--format=%ct'], { directory }))
    const environment = {
      GIT_AUTHOR_NAME: 'Mira Vale',
      GIT_AUTHOR_EMAIL: 'mira.vale@example.com',
      GIT_AUTHOR_DATE: `${last + 3600} +0000`,
      GIT_COMMITTER_NAME: 'Mira Vale',
      GIT_COMMITTER_EMAIL: 'mira.vale@example.com',
      GIT_COMMITTER_DATE: `${last + 3600} +0000`,
    }
    const present = join(directory, '.github/change-risk.yml')
    await writeFile(
      present,
      'version: 1\nenvironments:\n  production:\n    auto-approve: { review-riskiest: 5% }\n',
    )
    await git(['add', '.'], { directory })
    await git(['commit', '--quiet', '--message', 'Say how'], { directory, environment })
    const { code, stdout } = await runCli(['backtest', '--repository', directory, '--policy', strict])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Instead of {3}\.github\/change-risk\.yml as it stands: \d+ changes asked about/)
    const compared = await runCli([
      ...['backtest', '--repository', directory, '--policy', strict, '--policy', lenient],
    ])
    expect(compared.stdout).toMatch(/Policy +asked +a week/)
  })
})

test.each<[string, readonly string[], RegExp]>([
  ['hours that are none', ['--review-hours', 'long'], /^backtest --review-hours long: must be a number/],
  ['an environment it does not know', ['--environment', 'mars'], /mars/],
])('%s is told in a line', async (_, args, says) => {
  const policy = await policyFile('told.yml', '    auto-approve: { review-riskiest: 20% }\n')
  const { code, stdout, stderr } = await runCli([
    ...['backtest', '--json', '--repository', repository.directory, '--policy', policy, ...args],
  ])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(says)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
