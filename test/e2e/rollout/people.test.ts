/** What people say from another terminal while it runs, and signals that end it. */
import { describe, expect, test } from 'vitest'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { type Drill, expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'

const run = ['run', '--to', 'v2', ...lowRisk]
const batch = { 'max-unavailable': 1, 'min-healthy': 1, 'drain-timeout': '10s' }

const say = async (drill: Drill, ...args: readonly string[]): Promise<string> => {
  const { code, stderr, stdout } = await drill.rollout(args)
  expect(code, stdout + stderr).toBe(0)
  return stderr
}

const journaled = (drill: Drill, kind: Parameters<typeof eventsOf>[1], count = 1): Promise<unknown> =>
  until(`${count} × ${kind}`, async () => eventsOf(drill.events(), kind).length >= count, 60)

describe.skipIf(missingPackages().length > 0)(
  'a coordinator told to stop (package haproxy)',
  { concurrent: true },
  () => {
    // First, for it takes the longest.
    test('while an instance needs longer than the grace: leaves all the same, and the next brings it back', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, { plan: { batch } })
      drill.rig.behaveAt('web-1', { bootSeconds: 10 })
      const began = drill.start(run)
      await until('the slow one to be restarted', async () => drill.restarts().length > 0)
      began.process.kill('SIGTERM')
      const { code, stdout, stderr } = await began.ended
      expect(code, stdout + stderr).toBe(75)
      expect(stderr).toContain('stops once the batch that is out is back, in 8 s at most')
      expect(await drill.allServe()).toBe(false)
      // It is restarted once more, for nobody knows what became of it; once was slow enough.
      drill.rig.behaveAt('web-1', { bootSeconds: 0.2 })
      const later = await drill.rollout(['run'])
      expect(later.code, later.stdout + later.stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('told to stop: no time to bring it back'))
    })

    test.for([
      ['SIGINT', 'as its batch begins', 0],
      ['SIGTERM', 'while the new version boots', 500],
    ] as const)(
      '%s %s: leaves, nobody stays out of rotation, and is taken up later',
      async ([signal, _, delay], { onTestFinished }) => {
        const drill = await openDrill(onTestFinished, { plan: { batch } })
        const { code, stdout, stderr } = await drill.rollout(run, { blow: { at: 'batch:1', signal, delay } })
        expect(code, stdout + stderr).toBe(75)
        expect(await drill.allServe()).toBe(true)
        expect(await drill.status()).toMatchObject({ coordinator: 'none' })
        const later = await drill.rollout(['run'])
        expect(later.code, later.stdout + later.stderr).toBe(0)
        await expectAllOn(drill, 'v2')
        expectNoneFailed(await drill.counts(`told to stop: ${signal}`))
      },
    )
  },
)

