import { expect, test } from 'vitest'
import { runInTurn } from '../../../src/commands/rollout/in-turn.ts'
import fc from '../../properties.ts'

/** Services that take a turn of the event loop each, and a diary of what they did. */
const services = (after: Readonly<Record<string, readonly string[]>>, failing: readonly string[] = []) => {
  const diary: string[] = []
  let out = 0
  let most = 0
  const turns = Object.entries(after).map(([service, names]) => ({
    service,
    after: names,
    run: async () => {
      diary.push(`${service} begins`)
      out += 1
      most = Math.max(most, out)
      await new Promise((resolve) => setImmediate(resolve))
      out -= 1
      diary.push(`${service} ends`)
      return !failing.includes(service)
    },
  }))
  return { turns, diary, most: () => most }
}
const well = (result: boolean) => result

test('a circle is told, and nobody waits in it for ever', async () => {
  const { turns, diary } = services({ web: ['api', 'db'], api: ['web'], db: [] })
  await expect(runInTurn(turns, 2, well)).rejects.toThrow(
    'web comes after api, db; api comes after web: they wait for each other; take one `after` away',
  )
  expect(diary).toEqual(['db begins', 'db ends'])
})

test('one after the other, each after those it names', async () => {
  const { turns, diary } = services({ web: ['api'], api: ['db'], db: [] })
  const ends = await runInTurn(turns, 1, well)
  expect(diary).toEqual(['db begins', 'db ends', 'api begins', 'api ends', 'web begins', 'web ends'])
  expect(ends.map(({ service, result }) => [service, result])).toEqual([
    ['web', true],
    ['api', true],
    ['db', true],
  ])
})

test('what comes after one that failed is not begun, nor what comes after that', async () => {
  const { turns, diary } = services({ web: ['api'], api: ['db'], db: [], mail: [] }, ['db'])
  const ends = await runInTurn(turns, 4, well)
  expect(diary.filter((line) => line.endsWith('begins'))).toEqual(['db begins', 'mail begins'])
  expect(ends.map(({ service, blockedBy }) => [service, blockedBy])).toEqual([
    ['web', 'api'],
    ['api', 'db'],
    ['db', null],
    ['mail', null],
  ])
})

test('a service nobody gave is no obstacle', async () => {
  const { turns } = services({ web: ['payments'] })
  expect((await runInTurn(turns, 1, well))[0]!.result).toBe(true)
})

test('an error is thrown once those under way have ended', async () => {
  const { turns, diary } = services({ web: [], api: [] })
  const broken = { service: 'broken', after: [], run: () => Promise.reject(new Error('no such fleet')) }
  await expect(runInTurn([broken, ...turns], 2, well)).rejects.toThrow('no such fleet')
  expect(diary).toContain('web ends')
})

test('whatever comes after whatever: never more at once than allowed, all end, order holds', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 15 }),
      fc.integer({ min: 1, max: 4 }),
      fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
      async (pairs, atOnce, failing) => {
        const names = Array.from({ length: 10 }, (_, at) => `s${at}`)
        // Only later ones wait for earlier ones: no circle.
        const after = Object.fromEntries(
          names.map((name, at) => [
            name,
            pairs.filter(([one, other]) => one === at && other < at).map(([, other]) => `s${other}`),
          ]),
        )
        const { turns, diary, most } = services(
          after,
          failing.map((at) => `s${at}`),
        )
        const ends = await runInTurn(turns, atOnce, well)
        expect(most()).toBeLessThanOrEqual(atOnce)
        for (const { service, result, blockedBy } of ends) {
          expect(result === null).toBe(blockedBy !== null)
          for (const name of after[service] ?? [])
            if (result !== null)
              expect(diary.indexOf(`${name} ends`)).toBeLessThan(diary.indexOf(`${service} begins`))
        }
      },
    ),
  ))
