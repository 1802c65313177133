import type { RoutedFile } from './routing-request.ts'

export interface WeighedFile {
  readonly path: string
  /** Share of all weight; shares of all files add up to 1. */
  readonly share: number
}

/** What a change weighs where. */
export interface WeighedFiles {
  /** Each path once, sorted by path: sums over them are the same bits whatever order they came in. */
  readonly all: readonly WeighedFile[]
  /** Of them, the heaviest that together carry most of the risk. */
  readonly driving: readonly WeighedFile[]
  /** False where no file carries any risk, so that all count alike. */
  readonly isWeighed: boolean
}

/** Nobody is asked for the sake of the crumbs that make up the rest. */
const drivingShare = 0.9

export const weighFiles = (files: readonly RoutedFile[]): WeighedFiles => {
  const weights = new Map<string, number>()
  // Divided by the heaviest first, so that no sum overflows.
  const heaviest = files.reduce((most, { weight }) => Math.max(most, countable(weight)), 0)
  for (const { path, weight } of files.toSorted(
    (one, other) => compareText(one.path, other.path) || countable(one.weight) - countable(other.weight),
  ))
    weights.set(path, (weights.get(path) ?? 0) + (heaviest > 0 ? countable(weight) / heaviest : 1))
  // A path told twice weighs twice where weights are known, and is one file where none is.
  const whole = [...weights.values()].map((weight) => (heaviest > 0 ? weight : 1))
  const total = whole.reduce((sum, weight) => sum + weight, 0)
  const all = [...weights.keys()].map((path, at) => ({ path, share: whole[at]! / total }))
  return { all, driving: heaviest > 0 ? drivingOf(all) : all, isWeighed: heaviest > 0 }
}

const drivingOf = (files: readonly WeighedFile[]): readonly WeighedFile[] => {
  let carried = 0
  let least = 0
  for (const { share } of files.toSorted((one, other) => other.share - one.share)) {
    if (carried >= drivingShare) break
    carried += share
    least = share
  }
  return files.filter(({ share }) => share > 0 && share >= least)
}

/** A weight that is none, or the mark of a calculation gone wrong, weighs nothing. */
const countable = (weight: number): number => (Number.isFinite(weight) && weight > 0 ? weight : 0)

/** The same order on every machine, whatever its language. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
