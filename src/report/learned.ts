/** What `learn` says at the end: what was understood, what it taught, and the failed changes, one line each. */
import { formatCount } from '../domain/counting.ts'
import type { Lane } from '../domain/lane.ts'
import {
  type EnvironmentOutcomes,
  type Learned,
  type LearnedLink,
  type LearnedSource,
  type MovedMost,
  type UntiedReason,
  untiedReasons,
} from '../domain/learned.ts'
import { truncate, wrap } from './display-width.ts'
import { neutralise } from './escaping.ts'
import { failedLines, widestChange } from './failed-lines.ts'
import { sayImported } from './imported.ts'
import { formatPercent, formatPlural } from './numbers.ts'
import { sayUnusable } from './unusable.ts'

const stateWords = {
  succeeded: 'succeeded',
  'succeeded-with-issues': 'with issues',
  failed: 'failed',
  'rolled-back': 'rolled back',
  pending: 'still soaking or open',
} as const

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

const sayEnvironment = ({ name, deployments, states }: EnvironmentOutcomes): string => {
  const counts = Object.entries(stateWords).map(([state, word]) => {
    const count = states[state as keyof typeof stateWords]
    return count === 0 ? '' : `${count} ${word}`
  })
  return `${neutralise(name)}: ${formatPlural(deployments, 'deployment')}, ${joined(counts)}`
}

const sayLabels = ({ failed, suspected, cleared }: Learned['labels']): string =>
  failed + suspected + cleared === 0
    ? 'nothing beside what git tells'
    : joined([
        failed === 0 ? '' : `${formatPlural(failed, 'change')} failed, which git does not tell`,
        suspected === 0
          ? ''
          : `${formatPlural(suspected, 'change')} suspected, or sharing what nobody pinned down`,
        cleared === 0 ? '' : `${cleared} cleared by people`,
      ])

/** More than this is for the JSON: the count alone tells that something is wrong. */
const mostTold = 8

const sayEach = (what: string, sentences: readonly string[]): readonly string[] => [
  ...sentences.slice(0, mostTold).map((sentence) => `    ${what}: ${neutralise(sentence)}`),
  ...(sentences.length > mostTold ? [`    ${what}: ${sentences.length - mostTold} more`] : []),
]

const sayIncidents = ({
  understood,
  doubted,
  confirmed,
  suspected,
  none,
  unusable,
  notCounted,
}: Learned['incidents']) =>
  joined([
    `${formatPlural(understood, 'incident')} understood`,
    doubted === 0 ? '' : `${formatCount(doubted)} with doubts`,
    `${formatCount(confirmed)} tied to a change here`,
    suspected === 0 ? '' : `${formatCount(suspected)} with suspects`,
    none === 0 ? '' : `${formatCount(none)} tied to none`,
    unusable.length === 0 ? '' : `${formatCount(unusable.length)} not usable`,
    notCounted.length === 0 ? '' : `${formatCount(notCounted.length)} not counted`,
  ])

/** `tied to none: 3 no change stands out · 1 planned work`. */
const sayUntied = ({ noneBecause }: Learned['incidents']): readonly string[] => {
  const reasons = (Object.keys(untiedReasons) as readonly UntiedReason[]).flatMap((why) => {
    const count = noneBecause[why] ?? 0
    return count === 0 ? [] : [`${formatCount(count)} ${untiedReasons[why]}`]
  })
  return reasons.length === 0 ? [] : [`    tied to none: ${joined(reasons)}`]
}

/** Suspicions that a person is asked to settle at most. */
const mostSuspicions = 5

/** What only a person can settle. */
const saySuspicions = (links: readonly LearnedLink[]): readonly string[] => {
  const open = links.filter(({ state }) => state === 'suspect')
  if (open.length === 0) return []
  const told = open.slice(0, mostSuspicions).map(({ incident, change, title, confidence, reasons }) => {
    const named = truncate(`${neutralise(change)} ${neutralise(title)}`.trim(), widestChange)
    return `    ${neutralise(incident)}: perhaps ${named} (${formatPercent(confidence)}), ${neutralise(reasons[0] ?? '')}`
  })
  const more = open.length - told.length
  return [
    `  Suspected ${formatPlural(open.length, 'change')}, counted nowhere; .blame #N or .unblame #N settles it`,
    ...told,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ]
}

