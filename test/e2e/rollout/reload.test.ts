/** A load balancer that is reloaded forgets whom it was to leave alone, and is told again before anybody notices. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages, type RigOptions } from '../../rollout/rig/rig.ts'
import {
  type AtEnd,
  type Drill,
  expectAllOn,
  expectNoneFailed,
  lowRisk,
  openDrill,
  usualPlan,
} from './drill.ts'
import { eventsOf } from './journal-lines.ts'
import { openTurnstile } from './turnstile.ts'

const run = ['run', '--to', 'v2', ...lowRisk]
/** `drained`: the old process is there, nothing is left on it · `gone`: it is away · `watched`: the new one is well. */
type Moment = 'drained' | 'gone' | 'watched'

/** Runs it, and reloads a load balancer at these moments of every instance. */
const runWithReloads = async (onTestFinished: AtEnd, moments: readonly Moment[], options: RigOptions) => {
  const drill = await openDrill(onTestFinished, {
    instances: 2,
    bootSeconds: 0.6,
    // A connection that rests is one that a reload may close under the next request: that is not what this is about.
    connections: 6,
    pauseMilliseconds: 0,
    plan: {
      // What is a good moment for one may be a bad one for another of its batch.
      batch: { ...usualPlan.batch, 'max-unavailable': 1 },
      // Long enough for a reload to begin and end while it is watched, also on a machine that has other work.
      health: { ...usualPlan.health, 'min-healthy-time': '2s' },
    },
    ...options,
  })
  const file = join(drill.rig.folder, 'moments')
  const { targets } = JSON.parse(readFileSync(drill.plan, 'utf8'))
  // The old process stays until the test has reloaded, and seen that the load balancers were told again.
  const go = join(drill.rig.folder, 'go')
  const waits = `echo drained $GATE_INSTANCE >>'${file}'; while [ ! -e '${go}-'$GATE_INSTANCE ]; do sleep 0.05; done`
  const exec = `${waits}; ${targets.restart.exec}; echo gone $GATE_INSTANCE >>'${file}'`
  drill.changePlan({ targets: { ...targets, restart: { exec } } })
  const reload = reloader(drill)
  const running = drill.start(run)
  for (let seen = 0; seen < 2 * drill.rig.ids.length; seen++) {
    const line = await until('the next moment', async () => linesOf(file)[seen] ?? null)
    const [moment, id = ''] = line.split(' ')
    if (moments.includes(moment as Moment)) await reload()
    if (moment === 'drained') {
      await until(`${id} to be drained again`, () => isDrained(drill, id))
      // What was sent to it in between is answered.
      await pause(300)
      writeFileSync(`${go}-${id}`, '')
    }
    if (moment !== 'gone' || !moments.includes('watched')) continue
    await until(`${id} to be well`, async () => (await drill.rig.versionOf(id)) === 'v2')
    await reload()
  }
  const { code, stdout, stderr } = await running.ended
  expect(code, stdout + stderr).toBe(0)
  await expectAllOn(drill, 'v2')
  expect(drill.restarts()).toHaveLength(2)
  return drill
}

const isEverywhere = async ({ rig }: Drill, id: string, wanted: string): Promise<boolean> => {
  const all = await Promise.all(rig.balancers.map(({ runtime }) => runtime.servers()))
  return all.every((servers) => servers.some(({ name, status }) => name === id && status.startsWith(wanted)))
}
const isDrained = (drill: Drill, id: string): Promise<boolean> => isEverywhere(drill, id, 'DRAIN')
const isServed = (drill: Drill, id: string): Promise<boolean> => isEverywhere(drill, id, 'UP')

const linesOf = (file: string): readonly string[] =>
  existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []

/** One after the other, where there are two. */
const reloader = ({ rig }: Drill) => {
  let reloads = 0
  return () => rig.balancers[reloads++ % rig.balancers.length]!.reload()
}

/** Each mostly waits for health, under all the load it can send: with more, a machine of two cores would be measured. */
const enter = openTurnstile(2)

