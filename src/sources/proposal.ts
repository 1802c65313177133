/** A pull request as the part it would be if it landed on its base now. */
import type { FileDifference } from '../clients/git/differences.ts'
import type { BaseSource } from '../domain/change.ts'
import type { PullRequestCommit } from '../domain/pull-request.ts'
import type { HistoryIndex } from '../history/index.ts'
import { type CommitFacts, type LandedPart, partsOf } from '../history/line.ts'
import { understandMessage } from '../history/message.ts'
import { type Arrival, Past } from '../history/past.ts'
import type { History } from './history.ts'
import { type AuthorHash, authorHash, factsOf } from './line-reader.ts'
import { changedFiles } from './part-files.ts'

export interface Proposal {
  /** Null where it is no pull request. */
  readonly number: number | null
  /** Tip of the branch it would land on, and its own: full SHAs. */
  readonly base: string
  readonly head: string
  /** What it is compared with. */
  readonly baseSource: BaseSource
  readonly title: string
  readonly body: string
  /** Oldest first, the head last. */
  readonly commits: readonly PullRequestCommit[]
  readonly files: readonly FileDifference[]
}

const seconds = (moment: string | null, otherwise: number): number => {
  const time = moment === null ? Number.NaN : Date.parse(moment)
  return Number.isNaN(time) ? otherwise : Math.floor(time / 1000)
}

/** Parts of the newest hundred that brought in several commits, from which on a team counts as one that merges. */
const mergeHabit = { among: 100, share: 0.15 } as const

const landsAsMerge = ({ index, head }: History): boolean => {
  const among = Math.min(mergeHabit.among, head + 1)
  let several = 0
  for (let position = head + 1 - among; position <= head; position += 1)
    if (index.parts.commits.get(position) > 1) several += 1
  return among > 0 && several / among > mergeHabit.share
}

const innerFacts = (commit: PullRequestCommit, now: number, hash: AuthorHash): CommitFacts =>
  factsOf(
    {
      sha: commit.sha,
      parents: commit.parents,
      message: commit.message,
      authorName: commit.authorName,
      authorEmail: commit.authorEmail,
      authoredAt: seconds(commit.authoredAt, now),
      committedAt: seconds(commit.committedAt, now),
      // GitHub tells times in UTC; the zone people work in is filled in from the line.
      zoneMinutes: 0,
    },
    hash,
  )

/** A name that no commit has, for the landing that has not happened. */
const unborn = (digits: number): string => '0'.repeat(digits)

const landed = (history: History, proposal: Proposal, now: number, zoneMinutes: number): LandedPart => {
  const inside = proposal.commits.map((commit) => innerFacts(commit, now, authorHash(history.salt)))
  const message = understandMessage(
    `${proposal.title}${proposal.number === null ? '' : ` (#${proposal.number})`}\n\n${proposal.body}`,
  )
  const merges = landsAsMerge(history)
  const [author = 0] = inside.map((commit) => commit.author)
  const others = [...new Set(inside.flatMap((commit) => [commit.author, ...commit.coAuthors]))]
  const landing: CommitFacts = {
    sha: unborn(proposal.head.length),
    parents: merges ? [proposal.base, proposal.head] : [proposal.base],
    committedAt: now,
    authoredAt: inside.reduce((earliest, commit) => Math.min(earliest, commit.authoredAt), now),
    zoneMinutes,
    author,
    coAuthors: others.filter((other) => other !== author),
    bot: inside.length > 0 && inside.every((commit) => commit.bot),
    message,
  }
  const commits = new Map([landing, ...inside].map((commit) => [commit.sha, commit]))
  const [part] = partsOf([landing.sha], commits, tipTime(history))
  return {
    ...part!,
    sha: proposal.head,
    zoneMinutes,
    number: proposal.number,
    inner: [...new Set([proposal.head, ...proposal.commits.map(({ sha }) => sha)])],
  }
}

const tipTime = ({ index, head }: { index: HistoryIndex; head: number }): number =>
  head < 0 ? 0 : index.parts.time.get(head)

/** The part it would be, at the position after the base. Nothing is added to the index. */
export const proposedPart = (history: History, proposal: Proposal, now: Date): Arrival => {
  const position = history.head + 1
  const time = Math.floor(now.getTime() / 1000)
  const zone = new Past(history.index, position, time, 0).usualZone()
  const part = landed(history, proposal, time, zone)
  return {
    part,
    position,
    files: changedFiles(proposal.files),
    linesKnown: proposal.files.every(
      ({ added, deleted, binary, submodule }) => binary || submodule || (added !== null && deleted !== null),
    ),
    filesKnown: true,
    historyKnown: history.head >= 0,
  }
}
