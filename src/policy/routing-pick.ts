import type { Candidate, Claim } from './routing-candidates.ts'
import { compareText, type WeighedFile } from './routing-files.ts'

export interface Choice {
  readonly candidates: readonly Candidate[]
  /** The files that count for the choice; each carries something. */
  readonly files: readonly WeighedFile[]
  /** Paths of those that someone reads already. */
  readonly read: ReadonlySet<string>
  readonly places: number
  /** How often a candidate touched a path lately. */
  readonly touchesOf: (candidate: Candidate, path: string) => number
  /** Reviews that a candidate is asked for elsewhere. */
  readonly loadOf: (candidate: Candidate) => number
}

/** What a candidate brings, before and after what others read already. */
interface Standing {
  readonly candidate: Candidate
  readonly known: readonly WeighedFile[]
  readonly whole: number
  readonly touches: number
  readonly load: number
}

/**
 * Picks up to `places` candidates, each time the one who adds most risk that nobody reads yet; where none adds any, a
 * second reader for most of it. Then who has less to read elsewhere, who touched these files more, a person before a
 * team, and the name decide.
 */
export const pickReviewers = ({
  candidates,
  files,
  read,
  places,
  touchesOf,
  loadOf,
}: Choice): readonly Candidate[] => {
  const covered = new Set(read)
  const picks: Candidate[] = []
  let left = candidates.flatMap((candidate): Standing[] => {
    const known = files.filter(({ path }) => candidate.claims.has(path))
    const touches = known.reduce((sum, { path }) => sum + touchesOf(candidate, path), 0)
    return known.length === 0
      ? []
      : [{ candidate, known, whole: weigh(candidate, known), touches, load: loadOf(candidate) }]
  })
  while (picks.length < places && left.length > 0) {
    const gains = new Map(left.map((each) => [each, gainOf(each, covered)]))
    const best = left.reduce((one, other) => (compare(one, other, gains) > 0 ? other : one))
    picks.push(best.candidate)
    for (const { path } of best.known) covered.add(path)
    left = left.filter((each) => each !== best)
  }
  return picks
}

const compare = (one: Standing, other: Standing, gains: ReadonlyMap<Standing, number>): number =>
  gains.get(other)! - gains.get(one)! ||
  other.whole - one.whole ||
  one.load - other.load ||
  other.touches - one.touches ||
  Number(one.candidate.kind === 'team') - Number(other.candidate.kind === 'team') ||
  compareText(one.candidate.key, other.candidate.key)

const gainOf = ({ candidate, known }: Standing, covered: ReadonlySet<string>): number =>
  weigh(
    candidate,
    known.filter(({ path }) => !covered.has(path)),
  )

const weigh = ({ claims }: Candidate, files: readonly WeighedFile[]): number =>
  files.reduce((sum, { path, share }) => sum + share * strengthOf(claims.get(path)), 0)

/** An owner knows a file; of others a first touch tells a third, a fifth already seven tenths. */
const strengthOf = (claim: Claim | undefined): number => {
  if (claim === undefined) return 0
  return claim.kind === 'touched' ? claim.touches / (claim.touches + 2) : 1
}
