/** Two of one coordinator at work at the same time: what one has begun must not undo what the other does next. */
import { describe, expect, test } from 'vitest'
import { planWith } from '../fleets.ts'
import { chanceOf } from '../histories.ts'
import { lease, openWorld, untilEnded, type World, type WorldSetting } from './world.ts'

/** A batch takes 4.2 s; the fleet is looked at after every second of it. */
const settingOf = async (maxUnavailable: number): Promise<WorldSetting> => ({
  plan: await planWith(
    'health: { min-healthy-time: 2s, healthy-deadline: 20s, progress-deadline: 60s, max-failed: 2 }\n' +
      'gate: { on-no-data: health-only, inconclusive-deadline: 1s }\nbake: { min-requests: 0 }\n' +
      `batch: { max-unavailable: ${maxUnavailable}, min-healthy: 25%, drain-timeout: 5s }\n`,
  ),
  ...{ machines: Array.from({ length: 4 }, () => ({})), zones: 0, exposures: [1, 4] },
  ...{ bakeSeconds: 4, tape: chanceOf(1, 0), keeps: true },
})
const often = { lease: { ...lease, pollSeconds: 1 } }

/** What happens so long after the batch has begun that this one is in. */
const during = (world: World, id: string, milliseconds: number, what: () => void): void => {
  const wait = async (): Promise<void> => {
    while (!world.state().open?.instances.some((move) => move.id === id)) await world.clock.sleep(10)
    await world.clock.sleep(milliseconds)
    what()
  }
  wait()
}

/** The first takes so long, later ones no time. */
const slowOnce = (slow: { readonly lookMilliseconds: number; readonly orderMilliseconds: number }) => {
  let times = 0
  return () => (times++ === 0 ? slow : { lookMilliseconds: 0, orderMilliseconds: 0 })
}

describe('whoever is put where it belongs beside a batch is left alone when the next begins', () => {
  test.each([
    ['still looking', { lookMilliseconds: 5000, orderMilliseconds: 0 }],
    ['with its order under way', { lookMilliseconds: 0, orderMilliseconds: 5000 }],
  ])('put back in, %s', async (_, slow) => {
    const world = openWorld({ ...(await settingOf(1)), keeping: slowOnce(slow) })
    // A reload that brings back an old state takes out the one that is to move next.
    during(world, 'web-2', 500, () => {
      world.machines.get('web-3')!.isForgotten = true
    })
    expect(await untilEnded(world, often)).toMatchObject({ outcome: 'succeeded', why: '4 of 4 run v812' })
    expect(world.violations).toEqual([])
    expect(world.serving()).toBe(4)
  })

  test.each([
    ['still looking', { lookMilliseconds: 9000, orderMilliseconds: 0 }],
    ['with its order under way', { lookMilliseconds: 0, orderMilliseconds: 9000 }],
  ])('kept out, %s', async (_, slow) => {
    const machines = [{ isDoomed: true }, {}, {}, {}]
    const world = openWorld({ ...(await settingOf(2)), machines, keeping: slowOnce(slow) })
    during(world, 'web-2', 500, () => {
      world.machines.get('web-1')!.strays = true
    })
    during(world, 'web-2', 3000, () => world.say('abort'))
    expect(await untilEnded(world, often)).toMatchObject({ outcome: 'rolled-back', why: 'aborted by mira' })
    expect(world.violations).toEqual([])
    expect(world.serving()).toBe(4)
  })
})

test('who failed is kept out also while others of its batch are still on their way', async () => {
  const plan = await planWith(
    'health: { min-healthy-time: 2s, healthy-deadline: 20s, progress-deadline: 60s, max-failed: 2 }\n' +
      'gate: { on-no-data: health-only, inconclusive-deadline: 1s }\nbake: { min-requests: 0 }\n' +
      'batch: { max-unavailable: 2, min-healthy: 25%, drain-timeout: 30s }\n',
  )
  // One fails after 22 s; the other has a request that takes 28.
  const machines = [{ isDoomed: true }, { drainSeconds: 28 }, {}, {}]
  const world = openWorld({ ...(await settingOf(2)), plan, machines, exposures: [2, 4] })
  const strayed: string[] = []
  for (const seconds of [10, 24])
    during(world, 'web-1', seconds * 1000, () => {
      const machine = world.machines.get('web-1')!
      machine.strays = true
      world.clock.sleep(1000).then(() => {
        if (machine.strays)
          strayed.push(`after ${seconds} s, with ${world.state().open?.instances.length} out`)
      })
    })
  expect(await untilEnded(world, often)).toMatchObject({ outcome: 'succeeded' })
  expect(world.violations).toEqual([])
  expect(strayed).toEqual([])
})

test('one that cannot be put back in holds nobody else up', async () => {
  const world = openWorld({
    ...(await settingOf(2)),
    keeping: () => ({ lookMilliseconds: 5500, orderMilliseconds: 0 }),
  })
  // Its weight is nothing since a reload, say: whatever is ordered, it gets no requests.
  during(world, 'web-1', 3000, () =>
    Object.defineProperty(world.machines.get('web-4'), 'isForgotten', {
      get: () => true,
      set: () => undefined,
    }),
  )
  // It is moved like the others, and fails because it is not seen in rotation.
  const end = await world.clock.run(Promise.race([untilEnded(world, often), world.clock.sleep(900_000)]))
  expect(end).toMatchObject({ outcome: 'succeeded', instances: ['web-4'] })
  expect(world.violations).toEqual([])
})

test('nobody is taken out on what the fleet was like before somebody was put back in', async () => {
  const world = openWorld({
    ...(await settingOf(1)),
    exposures: [4],
    keeping: slowOnce({ lookMilliseconds: 4500, orderMilliseconds: 0 }),
  })
  const forget = (id: string): void => {
    world.machines.get(id)!.isForgotten = true
  }
  // One is taken out as the batch ends, and another while that one is put back.
  during(world, 'web-1', 4100, () => forget('web-3'))
  during(world, 'web-1', 6200, () => forget('web-4'))
  expect(await untilEnded(world, often)).toMatchObject({ outcome: 'succeeded', why: '4 of 4 run v812' })
  expect(world.violations).toEqual([])
})

test('who was out when the fleet was looked at, and was put back in at once, is not taken for one that serves nobody', async () => {
  const world = openWorld({ ...(await settingOf(1)), exposures: [4] })
  // One falls ill as a batch ends, and the last that is left to move is taken out: to restart it would cost nothing.
  during(world, 'web-3', 4100, () => {
    world.machines.get('web-1')!.illUntil = world.clock.now() + 15_000
    world.machines.get('web-4')!.isForgotten = true
  })
  expect(await untilEnded(world, often)).toMatchObject({ outcome: 'succeeded', why: '4 of 4 run v812' })
  expect(world.violations).toEqual([])
})