/** The table below holds what known deployments brought: what else is confirmed is told here. */
const sayConfirmed = ({ failed, links }: Pick<Learned, 'failed' | 'links'>): readonly string[] =>
  links
    .filter(({ sha, state }) => state === 'confirmed' && !isInTable(failed, sha))
    .slice(0, mostTold)
    .map(({ incident, change, title, reasons }) => {
      const named = truncate(`${neutralise(change)} ${neutralise(title)}`.trim(), widestChange)
      return `  Confirmed ${neutralise(incident)}: ${named}, ${neutralise(reasons[0] ?? '')}`
    })

const isInTable = (failed: Learned['failed'], sha: string): boolean =>
  failed.some((each) => each.sha === sha || each.cause.parts.some((part) => part.sha === sha))

export const causeWords: Readonly<Record<MovedMost['cause'], string>> = {
  revert: 'reverted',
  hotfix: 'hot-fixed',
  rollback: 'rolled back',
  incident: 'an incident',
  deployment: 'its job failed',
  correction: 'a person said so',
}

const sayMoved = ({ change, cause, times }: MovedMost): string =>
  `${neutralise(change)} (${causeWords[cause]}) ×${times.toFixed(1)}`

/** Names of sources that count what they hold. */
const alone = new Map([
  ['git reverts', 'git revert'],
  ['git hotfixes', 'git hotfix'],
  ['deployments', 'deployment'],
])

const saySource = ({
  source,
  records,
  confirmed = 0,
  suspected = 0,
  notCounted = 0,
  since,
}: LearnedSource) => {
  const of = [
    confirmed === 0 ? '' : `${confirmed} confirmed`,
    suspected === 0 ? '' : `${suspected} suspected`,
    notCounted === 0 ? '' : `${notCounted} not counted`,
  ].filter((part) => part !== '')
  const told = of.length === 0 ? '' : ` (${of.join(', ')})`
  const name = records === 1 ? (alone.get(source) ?? source) : source
  return `${formatCount(records)} ${neutralise(name)}${told}${since === null || records === 0 ? '' : ` since ${since.slice(0, 10)}`}`
}

const sayOverrides = ({ given, reviewed, failed, overdue }: Learned['overrides']): string =>
  joined([
    formatPlural(given, 'emergency override'),
    `${reviewed} reviewed afterwards`,
    failed === 0 ? '' : `${failed} of them failed`,
    overdue === 0 ? '' : `${overdue} overdue`,
  ])

const sayPrior = ({ prior }: NonNullable<Learned['model']>): string =>
  prior === undefined
    ? 'the shipped weights'
    : `the weights ${prior.repositories === 0 ? '' : `of ${formatPlural(prior.repositories, 'repository', 'repositories')} of yours `}in ${neutralise(prior.path)}`

export const laneSentences: Readonly<Record<Lane, string>> = {
  unreviewed: 'that went out unreviewed failed',
  audited: 'drawn for a look',
  reviewed: 'reviewed',
  overridden: 'by override',
  held: 'held',
  observed: 'before anything was held',
}

/** Lanes of one environment; nothing where nothing was ever held. */
const sayLanes = (lanes: Learned['lanes'], environment: string): readonly string[] => {
  const own = lanes.filter((each) => each.environment === environment)
  return own.every(({ lane }) => lane === 'observed')
    ? []
    : [
        `  Lanes     ${neutralise(environment)}: ${joined(own.map(({ failed, lane, parts }) => `${failed} of ${parts} ${laneSentences[lane]}`))}`,
      ]
}

