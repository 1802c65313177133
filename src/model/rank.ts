/** Fewer numbers than this tell no rank. */
export const fewestToRank = 20

/**
 * The limit by rank: the highest of `risks` that still leaves at most the share `riskiest` of them above it. The gate
 * ranks a new part with it, and the replay ranks the past as the gate would have. Null of too few to rank.
 */
export const riskiestLimit = (risks: readonly number[], riskiest: number): number | null => {
  if (risks.length < fewestToRank) return null
  if (riskiest <= 0) return 1
  const ascending = Float64Array.from(risks).sort()
  // Rounded first: 0.29 × 100 is 28.999999999999996 to a computer.
  const above = Math.floor(Math.round(riskiest * ascending.length * 1e6) / 1e6)
  // All of them above leaves only parts of no risk at all.
  return above >= ascending.length ? 0 : ascending[ascending.length - 1 - above]!
}
