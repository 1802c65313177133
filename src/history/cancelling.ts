/** A part and its revert inside one change cancel: what goes out holds neither. */

import { entityOf } from './hash.ts'
import type { HistoryIndex } from './index.ts'
import type { LandedPart } from './line.ts'
import { purposes } from './message.ts'

/**
 * Positions of parts that are undone, and of the parts that undo them, within one change (in landing order), each with
 * the position of its counterpart.
 */
export const cancelledParts = (
  index: HistoryIndex,
  parts: readonly { readonly part: LandedPart; readonly position: number }[],
): ReadonlyMap<number, number> => {
  const inside = new Map(parts.map((entry) => [entry.position, entry]))
  const cancelled = new Map<number, number>()
  for (const { part, position } of parts) {
    if ((part.purpose & (purposes.revert | purposes.reland)) === 0) continue
    const { shas, numbers, title } = part.reverts
    const targets = [
      ...shas.map((sha) => index.positionOf(sha)),
      ...numbers.map((number) => index.lastNamed(entityOf('number', String(number)), position)),
      ...(shas.length === 0 && numbers.length === 0 && title !== null
        ? [index.lastNamed(entityOf('title', title), position)]
        : []),
    ]
    // Only a revert of one part, whole, puts back exactly what was there.
    const found = [...new Set(targets)]
    if (found.length !== 1) continue
    const target = found[0]
    if (
      target === null ||
      target === undefined ||
      !inside.has(target) ||
      cancelled.has(target) ||
      target >= position
    )
      continue
    cancelled.set(target, position)
    cancelled.set(position, target)
  }
  return cancelled
}
