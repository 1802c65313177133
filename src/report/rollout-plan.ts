/**
 * What a rollout would do: on a terminal, as Markdown with a Gantt chart, as JSON. Names come from the world and are
 * made harmless here.
 */
import { formatCount } from '../domain/counting.ts'
import type { RiskBasis } from '../rollout/events.ts'
import { type GanttBar, ganttOf } from '../rollout/gantt.ts'
import type { PlannedRollout, PlannedWave } from '../rollout/plan.ts'
import type { Refusal } from '../rollout/refusal.ts'
import type { PlannedServices } from '../rollout/services.ts'
import { escapeMarkdown, mapStrings, neutralise } from './escaping.ts'
import { formatPercent, formatPlural } from './numbers.ts'
import { sayRelease } from './rollout-release.ts'
import { alignColumns } from './rollout-waves.ts'
import { renderWhy, sayWhy } from './rollout-why.ts'
import { sayComing } from './times.ts'

/** One service, several on one timeline, or why not. */
export type PlanAnswer =
  | PlannedRollout
  | PlannedServices
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] }

export const planFormats = ['text', 'markdown', 'json'] as const
export type PlanFormat = (typeof planFormats)[number]

/**
 * `now` (ISO 8601) is what "15:13" is told from; `basis` what the risk rests on; `idle` are services that were asked for,
 * too, and have nothing left to do. Ends with a line feed.
 */
export const renderPlan = (
  answer: PlanAnswer,
  format: PlanFormat,
  now: string,
  basis: RiskBasis | null = null,
  idle: readonly Refusal[] = [],
): string => {
  if (format === 'json') {
    const document = planDocument(answer)
    const isPlanned = answer.outcome === 'planned' && basis !== null
    const whole = {
      ...document,
      ...(isPlanned && { basis }),
      ...(idle.length > 0 && { idle: idle.map(({ service }) => service) }),
    }
    return `${JSON.stringify(whole, null, 2)}\n`
  }
  if (idle.length > 0) {
    const done = { outcome: 'refused', refusals: idle } as const
    return `${renderPlan(done, format, now)}${renderPlan(answer, format, now, basis)}`
  }
  return format === 'text'
    ? renderText(mapStrings(answer, neutralise), now, basis && mapStrings(basis, neutralise))
    : renderMarkdown(answer, now, basis && mapStrings(basis, escapeMarkdown))
}

/** The JSON of `rollout plan --json`: schema 1, keys are added and never renamed. */
export const planDocument = (answer: PlanAnswer): Readonly<Record<string, unknown>> => {
  if (answer.outcome === 'refused') return { schema: 1, refusals: answer.refusals }
  if (!('services' in answer)) return serviceDocument(answer)
  const { services, atOnce, earliestFinish, capacity } = answer
  return { schema: 1, services: services.map(serviceDocument), atOnce, earliestFinish, capacity }
}

const serviceDocument = ({ outcome: _, ...planned }: PlannedRollout): Readonly<Record<string, unknown>> => ({
  schema: 1,
  ...planned,
})

const rolloutsOf = (answer: PlannedRollout | PlannedServices): readonly PlannedRollout[] =>
  'services' in answer ? answer.services : [answer]

const sayPlan = (planned: PlannedRollout, now: string): string =>
  sayRelease({ ...planned, risk: planned.pace }, now)

