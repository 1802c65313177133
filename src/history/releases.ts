/**
 * Deployments of one environment, put in order: what ran before each, which parts each brought, and which were taken
 * back by putting an older commit on. Pure; a commit that is not on the line stays, but nothing is known of its parts.
 * A published version replaces none that is newer: 1.4.7 after 2.0.0 goes out beside it.
 */
import type { ChangeKind } from '../domain/change.ts'
import { type Deployment, lineCommit, succeededAt } from '../domain/deployment.ts'
import type { HistoryIndex } from './index.ts'
import { compareVersions } from './version-names.ts'

const day = 86_400

/** An older commit put back after this long is another decision, not an answer to what it replaces. */
export const rollbackReach = 7 * day

export interface Release {
  readonly deployment: Deployment
  /** Seconds since when it ran; null where it never did. */
  readonly liveFrom: number | null
  /** Against what ran before; null where one of both is not on the line, or nothing ran before. */
  readonly kind: Exclude<ChangeKind, 'diverged'> | null
  /** Place of its commit on the line. */
  readonly position: number | null
  /** Place of what ran before. */
  readonly base: number | null
  /** Places of the parts it brought, in landing order; a part and its revert inside it cancel. */
  readonly parts: readonly number[]
  /** The rollback that took it back. */
  readonly undone: Undone | null
}

export interface Undone {
  /** Seconds. */
  readonly at: number
  readonly by: Deployment
  /** How many deployments it took back at once; which of them was to blame it does not say. */
  readonly together: number
  /** Whether it was the newest of them. */
  readonly newest: boolean
  /** Whether the very same commit went out again later and stayed. */
  readonly wentOutAgain: boolean
}

/** A release while it may still be taken back. */
type Open = { -readonly [Member in keyof Release]: Release[Member] }

/** Which part undid which, by the part that was undone. */
const revertsIn = (index: HistoryIndex): ReadonlyMap<number, number> => {
  const reverts = new Map<number, number>()
  for (const { cause, part, knownAt } of index.failuresFrom())
    if (cause === 'revert') reverts.set(part, knownAt)
  return reverts
}

/** Parts from `first` to `last`, without those that were reverted inside, and what reverted them. */
const partsBetween = (
  reverts: ReadonlyMap<number, number>,
  first: number,
  last: number,
): readonly number[] => {
  const cancelled = new Set<number>()
  for (let part = first; part <= last; part += 1) {
    const undoing = reverts.get(part)
    if (undoing === undefined || undoing > last) continue
    cancelled.add(part)
    cancelled.add(undoing)
  }
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((at) => !cancelled.has(at))
}

const kindOf = (position: number | null, base: number | null): Release['kind'] => {
  if (position === null || base === null) return null
  return position === base ? 'redeploy' : position > base ? 'forward' : 'rollback'
}

/**
 * A version that takes nothing's place: a patch made on a branch, of the newest version or of an older one. Only a newer
 * version of older commits takes something back.
 */
const isBeside = (
  { release }: Deployment,
  position: number | null,
  running: Deployment | null,
  base: number | null,
): boolean => {
  if (release === undefined) return false
  if (position === null || base === null) return position === null && base !== null
  if (position > base) return false
  if (position === base) return release.holds !== undefined
  const newer = running?.release ? compareVersions(release.tag, running.release.tag) : null
  return !(newer !== null && newer > 0)
}

/** Releases of one environment, oldest first. The order in which the deployments are given does not matter. */
export const releasesIn = (index: HistoryIndex, deployments: readonly Deployment[]): readonly Release[] => {
  const moments = deployments
    .map((deployment) => ({ deployment, liveFrom: succeededAt(deployment) }))
    .toSorted(
      (one, other) =>
        (one.liveFrom ?? one.deployment.startedAt) - (other.liveFrom ?? other.deployment.startedAt) ||
        (one.deployment.sha < other.deployment.sha ? -1 : 1),
    )
  const reverts = revertsIn(index)
  const releases: Open[] = []
  /** What runs, and beneath it what it was built upon. */
  let standing: Open[] = []
  let base: number | null = null
  let running: Deployment | null = null
  for (const { deployment, liveFrom } of moments) {
    const position = index.positionOnLine(lineCommit(deployment))
    if (isBeside(deployment, position, running, base)) {
      releases.push({ deployment, liveFrom, kind: null, position, base: null, parts: [], undone: null })
      continue
    }
    const kind = kindOf(position, base)
    const parts = kind === 'forward' ? partsBetween(reverts, base! + 1, position!) : []
    const release: Open = { deployment, liveFrom, kind, position, base, parts, undone: null }
    releases.push(release)
    if (liveFrom === null) continue
    if (kind === 'rollback') {
      takeBack(standing, position!, liveFrom, deployment)
      standing = standing.filter((other) => other.position !== null && other.position <= position!)
    } else if (kind === 'forward' || kind === null) standing.push(release)
    // What runs off the line hides what is beneath it: the next comparison has no base.
    base = position
    running = deployment
  }
  for (const release of releases) if (release.undone) release.undone = withReturn(release, releases)
  return releases
}

const takeBack = (standing: readonly Open[], to: number, at: number, by: Deployment): void => {
  const undone = standing.filter(
    ({ position, liveFrom }) =>
      position !== null && position > to && liveFrom !== null && at - liveFrom <= rollbackReach,
  )
  for (const release of undone)
    release.undone = {
      at,
      by,
      together: undone.length,
      newest: release === undone.at(-1),
      wentOutAgain: false,
    }
}

const withReturn = (release: Release, releases: readonly Release[]): Undone => ({
  ...release.undone!,
  wentOutAgain: releases.some(
    ({ deployment, liveFrom, undone }) =>
      deployment.sha === release.deployment.sha &&
      liveFrom !== null &&
      liveFrom > release.undone!.at &&
      undone === null,
  ),
})
