/** The whole answer, from what was gathered, measured and judged. */

import { matchComponents } from '../../config/components.ts'
import type { AssessedPart, Assessment, BudgetSummary, Evidence } from '../../domain/assessment.ts'
import type { Mode } from '../../domain/decision.ts'
import { cancelledParts } from '../../history/cancelling.ts'
import { bareTitle } from '../../history/message.ts'
import { type Artefact, publicRepositories } from '../../model/artefact.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Share } from '../../model/change-factors.ts'
import { probabilityOf } from '../../model/score.ts'
import type { Budget } from '../../policy/budget.ts'
import type { Judgement, PartJudgement } from '../../policy/engine.ts'
import { lowerings } from '../../policy/lowering.ts'
import { formatBaseSource } from '../../report/base-source.ts'
import { incidentSignals, signals } from '../../signals/all.ts'
import { certificateSummary } from './certificate-facts.ts'
import { contextContributions, ofTheWhole, partContributions } from './contributions.ts'
import { extentOf } from './extent.ts'
import type { MeasuredMoment, MeasuredPart } from './inputs.ts'
import type { GroupedWords } from './outside.ts'
import type { Situation } from './situation.ts'
import type { Standing } from './standing.ts'

export interface AssessmentRequest {
  readonly situation: Situation
  readonly mode: Mode
  readonly now: Date
  readonly parts: readonly MeasuredPart[]
  readonly context: MeasuredMoment
  readonly judgement: Judgement
  readonly standing: Standing
  /** Null where no failure budget is stated. */
  readonly certificate: Certificate | null
  /** Why nothing is known of an error budget that is stated. */
  readonly unseenBudget: string | null
  readonly similar: Assessment['similar']
  readonly notes: readonly string[]
  readonly remembered: Assessment['ledger'] | null
  readonly timings: Readonly<Record<string, number>>
  readonly version: string
  readonly engine: number
  readonly withPeople: boolean
  /** What was believed before anything was known here. */
  readonly prior: Artefact
}

const assessedPart = (
  measured: MeasuredPart,
  judged: PartJudgement,
  ofWhole: Share | undefined,
  request: AssessmentRequest,
): AssessedPart => {
  const { subject, id } = measured
  const { webUrl } = request.situation.repository
  const { part } = subject
  return {
    sha: part.sha,
    id,
    // The number stands beside it already.
    title: bareTitle(part.title),
    ...(webUrl === undefined
      ? {}
      : { url: part.number === null ? `${webUrl}/commit/${part.sha}` : `${webUrl}/pull/${part.number}` }),
    risk: judged.risk,
    share: judged.share,
    ...ofTheWhole(ofWhole),
    percentile: judged.percentile,
    ...reviewOf(judged, request.situation.words.get(part.sha)),
    ...(request.judgement.audited?.includes(part.sha) ? { audited: true as const } : {}),
    extent: extentOf(subject),
    contributions: partContributions(measured, judged.factors, request.standing.usual),
    ...(request.withPeople ? { authors: part.authors.map((author) => author.toString(16)) } : {}),
  }
}

/** Who approved a part, once it has the approvals it wants; until then whose it still lacks. */
const reviewOf = (
  { approved, standing, outgrown, risen }: PartJudgement,
  words: GroupedWords | undefined,
): Pick<AssessedPart, 'approvedBy' | 'missing' | 'risen'> => {
  const counting = (words?.approvals ?? []).filter((_, at) => !outgrown.includes(at))
  if (approved) return { approvedBy: counting.map(({ login }) => login) }
  // What anybody can give is asked for anyway.
  const usual = standing.length === 1 && standing[0]!.from === 'drivers' && standing[0]!.wanted === 1
  return {
    ...(usual ? {} : { missing: standing.filter(({ wanted, given }) => given < wanted) }),
    ...(risen === undefined ? {} : { risen }),
  }
}

const evidenceOf = (parts: readonly MeasuredPart[], context: MeasuredMoment): Evidence => ({
  parts: Object.fromEntries(
    parts.map(({ subject, answers }) => [
      subject.part.sha,
      Object.fromEntries(answers.map((answer, at) => [asked[at]!.name, answer])),
    ]),
  ),
  deployment: Object.fromEntries(context.names.map((name, at) => [name, context.answers[at]!])),
})

/** Every question about a part, in the order of its answers. */
const asked = [...signals, ...incidentSignals]

/** Answers that nobody could give for any part, and what this command cannot see at all. */
const unavailableOf = (
  parts: readonly MeasuredPart[],
  { situation, unseenBudget }: AssessmentRequest,
): Assessment['unavailable'] => {
  const missing = asked.flatMap(({ name }, at) => {
    const answers = parts.flatMap((part) => part.answers[at] ?? [])
    const first = answers[0]
    // What does not apply to a part is not unseen; what the clone cannot tell is.
    return first?.outcome === 'unavailable' &&
      answers.every((answer) => answer.outcome === 'unavailable') &&
      first.why.startsWith('this clone')
      ? [{ signal: name, why: 'partial or shallow clone' }]
      : []
  })
  return [
    ...missing,
    ...(situation.memory !== null ? [] : [{ signal: 'incidents', why: 'learn --incidents FILE' }]),
    ...(unseenBudget === null ? [] : [{ signal: 'error-budget', why: unseenBudget }]),
    { signal: 'GitHub-deployments', why: '' },
  ]
}

