/** The numbers that the benches of the certificate and of the drift print, on few histories. */
import { describe, expect, test } from 'vitest'
import { episodesOf } from '../../bench/certificate-repositories.ts'
import { repeatedBinomial, tally, wagers, worlds } from '../../bench/certificate-simulation.ts'
import { partsToAlarm } from '../../bench/drift-simulation.ts'

const histories = 120
/** One in ten may be false, and two standard errors. */
const most = 0.1 + 2 * Math.sqrt((0.1 * 0.9) / histories)

test.each(worlds.map((world) => [world.name, world] as const))(
  'a promise looked at after every change is seldom false: %s',
  (_, world) => expect(tally(world, wagers, [2000], histories).false).toBeLessThanOrEqual(most),
)

test('a test made for one look, looked at after every change, is not', () => {
  expect(tally(worlds[0]!, repeatedBinomial, [2000], histories).false).toBeGreaterThan(most)
})

test('what deserves a certificate gets one', () => {
  const { certified, approved } = tally(worlds[2]!, wagers, [1000, 4000], 60)
  expect(certified[0]).toBeGreaterThan(0.4)
  expect(certified[1]).toBeGreaterThan(0.9)
  expect(approved[1]).toBeGreaterThan(0.65)
})

describe('a drift', () => {
  const year = { before: 0.01, risk: 0.01, aYear: 1000, quietYears: 0.2, years: 2 }
  const delays = (after: number) =>
    Array.from(
      { length: 15 },
      (_, seed) => partsToAlarm({ ...year, after, seed: seed + 1 }) ?? Number.POSITIVE_INFINITY,
    )

  test('that multiplies failures by ten is seen within two hundred parts', () => {
    expect(delays(0.1).filter((delay) => delay > 0 && delay <= 200).length).toBeGreaterThanOrEqual(14)
  })

  test('that is none is not seen', () => {
    expect(delays(0.01).filter(Number.isFinite)).toEqual([])
  })
})

test('what goes out under a certificate is counted from its proof to its alarm', () => {
  const rows = Array.from({ length: 400 }, (_, at) => ({
    time: at * 86_400,
    label: at >= 250 && at % 4 === 0 ? 1 : 0,
    risk: 0.004,
  }))
  const [only, ...others] = episodesOf(rows, { failureRate: 0.02, confidence: 0.9 })
  expect(others).toEqual([])
  expect(only).toMatchObject({ alarm: true })
  expect(only!.n).toBeGreaterThan(80)
  expect(only!.n).toBeLessThan(150)
})
