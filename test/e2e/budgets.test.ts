/** Error budgets and customers' hours on a real repository: what incidents and a Prometheus leave, and what then flows. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { runCli } from './cli.ts'
import { gateJson, gateScreen } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

const policyPath = '.github/change-risk.yml'
const policy = `version: 1
mode: enforce
components:
  payments:
    paths: ["services/payments/**"]
    customers: [acme, globex]
    slo: { objective: 99.996%, window: 30d }
customers:
  acme: { windows: [{ name: nights, cron: "0 2 * * 2", for: 2h, time-zone: Europe/Paris, effect: allow, environments: [production] }] }
  globex: { windows: [{ name: mornings, cron: "0 3 * * *", for: 1h, time-zone: Europe/Paris, effect: allow, environments: [production] }] }
environments:
  production:
    auto-approve: { review-riskiest: 0% }
    slo: { objective: 99.9%, window: 30d }
  counted:
    auto-approve: { review-riskiest: 0% }
    slo:
      objective: 99.9%
      window: 30d
      prometheus:
        errors: sum(increase(requests_total{code=~"5.."}[$window])) or vector(0)
        total: sum(increase(requests_total[$window]))
`

let repository: Repository
const at: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-08-01T08:00:00Z' })
  await repository.bulk(60)
  await repository.commit({ message: 'Ask for a gate', files: { [policyPath]: policy } })
  const before = { 'services/payments/pay.ts': 'one\n', 'services/web/page.ts': 'one\n' }
  await repository.commit({ message: 'Begin', files: before })
  at['broken'] = await repository.commit({
    message: 'Round amounts (#40)',
    files: { 'services/web/page.ts': 'two\n', 'services/web/new.ts': 'new\n' },
  })
  at['live'] = await repository.commit({ message: 'A note (#41)', files: { 'docs/note.md': 'A note.\n' } })
  const says = `This reverts commit ${at['broken']}.`
  const heads: readonly [string, string, Record<string, string | null>][] = [
    ['plain', 'Turn the page (#50)', { 'services/web/other.ts': 'x\n' }],
    ['payments', 'Pay twice (#51)', { 'services/payments/pay.ts': 'two\n' }],
    ['titled', 'Revert "Round amounts (#40)" (#52)', { 'services/web/page.ts': 'three\n' }],
    [
      'pretended',
      `Take it back (#53)\n\n${says}`,
      { 'services/web/page.ts': 'one\n', 'services/web/more.ts': 'x\n' },
    ],
    [
      'reverted',
      `Take it back (#54)\n\n${says}`,
      { 'services/web/page.ts': 'one\n', 'services/web/new.ts': null },
    ],
    ['mended', 'Mend it (#55)\n\nFixes-Incident: INC-9', { 'services/web/page.ts': 'four\n' }],
    ['closed', 'Mend it (#56)\n\nFixes-Incident: INC-8', { 'services/web/page.ts': 'four\n' }],
  ]
  for (const [name, message, files] of heads) {
    await repository.branch(name, at['live'])
    at[name] = await repository.commit({ message, files })
  }
  await repository.checkout('main')
})
afterAll(() => repository.remove())

const incident = (id: string, startedAt: string, resolvedAt: string | null, more: object = {}) => ({
  ...{
    schema: 1,
    id,
    source: 'own',
    title: 'Down',
    kind: 'incident',
    severity: 'sev2',
    environment: 'production',
  },
  ...{ reopened: 0, components: [], customers: [], impact: 'down', trigger: 'unknown', causes: [] },
  ...{ detectedBy: 'alert', changes: [], doubts: [], startedAt, detectedAt: startedAt },
  ...(resolvedAt === null ? {} : { resolvedAt }),
  ...more,
})

const now = '2026-09-08T12:00:00Z'
const ledger = (name: string): readonly string[] => ['--ledger', `directory:.ledgers/${name}`]
const learnOf = async (name: string, ...incidents: readonly object[]): Promise<void> => {
  const path = join(repository.directory, '.git', `${name}.jsonl`)
  writeFileSync(path, incidents.map((each) => `${JSON.stringify(each)}\n`).join(''))
  const { code, stderr } = await runCli([
    ...['learn', '--repository', repository.directory, '--now', now, '--incidents', path],
    ...ledger(name),
  ])
  expect([code, stderr]).toEqual([0, ''])
}
const asked = (head: string, name: string, ...more: readonly string[]): readonly string[] => [
  ...['--base', at['live']!, '--head', at[head]!, '--mode', 'observe', ...ledger(name)],
  ...(more.includes('--now') ? [] : ['--now', now]),
  ...(more.includes('--environment') ? [] : ['--environment', 'production']),
  ...more,
]
const gate = (head: string, name: string, ...more: readonly string[]): Promise<Assessment> =>
  gateJson(repository.directory, asked(head, name, ...more))

describe('an error budget from the incidents that learn was told', () => {
  test('is not seen where none was told, and holds nobody', async () => {
    const answer = await gate('plain', 'untold')
    expect(answer).toMatchObject({ decision: 'approve', rule: 'below-limit' })
    expect(answer.budgets).toBeUndefined()
    expect(answer.unavailable).toContainEqual({
      signal: 'error-budget',
      why: 'no incident was told, see learn',
    })
  })

  test('says to the second what is left, and tightens the limit', async () => {
    await learnOf(
      'half',
      incident('INC-1', '2026-08-20T10:00:00Z', '2026-08-20T10:30:00Z'),
      incident('INC-2', '2026-08-20T10:20:00Z', '2026-08-20T10:32:59Z', { components: ['payments'] }),
    )
    const answer = await gate('plain', 'half')
    expect(answer).toMatchObject({
      decision: 'approve',
      budgets: [
        {
          of: { kind: 'environment', name: 'production' },
          allowedSeconds: 2592,
          leftSeconds: 2592 - 1979,
          burn: { hour: 0, sixHours: 0 },
          onlyFixes: false,
          from: 'incidents',
          sentence: '10 min 13 s of 43 min 12 s left (30 days)',
        },
      ],
    })
    expect(answer.risk.limit).toBeCloseTo((2592 - 1979) / 2592 / 0.5, 12)
    expect(answer.risk.limitWhy).toMatch(/times 0\.473 by the error budget of production \(23 % left\)$/)
    expect(answer.unavailable.map(({ signal }) => signal)).not.toContain('error-budget')
    expect(await gateScreen(repository.directory, asked('plain', 'half'))).toMatch(
      /Budget +10 min 13 s of 43 min 12 s left \(30 days\)/,
    )
  })

  test('of a component holds for whoever touches it', async () => {
    const { budgets, ...answer } = await gate('payments', 'half', '--now', '2026-09-15T01:10:00Z')
    expect(budgets!.map(({ of, onlyFixes }) => [of.name, onlyFixes])).toEqual([
      ['production', false],
      ['payments', true],
    ])
    expect(answer).toMatchObject({ decision: 'review', rule: 'budget-spent' })
    expect(answer.reason).toMatch(
      /^only fixes go out unreviewed now, and #51 is none: the error budget of payments is spent: 32 min 59 s of 1 min 43 s used/,
    )
  })
})

describe('when it is gone only fixes flow', () => {
  beforeAll(() =>
    learnOf(
      'gone',
      incident('INC-7', '2026-08-20T10:00:00Z', '2026-08-20T11:00:00Z'),
      incident('INC-8', '2026-08-21T10:00:00Z', '2026-08-21T10:01:00Z'),
      incident('INC-9', '2026-09-08T11:00:00Z', null, { impact: 'none' }),
    ),
  )
  test.each([
    ['a change like any other', 'plain', 'review', 'budget-spent'],
    ['a title that says so', 'titled', 'review', 'budget-spent'],
    ['a message that says so, over other work', 'pretended', 'review', 'budget-spent'],
    ['what puts back exactly what was there before a live part', 'reverted', 'approve', 'below-limit'],
    ['what mends an incident that is open', 'mended', 'approve', 'below-limit'],
    ['what mends one that is over', 'closed', 'review', 'budget-spent'],
  ])('%s', async (_, head, decision, rule) =>
    expect(await gate(head, 'gone')).toMatchObject({ decision, rule }),
  )

  test('and every decision is made again from the ledger', async () => {
    const { code, stdout } = await runCli([
      ...['replay', '--repository', repository.directory, '--json'],
      ...ledger('gone'),
    ])
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { rederived: 6, verifiedOnly: {} }])
  })
})

describe('an error budget that a Prometheus counts', () => {
  interface Asked {
    readonly query: string
    readonly authorization: string | undefined
  }
  let server: Server
  let url: string
  const seen: Asked[] = []
  /** Errors and requests of each span; one number for each query it finds in the question. */
  let counts: Readonly<Record<string, readonly [errors: string, total: string]>> = {}
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const query = new URLSearchParams(body).get('query') ?? ''
        seen.push({ query, authorization: request.headers.authorization })
        const names = { window: '2592000s', sixHours: '21600s', hour: '3600s' }
        const result = Object.entries(names).flatMap(([span, length]) =>
          (['errors', 'total'] as const).flatMap((what, place) => {
            if (!query.includes(length)) return []
            const part = `${what} ${span}`
            const seconds = Date.now() / 1000
            return [
              { metric: { gate_part: part }, value: [seconds, counts[span]![place]] },
              { metric: { gate_part: `time of ${part}` }, value: [seconds, String(seconds)] },
            ]
          }),
        )
        response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const counted = (env: Readonly<Record<string, string>> = {}) =>
    gateJson(repository.directory, asked('plain', 'counted', '--environment', 'counted'), { env })

  test.each<[string, typeof counts, string, string, number]>([
    [
      'few errors',
      { window: ['250', '1000000'], sixHours: ['0', '9000'], hour: ['0', '1500'] },
      'approve',
      'below-limit',
      2592 - 648,
    ],
    [
      'no request in the last hours, and none in all',
      { window: ['0', '0'], sixHours: ['0', '0'], hour: ['0', '0'] },
      'approve',
      'below-limit',
      2592,
    ],
    [
      'more errors than may be',
      { window: ['1500', '1000000'], sixHours: ['0', '9000'], hour: ['0', '1500'] },
      'review',
      'budget-spent',
      2592 - 3888,
    ],
    [
      'a fast burn',
      { window: ['250', '1000000'], sixHours: ['30', '9000'], hour: ['30', '1500'] },
      'review',
      'budget-spent',
      2592 - 648,
    ],
  ])('%s', async (_, given, decision, rule, leftSeconds) => {
    counts = given
    const answer = await counted({ PROMETHEUS_URL: url, PROMETHEUS_TOKEN: 'secret-7' })
    expect(answer).toMatchObject({ decision, rule, budgets: [{ from: 'prometheus', leftSeconds }] })
    expect(JSON.stringify(answer)).not.toMatch(/secret-7|127\.0\.0\.1/)
    expect(seen.at(-1)!.authorization).toBe('Bearer secret-7')
    expect(seen.at(-1)!.query).toContain('sum(increase(requests_total[2592000s]))')
  })

  test.each([
    ['that nobody names', {}, /PROMETHEUS_URL is not set in the environment of this run/],
    ['that is no URL', { PROMETHEUS_URL: 'prometheus' }, /PROMETHEUS_URL is no URL/],
    ['behind a file', { PROMETHEUS_URL: 'file:///etc/passwd' }, /neither https nor http/],
    [
      'that would read the token over http',
      { PROMETHEUS_URL: 'http://prometheus.example', PROMETHEUS_TOKEN: 'secret-7' },
      /PROMETHEUS_TOKEN would go over http/,
    ],
    ['that nobody reaches', { PROMETHEUS_URL: 'http://127.0.0.1:1' }, /ECONNREFUSED|bad port/],
  ])('one %s is a source that failed, so a person looks', async (_, env, why) => {
    const answer = await counted(env)
    expect(answer).toMatchObject({ decision: 'review', rule: 'source-failed' })
    expect(answer.reason).toMatch(why)
    expect(answer.reason).not.toMatch(/secret-7/)
  })

  test('going back waits for none, and nor does what is switched off', async () => {
    const counted = ['--environment', 'counted', '--now', now, ...ledger('back')]
    const back = ['--base', at['live']!, '--head', at['broken']!, ...counted]
    expect(await gateJson(repository.directory, back)).toMatchObject({
      rule: 'rollback',
      decision: 'approve',
    })
    const off = ['--base', at['live']!, '--head', at['plain']!, '--mode', 'off', ...counted]
    expect(await gateJson(repository.directory, off)).toMatchObject({ rule: 'mode-off' })
  })

  test('numbers that make no sense are no budget', async () => {
    counts = { window: ['5', '4'], sixHours: ['0', '9'], hour: ['0', '1'] }
    expect((await counted({ PROMETHEUS_URL: url })).reason).toMatch(/5 errors in 4 over 2592000 s/)
    counts = { window: ['NaN', '4'], sixHours: ['0', '9'], hour: ['0', '1'] }
    expect((await counted({ PROMETHEUS_URL: url })).reason).toMatch(/errors is NaN/)
  })
})

describe('customers choose the hour', () => {
  test.each([
    ['in the hour of both', '2026-09-15T01:10:00Z', 'approve', undefined],
    ['in the hour of acme alone', '2026-09-15T00:10:00Z', 'hold', '2026-09-15T01:00:00.000Z'],
    ['on another day', '2026-09-09T12:00:00Z', 'hold', '2026-09-15T01:00:00.000Z'],
  ])('%s', async (_, moment, decision, until) => {
    const answer = await gate('payments', 'hours', '--now', moment)
    expect(answer.decision).toBe(decision)
    expect(answer.until).toBe(until)
  })

  test('a change that disturbs none of them waits for nobody, nor does one elsewhere', async () => {
    expect((await gate('plain', 'hours')).decision).toBe('approve')
  })

  test('the screen says whose hours, and when the next begins', async () => {
    expect(await gateScreen(repository.directory, asked('payments', 'hours'))).toMatch(
      /outside the hours of acme \(window nights\) and globex\s+\(window mornings\)/,
    )
    const { code, stdout } = await runCli([
      ...['replay', '--repository', repository.directory, '--json'],
      ...ledger('hours'),
    ])
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { verifiedOnly: {} }])
  })
})