describe.skipIf(missingPackages().length > 0)(
  'load balancers reloaded in the middle (package haproxy)',
  { concurrent: true },
  () => {
    test.for([
      ['the only one', 1],
      ['now one of two, now the other', 2],
    ] as const)(
      '%s, forgetting all, while the instance is drained and when it is watched: no request fails',
      async ([name, balancers], { onTestFinished }) => {
        await enter(onTestFinished)
        const drill = await runWithReloads(onTestFinished, ['drained', 'watched'], { balancers })
        expectNoneFailed(await drill.counts(`reloaded: ${name}`))
      },
    )

    test('at any of these moments, with a state file as HAProxy wants it: no request fails', async ({
      onTestFinished,
    }) => {
      await enter(onTestFinished)
      const drill = await runWithReloads(onTestFinished, ['drained', 'gone', 'watched'], {
        balancers: 2,
        remembers: true,
      })
      expectNoneFailed(await drill.counts('reloaded with a state file'))
    })

    test('with a state file that was not written anew: who was drained then is put back, and no request fails', async ({
      onTestFinished,
    }) => {
      await enter(onTestFinished)
      const drill = await openDrill(onTestFinished, {
        instances: 2,
        balancers: 2,
        remembers: true,
        connections: 6,
        pauseMilliseconds: 0,
        // With one of two out for nothing, the other could not leave any more.
        plan: { batch: { ...usualPlan.batch, 'max-unavailable': 1 } },
      })
      const [first] = drill.rig.balancers
      const running = drill.start(run)
      await until('web-1 to be drained', () => isDrained(drill, 'web-1'))
      await first!.reload()
      await until('wave 1 to be watched', async () => eventsOf(drill.events(), 'baking').length > 0)
      const withOldState = true
      await first!.reload(withOldState)
      const { code, stdout, stderr } = await running.ended
      expect(code, stdout + stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expect(drill.restarts()).toHaveLength(2)
      expectNoneFailed(await drill.counts('reloaded with an old state file'))
    })

    test('one of two, forgetting all, and what boots falls ill while it proves its health: no request fails', async ({
      onTestFinished,
    }) => {
      const minHealthySeconds = 4
      await enter(onTestFinished)
      const drill = await openDrill(onTestFinished, {
        instances: 2,
        balancers: 2,
        connections: 6,
        pauseMilliseconds: 0,
        plan: {
          batch: { ...usualPlan.batch, 'max-unavailable': 1 },
          health: { ...usualPlan.health, 'min-healthy-time': `${minHealthySeconds}s` },
        },
      })
      const { rig } = drill
      const reload = reloader(drill)
      const running = drill.start(run)
      for (const id of rig.ids) {
        await until(`${id} to be well`, async () => (await rig.versionOf(id)) === 'v2')
        await reload()
        // Who is not taken out again by then is taken for well by one load balancer, and by its clients.
        const soon = (minHealthySeconds / 2) * 1000
        const drained = until(`${id} to be drained again`, () => isDrained(drill, id)).catch(() => undefined)
        await Promise.race([drained, pause(soon)])
        // What was sent to it in between is answered.
        await pause(300)
        rig.fallIll(id, true)
        await pause(500)
        rig.fallIll(id, false)
        await until(`${id} to serve`, () => isServed(drill, id))
      }
      const { code, stdout, stderr } = await running.ended
      expect(code, stdout + stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expectNoneFailed(
        await drill.counts('one of two reloaded, and an instance falls ill while it proves itself'),
      )
    })

    test('forgetting all while nobody listens: only what comes before it is told again fails', async ({
      onTestFinished,
    }) => {
      await enter(onTestFinished)
      const drill = await runWithReloads(onTestFinished, ['gone'], {})
      const counts = await drill.counts('reloaded without a state file while an instance boots', {
        isAnchor: true,
      })
      // A new HAProxy takes every server for well until it is told or has found out.
      expect(counts.failed).toBeLessThan(0.02 * counts.requests)
      expect(Object.keys(counts.answers).filter((answer) => answer !== '200' && answer !== '503')).toEqual([])
    })
  },
)
