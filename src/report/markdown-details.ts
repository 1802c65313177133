/**
 * The fold under the comment: every change, every reason, and how far to trust the answer. It is filled up to a number
 * of characters, whole rows only, and says what it had to leave out.
 */
import type { AssessedPart, Assessment } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { renderFacts } from './comment-facts.ts'
import type { Page } from './comment-page.ts'
import { sayReasons } from './comment-reasons.ts'
import { codeSpan } from './escaping.ts'
import { formatPercent, formatPlural, formatShare } from './numbers.ts'
import { capitalise, joinNames } from './phrases.ts'
import { isScored } from './sentences.ts'

/** How the room of a text is measured: characters, or bytes where GitHub counts those. */
export type Size = (text: string) => number

const characters: Size = (text) => text.length

/** As many whole lines as fit, and how many did not. */
const fill = (
  lines: readonly string[],
  room: number,
  size: Size,
): { readonly kept: readonly string[]; readonly cut: number } => {
  let used = 0
  const end = lines.findIndex((line) => {
    used += size(line) + 1
    return used > room
  })
  return end === -1 ? { kept: lines, cut: 0 } : { kept: lines.slice(0, end), cut: lines.length - end }
}

const sayCut = (parts: readonly AssessedPart[], kept: number, what: string): readonly string[] => {
  if (kept === parts.length) return []
  const share = parts.slice(kept).reduce((sum, part) => sum + part.share, 0)
  return [
    '',
    `${what} of ${formatPlural(parts.length - kept, 'more change')}, together ${formatShare(share)} of the risk, would not fit; \`gate --json\` has them all.`,
  ]
}

const tableTitle = (safe: Assessment): string => {
  if (isScored(safe)) return '**All changes, riskiest first**'
  return safe.change.kind === 'rollback' ? '**Undone**' : '**All changes**'
}

/** Every change in a row of its own; ids as code, so that one comment leaves no trace on forty pull requests. */
const partTable = ({ raw, safe }: Page, room: number, size: Size): readonly string[] => {
  const { parts } = safe.change
  if (parts.length < 2) return []
  const scored = isScored(safe)
  const people = parts.some(({ authors }) => authors !== undefined)
  const approved = parts.some(({ approvedBy = [] }) => approvedBy.length > 0)
  const columns = [
    'Change',
    'Title',
    'Touches',
    ...(scored ? ['Share', 'Alone', 'Riskier than'] : []),
    ...(approved ? ['Approved by'] : []),
    ...(people ? ['Authors'] : []),
  ]
  const rows = parts.map((part, place) => {
    const cells = [
      codeSpan(raw.change.parts[place]!.id),
      part.title,
      part.extent,
      ...(scored
        ? [formatShare(part.share), formatPercent(part.risk), `${Math.round(part.percentile)} of 100`]
        : []),
      ...(approved ? [joinNames(part.approvedBy ?? [], 3)] : []),
      ...(people ? [joinNames(part.authors ?? [], 3)] : []),
    ]
    return `| ${cells.join(' | ')} |`
  })
  const head = [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`]
  const { kept } = fill(rows, room, size)
  return [tableTitle(safe), '', ...head, ...kept, ...sayCut(parts, kept.length, 'The rows'), '']
}

/** Of so many parts every reason is told, of the others the main ones. */
const wholly = 10

const reasonList = ({ raw, safe }: Page, room: number, size: Size): readonly string[] => {
  const { change, risk } = safe
  if (!isScored(safe)) return []
  const usual = risk.usualPart
  const lines = change.parts.map((part, place) => {
    const whole = usual === null || usual === 0 ? undefined : part.risk / usual
    const id = codeSpan(raw.change.parts[place]!.id)
    const most = place < wholly ? Number.POSITIVE_INFINITY : 3
    return `- ${id} ${formatPercent(part.risk)}: ${sayReasons(part.contributions, most, whole) || 'as usual'}`
  })
  const { kept } = fill(lines, room, size)
  const from =
    usual === null ? '' : `, from the ${formatPercent(usual)} of a usual change to its own risk alone`
  const heading =
    lines.length > wholly
      ? `**Every reason of the ${wholly} riskiest, the main ones of the others**`
      : '**Every reason**'
  return [`${heading}${from}`, '', ...kept, ...sayCut(change.parts, kept.length, 'The reasons'), '']
}

/** The lines behind the answer, without a fold around them, in at most `room`. */
export const renderBehind = (page: Page, room: number, size: Size = characters): readonly string[] => {
  const known = fill(renderFacts(page), Math.floor(room * 0.3), size)
  const more =
    known.cut === 0
      ? []
      : [`- ${formatPlural(known.cut, 'more line')} would not fit; \`gate --json\` has them`]
  const left = room - 1_000 - size(known.kept.join('\n'))
  const table = partTable(page, Math.floor(left * 0.5), size)
  const reasons = reasonList(page, left - size(table.join('\n')), size)
  return [...table, ...reasons, '**Behind it**', '', ...known.kept, ...more]
}

const sayCommands = (prefix: string | undefined): readonly string[] =>
  prefix === undefined
    ? []
    : [
        '',
        `Reply ${codeSpan(`${prefix}risk explain`)} for every reason, ${codeSpan(`${prefix}help`)} for what else can be said.`,
      ]

/** The fold, in at most `room` characters. */
export const renderDetails = (page: Page, room: number): string => {
  const parts = page.safe.change.parts.length
  const behind = isScored(page.safe)
    ? 'what was not seen, and how far to trust this'
    : 'and what stands behind this answer'
  const title =
    parts > 1 ? `All ${formatCount(parts)} changes, ${behind}` : capitalise(behind.replace(/^and /, ''))
  return [
    `<details><summary>${title}</summary>`,
    '',
    ...renderBehind(page, room - 200),
    ...sayCommands(page.view.prefix),
    '',
    '</details>',
  ].join('\n')
}
