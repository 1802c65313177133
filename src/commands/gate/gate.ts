/** The main job: what is about to be deployed, how risky it is, why, what would make it smaller, and the decision. */
import type { Assessment } from '../../domain/assessment.ts'
import type { Band, Mode } from '../../domain/decision.ts'
import { sayOutOfReach } from '../../ledger/open.ts'
import type { Artefact } from '../../model/artefact.ts'
import { budgetOf } from '../../policy/budget.ts'
import { engine } from '../../policy/decision-inputs.ts'
import { type judge, knownBands } from '../../policy/engine.ts'
import type { Fix } from '../../policy/facts.ts'
import { mendingIndex } from '../../sources/history.ts'
import { type Asked, ask } from './asking.ts'
import { assess } from './assessment.ts'
import { judgeWithAudit } from './audited-judgement.ts'
import type { Budgeted } from './budgets.ts'
import { certificateInputs } from './certificate-facts.ts'
import { certifying } from './certifying.ts'
import { type DrivingFile, drivingFiles } from './driving.ts'
import { gather } from './gathering.ts'
import { decisionInputs, measureContext, measureParts } from './inputs.ts'
import { findStanding } from './kept-standing.ts'
import { remember } from './memory.ts'
import { pastHazards } from './past-hazards.ts'
import type { GateRequest } from './request.ts'
import { similarChanges } from './similar.ts'
import type { Ground, Situation } from './situation.ts'
import { emptyStanding, recentRisks, type Standing } from './standing.ts'

export type Remembers = 'always' | 'when-enforcing' | 'never'

export interface GateOptions extends GateRequest {
  readonly mode?: Mode
  readonly prior: Artefact
  readonly withPeople: boolean
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
  /** What git was asked ahead, for the same request. */
  readonly asked?: Promise<Asked>
  /** Whether the decision is written down: a preview, which nothing rests on, is not. Always, unless told. */
  readonly remembers?: Remembers
}

/** Milliseconds by stage, in the order the stages ended. */
interface Stopwatch {
  readonly lap: (stage: string) => void
  readonly laps: Readonly<Record<string, number>>
}

