/** The team's own model card as one page of Markdown: what the model learned from and since when, and how it does here. */
import { formatCount } from '../domain/counting.ts'
import type { LearnedSource } from '../domain/learned.ts'
import type { CardIncident, ModelCard } from '../domain/model-card.ts'
import type { OutcomeCause } from '../domain/outcome.ts'
import { formatStated } from '../policy/formatting.ts'
import { sayCertificate } from './certificate.ts'
import { codeSpan, escapeMarkdown, link } from './escaping.ts'
import { causeWords, laneSentences } from './learned.ts'
import { cardTrackLines } from './model-card-track.ts'
import { formatFactor, formatPlural } from './numbers.ts'
import { capitalise } from './phrases.ts'

const day = (iso: string | null): string => iso?.slice(0, 10) ?? 'unknown'
const shortId = (id: string): string => codeSpan(`sha256:${id.slice(0, 16)}`)

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

const sayPrior = ({ chosen, failures, id, parts, repositories }: ModelCard['prior']): string => {
  const whose =
    chosen === undefined
      ? 'the shipped weights'
      : `the weights in ${codeSpan(chosen.path)}${chosen.repositories === 0 ? '' : `, of ${formatPlural(chosen.repositories, 'repository', 'repositories')} of yours`}`
  const open = formatPlural(repositories, 'public repository', 'public repositories')
  return `${whose} (${shortId(id)}: ${formatPlural(parts, 'change')}, ${formatCount(failures)} failed; ${open})`
}

/** Behind a number: `2 blamed in incidents`. */
const failedBy: Readonly<Record<string, string>> = {
  revert: 'reverted',
  hotfix: 'hot-fixed',
  rollback: 'rolled back',
  incident: 'blamed by incidents',
  deployment: 'whose job failed',
  correction: 'by the word of people',
} satisfies Readonly<Record<OutcomeCause, string>>

const sayCauses = (causes: ModelCard['model']['causes']): string => {
  const told = Object.entries(causes).map(
    ([cause, count]) => `${formatCount(count)} ${failedBy[cause] ?? escapeMarkdown(cause)}`,
  )
  return told.length === 0 ? '' : ` (${told.join(', ')})`
}

const sayModel = ({ model, prior }: ModelCard): string => {
  const what = `It tells how likely a change is to fail: to be ${escapeMarkdown(model.meaning)}. Model ${shortId(model.id)}, engine ${model.engine}.`
  const fitted =
    model.kind === 'prior'
      ? `No failure is known here yet, among ${formatPlural(model.parts, 'change')}: ${sayPrior(prior)} stand.`
      : `Fitted on ${formatPlural(model.parts, 'change')} of this repository, landed ${day(model.from)} to ${day(model.to)}, of which ${formatCount(model.failures)} failed${sayCauses(model.causes)}; it began as ${sayPrior(prior)}.`
  return `${what} ${fitted} It looks back ${escapeMarkdown(model.lookback)}; a failure counts as soon as it is known, a success after ${escapeMarkdown(model.maturity)} without one.`
}

const count = (value: number | undefined): string => (value ? formatCount(value) : '')

const sourceRow = ({ source, records, confirmed, suspected, notCounted, since }: LearnedSource) => [
  escapeMarkdown(source),
  formatCount(records),
  count(confirmed),
  count(suspected),
  count(notCounted),
  records === 0 ? 'nothing yet' : day(since),
]

const incidentRow = ({ incident, source, noticedAt, change, state, url }: CardIncident) => [
  link(escapeMarkdown(incident), url ?? undefined),
  escapeMarkdown(source),
  day(noticedAt),
  codeSpan(change),
  state === 'confirmed' ? 'confirmed' : 'suspected, counted nowhere',
]

const sayUnused = ({ notBelieved, sources, unusable }: ModelCard): string => {
  const beyond = sources.reduce((sum, { notCounted = 0 }) => sum + notCounted, 0)
  const told = [
    beyond === 0
      ? ''
      : `${formatCount(beyond)} beyond what one person or source may say in a week (not counted)`,
    notBelieved === 0
      ? ''
      : `${formatCount(notBelieved)} given last by somebody or something that does not count here`,
    unusable === 0 ? '' : `${formatCount(unusable)} given last that could not be read`,
  ].filter((each) => each !== '')
  return told.length === 0
    ? ''
    : `Not learned from: ${told.join('; ')}. ${codeSpan('learn --json')} says why, one by one.`
}

