/** A request that never ends keeps an instance from being drained: what the plan says then is what happens. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'
import { type AtEnd, expectAllOn, expectNoneFailed, lowRisk, openDrill } from './drill.ts'
import { eventsOf } from './journal-lines.ts'

const run = ['run', '--to', 'v2', ...lowRisk]

const open = async (onTestFinished: AtEnd, onDrainTimeout: 'fail' | 'force' | 'wait') => {
  const batch = {
    'max-unavailable': 1,
    'min-healthy': 1,
    'drain-timeout': '2s',
    'on-drain-timeout': onDrainTimeout,
  }
  const health = { 'min-healthy-time': '1s', 'healthy-deadline': '4s', 'progress-deadline': '7s' }
  const drill = await openDrill(onTestFinished, { plan: { batch, health, exposure: { low: ['100%'] } } })
  return { drill, slow: await drill.rig.slowRequest('web-1') }
}

describe.skipIf(missingPackages().length > 0)(
  'a drain that never ends (package haproxy)',
  { concurrent: true },
  () => {
    test('on-drain-timeout: fail stops the wave, takes back what moved, and hurts nobody', async ({
      onTestFinished,
    }) => {
      const { drill, slow } = await open(onTestFinished, 'fail')
      const { code, stdout } = await drill.rollout(run)
      expect(code, stdout).toBe(2)
      expect(stdout).toContain('1 request is left on it')
      expect(stdout).toContain('ROLLED BACK')
      expect(drill.restarts().filter(({ id }) => id === 'web-1')).toEqual([])
      await expectAllOn(drill, 'v1')
      slow.abort()
      expect(await slow.ended).toBe('socket hang up')
      expectNoneFailed(await drill.counts('drain never ends: fail'))
    })

    test('on-drain-timeout: force ends that request alone, and goes on', async ({ onTestFinished }) => {
      const { drill, slow } = await open(onTestFinished, 'force')
      const { code, stdout, stderr } = await drill.rollout(run)
      expect(code, stdout + stderr).toBe(0)
      expect(await slow.ended).toMatch(/^(502|broken off)$/)
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('drain never ends: force'))
    })

    test('on-drain-timeout: wait waits beyond the timeout for it to end, and goes on', async ({
      onTestFinished,
    }) => {
      const { drill, slow } = await open(onTestFinished, 'wait')
      const running = drill.start(run)
      // Longer than drain-timeout, shorter than progress-deadline.
      await until('the drain to begin', async () => eventsOf(drill.events(), 'batch').length > 0)
      await pause(3500)
      expect(eventsOf(drill.events(), 'batch')).toHaveLength(1)
      expect(drill.restarts()).toEqual([])
      slow.abort()
      const { code, stdout, stderr } = await running.ended
      expect(code, stdout + stderr).toBe(0)
      await expectAllOn(drill, 'v2')
      expectNoneFailed(await drill.counts('drain never ends: wait'))
    })
  },
)
