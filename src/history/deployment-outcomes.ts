/**
 * What became of each deployment, from all that is known by a moment.
 *
 * Evidence is taken as independent: what speaks against a deployment with confidences c₁, c₂, … makes it a failure with
 * 1 − Π(1 − cᵢ), known from the moment this reached a half. Less than a half is an issue. What is only suspected makes no
 * failure, however often: without anything else that comes to a half, all together stay below it. With nothing against it a
 * deployment is pending until it has soaked, then succeeded: half sure at once, wholly when it is mature.
 */
import { type Deployment, failedAt } from '../domain/deployment.ts'
import type { Evidence, Outcome } from '../domain/outcome.ts'
import { evidenceAgainst, mendOf } from './deployment-evidence.ts'
import type { HistoryIndex, KnownFailure } from './index.ts'
import { type Release, releasesIn } from './releases.ts'
import { evenOdds } from './told-outcomes.ts'
import { type Accusation, type Correction, mostOfSuspicion, type Trouble, verdictsOn } from './verdicts.ts'

export interface DeploymentOutcome extends Release {
  readonly outcome: Outcome
  /** What names one of its parts. */
  readonly named: readonly Accusation[]
  /** Its parts that a person cleared. */
  readonly cleared: readonly number[]
  /** Seconds when it was mended, of one that failed: taken back, the incident over, or the mend live. Null: not known. */
  readonly recoveredAt: number | null
}

export interface OutcomesRequest {
  readonly index: HistoryIndex
  readonly deployments: readonly Deployment[]
  readonly corrections: readonly Correction[]
  readonly troubles: readonly Trouble[]
  readonly soakSeconds: number
  readonly maturitySeconds: number
  /** Seconds. */
  readonly now: number
}

/** Per environment, in the order of their names; inside by time. */
export const deploymentOutcomes = (request: OutcomesRequest): readonly DeploymentOutcome[] => {
  const { index, now, maturitySeconds } = request
  const verdicts = verdictsOn(index, request)
  const failures = new Map([...index.failuresFrom()].map((failure) => [failure.part, failure]))
  const begun = request.deployments.filter(({ startedAt }) => startedAt <= now).map(asOf(now))
  const environments = [...new Set(begun.map(({ environment }) => environment))].sort()
  return environments.flatMap((name) => {
    const releases = releasesIn(
      index,
      begun.filter(({ environment }) => environment === name),
    )
    return releases.map((release): DeploymentOutcome => {
      const { evidence, named } = evidenceAgainst({
        index,
        failures,
        release,
        releases,
        verdicts,
        maturitySeconds,
        now,
      })
      const outcome = outcomeFrom(release, evidence, request)
      return {
        ...release,
        outcome,
        named,
        cleared: release.parts.filter((part) => verdicts.cleared.has(part)),
        recoveredAt: hasFailed(outcome) ? recoveryOf(failures, release, named, releases) : null,
      }
    })
  })
}

/** A report from the future is none yet. */
const asOf =
  (now: number) =>
  (deployment: Deployment): Deployment => ({
    ...deployment,
    reports: deployment.reports.filter(({ at }) => at <= now),
  })

export const hasFailed = ({ state }: Pick<Outcome, 'state'>): boolean =>
  state === 'failed' || state === 'rolled-back'

export const outcomeFrom = (
  release: Release,
  evidence: readonly Evidence[],
  { soakSeconds, maturitySeconds, now }: Pick<OutcomesRequest, 'soakSeconds' | 'maturitySeconds' | 'now'>,
): Outcome => {
  if (evidence.length === 0) return unopposed(release, { soakSeconds, maturitySeconds, now })
  const { confidence, knownAt } = together(evidence)
  const strongest = evidence.reduce((one, other) => (other.confidence > one.confidence ? other : one))
  const neverRan = release.liveFrom === null && failedAt(release.deployment) !== null
  const state =
    confidence < evenOdds && !neverRan
      ? 'succeeded-with-issues'
      : strongest.cause !== 'correction' && release.undone !== null && release.undone.at <= now
        ? 'rolled-back'
        : 'failed'
  return { state, cause: strongest.cause, confidence, knownAt, evidence }
}

const unopposed = (
  { liveFrom, deployment }: Release,
  { soakSeconds, maturitySeconds, now }: Pick<OutcomesRequest, 'soakSeconds' | 'maturitySeconds' | 'now'>,
): Outcome => {
  const open: Outcome = { state: 'pending', cause: null, confidence: 0, knownAt: null, evidence: [] }
  // What nobody says to have run is open for as long as nobody says so.
  const from = liveFrom ?? null
  if (from === null || now < from + soakSeconds || deployment.startedAt > now) return open
  const share = maturitySeconds === 0 ? 1 : Math.min(1, (now - from) / maturitySeconds)
  return {
    ...open,
    state: 'succeeded',
    confidence: evenOdds + (1 - evenOdds) * share,
    knownAt: from + soakSeconds,
  }
}

/** All evidence as one, and since when it weighs as much as it takes; `evidence` is by time and not empty. */
const together = (
  evidence: readonly Evidence[],
): { readonly confidence: number; readonly knownAt: number } => {
  let innocent = 1
  let suspicions = 1
  let knownAt: number | null = null
  for (const { confidence, at, suspected } of evidence) {
    if (suspected) {
      suspicions *= 1 - confidence
      continue
    }
    innocent *= 1 - confidence
    if (knownAt === null && 1 - innocent >= evenOdds) knownAt = at
  }
  const said = 1 - innocent
  const all = 1 - innocent * Math.max(suspicions, 1 - mostOfSuspicion)
  return {
    confidence: knownAt === null ? Math.max(said, Math.min(all, mostOfSuspicion)) : all,
    knownAt: knownAt ?? evidence[0]!.at,
  }
}

/** The first of: taken back, the incident over, the part that mends it live. */
const recoveryOf = (
  failures: ReadonlyMap<number, KnownFailure>,
  release: Release,
  named: readonly Accusation[],
  releases: readonly Release[],
): number | null => {
  const { liveFrom, position, undone, parts } = release
  if (liveFrom === null) return null
  const mends = parts
    .flatMap((part) => failures.get(part)?.knownAt ?? [])
    .filter((at) => position !== null && at > position)
  const mended = releases.find(
    (other) =>
      other.liveFrom !== null &&
      other.liveFrom > liveFrom &&
      other.position !== null &&
      mends.some((mend) => mend <= other.position!),
  )
  const moments = [
    undone?.at,
    mended?.liveFrom,
    mendOf({ release, releases })?.liveFrom,
    ...named.filter(({ minor }) => !minor).map(({ recoveredAt }) => recoveredAt),
  ].filter((at): at is number => typeof at === 'number' && at >= liveFrom)
  return moments.length === 0 ? null : Math.min(...moments)
}
