import { exp } from '../domain/numerics.ts'
import type { Artefact, Term } from './artefact.ts'
import type { Shape, Table } from './column.ts'
import { transformed } from './column.ts'
import { effectAt, effectOf, segmentFrom, segmentTo } from './curve.ts'
import { probabilityOfChange } from './frailty.ts'

/**
 * Scoring: from answers to risk. Pure arithmetic over an artefact; no answer, no effect.
 *
 * ln hazard = intercept + Σ effect(answer), so hazard = usualHazard × Π factors, and each factor can be shown.
 */

/** ln hazard is held at e^±30, as in the fit. */
const LIMIT = 30
const bounded = (logHazard: number): number => Math.max(-LIMIT, Math.min(LIMIT, logHazard))

/** Rows are scored in blocks this large, so that a block is read from memory once and not once per column. */
const BLOCK_ROWS = 128

/** ln hazard of each listed row (all where absent); a million rows of 70 columns a second. */
export function scoreParts(
  artefact: Artefact,
  table: Table,
  rows?: ArrayLike<number>,
): { readonly logHazards: Float64Array } {
  const logHazards = new Float64Array(rows?.length ?? table.n).fill(artefact.intercept)
  const curves = artefact.terms.flatMap((term) => {
    const place = table.columns.findIndex(({ name }) => name === term.name)
    return place < 0 || term.slopes.every((slope) => slope === 0) ? [] : [lineCurve(term, place)]
  })
  for (let from = 0; from < logHazards.length; from += BLOCK_ROWS) {
    const to = Math.min(logHazards.length, from + BLOCK_ROWS)
    for (const curve of curves) addEffects(curve, table, rows, logHazards, from, to)
  }
  for (let i = 0; i < logHazards.length; i++) logHazards[i] = bounded(logHazards[i]!)
  return { logHazards }
}

/** A curve written out as effect = offset + rate · answer per segment, which is what makes it fast. */
interface LineCurve {
  readonly shape: Shape
  readonly place: number
  readonly least: number
  readonly ends: Float64Array
  readonly rates: Float64Array
  readonly offsets: Float64Array
}

function lineCurve(term: Term, place: number): LineCurve {
  const { shape, mean, sd, knots, slopes } = term
  const ends = Float64Array.from(slopes, (_, i) => mean + sd * segmentTo(knots, i))
  const rates = Float64Array.from(slopes, (slope) => slope / sd)
  const offsets = Float64Array.from(
    slopes,
    (_, i) => effectAt(term, segmentTo(knots, i)) - rates[i]! * ends[i]!,
  )
  return { shape, place, least: mean + sd * segmentFrom(knots, 0), ends, rates, offsets }
}

/** Adds the effect of one column to the rows from … to − 1; it equals `effectOf` to the last few bits. */
function addEffects(
  { shape, place, least, ends, rates, offsets }: LineCurve,
  { rows: values, columns: { length: width } }: Table,
  rows: ArrayLike<number> | undefined,
  into: Float64Array,
  from: number,
  to: number,
): void {
  const last = ends.length - 1
  const most = ends[last]!
  for (let i = from; i < to; i++) {
    let value = transformed(shape, values[(rows ? rows[i]! : i) * width + place]!)
    if (Number.isNaN(value)) continue
    if (value < least) value = least
    else if (value > most) value = most
    let segment = 0
    while (segment < last && value > ends[segment]!) segment++
    into[i]! += offsets[segment]! + rates[segment]! * value
  }
}

/** What one answer multiplies the hazard by. */
export interface Factor {
  readonly column: string
  /** The answer; null where it was unavailable (factor 1). */
  readonly value: number | null
  readonly factor: number
}

export interface PartExplanation {
  readonly hazard: number
  /** That this part, deployed alone and in a usual context, fails. */
  readonly probability: number
  /** One per term, largest effect first. usualHazard × their product = hazard. */
  readonly factors: readonly Factor[]
}

/**
 * Why a part is as risky as it is.
 * @param values its answers by column name; absent, NaN or infinite ones are unavailable
 */
export function explainPart(artefact: Artefact, values: Readonly<Record<string, number>>): PartExplanation {
  const effects = artefact.terms.map((term) => {
    const value = values[term.name] ?? Number.NaN
    return { column: term.name, value: Number.isFinite(value) ? value : null, effect: effectOf(term, value) }
  })
  const sum = effects.reduce((total, { effect }) => total + effect, artefact.intercept)
  const hazard = exp(bounded(sum))
  return {
    hazard,
    probability: probabilityOf(artefact, hazard),
    factors: effects
      .map(({ column, value, effect }) => ({ column, value, effect, factor: exp(effect) }))
      .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
      .map(({ column, value, factor }) => ({ column, value, factor })),
  }
}

/** What each answer about the deployment multiplies the hazard of the whole change by. */
export function contextFactorsOf(
  artefact: Artefact,
  context: Readonly<Record<string, number>>,
): { readonly product: number; readonly factors: readonly Factor[] } {
  const factors = artefact.context.map((term): Factor => {
    const value = context[term.name] ?? Number.NaN
    return {
      column: term.name,
      value: Number.isFinite(value) ? value : null,
      factor: exp(effectOf(term, value)),
    }
  })
  return { product: factors.reduce((product, { factor }) => product * factor, 1), factors }
}

/** Probability that a change fails whose parts have this total hazard. */
export const probabilityOf = (artefact: Artefact, hazard: number, contextFactor = 1): number =>
  probabilityOfChange(hazard, artefact.frailty, contextFactor)
