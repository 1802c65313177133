/**
 * What an Assessment means, a sentence each, for screen and comment alike.
 * Strings inside the Assessment are shown as given: neutralise or escape the whole of it before.
 */

import type { Assessment, Lower } from '../domain/assessment.ts'
import { formatCount } from '../domain/counting.ts'
import { parseBaseSource } from './base-source.ts'
import { formatInterval, formatPercent, formatPlural, formatShare } from './numbers.ts'
import { endSentence, joinNames, openSentence, sayRank } from './phrases.ts'
import { sayComing, sayDuration, secondsBetween } from './times.ts'

/** What is typed to say otherwise, where something was taken for granted. */
export interface Settings {
  readonly base: string
  readonly environment: string
}
export const flags: Settings = { base: '--base', environment: '--environment' }
export const inputs: Settings = { base: 'input base-ref', environment: 'input environment' }

/** Fewer known failures than this say nothing reliable. */
const fewest = 10
/** Fewer than this, and the interval belongs beside the number. */
const many = 50

/** The kill switch is thrown. */
export const isOff = ({ mode, rule }: Pick<Assessment, 'mode' | 'rule'>): boolean =>
  mode === 'off' || rule === 'mode-off'

/**
 * Parts were measured against a usual one, and their numbers say something about this change: not where the model was
 * silent, there is nothing to score, or a rollback takes the parts away. A young repository lacks the limit alone.
 */
export const isScored = ({ change, mode, risk, rule }: Assessment): boolean =>
  change.parts.length > 0 &&
  !isOff({ mode, rule }) &&
  risk.usualPart !== null &&
  (rule !== 'model-silent' || risk.probability !== null) &&
  (change.kind !== 'rollback' || risk.probability !== null)

/** "could be 11–35 %", where few outcomes are known or the limit lies inside. */
const sayInterval = ({ labels, risk }: Assessment): string | null => {
  const { low, high, limit } = risk
  if (low === null || high === null) return null
  const crosses = limit !== null && low < limit && limit < high
  return labels.known < many || crosses ? `could be ${formatInterval(low, high)}` : null
}

const sayFewFailures = (known: number): string | null => {
  if (known >= fewest) return null
  return known === 0
    ? 'No failure is known here: too few to judge'
    : `Only ${formatPlural(known, 'failure is', 'failures are')} known here: too few to judge`
}

/** The probability with its meaning, its range and what is usual; null where none may be given. */
export const sayProbability = (assessment: Assessment): string | null => {
  const { change, labels, risk } = assessment
  if (risk.probability === null || !isScored(assessment)) return null
  // The reasons of a single change multiply from the usual one, whose every answer is usual; several, from as many average ones.
  const [usual, what] =
    change.parts.length === 1 ? [risk.usualPart, 'change'] : [risk.baseRate, 'at this size']
  const beside = [
    sayInterval(assessment),
    usual === null ? null : `usual ${what} ${formatPercent(usual)}`,
  ].filter((clause) => clause !== null)
  const few = sayFewFailures(labels.known)
  const main = `${formatPercent(risk.probability)} to be ${labels.meaning === '' ? 'a failure' : openSentence(labels.meaning)}`
  return `${main}${beside.length === 0 ? '' : ` (${beside.join('; ')})`}.${few === null ? '' : ` ${few}.`}`
}

/** Why a change that could be scored has no probability as a deployment. */
const sayNoProbability = (assessment: Assessment, settings: Settings): string | null => {
  const { change, environment } = assessment
  if (!isScored(assessment)) return null
  const { from } = parseBaseSource(change.baseSource)
  const few = sayFewFailures(assessment.labels.known)
  const why =
    from === 'recent'
      ? `what runs in ${environment} is not known. The last ${formatPlural(change.parts.length, 'change')} are ranked; name the base with ${settings.base}.`
      : `${from === 'none' ? 'there is no earlier state to compare with' : 'too little is known'}. The changes are only ranked.`
  return `No deployment probability: ${why}${few === null ? '' : ` ${few}.`}`
}

