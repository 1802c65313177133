/** `kill -9` of the coordinator, wherever it is: whoever starts it again finishes, and no request fails. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { type Drill, expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'
import { isSoak } from './tally.ts'

const instances = isSoak ? 6 : 3
/** Side by side, each with its share of the events: most of the time is spent waiting for health. */
const rigs = 3
const connections = isSoak ? 8 : 4

/** Events of an undisturbed run, found by running one. */
const countEvents = async (drill: Drill): Promise<number> => {
  const { code } = await drill.rollout(['run', '--to', 'v2', ...lowRisk])
  expect(code).toBe(0)
  return drill.events().length
}

/** Killed once, right after that event of its own, and started again as a person would. */
const killAfter = async (drill: Drill, event: number, version: string): Promise<void> => {
  const before = drill.restarts().length
  const run = ['run', '--to', version, ...lowRisk]
  const killed = await drill.rollout(run, { blow: { at: `any:${event}` } })
  expect(killed.signal, `event ${event}: ${killed.stdout}${killed.stderr}`).toBe('SIGKILL')
  expect(drill.events()).toHaveLength(event)
  const wasDone = drill.events().at(-1)?.event === 'ended'
  const { code, stdout, stderr } = await drill.rollout(run)
  expect(code, `event ${event}: ${stdout}${stderr}`).toBe(0)
  expect(stdout).toContain(wasDone ? 'nothing is left to do' : `${instances} of ${instances} on ${version}`)
  await expectAllOn(drill, version)
  // It was killed before it touched anybody, or after it wrote down what came of it: nobody is restarted twice.
  expect(
    drill
      .restarts()
      .slice(before)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(drill.rig.ids)
  expect(await drill.status()).toMatchObject({ outcome: 'succeeded', updated: instances, failed: [] })
}

describe.skipIf(missingPackages().length > 0)(
  'a coordinator that is killed (package haproxy)',
  { concurrent: true },
  () => {
    test('after every journal event in turn: taken up where it stopped, nobody restarted twice, no request fails', async ({
      onTestFinished,
    }) => {
      const drills = await Promise.all(
        Array.from({ length: rigs }, () => openDrill(onTestFinished, { instances, connections })),
      )
      const events = (await Promise.all(drills.map(countEvents)))[0]!
      expect(events).toBeGreaterThan(8)
      await Promise.all(
        drills.map(async (drill, at) => {
          for (let event = 1 + at; event <= events; event += rigs)
            await killAfter(drill, event, `v${event + 2}`)
        }),
      )
      for (const drill of drills) expectNoneFailed(await drill.counts('killed after every event'))
    }, 600_000)

    test('again and again, each time one event further: many coordinators, one rollout, no request fails', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, { instances, connections })
      const run = ['run', '--to', 'v2', ...lowRisk]
      let deaths = 0
      // Each takes the lead, writes one event more, and dies; the first also begins the rollout.
      while ((await drill.rollout(run, { blow: { at: 'any:2' } })).signal === 'SIGKILL') deaths += 1
      expect(deaths).toBeGreaterThan(6)
      await expectAllOn(drill, 'v2')
      expect(drill.restarts()).toHaveLength(instances)
      const { epoch } = await drill.status()
      expect(epoch).toBeGreaterThanOrEqual(deaths)
      expectNoneFailed(await drill.counts('killed after each of its events'))
    }, 600_000)

    test('at any moment: later and later after it took the lead, no request fails', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished, { instances, connections })
      const run = ['run', '--to', 'v2', ...lowRisk]
      const delays = [50, 200, 350, 500, 700, 900, 1200, 1500, 2000]
      for (const delay of delays) {
        const { code, signal, stderr } = await drill.rollout(run, { blow: { at: 'lease:1', delay } })
        expect(signal === 'SIGKILL' || code === 0, stderr).toBe(true)
      }
      const { code, stdout, stderr } = await drill.rollout(run)
      expect(code, stdout + stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expect(await drill.status()).toMatchObject({ outcome: 'succeeded', failed: [] })
      expectNoneFailed(await drill.counts('killed at any moment'))
    }, 600_000)

    test.for([
      ['drained, and not restarted yet', 'before'],
      ['restarted, and not back in rotation', 'after'],
    ])('while an instance is %s: no request fails', async ([_, moment], { onTestFinished }) => {
      // Slow enough to be found booting by whoever goes on.
      const drill = await openDrill(onTestFinished, { instances, connections, bootSeconds: 3 })
      const { targets } = JSON.parse(readFileSync(drill.plan, 'utf8'))
      const flag = join(drill.rig.folder, 'die')
      // The restart command is a child of its coordinator, and ends it once.
      const dies = `if [ -e '${flag}' ]; then rm '${flag}'; kill -9 $PPID; ${moment === 'before' ? 'exit 1' : 'true'}; fi`
      const { exec } = targets.restart
      drill.changePlan({
        targets: {
          ...targets,
          restart: { exec: moment === 'before' ? `${dies}; ${exec}` : `${exec} && ${dies}` },
        },
      })
      writeFileSync(flag, '')
      const run = ['run', '--to', 'v2', ...lowRisk]
      expect((await drill.rollout(run)).signal).toBe('SIGKILL')
      expect(eventsOf(drill.events(), 'moved')).toEqual([])
      const outside = async () =>
        (await drill.rig.balancers[0]!.runtime.servers()).map(({ status }) => status)
      expect((await outside()).filter((status) => !status.startsWith('UP'))).toHaveLength(1)
      if (moment === 'after') expect(await drill.versions()).not.toContain('v2')
      const { code, stdout, stderr } = await drill.rollout(['run'])
      expect(code, stdout + stderr).toBe(0)
      expect(stdout).toContain('another coordinator goes on where the last one stopped')
      await expectAllOn(drill, 'v2')
      expect(drill.restarts()).toHaveLength(instances)
      expectNoneFailed(await drill.counts(`killed with one ${moment} its restart`))
    })
  },
)