const stopwatch = (clock: () => number): Stopwatch => {
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

const standingOf = async (
  { history, indexDirectory, policy, prior: chosen, environment, told, incidents }: Ground,
  options: GateOptions,
): Promise<Standing> => {
  const { configuration } = policy
  const prior = chosen?.artefact ?? options.prior
  if (history === null || history.head < 0) return emptyStanding(prior, configuration)
  const { reviewRiskiest } = environment.settings.autoApprove
  return findStanding(
    indexDirectory,
    {
      index: history.index,
      head: history.head,
      configuration,
      prior,
      told,
      ...(incidents ? { incidents } : {}),
    },
    reviewRiskiest,
  )
}

/** Why the model cannot speak here; null when it can. */
const silence = ({ history, change }: Situation): string | null =>
  history !== null && history.head < 0 && change.parts.every(({ historyKnown }) => historyKnown !== false)
    ? 'this clone holds no part of the history (a shallow clone of one commit); git fetch --unshallow gives it'
    : null

/** A policy nobody could read may have said enforce: until it is known, it does. */
const modeOf = ({ environment, failures }: Situation): Mode =>
  failures.some(({ source }) => source === 'policy') ? 'enforce' : environment.settings.mode

/** What is left of error budgets, and which parts are fixes where that matters; most policies state no objective. */
const budgeting = async (
  situation: Situation,
  mode: Mode,
  { now, processEnvironment, outside }: GateOptions,
): Promise<Budgeted & { readonly fixes: ReadonlyMap<string, Fix> }> => {
  const { change, environment, policy } = situation
  const isStated =
    environment.settings.slo !== null || policy.configuration.components.some(({ slo }) => slo !== null)
  // Going back waits for nobody, and least of all for a Prometheus that may be down with the rest.
  const isNew = change.kind !== 'rollback' && change.parts.length > 0
  if (!isStated || !isNew || mode === 'off')
    return { budgets: [], unseen: null, failures: [], notes: [], fixes: new Map() }
  const { budgetsOver } = await import('./budgets.ts')
  const budgeted = await budgetsOver(situation, { now, processEnvironment })
  const burns = budgeted.budgets.map(budgetOf).some(({ factor, onlyFixes }) => onlyFixes || factor < 1)
  if (!burns) return { ...budgeted, fixes: new Map() }
  const { fixesAmong } = await import('./fixes.ts')
  return { ...budgeted, fixes: await fixesAmong(situation, { now, ...(outside ? { outside } : {}) }) }
}

export interface GateAnswer {
  readonly assessment: Assessment
  /** What the deciding policy says about this environment, for those who act on the answer. */
  readonly settings: Pick<Situation, 'policy' | 'environment' | 'ledger'>
  /** Every file of the change, those that carry most of the risk first. */
  readonly files: readonly DrivingFile[]
  /** Bands of its parts, by SHA; of none where the model could not speak. */
  readonly bands: ReadonlyMap<string, Band>
  /** Every problem of the policy, when it could not be read. */
  readonly policyProblems: string | null
}

export const gate = async (options: GateOptions): Promise<GateAnswer> => {
  const watch = stopwatch(options.clock)
  const asked = await (options.asked ?? ask(options))
  try {
    return await mendingIndex((indexDamage) => gateWith({ ...options, indexDamage }, asked, watch))
  } finally {
    asked.repository.objects.end()
  }
}

const gateWith = async (
  options: GateOptions,
  asked: Asked,
  { lap, laps }: Stopwatch,
): Promise<GateAnswer> => {
  const { now, version, withPeople } = options
  const gathered = await gather(options, asked, (ground) => standingOf(ground, options))
  const mode = options.mode ?? modeOf(gathered)
  const situation = heedingLedger(gathered, mode)
  const { standing } = situation
  const { certified, notes: certifyingNotes } = await certifying(situation, version)
  const certificate = certified?.certificate ?? null
  const alarm = certificate === null ? standing.alarm : (certificate.alarm ?? null)
  const maturitySeconds = situation.policy.configuration.outcome.maturity.seconds
  const budgeted = await budgeting(situation, mode, options)
  lap('read')
  const parts = measureParts(situation)
  const context = measureContext(situation, now, parts)
  const remembers = remembersDecision(options, mode)
  const drafted = await decisionInputs({
    situation,
    mode,
    now,
    parts,
    context,
    recentRisks: recentRisks(standing),
    pastHazards: pastHazards(situation, standing),
    silent: silence(situation),
    certified: certificateInputs(certificate, alarm, { maturitySeconds, now }),
    budgeted,
    fixes: budgeted.fixes,
  })
  const { inputs, judgement, draws } = await judgeWithAudit(situation, drafted, { now, version, remembers })
  lap('judge')
  const bands = knownBands(judgement, inputs)
  const remembering = !remembers
    ? Promise.resolve({ ledger: null, notes: [] })
    : remember({
        situation,
        inputs,
        model: standing.model,
        judgement,
        now,
        version,
        beside: [
          ...(certified?.records ?? []),
          ...(options.outside?.records(mode === 'enforce' ? bands : new Map()) ?? []),
          ...draws,
        ],
      })
  remembering.catch(() => undefined)
  // Should the index prove damaged here, nothing may still be writing while it is all done again.
  const similar = await similarChanges(situation, parts, judgement, now).finally(() => remembering)
  const memory = await remembering
  lap('remember')
  const assessment = assess({
    situation,
    mode,
    now,
    parts,
    context,
    judgement: isForgotten(mode, options, memory) ? withoutMemory(judgement) : judgement,
    standing,
    similar,
    certificate,
    unseenBudget: budgeted.unseen,
    notes: [...situation.notes, ...certifyingNotes, ...budgeted.notes, ...memory.notes],
    remembered: memory.ledger,
    timings: laps,
    version,
    engine,
    withPeople,
    prior: situation.prior?.artefact ?? options.prior,
  })
  return {
    assessment,
    settings: situation,
    files: drivingFiles(parts, assessment),
    bands,
    policyProblems: situation.policy.unreadable,
  }
}

/** Freezes, words and deployments that nobody reads here are not nothing: enforcing, a person looks. */
const heedingLedger = (situation: Situation, mode: Mode): Situation => {
  const { failures, notes, unreadLedger } = situation
  if (unreadLedger === null) return situation
  const why = sayOutOfReach(unreadLedger)
  return mode === 'enforce'
    ? { ...situation, failures: [...failures, { source: 'ledger', why }] }
    : { ...situation, notes: [...notes, `the ledger ${why}`] }
}

const remembersDecision = ({ remembers = 'always' }: GateOptions, mode: Mode): boolean =>
  remembers === 'always' || (remembers === 'when-enforcing' && mode === 'enforce')

/** Enforcing, and not remembered although it was to be: a preview, which nothing rests on, tells what it would be. */
const isForgotten = (
  mode: Mode,
  { remembers = 'always' }: GateOptions,
  { ledger }: { readonly ledger: Assessment['ledger'] | null },
): boolean => mode === 'enforce' && remembers !== 'never' && ledger === null

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