/** The probability, or why there is none; null where the decision says all. */
export const sayOdds = (assessment: Assessment, settings: Settings = flags): string | null =>
  sayProbability(assessment) ?? sayNoProbability(assessment, settings)

/** Rank and probability, the second thing a reader wants; null where the decision says all. */
export const sayRisk = (assessment: Assessment): string | null => {
  const rank = isScored(assessment) ? sayRank(assessment) : null
  return (
    [rank === null ? null : `${rank}.`, sayOdds(assessment)].filter((part) => part !== null).join(' ') || null
  )
}

/** "1.6 % a change: the riskiest 10 % are reviewed"; null without a limit. */
export const sayLimit = ({ risk }: Assessment): string | null =>
  risk.limit === null
    ? null
    : `${formatPercent(risk.limit)} a change${risk.limitWhy === '' ? '' : `: ${openSentence(risk.limitWhy)}`}`

/** The past change most like this one and what became of it; null when none is known. */
export const sayLikest = ({ similar }: Assessment): string | null => {
  const [first] = similar
  return first === undefined ? null : sayLikeness(first)
}

/** A past change and what became of it. */
export const sayLikeness = ({ change, sentence }: Assessment['similar'][number]): string =>
  openSentence(sentence.includes(change) ? sentence : `${change}, ${sentence}`)

/** An offer of less risk, with its probability. */
export const sayLower = ({ probability, sentence }: Lower): string => {
  const open = openSentence(sentence)
  return open.includes('%') ? open : `${open}: ${formatPercent(probability)}`
}

/** " until Monday 10:00 UTC (in 3 days)"; empty without a time. */
export const sayWait = (until: string | undefined, at: string): string => {
  if (until === undefined) return ''
  const seconds = secondsBetween(at, until)
  return ` until ${sayComing(until, at)}${seconds !== null && seconds > 0 ? ` (in ${sayDuration(seconds)})` : ''}`
}

/** Nothing is asked to run that does not run already. */
export const isIdle = ({ rule }: Assessment): boolean => rule === 'nothing-to-deploy' || rule === 'redeploy'

/** What enforcing would do: "this would be reviewed: the reason." */
export const sayEnforced = ({ at, decision, reason, until }: Assessment): string => {
  const would = {
    approve: 'go out unreviewed',
    hold: `wait${sayWait(until, at)}`,
    review: 'be reviewed',
    reject: 'be rejected',
  }[decision]
  return `this would ${would}${reason === '' ? '.' : `: ${endSentence(reason)}`}`
}

/** "2 reviews a week", "1 review a month". */
export const sayPace = (reviewsPerWeek: number): string => {
  if (reviewsPerWeek >= 0.75) return `${formatPlural(reviewsPerWeek, 'review')} a week`
  const monthly = (reviewsPerWeek * 52) / 12
  return monthly >= 0.5 ? `${formatPlural(monthly, 'review')} a month` : 'hardly a review a month'
}

/** What reviewing the riskiest caught and let out, told plainly when it caught nothing. */
export const sayTrack = ({ labels, track }: Assessment): string | null => {
  const { caught, failed, n, reviewed } = track
  if (n === 0) return null
  const replayed = track.source === 'replayed'
  const pace = `riskiest ${formatShare(track.riskiest)}: ${sayPace(track.reviewsPerWeek)}`
  const over = `${formatPlural(Math.max(1, track.months), 'month')}, ${replayed ? 'no look-ahead' : 'as recorded'}`
  if (failed === 0) return `${pace}; no failure to catch in ${formatPlural(n, 'change')} (${over})`
  const missed = failed - caught
  const of = `of ${formatPlural(failed, 'past failure')}`
  const would = replayed ? 'would have been' : 'were'
  const gone = replayed ? 'gone out' : 'went out'
  const told =
    caught === 0
      ? `${of} none ${replayed ? 'would have been' : 'was'} reviewed`
      : `${of} ${formatCount(caught)} ${caught === 1 && !replayed ? 'was' : would} reviewed and ${missed === 0 ? 'none' : formatCount(missed)} ${gone}`
  return `${pace}; ${told} (${over})${sayChance(failed < fewest && labels.known >= fewest, failed >= fewest && caught * n <= reviewed * failed, track.riskiest)}`
}

