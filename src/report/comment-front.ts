/** What stands above the fold, and all of a short report: the answer, what to do, the number, its reasons. */
import type { Assessment } from '../domain/assessment.ts'
import { sayRise } from '../policy/part-approval.ts'
import { closingLines, footLine, sayBelow } from './comment-closing.ts'
import { isObserving, isUnjudged, sayHeadline } from './comment-headline.ts'
import type { Page } from './comment-page.ts'
import { sayAsked, sayAskedBefore, sayHowToAnswer, sayStillMissing, sayWaiting } from './comment-request.ts'
import { frontTable } from './comment-tables.ts'
import { capitalise, endSentence } from './phrases.ts'
import { isIdle, isOff, isScored, sayEnforced, sayOdds } from './sentences.ts'

export interface Front {
  readonly heading: string
  /** Paragraphs. */
  readonly opening: readonly string[]
  /** Lines of one table, or none. */
  readonly table: readonly string[]
  /** Paragraphs. */
  readonly closing: readonly string[]
  readonly foot: string
}

const riseIn = ({ change }: Assessment): string =>
  change.parts.flatMap(({ id, risen }) => (risen === undefined ? [] : [sayRise(id, risen)])).join('; ')

/** Of a single change the next line says the same with more, but not why an approval of it does not count. */
const withoutEcho = (safe: Assessment): Assessment => {
  const echoes = safe.rule === 'part-above-limit' || safe.rule === 'below-limit'
  return echoes && isScored(safe) && safe.change.parts.length === 1 && safe.risk.limit !== null
    ? { ...safe, reason: riseIn(safe) }
    : safe
}

const sayAnswer = (page: Page, calls: boolean): string => {
  const { safe } = page
  if (isOff(safe)) return ''
  const told = withoutEcho(safe)
  if (isObserving(safe) && !isIdle(safe) && !isUnjudged(safe)) return `Enforced, ${sayEnforced(told)}`
  const sentences = [
    sayWaiting(page),
    sayAsked(page, calls),
    capitalise(endSentence(told.reason)),
    sayHowToAnswer(page),
    sayStillMissing(page),
    sayAskedBefore(page),
  ]
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

const sayNumbers = ({ safe, view }: Page): string => {
  if (isOff(safe)) return ''
  const below = isScored(safe) && safe.decision !== 'hold' ? sayBelow(safe) : null
  return [sayOdds(safe, view.settings), below].filter((sentence) => sentence !== null).join(' ')
}

/** The last lines run together until there are at most `most`. */
const press = (lines: readonly string[], most: number): readonly string[] =>
  lines.length <= Math.max(1, most) ? lines : press([...lines.slice(0, -2), lines.slice(-2).join(' ')], most)

/** Fewer rows say too little of one change. */
const leastRows = 5

/** In about `lines` lines; `calls`: whether the people asked are called by name, so that they hear of it. */
export const renderFront = (
  page: Page,
  { calls, lines }: { readonly calls: boolean; readonly lines: number },
): Front => {
  const opening = [sayAnswer(page, calls), sayNumbers(page)].filter((line) => line !== '')
  const wanted = closingLines(page)
  // Heading, foot, and the empty line that ends a table.
  const room = lines - 3 - opening.length
  const table = frontTable(page, Math.max(leastRows, room - wanted.length))
  return {
    heading: `### ${sayHeadline(page.safe)}`,
    opening,
    table,
    closing: press(wanted, room - table.length),
    foot: footLine(page),
  }
}

/** Lines as a comment has them: GitHub keeps line ends there. */
export const commentLines = ({ closing, foot, heading, opening, table }: Front): readonly string[] => [
  heading,
  ...opening,
  ...table,
  ...(table.length === 0 ? [] : ['']),
  ...closing,
  foot,
]

/** Paragraphs as a page has them, where lines would flow into each other. */
export const pageText = ({ closing, heading, opening, table }: Front): string =>
  [heading, ...opening, table.join('\n'), ...closing].filter((block) => block !== '').join('\n\n')
