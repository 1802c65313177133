/** One deployment of the past, decided as the gate would have on the day: its inputs, its engine, its rules. */
import type { ChosenEnvironment } from '../../config/environment.ts'
import type { RuleName } from '../../domain/decision.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { RehearsedDeployment } from '../../domain/rehearsal.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Arrival } from '../../history/past.ts'
import { askedParts } from '../../policy/asked-parts.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { type Judgement, judge } from '../../policy/engine.ts'
import { approvedAmong } from '../../policy/part-approval.ts'
import { type ReadParts, withReadParts } from '../../policy/read-before.ts'
import { signals } from '../../signals/all.ts'
import type { TaggedPart } from '../../sources/base.ts'
import type { History } from '../../sources/history.ts'
import { policyPath } from '../../sources/policy-file.ts'
import { nothingInForce } from '../gate/in-force.ts'
import { type Decidable, decisionInputs, measureContext, partId } from '../gate/inputs.ts'
import { pastHazards } from '../gate/past-hazards.ts'
import type { Policy } from '../gate/policy.ts'
import { recentRisks, type Standing } from '../gate/standing.ts'
import type { PastDeployment } from './past-deployments.ts'

export interface DecidingRequest {
  readonly deployment: PastDeployment
  /** What it brings (a rollback: takes back), as far as the environment runs it. */
  readonly arrivals: readonly Arrival[]
  readonly history: History
  readonly releases: readonly TaggedPart[]
  readonly standing: Standing
  readonly policy: Policy
  readonly environment: ChosenEnvironment
  /** Parts that somebody read for an earlier deployment. */
  readonly read: ReadParts
  readonly certified: (now: Date) => Pick<DecisionInputs, 'certificate' | 'alarm'>
}

export interface Decided {
  readonly inputs: DecisionInputs
  readonly judgement: Judgement
  /** Parts to be read, by SHA, each with the rule that it is asked for. */
  readonly asked: ReadonlyMap<string, RuleName>
  readonly holds: RehearsedDeployment['holds']
  /** When it was decided, after whatever held it. */
  readonly at: Date
}

/** One window may follow another, but not for ever. */
const mostHolds = 20

/** Decides; what a window holds is asked again when it ends. */
export const decidePast = async (request: DecidingRequest): Promise<Decided> => {
  const holds: RehearsedDeployment['holds'][number][] = []
  let now = new Date(request.deployment.at * 1000)
  for (;;) {
    const { inputs, judgement } = await decideAt(request, now)
    const { verdict, rule, until } = judgement.decision
    const end = until === undefined ? now : new Date(until)
    if (verdict !== 'hold' || end <= now || holds.length === mostHolds) {
      const risks = new Map(judgement.parts.map(({ sha, risk }) => [sha, finite(risk)]))
      const approved = approvedAmong(judgement.parts)
      const asked = askedParts({ inputs, approved, verdict, rule, limit: judgement.limit, risks })
      return { inputs, judgement, asked, holds, at: now }
    }
    const last = inputs.windows.find((window) => window.until === until)
    holds.push({ window: last?.window.name ?? rule, hours: (end.getTime() - now.getTime()) / 3_600_000 })
    now = end
  }
}

const finite = (risk: number): number | null => (Number.isFinite(risk) ? risk : null)

const decideAt = async (
  request: DecidingRequest,
  now: Date,
): Promise<{ readonly inputs: DecisionInputs; readonly judgement: Judgement }> => {
  const { deployment, arrivals, history, standing, read } = request
  const { base, baseTime, kind, position } = deployment
  const situation: Decidable = {
    baseSource: { from: 'deployment', at: isoMoment(baseTime) },
    baseTime,
    change: { kind, parts: arrivals, lost: 0, unmeasured: 0 },
    environment: request.environment,
    failures: [],
    flag: '--base',
    // Whatever landed after it is not there yet.
    history: { ...history, head: Math.max(base, position) },
    policy: request.policy,
    inForce: nothingInForce,
    memory: null,
    optedOut: () => false,
    policyPath,
    prior: null,
    soakedHours: null,
    words: new Map(),
  }
  const releases = request.releases.filter((release) => release.position <= position)
  const gathered = await decisionInputs({
    situation,
    mode: 'enforce',
    now,
    parts: arrivals.map((arrival) => ({
      subject: arrival,
      id: partId(arrival),
      answers: answersOf(history.index, arrival.position),
    })),
    context: measureContext(situation, now, []),
    recentRisks: recentRisks(standing),
    pastHazards: pastHazards({ history, releases, base: history.index.sha(base) }, standing),
    silent: null,
    certified: request.certified(now),
    budgeted: { budgets: [], failures: [] },
    fixes: new Map(),
  })
  const inputs = withReadParts(gathered, read)
  return { inputs, judgement: judge(inputs, standing.model) }
}

/** As it was measured when it landed, and the index has kept it. */
const answersOf = ({ rows, signals: width }: HistoryIndex, position: number) =>
  Array.from(rows.slice(position * width, (position + 1) * width), (value, at) =>
    Number.isNaN(value)
      ? { outcome: 'unavailable' as const, why: `${signals[at]?.name ?? 'it'} was not known when it landed` }
      : { outcome: 'measured' as const, value },
  )
