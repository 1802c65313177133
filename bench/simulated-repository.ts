/**
 * Repositories whose truth is known, for simulations: what every signal really does to the hazard, and what the hazard
 * of every part really is. The same seed makes the same repository on every machine.
 */
import { exp, expm1, probabilityOfHazard } from '../src/domain/numerics.ts'
import type { Column, Shape, Table } from '../src/model/column.ts'
import { transformed } from '../src/model/column.ts'
import { normalQuantile } from '../src/model/normal.ts'
import type { History } from '../src/model/prequential.ts'

export type Random = () => number

/** Numbers between 0 and 1, both excluded: a counter through a good mixer (Steele & Vigna 2021, 32 bits of it). */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b9)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296
  }
}

export const normal = (random: Random): number => normalQuantile(random())

const shapes: readonly Shape[] = [
  'count',
  'count',
  'count',
  'count',
  'count',
  'share',
  'share',
  'flag',
  'flag',
  'flag',
  'number',
  'number',
]
/** Three of twelve are held to a side, as theory holds about a third of ours. */
const held = new Set([0, 1, 7])

export const columns: readonly Column[] = shapes.map((shape, at) => ({
  name: `signal ${at + 1}`,
  shape,
  direction: held.has(at) ? 1 : 0,
}))

/** Where transformed values of a shape lie, near enough, and how widely. */
const scales: Readonly<Record<Shape, readonly [centre: number, spread: number]>> = {
  count: [1.3, 0.9],
  share: [0.5, 0.29],
  flag: [0.3, 0.46],
  number: [0, 1],
}

/** Large changes are large in everything: counts share half of what moves them. */
const answer = (random: Random, shape: Shape, size: number): number => {
  if (shape === 'count')
    return Math.max(0, Math.floor(expm1(1.3 + 0.9 * (0.8 * normal(random) + 0.6 * size))))
  if (shape === 'share') return random()
  if (shape === 'flag') return random() < 0.3 ? 1 : 0
  return normal(random)
}

export interface Simulated {
  readonly table: Table
  /** The true hazard of every part. */
  readonly hazards: Float64Array
  readonly labels: Float64Array
  readonly history: History
}

const DAY = 86_400

export interface Drawn {
  readonly parts: number
  /** What one spread of each column adds to ln hazard. */
  readonly slopes: readonly number[]
  /** Share of the parts that fail, which sets the level. */
  readonly failureRate: number
  /** From this part on the signals tell so much of what they told before; they never do less where absent. */
  readonly wear?: { readonly from: number; readonly left: number }
}

/** Parts over three years. */
export function simulateRepository(random: Random, drawn: Drawn): Simulated {
  const { parts, slopes, failureRate, wear = { from: parts, left: 1 } } = drawn
  const rows = new Float32Array(parts * columns.length)
  const effects = new Float64Array(parts)
  for (let part = 0; part < parts; part++) {
    const size = normal(random)
    for (const [at, { shape }] of columns.entries()) {
      const value = Math.fround(answer(random, shape, size))
      const [centre, spread] = scales[shape]
      rows[part * columns.length + at] = value
      effects[part]! += (slopes[at]! * (transformed(shape, value) - centre)) / spread
    }
  }
  for (let part = wear.from; part < parts; part++) effects[part]! *= wear.left
  const before = levelFor(effects.subarray(0, wear.from), failureRate)
  const after = levelFor(effects.subarray(wear.from), failureRate)
  const hazards = effects.map((effect, part) => exp((part < wear.from ? before : after) + effect))
  const times = Float64Array.from({ length: parts }, (_, part) => 1.6e9 + (part * 1095 * DAY) / parts)
  const failedAt = new Float64Array(parts).fill(Number.POSITIVE_INFINITY)
  for (let part = 0; part < parts; part++)
    if (random() < probabilityOfHazard(hazards[part]!)) failedAt[part] = times[part]! + 3 * DAY * random()
  const table: Table = { columns, rows, n: parts }
  return {
    table,
    hazards,
    labels: Float64Array.from(failedAt, (at) => (Number.isFinite(at) ? 1 : 0)),
    history: { table, times, labelKnownTimes: failedAt, maturitySeconds: 14 * DAY },
  }
}

/** The level at which so many fail, by halving. */
function levelFor(effects: Float64Array, failureRate: number): number {
  let low = -20
  let high = 5
  for (let step = 0; step < 50; step++) {
    const level = (low + high) / 2
    let failing = 0
    for (const effect of effects) failing += probabilityOfHazard(exp(level + effect))
    if (failing > failureRate * effects.length) high = level
    else low = level
  }
  return (low + high) / 2
}

/** The first parts of a repository, or any others, as one of their own. */
export function partsOf({ table }: Pick<Simulated, 'table'>, from: number, to: number): Table {
  const width = table.columns.length
  return { columns: table.columns, rows: table.rows.subarray(from * width, to * width), n: to - from }
}

/** What signals do in the world at large: half of them nothing, and how far repositories differ. */
export interface Kind {
  readonly means: readonly number[]
  readonly spreads: readonly number[]
}

export const makeKind = (random: Random): Kind => ({
  means: columns.map(({ direction }) => {
    const mean = random() < 0.5 ? 0.3 * normal(random) : 0
    return direction > 0 ? Math.abs(mean) : mean
  }),
  spreads: columns.map(() => 0.05 + 0.15 * random()),
})

/** The slopes of one repository of a kind; none on the side its column forbids. */
export const drawSlopes = (random: Random, { means, spreads }: Kind): readonly number[] =>
  columns.map(({ direction }, at) => {
    const slope = means[at]! + spreads[at]! * normal(random)
    return direction > 0 ? Math.max(0, slope) : slope
  })

/** Failure rates of repositories differ as those behind the shipped prior do: by a factor of 1.8, up or down. */
export const drawRate = (random: Random, usual: number): number =>
  Math.min(0.4, usual * exp(0.6 * normal(random)))
