import { exp, log, probabilityOfHazard } from '../../src/domain/numerics.ts'
import type { Column, Table } from '../../src/model/column.ts'

/** Pseudo-random numbers between 0 and 1, the same on every machine (Park & Miller 1988). */
export function seededRandom(seed: number): () => number {
  let state = seed % 2147483647
  return () => {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
}

export const columns: readonly Column[] = [
  { name: 'files', shape: 'count', direction: 1 },
  { name: 'lines', shape: 'count', direction: 0 },
  { name: 'familiarity', shape: 'share', direction: -1 },
  { name: 'tests', shape: 'flag', direction: 0 },
  { name: 'noise', shape: 'number', direction: 0 },
]

const DAY = 86400

/**
 * A made-up repository whose truth is known: hazard doubles with each tripling of files, falls to a third with full
 * familiarity, is halved by tests; lines and noise mean nothing.
 */
export function makeRepository({ seed = 1, n = 2000, usual = 0.05 } = {}) {
  const random = seededRandom(seed)
  const rows = new Float32Array(n * columns.length)
  const labels = new Float64Array(n)
  const times = new Float64Array(n)
  const labelKnownTimes = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  const truth = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const files = Math.floor(exp(random() * 4))
    const familiarity = random()
    const tests = random() < 0.4 ? 1 : 0
    rows.set([files, Math.floor(exp(random() * 6)), familiarity, tests, random() * 2 - 1], i * columns.length)
    const logHazard = log(usual) + 0.63 * (log(files) - 2) - 1.1 * (familiarity - 0.5) - 0.7 * tests
    truth[i] = probabilityOfHazard(exp(logHazard))
    times[i] = 1.6e9 + i * 0.1 * DAY
    if (random() < truth[i]!) {
      labels[i] = 1
      labelKnownTimes[i] = times[i]! + random() * 5 * DAY
    }
  }
  const table: Table = { columns, rows, n }
  return { table, labels, times, labelKnownTimes, truth }
}
