/**
 * The fold under the comment: every change, every reason, and how far to trust the answer. It is filled up to a number
 * of characters, whole rows only, and says what it had to leave out. `safe` has every string escaped, `raw` none.
 */

import type { AssessedPart, Assessment, Contribution } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { codeSpan } from './escaping.ts'
import { formatInterval, formatPercent, formatPlural, formatShare } from './numbers.ts'
import { capitalise, endSentence, joinNames } from './phrases.ts'
import { chooseReasons } from './reasons.ts'
import {
  isScored,
  sayAssumed,
  sayKnown,
  sayLikeness,
  sayLimit,
  sayLower,
  sayNext,
  sayTrack,
  sayUnseen,
} from './sentences.ts'
import { sayPast } from './times.ts'

/** As many whole lines as fit, and how many did not. */
const fill = (
  lines: readonly string[],
  characters: number,
): { readonly kept: readonly string[]; readonly cut: number } => {
  let used = 0
  const end = lines.findIndex((line) => {
    used += line.length + 1
    return used > characters
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

const partTable = (safe: Assessment, raw: Assessment, characters: number): readonly string[] => {
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
      codeSpan(raw.change.parts[place]!.id.replaceAll('|', '/')),
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
  const { kept } = fill(rows, characters)
  return [tableTitle(safe), '', ...head, ...kept, ...sayCut(parts, kept.length, 'The rows'), '']
}

const sayReasons = (contributions: readonly Contribution[], most: number, whole?: number): string =>
  chooseReasons(contributions, most, whole)
    .map(({ factor, sentence }) => `${factor} ${sentence}`)
    .join(' · ')

/** Of so many parts every reason is told, of the others the main ones. */
const wholly = 10

const reasonList = (safe: Assessment, raw: Assessment, characters: number): readonly string[] => {
  const { change, risk } = safe
  if (!isScored(safe)) return []
  const usual = risk.usualPart
  const lines = change.parts.map((part, place) => {
    const whole = usual === null || usual === 0 ? undefined : part.risk / usual
    const id = codeSpan(raw.change.parts[place]!.id)
    return `- ${id} ${formatPercent(part.risk)}: ${sayReasons(part.contributions, place < wholly ? Number.POSITIVE_INFINITY : 3, whole) || 'as usual'}`
  })
  const { kept } = fill(lines, characters)
  const from =
    usual === null ? '' : `, from the ${formatPercent(usual)} of a usual change to its own risk alone`
  const heading =
    lines.length > wholly
      ? `**Every reason of the ${wholly} riskiest, the main ones of the others**`
      : '**Every reason**'
  return [`${heading}${from}`, '', ...kept, ...sayCut(change.parts, kept.length, 'The reasons'), '']
}

const fact = (label: string, text: string | null): readonly string[] =>
  text === null || text === '' ? [] : [`- **${label}:** ${endSentence(text)}`]

const sayUnreviewed = ({ track }: Assessment): string | null =>
  track.n === 0 || track.low === null || track.high === null
    ? null
    : `${formatInterval(track.low, track.high)} of it fails (90 % sure), counted over ${formatPlural(track.n, 'change')}, ${formatCount(track.reviewed)} of them reviewed`

const sayModel = ({ model }: Assessment): string => {
  const { failures, parts, repositories } = model.trainedOn
  const certificate = Object.entries(model.certificate ?? {})
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 8)
    .map(([name, value]) => `${name} ${value}`)
  const kind = model.kind === 'prior' ? 'shipped weights' : 'learned here'
  const seen = `${formatPlural(parts, 'change')} and ${formatPlural(failures, 'failure')} of this repository, ${formatPlural(repositories, 'public repository', 'public repositories')} before`
  return `${model.id}, ${kind}: ${seen}${certificate.length === 0 ? '' : `. Certificate: ${certificate.join(', ')}`}`
}

/** What stands behind the answer, one line each. */
const facts = (safe: Assessment, raw: Assessment): readonly string[] => {
  const { at, components, customers, labels, ledger, lower, notes, policy, reviewers, risk, similar, tool } =
    safe
  const scored = isScored(safe)
  const list = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(' · '))
  return [
    ...fact('The moment', scored ? sayReasons(risk.contributions, Number.POSITIVE_INFINITY) : null),
    ...fact('Band', risk.band),
    ...fact('Limit', scored ? sayLimit(safe) : null),
    ...lower.slice(0, 8).flatMap((offer, place) => {
      const command = raw.lower[place]?.command
      return fact('Smaller', `${sayLower(offer)}${command === undefined ? '' : ` (${codeSpan(command)})`}`)
    }),
    ...fact(
      'Reviewers',
      list(
        reviewers
          .slice(0, 8)
          .map(({ group, login, why }) => `${login}${group === undefined ? '' : ` for ${group}`}, ${why}`),
      ),
    ),
    ...fact('Components', list(components.slice(0, 40))),
    ...fact('Customers', list(customers.slice(0, 40))),
    ...similar.slice(0, 5).flatMap((likeness) => fact('Alike', sayLikeness(likeness))),
    ...fact('Failure means', labels.meaning),
    ...fact(
      'Known',
      `${sayKnown(safe)}${labels.since === null ? '' : `. Counted since ${sayPast(labels.since, at)}`}`,
    ),
    ...fact('So far', scored ? sayTrack(safe) : null),
    ...fact('Gone out unreviewed', scored ? sayUnreviewed(safe) : null),
    ...fact('Model', sayModel(safe)),
    ...fact(
      'Policy',
      policy.path === undefined
        ? 'the defaults, no file'
        : `${policy.path}${policy.blob === undefined ? '' : ` at ${policy.blob}`}`,
    ),
    ...fact('Rule', safe.rule),
    ...notes.slice(0, 10).flatMap((note) => fact('Note', note)),
    ...fact('Assumed', sayAssumed(safe)),
    ...fact('Not seen', sayUnseen(safe, 12)),
    ...fact('Next', sayNext(safe)),
    ...fact(
      'Record',
      ledger === undefined ? 'none, this answer is not remembered' : `${ledger.record}, hash ${ledger.hash}`,
    ),
    ...fact('Scored by', `${tool.name} ${tool.version}, engine ${tool.engine}, ${at}`),
  ]
}

/** The fold, in at most `characters` characters. */
export const renderDetails = (safe: Assessment, raw: Assessment, characters: number): string => {
  const parts = safe.change.parts.length
  const behind = isScored(safe)
    ? 'what was not seen, and how far to trust this'
    : 'and what stands behind this answer'
  const title =
    parts > 1 ? `All ${formatCount(parts)} changes, ${behind}` : capitalise(behind.replace(/^and /, ''))
  const known = fill(facts(safe, raw), Math.floor(characters * 0.3))
  const more =
    known.cut === 0
      ? []
      : [`- ${formatPlural(known.cut, 'more line')} would not fit; \`gate --json\` has them`]
  const room = characters - 1_000 - known.kept.join('\n').length
  const table = partTable(safe, raw, Math.floor(room * 0.5))
  const reasons = reasonList(safe, raw, room - table.join('\n').length)
  return [
    `<details><summary>${title}</summary>`,
    '',
    ...table,
    ...reasons,
    '**Behind it**',
    '',
    ...known.kept,
    ...more,
    '',
    '</details>',
  ].join('\n')
}
