import { expect, test } from 'vitest'
import type { InstanceDriver } from '../../../src/rollout/engine/ports.ts'
import { lookPause, openSightings, verifyPause } from '../../../src/rollout/engine/sightings.ts'
import { virtualClock } from './virtual-clock.ts'

const begin = 1_000_000

/** A driver that takes so long to answer, and when it was asked. */
const open = (answersAfterMilliseconds: number) => {
  const clock = virtualClock(begin)
  const asked: (readonly [milliseconds: number, ids: string])[] = []
  const driver: Pick<InstanceDriver, 'observe'> = {
    observe: async (_, ids = []) => {
      asked.push([clock.now() - begin, ids.join()])
      await clock.sleep(answersAfterMilliseconds)
      return ids.map((id) => ({ id, version: 'v1', healthy: true, inRotation: true }))
    },
  }
  return { clock, asked, sightings: openSightings(driver as InstanceDriver, clock) }
}

test('one question serves all who wait, when the first of them is due', async () => {
  const { clock, asked, sightings } = open(0)
  await clock.run(Promise.all([sightings.look('a', 100), sightings.look('b', 40), sightings.look('c', 40)]))
  expect(asked).toEqual([[40, 'a,b,c']])
})

test('where an answer takes long, who can wait at all waits twice as long; who cannot does not', async () => {
  const { clock, asked, sightings } = open(100)
  await clock.run(
    (async () => {
      await sightings.look('a', 20)
      await sightings.look('a', 20)
      await sightings.look('a', 0)
    })(),
  )
  expect(asked.map(([at]) => at)).toEqual([20, 320, 420])
})

test.each([
  ['the first', 0, undefined, 20],
  ['a tenth of the time waited', 20, undefined, 135],
  ['or less of it, where it is near', 20, 0.03, 36],
  ['never longer than a second', 1000, undefined, 1000],
])('the pause before a look: %s', (_, looks, share, milliseconds) =>
  expect(lookPause(looks, share)).toBe(milliseconds),
)

test.each([
  [1, 10],
  [10, 10],
  [60, 60],
])('health of %i s is verified by %i looks, the last when it is over', (seconds, looks) => {
  let now = 0
  let count = 0
  for (; now < seconds * 1000; count++) now += verifyPause(seconds * 1000 - now, seconds * 1000)
  expect([now, count]).toEqual([seconds * 1000, looks])
})
