/**
 * The comment on a pull request, and the summary of a job: the answer, what to do, the number and its reasons in at most
 * fifteen lines; everything else in a fold.
 */
import type { Assessment } from '../domain/assessment.ts'
import { truncate } from './display-width.ts'
import { codeSpan, escapeMarkdown, link, mapStrings, mention, neutralise } from './escaping.ts'
import { renderDetails } from './markdown-details.ts'
import { formatPercent, formatPlural, formatShare, roundShare } from './numbers.ts'
import {
  capitalise,
  endSentence,
  isAboveLimit,
  joinNames,
  openSentence,
  restRisk,
  rowsToShow,
  sayChange,
  sayExtent,
  sayRank,
  shortSha,
} from './phrases.ts'
import { contextReasons, partReasons, type Reason } from './reasons.ts'
import { splitShares } from './remainder.ts'
import {
  isIdle,
  isScored,
  sayEnforced,
  sayLikest,
  sayLower,
  sayOdds,
  sayTrack,
  sayUnseen,
  sayWait,
} from './sentences.ts'

/** GitHub takes 65,536; the rest is room for a marker and whatever a publisher adds. */
const mostCharacters = 60_000
const mostLines = 15
const titleColumns = 80
const textColumns = 400

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const heading = (safe: Assessment): string => {
  const { at, decision, mode, rule, until } = safe
  if (mode === 'off' || rule === 'mode-off') return 'Switched off: nothing is judged or held'
  if (rule === 'configuration-unreadable') return 'Review wanted: the configuration cannot be read'
  const answer =
    mode === 'observe'
      ? 'Observing, nothing is held'
      : {
          approve: 'Goes out unreviewed',
          review: 'Review wanted',
          hold: `Held${sayWait(until, at)}`,
          reject: 'Rejected',
        }[decision]
  const rank = isScored(safe) ? sayRank(safe) : null
  return `${answer}: ${rank === null ? sayChange(safe) : lowerFirst(rank)}`
}

