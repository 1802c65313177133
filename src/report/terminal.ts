/**
 * The screen a person acts on in ten seconds: what is decided and why, how risky and compared with what, what to read
 * first, what would make it smaller, and what was assumed or not seen.
 */
import type { Assessment, Lower } from '../domain/assessment.ts'
import { displayWidth } from './display-width.ts'
import { mapStrings, neutralise } from './escaping.ts'
import { endSentence, joinNames, sayChange } from './phrases.ts'
import {
  isIdle,
  isOff,
  isScored,
  sayAssumed,
  sayBudgets,
  sayEnforced,
  sayKnown,
  sayLikest,
  sayLimit,
  sayLower,
  sayNext,
  sayRisk,
  sayTrack,
  sayUnseen,
  sayWait,
} from './sentences.ts'
import {
  announcement,
  bodyColumns,
  type Line,
  labelled,
  paint,
  paragraph,
  row,
  type Style,
  spread,
} from './terminal-lines.ts'
import { changeRows, contextRows, partRows, whyRows } from './terminal-parts.ts'

const mostLines = 25

/** Lines that belong together; where the screen is full, the highest `spare` goes first, 0 never. */
interface Block {
  readonly lines: readonly Line[]
  readonly spare: number
}

interface Answer {
  readonly word: string
  readonly style: Style
  readonly rest: string
}

/** The answer in capitals, then its reason. */
const answer = (assessment: Assessment): Answer => {
  const { at, decision, mode, reason, reviewers, rule, until } = assessment
  const why = reason === '' ? '.' : `: ${endSentence(reason)}`
  if (isOff(assessment)) return { word: 'OFF', style: 'dim', rest: ', nothing is judged or held.' }
  if (mode === 'observe' && rule !== 'configuration-unreadable')
    return {
      word: 'OBSERVE',
      style: 'bold',
      rest: `, nothing is held${isIdle(assessment) ? why : `. Enforced, ${sayEnforced(assessment)}`}`,
    }
  if (decision === 'approve') return { word: 'APPROVE', style: 'green', rest: why }
  if (decision === 'reject') return { word: 'REJECT', style: 'red', rest: why }
  if (decision === 'hold') return { word: 'HOLD', style: 'yellow', rest: sayWait(until, at) + why }
  const logins = joinNames(
    reviewers.map(({ login }) => login),
    3,
    'or',
  )
  return { word: 'REVIEW', style: 'yellow', rest: (logins === '' ? '' : ` by ${logins}`) + why }
}

/** Command and sentence side by side, or under each other where they are too long; a cut command would be no command. */
const smallerRows = (offer: Lower | undefined, label: string, columns: number): readonly Line[] => {
  if (offer === undefined) return []
  const command = offer.command ?? ''
  const told = sayLower(offer)
  const width = bodyColumns(columns)
  if (command === '') return labelled(label, told, columns)
  if (displayWidth(command) + 2 + displayWidth(told) <= width) return row(label, [`${command}  ${told}`])
  return [...labelled(label, told, columns), ...(displayWidth(command) <= width ? row('', [command]) : [])]
}

const asked = ({ decision, mode, reviewers }: Assessment): string | null =>
  mode === 'enforce' && decision === 'review' && reviewers.length > 0
    ? reviewers
        .slice(0, 3)
        .map(({ group, login, why }) => `${login}${group === undefined ? '' : ` for ${group}`}: ${why}`)
        .join(' · ')
    : null

/**
 * What is wrong with a configuration is told whole, with where and the mend: nothing else is of use before that. So is
 * the moment somebody waits for, with its clock.
 */
const mostAnswerLines = ({ decision, rule }: Assessment): number => {
  if (rule === 'configuration-unreadable') return 7
  return decision === 'hold' ? 5 : 3
}

const headLine = (assessment: Assessment, columns: number): Line => {
  const { environment, environmentAssumed, repository } = assessment
  const place = `${repository} → ${environment}${environmentAssumed ? ' (assumed)' : ''}`
  return spread(place, sayChange(assessment), columns, 'bold')
}