const sourceBlocks = (card: ModelCard): readonly string[] => [
  '## What it learned from, and since when',
  table(['source', 'records', 'confirmed', 'suspected', 'not counted', 'since'], card.sources.map(sourceRow)),
  ...(card.incidents.length === 0
    ? []
    : [table(['incident', 'from', 'noticed', 'change', 'tied to it'], card.incidents.map(incidentRow))]),
  card.moreIncidents === 0
    ? ''
    : `And ${formatPlural(card.moreIncidents, 'more tie', 'more ties')} of an incident to a change.`,
  sayUnused(card),
]

const movedBlocks = ({ moved, odd }: ModelCard): readonly string[] => [
  '## What moved it most, and what looks odd',
  `Beside git no one record may multiply a risk by more than about three.${moved.length === 0 ? ' None moved it much.' : ''}`,
  list(
    moved.map(
      ({ change, title, cause, times }) =>
        `${codeSpan(change)} ${escapeMarkdown(title)} (${causeWords[cause]}): at most ${formatFactor(times)}`,
    ),
  ),
  odd.length === 0 ? 'Nothing looks odd.' : 'To be looked at:',
  list(odd.map(({ what, did }) => `${escapeMarkdown(capitalise(what))}: ${escapeMarkdown(did)}`)),
]

const weightBlocks = ({ weights }: ModelCard): readonly string[] =>
  weights.length === 0
    ? []
    : [
        '## What weighs how much here',
        'Of each family the question that can move a risk the furthest, between answers that are usual here; the usual answer is ×1.',
        table(
          ['about', 'question', 'safest answer', 'riskiest answer'],
          weights.map(({ family, question, safest, riskiest }) => [
            escapeMarkdown(family),
            escapeMarkdown(question),
            ...[safest, riskiest].map(
              ({ answer, factor }) => `${escapeMarkdown(answer)}: ${formatFactor(factor)}`,
            ),
          ]),
        ),
      ]

const sayPromise = ({ certificate, failureRate }: ModelCard): string => {
  if (failureRate === null)
    return `Nothing: no failure budget is stated (${codeSpan('auto-approve: failure-rate')}), so the riskiest are reviewed by rank.`
  return certificate === null
    ? `Nothing yet: that at most ${formatStated(failureRate)} fail is counted from the next decision on.`
    : `${capitalise(sayCertificate(certificate))}.`
}

const laneLines = ({ lanes }: ModelCard): readonly string[] =>
  [...new Set(lanes.map(({ environment }) => environment))].flatMap((name) => {
    const own = lanes.filter(({ environment }) => environment === name)
    return own.every(({ lane }) => lane === 'observed')
      ? []
      : [
          `${escapeMarkdown(name)}: ${own
            .map(
              ({ failed, lane, parts }) =>
                `${formatCount(failed)} of ${formatCount(parts)} ${laneSentences[lane]}`,
            )
            .join(' · ')}`,
        ]
  })

/** What is so of every team's model. */
const blindSpots = [
  'A revert or a hotfix is a proxy: some failures are mended unseen, some reverts are no failures.',
  'It sees what git and these sources tell: nothing of load, nor of configuration that lives elsewhere.',
  'It judges changes, never people: no name is in it.',
]

/** GitHub Markdown, a page; calls nobody, and names no person. */
export const renderModelCard = (card: ModelCard): string =>
  `${[
    `# Model card: ${escapeMarkdown(card.repository)}, ${escapeMarkdown(card.environment)}`,
    sayModel(card),
    ...sourceBlocks(card),
    ...movedBlocks(card),
    '## How it does here',
    ...cardTrackLines(card),
    ...weightBlocks(card),
    '## What it promises',
    sayPromise(card),
    list(laneLines(card)),
    '## What it does not know',
    list([...card.unseen.map((sentence) => escapeMarkdown(sentence)), ...blindSpots]),
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`