const lowerOf = (request: AssessmentRequest, model: Artefact): Assessment['lower'] => {
  const { judgement, parts, situation } = request
  const { base, baseSource, change, history } = situation
  if (judgement.probability === null || change.kind !== 'forward' || history === null) return []
  const counterparts = cancelledParts(history.index, change.parts)
  // A base that was named has to be named again: nothing else tells it.
  const named = baseSource.from === 'option' && base !== null ? ` --base ${base.slice(0, 8)}` : ''
  const offers = lowerings({
    parts: parts.map(({ subject, id }, at) => ({
      sha: subject.part.sha,
      id,
      merge: subject.part.kind === 'merge',
      hazard: judgement.parts[at]!.hazard,
      counterpart:
        counterparts.get(subject.position) === undefined
          ? null
          : parts.findIndex((other) => other.subject.position === counterparts.get(subject.position)),
    })),
    probabilityOf: (hazards) =>
      probabilityOf(
        model,
        hazards.reduce((sum, hazard) => sum + hazard, 0),
        judgement.contextFactor,
      ),
  })
  return offers.map((offer) =>
    offer.command?.startsWith('gate ') ? { ...offer, command: `${offer.command}${named}` } : offer,
  )
}

const budgetSummary = ({
  facts,
  allowedMilliseconds,
  leftMilliseconds,
  burn,
  factor,
  onlyFixes,
  sentence,
}: Budget): BudgetSummary => ({
  of: facts.of,
  objective: facts.objective,
  windowSeconds: facts.windowSeconds,
  allowedSeconds: allowedMilliseconds / 1000,
  leftSeconds: leftMilliseconds / 1000,
  burn,
  factor,
  onlyFixes,
  from: facts.from,
  sentence,
})

export const assess = (request: AssessmentRequest): Assessment => {
  const { situation, judgement, standing, parts, now, context } = request
  const { decision } = judgement
  const { model } = standing
  const paths = parts.flatMap(({ subject }) => subject.files.map(({ path }) => path))
  const matched = matchComponents(situation.policy.configuration, paths)
  const byRisk = parts
    .map((part, at) => ({ part, judged: judgement.parts[at]!, ofWhole: judgement.changeFactors?.parts[at] }))
    .sort((left, right) => right.judged.hazard - left.judged.hazard)
  const baseTime = situation.baseTime
  const learned = model.kind === 'learned' && standing.labels.known > 0
  return {
    schema: 1,
    mode: request.mode,
    at: now.toISOString(),
    repository: situation.repository.name,
    environment: situation.environment.name,
    environmentAssumed: situation.environment.assumed,
    tool: { name: 'change-risk-gate', version: request.version, engine: request.engine },
    decision: decision.verdict,
    rule: decision.rule,
    reason: decision.reason,
    ...(decision.until === undefined ? {} : { until: decision.until }),
    change: {
      kind: situation.change.kind,
      base: situation.base,
      head: situation.head,
      baseSource: formatBaseSource(situation.baseSource),
      ...(baseTime === null ? {} : { since: new Date(baseTime * 1000).toISOString() }),
      parts: byRisk.map(({ part, judged, ofWhole }) => assessedPart(part, judged, ofWhole, request)),
    },
    risk: {
      probability: judgement.probability,
      low: judgement.low,
      high: judgement.high,
      baseRate: judgement.baseRate,
      percentile: judgement.percentile,
      among: judgement.among,
      band: judgement.band,
      limit: judgement.limit,
      limitWhy: judgement.limitWhy,
      usualPart: judgement.usualPart,
      contributions: contextContributions(context, judgement),
    },
    labels: standing.labels,
    track: standing.track,
    lower: lowerOf(request, model),
    reviewers: [],
    components: [...matched.components, ...matched.affected.map((name) => `${name} (depends on them)`)],
    customers: matched.customers,
    similar: request.similar,
    model: {
      id: `sha256:${model.id.slice(0, 16)}`,
      kind: learned ? 'learned' : 'prior',
      trainedOn: {
        parts: standing.labels.among,
        failures: standing.labels.known,
        repositories: publicRepositories(request.prior),
      },
      ...(situation.prior === null ? {} : { prior: situation.prior.summary }),
      ...(request.certificate === null
        ? {}
        : {
            certificate: certificateSummary(
              request.certificate,
              situation.policy.configuration.outcome.maturity.seconds,
            ),
          }),
    },
    ...(judgement.budgets.length === 0 ? {} : { budgets: judgement.budgets.map(budgetSummary) }),
    policy: situation.policy.file
      ? { path: situation.policy.file.path, blob: situation.policy.file.blob }
      : {},
    evidence: evidenceOf(parts, context),
    unavailable: unavailableOf(parts, request),
    ...(request.remembered ? { ledger: request.remembered } : {}),
    notes: request.notes,
    timings: request.timings,
  }
}
