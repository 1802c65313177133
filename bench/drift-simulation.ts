/**
 * How often does the drift watch sound for nothing, and how soon for something?
 *   node bench/drift-simulation.ts [HISTORIES]
 * Each history is seeded; the table is the same on every machine.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DecidedPart } from '../src/model/decided-part.ts'
import { beginWatch, watchOver } from '../src/model/drift-watch.ts'
import { seededUniform } from './gate-simulation.ts'

const day = 86_400
const year = 365.25 * day
const promisedRate = 0.02

const rare = (
  rate: number,
  seed: number,
  n: number,
  gap: number,
  from: number,
  risk: number,
): DecidedPart[] => {
  const uniform = seededUniform(seed)
  return Array.from({ length: n }, (_, at) => {
    const landedAt = from + (at + 1) * gap
    const failed = uniform() <= rate
    return {
      decidedAt: landedAt,
      landedAt,
      maturesAt: landedAt + 14 * day,
      // Most failures show within days.
      failedAt: failed ? landedAt + uniform() * uniform() * 14 * day : Number.POSITIVE_INFINITY,
      risk,
      ceiling: Number.POSITIVE_INFINITY,
    }
  })
}

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`
const median = (values: readonly number[]): number | undefined =>
  values.toSorted((one, other) => one - other)[values.length >> 1]

/** Parts until an alarm, looked at twice a day; null where none came. A stationary year may go before. */
export const partsToAlarm = (given: {
  readonly before: number
  readonly after: number
  readonly risk: number
  readonly aYear: number
  readonly quietYears: number
  readonly years: number
  readonly seed: number
}): number | null => {
  const gap = year / given.aYear
  const quiet = rare(given.before, given.seed * 2, given.aYear * given.quietYears, gap, 0, given.risk)
  const drifted = rare(
    given.after,
    given.seed * 2 + 1,
    Math.round(given.aYear * given.years),
    gap,
    quiet.length * gap,
    given.risk,
  )
  const parts = [...quiet, ...drifted]
  let watch = beginWatch(0, true)
  let first = 0
  for (let at = day / 2; at < parts.length * gap; at += day / 2) {
    while (parts[first]!.maturesAt < watch.settled) first++
    const landed = Math.floor(at / gap)
    const watched = watchOver(watch, parts.slice(first, landed), { failureRate: promisedRate, at })
    if (watched.alarm) return landed - quiet.length
    watch = watched.watch
  }
  return null
}
const printAlarms = (histories: number): void => {
  console.log(
    `\nAlarms; ${histories} histories, looked at twice a day. False within a year of a rate that holds:`,
  )
  for (const [name, rate, risk, aYear] of [
    ['2 %, just what was promised, risks right; 1,000 parts a year', 0.02, 0.02, 1000],
    ['1 %, half of it, risks right; 1,000 parts a year', 0.01, 0.01, 1000],
    ['1 %, twice what risks say; 1,000 parts a year', 0.01, 0.005, 1000],
    ['2 %, twice what risks say; 1,000 parts a year', 0.02, 0.01, 1000],
    ['2 %, twice what risks say; 5,000 parts a year', 0.02, 0.01, 5000],
  ] as const) {
    let alarms = 0
    for (let seed = 1; seed <= histories; seed++)
      if (partsToAlarm({ before: rate, after: rate, risk, aYear, quietYears: 0, years: 1, seed }) !== null)
        alarms += 1
    console.log(`  ${name.padEnd(64)} ${percent(alarms / histories, 2)}`)
  }
  const some = Math.max(1, Math.round(histories / 4))
  console.log(`Delay after a year at 1 % with risks right, 1,000 parts a year; ${some} histories each:`)
  for (const times of [2, 3, 4, 6, 10]) {
    const delays: number[] = []
    let within = 0
    for (let seed = 1; seed <= some; seed++) {
      const delay = partsToAlarm({
        before: 0.01,
        after: 0.01 * times,
        risk: 0.01,
        aYear: 1000,
        quietYears: 1,
        years: 3,
        seed,
      })
      if (delay !== null && delay < 0) continue
      delays.push(delay ?? Number.POSITIVE_INFINITY)
      if (delay !== null && delay <= 1000) within += 1
    }
    const middle = median(delays)!
    console.log(
      `  failures ×${times}: half of the alarms within ${Number.isFinite(middle) ? `${middle} parts, ${Math.round(middle * 0.01 * times)} failures` : '3,000 parts not'}; ${percent(within / delays.length, 0)} within a year`,
    )
  }
}
if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === resolve(process.argv[1]))
  printAlarms(Number(process.argv[2] ?? 2000))
