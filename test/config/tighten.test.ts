import { describe, expect, test } from 'vitest'
import type { Configuration } from '../../src/config/configuration.ts'
import { chooseEnvironment } from '../../src/config/environment.ts'
import { parseConfiguration } from '../../src/config/load.ts'
import { tighten } from '../../src/config/tighten.ts'
import { modes } from '../../src/domain/decision.ts'
import { windowsAt } from '../../src/policy/windows.ts'
import fc from '../properties.ts'

const read = (...lines: readonly string[]): Promise<Configuration> =>
  parseConfiguration(['version: 1', ...lines].join('\n'), 'change-risk.yml')
const inProduction = (setting: string): Promise<Configuration> =>
  read('environments:', '  production:', `    ${setting}`)
const production = (configuration: Configuration) => chooseEnvironment(configuration, 'production').settings

describe('an organisation that enforces', () => {
  test('is not undone by a repository that observes', async () => {
    const both = tighten(await read('mode: enforce'), await read('mode: observe'))
    expect([both.mode, production(both).mode]).toEqual(['enforce', 'enforce'])
  })

  test('nor by one that observes in one environment alone', async () => {
    const both = tighten(await read('mode: enforce'), await inProduction('mode: off'))
    expect(production(both).mode).toBe('enforce')
  })

  test('holds an environment the repository does not name', async () => {
    const both = tighten(await inProduction('never-auto-approve: ["db/**"]'), await read())
    expect(production(both).neverAutoApprove).toEqual(['db/**'])
  })
})

test('a repository may be stricter', async () => {
  const both = tighten(
    await inProduction('auto-approve: { review-riskiest: 10%, failure-rate: 5%, confidence: 80% }'),
    await inProduction('auto-approve: { review-riskiest: 20%, failure-rate: 2%, confidence: 90% }'),
  )
  expect(production(both).autoApprove).toMatchObject({
    reviewRiskiest: 0.2,
    failureRate: 0.02,
    confidence: 0.9,
  })
})

test('the larger audit holds: of one in fifty where either states a failure budget, unless it says otherwise', async () => {
  const audits = (organisation: string, own: string) =>
    Promise.all([inProduction(`auto-approve: ${organisation}`), inProduction(`auto-approve: ${own}`)]).then(
      (both) => production(tighten(...both)).autoApprove.audit,
    )
  expect(await audits('{}', '{}')).toBe(0)
  expect(await audits('{ failure-rate: 2% }', '{}')).toBe(0.02)
  expect(await audits('{ failure-rate: 2%, audit: 0% }', '{ audit: 1% }')).toBe(0.01)
  expect(await audits('{ audit: 5% }', '{ failure-rate: 2% }')).toBe(0.05)
})

test('the gate approves with its own name only where both say so', async () => {
  const act = (...what: readonly string[]) => inProduction(`auto-approve: { acts-on: [${what.join(', ')}] }`)
  expect(
    production(tighten(await act('pull-requests', 'deployments'), await act('deployments'))).autoApprove
      .actsOn,
  ).toEqual(['deployments'])
  expect(production(tighten(await read(), await act('pull-requests'))).autoApprove.actsOn).toEqual([])
})

test('windows, reviews and globs of both hold, each once', async () => {
  const window = 'windows: [{ name: freeze, from: 2026-12-18, to: 2027-01-02, effect: review }]'
  const [organisation, own] = [await inProduction(window), await inProduction(window)]
  expect(production(tighten(organisation, own)).windows).toHaveLength(1)
})

