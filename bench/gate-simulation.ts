/**
 * How often does a gate send a good version back, and how soon a bad one? Ours beside what is in common use, with
 * 20,000 requests of which every sixth goes to the new version, and with one instance of 300:
 *   node bench/gate-simulation.ts [RUNS]
 * Each run is seeded, and draws with our own logarithm: the table is the same on every machine.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { log, log1p } from '../src/domain/numerics.ts'
import { addWindow, type LogEvidence, logEValue, noEvidence } from '../src/rollout/sequential.ts'
import { ruledOutExcess } from '../src/rollout/sequential-bounds.ts'

const alpha = 0.01

export interface Traffic {
  /** True error rates. */
  readonly old: number
  readonly new: number
  /** One request of so many is served by the new version. */
  readonly turn: number
  readonly requests: number
}

export const everySixth = (old: number, now: number): Traffic => ({
  old,
  new: now,
  turn: 6,
  requests: 20_000,
})
/** One instance of 300 serves as many requests of the new version. */
export const oneOf300 = (old: number, now: number): Traffic => ({
  old,
  new: now,
  turn: 300,
  requests: 1_000_000,
})

/** Uniform on (0, 1], the same everywhere: a multiply-with-xorshift generator of 32 bits. */
export const seededUniform = (seed: number): (() => number) => {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 4294967296
  }
}

interface RequestError {
  /** Number of the request, from 1. */
  readonly at: number
  readonly isNew: boolean
}

/** The errors of one run in order. Jumps from error to error, so that rare ones cost little. */
export const drawErrors = (traffic: Traffic, seed: number): readonly RequestError[] => {
  const uniform = seededUniform(seed)
  const { turn, requests } = traffic
  const errors: RequestError[] = []
  const walk = (rate: number, count: number, numberOf: (place: number) => number, isNew: boolean): void => {
    if (rate <= 0) return
    const step = log1p(-rate)
    for (let place = 0; ; ) {
      place += 1 + Math.floor(log(uniform()) / step)
      if (place > count) return
      errors.push({ at: numberOf(place), isNew })
    }
  }
  const newRequests = Math.floor(requests / turn)
  walk(traffic.new, newRequests, (place) => place * turn, true)
  walk(traffic.old, requests - newRequests, (place) => place + Math.floor((place - 1) / (turn - 1)), false)
  return errors.toSorted((one, other) => one.at - other.at)
}

/** The request after which a gate sends the version back; null where it never does. */
export type SimulatedGate = (errors: readonly RequestError[], traffic: Traffic) => number | null

/** Ours, looked at after every turn: between errors nothing changes, so only errors are looked at. */
export const sequentialGate: SimulatedGate = (errors, { turn }) => {
  let evidence: LogEvidence = noEvidence
  for (const { at, isNew } of errors) {
    const window = {
      new: { requests: 1, errors: isNew ? 1 : 0 },
      old: { requests: turn - 1, errors: isNew ? 0 : 1 },
    }
    evidence = addWindow(evidence, window, { limit: 0.01 })
    if (logEValue(evidence) >= -log(alpha)) return at
  }
  return null
}

/** The same test with other bets, to see what the weights are worth. */
const otherBets =
  (ratios: readonly number[]): SimulatedGate =>
  (errors, { turn }) => {
    let stakes = ratios.map(() => 1)
    for (const { at, isNew } of errors) {
      stakes = stakes.map((stake, bet) => {
        const ratio = ratios[bet] ?? 1
        return (stake * (isNew ? ratio : 1)) / (1 + (ratio - 1) / turn)
      })
      if (stakes.reduce((sum, stake) => sum + stake, 0) / ratios.length >= 1 / alpha) return at
    }
    return null
  }

/** Two proportions, one-sided p < 0.05, looked at after every window. */
const peekedGate: SimulatedGate = (errors, traffic) =>
  firstWindow(errors, traffic, ({ newErrors, oldErrors, newRequests, oldRequests }) => {
    const pooled = (newErrors + oldErrors) / (newRequests + oldRequests)
    const spread = Math.sqrt(pooled * (1 - pooled) * (1 / newRequests + 1 / oldRequests))
    return spread > 0 && (newErrors / newRequests - oldErrors / oldRequests) / spread > 1.645
  })

/** A window in which more than 1 % of the new version's requests fail is a strike; the third sends it back. */
const strikesGate: SimulatedGate = (errors, traffic) => {
  let strikes = 0
  let before = { newErrors: 0, newRequests: 0 }
  return firstWindow(errors, traffic, (now) => {
    const rate = (now.newErrors - before.newErrors) / (now.newRequests - before.newRequests)
    before = now
    if (rate > 0.01) strikes += 1
    return strikes >= 3
  })
}

interface Totals {
  readonly newErrors: number
  readonly oldErrors: number
  readonly newRequests: number
  readonly oldRequests: number
}

