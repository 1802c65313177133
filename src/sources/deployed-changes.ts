/** What landed on a line of git within a time, as far as a cause is sought among it; when each was taken back. */
import { readCommits, readLine } from '../clients/git/commits.ts'
import { readDifferences } from '../clients/git/differences.ts'
import type { Repository } from '../clients/git/repository.ts'
import type { DeployedChange } from '../history/incidents/deployed-change.ts'
import { type Trailers, trailersIn } from '../history/incidents/trailers.ts'
import { type CommitFacts, type LandedPart, partsOf } from '../history/line.ts'
import { bareTitle, purposes } from '../history/message.ts'
import { authorHash, factsOf } from './line-reader.ts'

export interface LandedChange extends DeployedChange {
  /** 0 for the oldest commit of the line, so that places of deployments can be compared. */
  readonly position: number
}

export interface LandedRequest {
  readonly repository: Repository
  readonly head: string
  /** Seconds, both included. */
  readonly from: number
  readonly to: number
  /** More parts than this in the time: the newest count. */
  readonly most?: number
  /** Whose paths are read; everybody's where absent. Paths cost more than all the rest. */
  readonly needsPaths?: (change: LandedChange, positionOf: LandedChanges['positionOf']) => boolean
}

export interface LandedChanges {
  /** Oldest first. */
  readonly changes: readonly LandedChange[]
  /** Place of a commit on the line; null for one that is not on it. */
  readonly positionOf: (sha: string) => number | null
}

/** More than this in the days around one incident is another kind of repository. */
const mostParts = 5000

const nameOf = ({ number, sha }: LandedPart): string => (number === null ? sha.slice(0, 8) : `#${number}`)

/** Newest so far of those that share a name. */
type Newest<Name> = Map<Name, number>

/** As many digits as git shows of a SHA at least. */
const shortSha = 7

/** The time of the first later part that says it takes each part back, by place in the list. */
const takenBack = (parts: readonly LandedPart[]): ReadonlyMap<number, number> => {
  const times = new Map<number, number>()
  const numbered: Newest<number> = new Map()
  const titled: Newest<string> = new Map()
  const holding = new Map<string, { readonly sha: string; readonly at: number }[]>()
  for (const [later, { reverts, time, purpose, inner, number, title }] of parts.entries()) {
    if ((purpose & purposes.reland) === 0) {
      const meant = Math.max(
        ...reverts.shas.map(
          (sha) =>
            holding.get(sha.slice(0, shortSha))?.findLast((each) => each.sha.startsWith(sha))?.at ?? -1,
        ),
        ...reverts.numbers.map((each) => numbered.get(each) ?? -1),
        reverts.title === null ? -1 : (titled.get(reverts.title) ?? -1),
      )
      if (meant >= 0 && !times.has(meant)) times.set(meant, time)
    }
    for (const sha of inner) {
      const key = sha.slice(0, shortSha)
      const others = holding.get(key)
      if (others) others.push({ sha, at: later })
      else holding.set(key, [{ sha, at: later }])
    }
    if (number !== null) numbered.set(number, later)
    titled.set(bareTitle(title), later)
  }
  return times
}

/** Reads what landed from one moment to another on the first-parent line of `head`. */
export const readLandedChanges = async (request: LandedRequest): Promise<LandedChanges> => {
  const { repository, head, from, to, most = mostParts, needsPaths = () => true } = request
  const { git } = repository
  const line = [...(await readLine(git, head))].reverse()
  const positions = new Map(line.map(({ sha }, at) => [sha, at]))
  const positionOf = (sha: string): number | null => positions.get(sha) ?? null
  // Times on a line never go back: a commit counts as landed no earlier than those before it.
  let time = 0
  const times = line.map(({ committedAt }) => {
    time = Math.max(time, committedAt)
    return time
  })
  const last = times.findLastIndex((each) => each <= to)
  const first = Math.max(
    times.findIndex((each) => each >= from),
    last - most + 1,
  )
  if (last < 0 || first < 0 || first > last || times[first]! < from) return { changes: [], positionOf }
  const wanted = line.slice(first, last + 1)
  const before = wanted[0]!.parents[0] ?? null
  const tip = wanted.at(-1)!.sha
  const commits = new Map<string, CommitFacts>()
  const trailers = new Map<string, Trailers>()
  // Nobody's name is needed here, so the salt may be none.
  const hash = authorHash('')
  await readCommits(git, before === null ? [tip] : [tip, `^${before}`], (commit) => {
    commits.set(commit.sha, factsOf(commit, hash))
    const said = trailersIn(commit.message)
    if (said !== null) trailers.set(commit.sha, said)
  })
  const shas = wanted.map(({ sha }) => sha)
  const parts = [...partsOf(shas, commits, first > 0 ? times[first - 1]! : 0)]
  const reverted = takenBack(parts)
  const changes = parts.map(
    (part, at): LandedChange => ({
      change: nameOf(part),
      sha: part.sha,
      number: part.number,
      at: part.time,
      title: bareTitle(part.title),
      paths: [],
      components: [],
      risk: null,
      revertedAt: reverted.get(at) ?? null,
      isRevert: (part.purpose & purposes.revert) !== 0,
      trailers: part.inner.map((sha) => trailers.get(sha)).find((said) => said !== undefined) ?? null,
      ...(part.inner.length > 1 ? { inner: part.inner } : {}),
      position: first + at,
    }),
  )
  const places = changes.flatMap((change, at) => (needsPaths(change, positionOf) ? [at] : []))
  const pairs = places.map((at) => ({ sha: wanted[at]!.sha, parent: wanted[at]!.parents[0] ?? null }))
  let read = 0
  for await (const block of readDifferences(git, pairs, { linesExpected: false }))
    for (const { files } of block) {
      const at = places[read]!
      changes[at] = { ...changes[at]!, paths: files.map(({ path }) => path) }
      read += 1
    }
  return { changes, positionOf }
}