describe('what an organisation asks of components and customers', () => {
  const component = (...settings: readonly string[]) =>
    read('components:', `  payments: { paths: ["pay/**"], ${settings.join(', ')} }`)
  const night = 'windows: [{ name: night, cron: "0 2 * * 2", for: 2h, effect: allow }]'

  test('stays where the repository describes its components otherwise', async () => {
    const own = await read(
      'components:',
      '  payments: { paths: ["src/pay/**"] }',
      '  web: { paths: ["web/**"] }',
    )
    const { components } = tighten(await component(night, 'customers: [acme]'), own)
    expect(components.map(({ name }) => name)).toEqual(['payments', 'web'])
    expect(components[0]).toMatchObject({ paths: ['src/pay/**', 'pay/**'], customers: ['acme'] })
    expect(components[0]!.windows).toHaveLength(1)
  })

  test('stays where the repository does not name them', async () => {
    const own = await read('components:', '  web: { paths: ["web/**"] }')
    expect(tighten(await component(night), own).components.map(({ name }) => name)).toEqual([
      'web',
      'payments',
    ])
    expect(tighten(await component('depends-on: [db]'), own).components.map(({ name }) => name)).toEqual([
      'web',
    ])
  })

  test('the hours of a customer are those of both', async () => {
    const customer = (zone: string) =>
      read('customers:', `  acme: { ${night.replace('effect', `time-zone: ${zone}, effect`)} }`)
    const both = tighten(await customer('UTC'), await customer('Asia/Tokyo'))
    expect(both.customers).toMatchObject([{ name: 'acme', windows: [{}, {}] }])
  })

  test('an hour that the repository allows does not open one that the organisation does not', async () => {
    const allowing = (cron: string) =>
      inProduction(`windows: [{ name: hours, cron: "${cron}", for: 1h, effect: allow }]`)
    const { windows } = production(tighten(await allowing('0 2 * * *'), await allowing('* * * * *')))
    const at = async (moment: string) =>
      (
        await windowsAt(
          windows.map((window) => ({ window })),
          new Date(moment),
        )
      ).closed?.until.toISOString() ?? 'open'
    expect(await at('2026-09-08T02:30:00Z')).toBe('open')
    expect(await at('2026-09-08T03:30:00Z')).toBe('2026-09-09T02:00:00.000Z')
    const never = production(tighten(await allowing('0 2 * * *'), await allowing('0 12 * * *'))).windows
    expect(
      (
        await windowsAt(
          never.map((window) => ({ window })),
          new Date('2026-09-08T02:30:00Z'),
        )
      ).closed?.opens,
    ).toBe(false)
  })

  test('nor does a laxer reading of a budget loosen it', async () => {
    const slo = (text: string) => inProduction(`slo: { objective: ${text}, window: 30d }`)
    const both = tighten(
      await slo('99.9%, tighten-below: 60%, counts: { degraded: 50% }'),
      await slo('99.95%, tighten-below: 0%, fixes-below: 20%, counts: { degraded: 0%, unknown: 0% }'),
    )
    expect(production(both).slo).toMatchObject({
      objective: 0.9995,
      tightenBelow: 0.6,
      fixesBelow: 0.2,
      counts: { degraded: 0.5, unknown: 1 },
    })
  })

  test.each([
    ['a lower objective', '99.9%, window: 30d', '99.99%, window: 30d', 0.9999],
    ['a higher one', '99.999%, window: 30d', '99.99%, window: 30d', 0.99999],
    ['another length', '99.999%, window: 7d', '99.99%, window: 30d', 0.9999],
  ])('an objective gives way to a stricter one alone: %s', async (_, own, organisation, objective) => {
    const slo = (text: string) => inProduction(`slo: { objective: ${text} }`)
    expect(production(tighten(await slo(organisation), await slo(own))).slo?.objective).toBe(objective)
  })
})

test('the organisation says where decisions are remembered', async () => {
  const both = tighten(await read('ledger: branch:audit'), await read('ledger: branch:mine'))
  expect(both.ledger).toBe('branch:audit')
})

test('nothing a repository says makes anything laxer', async () => {
  const share = fc.integer({ min: 1, max: 99 })
  const policy = fc.record({ mode: fc.constantFrom(...modes), riskiest: share, rate: share })
  const text = ({ mode, riskiest, rate }: { mode: string; riskiest: number; rate: number }) =>
    read(
      'environments:',
      `  production: { mode: ${mode}, auto-approve: { review-riskiest: ${riskiest}%, failure-rate: ${rate}% } }`,
    )
  await fc.assert(
    fc.asyncProperty(policy, policy, async (one, other) => {
      const organisation = await text(one)
      const both = production(tighten(organisation, await text(other)))
      const alone = production(organisation)
      expect(modes.indexOf(both.mode)).toBeGreaterThanOrEqual(modes.indexOf(alone.mode))
      expect(both.autoApprove.reviewRiskiest).toBeGreaterThanOrEqual(alone.autoApprove.reviewRiskiest)
      expect(both.autoApprove.failureRate!).toBeLessThanOrEqual(alone.autoApprove.failureRate!)
    }),
    { numRuns: 30 },
  )
})
