/** What a coordinator knows of the fleet where several look at it at once. */
import { expect, test } from 'vitest'
import { SourceError } from '../../../src/domain/errors.ts'
import { calendarOf } from '../../../src/rollout/calendar.ts'
import { openView } from '../../../src/rollout/engine/journal-view.ts'
import { leadOf } from '../../../src/rollout/engine/lead.ts'
import type { RolloutOptions } from '../../../src/rollout/engine/options.ts'
import type { Mover } from '../../../src/rollout/engine/ports.ts'
import { openSession } from '../../../src/rollout/engine/session.ts'
import type { Instance } from '../../../src/rollout/fleet.ts'
import { fleetOf, planWith } from '../fleets.ts'
import { startedFor } from '../histories.ts'

const begin = Date.parse('2026-11-18T14:00:00Z')
const booting: Partial<Instance> = { version: '', healthy: false, inRotation: false }
const fleetWith = (changes: Partial<Instance>): readonly Instance[] =>
  fleetOf(3, []).map((one) => (one.id === 'web-1' ? { ...one, ...changes } : one))

interface Question {
  readonly answer: (fleet: readonly Instance[]) => void
  readonly fail: (error: Error) => void
}

const open = async () => {
  const plan = await planWith()
  const questions: Question[] = []
  const time = { now: begin }
  const clock = { now: () => time.now, sleep: () => new Promise<void>(() => undefined) }
  const mover: Mover = {
    ...{ settleSeconds: 0, rollsWaves: false, move: async () => [], close: async () => undefined },
    observe: () =>
      new Promise((answer, fail) => {
        questions.push({ answer, fail })
      }),
  }
  const stamp = { at: new Date(begin).toISOString(), actor: 'coordinator' }
  const view = openView({
    id: 'web/7',
    read: async () => [
      { ...startedFor({ size: 3, exposures: [1, 3] }), ...stamp },
      { event: 'lease', epoch: 1, holder: 'job', ttlSeconds: 60, ...stamp },
    ],
    append: async () => 'written',
  })
  await view.refresh()
  const options: RolloutOptions = {
    ...{ journal: { id: 'web/7', read: async () => [], append: async () => 'written' }, mover, plan, clock },
    ...{ metrics: [], calendar: calendarOf(plan, undefined, {}), batchSeconds: 10, random: () => 0.5 },
    ...{ holder: 'job', liveness: async () => 'unknown', tell: () => undefined },
    lease: { ttlSeconds: 60, heartbeatSeconds: 15, pollSeconds: 5 },
    ...{ longestWaitSeconds: 1800, busyWaitSeconds: 1, graceSeconds: 1 },
    signal: new AbortController().signal,
  }
  const lead = leadOf(view, options, 1, { wall: begin, steady: begin })
  return { session: openSession(options, view, lead, false), questions, time }
}

test('a look that began before another and ends after it tells nothing: the fleet has not fallen ill since', async () => {
  const { session, questions, time } = await open()
  const [early, late] = [session.observe(), session.observe()]
  questions[1]!.answer(fleetWith({ version: 'v812' }))
  expect((await late)?.[0]).toMatchObject({ version: 'v812', healthy: true })
  session.book.vouch(['web-1'], time.now, 2)
  const vouched = session.book.healthOf(new Set(['web-1']))

  time.now += 3000
  questions[0]!.answer(fleetWith(booting))
  // Whoever asked is told what is known by now.
  expect(await early).toEqual(await late)
  expect(session.book.fleet()).toEqual(await late)
  expect(session.book.healthOf(new Set(['web-1']))).toEqual(vouched)
  expect(session.book.observedAt()).toBe(begin)
})

test('one that began before another and fails after it makes nobody blind', async () => {
  const { session, questions, time } = await open()
  const [early, late] = [session.observe(), session.observe()]
  questions[1]!.answer(fleetWith({}))
  await late
  time.now += 3000
  questions[0]!.fail(new SourceError('the load balancer did not answer'))
  expect(await early).toEqual(await late)
  expect(session.blindness()).toBeNull()
})

test('in the order in which they began each one counts, also where the later fails', async () => {
  const { session, questions } = await open()
  const [early, late] = [session.observe(), session.observe()]
  questions[0]!.answer(fleetWith(booting))
  expect((await early)?.[0]).toMatchObject(booting)
  questions[1]!.fail(new SourceError('the load balancer did not answer'))
  expect(await late).toBeNull()
  expect(session.blindness()).toMatchObject({ why: 'the load balancer did not answer' })
})