/** Instance-seconds as people say them. */
const sayHarm = (seconds: number): string => {
  if (seconds < 1) return seconds > 0 ? '<1 s' : '0'
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${formatCount(seconds / 3600)} h`
}

const sayLength = (seconds: number): string => {
  if (seconds < 120) return `${Math.round(seconds)} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`
}

const sayBatches = ({ batches }: PlannedWave): string => {
  const largest = batches.reduce((most, { length }) => Math.max(most, length), 0)
  return `${formatPlural(batches.length, 'batch', 'batches')}${batches.length > 1 ? ' of at most' : ' of'} ${formatCount(largest)}`
}

const sayZones = ({ steps }: PlannedWave): string => {
  const zones = [...new Set(steps.flatMap((step) => step.zones))]
  return zones.length > 3 ? `${zones.length} zones` : zones.join(', ')
}

/** One cell a column; the first is the head. */
const rowsOf = ({ waves }: PlannedRollout, now: string): readonly (readonly string[])[] => {
  const hasZones = waves.some(({ steps }) => steps.some(({ zones }) => zones.length > 0))
  const row = (wave: PlannedWave, at: number): readonly string[] => [
    `${at + 1}`,
    formatCount(wave.exposure),
    sayBatches(wave),
    ...(hasZones ? [sayZones(wave)] : []),
    sayComing(wave.steps[0]!.from, now),
    sayLength(wave.bakeSeconds),
    formatPercent(wave.probability),
    sayHarm(wave.expectedHarm),
  ]
  const head = ['wave', 'new', 'batches', ...(hasZones ? ['zones'] : []), 'begins', 'watched', 'bad', 'harm']
  return [head, ...waves.map(row)]
}

const mostWaits = 6

/** Why it does not go on at once: a line for each time that windows hold it up. */
const sayWaits = ({ waits }: PlannedRollout, now: string): readonly string[] => {
  const lines = waits
    .slice(0, mostWaits)
    .map(
      ({ wave, until, windows, instances }) =>
        `wave ${wave} waits until ${sayComing(until, now)}, with ${formatPlural(instances, 'instance')}: ${windows.length === 1 ? 'window' : 'windows'} ${windows.join(', ')}`,
    )
  return waits.length > mostWaits ? [...lines, `and ${waits.length - mostWaits} times more`] : lines
}

const legend =
  'bad: the chance that the version is bad although all waves before passed · harm: bad × new × watched'

/** Who is there already needs no mending. */
const sayRefused = ({ reason }: Refusal): string =>
  reason === 'already-everywhere' ? '' : ' cannot be rolled out'

const renderText = (answer: PlanAnswer, now: string, basis: RiskBasis | null): string => {
  if (answer.outcome === 'refused')
    return answer.refusals
      .map((refusal) => `${refusal.service}${sayRefused(refusal)}: ${refusal.sentence}\n`)
      .join('')
  const rollouts = rolloutsOf(answer)
  const blocks = rollouts.map((planned, at) =>
    [
      sayPlan(planned, now),
      // One risk for all of them: it is explained once.
      ...(at > 0 || basis === null ? [] : [`  ${sayWhy(basis)}`]),
      ...alignColumns(rowsOf(planned, now)).map((line) => `  ${line}`),
      ...[...sayWaits(planned, now), ...planned.notes].map((note) => `  ${note}`),
    ].join('\n'),
  )
  return `${[...blocks, ...(rollouts.length > 1 && 'services' in answer ? [sayTogether(answer, now)] : []), `  ${legend}`].join('\n')}\n`
}

const sayTogether = ({ services, atOnce, capacity, earliestFinish }: PlannedServices, now: string): string =>
  `together ${services.map(({ service }) => service).join(', ')}: ${atOnce} at once · least serving ${formatCount(capacity.leastServing)} of ${formatCount(capacity.size)}, ${sayComing(capacity.leastServingAt, now)} · done about ${sayComing(earliestFinish, now)}`

const renderMarkdown = (raw: PlanAnswer, now: string, basis: RiskBasis | null): string => {
  const answer = mapStrings(raw, escapeMarkdown)
  if (answer.outcome === 'refused')
    return answer.refusals
      .map((refusal) => `- **${refusal.service}**${sayRefused(refusal)}: ${refusal.sentence}\n`)
      .join('')
  const rollouts = rolloutsOf(answer)
  const blocks = rollouts.map((planned) => {
    const [head, ...rows] = rowsOf(planned, now)
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
    return [
      `**${sayPlan(planned, now)}**`,
      '',
      ...[head!, head!.map(() => '---'), ...rows].map(line),
      ...[...sayWaits(planned, now), ...planned.notes].flatMap((note) => ['', note]),
    ].join('\n')
  })
  const together = rollouts.length > 1 && 'services' in answer ? [sayTogether(answer, now)] : []
  const chart = renderGantt(raw.outcome === 'planned' ? rolloutsOf(raw) : [])
  const why = basis === null ? [] : [renderWhy(basis)]
  return `${[...blocks, ...together, ...why, `<sub>${legend}</sub>`, chart].join('\n\n')}\n`
}

/** Letters that Mermaid reads as its own; a label keeps everything else. */
const label = (text: string): string =>
  neutralise(text)
    .replace(/[:;#"`%<>{}\\]/g, '')
    .trim()

/** A fenced Mermaid chart; times are UTC. */
export const renderGantt = (planned: readonly PlannedRollout[]): string => {
  const time = (iso: string) => iso.slice(0, 19).replace('T', ' ')
  const bars = ganttOf(planned)
  const lines = bars.flatMap((bar, at): readonly string[] => [
    ...(bars[at - 1]?.section === bar.section ? [] : [`  section ${label(bar.section)}`]),
    `    ${label(bar.label)} :${bar.kind === 'watch' ? 'done, ' : ''}${time(bar.from)}, ${time(bar.until)}`,
  ])
  const title = planned.map(({ service, to }) => `${service} to ${to}`).join(', ')
  const days = new Set(bars.flatMap(({ from, until }: GanttBar) => [from.slice(0, 10), until.slice(0, 10)]))
  return [
    '```mermaid',
    'gantt',
    `  title ${label(title)} (UTC)`,
    '  dateFormat YYYY-MM-DD HH:mm:ss',
    `  axisFormat ${days.size > 1 ? '%d %b %H:%M' : '%H:%M'}`,
    ...lines,
    '```',
  ].join('\n')
}
