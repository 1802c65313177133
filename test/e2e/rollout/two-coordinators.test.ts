/** Two who would both lead: one does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { type AtEnd, type Drill, expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'
import { isSoak } from './tally.ts'

const run = ['run', '--to', 'v2', ...lowRisk]

describe.skipIf(missingPackages().length > 0)(
  'two coordinators (package haproxy)',
  { concurrent: true },
  () => {
    test('begun at the same moment: one rolls out, the other waits for it and reports the same', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished)
      const ends = await Promise.all([drill.rollout(run), drill.rollout(run)])
      expect(
        ends.map(({ code }) => code),
        ends.map(({ stdout, stderr }) => stdout + stderr).join('\n'),
      ).toEqual([0, 0])
      // One of them led from the first to the last.
      expect(eventsOf(drill.events(), 'lease')).toHaveLength(1)
      expect(drill.restarts().map(({ epoch }) => epoch)).toEqual([1, 1, 1])
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('two at once: one waits'))
    })

    test('the second has no patience: it says who is at work and touches nothing', async ({
      onTestFinished,
    }) => {
      const drill = await openDrill(onTestFinished)
      const first = drill.start(run)
      await until('the first to lead', async () => eventsOf(drill.events(), 'batch').length > 0)
      const environment = { CHANGE_RISK_BUSY_WAIT_SECONDS: '0' }
      const second = await drill.rollout(['run'], { environment })
      expect([second.code, second.stdout]).toEqual([
        75,
        expect.stringContaining('is coordinated by another process'),
      ])
      const other = await drill.rollout(['run', '--to', 'v3', ...lowRisk], { environment })
      expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('web/1 to v2 is under way')])
      expect((await first.ended).code).toBe(0)
      expect(drill.restarts().map(({ version, epoch }) => `${version} ${epoch}`)).toEqual([
        'v2 1',
        'v2 1',
        'v2 1',
      ])
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('two at once: one is busy'))
    })
  },
)

/** Freezes, is taken over from, wakes. `coordinate` starts one that a freeze may outlast. */
const freeze = async (
  drill: Drill,
  coordinate: () => { readonly process: ChildProcess; readonly ended: Promise<string> },
  isRipe: () => Promise<boolean>,
  unpin: () => void,
): Promise<string> => {
  const sleeper = coordinate()
  await until('the moment to freeze', isRipe)
  sleeper.process.kill('SIGSTOP')
  unpin()
  const heir = coordinate()
  expect(await heir.ended).toContain('succeeded')
  await expectAllOn(drill, 'v2')
  const before = { events: drill.events(), restarts: drill.restarts() }
  sleeper.process.kill('SIGCONT')
  const said = await sleeper.ended
  // Longer than anything it may have had under way.
  await pause(1000)
  expect({ events: drill.events(), restarts: drill.restarts() }).toEqual(before)
  await expectAllOn(drill, 'v2')
  return said
}

/** With a lease of seconds: the ledger's own takes minutes to run out. */
const impatient = (onTestFinished: AtEnd, drill: Drill) => () => {
  const program = join(import.meta.dirname, 'impatient.ts')
  const child = spawn(process.execPath, [program, drill.plan, drill.ledger, drill.rig.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return { process: child, ended: new Promise<string>((resolve) => child.on('close', () => resolve(said))) }
}

describe.skipIf(missingPackages().length > 0)(
  'a coordinator that stands still (package haproxy)',
  { concurrent: true },
  () => {
    /** Begun by one that is killed before it leads, so that those with a short lease take up what a user began. */
    const begin = async (onTestFinished: AtEnd, bootSeconds = 0.2): Promise<Drill> => {
      const batch = { 'max-unavailable': 1, 'min-healthy': 1, 'drain-timeout': '30s' }
      const drill = await openDrill(onTestFinished, { plan: { batch }, bootSeconds })
      expect((await drill.rollout(run, { blow: { at: 'started:1' } })).signal).toBe('SIGKILL')
      return drill
    }

    test('while it drains: another takes over when its lease is out; awake, it touches nothing', async ({
      onTestFinished,
    }) => {
      const drill = await begin(onTestFinished)
      const slow = await drill.rig.slowRequest('web-1')
      const draining = async () => !(await drill.allServe())
      expect(await freeze(drill, impatient(onTestFinished, drill), draining, slow.abort)).toContain('lost')
      expectNoneFailed(await drill.counts('frozen while it drains'))
    })

    test('while the new version boots: the same', async ({ onTestFinished }) => {
      const drill = await begin(onTestFinished, 1.5)
      const booting = async () => drill.restarts().length > 0
      expect(await freeze(drill, impatient(onTestFinished, drill), booting, () => undefined)).toContain(
        'lost',
      )
      expectNoneFailed(await drill.counts('frozen while it waits for health'))
    })

    // Takes as long as a lease: not for every day.
    if (isSoak)
      test('with the command line and the lease it really has', { timeout: 400_000 }, async ({
        onTestFinished,
      }) => {
        const drill = await begin(onTestFinished, 1.5)
        const coordinate = () => {
          const { process, ended } = drill.start(['run', '--json'])
          return { process, ended: ended.then(({ stdout }) => stdout) }
        }
        const booting = async () => drill.restarts().length > 0
        expect(await freeze(drill, coordinate, booting, () => undefined)).toContain('lost')
        expectNoneFailed(await drill.counts('frozen for longer than a real lease'))
      })
  },
)
