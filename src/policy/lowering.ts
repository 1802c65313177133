/**
 * What would make a change smaller, only by what git can do: deploy up to an earlier part, take one part back, or go in
 * two steps. Each offer is scored again with the same model; the context stays as it is.
 */
import type { Lower } from '../domain/assessment.ts'
import { formatPercent } from './formatting.ts'

export interface LowerablePart {
  readonly sha: string
  readonly id: string
  /** A merge is reverted with `-m 1`. */
  readonly merge: boolean
  readonly hazard: number
  /** Place, among the parts, of the one it cancels with: of what undoes it, or of what it undoes. */
  readonly counterpart: number | null
}

export interface LoweringRequest {
  /** In landing order. */
  readonly parts: readonly LowerablePart[]
  /** Failure probability of a deployment of these hazards here and now. */
  readonly probabilityOf: (hazards: readonly number[]) => number
}

/** An offer must take away at least this share of the risk to be worth a thought. */
const worthwhile = 0.15
/** What is left out must carry this many times its share by number. */
const better = 1.5
/** Below this nothing is worth making smaller. */
const negligible = 1e-6
/** Offers of one kind after the first only repeat it. */
const mostOffers = 3

const changes = (count: number): string => (count === 1 ? '1 change' : `${count} changes`)

/** Whether a cut leaves a part on one side and what undoes it on the other: the part would go out after all. */
const tearsPair = (parts: readonly LowerablePart[], cut: number): boolean =>
  parts.some(({ counterpart }, at) => counterpart !== null && at < cut !== counterpart < cut)

/** Deploy only what landed before the part that drives the risk. */
const prefixes = ({ parts: all, probabilityOf }: LoweringRequest, whole: number): readonly Lower[] => {
  const hazards = all.map((part) => part.hazard)
  const byHazard = all.map((_, at) => at).sort((left, right) => hazards[right]! - hazards[left]!)
  return byHazard.slice(0, 1).flatMap((at) => {
    if (at === 0 || tearsPair(all, at)) return []
    const probability = probabilityOf(hazards.slice(0, at))
    const kept = all[at - 1]!
    const left = all.slice(at)
    // Leaving out half of a change to halve its risk is no gain: the rest goes out the next time.
    const bought = 1 - probability / whole
    if (!(bought >= worthwhile && bought >= better * (left.length / all.length))) return []
    const without = left.length === 1 ? left[0]!.id : `${left[0]!.id} and ${left.length - 1} later`
    return [
      {
        action: 'prefix' as const,
        head: kept.sha,
        command: `gate --head ${kept.sha.slice(0, 8)}`,
        probability,
        sentence: `${changes(at)}, without ${without}`,
      },
    ]
  })
}

/** Take back the one part that drives the risk. Its revert cancels it, and adds nothing of its own. */
const reverts = ({ parts: all, probabilityOf }: LoweringRequest, whole: number): readonly Lower[] => {
  if (all.length < 2) return []
  const top = all.reduce((worst, part) => (part.hazard > worst.hazard ? part : worst))
  const probability = probabilityOf(all.map((part) => (part === top ? 0 : part.hazard)))
  if (!(probability <= whole * (1 - worthwhile))) return []
  return [
    {
      action: 'revert',
      command: `git revert ${top.merge ? '-m 1 ' : ''}${top.sha.slice(0, 8)}`,
      probability,
      sentence: `${top.id} taken back`,
    },
  ]
}

/** Go in two steps of about equal risk, so that a failure is found in half the parts. */
const splits = ({ parts: all, probabilityOf }: LoweringRequest, whole: number): readonly Lower[] => {
  if (all.length < 4) return []
  const hazards = all.map((part) => part.hazard)
  const total = hazards.reduce((sum, hazard) => sum + hazard, 0)
  let sum = 0
  const middle = hazards.findIndex((hazard) => {
    sum += hazard
    return sum >= total / 2
  })
  const cut = Math.min(Math.max(middle + 1, 1), all.length - 1)
  if (tearsPair(all, cut)) return []
  const first = probabilityOf(hazards.slice(0, cut))
  const second = probabilityOf(hazards.slice(cut))
  const larger = Math.max(first, second)
  if (!(larger <= whole * (1 - worthwhile))) return []
  const head = all[cut - 1]!
  return [
    {
      action: 'split',
      head: head.sha,
      command: `gate --head ${head.sha.slice(0, 8)}`,
      probability: larger,
      sentence: `${changes(cut)} first, then ${all.length - cut}: each at most ${formatPercent(larger)}`,
    },
  ]
}

/** Offers that lower the risk, the cheapest first. Empty when nothing git can do helps enough. */
export const lowerings = (request: LoweringRequest): readonly Lower[] => {
  if (request.parts.length === 0) return []
  const whole = request.probabilityOf(request.parts.map((part) => part.hazard))
  // Where everything cancels there is nothing to lower, and taking something back would bring something out.
  if (!(whole > negligible)) return []
  const prefix = prefixes(request, whole)
  // The same cut told twice is one offer: what is left behind goes out the next time anyway.
  const split = splits(request, whole).filter(({ head }) => head !== prefix[0]?.head)
  // What leaves least behind comes first; two steps leave nothing behind, but take two deployments.
  return [...prefix, ...reverts(request, whole), ...split].slice(0, mostOffers)
}
