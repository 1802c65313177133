/** A load balancer dies: the others carry the traffic, nobody is moved, nothing is taken back, and somebody is told. */
import { describe, expect, test } from 'vitest'
import { isServing } from '../../../src/clients/haproxy/server-state.ts'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { type AtEnd, type Drill, expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'

const run = ['run', '--to', 'v2', ...lowRisk]
const silent =
  /1 of 2 load balancers cannot be asked, so nobody may be moved: haproxy \S+lb-2\.sock: .+; start it, or take it out of targets\.socket if gone for good/

/** Shorter than what a load balancer is dead for. */
const health = { 'min-healthy-time': '1s', 'healthy-deadline': '4s', 'progress-deadline': '6s' }

/** Clients use the first load balancer: whoever talks to a dead one fails whatever anybody does. */
const open = (onTestFinished: AtEnd) =>
  openDrill(onTestFinished, {
    instances: 2,
    balancers: 2,
    loaded: 1,
    plan: { batch: { 'max-unavailable': 1, 'min-healthy': 1, 'drain-timeout': '2s' }, health },
  })

const servesAtFirst = async ({ rig }: Drill, id: string): Promise<boolean> =>
  (await rig.balancers[0]!.runtime.servers()).some((server) => server.name === id && isServing(server))

const expectForward = (drill: Drill): void => {
  expect(eventsOf(drill.events(), 'turned-back')).toEqual([])
  expect(drill.restarts().map(({ version }) => version)).not.toContain('v1')
}

describe.skipIf(missingPackages().length > 0)(
  'one of two load balancers is dead (package haproxy)',
  { concurrent: true },
  () => {
    test('before it begins: nothing is touched, and the sentence says who and what to do', async ({
      onTestFinished,
    }) => {
      const drill = await open(onTestFinished)
      await drill.rig.balancers[1]!.stop()
      const { code, stderr } = await drill.rollout(run)
      expect([code, drill.events()]).toEqual([1, []])
      expect(stderr).toMatch(silent)
      expectNoneFailed(await drill.counts('a load balancer dead before it begins'), 0)
    })

    test.for([
      ['while an instance boots', (drill: Drill) => drill.restarts().length > 0],
      ['while a wave is watched', (drill: Drill) => eventsOf(drill.events(), 'baking').length > 0],
    ] as const)(
      '%s, for longer than anything may take: it waits, and goes on',
      async ([name, isTime], { onTestFinished }) => {
        const drill = await open(onTestFinished)
        const [, second] = drill.rig.balancers
        const running = drill.start(run)
        await until('the moment', async () => isTime(drill))
        await second!.stop()
        await until('the trouble to be told', async () => silent.test(running.said()))
        await until('the other to send it requests', () => servesAtFirst(drill, 'web-1'))
        expectForward(drill)
        expect(drill.restarts()).toHaveLength(1)
        await second!.start()
        const { code, stdout, stderr } = await running.ended
        expect(code, stdout + stderr).toBe(0)
        expect(stdout).toContain('the trouble is over')
        expectForward(drill)
        expect(drill.restarts()).toHaveLength(2)
        await expectAllOn(drill, 'v2')
        expectNoneFailed(await drill.counts(`a load balancer dead ${name}`))
      },
    )

    test('for longer than a job waits: parked, and whoever comes after it is back goes on', async ({
      onTestFinished,
    }) => {
      const drill = await open(onTestFinished)
      const [, second] = drill.rig.balancers
      const environment = { CHANGE_RISK_LONGEST_WAIT_SECONDS: '3' }
      const running = drill.start(run, { environment })
      await until('the first restart', async () => drill.restarts().length > 0)
      await second!.stop()
      const { code, stdout } = await running.ended
      expect(code, stdout).toBe(75)
      expect(stdout).toMatch(/PARKED until .*1 of 2 load balancers cannot be asked/)
      await second!.start()
      const after = await until('it to be taken up', async () => {
        const end = await drill.rollout(['run'], { environment })
        return end.code !== 75 && end
      })
      expect(after.code, after.stdout + after.stderr).toBe(0)
      expectForward(drill)
      expect(drill.restarts()).toHaveLength(2)
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('a load balancer dead for longer than a job waits'))
    })
  },
)
