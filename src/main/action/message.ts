/** The answer as plain text for a chat, pure. Titles in it are anybody's: they must call nobody there. */
import type { AssessedPart, Assessment } from '../../domain/assessment.ts'
import { mapStrings, neutralise } from '../../report/escaping.ts'
import { formatPercent, formatPlural, formatShare } from '../../report/numbers.ts'
import { capitalise, endSentence, joinNames, sayChange } from '../../report/phrases.ts'
import { cutCharacters } from '../../report/result.ts'
import { sayLower, sayRisk, sayWait } from '../../report/sentences.ts'

/** What DESIGN.md promises, and every chat takes. */
export const mostMessageCharacters = 2000
const partsShown = 3
const longestTitle = 120

/** Slack calls by `<!channel>`, others by `@name`: brackets become look-alikes, and a word joiner follows the at sign. */
const plain = (text: string): string =>
  neutralise(text).replaceAll('<', '‹').replaceAll('>', '›').replaceAll('@', '@\u2060')

const verdict = ({ at, decision, mode, until }: Assessment): string => {
  if (mode === 'off') return 'the gate is switched off'
  const answer = {
    approve: 'goes out',
    review: 'review wanted',
    reject: 'rejected',
    hold: `held${sayWait(until, at)}`,
  }
  return mode === 'observe' ? `observing, nothing is held (${answer[decision]})` : answer[decision]
}

/** Of an only part the line before told the risk already. */
const sayPart = ({ id, risk, share, title, url }: AssessedPart, isOneOfMany: boolean): string => {
  const told = isOneOfMany ? ` (${formatPercent(risk)} alone, ${formatShare(share)} of the risk)` : ''
  return `• ${id} ${cutCharacters(title, longestTitle)}${told}${url === undefined ? '' : ` ${url}`}`
}

/** What was answered, why, how risky it is, what to read first, what would make it smaller. */
export const renderMessage = (assessment: Assessment): string => {
  const safe = mapStrings(assessment, plain)
  const { change, environment, lower, mode, reason, repository, reviewers } = safe
  const shown = change.parts.slice(0, partsShown)
  const left = change.parts.length - shown.length
  const lines = [
    `${repository} → ${environment}: ${verdict(safe)}`,
    capitalise(endSentence(reason)),
    `${capitalise(sayChange(safe))}.`,
    sayRisk(safe) ?? '',
    ...shown.map((part) => sayPart(part, change.parts.length > 1)),
    left > 0 ? `• ${formatPlural(left, 'other')}` : '',
    mode === 'enforce' && reviewers.length > 0
      ? `Asked: ${joinNames(
          reviewers.map(({ login }) => login),
          5,
        )}.`
      : '',
    lower[0] === undefined ? '' : `Smaller: ${endSentence(sayLower(lower[0]))}`,
  ]
  return cutCharacters(lines.filter((line) => line !== '' && line !== '.').join('\n'), mostMessageCharacters)
}
