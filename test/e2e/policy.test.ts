/** What a team asks for in `.github/change-risk.yml`, and what the gate then answers. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { runCli } from './cli.ts'
import { gateJson, gateScreen } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

const policyPath = '.github/change-risk.yml'
const policy = `version: 1
mode: observe
components:
  payments:
    paths: ["services/payments/**"]
    customers: [acme, globex]
  checkout:
    paths: ["services/checkout/**"]
    depends-on: [payments]
    customers: [initech]
environments:
  production:
    auto-approve: { review-riskiest: 10% }
    never-auto-approve: ["**/migrations/**"]
    windows:
      - { name: evenings, cron: "0 18 * * 1-4", for: 14h, time-zone: Europe/Paris, limit: 0.5 }
      - { name: fair, from: 2026-11-02, to: 2026-11-04, time-zone: Europe/Paris, effect: review }
      - { name: year-end, from: 2026-12-18, to: 2027-01-02, time-zone: Europe/Paris, effect: emergency-only }
  staging:
    mode: off
`

/** A Tuesday on which no window is in force. */
const tuesday = '2026-10-06T10:00:00Z'

let repository: Repository
/** Names of the commits the tests speak of. */
const at: Record<string, string> = {}

/** Each branch adds one commit to the policy's own. */
beforeAll(async () => {
  repository = await makeRepository()
  await repository.bulk(120)
  at['before'] = await repository.git('rev-parse', 'HEAD')
  at['policy'] = await repository.commit({ message: 'Ask for a gate', files: { [policyPath]: policy } })
  const changes: readonly [string, string, string][] = [
    ['docs', 'docs/note.md', 'A note.\n'],
    ['payments', 'services/payments/pay.ts', 'pay\n'],
    ['migration', 'db/migrations/1.sql', 'alter table\n'],
    ['lax', policyPath, policy.replace('["**/migrations/**"]', '[]').replace('observe', 'off')],
    ['broken', policyPath, 'version: 2\nmode: perhaps\nfrozen: yes\n'],
    ['workflow', '.github/workflows/deploy.yml', 'on: push\n'],
  ]
  for (const [branch, path, text] of changes) {
    await repository.branch(branch, at['policy'])
    at[branch] = await repository.commit({ message: `Change ${branch}`, files: { [path]: text } })
  }
  await repository.branch('after-broken', 'broken')
  at['after-broken'] = await repository.commit({
    message: 'Go on',
    files: { 'docs/more.md': 'More.\n' },
  })
  await repository.branch('after-lax', 'lax')
  at['after-lax'] = await repository.commit({
    message: 'A migration',
    files: { 'db/migrations/2.sql': 'drop\n' },
  })
  await repository.checkout('main')
})
afterAll(() => repository.remove())

const asked = (base: string, head: string, ...more: readonly string[]): readonly string[] => [
  ...['--base', at[base] ?? '', '--head', at[head] ?? ''],
  ...(more.includes('--environment') ? [] : ['--environment', 'production']),
  ...(more.includes('--now') ? [] : ['--now', tuesday]),
  ...more,
]
const gate = (base: string, head: string, ...more: readonly string[]): Promise<Assessment> =>
  gateJson(repository.directory, asked(base, head, ...more))

describe('components', () => {
  test('and their customers stand in the answer, those that depend on them too', async () => {
    expect(await gate('policy', 'payments')).toMatchObject({
      components: ['payments', 'checkout (depends on them)'],
      customers: ['acme', 'globex', 'initech'],
      policy: { path: policyPath },
    })
    const screen = await gateScreen(repository.directory, asked('policy', 'payments'))
    expect(screen).toMatch(/Components +payments and checkout \(depends on them\)/)
    expect(screen).toMatch(/Customers +acme, globex and initech/)
  })
})

describe('what a policy always wants to see', () => {
  test.each<[string, string, Partial<Assessment>, RegExp]>([
    ['a plain note goes out', 'docs', { decision: 'approve', rule: 'below-limit' }, /within the limit/],
    [
      'a migration never does',
      'migration',
      { decision: 'review', rule: 'never-auto-approve' },
      /db\/migrations\/1\.sql, which never goes out unreviewed \(\*\*\/migrations\/\*\*\)/,
    ],
    [
      'a change of the policy itself',
      'lax',
      { decision: 'review', rule: 'gate-files-changed' },
      /\.github\/change-risk\.yml/,
    ],
    [
      'a change of a workflow',
      'workflow',
      { decision: 'review', rule: 'gate-files-changed' },
      /\.github\/workflows\/deploy\.yml/,
    ],
    [
      'a change that breaks the policy',
      'broken',
      { decision: 'review', rule: 'gate-files-changed' },
      /\.github\/change-risk\.yml/,
    ],
  ])('%s', async (_, head, decision, reason) => {
    const answer = await gate('policy', head)
    expect(answer).toMatchObject(decision)
    expect(answer.reason).toMatch(reason)
  })
})

