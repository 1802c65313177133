/**
 * Everything that speaks against a deployment: what git says of its parts, the rollback that took it back, what its job
 * reported, incidents and people. Each says when it became known and how sure it alone makes us. That a job went through
 * speaks for nothing: the job does not see what users see.
 */
import { failedAt } from '../domain/deployment.ts'
import type { Evidence } from '../domain/outcome.ts'
import type { HistoryIndex, KnownFailure } from './index.ts'
import type { Release } from './releases.ts'
import type { Accusation, Verdicts } from './verdicts.ts'

/** How sure each kind makes us that the change, and not something else, was at fault. */
export const deploymentConfidences = {
  rollback: 0.9,
  /** Taken back with newer ones, which it had outlived until then; with many, they share this twice. */
  rollbackBeneath: 0.5,
  /** Taken back, then put on again as it was: something else was looked for. */
  rollbackReturned: 0.3,
  /** A job fails for many reasons, and most are its own. */
  job: 0.5,
  /** It went through, and was reported as failed later: a check of what runs. */
  jobAfterwards: 0.6,
  /** The very same commit went through later. */
  jobRepeated: 0.1,
  /** A release that was deleted, or is marked as none any more. */
  withdrawn: 0.7,
  /** The next version of its series came quickly, and brought fixes alone. */
  mended: 0.6,
  /** It brought other things too. */
  mendedPartly: 0.4,
  /** An incident of the least severity is an issue. */
  minorIncident: 0.4,
} as const

export interface Against {
  /** On the deployment, by time. */
  readonly evidence: readonly Evidence[]
  /** Of this, what names a part of it. */
  readonly named: readonly Accusation[]
}

export interface EvidenceRequest {
  readonly index: HistoryIndex
  /** What git says of each part. */
  readonly failures: ReadonlyMap<number, KnownFailure>
  readonly release: Release
  /** All of this environment. */
  readonly releases: readonly Release[]
  readonly verdicts: Verdicts
  /** Seconds after going live within which something counts. */
  readonly maturitySeconds: number
  /** Seconds: what becomes known later is not known. */
  readonly now: number
}

export const evidenceAgainst = (request: EvidenceRequest): Against => {
  const { release, maturitySeconds, now } = request
  const from = release.liveFrom ?? release.deployment.startedAt
  const counts = ({ at, cause }: Pick<Evidence, 'at' | 'cause'>): boolean =>
    at <= now && (cause === 'correction' || at - from <= maturitySeconds)
  const named = [...fromGit(request, from), ...spoken(request)]
    .filter(counts)
    .toSorted((one, other) => one.at - other.at || one.part - other.part)
  // Whoever clears all of it clears the whole.
  const isCleared =
    release.parts.length > 0 && release.parts.every((part) => request.verdicts.cleared.has(part))
  const whole = isCleared
    ? []
    : [...fromRollback(release), ...fromJob(request), ...fromMend(request)].filter(counts)
  const evidence = [...whole, ...named.map(onDeployment)].toSorted((one, other) => one.at - other.at)
  return { evidence, named }
}

const onDeployment = ({ cause, confidence, at, sentence, url, minor, suspected }: Accusation): Evidence => ({
  cause,
  confidence: minor ? Math.min(confidence, deploymentConfidences.minorIncident) : confidence,
  at,
  sentence,
  ...(url === undefined ? {} : { url }),
  ...(suspected ? { suspected } : {}),
})

/** What a later part on the line reveals; known once it landed, and never before the deployment began. */
const fromGit = (
  { index, failures, release, verdicts }: EvidenceRequest,
  from: number,
): readonly Accusation[] => {
  const { parts } = release
  if (parts.length === 0) return []
  const end = parts.at(-1)!
  return parts
    .flatMap((part) => failures.get(part) ?? [])
    .filter(({ part, knownAt }) => knownAt > end && !verdicts.cleared.has(part))
    .map(({ part, knownAt, cause, confidence }) => ({
      part,
      cause,
      confidence,
      at: Math.max(from, index.parts.time.get(knownAt)),
      sentence: `${cause === 'revert' ? 'reverted' : 'hot-fixed'} by ${index.sha(knownAt).slice(0, 8)}`,
    }))
}

