/** The rows of the screen about single changes: which to read first, and why. */
import type { AssessedPart, Assessment } from '../domain/assessment.ts'
import { displayWidth, padEnd, padStart, truncate } from './display-width.ts'
import { formatPercent, formatPlural, formatShare, roundShare } from './numbers.ts'
import { isAboveLimit, restRisk, rowsToShow, sayExtent } from './phrases.ts'
import { changeReasons, contextReasons, partReasons, type Reason } from './reasons.ts'
import { splitShares } from './remainder.ts'
import { isScored } from './sentences.ts'
import { bodyColumns, type Line, pair, row } from './terminal-lines.ts'

const figureColumns = 8
const extentColumns = 24
const idColumns = 12

/** Id, title and extent, one line a part, as wide as `columns`. */
const describeParts = (parts: readonly AssessedPart[], columns: number): readonly string[] => {
  const ids = parts.map(({ id }) => truncate(id, idColumns))
  const extents = parts.map((part) => truncate(sayExtent(part), extentColumns))
  const widest = (texts: readonly string[]) => Math.max(...texts.map(displayWidth))
  const titleColumns = columns - widest(ids) - widest(extents) - 6
  return parts.map(({ title }, place) =>
    [
      `  ${padEnd(ids[place]!, widest(ids))}`,
      padEnd(truncate(title, titleColumns), titleColumns),
      padEnd(extents[place]!, widest(extents)),
    ].join('  '),
  )
}

const figures = (share: string, alone: string): string =>
  padStart(share, figureColumns) + padStart(alone, figureColumns)

/** The riskiest parts with share and own risk, and all others as one. */
const rankedTable = (assessment: Assessment, columns: number): readonly Line[] => {
  const { change, risk } = assessment
  const left = columns - 2 * figureColumns
  const { shown, rest } = splitShares(change.parts, rowsToShow(change.parts.length), roundShare)
  const described = describeParts(shown, left)
  const usual = risk.usualPart === null ? '' : `a usual change alone: ${formatPercent(risk.usualPart)}`
  const others = padEnd(`  ${formatPlural(rest.count, 'other')} together`, left)
  return [
    ['  ', ['Read first', 'bold'], padEnd(`   ${usual}`, left - 12), [figures('share', 'alone'), 'dim']],
    ...shown.map((part, place): Line => {
      const alone = padStart(formatPercent(part.risk), figureColumns)
      return [
        described[place]! + padStart(formatShare(part.share), figureColumns),
        isAboveLimit(part, risk.limit) ? [alone, 'red'] : alone,
      ]
    }),
    ...(rest.count === 0
      ? []
      : [[others + figures(formatShare(rest.share), restRisk(assessment, shown.length))]]),
  ]
}

/** Parts without numbers: the only one, those a rollback takes away, those of a silent model. */
const plainTable = ({ change }: Assessment, columns: number): readonly Line[] => {
  const { parts } = change
  const shown = parts.slice(0, rowsToShow(parts.length))
  const lines = describeParts(shown, columns).map((text): Line => [text])
  if (parts.length === 1) return lines
  const others = parts.length - shown.length
  return [
    ['  ', [change.kind === 'rollback' ? 'Undone' : 'Changes', 'bold']],
    ...lines,
    ...(others === 0 ? [] : [[`  ${formatPlural(others, 'other')}`]]),
  ]
}

/** What to read first. */
export const partRows = (assessment: Assessment, columns: number): readonly Line[] => {
  const count = assessment.change.parts.length
  if (count === 0) return []
  return isScored(assessment) && count > 1
    ? rankedTable(assessment, columns)
    : plainTable(assessment, columns)
}

const cells = (reasons: readonly Reason[]): readonly string[] =>
  reasons.map(({ factor, sentence }) => `${factor} ${sentence}`)

/** Why the riskiest part is where it is: factors from the usual risk to its own. */
export const whyRows = (assessment: Assessment, columns: number): readonly Line[] => {
  const [first, ...others] = assessment.change.parts
  if (first === undefined || !isScored(assessment)) return []
  const reasons = cells(partReasons(assessment, first, 4))
  return row(others.length === 0 ? 'Why' : `Why ${first.id}`, pair(reasons, bodyColumns(columns)))
}

/** What each makes of the usual risk at this size. */
export const changeRows = (assessment: Assessment, columns: number): readonly Line[] =>
  isScored(assessment)
    ? row('Than usual', pair(cells(changeReasons(assessment, 3)), bodyColumns(columns)))
    : []

/** What the moment adds to all of them. */
export const contextRows = (assessment: Assessment, columns: number): readonly Line[] =>
  row('Moment', pair(cells(contextReasons(assessment, 3)), bodyColumns(columns)))