const sayChance = (few: boolean, noBetter: boolean, riskiest: number): string => {
  if (few) return ': too few to judge'
  return noBetter ? `: no better than any ${formatShare(riskiest)} picked blindly` : ''
}

/** Where failures are known from, one and several of them; those that are not here need an "s" and nothing else. */
const sourceWords = new Map<string, readonly [string, string?]>([
  ['hotfix', ['hotfix', 'hotfixes']],
  ['deployment', ['failed job', 'failed jobs']],
])

const sayPooled = ({ prior }: Assessment['model']): string =>
  prior === undefined || prior.repositories === 0
    ? ''
    : `${formatPlural(prior.repositories, 'repository', 'repositories')} of yours and `

/** How many failures are known, from where, and whose experience the weights are. */
export const sayKnown = ({ labels, model }: Assessment): string => {
  const sources = Object.entries(labels.sources)
    .filter(([, count]) => count > 0)
    .map(([source, count]) => {
      const [one, several] = sourceWords.get(source) ?? [source]
      return formatPlural(count, one, several)
    })
  const failures = labels.known === 0 ? 'no failure' : formatPlural(labels.known, 'failure')
  const told = `${failures} in ${formatPlural(labels.among, 'change')}${sources.length === 0 ? '' : `: ${sources.join(', ')}`}`
  const counted = labels.among === 0 ? 'no change here is old enough to have an outcome' : told
  const { repositories } = model.trainedOn
  const shipped = `${sayPooled(model)}${formatPlural(repositories, 'public repository', 'public repositories')}`
  if (model.kind === 'prior') return `${counted}. Weights from ${shipped}`
  return `${counted}. Weights learned here${repositories === 0 ? '' : ` and from ${shipped}`}`
}

/** What could not be seen, named with its cause; null when everything was. */
export const sayUnseen = ({ unavailable }: Assessment, most: number): string | null => {
  const causes = new Map<string, string[]>()
  for (const { signal, why } of unavailable)
    causes.set(why, [...(causes.get(why) ?? []), signal.replaceAll('-', ' ')])
  const told = [...causes].map(
    ([why, signals]) =>
      `${joinNames([...new Set(signals)], most)}${why === '' ? '' : ` (${openSentence(why)})`}`,
  )
  return told.length === 0 ? null : told.join('; ')
}

/** "41 s of 1 min 43 s left (30 days)", with its component before it where it is one's; null where none is known. */
export const sayBudgets = ({ budgets = [] }: Assessment, most: number): string | null => {
  const told = budgets.map(({ of, sentence }) =>
    of.kind === 'environment' ? sentence : `${of.name} ${sentence}`,
  )
  const others = told.length - most
  const shown = others > 0 ? [...told.slice(0, most), `${formatPlural(others, 'other')}`] : told
  return told.length === 0 ? null : shown.join('; ')
}

/** What was taken for granted, with what says otherwise. */
export const sayAssumed = (
  { change, environment, environmentAssumed }: Assessment,
  settings: Settings = flags,
): string | null => {
  const { from, detail } = parseBaseSource(change.baseSource)
  const base =
    from === 'tag'
      ? `live = ${detail}, the newest tag (${settings.base})`
      : from === 'other' && detail !== ''
        ? `live = ${detail} (${settings.base})`
        : null
  const place = environmentAssumed ? `environment = ${environment} (${settings.environment})` : null
  return [base, place].filter((part) => part !== null).join(' · ') || null
}

/** The one or two steps that would make the next answer better; null when nothing is missing. */
export const sayNext = ({ change, policy, rule }: Assessment): string | null => {
  if (rule === 'configuration-unreadable') return 'mend the configuration, then ask again'
  if (rule === 'mode-off' || change.head === null) return null
  return policy.path === undefined ? 'say what matters here in .github/change-risk.yml' : null
}
