/** The lines of a rollout: one an event that people care for, and a closing block of at most ten. */
import { formatCount } from '../domain/counting.ts'
import { backOutHours } from '../rollout/decide.ts'
import type {
  CommandEvent,
  EndedEvent,
  JudgedEvent,
  MovedEvent,
  RolloutEvent,
  StartedEvent,
} from '../rollout/events.ts'
import { sayErrors, sayNames, sayWait } from '../rollout/judge-words.ts'
import { mapStrings, neutralise } from './escaping.ts'
import { formatPlural } from './numbers.ts'
import { sayRelease, sayVersions } from './rollout-release.ts'
import { advanceStory, type Story, secondsApart, untold } from './rollout-story.ts'
import { alignColumns, waveCells } from './rollout-waves.ts'
import { clockTime, sayComing } from './times.ts'

/** What lines are told with. */
export interface Telling {
  /** Service and number: web/7. */
  readonly id: string
  /** What follows `rollout resume` and the like: `--plan web.yml`. */
  readonly planOption: string
}

/** The story after one more event, and the lines to print for it: none for what only machines need. Times are UTC. */
export const tellEvent = (
  before: Story,
  raw: RolloutEvent,
  telling: Telling,
): { readonly story: Story; readonly lines: readonly string[] } => {
  const event = mapStrings(raw, neutralise)
  const story = advanceStory(before, event)
  const [first, ...more] = sayEvent(story, before, event, telling)
  const time = clockTime(new Date(event.at))
  const lines = first === undefined ? [] : [`${time} ${first}`, ...more.map((line) => `      ${line}`)]
  return { story, lines: event.event === 'started' ? [releaseOf(event), ...lines] : lines }
}

/** All of it. */
export const tellRollout = (events: readonly RolloutEvent[], telling: Telling): readonly string[] => {
  let story = untold
  return events.flatMap((event) => {
    const told = tellEvent(story, event, telling)
    story = told.story
    return told.lines
  })
}

const releaseOf = (started: StartedEvent): string => sayRelease(started, started.at)

/** "wave 1/4   ", as wide in every wave. */
const sayWave = ({ started, wave }: Story): string =>
  `wave ${wave + 1}/${started?.waves.length ?? '?'}`.padEnd(10)

const sayExposed = ({ started, exposed }: Story): string => `${formatCount(exposed)} on ${started?.to ?? '?'}`

const sayEvent = (story: Story, before: Story, event: RolloutEvent, telling: Telling): readonly string[] => {
  switch (event.event) {
    case 'started':
      return [
        `preflight  ${formatCount(event.serving)} serving ${sayVersions(event.from)}, kept for rollback${event.already > 0 ? ` · ${formatCount(event.already)} on ${event.to} already` : ''}`,
      ]
    case 'lease':
      return before.epoch === 0 ? [] : ['another coordinator goes on where the last one stopped']
    case 'heartbeat':
    case 'batch':
      return []
    case 'moved':
      return sayBatch(story, event)
    case 'baking':
      return [`${sayWave(story)} ${sayExposed(story)} · watched for ${sayWait(bakeOf(story))}`]
    case 'judged':
      return sayVerdict(story, event)
    case 'command':
      return sayCommand(story, event, telling)
    case 'parked':
      return [
        `${sayWave(story)} PARKED until ${sayComing(event.until, event.at)}: ${event.why} · goes on with: rollout run ${telling.planOption}`,
      ]
    case 'turned-back':
      return [`${sayWave(story)} GOING BACK, newest first: ${event.why}`]
    case 'ended':
      return sayEnd(story, event, telling)
  }
}

const bakeOf = ({ started, wave }: Story): number => started?.waves[wave]?.bakeSeconds ?? 0

const sayBatch = (story: Story, { results, seconds }: MovedEvent): readonly string[] => {
  const back = story.direction === 'back'
  const moved = results.filter(({ outcome }) => outcome === 'moved').length
  const others = results.filter(({ outcome }) => outcome !== 'moved')
  const where = back ? 'back'.padEnd(10) : sayWave(story)
  const what = back
    ? `${formatCount(story.returned)} back on ${sayVersions(story.started?.from ?? [])}`
    : sayExposed(story)
  return [
    `${where} ${what} · ${formatCount(moved)} of ${formatCount(results.length)} moved in ${sayWait(seconds)}`,
    ...others
      .slice(0, 5)
      .map(
        ({ id, outcome, why }) =>
          `${id} ${outcome === 'failed' ? 'is out of service' : 'was left as it was'}: ${why}`,
      ),
    ...(others.length > 5 ? [`and ${others.length - 5} more`] : []),
  ]
}

