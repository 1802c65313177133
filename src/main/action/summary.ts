/** The job summary, pure: Markdown within what GitHub takes. */

/** GitHub takes 1 MiB a step, and drops a larger summary whole. */
export const mostSummaryBytes = 1024 * 1024

const cutNotice =
  '*The rest is left out: GitHub takes 1 MiB a summary. The whole answer is in the result file.*'

const count = (text: string, shape: RegExp): number => text.match(shape)?.length ?? 0

/** Ends what a cut left open, or the notice would be folded away or stand in a block of code. */
const closing = (text: string): string => {
  const fence = count(text, /^ {0,3}```/gm) % 2 === 1 ? '```\n\n' : ''
  const open = Math.max(0, count(text, /<details\b/g) - count(text, /<\/details>/g))
  return `${fence}${'</details>\n\n'.repeat(open)}`
}

/** The longest beginning of at most `bytes` that ends with a line; empty where the first line alone is longer. */
const wholeLines = (text: string, bytes: number): string => {
  if (bytes <= 0) return ''
  const kept = Buffer.from(text).subarray(0, bytes)
  return kept.subarray(0, kept.lastIndexOf(0x0a) + 1).toString()
}

/** Markdown that fits beside the `used` bytes that are there already; what is cut is cut at a line, and said. */
export const fitSummary = (markdown: string, used = 0, most = mostSummaryBytes): string => {
  const text = markdown.endsWith('\n') ? markdown : `${markdown}\n`
  const room = most - used
  if (Buffer.byteLength(text) <= room) return text
  const ending = (kept: string): string => `\n${closing(kept)}${cutNotice}\n`
  let kept = wholeLines(text, room - Buffer.byteLength(ending('')))
  // How much the ending takes depends on the cut: shorten by what is too much until both fit.
  for (let excess = 1; kept !== '' && excess > 0; ) {
    excess = Buffer.byteLength(kept) + Buffer.byteLength(ending(kept)) - room
    if (excess > 0) kept = wholeLines(text, Buffer.byteLength(kept) - excess)
  }
  const whole = `${kept}${ending(kept)}`
  return Buffer.byteLength(whole) <= room ? whole : ''
}
