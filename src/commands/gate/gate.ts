/** The main job: what is about to be deployed, how risky it is, why, what would make it smaller, and the decision. */
import type { Assessment } from '../../domain/assessment.ts'
import type { Mode } from '../../domain/decision.ts'
import { exp } from '../../domain/numerics.ts'
import type { Artefact } from '../../model/artefact.ts'
import { pickColumns } from '../../model/parts-table.ts'
import { scoreParts } from '../../model/score.ts'
import { engine, judge } from '../../policy/engine.ts'
import { indexDirectory } from '../../sources/index-place.ts'
import { assess } from './assessment.ts'
import { decisionInputs, measureContext, measureParts } from './inputs.ts'
import { findStanding } from './kept-standing.ts'
import { remember } from './memory.ts'
import { similarChanges } from './similar.ts'
import { type GateRequest, gather, type Situation } from './situation.ts'
import { emptyStanding, type Standing } from './standing.ts'

export interface GateOptions extends GateRequest {
  readonly mode?: Mode
  readonly prior: Artefact
  readonly version: string
  readonly withPeople: boolean
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
}

/** Milliseconds by stage, in the order the stages ended. */
const stopwatch = (
  clock: () => number,
): { lap: (stage: string) => void; readonly laps: Record<string, number> } => {
  const laps: Record<string, number> = {}
  let last = clock()
  return {
    laps,
    lap: (stage) => {
      const at = clock()
      laps[stage] = Math.round(at - last)
      last = at
    },
  }
}

const standingOf = (situation: Situation, options: GateOptions): Standing => {
  const { history, repository, policy, environment } = situation
  const { configuration } = policy
  if (history === null || history.head < 0) return emptyStanding(options.prior, configuration)
  const directory = indexDirectory(repository, options.processEnvironment)
  const { reviewRiskiest } = environment.settings.autoApprove
  return findStanding(
    directory,
    { index: history.index, head: history.head, configuration, prior: options.prior },
    reviewRiskiest,
  )
}

/** Total hazards of the releases before the base, newest first: what this change is ranked among. */
const pastHazards = ({ history, releases, base }: Situation, model: Artefact): readonly number[] => {
  if (history === null || releases.length < 2) return []
  const { index } = history
  const live = base === null ? null : index.positionOnLine(base)
  const past = releases.filter(({ position }) => live === null || position <= live).slice(0, 101)
  const oldest = past.at(-1)
  if (!oldest || past.length < 2) return []
  const newest = past[0]!.position
  const choose = pickColumns(model.terms)
  const rows = index.rows.slice((oldest.position + 1) * index.signals, (newest + 1) * index.signals)
  const n = newest - oldest.position
  const table = new Float32Array(n * model.terms.length)
  for (let row = 0; row < n; row += 1)
    table.set(choose(rows.subarray(row * index.signals, (row + 1) * index.signals)), row * model.terms.length)
  const { logHazards } = scoreParts(model, { columns: model.terms, rows: table, n })
  const hazards: number[] = []
  for (let at = 0; at + 1 < past.length; at += 1) {
    let sum = 0
    for (let position = past[at + 1]!.position + 1; position <= past[at]!.position; position += 1)
      sum += exp(logHazards[position - oldest.position - 1]!)
    hazards.push(sum)
  }
  return hazards
}

/** Why the model cannot speak here; null when it can. */
const silence = ({ history }: Situation): string | null =>
  history !== null && history.head < 0
    ? 'this clone holds no part of the history (a shallow clone of one commit); git fetch --unshallow gives it'
    : null

export interface GateAnswer {
  readonly assessment: Assessment
  /** Every problem of the policy, when it could not be read. */
  readonly policyProblems: string | null
}

export const gate = async (options: GateOptions): Promise<GateAnswer> => {
  const { now, version, withPeople } = options
  const { lap, laps } = stopwatch(options.clock)
  const situation = await gather(options)
  lap('read')
  const mode = options.mode ?? situation.environment.settings.mode
  const standing = standingOf(situation, options)
  lap('learn')
  const parts = measureParts(situation)
  const context = measureContext(situation, now)
  const inputs = await decisionInputs({
    situation,
    mode,
    now,
    parts,
    context,
    recentRisks: standing.recentRisks,
    pastHazards: pastHazards(situation, standing.model),
    silent: silence(situation),
  })
  const judgement = judge(inputs, standing.model)
  const similar = await similarChanges(situation, parts, judgement)
  lap('judge')
  const memory = await remember({ situation, inputs, model: standing.model, judgement, now, version })
  lap('remember')
  const assessment = assess({
    situation,
    mode,
    now,
    parts,
    context,
    judgement: mode === 'enforce' && memory.ledger === null ? withoutMemory(judgement) : judgement,
    standing,
    similar,
    notes: [...situation.notes, ...memory.notes],
    remembered: memory.ledger,
    timings: laps,
    version,
    engine,
    withPeople,
    priorRepositories: options.prior.trainedOn.repositories,
  })
  return { assessment, policyProblems: situation.policy.unreadable }
}

/** An approval that leaves no trace cannot be defended: enforcing, it becomes a review. */
const withoutMemory = (judgement: ReturnType<typeof judge>): ReturnType<typeof judge> =>
  judgement.decision.verdict !== 'approve' || judgement.decision.rule === 'mode-off'
    ? judgement
    : {
        ...judgement,
        decision: {
          verdict: 'review',
          rule: 'source-failed',
          reason: `it would go out (${judgement.decision.reason}), but the decision could not be remembered`,
        },
      }
