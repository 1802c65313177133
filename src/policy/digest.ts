/**
 * What recorded decisions would have meant, enforced: for a team that observes, and wants to know whether to go on. Pure:
 * the caller reads the ledger, and knows what became of the parts.
 */
import type { RuleName, Verdict } from '../domain/decision.ts'
import type { Rehearsal, RehearsedDeployment, RehearsedPart, Waiting } from '../domain/rehearsal.ts'
import { askedParts } from './asked-parts.ts'
import type { DecisionInputs } from './decision-inputs.ts'
import { formatList, formatPercents } from './formatting.ts'
import { countRehearsal } from './rehearsal.ts'

/** A decision as the ledger holds it, with the inputs it was made from. */
export interface RecordedDecision {
  /** ISO 8601. */
  readonly at: string
  readonly base: string | null
  readonly head: string
  readonly verdict: Verdict
  readonly rule: RuleName
  readonly reason: string
  /** ISO 8601: of a hold. */
  readonly until?: string
  readonly limit: number | null
  readonly parts: readonly {
    readonly sha: string
    readonly risk: number | null
    readonly percentile: number | null
  }[]
  /** SHAs of the parts that had the approvals they wanted; none of an approval that had ended. */
  readonly approved: ReadonlySet<string>
  readonly inputs: Pick<
    DecisionInputs,
    'parts' | 'gateFiles' | 'neverAutoApprove' | 'windows' | 'reviewRiskiest'
  >
}

export interface DigestRequest {
  readonly environment: string
  /** ISO 8601; what was decided earlier or later is left out. */
  readonly from: string
  readonly to: string
  /** Of deployments of the environment, in any order. */
  readonly decisions: readonly RecordedDecision[]
  /** What is known of a part by now; null where it is not known to have failed. */
  readonly failureOf: (sha: string) => NonNullable<RehearsedPart['failure']> | null
  readonly titleOf?: (sha: string) => string | null
  /** Seconds after which a part that has not failed has succeeded. */
  readonly maturitySeconds: number
  readonly waiting?: Pick<Waiting, 'hoursEach' | 'source' | 'among'>
}

export const policyDigest = (request: DigestRequest): Rehearsal => {
  const { environment, from, to, maturitySeconds, waiting } = request
  const decided = firstDecisions(request)
  const open = Date.parse(to) - maturitySeconds * 1000
  return countRehearsal({
    decided: decided.map((decision) => enforced(decision, request, open)),
    deploymentSource: 'decisions',
    policy: null,
    environment,
    from,
    to,
    riskiest: decided.at(-1)?.inputs.reviewRiskiest ?? 0,
    source: 'recorded',
    waiting: waiting ?? { hoursEach: null, source: null, among: 0 },
    withPeople: false,
    notes: [],
  })
}

/** By time, one a head: while nothing is held a gate that runs again decides about what runs already. */
const firstDecisions = ({ decisions, from, to }: DigestRequest): readonly RecordedDecision[] => {
  const byHead = new Map<string, RecordedDecision>()
  const inPeriod = decisions.filter(
    ({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) <= Date.parse(to),
  )
  for (const decision of inPeriod.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)))
    if (!byHead.has(decision.head)) byHead.set(decision.head, decision)
  return [...byHead.values()]
}

const enforced = (
  decision: RecordedDecision,
  { failureOf, titleOf }: DigestRequest,
  open: number,
): RehearsedDeployment => {
  const { approved, at, base, head, inputs, limit } = decision
  const risks = new Map(decision.parts.map(({ sha, risk }) => [sha, risk]))
  // What a window held is asked about when it ends, by what each part is.
  const isHeld = decision.verdict === 'hold'
  const asked = askedParts({
    inputs,
    approved,
    verdict: isHeld ? 'review' : decision.verdict,
    rule: isHeld ? 'part-above-limit' : decision.rule,
    limit,
    risks,
  })
  const [held] = asked.values()
  const read = inputs.parts.filter(({ sha }) => asked.has(sha)).map(({ id }) => id)
  return {
    at,
    base: base ?? '',
    head,
    verdict: isHeld ? (held === undefined ? 'approve' : 'review') : decision.verdict,
    rule: isHeld ? (held ?? 'below-limit') : decision.rule,
    holds: holdsOf(decision),
    parts: decision.parts.map(({ sha, risk, percentile }): RehearsedPart => {
      const askedBy = asked.get(sha)
      const failure = failureOf(sha)
      const [riskText, limitText] = formatPercents(risk ?? 0, limit ?? 0)
      const compared =
        risk === null || limit === null ? decision.reason : `risk ${riskText}, limit ${limitText}`
      const isBeside = askedBy === undefined && asked.size > 0
      return {
        sha,
        id: inputs.parts.find((part) => part.sha === sha)?.id ?? sha.slice(0, 8),
        title: titleOf?.(sha) ?? '',
        risk,
        percentile,
        lane: askedBy !== undefined ? 'asked' : isBeside ? 'beside' : 'through',
        ...(askedBy === undefined ? {} : { askedBy }),
        why: isBeside ? `${compared}; its deployment asked for ${formatList(read, 2)}` : compared,
        ...(failure === null ? {} : { failure }),
        open: failure === null && Date.parse(at) > open,
        areas: [],
      }
    }),
  }
}

const holdsOf = ({ at, inputs, rule, until, verdict }: RecordedDecision): RehearsedDeployment['holds'] => {
  if (verdict !== 'hold' || until === undefined) return []
  const window = inputs.windows.find((each) => each.until === until)?.window.name ?? rule
  return [{ window, hours: (Date.parse(until) - Date.parse(at)) / 3_600_000 }]
}