describe.skipIf(missingPackages().length > 0)(
  'a word from a second terminal (package haproxy)',
  { concurrent: true },
  () => {
    test('pause while a batch is out: it comes back, nothing moves until resume, then it ends well', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, { plan: { batch } })
      const running = drill.start(run)
      await journaled(drill, 'batch')
      const told = await say(drill, 'pause', '--reason', 'LB ticket')
      expect(told).toContain('pause is remembered; its coordinator will see it')
      await journaled(drill, 'moved')
      await until('it to be told', async () => running.said().includes('PAUSED by mira "LB ticket"'))
      expect(await drill.status()).toMatchObject({ outcome: 'paused', coordinator: 'alive', updated: 1 })
      expect(eventsOf(drill.events(), 'batch')).toHaveLength(1)
      expect(await drill.allServe()).toBe(true)
      await say(drill, 'resume')
      const { code, stdout, stderr } = await running.ended
      expect(code, stdout + stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('paused and resumed'))
    })

    test('abort while a batch is out: what has moved goes back, and the exit code says so', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, { plan: { batch } })
      const running = drill.start(run)
      await journaled(drill, 'batch', 2)
      await say(drill, 'abort', '--reason', 'wrong build')
      const { code, stdout } = await running.ended
      expect(code, stdout).toBe(2)
      expect(stdout).toContain('aborted by mira "wrong build"')
      expect(stdout).toContain('ROLLED BACK')
      await expectAllOn(drill, 'v1')
      expect(await drill.status()).toMatchObject({ outcome: 'rolled-back' })
      const objected = await drill.rollout(['pause'])
      expect([objected.code, objected.stderr]).toEqual([
        1,
        expect.stringContaining('has ended (rolled-back)'),
      ])
      expectNoneFailed(await drill.counts('aborted under way'))
    })

    test('skip: that instance stays as it is; promote: the wave need not be watched to its end', async ({
      onTestFinished,
    }) => {
      const bake = { low: '10m', 'first-wave-factor': 1, 'min-requests': 50 }
      const drill = await openDrill(onTestFinished, { plan: { batch, bake } })
      const running = drill.start(run)
      await journaled(drill, 'baking')
      const slip = await drill.rollout(['skip', '--instance', 'web-2', 'wbe-3'])
      expect(slip.code).toBe(1)
      expect(slip.stderr).toContain('web has no wbe-3 (did you mean web-3?), so nothing was remembered')
      await say(drill, 'skip', '--instance', 'web-2', '--reason', 'disk swap')
      await say(drill, 'promote', '--reason', 'seen enough')
      await journaled(drill, 'baking', 2)
      await say(drill, 'promote')
      const { code, stdout, stderr } = await running.ended
      expect(code, stdout + stderr).toBe(0)
      expect(await drill.versions()).toEqual(['v2', 'v1', 'v2'])
      expect(await drill.status()).toMatchObject({ skipped: ['web-2'], remaining: 1 })
      expect(await drill.allServe()).toBe(true)
      expect(eventsOf(drill.events(), 'judged').map(({ verdict, by }) => [verdict, by])).toEqual([
        ['pass', 'mira'],
        ['pass', 'mira'],
      ])
      expect(stdout).toContain('2 of 3 on v2')
      expect(stdout).toContain('1 instance not on v2: web-2, skipped by mira "disk swap" · bring it along:')
      expectNoneFailed(await drill.counts('skipped and promoted'))
    })

    test('abort after it succeeded: goes back from that terminal, newest first', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, { plan: { batch } })
      expect((await drill.rollout(run)).code).toBe(0)
      const { code, stdout, stderr } = await drill.rollout(['abort', '--reason', 'customer call'])
      expect(code, stdout + stderr).toBe(0)
      expect(stderr).toContain('nobody coordinates it, so it goes back from here')
      expect(stdout).toContain('ROLLED BACK aborted by mira "customer call"')
      const forward = drill.restarts().flatMap(({ id, version }) => (version === 'v2' ? [id] : []))
      const back = drill.restarts().flatMap(({ id, version }) => (version === 'v1' ? [id] : []))
      expect(back).toEqual(forward.toReversed())
      await expectAllOn(drill, 'v1')
      expectNoneFailed(await drill.counts('aborted after success'))
    })
  },
)

describe.skipIf(missingPackages().length > 0)(
  'who counts what restarts cost (package haproxy)',
  { concurrent: true },
  () => {
    test('the load balancer, also where the gate reads something else, which is silent here', async ({
      onTestFinished,
    }) => {
      const errors = { source: 'prometheus', url: 'http://127.0.0.1:1', query: 'e', 'requests-query': 'r' }
      const gate = { metrics: { errors }, 'on-no-data': 'health-only', 'inconclusive-deadline': '1s' }
      const drill = await openDrill(onTestFinished, { plan: { batch, gate } })
      const { code, stdout, stderr } = await drill.rollout(run)
      expect(code, stdout + stderr).toBe(0)
      expect(stdout).toMatch(/lost to restarts: 0 of [\d,]+ requests at the load balancer ·/)
      expect(eventsOf(drill.events(), 'moved').map(({ served }) => served)).toEqual(Array(3).fill(undefined))
      expectNoneFailed(await drill.counts('the gate silent'))
    })
  },
)
