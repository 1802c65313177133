/** Under the table: what would make it smaller, what going back takes, what became of changes like it, small print. */
import type { Assessment, Lower } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { isObserving } from './comment-headline.ts'
import { type Page, referCommit, referNumber, referPart } from './comment-page.ts'
import { listReasons } from './comment-reasons.ts'
import { sayNoAnswer, sayWhyThem } from './comment-request.ts'
import { codeSpan, link } from './escaping.ts'
import { formatPercent, formatPlural } from './numbers.ts'
import { endSentence, openSentence, sayChange, shortSha } from './phrases.ts'
import { contextReasons, partReasons } from './reasons.ts'
import { isOff, isScored, sayBudgets, sayLikeness, sayLower, sayUnseen } from './sentences.ts'

const fewest = 10

const say = (label: string, text: string | null): string | null =>
  text === null || text === '' ? null : `**${label}:** ${endSentence(text)}`

const inOneLine = (...sayings: readonly (string | null)[]): string | null =>
  sayings.filter((saying) => saying !== null).join(' ') || null

/** Why the first of several is first, and what the moment adds to all. */
const sayWhy = (page: Page): string | null => {
  const { raw, safe } = page
  const [first, ...others] = safe.change.parts
  if (first === undefined || others.length === 0) return null
  const usual = safe.risk.usualPart
  const from = usual === null ? '' : ` (a usual change ${formatPercent(usual)})`
  const reasons = listReasons(partReasons(safe, first, 3))
  return inOneLine(
    reasons === ''
      ? null
      : `**Why ${referPart(page, raw.change.parts[0]!)}**${from}: ${endSentence(reasons)}`,
    say('The moment', listReasons(contextReasons(safe, 2))),
  )
}

/** The offer, with the commit it stops at where its sentence does not name it. */
const saySmaller = (page: Page): string | null => {
  const [offer] = page.safe.lower
  const head = page.raw.lower[0]?.head
  if (offer === undefined) return null
  const named = head === undefined || offer.sentence.includes(shortSha(head))
  return `${sayLower(offer as Lower)}${named ? '' : ` (up to ${referCommit(page.view.links, head)})`}`
}

const sayRecovery = (page: Page): string | null => {
  const { recovery } = page.view
  if (recovery === undefined) return null
  const { migration, minutes } = recovery
  const time =
    minutes === undefined
      ? ''
      : ` in about ${formatCount(minutes.usual)} min (last ${formatCount(minutes.among)}: ${formatCount(minutes.low)}–${formatCount(minutes.high)})`
  const over = migration === undefined ? '' : migration ? ', **over a migration**' : ', no migration'
  return `back to ${referCommit(page.view.links, recovery.sha)}${time}${over}`
}

const sayAlike = (page: Page): string | null => {
  const [safe] = page.safe.similar
  const [raw] = page.raw.similar
  if (safe === undefined || raw === undefined) return null
  const told = sayLikeness(safe)
  return told.startsWith(safe.change)
    ? `${referNumber(page.view.links, raw.change)}${told.slice(safe.change.length)}`
    : told
}

/** What became of those above the limit, and of those below: the scores of the past, held to their word. */
export const sayScoreSoFar = ({ labels, track }: Assessment): string | null => {
  const { caught, failed, months, n, reviewed } = track
  const below = n - reviewed
  if (n === 0 || reviewed === 0 || below <= 0) return null
  const over = `${formatPlural(Math.max(1, months), 'month')}${track.source === 'replayed' ? ', no look-ahead' : ''}`
  const rate = (of: number, all: number) =>
    of === 0 ? 'none failed' : `${formatCount(of)} failed (${formatPercent(of / all)})`
  const told = `of ${formatPlural(reviewed, 'change')} above the limit ${rate(caught, reviewed)}, of ${formatCount(below)} below it ${rate(failed - caught, below)}, in ${over}`
  if (failed < fewest) return labels.known < fewest ? told : `${told}: too few to judge`
  return caught * n <= reviewed * failed ? `${told}: no better than picking blindly` : told
}

/** Lines under the table, most wanted first. */
export const closingLines = (page: Page): readonly string[] => {
  const { safe } = page
  if (isOff(safe)) return []
  const scored = isScored(safe)
  return [
    scored ? sayWhyWhereTold(page) : null,
    inOneLine(
      say('Smaller', saySmaller(page)),
      say('If it breaks', sayRecovery(page)),
      say('Most alike', sayAlike(page)),
    ),
    inOneLine(
      say('No answer', sayNoAnswer(page)),
      scored && safe.decision !== 'hold' ? say('This score so far', sayScoreSoFar(safe)) : null,
    ),
    say('Note', safe.notes[0] ?? null),
  ].filter((line) => line !== null)
}

const sayWhyWhereTold = (page: Page): string | null =>
  page.safe.decision === 'review' || isObserving(page.safe) ? sayWhy(page) : null

/** The small print: what exactly was scored, why these readers, what nobody saw, where the record is. */
export const footLine = (page: Page): string => {
  const { raw, safe, view } = page
  const { change, environment, environmentAssumed, ledger } = safe
  const unseen = isOff(safe) ? null : sayUnseen(safe, 2)
  const budgets = isOff(safe) ? null : sayBudgets(safe, 2)
  const pieces = [
    `${environment}${environmentAssumed ? ' (assumed)' : ''}`,
    isScored(safe) && change.parts.length > 1 ? sayChange(safe) : null,
    raw.change.head === null ? null : `scored ${referCommit(page.view.links, raw.change.head)}`,
    safe.mode === 'enforce' && safe.decision === 'review' ? sayWhyThem(page) : null,
    budgets === null ? null : `error budget: ${budgets}`,
    unseen === null ? null : `unseen: ${unseen}`,
    view.links.run === undefined ? null : link('run', view.links.run),
    ledger === undefined
      ? 'not remembered'
      : link(`record ${codeSpan(raw.ledger!.record.slice(0, 12))}`, view.links.record),
  ]
  return `<sub>${pieces.filter((piece) => piece !== null).join(' · ')}</sub>`
}

/** "A change goes out unreviewed below 1.6 %: the riskiest 10 % are reviewed." */
export const sayBelow = (safe: Assessment): string | null => {
  const { limit, limitWhy } = safe.risk
  if (limit === null) return null
  const why = limitWhy === '' ? '' : `: ${openSentence(limitWhy)}`
  return isObserving(safe)
    ? `The limit would be ${formatPercent(limit)} a change${why}.`
    : `A change goes out unreviewed below ${formatPercent(limit)}${why}.`
}
