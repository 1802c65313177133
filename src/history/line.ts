/**
 * From commits to parts. The first-parent line of a branch is what its team landed, one entry a merge, squash or direct
 * commit; every other commit belongs to the first entry that brought it in.
 */
import type { PartKind } from '../domain/change.ts'
import { type MessageFacts, purposes, type RevertTargets } from './message.ts'

/** A commit with its message understood; kept only while a line is being read. */
export interface CommitFacts {
  readonly sha: string
  readonly parents: readonly string[]
  readonly committedAt: number
  readonly authoredAt: number
  readonly zoneMinutes: number
  /** Salted hash of who wrote it. */
  readonly author: number
  readonly coAuthors: readonly number[]
  readonly bot: boolean
  readonly message: MessageFacts
}

/** A part before its files are known. */
export interface LandedPart {
  readonly sha: string
  readonly parent: string | null
  readonly kind: PartKind
  /** Running maximum of first-parent committer times, seconds. */
  readonly time: number
  /** Earliest author time inside, never later than `time`. */
  readonly authoredAt: number
  readonly zoneMinutes: number
  readonly title: string
  readonly number: number | null
  /** Who wrote most of it first. */
  readonly authors: readonly number[]
  readonly bot: boolean
  readonly commits: number
  readonly purpose: number
  readonly reverts: RevertTargets
  readonly bodyLength: number
  /** SHAs of the commits it brought in, its own among them. */
  readonly inner: readonly string[]
}

/** Commits reachable from the other parents of a merge that no earlier part brought in. */
const broughtIn = (
  merge: CommitFacts,
  commits: ReadonlyMap<string, CommitFacts>,
  taken: Set<string>,
  isOlder: (sha: string) => boolean,
): readonly CommitFacts[] => {
  const found: CommitFacts[] = []
  const waiting = merge.parents.slice(1).reverse()
  while (waiting.length > 0) {
    const sha = waiting.pop()!
    const commit = commits.get(sha)
    if (!commit || taken.has(sha) || isOlder(sha)) continue
    taken.add(sha)
    found.push(commit)
    waiting.push(...commit.parents)
  }
  return found
}

/** Authors by the number of commits they wrote, most first; ties in the order of first appearance. */
const authorsOf = (commits: readonly CommitFacts[]): readonly number[] => {
  const written = new Map<number, number>()
  for (const commit of commits)
    for (const author of [commit.author, ...commit.coAuthors])
      written.set(author, (written.get(author) ?? 0) + 1)
  return [...written].sort(([, left], [, right]) => right - left).map(([author]) => author)
}

const joinTargets = (all: readonly RevertTargets[]): RevertTargets => ({
  shas: [...new Set(all.flatMap((targets) => targets.shas))],
  numbers: [...new Set(all.flatMap((targets) => targets.numbers))],
  title: all.find((targets) => targets.title !== null)?.title ?? null,
})

/** Bits that any commit inside passes on to its part; the others are the part's own to say. */
const inherited = purposes.featureFlag | purposes.breaking

const assemble = (landing: CommitFacts, inside: readonly CommitFacts[], time: number): LandedPart => {
  const own = landing.message
  const written = inside.filter((commit) => commit.parents.length < 2)
  const single = written.length === 1 && landing.parents.length > 1 ? written[0]! : null
  const authoring = written.length > 0 ? written : [landing]
  const messages = [own, ...inside.map((commit) => commit.message)]
  // Reverts inside a branch undo that branch's own commits; what a part reverts on the line, the part itself must say,
  // or the only commit in it.
  const spoken = single ? [own, single.message] : [own]
  const passed = messages.reduce((bits, message) => bits | (message.purpose & inherited), 0)
  return {
    sha: landing.sha,
    parent: landing.parents[0] ?? null,
    kind: landing.parents.length > 1 ? 'merge' : own.number !== null ? 'squash' : 'direct',
    time,
    authoredAt: authoring.reduce((earliest, commit) => Math.min(earliest, commit.authoredAt), time),
    zoneMinutes: authoring[0]!.zoneMinutes,
    title: own.title,
    number: own.number,
    authors: authorsOf(authoring),
    bot: authoring.every((commit) => commit.bot),
    commits: Math.max(1, written.length),
    purpose: spoken.reduce((bits, message) => bits | message.purpose, passed),
    reverts: joinTargets(spoken.map((message) => message.reverts)),
    bodyLength: Math.max(...messages.slice(0, 64).map((message) => message.bodyLength)),
    inner: [landing.sha, ...inside.map((commit) => commit.sha)],
  }
}

/**
 * The parts of a first-parent line given oldest first. `commits` holds every commit that the line brought in;
 * `earliest` is the running maximum of times before the line begins. `isOlder` knows commits that parts before the line
 * brought in: where clocks disagree, git lists some of them in `head ^before` all the same.
 */
export function* partsOf(
  line: readonly string[],
  commits: ReadonlyMap<string, CommitFacts>,
  earliest = 0,
  isOlder: (sha: string) => boolean = () => false,
): Generator<LandedPart> {
  const taken = new Set(line)
  let time = earliest
  for (const sha of line) {
    const landing = commits.get(sha)
    if (!landing) throw new Error(`commit ${sha} of the first-parent line was not read`)
    time = Math.max(time, landing.committedAt)
    yield assemble(landing, broughtIn(landing, commits, taken, isOlder), time)
  }
}
