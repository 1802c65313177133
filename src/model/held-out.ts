import { exp } from '../domain/numerics.ts'
import type { PooledHeldOut } from '../domain/pooled.ts'
import type { Artefact } from './artefact.ts'
import { logLoss } from './metrics.ts'
import { fitPooledPrior, type TeamRepository } from './pooled-prior.ts'
import { replay } from './prequential.ts'
import { probabilityOf } from './score.ts'

/**
 * Would a repository of this team that the prior has never seen have been foretold better than by the shipped one?
 *
 * Each repository is held out in turn, the prior fitted over the others, and its past replayed twice from the first part
 * on, with either prior: each part scored by what was known when it landed. The log loss of the outcomes tells which
 * prior knew more. Chance makes one of two equal priors look better, so the pooled one is better only where it gains
 * more than the standard error of its gain, the repositories being what varies; else the shipped one stays.
 *
 * Example: three repositories gain 4, 3 and −2 nats: 5 in all, standard error √29 = 5.4: that may be luck.
 */
export interface HeldOut extends PooledHeldOut {
  /** The gain is more than its standard error. */
  readonly better: boolean
}

/** A team of forty is held out in tenths: forty fits would cost minutes and tell the same. */
const MOST_FOLDS = 10
/** How often a model is fitted anew while a past is replayed. */
const BLOCKS = 10

/** @returns null where no repository can be held out: fewer than two have outcomes */
export function holdOut(repositories: readonly TeamRepository[], shipped: Artefact): HeldOut | null {
  const judged = repositories.filter(({ history }) => history.table.n > 1)
  if (judged.length < 2) return null
  const folds = Math.min(MOST_FOLDS, judged.length)
  const losses = judged.map(() => nothing)
  for (let fold = 0; fold < folds; fold++) {
    const isHeld = (_: unknown, at: number) => at % folds === fold
    const prior = fitPooledPrior(
      judged.filter((each, at) => !isHeld(each, at)),
      shipped,
    )
    for (const [at, repository] of judged.entries())
      if (isHeld(repository, at)) losses[at] = lossesOf(repository, shipped, prior)
  }
  return summed(losses.filter(({ parts }) => parts > 0))
}

interface Losses {
  readonly parts: number
  readonly failures: number
  /** Total log loss, in nats. */
  readonly shipped: number
  readonly pooled: number
}
const nothing: Losses = { parts: 0, failures: 0, shipped: 0, pooled: 0 }

function lossesOf({ history, until }: TeamRepository, shipped: Artefact, pooled: Artefact): Losses {
  const { times, labelKnownTimes, maturitySeconds, table } = history
  const rows: number[] = []
  for (let row = 1; row < table.n; row++) if (times[row]! <= until - maturitySeconds) rows.push(row)
  const labels = Float64Array.from(rows, (row) => (labelKnownTimes[row]! < until ? 1 : 0))
  if (rows.length === 0) return nothing
  const total = (prior: Artefact): number => {
    const { from, logHazards, artefact } = replay({ ...history, prior }, { trainFraction: 0, blocks: BLOCKS })
    const risks = Float64Array.from(rows, (row) => probabilityOf(artefact, exp(logHazards[row - from]!)))
    return rows.length * logLoss(risks, labels)
  }
  return {
    parts: rows.length,
    failures: labels.reduce((sum, label) => sum + label, 0),
    shipped: total(shipped),
    pooled: total(pooled),
  }
}

function summed(losses: readonly Losses[]): HeldOut | null {
  if (losses.length < 2) return null
  const sum = (pick: (each: Losses) => number): number =>
    losses.reduce((total, each) => total + pick(each), 0)
  const parts = sum((each) => each.parts)
  const gains = losses.map(({ shipped, pooled }) => shipped - pooled)
  const gain = gains.reduce((total, each) => total + each, 0)
  const error = Math.sqrt(gains.reduce((total, each) => total + each * each, 0))
  return {
    repositories: losses.length,
    improved: gains.filter((each) => each > 0).length,
    parts,
    failures: sum((each) => each.failures),
    shippedLogLoss: sum((each) => each.shipped) / parts,
    pooledLogLoss: sum((each) => each.pooled) / parts,
    gain,
    error,
    better: gain > error,
  }
}