/** A hundred windows to a run: 200 requests, 33 of them of the new version. */
const firstWindow = (
  errors: readonly RequestError[],
  { turn, requests }: Traffic,
  isWorse: (totals: Totals) => boolean,
): number | null => {
  let next = 0
  let newErrors = 0
  for (let window = 1; window <= 100; window += 1) {
    const at = (requests * window) / 100
    for (; (errors[next]?.at ?? at + 1) <= at; next += 1) newErrors += errors[next]?.isNew ? 1 : 0
    const newRequests = Math.floor(at / turn)
    const totals = { newErrors, oldErrors: next - newErrors, newRequests, oldRequests: at - newRequests }
    if (isWorse(totals)) return at
  }
  return null
}

export interface Simulated {
  /** Share of the runs that were sent back. */
  readonly aborted: number
  /** Requests of both versions until then, in the middle one of all runs; null where that one went on. */
  readonly medianRequests: number | null
}

/** Every gate sees the same runs. */
export const simulate = (
  gates: readonly SimulatedGate[],
  traffic: Traffic,
  runs: number,
): readonly Simulated[] => {
  const ends = gates.map((): number[] => [])
  for (let seed = 0; seed < runs; seed += 1) {
    const errors = drawErrors(traffic, seed)
    for (const [which, gate] of gates.entries()) {
      const end = gate(errors, traffic)
      if (end !== null) ends[which]?.push(end)
    }
  }
  return ends.map((ended) => {
    ended.sort((one, other) => one - other)
    return { aborted: ended.length / runs, medianRequests: ended[Math.ceil(runs / 2) - 1] ?? null }
  })
}

/** Where "enough was seen to pass" is reached, looked at after every ten requests of the new version. */
export const passGate =
  (pMax: number, beta: number): SimulatedGate =>
  (errors, { turn, requests }) => {
    let next = 0
    let newErrors = 0
    for (let at = 10 * turn; at <= requests; at += 10 * turn) {
      for (; (errors[next]?.at ?? at + 1) <= at; next += 1) newErrors += errors[next]?.isNew ? 1 : 0
      const served = at / turn
      const old = { requests: at - served, errors: next - newErrors }
      if (ruledOutExcess({ new: { requests: served, errors: newErrors }, old }, beta) <= pMax) return at
    }
    return null
  }

const show = ({ aborted, medianRequests }: Simulated): string => {
  const share = `${(100 * aborted).toFixed(1)} %`
  return medianRequests === null ? share : `${share} / ${medianRequests.toLocaleString('en')}`
}
const percent = (rate: number): string => `${Number((100 * rate).toFixed(3))} %`

const printTable = (
  gates: readonly (readonly [string, SimulatedGate])[],
  traffics: readonly Traffic[],
  runs: number,
): void => {
  console.log(`| true rates | ${gates.map(([name]) => name).join(' | ')} |`)
  console.log(`|---|${gates.map(() => '---:|').join('')}`)
  for (const traffic of traffics) {
    const simulated = simulate(
      gates.map(([, gate]) => gate),
      traffic,
      runs,
    )
    console.log(`| ${percent(traffic.old)} → ${percent(traffic.new)} | ${simulated.map(show).join(' | ')} |`)
  }
}

const printTables = (runs: number): void => {
  const gates = [
    ['ours, alpha 1 %', sequentialGate],
    ['even weights', otherBets([1.5, 2, 3, 5, 10, 30])],
    ['fine grid', otherBets(Array.from({ length: 19 }, (_, step) => 1.5 * 1.2 ** step))],
    ['z-test p < 5 %, 100 looks', peekedGate],
    ['rate > 1 %, 3 strikes', strikesGate],
  ] as const
  console.log(`${runs} runs: sent back / requests of both versions until then in the middle run\n`)
  console.log('20,000 requests, every sixth to the new version\n')
  const rates = [
    [0.005, 0.005],
    [0.001, 0.001],
    [0.005, 0.0075],
    [0.005, 0.01],
    [0.005, 0.02],
    [0.005, 0.05],
    [0, 0.02],
  ] as const
  printTable(
    gates,
    rates.map(([old, now]) => everySixth(old, now)),
    runs,
  )
  console.log('\n1,000,000 requests, one of 300 to the new version\n')
  const few = [0.0002, 0.002, 0.005, 0.02, 0.05]
  printTable(
    gates,
    few.map((now) => oneOf300(0.0002, now)),
    runs,
  )
  console.log('\nOurs, how often it passes: 1 % more must be ruled out with 95 %\n')
  const passing = [0, 0.005, 0.03].flatMap((old) =>
    [0, 0.005, 0.01, 0.02].map((more) => everySixth(old, old + more)),
  )
  printTable([['passed', passGate(0.01, 0.05)]], passing, Math.ceil(runs / 4))
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  printTables(Number(process.argv[2] ?? 2000))