const spoken = ({ release, verdicts }: EvidenceRequest): readonly Accusation[] => {
  const own = new Set(release.parts)
  return verdicts.accusations.filter(
    ({ part, environment = release.deployment.environment }) =>
      own.has(part) && environment === release.deployment.environment,
  )
}

const fromRollback = ({ undone }: Release): readonly Evidence[] => {
  if (undone === null) return []
  const { rollback, rollbackBeneath, rollbackReturned } = deploymentConfidences
  const { at, by, together, newest, wentOutAgain } = undone
  const beside = together > 1 ? `, with ${together - 1} more` : ''
  return [
    {
      cause: 'rollback',
      confidence: wentOutAgain
        ? rollbackReturned
        : newest
          ? rollback
          : Math.min(rollbackBeneath, (2 * rollbackBeneath) / (together - 1)),
      at,
      sentence: `rolled back to ${by.sha.slice(0, 8)}${beside}${wentOutAgain ? '; the same commit went out again later' : ''}`,
      ...(by.url === undefined ? {} : { url: by.url }),
    },
  ]
}

const fromJob = ({ release, releases }: EvidenceRequest): readonly Evidence[] => {
  const { deployment, liveFrom } = release
  const { job, jobAfterwards, jobRepeated, withdrawn } = deploymentConfidences
  const at = failedAt(deployment)
  if (at === null) return triedAgain(release)
  const isRepeated = releases.some(
    (other) => other.deployment.sha === deployment.sha && other.liveFrom !== null && other.liveFrom > at,
  )
  const isAfterwards = liveFrom !== null && liveFrom < at
  const isWithdrawn = isAfterwards && deployment.release !== undefined
  const sentence = isWithdrawn
    ? 'withdrawn after it was published'
    : isAfterwards
      ? 'reported as failed after it had gone through'
      : 'its job failed'
  return [
    {
      cause: 'deployment',
      confidence: isRepeated ? jobRepeated : isWithdrawn ? withdrawn : isAfterwards ? jobAfterwards : job,
      at,
      sentence: `${sentence}${isRepeated ? '; the same commit went through later' : ''}`,
      ...(deployment.url === undefined ? {} : { url: deployment.url }),
    },
  ]
}

/** It went through in the end: a small fault that says little, but that is not nothing where it happens again and again. */
const triedAgain = ({ deployment: { attempts = 1, url }, liveFrom }: Release): readonly Evidence[] =>
  attempts === 1 || liveFrom === null
    ? []
    : [
        {
          cause: 'deployment',
          confidence: deploymentConfidences.jobRepeated,
          at: liveFrom,
          sentence: `went through at the ${attempts === 2 ? 'second' : attempts === 3 ? 'third' : `${attempts}th`} attempt`,
          ...(url === undefined ? {} : { url }),
        },
      ]

/** The release that mends it. */
export const mendOf = ({
  release,
  releases,
}: Pick<EvidenceRequest, 'release' | 'releases'>): Release | null => {
  const tag = release.deployment.release?.tag
  if (tag === undefined || release.liveFrom === null) return null
  return (
    releases.find(
      ({ deployment, liveFrom }) => liveFrom !== null && deployment.release?.mends?.tag === tag,
    ) ?? null
  )
}

const fromMend = (request: EvidenceRequest): readonly Evidence[] => {
  const mend = mendOf(request)
  if (mend === null || mend.liveFrom === null || request.release.liveFrom === null) return []
  const { tag, mends } = mend.deployment.release!
  const hours = Math.max(1, Math.round((mend.liveFrom - request.release.liveFrom) / 3600))
  return [
    {
      cause: 'hotfix',
      confidence: mends!.only ? deploymentConfidences.mended : deploymentConfidences.mendedPartly,
      at: mend.liveFrom,
      sentence: `${tag} followed within ${hours === 1 ? 'an hour' : `${hours} hours`} ${mends!.only ? 'and brought fixes alone' : 'and brought fixes among other things'}`,
      ...(mend.deployment.url === undefined ? {} : { url: mend.deployment.url }),
    },
  ]
}
