/**
 * Bringing an index up to date: reads the parts that it lacks, in order, and measures each as of its own landing.
 * Differences are read ahead by processes side by side; messages come in one stream; line ranges are asked for only
 * where a fix may tell of a failure.
 */
import { type Pair, readDifferences } from '../clients/git/differences.ts'
import { HunkReader, type HunksByPath } from '../clients/git/hunks.ts'
import type { Git } from '../clients/git/process.ts'
import type { HistoryIndex } from '../history/index.ts'
import { type CommitFacts, partsFrom } from '../history/line.ts'
import { FailureFinder, type LineChanges, type Suspicion, suspectsOf } from '../history/outcomes.ts'
import type { Arrival } from '../history/past.ts'
import { changedFiles } from './part-files.ts'

/** What is asked of every part: the names of the answers, and how they are found. */
export interface Measurer {
  readonly names: readonly string[]
  readonly measure: (index: HistoryIndex, arrival: Arrival) => ArrayLike<number>
}

export interface BuildingOptions {
  readonly git: Git
  readonly measurer: Measurer
  /** First-parent commits that the index lacks, oldest first, each with what it is compared with. */
  readonly line: readonly Pair[]
  /** All commits that the line brings in, parents before children. */
  readonly commits: AsyncIterator<CommitFacts>
  /** False in a clone made without blobs. */
  readonly linesExpected: boolean
  /** Told how many parts of the line are done. */
  readonly progress?: (done: number) => void
}

const compare = (index: HistoryIndex, position: number): Pair => ({
  sha: index.sha(position),
  parent: position > 0 ? index.sha(position - 1) : null,
})

/** Line ranges of recent parts, kept for as long as a hotfix may look back on them. */
class RecentHunks {
  readonly #reader: HunkReader
  readonly #index: HistoryIndex
  readonly #kept = new Map<number, Promise<HunksByPath | null>>()

  constructor(reader: HunkReader, index: HistoryIndex) {
    this.#reader = reader
    this.#index = index
  }

  ask(position: number): Promise<HunksByPath | null> {
    const known = this.#kept.get(position)
    if (known) return known
    const asked = this.#reader.ask(compare(this.#index, position))
    this.#kept.set(position, asked)
    return asked
  }

  /** Forgets what lies far behind. */
  forgetBefore(position: number): void {
    for (const kept of this.#kept.keys()) if (kept < position) this.#kept.delete(kept)
  }
}

const linesFor = async (
  hunks: RecentHunks,
  suspicions: readonly (Suspicion | null)[],
): Promise<LineChanges> => {
  const wanted = new Set<number>()
  for (const suspicion of suspicions) {
    if (!suspicion) continue
    wanted.add(suspicion.position)
    for (const { earlier } of suspicion.files) for (const position of earlier) wanted.add(position)
  }
  const answers = new Map<number, HunksByPath | null>()
  await Promise.all([...wanted].map(async (position) => answers.set(position, await hunks.ask(position))))
  return (position, path) => {
    const answer = answers.get(position)
    // A part that touched the file under another name changed no line that can be followed.
    return answer ? (answer.get(path) ?? []) : null
  }
}

/** Parts back from the newest whose line ranges are worth keeping. */
const keptHunks = 2048

/** Parts taken in, and what is being asked of git about them. */
interface Block {
  readonly arrivals: readonly Arrival[]
  readonly suspicions: readonly (Suspicion | null)[]
  readonly lines: Promise<LineChanges>
}

/** Reads `line` into `index`: appended, measured, failures found. */
export const extendIndex = async (index: HistoryIndex, options: BuildingOptions): Promise<void> => {
  const { git, line, linesExpected, measurer, progress } = options
  const differences = readDifferences(git, line, { linesExpected })
  const reader = new HunkReader(git, linesExpected)
  const hunks = new RecentHunks(reader, index)
  const finder = new FailureFinder(index)
  const earliest = index.length > 0 ? index.parts.time.get(index.length - 1) : 0
  try {
    const parts = partsFrom(
      line.map((pair) => pair.sha),
      options.commits,
      earliest,
      (sha) => index.positionOf(sha) !== null,
    )
    const settle = async ({ arrivals, suspicions, lines }: Block): Promise<void> => {
      const known = await lines
      for (const [at, arrival] of arrivals.entries()) {
        index.addRow(measurer.measure(index, arrival))
        for (const failure of finder.revealedBy(arrival.part, arrival.position, suspicions[at]!, known))
          index.addFailure(failure)
      }
      progress?.(arrivals.at(-1)!.position + 1)
    }
    let waiting: Block | null = null
    for await (const block of differences) {
      const arrivals: Arrival[] = []
      for (const { files, ...known } of block) {
        const { value: part } = await parts.next()
        arrivals.push({ ...known, part, files: changedFiles(files), position: index.append(part, files) })
      }
      // A block is taken in whole, and the next one too, before it is measured: every question names its position, so
      // nothing looks ahead, and line ranges are read while the block before is measured.
      const suspicions = arrivals.map(({ part, files, position }) => suspectsOf(index, part, position, files))
      const lines = linesFor(hunks, suspicions)
      if (waiting) await settle(waiting)
      waiting = { arrivals, suspicions, lines }
      hunks.forgetBefore(index.length - keptHunks)
    }
    if (waiting) await settle(waiting)
  } finally {
    await options.commits.return?.()
    reader.end()
  }
}
