/** What a change is ranked among: the deployments before it. */
import type { Situation } from './situation.ts'
import type { Standing } from './standing.ts'

/** Total hazards of the releases up to the base, newest first. */
export const pastHazards = (
  { history, releases, base }: Pick<Situation, 'history' | 'releases' | 'base'>,
  { recentHazards, newest }: Standing,
): readonly number[] => {
  const last = newest === null ? null : (history?.index.positionOnLine(newest) ?? null)
  if (history === null || last === null) return []
  const live = base === null ? null : history.index.positionOnLine(base)
  // Kept hazards end at the standing's moment; releases after it, or with parts before them, are left out.
  const first = last - recentHazards.length + 1
  const past = releases.filter(({ position }) => position <= last && (live === null || position <= live))
  return past.slice(0, -1).flatMap(({ position }, at) => {
    const from = past[at + 1]!.position + 1
    if (from < first) return []
    return [recentHazards.slice(from - first, position - first + 1).reduce((sum, hazard) => sum + hazard, 0)]
  })
}
