/**
 * Deployments of the past, to decide upon once more: those that are recorded, else versions that the policy names, else
 * releases, else every landing.
 */
import type { Deployment } from '../../domain/deployment.ts'
import type { Rehearsal } from '../../domain/rehearsal.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { releasesIn } from '../../history/releases.ts'
import { isWithinReach, type TaggedPart } from '../../sources/base.ts'

export interface PastDeployment {
  /** Seconds: when it was asked to go out. */
  readonly at: number
  readonly kind: 'forward' | 'rollback' | 'redeploy'
  /** Places on the line of what ran before, and of what was to run. */
  readonly base: number
  readonly position: number
  /** Seconds: since when the base ran. */
  readonly baseTime: number
}

export interface PastDeployments {
  readonly source: Exclude<Rehearsal['deployments']['source'], 'decisions'>
  /** By time. */
  readonly deployments: readonly PastDeployment[]
}

export interface PastDeploymentsRequest {
  readonly index: HistoryIndex
  readonly head: number
  /** Of one environment. */
  readonly recorded: readonly Deployment[]
  /** Versions that count as deployments there. */
  readonly published: readonly Deployment[]
  /** Newest first. */
  readonly releases: readonly TaggedPart[]
  /** Seconds: earlier ones are left out. */
  readonly from: number
}

/** Fewer releases than this in a period are no way of working, and neither are those that leave most landings out. */
const fewestReleases = 2
const leastReleased = 0.5

export const pastDeployments = (request: PastDeploymentsRequest): PastDeployments => {
  const inPeriod = (all: readonly PastDeployment[]) => all.filter(({ at }) => at >= request.from)
  const { recorded, published } = request
  const remembered = inPeriod(fromRecords(request, recorded))
  if (remembered.length > 0) return { source: 'records', deployments: remembered }
  const versions = inPeriod(fromRecords(request, published))
  if (versions.length > 0) return { source: 'tags', deployments: versions }
  const released = inPeriod(fromReleases(request))
  const landed = inPeriod(fromLandings(request))
  const inReleases = released.reduce((parts, { base, position }) => parts + position - base, 0)
  return released.length >= fewestReleases && inReleases >= leastReleased * landed.length
    ? { source: 'tags', deployments: released }
    : { source: 'landings', deployments: landed }
}

const fromRecords = (
  { index }: PastDeploymentsRequest,
  told: readonly Deployment[],
): readonly PastDeployment[] =>
  releasesIn(index, told).flatMap(({ deployment, kind, base, position }) =>
    kind === null || base === null || position === null
      ? []
      : [
          {
            at: deployment.startedAt,
            kind,
            base,
            position,
            baseTime: Math.min(index.parts.time.get(base), deployment.startedAt),
          },
        ],
  )

/** Only where the one before lies as near as the gate, too, would have looked for it: else nobody knows what ran. */
const fromReleases = ({ index, releases }: PastDeploymentsRequest): readonly PastDeployment[] => {
  const positions = releases.map(({ position }) => position).toSorted((one, other) => one - other)
  return positions
    .slice(1)
    .map((position, at) => forward(index, positions[at]!, position))
    .filter(({ base, position }) => isWithinReach(index, base, position))
}

const fromLandings = ({ index, head }: PastDeploymentsRequest): readonly PastDeployment[] =>
  Array.from({ length: Math.max(0, head) }, (_, at) => forward(index, at, at + 1))

const forward = (index: HistoryIndex, base: number, position: number): PastDeployment => ({
  at: index.parts.time.get(position),
  kind: 'forward',
  base,
  position,
  baseTime: index.parts.time.get(base),
})
