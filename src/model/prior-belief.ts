import { log } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import type { Belief, ColumnBelief } from './belief.ts'
import type { Table } from './column.ts'
import type { FittedColumn } from './design.ts'
import type { MeasuredScaling } from './scaling.ts'

/**
 * Where belief comes from: nowhere (`flatBelief`) or an artefact learned elsewhere (`priorBelief`).
 */

/** Failure rate of a usual part before anything is known: 1 in 20, and a factor e (2.7) up or down is no surprise. */
const USUAL_HAZARD = 0.05
const USUAL_SD = 1

/**
 * A flag is not divided by its standard deviation √(p·(1 − p)), so its coefficient is divided by it instead: the step
 * from no to yes may be larger the rarer the yes, as it would be had the flag been scaled like any other column. But a
 * yes in fewer than 1 of 140 rows is not freed any further: coincidences with a handful of failures are cheap.
 *
 * (Means over 13 repositories of reverts: the same step for every flag → AUC .675, average precision .063; by its
 * deviation up to 8 → .684, .068; 12 → .685, .068; without a bound → .682, .068.)
 *
 * Example: spread 0.06; a flag set in a tenth of the rows, deviation 0.3 → 0.2; in half of them → 0.12.
 */
const LARGEST_FLAG_STEP = 12

/** Spread of a column the prior has never seen. */
const UNSEEN_SPREAD = 0.06

const freedom = ({ deviation }: MeasuredScaling): number => Math.min(LARGEST_FLAG_STEP, 1 / deviation)

/** No column is believed to matter, each by about `spread` per standard deviation. */
export function flatBelief(table: Table, columns: readonly FittedColumn[], spread: number): Belief {
  return {
    interceptMean: log(USUAL_HAZARD),
    interceptSd: USUAL_SD,
    columns: columns.map((column) => flatColumn(table, column, spread)),
  }
}

/** What other repositories teach, matched by column name. */
export function priorBelief(table: Table, columns: readonly FittedColumn[], prior: Artefact): Belief {
  const terms = new Map(prior.terms.map((term) => [term.name, term]))
  return {
    // Slopes and level are learned by what is believed; what is counted is raised to afterwards.
    interceptMean: prior.intercept - log(prior.counting ?? 1),
    interceptSd: prior.interceptSd,
    columns: columns.map((column) => {
      const { name, shape, direction } = table.columns[column.index]!
      const term = terms.get(name)
      if (term?.shape !== shape || term.knots.join() !== column.knots.join())
        return flatColumn(table, column, UNSEEN_SPREAD)
      return { first: column.first, means: term.slopes, level: term.level, bend: term.bend, direction }
    }),
  }
}

function flatColumn(
  table: Table,
  { index, scaling, knots, first }: FittedColumn,
  spread: number,
): ColumnBelief {
  const level = spread * freedom(scaling)
  return {
    first,
    means: [0, ...knots.map(() => 0)],
    level,
    bend: level,
    direction: table.columns[index]!.direction,
  }
}