/** A part by its own number, which GitHub may link. */
const refer = (raw: Assessment, place: number): string => {
  const part = raw.change.parts[place]!
  return link(/^#?[a-z\d]+$/i.test(part.id) ? part.id : escapeMarkdown(part.id), part.url)
}

/** Who is to read what: the only line that calls people, and only when a review is enforced. */
const request = (raw: Assessment): string => {
  const { change, decision, mode, reviewers, risk } = raw
  if (mode !== 'enforce' || decision !== 'review') return ''
  const people = joinNames(
    reviewers.slice(0, 3).map(({ login }) => mention(login)),
    3,
    'or',
  )
  const wanted = change.parts.flatMap((part, place) =>
    isAboveLimit(part, risk.limit) || change.parts.length === 1 ? [refer(raw, place)] : [],
  )
  const what = isScored(raw) && wanted.length > 0 ? `read ${joinNames(wanted, 3)}` : 'please review'
  return `**${people === '' ? what.charAt(0).toUpperCase() + what.slice(1) : `${people}: ${what}`}.** `
}

const answerLine = (safe: Assessment, raw: Assessment, replies: readonly string[]): string => {
  if (safe.mode === 'off' || safe.rule === 'mode-off') return ''
  if (safe.mode === 'observe' && safe.rule !== 'configuration-unreadable' && !isIdle(safe))
    return `Enforced, ${sayEnforced(safe)}`
  const reply =
    replies.length > 0 && safe.decision === 'review'
      ? ` Approve this pull request, or reply ${replies.map(codeSpan).join(' · ')}.`
      : ''
  return `${request(raw)}${capitalise(endSentence(safe.reason))}${reply}`
}

const oddsLine = (safe: Assessment): string => {
  const { limit, limitWhy } = safe.risk
  const why = limitWhy === '' ? '' : `: ${openSentence(limitWhy)}`
  const below =
    limit === null || !isScored(safe)
      ? null
      : `A change goes out unreviewed below ${formatPercent(limit)}${why}.`
  return [sayOdds(safe), below].filter((part) => part !== null).join(' ')
}

/** One change: its reasons. Several: which to read first. The strongest reason is the bold head of its table. */
const table = (safe: Assessment, raw: Assessment): readonly string[] => {
  const { change } = safe
  const [only, ...others] = change.parts
  if (only === undefined || !isScored(safe)) return []
  if (others.length === 0) {
    const [first, ...rest] = partReasons(safe, only, 3).map(
      ({ factor, sentence }) => `| ${factor} | ${sentence} |`,
    )
    return first === undefined ? [] : [first, '|---|---|', ...rest]
  }
  const { shown, rest } = splitShares(change.parts, rowsToShow(change.parts.length), roundShare)
  return [
    '| Read first | | Touches | Share | Alone |',
    '|---|---|---|--:|--:|',
    ...shown.map(
      (part, place) =>
        `| ${refer(raw, place)} | ${part.title} | ${sayExtent(part)} | ${formatShare(part.share)} | ${formatPercent(part.risk)} |`,
    ),
    ...(rest.count === 0
      ? []
      : [
          `| | ${formatPlural(rest.count, 'other')} together | | ${formatShare(rest.share)} | ${restRisk(safe, shown.length)} |`,
        ]),
  ]
}

const closing = (safe: Assessment, raw: Assessment): readonly string[] => {
  const { change, lower, mode, notes } = safe
  const scored = isScored(safe)
  const [first, ...others] = change.parts
  const say = (label: string, text: string | null, beside = '') =>
    text === null || text === ''
      ? null
      : `**${label}${beside === '' ? ':**' : `**${beside}:`} ${endSentence(text)}`
  const together = (...lines: readonly (string | null)[]) =>
    lines.filter((line) => line !== null).join(' ') || null
  const list = (reasons: readonly Reason[]) =>
    reasons.map(({ factor, sentence }) => `${factor} ${sentence}`).join(' · ')
  const several = scored && first !== undefined && others.length > 0
  const usual =
    safe.risk.usualPart === null ? '' : ` (a usual change alone ${formatPercent(safe.risk.usualPart)})`
  const command = raw.lower[0]?.command
  const smaller =
    lower[0] === undefined
      ? null
      : `${sayLower(lower[0])}${command === undefined ? '' : ` (${codeSpan(command)})`}`
  return [
    together(
      several ? say(`Why ${refer(raw, 0)}`, list(partReasons(safe, first, 3)), usual) : null,
      several ? say('The moment', list(contextReasons(safe, 2))) : null,
    ),
    together(say('Smaller', smaller), say('Most alike', sayLikest(safe))),
    scored ? say(mode === 'enforce' ? 'So far' : 'If enforced', sayTrack(safe)) : null,
    notes[0] === undefined ? null : say('Note', notes[0]),
  ].filter((line) => line !== null)
}

const foot = (safe: Assessment, raw: Assessment): string => {
  const { environment, environmentAssumed, ledger, repository } = safe
  const { head } = raw.change
  const unseen = sayUnseen(safe, 2)
  const pieces = [
    `${repository} → ${environment}${environmentAssumed ? ' (assumed)' : ''}`,
    isScored(safe) && sayRank(safe) !== null ? sayChange(safe) : null,
    head === null ? null : `scored ${codeSpan(shortSha(head))}`,
    unseen === null ? null : `unseen: ${unseen}`,
    ledger === undefined ? 'not remembered' : `record ${ledger.record}`,
  ]
  return `<sub>${pieces.filter((piece) => piece !== null).join(' · ')}</sub>`
}

/** Lines of the front, the last ones run together until there are at most `most`. */
const press = (lines: readonly string[], most: number): readonly string[] =>
  lines.length <= most || lines.length < 2
    ? lines
    : press([...lines.slice(0, -2), lines.slice(-2).join(' ')], most)

const shorten = (assessment: Assessment): Assessment => {
  const legible = mapStrings({ ...assessment, evidence: { parts: {}, deployment: {} } }, (text) =>
    truncate(neutralise(text), textColumns),
  )
  const parts = legible.change.parts.map((part) => ({ ...part, title: truncate(part.title, titleColumns) }))
  return { ...legible, change: { ...legible.change, parts } }
}

/**
 * GitHub Markdown of at most 60,000 characters. Nothing written by others mentions, links or formats; only the
 * reviewers of an enforced review are called by name. `replies` are the comment commands this place answers to.
 */
export const renderMarkdown = (
  assessment: Assessment,
  { replies = [] }: { readonly replies?: readonly string[] } = {},
): string => {
  const raw = shorten(assessment)
  const safe = mapStrings(raw, escapeMarkdown)
  const opening = [`### ${heading(safe)}`, answerLine(safe, raw, replies), oddsLine(safe)].filter(
    (line) => line !== '',
  )
  const rows = table(safe, raw)
  const body = [...opening, '', ...rows, ...(rows.length === 0 ? [] : [''])]
  const last = press(closing(safe, raw), mostLines - body.length - 2)
  const front = [...body, ...last, foot(safe, raw), ''].join('\n')
  return `${front}\n${renderDetails(safe, raw, mostCharacters - front.length)}\n`
}
