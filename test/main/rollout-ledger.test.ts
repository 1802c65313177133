/** A plan is made for the ledger that the rollout will be remembered in: by `plan`, and by `run` before anything moves. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPlans } from '../../src/commands/rollout/plan-files.ts'
import type { WatchedLedger } from '../../src/ledger/ledger.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { realClock } from '../../src/main/rollout-setting.ts'
import { performVerb } from '../../src/main/rollout-verbs.ts'
import type { JournaledEvent } from '../../src/rollout/engine/ports.ts'
import { freshPlace } from '../ledger/fixtures/places.ts'

const now = Date.parse('2026-11-18T14:00:00Z')
const size = 60

/** Two services of sixty; a directory that answers as the ledger of this URL. */
const ask = async (verb: 'plan' | 'run', url: string, services: readonly string[], atOnce = 1) => {
  const { base: root } = freshPlace()
  const ledger: WatchedLedger = { ...directoryLedger({ root: join(root, 'ledger') }), url }
  const list = `for at in $(seq ${size}); do printf '{"id":"web-%s","version":"v1","healthy":true,"in-rotation":true}\\n' $at; done`
  for (const service of services)
    writeFileSync(
      join(root, `${service}.yml`),
      JSON.stringify({
        ...{ version: 1, service, 'at-once': atOnce },
        targets: { driver: 'exec', list, drain: 'true', restart: 'true', restore: 'true' },
        batch: { 'max-unavailable': 1, 'drain-timeout': '1s' },
        health: { 'min-healthy-time': '1s' },
        exposure: { low: [1, '100%'] },
        bake: { low: '1m', 'first-wave-factor': 1 },
        gate: { 'on-no-data': 'health-only' },
      }),
    )
  const stop = new AbortController()
  const printed: string[] = []
  const begun: JournaledEvent[] = []
  await performVerb({
    ...{
      verb,
      to: 'v2',
      environment: 'production',
      instances: [],
      reason: '',
      whenIdle: 'refuse',
      by: 'mira',
      isEmergency: false,
    },
    files: await readPlans(
      services.map((service) => `${service}.yml`),
      root,
    ),
    place: {
      ...{ ledger, ledgerOf: () => ledger, named: null, repository: 'shop', directory: root },
      commitOf: async () => null,
    },
    risk: { kind: 'typed', risk: { probability: 0, low: null, high: null, band: 'low' } },
    format: 'json',
    world: {
      ...{ directory: root, environment: process.env, fetch, random: () => 0.5 },
      clock: { ...realClock, now: () => now },
    },
    patience: { longestWaitSeconds: 1, busyWaitSeconds: 1, graceSeconds: 1 },
    now: new Date(now),
    screen: {
      ...{ print: (text) => printed.push(text), warn: () => undefined, status: () => undefined, columns: 80 },
    },
    // What has begun is told before anybody leads it.
    watch: (_, event) => {
      if (event.event !== 'started') return
      begun.push(event)
      stop.abort()
    },
    signal: stop.signal,
  })
  const finishes = begun.flatMap((event) => (event.event === 'started' ? [event.earliestFinish] : []))
  const document = JSON.parse(printed.join(''))
  return verb === 'run' ? finishes[0] : (document.services ?? [document])[0].earliestFinish
}

/** Drain 1 s, boot 30 s, healthy 1 s, two minutes of watching; and so many of the batches begin 64 s apart. */
const finish = (spaced: number): string =>
  new Date(now + (size * 32 + 120 + spaced * 32) * 1000).toISOString()

test.each([
  ['a directory', 'directory:ledger', ['web'], 1, finish(0)],
  ['a directory, two at once', 'directory:ledger', ['api', 'web'], 2, finish(0)],
  // Its batches take as long as the ledger asks for.
  ['a branch', 'branch:ledger-rollouts-web', ['web'], 1, finish(0)],
  ['branches, two in turn', 'branch:ledger-rollouts-web', ['api', 'web'], 1, finish(0)],
  ['branches, two at once', 'branch:ledger-rollouts-web', ['api', 'web'], 2, finish(50)],
])('in %s: `plan` and `run` say the same', async (_, url, services, atOnce, expected) => {
  expect(await ask('plan', url, services, atOnce)).toBe(expected)
  expect(await ask('run', url, services, atOnce)).toBe(expected)
})
