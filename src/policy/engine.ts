import { type Band, bands, type Decision } from '../domain/decision.ts'
import type { Artefact } from '../model/artefact.ts'
import { type ChangeFactors, changeFactors } from '../model/change-factors.ts'
import { scoreChange } from '../model/change-score.ts'
import type { Table } from '../model/column.ts'
import { explainPart, type Factor, probabilityOf } from '../model/score.ts'
import { drawnFrom } from './audit.ts'
import { type Budget, budgetFactor, budgetOf } from './budget.ts'
import { decide } from './decide.ts'
import type { DecisionInputs, PartInput } from './decision-inputs.ts'
import type { Facts } from './facts.ts'
import { limitFor } from './limit.ts'
import { approvalOf, type PartApproval, sayingRises } from './part-approval.ts'
import { rules } from './rules/index.ts'
import { windowFactor } from './windows.ts'

export interface PartJudgement extends PartApproval {
  readonly sha: string
  readonly hazard: number
  readonly risk: number
  readonly share: number
  readonly percentile: number
  readonly factors: readonly Factor[]
  /** Critical where nobody can tell. */
  readonly band: Band
}

export interface Judgement {
  readonly decision: Decision
  readonly probability: number | null
  readonly low: number | null
  readonly high: number | null
  readonly baseRate: number | null
  readonly percentile: number | null
  readonly among: number
  readonly band: Band | null
  readonly limit: number | null
  readonly limitWhy: string
  readonly usualPart: number
  readonly contextFactors: readonly Factor[]
  readonly contextFactor: number
  /** Parts within the limit that were drawn for the audit, looked at by now or not; absent where none is drawn from. */
  readonly audited?: readonly string[]
  /** What parts and moment make of the usual risk of so many parts; null where the whole has no probability. */
  readonly changeFactors: ChangeFactors | null
  readonly parts: readonly PartJudgement[]
  readonly budgets: readonly Budget[]
}

/** A rank is told among so many. */
const rankedAmong = 100

/** How many of 100 lie below a value; ties count half. */
const percentileOf = (value: number, others: readonly number[]): number => {
  if (others.length === 0) return 50
  let below = 0
  for (const other of others) below += other < value ? 1 : other === value ? 0.5 : 0
  return Math.round((100 * below) / others.length)
}

/** Bands are told by how many times the usual hazard it is: up to it, twice, four times, and beyond. */
const bandEdges = [1, 2, 4] as const

export const bandOf = (hazard: number, usual: number): Band => {
  const ratio = hazard / usual
  const above = bandEdges.filter((edge) => ratio > edge).length
  return bands[above]!
}

const tableOf = ({ signals, parts }: DecisionInputs, artefact: Artefact): Table => {
  const columns = artefact.terms
  const places = columns.map(({ name }) => signals.indexOf(name))
  const rows = new Float32Array(parts.length * columns.length)
  for (const [row, { answers }] of parts.entries())
    for (const [column, place] of places.entries())
      rows[row * columns.length + column] = place < 0 ? Number.NaN : (answers[place] ?? Number.NaN)
  return { columns, rows, n: parts.length }
}

const contextOf = (context: DecisionInputs['context']): Record<string, number> =>
  Object.fromEntries(Object.entries(context).map(([name, value]) => [name, value ?? Number.NaN]))

const answersOf = (signals: readonly string[], answers: PartInput['answers']): Record<string, number> =>
  Object.fromEntries(
    signals.map((name, at) => [name, answers[at] === null ? Number.NaN : Math.fround(answers[at]!)]),
  )

