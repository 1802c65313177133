/** All deployments of a period, decided one after the other: each rests on what was read and let out before it. */
import { scopeOf } from '../../config/components.ts'
import type { Band } from '../../domain/decision.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { RehearsedDeployment, RehearsedPart } from '../../domain/rehearsal.ts'
import { knownBands } from '../../policy/engine.ts'
import type { TaggedPart } from '../../sources/base.ts'
import type { Standing } from '../gate/standing.ts'
import { recordedTold } from '../gate/told.ts'
import { rehearsedCertificates } from './certificates.ts'
import { decidePast } from './deciding.ts'
import type { RehearsalGround, RehearsedPolicy } from './ground.ts'
import { failuresOf } from './known-failures.ts'
import { type Arrivals, areasOf, decidedPartsOf, partsIn, pathsOf, tellPart } from './parts.ts'
import type { PastDeployment } from './past-deployments.ts'
import { standingsOf } from './standings.ts'
import { codeOwnersReader, reviewersFor } from './whom.ts'

export interface DecidingAllRequest {
  readonly ground: RehearsalGround
  readonly rehearsed: RehearsedPolicy
  readonly known: Map<string, Standing>
  readonly releases: readonly TaggedPart[]
  readonly deployments: readonly PastDeployment[]
  readonly arrivals: Arrivals
  /** Seconds: the newest landing. */
  readonly to: number
}

/** By time: what was read for one need not be read for the next, and what went out is what proves a budget. */
export const decideAll = async (request: DecidingAllRequest): Promise<readonly RehearsedDeployment[]> => {
  const { ground, rehearsed, known, releases, deployments, arrivals, to } = request
  const { configuration, file, environment } = rehearsed
  const { history, prior } = ground
  const { index } = history
  const { settings } = environment
  const maturitySeconds = configuration.outcome.maturity.seconds
  const told = await recordedTold(ground.ledger, environment.name)
  const failures = failuresOf(history, told, maturitySeconds)
  const failedAt = (position: number): number => {
    const failure = failures(position)
    return failure === null ? Number.POSITIVE_INFINITY : failure.seconds
  }
  const standingOf = standingsOf({ index, configuration, prior, told }, known)
  const { failureRate, confidence } = settings.autoApprove
  const certificates = rehearsedCertificates({
    index,
    promised: failureRate === null ? null : { failureRate, confidence },
    maturitySeconds,
    recordedOnly: settings.components.length > 0,
  })
  const touches = scopeOf(configuration, settings.components)
  const codeOwnersAt = codeOwnersReader(ground.repository)
  const read = new Map<string, Band | null>()
  const all: RehearsedDeployment[] = []
  for (const [at, deployment] of deployments.entries()) {
    ground.progress('deciding again', at, deployments.length)
    const { base, kind, position } = deployment
    const own = partsIn(deployment, arrivals).filter(
      ({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)),
    )
    // What this environment does not run is no deployment of it.
    if (own.length === 0 && kind !== 'redeploy') continue
    const newest = Math.max(base, position)
    const standing = standingOf(newest)
    const decided = await decidePast({
      deployment,
      arrivals: own,
      history,
      releases,
      standing,
      policy: { configuration, file, unreadable: null },
      environment,
      read,
      certified: (now) => certificates.at(newest, standing, now),
    })
    const bands = knownBands(decided.judgement, decided.inputs)
    for (const sha of decided.asked.keys()) read.set(sha, bands.get(sha) ?? null)
    const isForward = kind === 'forward'
    if (isForward) certificates.decided(decidedPartsOf(own, decided, failedAt, maturitySeconds))
    const codeOwners = decided.asked.size === 0 ? null : await codeOwnersAt(index.sha(base))
    all.push({
      at: isoMoment(deployment.at),
      base: index.sha(base),
      head: index.sha(position),
      verdict: decided.judgement.decision.verdict,
      rule: decided.judgement.decision.rule,
      holds: decided.holds,
      parts: (isForward ? own : []).map((arrival, place): RehearsedPart => {
        const failure = failures(arrival.position)
        return {
          ...tellPart(arrival, decided, place),
          ...(failure === null ? {} : { failure: { at: failure.at, cause: failure.cause } }),
          open: failure === null && arrival.part.time > to - maturitySeconds,
          areas: areasOf(configuration, arrival),
          ...(decided.asked.has(arrival.part.sha)
            ? { reviewers: reviewersFor(arrival.files, codeOwners) }
            : {}),
        }
      }),
    })
  }
  return all
}
