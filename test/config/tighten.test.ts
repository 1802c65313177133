import { describe, expect, test } from 'vitest'
import type { Configuration } from '../../src/config/configuration.ts'
import { chooseEnvironment } from '../../src/config/environment.ts'
import { parseConfiguration } from '../../src/config/load.ts'
import { tighten } from '../../src/config/tighten.ts'
import { modes } from '../../src/domain/decision.ts'
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
