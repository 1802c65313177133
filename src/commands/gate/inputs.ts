/** From a situation to the inputs of a decision: everything it rests on, as plain JSON that a record can keep. */
import { windowsOver } from '../../config/applicable-windows.ts'
import { compileGlobs } from '../../config/glob.ts'
import { formatReviewer } from '../../config/reviewer.ts'
import type { Mode } from '../../domain/decision.ts'
import type { Measurement } from '../../domain/measurement.ts'
import { cancelledParts } from '../../history/cancelling.ts'
import type { MomentIncidents, PartIncidents } from '../../history/incident-memory.ts'
import { type Arrival, Past } from '../../history/past.ts'
import { approvedBandOf } from '../../policy/approved-band.ts'
import type { DecisionInputs, PartInput } from '../../policy/decision-inputs.ts'
import { engine } from '../../policy/decision-inputs.ts'
import type { Fix } from '../../policy/facts.ts'
import { listGateFiles } from '../../policy/gate-files.ts'
import { windowsAt } from '../../policy/windows.ts'
import { deploymentSignals, incidentMomentSignals, incidentSignals, signals } from '../../signals/all.ts'
import {
  measureDeployment,
  measureIncidents,
  measureMoment,
  measurePart,
  subjectOf,
} from '../../signals/measure.ts'
import type { DeploymentContext, Subject } from '../../signals/signal.ts'
import type { Budgeted } from './budgets.ts'
import type { GroupedWords } from './outside.ts'
import { pathsOf, type Situation, touchedPaths } from './situation.ts'

/** A part with its answers, in the order of `signals`, those about incidents after them where one was told. */
export interface MeasuredPart {
  readonly subject: Subject
  /** Null where none was told, and where the clone cannot name its files. */
  readonly incidents: PartIncidents | null
  readonly id: string
  readonly answers: readonly Measurement[]
}

const abbreviated = 8

/** `#123`, or the abbreviated SHA. */
export const partId = ({ part }: Pick<Arrival, 'part'>): string =>
  part.number === null ? part.sha.slice(0, abbreviated) : `#${part.number}`

export const measureParts = ({ history, change, memory }: Situation): readonly MeasuredPart[] =>
  history === null
    ? []
    : change.parts.map((arrival) => {
        const subject = subjectOf(history.index, arrival)
        const incidents = arrival.filesKnown ? (memory?.ofArrival(arrival) ?? null) : null
        const answers = [
          ...measurePart(signals, subject),
          ...(memory === null ? [] : measureIncidents(incidents)),
        ]
        return { subject, incidents, id: partId(subject), answers }
      })

/** What surrounds the deployment now. */
export const deploymentContext = (situation: Decidable, now: Date): DeploymentContext => {
  const { change, history, baseTime } = situation
  const seconds = now.getTime() / 1000
  const since = (time: number | null): number | null => (time === null ? null : Math.max(0, seconds - time))
  const failures =
    history === null || history.head < 0
      ? { sinceLast: null }
      : new Past(history.index, history.head + 1, seconds, 0).failuresWithin(365 * 86_400)
  return {
    parts: change.parts.length,
    oldestPartAge: since(change.parts[0]?.part.time ?? null),
    sinceDeployment: since(baseTime),
    sinceFailure: failures.sinceLast,
    soakedHours: situation.soakedHours,
  }
}

const numbersOf = (answers: readonly Measurement[]): (number | null)[] =>
  answers.map((answer) => (answer.outcome === 'measured' ? Math.fround(answer.value) : null))

/** What of a situation a decision is made from. */
export type Decidable = Pick<
  Situation,
  | 'baseSource'
  | 'baseTime'
  | 'change'
  | 'environment'
  | 'failures'
  | 'flag'
  | 'history'
  | 'inForce'
  | 'memory'
  | 'optedOut'
  | 'policy'
  | 'policyPath'
  | 'prior'
  | 'soakedHours'
  | 'words'
>

export interface InputRequest {
  readonly situation: Decidable
  readonly mode: Mode
  readonly now: Date
  readonly parts: readonly (Pick<MeasuredPart, 'id' | 'answers'> & { readonly subject: Arrival })[]
  readonly context: MeasuredMoment
  readonly recentRisks: readonly number[]
  readonly pastHazards: readonly number[]
  readonly silent: string | null
  readonly certified: Pick<DecisionInputs, 'certificate' | 'alarm'>
  readonly budgeted: Pick<Budgeted, 'budgets' | 'failures'>
  /** Parts that mend something, by SHA. */
  readonly fixes: ReadonlyMap<string, Fix>
}

const configurationFacts = ({ file, unreadable }: Situation['policy']): DecisionInputs['configuration'] =>
  unreadable !== null
    ? { status: 'unreadable', why: unreadable.split('\n')[0]! }
    : { status: file === null ? 'absent' : 'read' }

/** A base that is only a guess: whatever runs there now is not known, so neither is the change. */
const unknownBase = ({ baseSource, flag }: Decidable): DecisionInputs['failedSources'] =>
  baseSource.from === 'recent'
    ? [{ source: 'base', why: `what runs there now is not known; name it with ${flag}` }]
    : []

