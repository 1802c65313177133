/**
 * How often is a promise false, and what does looking all the time cost?
 *   node bench/certificate-simulation.ts [HISTORIES]
 * Each history is seeded; the table is the same on every machine.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exp, log } from '../src/domain/numerics.ts'
import { binomialTail } from '../src/model/binomial.ts'
import { certificateOf } from '../src/model/certificate.ts'
import { beginCourse, type Course, look, type Promised } from '../src/model/certificate-course.ts'
import type { DecidedPart } from '../src/model/decided-part.ts'
import { beginWatch } from '../src/model/drift-watch.ts'
import { levelsFor } from '../src/model/levels.ts'
import { limitFor } from '../src/policy/limit.ts'
import { seededUniform } from './gate-simulation.ts'

/** Where risks come from, and how often a part of each risk really fails. */
export interface World {
  readonly name: string
  /** Equally frequent risks. */
  readonly risks: readonly number[]
  readonly truth: (risk: number) => number
}

/** A hundred equally frequent risks around a usual one, spread as logarithms are in real repositories. */
const spreadAround = (usual: number, spread: number): readonly number[] =>
  Array.from({ length: 100 }, (_, i) => {
    const share = (i + 0.5) / 100
    // The logistic distribution: close to the normal, and written in one line.
    return Math.min(0.9, usual * exp(spread * log(share / (1 - share))))
  })

/** All with a promise of 2 %. */
export const worlds: readonly World[] = [
  {
    name: 'every part fails at 2.02 %, whatever its risk',
    risks: spreadAround(0.02, 0.5),
    truth: () => 0.0202,
  },
  {
    name: 'safe ones at 0.5 %, from a risk of 1.5 % on at 4 %',
    risks: spreadAround(0.015, 0.5),
    truth: (risk) => (risk < 0.015 ? 0.005 : 0.04),
  },
  { name: 'risks right, usual 1.5 %', risks: spreadAround(0.015, 0.5), truth: (risk) => risk },
  { name: 'risks right, usual 3 %', risks: spreadAround(0.03, 0.5), truth: (risk) => risk },
  {
    name: 'three times riskier than they say, usual 1 %',
    risks: spreadAround(0.01, 0.5),
    truth: (risk) => 3 * risk,
  },
  {
    name: 'upside down: the safest fail most',
    risks: spreadAround(0.01, 0.5),
    truth: (risk) => (risk < 0.01 ? 0.03 : 0.005),
  },
]

const promised: Promised = { failureRate: 0.02, confidence: 0.9 }
const levels = levelsFor(promised.failureRate)

/** The failure rate among parts at or below each level. */
const truthOf = ({ risks, truth }: World): readonly number[] =>
  levels.map((level) => {
    const below = risks.filter((risk) => risk <= level)
    return below.reduce((sum, risk) => sum + truth(risk), 0) / below.length
  })

/** Levels proven after each change. */
type Method = (parts: readonly DecidedPart[], looks: readonly number[]) => readonly number[]

/** Ours, looked at after every change; the watch plays no part in what is certified first. */
export const wagers: Method = (parts, looks) => {
  let course: Course = beginCourse(promised, 0)
  return parts.flatMap((part, at) => {
    course = { ...look(course, [part], promised, part.maturesAt + 0.5).course, watch: beginWatch(0) }
    return looks.includes(at + 1) ? [course.proven] : []
  })
}

/**
 * As the gate does it, enforcing from the 300th change on: what lies above the limit of the day is reviewed and counts no
 * more. The watch is on, and a look is taken every twenty changes, which is a week's.
 */
export const enforced: Method = (parts, looks) => {
  const recentRisks = parts.slice(0, 500).map(({ risk }) => risk)
  let course: Course = beginCourse(promised, 0)
  let ceiling = Number.POSITIVE_INFINITY
  const decided: DecidedPart[] = []
  return parts.flatMap((part, at) => {
    decided.push({ ...part, ceiling })
    if ((at + 1) % 20 === 0) {
      course = look(course, decided.splice(0), promised, part.maturesAt + 0.5).course
      if (at >= 300) ceiling = limitNow(course, recentRisks)
    }
    return looks.includes(at + 1) ? [course.proven] : []
  })
}

const limitNow = (course: Course, recentRisks: readonly number[]): number => {
  const { threshold = null, climbing, n, failures } = certificateOf(course, promised)
  const certificate = {
    ...promised,
    threshold,
    n,
    failures,
    needed: null,
    climbing: climbing?.needed ?? null,
  }
  return limitFor({ recentRisks, reviewRiskiest: 0.1, factor: 1, certificate }).limit ?? 0
}

