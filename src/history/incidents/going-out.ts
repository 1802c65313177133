/** When a change went out: with the first deployment that holds it, which may be days after it landed. */
import { firstAtLeast } from '../index.ts'

export interface Landed {
  /** Seconds: when it landed. */
  readonly at: number
  /** Place on the line. */
  readonly position: number
}

/** Seconds when a change went out; null for one that no known deployment holds. */
export type GoingOut = (change: Landed) => number | null

/**
 * @param deployments of one environment that went through, with the seconds from which they ran
 * @param positionOf place of a commit on the line; null for one that is not on it
 */
export const goingOut = (
  deployments: readonly { readonly sha: string; readonly at: number }[],
  positionOf: (sha: string) => number | null,
): GoingOut => {
  const moments: number[] = []
  const reached: number[] = []
  const inOrder = deployments.toSorted((one, other) => one.at - other.at)
  for (const { sha, at } of inOrder) {
    const position = positionOf(sha) ?? -1
    if (position <= (reached.at(-1) ?? -1)) continue
    moments.push(at)
    reached.push(position)
  }
  const first = inOrder[0]?.at ?? Number.POSITIVE_INFINITY
  // What landed before anybody kept records went out some time before the first of them.
  return ({ at, position }) => (at < first ? at : (moments[firstAtLeast(reached, position)] ?? null))
}
