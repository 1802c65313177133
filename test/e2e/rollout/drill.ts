/**
 * A drill: a rig under load, a plan, a ledger, and coordinators that a user could have started. Whatever happens to it,
 * nothing of it is left behind.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { RolloutEvent } from '../../../src/rollout/events.ts'
import type { Load, LoadCounts } from '../../rollout/rig/load.ts'
import { openRig, type Rig, type RigOptions } from '../../rollout/rig/rig.ts'
import {
  type Coordinator,
  type CoordinatorEnd,
  type CoordinatorOptions,
  startCoordinator,
} from './coordinator.ts'
import { journalOf } from './journal-lines.ts'
import { isSoak, remember } from './tally.ts'

export interface DrillOptions extends RigOptions {
  /** Parts of the plan that differ from the usual, section by section. */
  readonly plan?: Readonly<Record<string, unknown>>
  /** How many send requests all the time, and how long each rests in between. */
  readonly connections?: number
  readonly pauseMilliseconds?: number
  /** How many of the load balancers clients use; all unless given. */
  readonly loaded?: number
}

/** A restart that was carried out, as the restart command itself saw it. */
export interface Restart {
  readonly id: string
  readonly version: string
  readonly epoch: number
}

export interface Drill {
  readonly rig: Rig
  readonly plan: string
  readonly ledger: string
  /** `run`, `status`, … with plan and ledger filled in. */
  readonly start: (args: readonly string[], options?: Omit<CoordinatorOptions, 'folder'>) => Coordinator
  readonly rollout: (
    args: readonly string[],
    options?: Omit<CoordinatorOptions, 'folder'>,
  ) => Promise<CoordinatorEnd>
  readonly status: () => Promise<Readonly<Record<string, unknown>>>
  readonly events: () => readonly RolloutEvent[]
  readonly restarts: () => readonly Restart[]
  readonly versions: () => Promise<readonly (string | null)[]>
  /** Whether all are in rotation at every load balancer. */
  readonly allServe: () => Promise<boolean>
  readonly changePlan: (parts: Readonly<Record<string, unknown>>) => void
  /** Ends the load; what it came to is remembered under the name. */
  readonly counts: (name: string, options?: Parameters<typeof remember>[2]) => Promise<LoadCounts>
  /** The same, but other load has begun before: at no moment does nobody ask. */
  readonly countsSoFar: (name: string, options?: Parameters<typeof remember>[2]) => Promise<LoadCounts>
}

/** Short of everything: what takes minutes in production takes a second here. */
export const usualPlan = {
  version: 1,
  service: 'web',
  batch: { 'max-unavailable': 2, 'min-healthy': 1, 'drain-timeout': '10s' },
  health: { 'min-healthy-time': '1s', 'healthy-deadline': '20s', 'progress-deadline': '40s' },
  exposure: { low: [1, '100%'] },
  bake: { low: '1s', 'first-wave-factor': 1, 'min-requests': 50 },
  gate: { metrics: { errors: { source: 'haproxy', 'p-max': '10%' } }, 'inconclusive-deadline': '1m' },
} as const

/** An application that dies on SIGTERM whatever it is doing, and takes a moment to come up. */
const abrupt = { bootSeconds: 0.2, coldSeconds: 0.1 }

export const lowRisk = ['--risk', '0.5%'] as const

/** What a test calls to have something done when it is over. */
export type AtEnd = (release: () => void | Promise<void>) => void

export const openDrill = async (onTestFinished: AtEnd, options: DrillOptions = {}): Promise<Drill> => {
  const {
    plan: planned = {},
    connections = 4,
    pauseMilliseconds = isSoak ? 0 : 25,
    loaded,
    ...given
  } = options
  const rig = await openRig({ ...abrupt, instances: 3, ...given })
  const coordinators: Coordinator[] = []
  onTestFinished(async () => {
    for (const { process } of coordinators) process.kill('SIGKILL')
    await Promise.all(coordinators.map(({ ended }) => ended))
    await rig.close()
  })
  const { folder } = rig
  const plan = join(folder, 'web.yml')
  const ledger = join(folder, 'ledger')
  const log = join(folder, 'restarts.log')
  const exec = `echo "$GATE_INSTANCE $GATE_VERSION $GATE_EPOCH" >>'${log}'; ${rig.targets.restart.exec}`
  const changePlan = (parts: Readonly<Record<string, unknown>>): void =>
    writeFileSync(
      plan,
      JSON.stringify({ ...usualPlan, targets: { ...rig.targets, restart: { exec } }, ...planned, ...parts }),
    )
  changePlan({})
  let load: Load = await rig.load(connections, pauseMilliseconds, loaded)
  const start: Drill['start'] = (args, more = {}) => {
    const whole = [...args, '--plan', plan, '--ledger', `directory:${ledger}`]
    const coordinator = startCoordinator(whole, { folder, ...more })
    coordinators.push(coordinator)
    return coordinator
  }
  return {
    rig,
    plan,
    ledger,
    start,
    rollout: (args, more) => start(args, more).ended,
    status: async () => {
      const { code, stdout, stderr } = await start(['status', '--json']).ended
      if (code !== 0) throw new Error(`rollout status ended with ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    events: () => journalOf(ledger, 'web'),
    restarts: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(readRestart) : []),
    versions: () => Promise.all(rig.ids.map((id) => rig.versionOf(id).catch(() => null))),
    allServe: async () => {
      const servers = await Promise.all(rig.balancers.map(({ runtime }) => runtime.servers()))
      return servers.flat().every(({ status }) => /^(UP|no check)/.test(status))
    },
    changePlan,
    counts: async (name, more) => {
      const counts = await load.stop()
      remember(name, counts, more)
      return counts
    },
    countsSoFar: async (name, more) => {
      const before = load
      load = await rig.load(connections, pauseMilliseconds, loaded)
      const counts = await before.stop()
      remember(name, counts, more)
      return counts
    },
  }
}

const readRestart = (line: string): Restart => {
  const [id = '', version = '', epoch = ''] = line.split(' ')
  return { id, version, epoch: Number(epoch) }
}

/** The promise: nobody noticed. */
export const expectNoneFailed = ({ requests, failed, answers }: LoadCounts, atLeast = 100): void => {
  expect(failed, `failed of ${requests}: ${JSON.stringify(answers)}`).toBe(0)
  expect(requests).toBeGreaterThan(atLeast)
}

/** Everybody runs this version and gets requests. */
export const expectAllOn = async (drill: Drill, version: string): Promise<void> => {
  expect(await drill.versions()).toEqual(drill.rig.ids.map(() => version))
  expect(await drill.allServe()).toBe(true)
}
