/** What is found out about one column of a table while its rows are read. */
import type { Shape } from './column.ts'

export interface Candidate {
  readonly name: string
  /** Its place in a line. */
  readonly field: number
  isText: boolean
  /** Values that are numbers. */
  known: number
  least: number
  most: number
  onlyFlags: boolean
}

export const newCandidate = (name: string, field: number): Candidate => ({
  name,
  field,
  isText: false,
  known: 0,
  least: Infinity,
  most: -Infinity,
  onlyFlags: true,
})

/** Takes note of one more value; gives it back, NaN where it is missing or text. Infinities count as missing. */
export function noted(candidate: Candidate, value: number | undefined): number {
  if (value === undefined) candidate.isText = true
  if (value === undefined || !Number.isFinite(value)) return value ?? Number.NaN
  candidate.known++
  if (value < candidate.least) candidate.least = value
  if (value > candidate.most) candidate.most = value
  if (value !== 0 && value !== 1) candidate.onlyFlags = false
  return value
}

/** Why nothing can be learned from it; undefined where something can. */
export function whyLeftOut({ isText, known, least, most }: Candidate): string | undefined {
  if (isText) return 'holds text'
  if (known === 0) return 'has no value in any row'
  return most > least ? undefined : `is ${least} in every row`
}

export function shapeOf({ least, most, onlyFlags }: Candidate): Shape {
  if (onlyFlags) return 'flag'
  if (least < 0) return 'number'
  return most <= 1 ? 'share' : 'count'
}
