import { expect, test } from 'vitest'
import { fold } from '../../src/rollout/fold.ts'
import fc from '../properties.ts'
import { planWith } from './fleets.ts'
import { type Fate, type Faults, live, noFaults, type Setting, tapeOf } from './histories.ts'

const plans = await Promise.all(
  [
    'batch: { max-unavailable: 1, min-healthy: 0 }',
    'batch: { max-unavailable: 2, min-healthy: 50% }\nhealth: { max-failed: 2 }',
    'batch: { max-unavailable: 50%, min-healthy: 30% }\norder: { zones: parallel }\nhealth: { max-failed: 3 }',
    'batch: { max-unavailable: 2, min-healthy: 1 }\norder: { within: [] }\nrollback: { mode: freeze }',
    'batch: { max-unavailable: 34%, min-healthy: 1 }\nrollback: { max-unavailable: 2 }\nhealth: { max-failed: 2 }',
  ].map((lines) => planWith(lines)),
)

/** Numbers of a tape are read as they are needed: one array is cheaper than a hundred arbitraries, and shrinks well. */
const anyTape = fc.uint8Array({ minLength: 40, maxLength: 160, max: 255 })

/** Eight numbers from the tape's front shape the fleet; the rest is what happens to it. */
const settingOf = (numbers: ArrayLike<number>, fates: readonly Fate[]): Setting => {
  const tape = tapeOf(numbers)
  const size = 3 + tape.next(5)
  const exposures = [...new Set([1, 1 + tape.next(size), size])].toSorted((one, other) => one - other)
  return {
    plan: plans[tape.next(plans.length)]!,
    size,
    zones: tape.next(4),
    exposures,
    fates: Array.from({ length: size }, () => fates[tape.next(fates.length)]!),
    failingWave: tape.next(6),
  }
}

const anyFate: readonly Fate[] = [
  'good',
  'good',
  'good',
  'good',
  'good',
  'never-up',
  'stays-put',
  'never-back',
]
const everything: Faults = { crashes: 4, people: 3, outside: 5 }

const seen = new Map<string, number>()
const histories = (numRuns: number, check: (numbers: Uint8Array) => void) =>
  fc.assert(fc.property(anyTape, check), { numRuns })
/** Generous: what is measured is whether it holds, not how busy the machine is. */
const patience = 300_000

test(
  'whatever happens, no batch breaks I1–I4, and the rollout comes to an end',
  () =>
    histories(72_000, (numbers) => {
      const history = live(settingOf(numbers, anyFate), everything, tapeOf(numbers.subarray(20)))
      expect(history.violations).toEqual([])
      const outcome = history.ended ? history.state.stage : 'never'
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
      expect(outcome).not.toBe('never')
    }),
  patience,
)

test('the property above has seen every end', () => {
  for (const outcome of ['succeeded', 'frozen', 'rolled-back'])
    expect(seen.get(outcome), outcome).toBeGreaterThan(500)
})

test(
  'I6: killed anywhere, any number of times, it ends the same',
  () =>
    histories(20_000, (numbers) => {
      const setting = settingOf(numbers, ['good', 'good', 'good', 'never-up', 'never-back'])
      const calm = live(setting, noFaults, tapeOf([]))
      const killed = live(setting, { ...noFaults, crashes: 15 }, tapeOf(numbers.subarray(20)))
      expect(killed.violations).toEqual([])
      expect(killed.state.stage).toBe(calm.state.stage)
      expect(killed.fleet).toEqual(calm.fleet)
      expect(killed.state.ended?.instances).toEqual(calm.state.ended?.instances)
      for (const [id, count] of killed.moves) expect(count, id).toBe(calm.moves.get(id))
    }),
  patience,
)

test(
  'without faults every instance moves exactly once, and it succeeds',
  () =>
    histories(5_000, (numbers) => {
      const setting = { ...settingOf(numbers, ['good']), failingWave: 99 }
      const { state, moves, fleet, violations } = live(setting, noFaults, tapeOf([]))
      expect(violations).toEqual([])
      expect(state.stage).toBe('succeeded')
      expect(fleet.map(({ version }) => version)).toEqual(fleet.map(() => 'v812'))
      expect([...moves.values()]).toEqual(fleet.map(() => 1))
    }),
  patience,
)

test(
  'an orchestrator gets a wave at a time, and goes back once',
  () =>
    histories(5_000, (numbers) => {
      const setting = { ...settingOf(numbers, ['good', 'good', 'never-up']), rollsWaves: true }
      const history = live(setting, { ...everything, outside: 0 }, tapeOf(numbers.subarray(20)))
      expect(history.violations).toEqual([])
      expect(history.ended).toBe(true)
    }),
  patience,
)

test(
  'what is told event by event is what the whole journal says',
  () =>
    histories(1_000, (numbers) => {
      const { events, state } = live(settingOf(numbers, anyFate), everything, tapeOf(numbers.subarray(20)))
      expect(fold(events)).toEqual(state)
      const cut = numbers[0]! % (events.length + 1)
      expect(fold(events.slice(cut), fold(events.slice(0, cut)))).toEqual(state)
    }),
  patience,
)