/** Judges a change. Pure: the same inputs and model make the same bits. */
export const judge = (inputs: DecisionInputs, artefact: Artefact): Judgement => {
  const { change, parts, recentRisks, pastHazards } = inputs
  const scored = scoreChange(artefact, {
    parts: tableOf(inputs, artefact),
    cancelled: parts.map(({ cancelled }) => cancelled),
    context: contextOf(inputs.context),
  })
  const among = recentRisks.slice(-rankedAmong)
  const measured = parts.map(({ sha, answers }, at) => {
    const { hazard, share, probability } = scored.parts[at]!
    const { factors } = explainPart(artefact, answersOf(inputs.signals, answers))
    return { sha, hazard, share, risk: probability, percentile: percentileOf(probability, among), factors }
  })
  const speaks = inputs.model.speaks && measured.every(({ risk }) => Number.isFinite(risk))
  const judged: PartJudgement[] = measured.map((part, at) => {
    const band = speaks ? bandOf(part.hazard, artefact.averageHazard) : 'critical'
    return { ...part, band, ...approvalOf(inputs.review, parts[at]!, { band, isKnown: speaks }) }
  })
  const moving = change.kind === 'forward' || change.kind === 'diverged'
  const whole = speaks && moving && change.baseKnown && parts.length > 0
  const effective = parts.filter(({ cancelled }) => !cancelled).length
  const usualHazard = Math.max(1, effective) * artefact.averageHazard
  const band = whole ? bandOf(scored.hazard * scored.contextFactor, usualHazard) : null
  const withoutContext = whole ? bandOf(scored.hazard, usualHazard) : null
  const windows = inputs.windows.map(withInstants)
  const budgets = (inputs.budgets ?? []).map(budgetOf)
  const { limit, why } = limitFor({
    recentRisks,
    reviewRiskiest: inputs.reviewRiskiest,
    ...lowered(windowFactor(windows), areFixes(parts, judged) ? { factor: 1 } : budgetFactor(budgets)),
    ...(inputs.certificate ? { certificate: inputs.certificate } : {}),
  })
  const drawn = inputs.audit ? drawnFrom(inputs.audit) : []
  const facts: Facts = {
    mode: inputs.mode,
    configuration: inputs.configuration,
    change: {
      kind: change.kind,
      touchesMigration: change.touchesMigration,
      commitsLost: change.commitsLost,
      parts: parts.map(
        ({ sha, id, rejections = [], objections = 0, cancelled, optedOut, paths, fix }, at) => ({
          sha,
          id,
          title: '',
          risk: speaks ? judged[at]!.risk : null,
          approved: judged[at]!.approved,
          rejections: rejections.map(({ said }) => said),
          objections,
          cancelled,
          optedOut: optedOut ?? false,
          paths,
          ...(fix === undefined ? {} : { fix }),
        }),
      ),
    },
    model:
      inputs.model.speaks && !speaks ? { speaks: false, why: 'it gave a part no finite risk' } : inputs.model,
    failedSources: inputs.failedSources,
    limit,
    limitWhy: why,
    ...(inputs.alarm ? { alarm: inputs.alarm } : {}),
    ...(inputs.audit ? { audit: { share: inputs.audit.share, drawn } } : {}),
    // What only mends is not held by the trouble that it mends.
    context: areFixes(parts, judged)
      ? { raisesBand: false }
      : contextFacts(band, withoutContext, scored.contextFactor),
    neverAutoApprove: inputs.neverAutoApprove,
    gateFiles: inputs.gateFiles,
    windows,
    budgets,
    ...(inputs.closed === undefined ? {} : { closed: withInstants(inputs.closed) }),
    ...(inputs.override ? { override: inputs.override } : {}),
    freezes: inputs.freezes ?? [],
  }
  const past = pastHazards.slice(0, rankedAmong)
  return {
    decision: sayingRises(decide(rules, facts), parts, judged),
    probability: whole ? scored.probability : null,
    low: whole ? scored.low : null,
    high: whole ? scored.high : null,
    baseRate: whole ? probabilityOf(artefact, usualHazard) : null,
    percentile: whole && past.length > 0 ? percentileOf(scored.hazard, past) : null,
    among: past.length,
    band,
    limit,
    limitWhy: why,
    usualPart: probabilityOf(artefact, artefact.usualHazard),
    ...(inputs.audit
      ? {
          audited: judged
            .filter(({ sha, risk }) => drawn.includes(sha) && limit !== null && risk <= limit)
            .map(({ sha }) => sha),
        }
      : {}),
    contextFactors: scored.contextFactors,
    contextFactor: scored.contextFactor,
    changeFactors: whole
      ? changeFactors(
          artefact,
          judged.map(({ hazard }) => hazard),
          scored.contextFactors.map(({ factor }) => factor),
        )
      : null,
    parts: judged,
    budgets,
  }
}

/** Everything nobody has looked at yet mends something: a burning budget is no reason to hold that back. */
const areFixes = (parts: readonly PartInput[], judged: readonly PartApproval[]): boolean => {
  const waiting = parts.filter(
    ({ approved, cancelled }, at) => (!approved || judged[at]!.risen !== undefined) && !cancelled,
  )
  return waiting.length > 0 && waiting.every(({ fix }) => fix !== undefined)
}

type Lowering = ReturnType<typeof windowFactor>

/** By windows and by budgets, one after the other. */
const lowered = (one: Lowering, other: Lowering): Lowering => {
  const whys = [one.factorWhy, other.factorWhy].filter((why) => why !== undefined)
  return {
    factor: one.factor * other.factor,
    ...(whys.length === 0 ? {} : { factorWhy: whys.join(' and ') }),
  }
}

const withInstants = <Recorded extends { readonly until: string; readonly now: string }>(
  recorded: Recorded,
) => ({ ...recorded, until: new Date(recorded.until), now: new Date(recorded.now) })

/** Bands by SHA, as the model told them; none where it could not speak. */
export const knownBands = ({ parts }: Judgement, { model }: DecisionInputs): ReadonlyMap<string, Band> =>
  new Map(
    model.speaks && parts.every(({ risk }) => Number.isFinite(risk))
      ? parts.map(({ sha, band }) => [sha, band] as const)
      : [],
  )

/** A band's edge may lie anywhere: a moment that makes it hardly worse must not ask for a person. */
const tellingContext = 1.25

const contextFacts = (band: Band | null, without: Band | null, factor: number): Facts['context'] => {
  const crosses = band !== null && without !== null && bands.indexOf(band) > bands.indexOf(without)
  if (!crosses || factor < tellingContext) return { raisesBand: false }
  return {
    raisesBand: true,
    sentence: `its parts alone are ${without}, the moment makes them ${band} (×${Number(factor.toPrecision(2))})`,
  }
}

/** What a decision record keeps of a judgement: enough to compare, and to read without the inputs. */
export const resultOf = ({ decision, probability, low, high, band, limit, audited, parts }: Judgement) => ({
  decision: decision.verdict,
  rule: decision.rule,
  reason: decision.reason,
  ...(decision.until === undefined ? {} : { until: decision.until }),
  probability,
  low,
  high,
  band,
  limit,
  ...(audited === undefined ? {} : { audited }),
  parts: parts.map(({ sha, risk, share, percentile }) => ({ sha, risk, share, percentile })),
})
