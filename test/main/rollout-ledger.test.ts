/** A plan is made for the ledger that the rollout will be remembered in: by `plan`, and by `run` before anything moves. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openJournal } from '../../src/commands/rollout/journal.ts'
import { readPlans } from '../../src/commands/rollout/plan-files.ts'
import { SourceError } from '../../src/domain/errors.ts'
import type { WatchedLedger } from '../../src/ledger/ledger.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { realClock } from '../../src/main/rollout-setting.ts'
import { performVerb } from '../../src/main/rollout-verbs.ts'
import type { JournaledEvent } from '../../src/rollout/engine/ports.ts'
import type { RolloutEvent } from '../../src/rollout/events.ts'
import { ended, everyEvent, lease, started, writer } from '../commands/rollout/journal-events.ts'
import { freshPlace } from '../ledger/fixtures/places.ts'

const now = Date.parse('2026-11-18T14:00:00Z')
const size = 60

interface Options {
  readonly atOnce?: number
  /** The journal of the rollout before. */
  readonly before?: readonly RolloutEvent[]
  /** What else the ledger does. */
  readonly more?: Partial<WatchedLedger>
}

/** Services of sixty; a directory that answers as the ledger of this URL. */
const ask = async (
  verb: 'plan' | 'run',
  url: string,
  services: readonly string[],
  { atOnce = 1, before = [], more = {} }: Options = {},
) => {
  const { base: root } = freshPlace()
  const ledger: WatchedLedger = { ...directoryLedger({ root: join(root, 'ledger') }), url, ...more }
  const journal = openJournal(ledger, 'web/1', writer)
  for (const [position, event] of before.entries()) await journal.append(event, position)
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

/** The rollout before: one moved, drained in no time and healthy 3 s after its restart. */
const lastTime: readonly RolloutEvent[] = [
  { ...started, to: 'v1' },
  lease('a'),
  ...everyEvent.filter(({ event }) => event === 'batch'),
  {
    ...{ event: 'moved', at: started.at, epoch: 1, batch: 0, leastServing: 29, seconds: 3 },
    results: [{ id: 'web-1', outcome: 'moved', why: '', drainSeconds: 0, bootSeconds: 3 }],
  },
  ended('succeeded'),
]

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
  expect(await ask('plan', url, services, { atOnce })).toBe(expected)
  expect(await ask('run', url, services, { atOnce })).toBe(expected)
})

test('what the last rollout of a service took is what both expect of the next', async () => {
  const expected = new Date(now + (size * 3 + 120) * 1000).toISOString()
  for (const verb of ['plan', 'run'] as const)
    expect(await ask(verb, 'directory:ledger', ['web'], { before: lastTime })).toBe(expected)
})

test('where the ledger cannot be read, a plan is made all the same', async () => {
  const fail = async (): Promise<never> => {
    throw new SourceError('the ledger cannot be read')
  }
  const more = { findNow: fail, latest: fail }
  expect(await ask('plan', 'branch:ledger-rollouts-web', ['web'], { more })).toBe(finish(0))
})
