/** What is between base and head: the kind of change, and its parts as they came in. */
import { readLine } from '../clients/git/commits.ts'
import { type Difference, type Pair, readDifferences } from '../clients/git/differences.ts'
import type { Repository } from '../clients/git/repository.ts'
import type { ChangeKind } from '../domain/change.ts'
import { SourceError, UsageError } from '../domain/errors.ts'
import type { HistoryIndex } from '../history/index.ts'
import { partsOf } from '../history/line.ts'
import type { Arrival } from '../history/past.ts'
import { authorHash, readFacts } from './line-reader.ts'
import { changedFiles } from './part-files.ts'

export interface ReadChange {
  readonly kind: ChangeKind
  /** In landing order: what head has and base lacks; for a rollback, what base has and head lacks. */
  readonly parts: readonly Arrival[]
  /** Parts that base has and head lacks (diverged: they would be lost). */
  readonly lost: number
  /** Parts older than the index, which could not be measured. */
  readonly unmeasured: number
}

/** Whether a commit ran in the environment before, as far as anybody remembers. */
export type RanBefore = (sha: string) => Promise<boolean>

/**
 * How head stands to base. Going back is going back along the line of base, or to what is known to have run: a commit
 * inside a branch that was merged since is an ancestor, too, and nobody ever read or ran what stands there.
 * Throws `UsageError` when they share no history.
 */
export const kindOf = async (
  repository: Repository,
  index: HistoryIndex,
  base: string | null,
  head: string,
  ranBefore: RanBefore = async () => false,
): Promise<ChangeKind> => {
  if (base === head) return 'redeploy'
  if (base === null) return 'forward'
  const basePosition = index.positionOnLine(base)
  const headPosition = index.positionOnLine(head)
  // Both on one line: order tells all.
  if (basePosition !== null && headPosition !== null)
    return basePosition < headPosition ? 'forward' : 'rollback'
  const { status, output } = await repository.git.attempt(['merge-base', base, head])
  const common = output.trim()
  if (status === 1 && common === '') {
    if (repository.shallow)
      throw new SourceError(
        `${base.slice(0, 8)} and ${head.slice(0, 8)}: this clone is too shallow to tell how they are related; deepen it: git fetch --unshallow`,
      )
    throw new UsageError(
      `--base ${base.slice(0, 8)}: shares no history with ${head.slice(0, 8)}; name a base on the same line`,
    )
  }
  if (status !== 0)
    throw new SourceError(
      `git merge-base: cannot compare ${base.slice(0, 8)} with ${head.slice(0, 8)} in this clone`,
    )
  if (common === base) return 'forward'
  if (common !== head) return 'diverged'
  const [oldest] = await lineBetween(repository, index, head, base)
  return oldest?.parent === head || (await ranBefore(head)) ? 'rollback' : 'diverged'
}

/** First-parent commits of `head` that `base` lacks, oldest first. */
const lineBetween = async (
  repository: Repository,
  index: HistoryIndex,
  base: string | null,
  head: string,
): Promise<readonly Pair[]> => {
  const from = base === null ? -1 : index.positionOnLine(base)
  const to = index.positionOnLine(head)
  if (from !== null && to !== null && from < to) {
    // The index may begin in mid-history, where its first part has a parent all the same.
    const [first] = from < 0 ? await readLine(repository.git, index.sha(0), 1) : []
    return Array.from({ length: to - from }, (_, at) => {
      const position = from + 1 + at
      const parent = position > 0 ? index.sha(position - 1) : (first?.parents[0] ?? null)
      return { sha: index.sha(position), parent }
    })
  }
  const { status, output, error } = await repository.git.attempt(
    ['rev-list', '--first-parent', '--parents', '--stdin'],
    `${head}\n${base === null ? '' : `^${base}\n`}`,
  )
  if (status !== 0) throw new SourceError(`git rev-list: ${error.split('\n')[0]}`)
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map(([sha, parent]) => ({ sha: sha!, parent: parent ?? null }))
    .reverse()
}

/** Reads what `from` lacks of `to`, measured against the index of the line that holds `to`. */
const readParts = async (
  repository: Repository,
  index: HistoryIndex,
  salt: string,
  from: string | null,
  to: string,
  lines = true,
): Promise<{ parts: readonly Arrival[]; unmeasured: number }> => {
  const all = await lineBetween(repository, index, from, to)
  const line = all.filter(({ sha }) => index.positionOnLine(sha) !== null)
  if (line.length === 0) return { parts: [], unmeasured: all.length }
  const first = index.positionOnLine(line[0]!.sha)!
  const before = line[0]!.parent
  const [commits, differences] = await Promise.all([
    readFacts(repository.git, before === null ? [to] : [to, `^${before}`], authorHash(salt)),
    collect(readDifferences(repository.git, line, { linesExpected: lines && !repository.partial })),
  ])
  const landed = partsOf(
    line.map(({ sha }) => sha),
    commits,
    first > 0 ? index.parts.time.get(first - 1) : 0,
    (sha) => index.positionOf(sha, first) !== null,
  )
  const parts = [...landed].map((part, at) => {
    const { linesKnown, filesKnown, files } = differences[at]!
    return {
      part,
      position: index.positionOnLine(part.sha)!,
      files: changedFiles(files),
      linesKnown,
      filesKnown,
    }
  })
  return { parts, unmeasured: all.length - line.length }
}

const collect = async (blocks: AsyncGenerator<readonly Difference[]>): Promise<readonly Difference[]> => {
  const all: Difference[] = []
  for await (const block of blocks) all.push(...block)
  return all
}

export interface ChangeRequest {
  readonly repository: Repository
  /** Index of the line of `head` (a rollback: of `base`). */
  readonly index: HistoryIndex
  readonly salt: string
  readonly base: string | null
  readonly head: string
  readonly kind: ChangeKind
  /** False where nobody asks how many lines change: names of files come far faster. */
  readonly lines?: boolean
}

/** Reads a change whose kind is known. */
export const readChange = async ({
  repository,
  index,
  salt,
  base,
  head,
  kind,
  lines,
}: ChangeRequest): Promise<ReadChange> => {
  if (kind === 'redeploy') return { kind, parts: [], lost: 0, unmeasured: 0 }
  if (kind === 'rollback')
    return { kind, ...(await readParts(repository, index, salt, head, base!, lines)), lost: 0 }
  const forward = await readParts(repository, index, salt, base, head, lines)
  const lost = kind === 'diverged' ? (await lineBetween(repository, index, head, base!)).length : 0
  return { kind, ...forward, lost }
}
