/** The two small tables of the front: the reasons of one change, or which of several to read first. Narrow, for a phone. */
import type { Assessment } from '../domain/assessment.ts'
import { type Page, referPart } from './comment-page.ts'
import { formatPercent, formatPlural, formatShare, roundShare } from './numbers.ts'
import { restRisk, rowsToShow, sayExtent } from './phrases.ts'
import { partReasons } from './reasons.ts'
import { splitShares } from './remainder.ts'
import { isScored } from './sentences.ts'

/** Three reasons explain most risks; a fourth and fifth are named where they do much. */
const reasons = { least: 3, most: 5, much: 1.2 }

const reasonsWorthNaming = ({ change, risk }: Assessment, room: number): number => {
  const factors = [...change.parts[0]!.contributions, ...risk.contributions].map(({ factor }) => factor)
  const strong = factors.filter((factor) => factor >= reasons.much || factor <= 1 / reasons.much)
  return Math.max(reasons.least, Math.min(reasons.most, room, strong.length))
}

/** The strongest reason is the bold head of its table; all rows multiply from the usual risk to the one shown. */
const reasonTable = ({ safe }: Page, lines: number): readonly string[] => {
  // Two lines go to the rule under the head and to the reasons that are left over.
  const rows = reasonsWorthNaming(safe, lines - 2)
  const [first, ...rest] = partReasons(safe, safe.change.parts[0]!, rows).map(
    ({ factor, sentence }) => `| ${factor} | ${sentence} |`,
  )
  return first === undefined ? [] : [first, '|---|---|', ...rest]
}

const partTable = (page: Page): readonly string[] => {
  const { raw, safe } = page
  const { parts } = safe.change
  const { shown, rest } = splitShares(parts, rowsToShow(parts.length), roundShare)
  const others = `| ${formatPlural(rest.count, 'other')} together | ${formatShare(rest.share)} | ${restRisk(safe, shown.length)} |`
  return [
    '| Read first | Share | Alone |',
    '|---|--:|--:|',
    ...shown.map((part, place) => {
      const what = `${referPart(page, raw.change.parts[place]!)} ${part.title} · ${sayExtent(part)}`
      return `| ${what} | ${formatShare(part.share)} | ${formatPercent(part.risk)} |`
    }),
    ...(rest.count === 0 ? [] : [others]),
  ]
}

/** In `lines` lines or few more; none where the model says nothing, or nobody has to read anything. */
export const frontTable = (page: Page, lines: number): readonly string[] => {
  const { change, decision, mode } = page.safe
  const read = decision === 'review' || mode === 'observe'
  if (!isScored(page.safe) || !read) return []
  return change.parts.length === 1 ? reasonTable(page, lines) : partTable(page)
}
