import type { Artefact, Term } from './artefact.ts'
import type { Table } from './column.ts'
import { effectOf } from './curve.ts'
import { probabilityOfChange } from './frailty.ts'
import { exp } from './numerics.ts'

/**
 * Scoring: from answers to risk. Pure arithmetic over an artefact; no answer, no effect.
 *
 * ln hazard = intercept + Σ effect(answer), so hazard = usualHazard × Π factors, and each factor can be shown.
 */

/** ln hazard is held at e^±30, as in the fit. */
const LIMIT = 30
const bounded = (logHazard: number): number => Math.max(-LIMIT, Math.min(LIMIT, logHazard))

/** Where each term finds its answer in a table; −1 where the table does not ask. */
function placesOf(terms: readonly Term[], table: Pick<Table, 'columns'>): Int32Array {
  const places = new Map(table.columns.map(({ name }, i) => [name, i]))
  return Int32Array.from(terms, ({ name }) => places.get(name) ?? -1)
}

/** ln hazard of each listed row (all where absent). More than a million answers-rows a second. */
export function scoreParts(
  artefact: Artefact,
  table: Table,
  rows?: ArrayLike<number>,
): { readonly logHazards: Float64Array } {
  const asked = placesOf(artefact.terms, table)
  const terms = artefact.terms.filter((term, i) => asked[i]! >= 0 && term.slopes.some((slope) => slope !== 0))
  const places = placesOf(terms, table)
  const width = table.columns.length
  const logHazards = new Float64Array(rows?.length ?? table.n)
  for (let i = 0; i < logHazards.length; i++) {
    const start = (rows ? rows[i]! : i) * width
    let sum = artefact.intercept
    for (let k = 0; k < terms.length; k++) sum += effectOf(terms[k]!, table.rows[start + places[k]!]!)
    logHazards[i] = bounded(sum)
  }
  return { logHazards }
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
