/** What the ledger bears, in the plan: when batches begin, and when all is done. */
import { describe, expect, test } from 'vitest'
import { leaseOf } from '../../src/commands/rollout/journal-lease.ts'
import { ganttOf } from '../../src/rollout/gantt.ts'
import { type PlannedRollout, planRollout } from '../../src/rollout/plan.ts'
import { planServices } from '../../src/rollout/services.ts'
import type { Spacing } from '../../src/rollout/spacing.ts'
import fc from '../properties.ts'
import { anyFleet, anyPlanLines, anyRisk, expectPlanned, fleetOf, now, planWith, riskOf } from './fleets.ts'

const hour = 3_600_000
/** Six seconds a batch, one instance each, a minute of watching. */
const swift =
  'batch: { max-unavailable: 1 }\nhealth: { min-healthy-time: 2s }\nbake: { low: 1m, first-wave-factor: 1 }\n'
const durations = { drainSeconds: 2, bootSeconds: 2 }
const branch = leaseOf('branch:ledger-rollouts-web', 1).spacing

const requestOf = async (spacing: Spacing | null, size: number, more = '', service = 'web') => ({
  plan: await planWith(`${swift}${more}exposure: { low: [1, 100%] }\n`, service),
  fleet: fleetOf(size, []),
  to: 'v812',
  // Nobody suspects the version, so no wave is added.
  risk: riskOf(0, 'low' as const),
  durations,
  ...(spacing && { spacing }),
})
const secondsOf = ({ earliestStart, earliestFinish }: PlannedRollout): number =>
  (Date.parse(earliestFinish) - Date.parse(earliestStart)) / 1000
const beginningsOf = ({ waves }: Pick<PlannedRollout, 'waves'>): readonly number[] =>
  waves.flatMap(({ steps }) => steps.map(({ from }) => Date.parse(from)))

describe('one service', () => {
  test.each([
    ['twenty batches: no later on a branch', 20, 0],
    // From the 21st on, 32 s from start to start instead of 6.
    ['sixty', 60, 40 * 26],
    ['a thousand', 1000, 980 * 26],
  ])('%s', async (_, size, later) => {
    const inDirectory = expectPlanned(planRollout({ ...(await requestOf(null, size)), now }))
    expect(secondsOf(inDirectory)).toBe(size * 6 + 2 * 60)
    const onBranch = expectPlanned(planRollout({ ...(await requestOf(branch, size)), now }))
    expect(secondsOf(onBranch)).toBe(size * 6 + 2 * 60 + later)
    expect(onBranch.notes).toEqual(
      later === 0 ? [] : [`after 20 of ${size} batches one begins every 32 s: the ledger bears no more`],
    )
  })

  test('batches that take longer than the ledger asks for are held up by nothing', async () => {
    const slow = { durations: { drainSeconds: 30, bootSeconds: 10 } }
    const plans = await Promise.all([null, branch].map((spacing) => requestOf(spacing, 60)))
    const [free, spaced] = plans.map((plan) => expectPlanned(planRollout({ ...plan, ...slow, now })))
    expect(spaced).toEqual(free)
  })

  test('what waits for the ledger is no gap of the chart', async () => {
    const planned = expectPlanned(planRollout({ ...(await requestOf(branch, 60)), now }))
    expect(ganttOf([planned]).map(({ kind }) => kind)).toEqual(['move', 'watch', 'move', 'watch'])
  })

  test('a wait for a window counts as one for the ledger', async () => {
    const closed = { from: now.getTime() + 180_000, until: now.getTime() + 300_000 }
    const window =
      'windows: [{ name: w, from: 2026-11-18T14:08, to: 2026-11-18T14:10, effect: emergency-only }]\n'
    const windows = { spans: [[closed]], until: Number.POSITIVE_INFINITY }
    const planned = expectPlanned(planRollout({ ...(await requestOf(branch, 30, window)), windows, now }))
    const seconds = beginningsOf(planned).map((at) => (at - now.getTime()) / 1000)
    // A minute is watched after the first, and the 20th is back when the window begins.
    expect(seconds.slice(18)).toEqual([168, 174, 300, 332, 364, 396, 428, 460, 492, 524, 556, 588])
  })
})

describe('several services', () => {
  const together = async (url: string, services: number, size: number) => {
    const { spacing } = leaseOf(url, services)
    const names = Array.from({ length: services }, (_, at) => `s${at}`)
    const requests = await Promise.all(
      names.map((name) => requestOf(spacing, size, `at-once: ${services}\n`, name)),
    )
    return expectPlanned(planServices({ services: requests, now }))
  }

  test.each([1, 2, 3])('%i at once share what branches bear, and the plan says so', async (services) => {
    const { services: planned, earliestFinish } = await together('branch:x', services, 60)
    const quick = Math.floor(20 / services)
    for (const one of planned)
      expect(secondsOf(one)).toBe(60 * 6 + 2 * 60 + (60 - quick) * (32 * services - 6))
    expect(earliestFinish).toBe(planned[0]!.earliestFinish)
    const beginnings = planned.flatMap(beginningsOf)
    const within = beginnings.filter((at) => at < now.getTime() + hour).length
    // Two commits each, of 500 an hour.
    expect(2 * within).toBeLessThan(300)
  })

  test('one after the other: each has the quick ones to itself', async () => {
    const requests = await Promise.all(['api', 'web'].map((name) => requestOf(branch, 60, '', name)))
    const { services } = expectPlanned(planServices({ services: requests, now }))
    const [api, web] = services
    expect(web!.earliestStart).toBe(api!.earliestFinish)
    expect(services.map(secondsOf)).toEqual([1520, 1520])
  })

  test('a directory holds nobody up', async () => {
    const { services } = await together('directory:x', 2, 60)
    expect(services.map(secondsOf)).toEqual([480, 480])
  })
})

test('whatever the fleet: after the quick ones no batch begins sooner than the ledger bears, and all else is the same', () =>
  fc.assert(
    fc.asyncProperty(
      anyFleet,
      anyPlanLines,
      anyRisk,
      fc.record({ quickBatches: fc.nat(6), leastSeconds: fc.integer({ min: 0, max: 200 }) }),
      async (fleet, lines, risk, spacing) => {
        const request = { plan: await planWith(lines), fleet, to: 'v812', risk, now, durations }
        const free = planRollout(request)
        const spaced = planRollout({ ...request, spacing })
        expect(spaced.outcome).toBe(free.outcome)
        if (spaced.outcome === 'refused' || free.outcome === 'refused') return
        expect(spaced.waves.map(({ batches }) => batches)).toEqual(free.waves.map(({ batches }) => batches))
        expect(spaced.earliestFinish >= free.earliestFinish).toBe(true)
        const beginnings = beginningsOf(spaced)
        for (const [at, from] of beginnings.entries())
          if (at >= Math.max(1, spacing.quickBatches))
            expect(from - beginnings[at - 1]!).toBeGreaterThanOrEqual(spacing.leastSeconds * 1000)
      },
    ),
    { numRuns: 200 },
  ))