/** A model stands for a week, of a short history until the next landing: what is told meanwhile is in it later. */
const sayModel = (model: NonNullable<Learned['model']>, { failed }: Learned['labels']): string =>
  model.kind === 'prior'
    ? failed === 0
      ? `no failure is known here yet: ${sayPrior(model)} stand (${model.id})`
      : `what failed counts from Monday on, or from the next change that lands: until then ${sayPrior(model)} stand (${model.id})`
    : `fitted on ${formatPlural(model.parts, 'change')}, ${model.failures} of them failed${model.prior === undefined ? '' : `, upon ${sayPrior(model)}`} (${model.id})`

/** No deployment, no failed one: that says nothing of the changes. */
const sayNoFailure = ({ environments, links }: Learned, days: number): string => {
  if (environments.length === 0) return 'Which deployments failed cannot be told: none is known.'
  const what = links.some(({ state }) => state === 'confirmed')
    ? 'No deployment that is known of brought a change that'
    : 'No change is known to have'
  return `${what} failed in the last ${formatPlural(days, 'day')}.`
}

/** Columns of a screen that is read, not scanned. */
const widest = 118
const mostLines = 8

/** A line that is too long goes on under its own beginning. */
const hanging = (line: string): readonly string[] => {
  const [lead = ''] = /^ *(?:(?<=^ {2})[A-Z][a-z]+ +|[a-z ]+: )?/.exec(line) ?? []
  const columns = Math.min(lead.length, 20)
  const [first = '', ...rest] = wrap(line.slice(columns), widest - columns, mostLines)
  return [line.slice(0, columns) + first, ...rest.map((more) => ' '.repeat(columns) + more)]
}

/** The screen, ending in the failed changes: what a release lead looks for first stands where the eye comes to rest. */
export const renderLearned = (learned: Learned): string => {
  const {
    repository,
    period,
    environments,
    failed,
    labels,
    lanes,
    overrides,
    incidents,
    imported,
    links,
    model,
    ledger,
    notes,
    sources,
    moved,
    odd,
  } = learned
  const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000)
  const head = `${neutralise(repository)}: the last ${formatPlural(days, 'day')}`
  const told = [
    head,
    ...(environments.length === 0
      ? ['  no deployment is known; tell of them with --deployments FILE (JSON lines)']
      : environments.map((environment) => `  ${sayEnvironment(environment)}`)),
    ...(incidents.understood + incidents.unusable.length + incidents.notCounted.length === 0
      ? []
      : [`  ${sayIncidents(incidents)}`]),
    ...sayUntied(incidents),
    ...sayImported(imported).map((line) => `    ${line}`),
    ...sayUnusable(incidents.unusable).map((line) => `    ${line}`),
    ...sayEach('not counted', incidents.notCounted),
    ...sayConfirmed(learned),
    ...saySuspicions(links),
    ...(overrides.given === 0 ? [] : [`  Overrides ${sayOverrides(overrides)}`]),
    `  Learned   ${sayLabels(labels)}`,
    `  From      ${joined(sources.map(saySource))}`,
    ...(moved.length === 0 ? [] : [`  Moved     ${joined(moved.map(sayMoved))} at most`]),
    ...odd.slice(0, mostTold).map(({ what, did }) => `  Odd       ${neutralise(what)}: ${neutralise(did)}`),
    ...(odd.length > mostTold ? [`  Odd       ${odd.length - mostTold} more`] : []),
    ...[...new Set(lanes.map(({ environment }) => environment))].flatMap((name) => sayLanes(lanes, name)),
    ...(model === null ? [] : [`  Model     ${sayModel(model, labels)}`]),
    `  Ledger    ${formatPlural(ledger.written, 'new record')} in ${neutralise(ledger.url)}`,
    ...notes.map((note) => `  Note      ${neutralise(note)}`),
  ]
  return [
    ...told.flatMap(hanging),
    '',
    failed.length === 0
      ? sayNoFailure(learned, days)
      : `${formatPlural(failed.length, 'failed change')}, newest first`,
    ...failedLines(failed).map((line) => `  ${line}`),
  ].join('\n')
}