const layOut = (assessment: Assessment, columns: number): readonly Block[] => {
  const { word, style, rest } = answer(assessment)
  const risk = sayRisk(assessment)
  const scored = isScored(assessment)
  const lower = scored ? assessment.lower : []
  const names = (list: readonly string[]) => (list.length === 0 ? null : joinNames(list, 6))
  const say = (label: string, text: string | null, spare: number, most = 2): Block => ({
    lines: labelled(label, text, columns, most),
    spare,
  })
  return [
    { lines: [headLine(assessment, columns)], spare: 0 },
    { lines: announcement(word, style, rest, columns, mostAnswerLines(assessment)), spare: 0 },
    { lines: risk === null ? [] : paragraph(risk, columns, 3), spare: 0 },
    { lines: partRows(assessment, columns), spare: 0 },
    { lines: changeRows(assessment, columns), spare: 6 },
    { lines: whyRows(assessment, columns), spare: 0 },
    { lines: contextRows(assessment, columns), spare: 6 },
    { lines: smallerRows(lower[0], 'Smaller', columns), spare: 0 },
    { lines: smallerRows(lower[1], lower[0] ? '' : 'Smaller', columns), spare: 7 },
    say('Ask', asked(assessment), 0),
    say('Limit', scored && assessment.mode === 'enforce' ? sayLimit(assessment) : null, 8, 3),
    say(assessment.mode === 'enforce' ? 'So far' : 'If enforced', scored ? sayTrack(assessment) : null, 3, 3),
    say('Budget', sayBudgets(assessment, 3), 4),
    say('Most alike', isOff(assessment) ? null : sayLikest(assessment), 8, 1),
    say('Components', names(assessment.components), 5, 1),
    say('Customers', names(assessment.customers), 4, 1),
    say('Known', scored ? sayKnown(assessment) : null, 2, 3),
    say('Unseen', isOff(assessment) ? null : sayUnseen(assessment, 3), 9),
    ...assessment.notes.slice(0, 3).map((note, place) => ({
      lines: labelled(
        place === 0 ? 'Note' : '',
        note,
        columns,
        assessment.notes.length === 1 ? 4 : 2,
        'yellow',
      ),
      spare: place === 0 ? 0 : 10,
    })),
    say('Assumed', sayAssumed(assessment), 0),
    say('Next', sayNext(assessment), 1, 1),
  ]
}

/** All blocks, less the most spare ones until the rest fits. */
const squeeze = (blocks: readonly Block[], most: number): readonly Line[] => {
  const lines = blocks.flatMap((block) => block.lines)
  if (lines.length <= most) return lines
  const spare = Math.max(...blocks.filter((block) => block.lines.length > 0).map((block) => block.spare))
  return spare === 0
    ? lines.slice(0, most)
    : squeeze(
        blocks.filter((block) => block.spare !== spare),
        most,
      )
}

/** Less to neutralise: the reasons of the riskiest part are shown, those of hundreds of others are not. */
const withoutUnseen = (assessment: Assessment): Assessment => ({
  ...assessment,
  evidence: { parts: {}, deployment: {} },
  change: {
    ...assessment.change,
    parts: assessment.change.parts.map((part, place) =>
      place === 0 ? part : { ...part, contributions: [] },
    ),
  },
})

/**
 * At most 25 lines of at most 80 columns, without a line end at the end; the layout is the same with and without
 * colour. Text written by others shows and does nothing else.
 */
export const renderTerminal = (
  assessment: Assessment,
  { colour, width = 80 }: { readonly colour: boolean; readonly width?: number | undefined },
): string => {
  const columns = Math.min(80, Math.max(60, width)) - 2
  const legible = mapStrings(withoutUnseen(assessment), neutralise)
  return squeeze(layOut(legible, columns), mostLines)
    .map((line) => paint(line, colour))
    .join('\n')
}
