import { describe, expect, test } from 'vitest'
import type { PlannedRollout } from '../../src/rollout/plan.ts'
import { planServices } from '../../src/rollout/services.ts'
import fc from '../properties.ts'
import { expectPlanned, fleetOf, now, planWith, riskOf } from './fleets.ts'

const requestOf = async (service: string, lines = '', size = 12) => ({
  plan: await planWith(lines, service),
  fleet: fleetOf(size),
  to: 'v812',
  risk: riskOf(0.02, 'low' as const),
})
const spanOf = ({ service, earliestStart, earliestFinish }: PlannedRollout) =>
  `${service} ${earliestStart.slice(11, 16)}–${earliestFinish.slice(11, 16)}`

describe('one timeline', () => {
  test('a service begins when those it comes after are done', async () => {
    const services = [
      await requestOf('web', 'after: [api, auth]'),
      await requestOf('api', 'after: [db]'),
      await requestOf('auth'),
      await requestOf('db'),
    ]
    const planned = expectPlanned(planServices({ services, now, atOnce: 4 }))
    const span = Object.fromEntries(planned.services.map((one) => [one.service, one]))
    expect(span['api']!.earliestStart).toBe(span['db']!.earliestFinish)
    expect(span['web']!.earliestStart).toBe(span['api']!.earliestFinish)
    expect(span['auth']!.earliestStart).toBe(span['db']!.earliestStart)
    expect(planned.earliestFinish).toBe(span['web']!.earliestFinish)
  })

  test('one at once unless the plans say more; the smallest counts', async () => {
    const three = async (atOnce: readonly number[]) =>
      expectPlanned(
        planServices({
          services: await Promise.all(atOnce.map((count, at) => requestOf(`s${at}`, `at-once: ${count}`))),
          now,
        }),
      )
    expect((await three([1, 1, 1])).services.map(spanOf)).toEqual([
      's0 14:05–14:22',
      's1 14:22–14:39',
      's2 14:39–14:56',
    ])
    expect((await three([3, 2, 2])).atOnce).toBe(2)
    expect((await three([3, 2, 2])).earliestFinish < (await three([1, 1, 1])).earliestFinish).toBe(true)
  })

  test('two services at once are never in two zones at the same moment', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ size: fc.integer({ min: 2, max: 20 }), out: fc.constantFrom('1', '2', '25%') }),
          {
            minLength: 2,
            maxLength: 4,
          },
        ),
        fc.integer({ min: 1, max: 4 }),
        async (many, atOnce) => {
          const services = await Promise.all(
            many.map(({ size, out }, at) => requestOf(`s${at}`, `batch: { max-unavailable: ${out} }`, size)),
          )
          const answer = planServices({ services, now, atOnce })
          if (answer.outcome === 'refused') return
          const steps = answer.services.flatMap(({ service, waves }) =>
            waves.flatMap((wave) => wave.steps.map((step) => ({ service, ...step }))),
          )
          for (const one of steps)
            for (const other of steps)
              if (one.service !== other.service && one.from < other.until && other.from < one.until)
                expect(one.zones).toEqual(other.zones)
          for (const moment of steps.map(({ from }) => from)) {
            const running = answer.services.filter(
              ({ earliestStart, earliestFinish }) => earliestStart <= moment && moment < earliestFinish,
            )
            expect(running.length).toBeLessThanOrEqual(atOnce)
          }
          expect(answer.capacity.leastServing).toBeGreaterThanOrEqual(answer.capacity.floor)
        },
      ),
      { numRuns: 50 },
    ))

  test('the capacity check adds up what is out at the same moment', async () => {
    const services = [await requestOf('api', '', 10), await requestOf('web', '', 10)]
    expect(expectPlanned(planServices({ services, now, atOnce: 2 })).capacity).toEqual({
      size: 20,
      floor: 18,
      leastServing: 18,
      leastServingAt: '2026-11-18T14:05:00.000Z',
      mostMoving: 2,
    })
    expect(expectPlanned(planServices({ services, now, atOnce: 1 })).capacity).toMatchObject({
      leastServing: 19,
      mostMoving: 1,
    })
  })
})

describe('refused', () => {
  test.each([
    [
      'a circle',
      { a: 'after: [b]', b: 'after: [c]', c: 'after: [a]' },
      ['services wait for each other in a circle: a after b after c after a; take one `after` away'],
    ],
    [
      'a slip of the pen',
      { api: '', web: 'after: [apl]' },
      ['it comes after apl, which no plan describes (did you mean api?)'],
    ],
  ])('%s', async (_, plans, sentences) => {
    const services = await Promise.all(
      Object.entries(plans).map(([service, lines]) => requestOf(service, lines)),
    )
    const answer = planServices({ services, now })
    expect(answer.outcome === 'refused' && answer.refusals.map(({ sentence }) => sentence)).toEqual(sentences)
  })

  test('one service in two files, and everything else that is wrong', async () => {
    const services = [await requestOf('web'), await requestOf('web'), await requestOf('api', '', 1)]
    const answer = planServices({ services, now })
    expect(answer.outcome === 'refused' && answer.refusals.map(({ reason }) => reason)).toEqual([
      'service-twice',
      'one-instance',
    ])
  })

  test('a service that is not rolled out today holds nobody back', async () => {
    const planned = expectPlanned(
      planServices({ services: [await requestOf('web', 'after: [payments]')], now }),
    )
    expect(planned.services[0]!.earliestStart).toBe(now.toISOString())
  })
})
