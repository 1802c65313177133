/** Holds what labels teach to a bound: no one of them may move any risk far. */
import { exp } from '../../domain/numerics.ts'
import type { OutcomeCause } from '../../domain/outcome.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { Artefact } from '../../model/artefact.ts'
import type { Table } from '../../model/column.ts'
import { leverages } from '../../model/leverage.ts'
import { partsTable } from '../../model/parts-table.ts'
import { fitAsOf } from '../../model/prequential.ts'
import type { BlameRequest } from './blame.ts'

/** What one unit of label may multiply the risk of any part by, as far as can be foretold. */
const mostLeverage = Math.LN2
const digits = 1e4

/** A label and what it multiplies the risk of some part by, which no part's is multiplied by more than. */
export interface Influence {
  readonly sha: string
  readonly cause: OutcomeCause
  readonly times: number
}

export interface BoundedOutcomes {
  readonly told: ToldOutcomes
  /** One for each label, in their order. */
  readonly influences: readonly Influence[]
}

/** The leverage of each part is that of a model which git alone taught (model/leverage.ts); it is fitted when first asked. */
export const labelBounds = (
  request: Pick<BlameRequest, 'index' | 'from' | 'to' | 'experience' | 'maturitySeconds' | 'prior' | 'now'>,
): ((told: ToldOutcomes) => BoundedOutcomes) => {
  const { index, from, to, experience, maturitySeconds, prior, now } = request
  let base: { readonly artefact: Artefact; readonly table: Table } | null = null
  const fitBase = () => {
    const past = partsTable(index, { experience, maturitySeconds, from, to })
    const { table, times, failedAt, confidence } = past
    const history = {
      table,
      times,
      labelKnownTimes: failedAt,
      confidences: confidence,
      maturitySeconds,
      prior,
    }
    return { table, artefact: fitAsOf(history, table.n, now + 1) }
  }
  return (told) => {
    if (told.labels.length === 0) return { told, influences: [] }
    base ??= fitBase()
    const rows = told.labels.map(({ sha }) => index.positionOf(sha)! - from)
    const found = leverages(base.artefact, base.table, rows)
    const labels = told.labels.map((each, at) => {
      const share = Math.min(1, mostLeverage / found[at]!)
      const taught = Math.max(1, Math.round(each.label * share * digits)) / digits
      return taught < each.label ? { ...each, taught } : each
    })
    return {
      told: { ...told, labels },
      influences: labels.map(({ sha, cause, label, taught = label }, at) => ({
        sha,
        cause,
        times: exp(taught * found[at]!),
      })),
    }
  }
}
