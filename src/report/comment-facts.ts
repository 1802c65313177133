/** What stands behind the answer, one line each: for whoever defends it, or doubts it. */
import type { Assessment } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { sayCertificate } from './certificate.ts'
import { sayScoreSoFar } from './comment-closing.ts'
import { escapeWords, type Page, referCommit, referFile } from './comment-page.ts'
import { listReasons, sayReasons } from './comment-reasons.ts'
import { codeSpan } from './escaping.ts'
import { formatInterval, formatPercent, formatPlural } from './numbers.ts'
import { capitalise, endSentence } from './phrases.ts'
import { changeReasons } from './reasons.ts'
import {
  isScored,
  sayAssumed,
  sayBudgets,
  sayKnown,
  sayLikeness,
  sayLimit,
  sayLower,
  sayNext,
  sayTrack,
  sayUnseen,
} from './sentences.ts'
import { sayPast } from './times.ts'

const mostFiles = 10
/** Parts told beside the usual risk; the others as one. */
const mostNamed = 5

const fact = (label: string, text: string | null): readonly string[] =>
  text === null || text === '' ? [] : [`- **${label}:** ${endSentence(text)}`]

const list = (texts: readonly string[]): string | null => (texts.length === 0 ? null : texts.join(' · '))

const sayUnreviewed = ({ track }: Assessment): string | null =>
  track.n === 0 || track.low === null || track.high === null
    ? null
    : `${formatInterval(track.low, track.high)} of it fails (90 % sure), counted over ${formatPlural(track.n, 'change')}, ${formatCount(track.reviewed)} of them reviewed`

const sayModel = ({ model }: Assessment): string => {
  const { failures, parts, repositories } = model.trainedOn
  const kind = model.kind === 'prior' ? 'shipped weights' : 'learned here'
  const seen = `${formatPlural(parts, 'change')} and ${formatPlural(failures, 'failure')} of this repository, ${formatPlural(repositories, 'public repository', 'public repositories')} before`
  return `${model.id}, ${kind}: ${seen}${model.certificate === undefined ? '' : `. ${capitalise(sayCertificate(model.certificate))}`}`
}

const sayReviewers = (safe: Assessment): string | null =>
  list(
    safe.reviewers
      .slice(0, 8)
      .map(({ group, login, why }) => `${login}${group === undefined ? '' : ` for ${group}`}, ${why}`),
  )

const sayPolicy = ({ raw, safe }: Page): string => {
  const { path } = safe.policy
  if (path === undefined) return 'the defaults, no file'
  return raw.policy.blob === undefined ? path : `${path} at ${codeSpan(raw.policy.blob)}`
}

/** Each part's own factor from the usual risk at this size to this one. */
const sayBesideUsual = ({ raw, safe }: Page): string | null => {
  const { baseRate, probability } = safe.risk
  const reasons = changeReasons(safe, mostNamed, (place) => codeSpan(raw.change.parts[place]!.id))
  return reasons.length === 0 || baseRate === null || probability === null
    ? null
    : `${formatPercent(baseRate)} at this size, times ${listReasons(reasons)}, is ${formatPercent(probability)}`
}

/** What was asked: the answer, its rule, and what it was compared with. */
const factsOfAnswer = (page: Page): readonly string[] => {
  const { raw, safe, view } = page
  const { risk } = safe
  const scored = isScored(safe)
  return [
    ...fact(
      'Answer',
      `${safe.decision} by the rule ${safe.rule}${safe.reason === '' ? '' : `: ${safe.reason}`}`,
    ),
    ...fact('Than usual', scored ? sayBesideUsual(page) : null),
    ...fact('The moment', scored ? sayReasons(risk.contributions, Number.POSITIVE_INFINITY) : null),
    ...fact('Band', risk.band),
    ...fact('Limit', scored ? sayLimit(safe) : null),
    ...fact('Error budget', sayBudgets(safe, 12)),
    ...(view.files ?? [])
      .slice(0, mostFiles)
      .flatMap(({ path, why }) => fact(`Drives the risk`, `${referFile(page, path)}: ${escapeWords(why)}`)),
    ...safe.lower.slice(0, 8).flatMap((offer, place) => {
      const command = raw.lower[place]?.command
      return fact('Smaller', `${sayLower(offer)}${command === undefined ? '' : ` (${codeSpan(command)})`}`)
    }),
    ...fact('Reviewers', sayReviewers(safe)),
    ...fact('Components', list(safe.components.slice(0, 40))),
    ...fact('Customers', list(safe.customers.slice(0, 40))),
    ...safe.similar.slice(0, 5).flatMap((likeness) => fact('Alike', sayLikeness(likeness))),
  ]
}

/** How far to trust it. */
const factsOfTrust = (page: Page): readonly string[] => {
  const { safe, view } = page
  const { at, labels, ledger, notes, tool } = safe
  const scored = isScored(safe)
  const since = labels.since === null ? '' : `. Counted since ${sayPast(labels.since, at)}`
  return [
    ...fact('Failure means', labels.meaning),
    ...fact('Known', `${sayKnown(safe)}${since}`),
    ...fact('Score so far', scored ? sayScoreSoFar(safe) : null),
    ...fact(safe.mode === 'enforce' ? 'So far' : 'If enforced', scored ? sayTrack(safe) : null),
    ...fact('Gone out unreviewed', scored ? sayUnreviewed(safe) : null),
    ...fact('Model', sayModel(safe)),
    ...fact('Policy', sayPolicy(page)),
    ...notes.slice(0, 10).flatMap((note) => fact('Note', note)),
    ...fact('Assumed', sayAssumed(safe, view.settings)),
    ...fact('Not seen', sayUnseen(safe, 12)),
    ...fact('Next', sayNext(safe)),
    ...fact('Compared', sayCompared(page)),
    ...fact(
      'Record',
      ledger === undefined ? 'none, this answer is not remembered' : `${ledger.record}, hash ${ledger.hash}`,
    ),
    ...fact('Scored by', `${tool.name} ${tool.version}, engine ${tool.engine}, ${at}`),
  ]
}

const sayCompared = (page: Page): string | null => {
  const { base, head } = page.raw.change
  if (head === null) return null
  return base === null
    ? referCommit(page.view.links, head)
    : `${referCommit(page.view.links, base)} to ${referCommit(page.view.links, head)}`
}

export const renderFacts = (page: Page): readonly string[] => [...factsOfAnswer(page), ...factsOfTrust(page)]
