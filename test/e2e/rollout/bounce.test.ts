/** What all of this is for: a fleet restarted under load, and nobody notices; beside it, what a script does. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'
import { isSoak } from './tally.ts'

const paces = [
  ['waves of 1, 3 and 6', { 'max-unavailable': 3, 'min-healthy': '50%' }, [1, 3, '100%']],
  ['one at a time', { 'max-unavailable': 1, 'min-healthy': '50%' }, [1, '100%']],
] as const

const connections = isSoak ? 24 : 12
const fewestRequests = isSoak ? 1_000_000 : 0
const fewestBounces = isSoak ? 12 : 2

describe.skipIf(missingPackages().length > 0)(
  'six instances under load behind HAProxy (package haproxy)',
  () => {
    test(
      `${fewestBounces} bounces, growing and one by one, retries off: no request fails`,
      async ({ onTestFinished }) => {
        const drill = await openDrill(onTestFinished, { instances: 6, connections, pauseMilliseconds: 0 })
        let requests = 0
        for (let bounce = 0; bounce < fewestBounces || requests < fewestRequests; bounce++) {
          const [name, batch, low] = paces[bounce % paces.length]!
          const version = `v${bounce + 2}`
          drill.changePlan({ batch, exposure: { low } })
          const { code, stdout, stderr } = await drill.rollout(['run', '--to', version, ...lowRisk])
          expect(code, stdout + stderr).toBe(0)
          expect(stdout).toMatch(
            new RegExp(
              `6 of 6 on ${version} · lost to restarts: 0 of [\\d,]+ requests at the load balancer ·`,
            ),
          )
          await expectAllOn(drill, version)
          const sizes = eventsOf(drill.events(), 'batch').map(({ instances }) => instances.length)
          expect(Math.max(...sizes), name).toBe(batch['max-unavailable'])
          expect(drill.restarts()).toHaveLength(6 * (bounce + 1))
          const counts = await drill.countsSoFar(`bounce of 6, ${name}`)
          expectNoneFailed(counts)
          const seen = eventsOf(drill.events(), 'moved').map(({ balanced }) => balanced?.requests ?? 0)
          expect(Math.min(...seen)).toBeGreaterThan(0)
          expect(seen.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(counts.requests)
          requests += counts.requests
        }
        expectNoneFailed(await drill.counts('after the last bounce'), 0)
      },
      isSoak ? 3_600_000 : 180_000,
    )

    test('clients that are bound to a server by a cookie: there and back again, no request fails', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, {
        sticky: 'by cookie',
        connections: 40,
        pauseMilliseconds: 400,
      })
      const { code, stdout, stderr } = await drill.rollout(['run', '--to', 'v2', ...lowRisk])
      expect(code, stdout + stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expect((await drill.rollout(['abort', '--reason', 'a drill'])).code).toBe(0)
      await expectAllOn(drill, 'v1')
      expectNoneFailed(await drill.counts('clients bound by a cookie'))
    })

    test.for([
      ['looking at the health of each', true],
      ['waiting a moment after each', false],
    ])(
      'a script that restarts one after the other, %s: requests fail',
      async ([name, looks], { onTestFinished }) => {
        const drill = await openDrill(onTestFinished, { instances: 6, connections, pauseMilliseconds: 0 })
        for (const id of drill.rig.ids)
          if (looks) await drill.rig.restartNaively(id, 'v2')
          else {
            await drill.rig.restart(id, 'v2')
            await pause(300)
          }
        const counts = await drill.counts(`script, ${name}`, { isAnchor: true })
        expect(counts.failed).toBeGreaterThan(0)
      },
    )
  },
)
