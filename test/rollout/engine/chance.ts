/** Settings and disturbances by chance, for the histories of the engine. */
import type { RolloutCommand } from '../../../src/rollout/events.ts'
import { planWith } from '../fleets.ts'
import { chanceOf, type Tape } from '../histories.ts'
import type { Machine, World, WorldSetting } from './world.ts'

const common = 'gate: { on-no-data: health-only, inconclusive-deadline: 1s }\nbake: { min-requests: 0 }\n'
const health = (more: string) =>
  `health: { min-healthy-time: 1s, healthy-deadline: 20s, progress-deadline: 60s${more} }\n`
const plans = await Promise.all([
  planWith(
    `${common}${health(', max-failed: 1')}batch: { max-unavailable: 1, min-healthy: 50%, drain-timeout: 5s }`,
  ),
  planWith(
    `${common}${health(', max-failed: 2')}batch: { max-unavailable: 2, min-healthy: 1, drain-timeout: 5s, on-drain-timeout: force }\norder: { zones: parallel }`,
  ),
  planWith(
    `${common}${health(', max-failed: 2')}batch: { max-unavailable: 2, min-healthy: 1, drain-timeout: 2s, on-drain-timeout: wait }\nrollback: { mode: freeze }`,
  ),
])

/** A seed, and how long chance goes on. */
export interface Chance {
  readonly seed: number
  readonly draws: number
}

export const settingOf = ({ seed, draws }: Chance, faults: Partial<WorldSetting>): WorldSetting => {
  const tape = chanceOf(seed, 100)
  const size = 3 + tape.next(3)
  const machines = Array.from({ length: size }, (): Partial<Machine> => {
    const dice = tape.next(16)
    return {
      bootSeconds: 1 + tape.next(6),
      isDoomed: dice === 1,
      ...(dice === 2 ? { drainSeconds: 9 } : {}),
      ...(dice === 3 ? { role: 'leader' as const } : {}),
    }
  })
  return {
    plan: plans[tape.next(plans.length)]!,
    machines,
    zones: tape.next(3),
    exposures: [1, size],
    bakeSeconds: tape.next(2) * 4,
    tape: chanceOf(seed * 7 + 1, draws),
    ...faults,
  }
}

/** People who say anything at any time, and a world that does as it likes. */
export const stir = async (world: World, tape: Tape, size: number): Promise<void> => {
  const commands: readonly RolloutCommand[] = ['pause', 'resume', 'promote', 'abort', 'skip']
  for (let times = tape.next(4); times > 0; times--) {
    await world.clock.sleep(tape.next(120) * 250)
    const id = `web-${tape.next(size) + 1}`
    if (tape.next(8) === 0) world.silence(tape.next(100))
    if (tape.next(2) === 0) world.say(commands[tape.next(commands.length)]!, [id])
    else
      world.disturb((machines) => {
        const machine = machines.get(id)
        switch (tape.next(4)) {
          case 0:
            if (machine !== undefined) machine.illUntil = world.clock.now() + tape.next(40) * 1000
            break
          case 1:
            if (machines.size > 2) machines.delete(id)
            break
          case 2:
            machines.set(`new-${times}`, {
              ...[...machines.values()][0]!,
              id: `new-${times}`,
              version: 'v811',
            })
            break
          default:
            for (const one of machines.values()) if (world.isHealthy(one)) one.inRotation = true
        }
      })
  }
}

/** Load balancers are reloaded again and again: with an old state that leaves somebody alone, or with none. */
export const reload = async (world: World, tape: Tape): Promise<void> => {
  for (let times = tape.next(12); times > 0; times--) {
    await world.clock.sleep(tape.next(40) * 250)
    world.disturb((machines) => {
      for (const machine of machines.values()) {
        const dice = tape.next(4)
        if (dice === 0) machine.isForgotten = true
        if (dice === 1) machine.strays = true
      }
    })
  }
}

/** Every other time it is done at once, else it takes seconds, before the order and until it is obeyed. */
export const slowlyKept = (tape: Tape): NonNullable<WorldSetting['keeping']> => {
  const seconds = (): number => tape.next(2) * tape.next(5000)
  return () => ({ lookMilliseconds: seconds(), orderMilliseconds: seconds() })
}
