/**
 * Which earlier parts wrote the lines that a part replaces: the hunks of the parts between are walked backwards, newest
 * first, moving line numbers as each one shifted them. Exact along the first-parent line, and pure.
 */

/** `oldCount` lines from `oldStart` became `newCount` lines from `newStart`; 1-based. */
export interface LineChange {
  readonly oldStart: number
  readonly oldCount: number
  readonly newStart: number
  readonly newCount: number
}

/** Half-open range of line numbers. */
interface Range {
  readonly from: number
  readonly to: number
}

/** The lines a part takes away or rewrites, in the numbering before it. A pure insertion touches no line. */
export const replacedLines = (changes: readonly LineChange[]): readonly Range[] =>
  changes
    .filter((change) => change.oldCount > 0)
    .map(({ oldStart, oldCount }) => ({ from: oldStart, to: oldStart + oldCount }))

/**
 * Splits `ranges` (numbered after `changes`) into the number of lines that `changes` wrote, and the rest renumbered as
 * before it. `changes` are ordered by line.
 */
export const stepBack = (
  ranges: readonly Range[],
  changes: readonly LineChange[],
): { readonly written: number; readonly rest: readonly Range[] } => {
  let written = 0
  const rest: Range[] = []
  for (const range of ranges) {
    let from = range.from
    // Lines before the first change keep their number; each change shifts those behind it.
    let shift = 0
    for (const change of changes) {
      // A pure deletion names the line before it: nothing of the new file belongs to it.
      const start = change.newCount === 0 ? change.newStart + 1 : change.newStart
      const end = start + change.newCount
      if (from >= range.to) break
      if (start > from) {
        const to = Math.min(range.to, start)
        rest.push({ from: from - shift, to: to - shift })
        from = to
      }
      if (from < range.to && from < end) {
        const to = Math.min(range.to, end)
        written += to - from
        from = to
      }
      shift += change.newCount - change.oldCount
    }
    if (from < range.to) rest.push({ from: from - shift, to: range.to - shift })
  }
  return { written, rest }
}

/** Lines of each earlier part (newest first) that `fix` replaced in one file. Parts that wrote none are left out. */
export const blame = (
  fix: readonly LineChange[],
  earlier: readonly { readonly position: number; readonly changes: readonly LineChange[] }[],
): ReadonlyMap<number, number> => {
  const blamed = new Map<number, number>()
  let ranges = replacedLines(fix)
  for (const { position, changes } of earlier) {
    if (ranges.length === 0) break
    const { written, rest } = stepBack(ranges, changes)
    if (written > 0) blamed.set(position, written)
    ranges = rest
  }
  return blamed
}