describe('windows', () => {
  test('hold everything but what goes back or stands still until an emergency-only one ends', async () => {
    const inside = ['--now', '2026-12-24T10:00:00Z']
    const answer = await gate('policy', 'docs', ...inside)
    expect(answer).toMatchObject({
      decision: 'hold',
      rule: 'window-emergency-only',
      until: '2027-01-01T23:00:00.000Z',
    })
    expect(answer.reason).toContain('year-end')
    expect(await gate('docs', 'docs', ...inside)).toMatchObject({ decision: 'approve', rule: 'redeploy' })
    expect(await gate('docs', 'policy', ...inside)).toMatchObject({ decision: 'approve', rule: 'rollback' })
    await gateScreen(repository.directory, asked('policy', 'docs', ...inside, '--mode', 'enforce'), {
      code: 2,
    })
  })

  test.each([
    ['the minute before it begins', '2026-12-17T22:59:59Z', 'approve'],
    ['as it begins', '2026-12-17T23:00:00Z', 'hold'],
    ['the second before it ends', '2027-01-01T22:59:59Z', 'hold'],
    // The first of January was a Friday: no evening window either.
    ['as it ends', '2027-01-01T23:00:00Z', 'approve'],
  ])('begin and end to the second: %s', async (_, now, decision) => {
    expect((await gate('policy', 'docs', '--now', now)).decision).toBe(decision)
  })

  test('ask for a review', async () => {
    const answer = await gate('policy', 'docs', '--now', '2026-11-03T10:00:00Z')
    expect(answer).toMatchObject({ decision: 'review', rule: 'window-review' })
    expect(answer.reason).toContain('fair')
  })

  test('lower the limit and never touch the risk', async () => {
    const quiet = await gate('policy', 'docs')
    const evening = await gate('policy', 'docs', '--now', '2026-10-06T20:00:00Z')
    expect(evening.risk.limit).toBe((quiet.risk.limit ?? 0) / 2)
    expect(evening.risk.limitWhy).toContain('halved by window evenings until Wed 08:00')
    expect(evening.change.parts.map(({ risk }) => risk)).toEqual(quiet.change.parts.map(({ risk }) => risk))
  })
})

describe('the policy that decides', () => {
  test('is the one at the base, and the one here is said not to count yet', async () => {
    const blob = await repository.git('rev-parse', `${at['policy']}:${policyPath}`)
    await repository.checkout('lax')
    try {
      const answer = await gate('policy', 'after-lax')
      expect(answer).toMatchObject({
        decision: 'review',
        mode: 'observe',
        policy: { path: policyPath, blob },
      })
      expect(answer.notes.join('\n')).toContain('is not the one at the base, which decides')
    } finally {
      await repository.checkout('main')
    }
  })

  test('once it stands at the base', async () => {
    expect(await gate('lax', 'after-lax')).toMatchObject({
      mode: 'off',
      decision: 'approve',
      rule: 'mode-off',
    })
  })

  test('is nobody’s before there is one: the change that brings it is reviewed', async () => {
    const answer = await gate('before', 'policy')
    expect(answer).toMatchObject({ decision: 'review', rule: 'gate-files-changed', policy: {} })
  })

  test('is the file that --config names', async () => {
    const path = join(repository.directory, '..', 'other.yml')
    await writeFile(
      path,
      'version: 1\nenvironments:\n  production:\n    never-auto-approve: ["docs/**"]\n    mode: enforce\n',
    )
    for (const cwd of [repository.directory, '/']) {
      const { code, stdout } = await runCli(
        [
          'gate',
          '--repository',
          repository.directory,
          '--json',
          '--config',
          path,
          ...asked('policy', 'docs'),
        ],
        { cwd },
      )
      expect(code).toBe(2)
      expect(JSON.parse(stdout)).toMatchObject({
        decision: 'review',
        rule: 'never-auto-approve',
        policy: { path },
      })
    }
  })

  test('knows its environments', async () => {
    const { code, stdout, stderr } = await runCli([
      'gate',
      ...['--repository', repository.directory, '--base', at['policy'] ?? '', '--head', at['docs'] ?? ''],
      ...['--environment', 'produktion'],
    ])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/produktion.*production/)
    expect(await gate('policy', 'docs', '--environment', 'staging')).toMatchObject({
      mode: 'off',
      environment: 'staging',
    })
  })
})