const wholeError = 1 - promised.confidence

/** The exact binomial test in the same order of levels, looked at after every change. */
export const repeatedBinomial: Method = (parts, looks) => binomial(parts, looks, wholeError, () => true)
/** The same, looked at a few times with the whole error each time: every column is fair alone, not all together. */
const fewLooks: Method = (parts, looks) => binomial(parts, looks, wholeError, (n) => looks.includes(n))
/** The same, the error shared out among these looks: the fair way to look a few times that were declared before. */
const declaredLooks: Method = (parts, looks) =>
  binomial(parts, looks, wholeError / looks.length, (n) => looks.includes(n))

const binomial = (
  parts: readonly DecidedPart[],
  looks: readonly number[],
  error: number,
  isLook: (n: number) => boolean,
): readonly number[] => {
  const n = levels.map(() => 0)
  const failures = levels.map(() => 0)
  let proven = 0
  const isProven = (i: number) =>
    i < levels.length && n[i]! > 0 && binomialTail(failures[i]!, n[i]!, promised.failureRate) <= error
  return parts.flatMap(({ risk, failedAt }, at) => {
    for (const [i, level] of levels.entries()) {
      if (risk > level) continue
      n[i]! += 1
      if (Number.isFinite(failedAt)) failures[i]! += 1
    }
    if (isLook(at + 1)) while (isProven(proven)) proven++
    return looks.includes(at + 1) ? [proven] : []
  })
}

export const drawParts = ({ risks, truth }: World, n: number, seed: number): readonly DecidedPart[] => {
  const uniform = seededUniform(seed)
  return Array.from({ length: n }, (_, at) => {
    const risk = risks[Math.min(risks.length - 1, Math.floor(uniform() * risks.length))]!
    const failed = uniform() <= truth(risk)
    const time = at + 1
    return {
      decidedAt: time,
      landedAt: time,
      maturesAt: time,
      failedAt: failed ? time : Number.POSITIVE_INFINITY,
      risk,
      ceiling: Number.POSITIVE_INFINITY,
    }
  })
}

export interface Tally {
  /** Share of histories in which a level was proven that is false. */
  readonly false: number
  /** By look: share of histories that certified anything, and mean share of changes below the certified level. */
  readonly certified: readonly number[]
  readonly approved: readonly number[]
}

/** Runs one method over many histories; every method sees the same ones. */
export const tally = (world: World, method: Method, looks: readonly number[], histories: number): Tally => {
  const truths = truthOf(world)
  const firstFalse = truths.findIndex((rate) => rate > promised.failureRate)
  const shares = levels.map(
    (level) => world.risks.filter((risk) => risk <= level).length / world.risks.length,
  )
  let wrong = 0
  const certified = looks.map(() => 0)
  const approved = looks.map(() => 0)
  for (let seed = 1; seed <= histories; seed++) {
    const proven = method(drawParts(world, looks.at(-1)!, seed), looks)
    if (firstFalse >= 0 && proven.some((count) => count > firstFalse)) wrong += 1
    for (const [at, count] of proven.entries()) {
      if (count === 0) continue
      certified[at]! += 1 / histories
      approved[at]! += shares[count - 1]! / histories
    }
  }
  return { false: wrong / histories, certified, approved }
}
const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`

const printPromises = (histories: number): void => {
  const looks = [250, 500, 1000, 2000, 4000]
  const standardError = Math.sqrt((wholeError * (1 - wholeError)) / histories)
  console.log(
    `Promise 2 %, 90 % sure; ${histories} histories of ${looks.at(-1)} changes. A false promise may be made in ${percent(wholeError + 2 * standardError)} of them (2 standard errors).`,
  )
  console.log(
    `Then, after ${looks.join(' / ')} changes: histories with a certificate, and changes auto-approvable.`,
  )
  for (const world of worlds) {
    console.log(`\n${world.name}`)
    for (const [name, method] of [
      ['wagers, looked at after every change', wagers],
      ['the same, enforced, looked at every 20', enforced],
      ['binomial, looked at after every change', repeatedBinomial],
      ['binomial, looked at these five times', fewLooks],
      ['binomial, a fifth of the error at each', declaredLooks],
    ] as const) {
      const { false: wrong, certified, approved } = tally(world, method, looks, histories)
      console.log(
        `  ${name.padEnd(40)} false ${percent(wrong).padStart(6)}   certified ${certified.map((share) => percent(share, 0)).join(' / ')}   approvable ${approved.map((share) => percent(share, 0)).join(' / ')}`,
      )
    }
  }
}
if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === resolve(process.argv[1]))
  printPromises(Number(process.argv[2] ?? 2000))
