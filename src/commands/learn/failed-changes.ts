/** The failed changes of a period, as people want them told: what it was, how it was found, who let it out, how long it took. */

import type { CauseState, FailedChange } from '../../domain/learned.ts'
import { isoMoment } from '../../domain/moment.ts'
import { type DeploymentOutcome, hasFailed } from '../../history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { evenOdds, type ToldOutcomes } from '../../history/told-outcomes.ts'
import { nameChange } from './change-name.ts'
import type { DecisionBefore } from './decisions.ts'

export interface FailedChangesRequest {
  readonly index: HistoryIndex
  readonly outcomes: readonly DeploymentOutcome[]
  /** Labels by environment. */
  readonly told: ReadonlyMap<string, ToldOutcomes>
  readonly decisionBefore: DecisionBefore
  /** Seconds: failures found in between, both included. */
  readonly from: number
  readonly to: number
  /** The message of a commit; null where the clone does not hold it. */
  readonly messageOf: (sha: string) => Promise<string | null>
}

/** From here on nobody has to ask which part it was. */
const confirming = 0.8
/** Parts named for a cause at most, and the least of the blame worth a name. */
const mostNamed = 3
const leastNamed = 0.1

interface Blamed {
  readonly part: number
  readonly confidence: number
}

/** Parts by how sure it is that they did it, the likeliest first. */
const blamedIn = (
  index: HistoryIndex,
  { named, parts, outcome }: DeploymentOutcome,
  told: ToldOutcomes | undefined,
): readonly Blamed[] => {
  const labels = new Map(told?.labels.map(({ sha, label }) => [sha, label]))
  const sure = new Map<number, number>()
  for (const part of parts) sure.set(part, labels.get(index.sha(part)) ?? 0)
  for (const { part, confidence } of named) sure.set(part, Math.max(confidence, sure.get(part) ?? 0))
  // What one part brought, that part did.
  if (parts.length === 1) sure.set(parts[0]!, Math.max(outcome.confidence, sure.get(parts[0]!) ?? 0))
  return [...sure]
    .map(([part, confidence]) => ({ part, confidence }))
    .filter(({ confidence }) => confidence >= leastNamed)
    .toSorted((one, other) => other.confidence - one.confidence || one.part - other.part)
    .slice(0, mostNamed)
}

const causeOf = (blamed: readonly Blamed[]): CauseState => {
  const [first] = blamed
  return first === undefined ? 'none' : first.confidence >= confirming ? 'confirmed' : 'suspect'
}

export const failedChanges = async (request: FailedChangesRequest): Promise<readonly FailedChange[]> => {
  const { index, outcomes, told, decisionBefore, from, to, messageOf } = request
  const names = new Map<number, Promise<{ readonly change: string; readonly title: string }>>()
  const nameOf = (part: number) => {
    const known = names.get(part) ?? readName(index, part, messageOf)
    names.set(part, known)
    return known
  }
  const failed = outcomes
    .filter(
      ({ outcome }) =>
        hasFailed(outcome) &&
        outcome.confidence >= evenOdds &&
        outcome.knownAt !== null &&
        outcome.knownAt >= from &&
        outcome.knownAt <= to,
    )
    .toSorted((one, other) => other.outcome.knownAt! - one.outcome.knownAt!)
  return Promise.all(failed.map(tell))

  async function tell(found: DeploymentOutcome): Promise<FailedChange> {
    const { deployment, outcome, parts, liveFrom, recoveredAt } = found
    const { environment, sha, startedAt, url, release } = deployment
    const blamed = blamedIn(index, found, told.get(environment))
    const state = causeOf(blamed)
    const spelt = await Promise.all(blamed.map(({ part }) => nameOf(part)))
    const decided = decisionBefore(environment, sha, liveFrom ?? startedAt)
    // Of a change whose culprit is known, or that was one part, its own name and score are wanted; else those of the whole.
    const single = state === 'confirmed' ? blamed[0]!.part : parts.length === 1 ? parts[0]! : null
    const own = single === null ? undefined : decided?.parts.get(index.sha(single))
    const strongest = outcome.evidence.reduce((one, other) =>
      other.confidence > one.confidence ? other : one,
    )
    const whole = {
      change: release?.tag ?? sha.slice(0, 8),
      title: parts.length > 1 ? `${parts.length} changes` : '',
    }
    const shown = single === null ? whole : await nameOf(single)
    return {
      ...shown,
      parts: parts.length,
      environment,
      sha,
      deployedAt: isoMoment(liveFrom ?? startedAt),
      foundAt: isoMoment(outcome.knownAt!),
      state: outcome.state,
      confidence: outcome.confidence,
      cause: {
        state,
        parts: blamed.map(({ part, confidence }, at) => ({
          change: spelt[at]!.change,
          sha: index.sha(part),
          confidence,
        })),
        why: strongest.sentence,
      },
      lane: decided?.lane ?? 'unseen',
      risk: own?.risk ?? decided?.risk ?? null,
      percentile: own?.percentile ?? decided?.percentile ?? null,
      minutesToRecover:
        recoveredAt === null || liveFrom === null ? null : Math.round((recoveredAt - liveFrom) / 60),
      url: strongest.url ?? url ?? null,
      evidence: outcome.evidence,
    }
  }
}

const readName = async (
  index: HistoryIndex,
  part: number,
  messageOf: FailedChangesRequest['messageOf'],
): Promise<{ readonly change: string; readonly title: string }> => {
  const sha = index.sha(part)
  return nameChange(sha, await messageOf(sha))
}