const fixOf = (fix: Fix | undefined) => (fix === undefined ? {} : { fix })

const inJson = <Timed extends { readonly until: Date; readonly now: Date }>(timed: Timed) => ({
  ...timed,
  until: timed.until.toISOString(),
  now: timed.now.toISOString(),
})

/** Words on a part without who said them: a record or a review names its own. */
const wordsIn = (
  words: GroupedWords | undefined,
): Pick<PartInput, 'approved' | 'approvals' | 'rejections' | 'objections'> => {
  const { approvals = [], rejections = [], objections = 0 } = words ?? {}
  return {
    approved: approvals.length > 0,
    ...(approvals.length === 0
      ? {}
      : {
          approvals: approvals.map(({ source, head, groups, ...more }) => ({
            ...{ source, head, groups },
            ...approvedBandOf(more),
          })),
        }),
    ...(rejections.length === 0
      ? {}
      : { rejections: rejections.map(({ source, head, said }) => ({ source, head, said })) }),
    ...(objections === 0 ? {} : { objections }),
  }
}

export const decisionInputs = async (request: InputRequest): Promise<DecisionInputs> => {
  const { situation, mode, now, parts, context, budgeted } = request
  const { environment, change, history } = situation
  const { settings } = environment
  const gateFiles = listGateFiles({
    configurationPath: situation.policyPath,
    modelPaths: situation.prior === null ? [] : [situation.prior.reference.path],
  })
  const watched = compileGlobs([...gateFiles, ...settings.neverAutoApprove])
  const cancelled = history === null ? new Map<number, number>() : cancelledParts(history.index, change.parts)
  const windows = windowsOver(situation.policy.configuration, environment, touchedPaths(change))
  const { inForce, closed } = await windowsAt(windows, now)
  return {
    engine,
    mode,
    configuration: configurationFacts(situation.policy),
    change: {
      kind: change.kind,
      touchesMigration: change.parts.some(({ files }) => files.some(({ kind }) => kind === 'migration')),
      commitsLost: change.kind === 'diverged' ? change.lost : null,
      baseKnown: situation.baseSource.from !== 'recent' && situation.baseSource.from !== 'none',
    },
    signals: namesOf(signals, situation.memory === null ? [] : incidentSignals),
    parts: parts.map(({ subject, id, answers }) => ({
      sha: subject.part.sha,
      id,
      answers: numbersOf(answers),
      ...wordsIn(situation.words.get(subject.part.sha)),
      cancelled: cancelled.has(subject.position),
      ...(situation.optedOut(subject.part.sha) ? { optedOut: true as const } : {}),
      paths: pathsOf(subject.files).filter(watched),
      ...fixOf(request.fixes.get(subject.part.sha)),
    })),
    context: Object.fromEntries(context.names.map((name, at) => [name, numbersOf(context.answers)[at]!])),
    model: request.silent === null ? { speaks: true } : { speaks: false, why: request.silent },
    failedSources: [...situation.failures, ...budgeted.failures, ...unknownBase(situation)],
    recentRisks: request.recentRisks,
    pastHazards: request.pastHazards,
    reviewRiskiest: settings.autoApprove.reviewRiskiest,
    review: settings.review.map(({ atLeast, from, approvals, shared }) => ({
      atLeast,
      from: formatReviewer(from),
      approvals,
      shared,
    })),
    ...request.certified,
    ...(budgeted.budgets.length === 0 ? {} : { budgets: budgeted.budgets }),
    neverAutoApprove: settings.neverAutoApprove,
    gateFiles,
    windows: inForce.map(inJson),
    ...(closed === undefined ? {} : { closed: inJson(closed) }),
    ...(situation.inForce.override ? { override: situation.inForce.override } : {}),
    ...(situation.inForce.freezes.length === 0 ? {} : { freezes: situation.inForce.freezes }),
  }
}

/** What surrounds the deployment, with its answers by name: those about incidents last, where one was told. */
export interface MeasuredMoment {
  readonly incidents: MomentIncidents | null
  readonly names: readonly string[]
  readonly answers: readonly Measurement[]
}

const namesOf = (...lists: readonly (readonly { readonly name: string }[])[]): readonly string[] =>
  lists.flatMap((list) => list.map(({ name }) => name))

export const measureContext = (
  situation: Decidable,
  now: Date,
  parts: readonly Pick<MeasuredPart, 'incidents'>[],
): MeasuredMoment => {
  const met = parts.flatMap((part) => part.incidents ?? [])
  const incidents = situation.memory?.ofMoment(now.getTime() / 1000, situation.change.parts, met) ?? null
  return {
    incidents,
    names: namesOf(deploymentSignals, incidents === null ? [] : incidentMomentSignals),
    answers: [
      ...measureDeployment(deploymentSignals, deploymentContext(situation, now)),
      ...(incidents === null ? [] : measureMoment(incidents)),
    ],
  }
}
