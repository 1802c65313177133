/** The lines of a rollout: one an event that people care for, and a closing block. */
import { formatCount } from '../domain/counting.ts'
import type { CommandEvent, JudgedEvent, MovedEvent, RolloutEvent, StartedEvent } from '../rollout/events.ts'
import { sayNames, sayWait } from '../rollout/judge-words.ts'
import { mapStrings, neutralise } from './escaping.ts'
import { sayEnding, type Telling } from './rollout-ending.ts'
import { sayPerson, sayRelease, sayVersions } from './rollout-release.ts'
import { advanceStory, type Story, untold } from './rollout-story.ts'
import { sayWhy } from './rollout-why.ts'
import { clockTime, sayComing } from './times.ts'

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
  return { story, lines: event.event === 'started' ? [...releaseOf(event), ...lines] : lines }
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

const releaseOf = (started: StartedEvent): readonly string[] => [
  sayRelease(started, started.at),
  ...(started.basis === undefined ? [] : [`      ${sayWhy(started.basis)}`]),
]

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
    case 'parked': {
      const until = event.until > event.at ? ` until ${sayComing(event.until, event.at)}` : ''
      return [
        `${sayWave(story)} PARKED${until}: ${event.why} · goes on with: rollout run ${telling.planOption}`,
      ]
    }
    case 'turned-back':
      return [`${sayWave(story)} GOING BACK, newest first: ${event.why}`]
    case 'ended':
      return sayEnding(story, event, telling)
  }
}

const bakeOf = ({ started, wave }: Story): number => started?.waves[wave]?.bakeSeconds ?? 0

const sayBatch = (story: Story, { results, seconds }: MovedEvent): readonly string[] => {
  const back = story.direction === 'back'
  const moved = results.filter(({ outcome }) => outcome === 'moved').length
  const others = results.filter(({ outcome }) => outcome !== 'moved')
  const where = back ? 'back'.padEnd(10) : sayWave(story)
  const what = back
    ? `${formatCount(story.returned.length)} back on ${sayVersions(story.started?.from ?? [])}`
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

const sayCommand = (story: Story, event: CommandEvent, { planOption }: Telling): readonly string[] => {
  const who = `by ${sayPerson(event)}`
  switch (event.command) {
    case 'pause':
      return [
        `${sayWave(story)} PAUSED ${who} · ${sayExposed(story)}, the batch that is out is finished · continue: rollout resume ${planOption}`,
      ]
    case 'resume':
      return [`${sayWave(story)} ${sayResumed(event, who)}`]
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

const sayResumed = ({ lifts }: CommandEvent, who: string): string => {
  if (lifts === undefined) return `RESUMED ${who}`
  return lifts === 'review'
    ? `GO ${who}: windows that wait for a word hold nobody any more`
    : `EMERGENCY ${who}: no window but an allowed time holds anybody any more`
}
