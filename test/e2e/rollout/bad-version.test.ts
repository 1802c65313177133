/** Versions that should never have left the house: what they cost with a gate, and without. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openHaproxy } from '../../../src/drivers/rollouts/haproxy.ts'
import { actionOf } from '../../rollout/rig/action.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'
import { isSoak } from './tally.ts'
import { openTurnstile } from './turnstile.ts'

const run = ['run', '--to', 'v2', ...lowRisk]
const instances = 6
const connections = isSoak ? 24 : 12
const exposure = { low: [1, 3, '100%'] }
/** Long enough for the evidence; the gate does not wait for the end of it where it has seen enough. */
const bake = { low: '20s', 'first-wave-factor': 1, 'min-requests': 300 }
const gate = { metrics: { errors: { source: 'haproxy', 'p-max': '1%' } } }

/** Each sends all the load it can. */
const enter = openTurnstile(2)

describe.skipIf(missingPackages().length > 0)('a bad version (package haproxy)', { concurrent: true }, () => {
  test('never gets healthy: stopped in wave 1 and taken back, and no request fails', async ({
    onTestFinished,
  }) => {
    const health = { 'min-healthy-time': '1s', 'healthy-deadline': '3s', 'progress-deadline': '20s' }
    await enter(onTestFinished)
    const drill = await openDrill(onTestFinished, {
      instances,
      connections,
      pauseMilliseconds: 0,
      plan: { exposure, health },
    })
    drill.rig.behave('v2', { neverHealthy: true })
    const { code, stdout } = await drill.rollout(run)
    expect(code, stdout).toBe(2)
    expect(stdout).toContain('web-1 failed')
    expect(stdout).toContain('ROLLED BACK')
    expect(stdout).toContain('fix it, then: rollout run')
    await expectAllOn(drill, 'v1')
    expect(drill.restarts().map(({ id, version }) => `${id} ${version}`)).toEqual(['web-1 v2', 'web-1 v1'])
    expect(await drill.status()).toMatchObject({ outcome: 'rolled-back', updated: 0, wave: 1 })
    expectNoneFailed(await drill.counts('never healthy, stopped in wave 1'))
  })

  test('the same version by a script: the whole fleet is down for good', async ({ onTestFinished }) => {
    await enter(onTestFinished)
    const drill = await openDrill(onTestFinished, { instances, connections, pauseMilliseconds: 0 })
    drill.rig.behave('v2', { neverHealthy: true })
    for (const id of drill.rig.ids) await drill.rig.restart(id, 'v2')
    await pause(1000)
    const { requests, failed } = await drill.counts('never healthy, by a script', { isAnchor: true })
    expect(await drill.versions()).toEqual(drill.rig.ids.map(() => null))
    expect(failed).toBeGreaterThan(0.1 * requests)
  })

  test('answers 5 % with 500: the gate stops it in wave 1, and only its own answers failed', async ({
    onTestFinished,
  }) => {
    await enter(onTestFinished)
    const drill = await openDrill(onTestFinished, {
      instances,
      connections,
      pauseMilliseconds: 0,
      plan: { exposure, bake, gate },
    })
    drill.rig.behave('v2', { errorShare: 0.05 })
    const { code, stdout } = await drill.rollout(run)
    expect(code, stdout).toBe(2)
    expect(stdout).toMatch(/wave 1\/3 +FAIL \d+ errors? in [\d,]+ requests/)
    expect(stdout).toContain('ROLLED BACK')
    await expectAllOn(drill, 'v1')
    expect(drill.restarts().map(({ id, version }) => `${id} ${version}`)).toEqual(['web-1 v2', 'web-1 v1'])
    const [judged] = eventsOf(drill.events(), 'judged')
    expect(judged).toMatchObject({ wave: 0, verdict: 'fail' })
    const counts = await drill.counts('5 % errors, with the gate', { isAnchor: true })
    // Nothing failed but what the bad instance answered itself: restarts lost nothing.
    expect(Object.keys(counts.answers).toSorted()).toEqual(['200', '500'])
    expect(counts.failed).toBeGreaterThanOrEqual(judged!.counts['errors']!.new.errors)
    expect(counts.failed).toBeLessThan(0.01 * counts.requests)
  })

  test('the same version restarted as carefully, with a look at health alone: shipped to all', async ({
    onTestFinished,
  }) => {
    await enter(onTestFinished)
    const drill = await openDrill(onTestFinished, { instances, connections, pauseMilliseconds: 0 })
    drill.rig.behave('v2', { errorShare: 0.05 })
    const driver = openHaproxy(drill.rig.targets, drill.rig.surroundings)
    for (const id of drill.rig.ids) {
      expect(await driver.drain(id, actionOf())).toEqual({ outcome: 'done' })
      expect(await driver.restart(id, actionOf())).toEqual({ outcome: 'done' })
      expect(await driver.restore(id, actionOf())).toEqual({ outcome: 'done' })
    }
    await pause(3000)
    const counts = await drill.counts('5 % errors, health alone', { isAnchor: true })
    expect(await drill.versions()).toEqual(drill.rig.ids.map(() => 'v2'))
    expect(Object.keys(counts.answers).toSorted()).toEqual(['200', '500'])
    expect(counts.failed).toBeGreaterThan(0.02 * counts.requests)
  })
})