describe('a ledger that only jobs of GitHub reach', () => {
  const path = () => join(repository.directory, '..', 'branch-ledger.yml')
  const ask = (...more: readonly string[]) =>
    gateJson(repository.directory, asked('policy', 'docs', '--config', path(), ...more), {
      code: more.includes('enforce') ? 2 : 0,
    })
  const unread = /branch:change-risk-ledger is not read on a command line; --ledger directory:PATH names/
  beforeAll(() => writeFile(path(), 'version: 1\nledger: branch:change-risk-ledger\n'))

  test('is no reason not to observe, and that it was not read is said', async () => {
    const answer = await ask()
    expect(answer).toMatchObject({ decision: 'approve', rule: 'below-limit' })
    expect(answer.ledger).toBeDefined()
    expect(answer.notes.join('\n')).toMatch(unread)
  })

  test('is a source that failed where its freezes would count', async () => {
    const answer = await ask('--mode', 'enforce')
    expect(answer).toMatchObject({ decision: 'review', rule: 'source-failed' })
    expect(answer.reason).toMatch(unread)
  })

  test('is not asked where --ledger names another one', async () => {
    const answer = await ask('--ledger', 'directory:../copied-ledger')
    expect([...answer.notes, answer.reason].join('\n')).not.toMatch(unread)
  })

  test('keeps nobody from learning in the clone', async () => {
    const bare = await repository.git('rev-parse', '--abbrev-ref', 'HEAD')
    await repository.branch('kept-by-jobs', at['policy'])
    await repository.commit({
      message: 'Keep the ledger on a branch',
      files: { [policyPath]: 'version: 1\nledger: branch:change-risk-ledger\n' },
    })
    try {
      for (const command of [['learn'], ['backtest', '--policy', path()]]) {
        const { code, stderr } = await runCli([...command, '--json', '--now', tuesday], {
          cwd: repository.directory,
        })
        expect([command[0], code, stderr]).toEqual([command[0], 0, expect.stringMatching(unread)])
      }
    } finally {
      await repository.checkout(bare)
    }
  })
})

test('a ledger that the policy names is the one that is replayed', async () => {
  await repository.branch('kept-beside', at['policy'])
  await repository.commit({
    message: 'Keep the ledger beside',
    files: { [policyPath]: 'version: 1\nledger: directory:../kept-beside\n' },
  })
  try {
    const run = (...args: readonly string[]) => runCli(args, { cwd: repository.directory })
    await run('gate', '--base', 'HEAD~1', '--now', tuesday)
    const { records, url } = JSON.parse((await run('replay', '--json')).stdout)
    expect([records, url]).toEqual([1, expect.stringMatching(/\/kept-beside$/)])
  } finally {
    await repository.checkout('main')
  }
})

describe('a policy that cannot be read', () => {
  test.each([
    ['observing', []],
    ['enforcing', ['--mode', 'enforce']],
    ['switched off', ['--mode', 'off', '--fail-on', 'none']],
  ])('%s: the answer is review, every problem is told, the exit code is 1', async (_, more) => {
    const answer = await gateJson(repository.directory, asked('broken', 'after-broken', ...more), {
      code: 1,
      stderr: /version[\s\S]*mode[\s\S]*frozen/,
    })
    expect(answer).toMatchObject({ decision: 'review', rule: 'configuration-unreadable' })
    await gateScreen(repository.directory, asked('broken', 'after-broken', ...more), {
      code: 1,
      stderr: /change-risk\.yml/,
    })
  })

  test('so a file that --config names, and one that is not there is told in a line', async () => {
    const path = join(repository.directory, '..', 'broken.yml')
    await writeFile(path, 'version: 1\nmode: [\n')
    await gateJson(repository.directory, asked('policy', 'docs', '--config', path), {
      code: 1,
      stderr: /broken\.yml/,
    })
    const { code, stdout, stderr } = await runCli([
      ...['gate', '--repository', repository.directory, '--config', 'no/such.yml'],
    ])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^--config .*no\/such\.yml: cannot be read/),
    ])
  })
})

describe('the exit code', () => {
  const decisions = {
    approve: () => asked('policy', 'docs'),
    review: () => asked('policy', 'migration'),
    hold: () => asked('policy', 'docs', '--now', '2026-12-24T10:00:00Z'),
  }

  test.each<[keyof typeof decisions, string, string, 0 | 2]>([
    ['approve', 'observe', 'as usual', 0],
    ['review', 'observe', 'as usual', 0],
    ['hold', 'observe', 'as usual', 0],
    ['approve', 'enforce', 'as usual', 0],
    ['review', 'enforce', 'as usual', 2],
    ['hold', 'enforce', 'as usual', 2],
    ['hold', 'off', 'review', 0],
    ['hold', 'observe', 'reject', 0],
    ['review', 'observe', 'hold', 0],
    ['hold', 'observe', 'hold', 2],
    ['approve', 'observe', 'review', 0],
    ['review', 'observe', 'review', 2],
    ['hold', 'observe', 'review', 2],
    ['review', 'enforce', 'none', 0],
    ['review', 'enforce', 'hold', 0],
    ['hold', 'enforce', 'hold', 2],
  ])('of %s in mode %s, failing on %s, is %i', async (decision, mode, failOn, code) => {
    const more = ['--mode', mode, ...(failOn === 'as usual' ? [] : ['--fail-on', failOn])]
    const answer = await gateJson(repository.directory, [...decisions[decision](), ...more], { code })
    expect(answer.decision).toBe(mode === 'off' ? 'approve' : decision)
  })
})