const sayVerdict = (story: Story, { verdict, why, by }: JudgedEvent): readonly string[] => {
  const said = by === undefined ? '' : ` by ${by}`
  return [`${sayWave(story)} ${verdict.toUpperCase()}${said} ${why}`]
}

const quoted = (reason: string): string => (reason === '' ? '' : ` "${reason}"`)

const sayCommand = (story: Story, event: CommandEvent, { planOption }: Telling): readonly string[] => {
  const who = `by ${event.by}${quoted(event.reason)}`
  switch (event.command) {
    case 'pause':
      return [
        `${sayWave(story)} PAUSED ${who} · ${sayExposed(story)}, the batch that is out is finished · continue: rollout resume ${planOption}`,
      ]
    case 'resume':
      return [`${sayWave(story)} RESUMED ${who}`]
    case 'abort':
      return [`${sayWave(story)} ABORTED ${who}`]
    case 'promote':
      return [`${sayWave(story)} PROMOTED ${who}: counts as passed`]
    case 'skip':
      return [
        `${sayWave(story)} SKIPPED ${who}: ${sayNames(event.instances)} left as ${event.instances.length === 1 ? 'it is' : 'they are'}`,
      ]
  }
}

const sayEnd = (story: Story, event: EndedEvent, telling: Telling): readonly string[] => {
  switch (event.outcome) {
    case 'succeeded':
      return saySuccess(story, event, telling)
    case 'rolled-back':
      return [
        `ROLLED BACK ${event.why}`,
        ...sayHarm(story),
        ...tableOf(story),
        `fix it, then: rollout run ${telling.planOption} · record ${telling.id}`,
      ]
    case 'frozen':
      return [
        `FROZEN ${event.why}`,
        ...(event.instances.length > 0 ? [`look at: ${sayNames(event.instances, 12)}`] : []),
        ...sayHarm(story),
        ...tableOf(story),
        `nothing moves until a person says so; a fixed version goes out with: rollout run ${telling.planOption} · record ${telling.id}`,
      ]
    case 'refused':
      return [`NOTHING WAS TOUCHED ${event.why}`]
  }
}

const saySuccess = (story: Story, { at }: EndedEvent, { id, planOption }: Telling): readonly string[] => {
  const { started, exposed, served, leastServing, pausedSeconds } = story
  if (started === null) return []
  const took = secondsApart(started.at, at)
  const planned = secondsApart(started.at, started.earliestFinish)
  const pause = pausedSeconds >= 1 ? `, pause ${sayWait(pausedSeconds)}` : ''
  const until = new Date(Date.parse(at) + backOutHours * 3_600_000).toISOString()
  return [
    [
      `DONE ${sayWait(took)} (plan ${sayWait(planned)}${pause})`,
      `${formatCount(exposed)} of ${formatCount(started.fleetSize)} on ${started.to}`,
      ...(served === null ? [] : [`while instances moved ${sayErrors(served)}`]),
      ...(leastServing === null ? [] : [`least serving ${formatCount(leastServing)}`]),
    ].join(' · '),
    ...tableOf(story),
    `back out until ${sayComing(until, at)}: rollout abort ${planOption} (newest first) · record ${id}`,
  ]
}

/** What a failed release has cost. */
const sayHarm = ({ turnedAt, endedAt, returned, served, leastServing }: Story): readonly string[] => {
  const parts = [
    ...(turnedAt === null || endedAt === null
      ? []
      : [`${formatPlural(returned, 'instance')} back after ${sayWait(secondsApart(turnedAt, endedAt))}`]),
    ...(served === null ? [] : [`while instances moved ${sayErrors(served)}`]),
    ...(leastServing === null ? [] : [`least serving ${formatCount(leastServing)}`]),
  ]
  return parts.length === 0 ? [] : [parts.join(' · ')]
}

const mostRows = 6

const tableOf = (story: Story): readonly string[] => {
  const rows = story.rows.slice(-mostRows).map((row) => waveCells(story, row))
  return rows.length === 0 ? [] : alignColumns(rows)
}
