import type { Shape } from './column.ts'
import { transformed } from './column.ts'
import type { Scaling } from './scaling.ts'
import { FARTHEST, standardised } from './scaling.ts'

/**
 * The curve of one column: what a value adds to ln hazard.
 *
 * A straight line per segment of z, joined at fixed knots: bending is allowed, wiggling is not. The coefficients are
 * the slopes of the segments. This way "a bigger change is never safer" is nothing more than "no slope below zero",
 * and each slope can be read: how much ln hazard rises per standard deviation, here.
 *
 * With segments [a, b], f(z) = Σ slope · (clip(z, a, b) − clip(usual, a, b)): f(usual) = 0, factor exactly 1. An
 * unavailable value adds nothing either: what is not known is taken for usual.
 *
 * Example: knots [1], slopes [0.4, 0.1], usual 0: f(0.5) = 0.2 (factor ×1.22), f(3) = 0.4 + 0.2 = 0.6 (×1.82).
 */
export interface Curve extends Scaling {
  readonly shape: Shape
  readonly knots: readonly number[]
  readonly slopes: readonly number[]
}

const knotsByShape: Readonly<Record<Shape, readonly number[]>> = {
  // From few to some matters differently than from many to very many.
  count: [0, 1.5],
  number: [0],
  share: [0],
  flag: [],
}

/** Tables wider than this get straight lines: there is too little in any history to bend so many. */
const MOST_BENDING_COLUMNS = 200

/** Where the curves of this shape may bend, in standard deviations, in a table of so many columns. */
export function knotsOf(shape: Shape, columns: number): readonly number[] {
  return columns > MOST_BENDING_COLUMNS ? [] : knotsByShape[shape]
}

/** Lower end of segment `index`. */
export const segmentFrom = (knots: readonly number[], index: number): number =>
  index === 0 ? -FARTHEST : knots[index - 1]!

/** Upper end of segment `index`. */
export const segmentTo = (knots: readonly number[], index: number): number =>
  index === knots.length ? FARTHEST : knots[index]!

/** How far z reaches into the segment [from, to], counted from where the usual value stands in it. */
export function reach(z: number, usual: number, from: number, to: number): number {
  const here = Math.min(to, Math.max(from, z))
  const there = Math.min(to, Math.max(from, usual))
  return here - there
}

/** What a raw value adds to ln hazard; 0 where it is unavailable. */
export function effectOf(curve: Curve, value: number): number {
  const z = standardised(transformed(curve.shape, value), curve.mean, curve.sd)
  return Number.isNaN(z) ? 0 : effectAt(curve, z)
}

/** The same for a standardised value. */
export function effectAt({ usual, knots, slopes }: Curve, z: number): number {
  let sum = 0
  for (let i = 0; i < slopes.length; i++)
    sum += slopes[i]! * reach(z, usual, segmentFrom(knots, i), segmentTo(knots, i))
  return sum
}
