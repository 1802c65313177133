/** Two services on one timeline: the second begins when the first is done, and not at all where it is not. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missingPackages, openRig, type Rig } from '../../rollout/rig/rig.ts'
import { type CoordinatorEnd, startCoordinator } from './coordinator.ts'
import { type AtEnd, expectNoneFailed, lowRisk, usualPlan } from './drill.ts'
import { eventsOf, journalOf } from './journal-lines.ts'
import { remember } from './tally.ts'

interface Services {
  readonly api: Rig
  readonly web: Rig
  readonly ledger: string
  readonly rollout: (...args: readonly string[]) => Promise<CoordinatorEnd>
  readonly stopLoad: (name: string) => Promise<void>
}

const open = async (onTestFinished: AtEnd): Promise<Services> => {
  const rigs = await Promise.all(
    ['api', 'web'].map(async (service) => {
      const rig = await openRig({ instances: 2, bootSeconds: 0.2 })
      onTestFinished(rig.close)
      const plan = join(rig.folder, `${service}.yml`)
      const after = service === 'web' ? { after: ['api'] } : {}
      const health = { ...usualPlan.health, 'healthy-deadline': '3s' }
      writeFileSync(plan, JSON.stringify({ ...usualPlan, health, service, targets: rig.targets, ...after }))
      return { rig, plan, load: await rig.load(4, 25) }
    }),
  )
  const [{ rig: api }, { rig: web }] = rigs as [(typeof rigs)[number], (typeof rigs)[number]]
  const ledger = join(api.folder, 'ledger')
  return {
    api,
    web,
    ledger,
    rollout: (...args) => {
      // What comes second is named first: the plans say who waits for whom.
      const plans = rigs.toReversed().flatMap(({ plan }) => ['--plan', plan])
      const given = [...args, ...plans, '--ledger', `directory:${ledger}`]
      const { process, ended } = startCoordinator(given, { folder: api.folder })
      onTestFinished(() => void process.kill('SIGKILL'))
      return ended
    },
    stopLoad: async (name) => {
      for (const { load } of rigs) {
        const counts = await load.stop()
        remember(name, counts)
        expectNoneFailed(counts)
      }
    },
  }
}

const versionsOf = (rig: Rig) => Promise.all(rig.ids.map(rig.versionOf))

describe.skipIf(missingPackages().length > 0)(
  'two services rolled out together (package haproxy)',
  { concurrent: true },
  () => {
    test('one timeline: web begins when api is done, and no request of either fails', async ({
      onTestFinished,
    }) => {
      const services = await open(onTestFinished)
      const planned = await services.rollout('plan', '--to', 'v2', ...lowRisk)
      expect(planned.code, planned.stderr).toBe(0)
      expect(planned.stdout).toMatch(/api[\s\S]*web/)
      const { code, stdout, stderr } = await services.rollout('run', '--to', 'v2', ...lowRisk)
      expect(code, stdout + stderr).toBe(0)
      expect(await versionsOf(services.api)).toEqual(['v2', 'v2'])
      expect(await versionsOf(services.web)).toEqual(['v2', 'v2'])
      const [done] = eventsOf(journalOf(services.ledger, 'api'), 'ended')
      const [begun] = eventsOf(journalOf(services.ledger, 'web'), 'batch')
      expect(Date.parse(begun!.at)).toBeGreaterThanOrEqual(Date.parse(done!.at))
      const lines = stdout.split('\n')
      const lineOf = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line))
      expect(lineOf(/^web .*wave 1/)).toBeGreaterThan(lineOf(/^api .*DONE/))
      await services.stopLoad('two services')
    })

    test('api does not come up: web is not begun, and the exit code says so', async ({ onTestFinished }) => {
      const services = await open(onTestFinished)
      services.api.behave('v2', { neverHealthy: true })
      const { code, stdout } = await services.rollout('run', '--to', 'v2', ...lowRisk)
      expect(code, stdout).toBe(2)
      expect(stdout).toContain('web was not begun: api comes first and did not succeed')
      expect(await versionsOf(services.api)).toEqual(['v1', 'v1'])
      expect(await versionsOf(services.web)).toEqual(['v1', 'v1'])
      expect(eventsOf(journalOf(services.ledger, 'web'), 'batch')).toEqual([])
      await services.stopLoad('two services, the first is bad')
    })
  },
)
