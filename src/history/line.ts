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

/**
 * Knows commits that parts before the line brought in: where clocks disagree, git lists some of them in `head ^before`
 * all the same.
 */
export type IsOlder = (sha: string) => boolean

/** Takes out of `pending` what the other parents of a merge reach: no later part can bring it in again. */
const bringIn = (
  merge: CommitFacts,
  pending: Map<string, CommitFacts>,
  isOlder: IsOlder,
): readonly CommitFacts[] => {
  const found: CommitFacts[] = []
  const waiting = merge.parents.slice(1).reverse()
  while (waiting.length > 0) {
    const sha = waiting.pop()!
    const commit = pending.get(sha)
    if (!commit || isOlder(sha)) continue
    pending.delete(sha)
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

/** Takes a landing and what it brings in out of `pending`, and makes the part of them. */
const land = (
  sha: string,
  pending: Map<string, CommitFacts>,
  earliest: number,
  isOlder: IsOlder,
): LandedPart => {
  const landing = pending.get(sha)
  if (!landing) throw new Error(`commit ${sha} of the first-parent line was not read`)
  pending.delete(sha)
  return assemble(landing, bringIn(landing, pending, isOlder), Math.max(earliest, landing.committedAt))
}

/**
 * The parts of a first-parent line given oldest first. `commits` holds every commit that the line brought in;
 * `earliest` is the running maximum of times before the line begins.
 */
export function* partsOf(
  line: readonly string[],
  commits: ReadonlyMap<string, CommitFacts>,
  earliest = 0,
  isOlder: IsOlder = () => false,
): Generator<LandedPart> {
  const pending = new Map(commits)
  let time = earliest
  for (const sha of line) {
    const part = land(sha, pending, time, isOlder)
    time = part.time
    yield part
  }
}

/**
 * The same from a stream of commits in which parents come before children: what is held is only what has not landed
 * yet, however long the history is.
 */
export async function* partsFrom(
  line: readonly string[],
  commits: AsyncIterator<CommitFacts>,
  earliest = 0,
  isOlder: IsOlder = () => false,
): AsyncGenerator<LandedPart> {
  const pending = new Map<string, CommitFacts>()
  let time = earliest
  for (const sha of line) {
    while (!pending.has(sha)) {
      const { done, value } = await commits.next()
      if (done) break
      pending.set(value.sha, value)
    }
    const part = land(sha, pending, time, isOlder)
    time = part.time
    yield part
  }
}
