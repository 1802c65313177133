/** How a rollout ended, in at most ten lines: what happened, what it cost, who is left apart, and what to do. */
import { formatCount } from '../domain/counting.ts'
import { backOutHours } from '../rollout/decide.ts'
import type { EndedEvent } from '../rollout/events.ts'
import { sayNames, sayWait } from '../rollout/judge-words.ts'
import { formatPlural } from './numbers.ts'
import { sayApart } from './rollout-apart.ts'
import { sayCost } from './rollout-cost.ts'
import { sayVersions } from './rollout-release.ts'
import { type Story, secondsApart } from './rollout-story.ts'
import { alignColumns, waveCells } from './rollout-waves.ts'
import { sayComing } from './times.ts'

/** What lines are told with. */
export interface Telling {
  /** Service and number: web/7. */
  readonly id: string
  /** What follows `rollout resume` and the like: `--plan web.yml`, and the ledger where one was named. */
  readonly planOption: string
}

const mostLines = 10

/** The table gives way: of many waves the last are shown, and every other line stands. */
const closing = (story: Story, before: readonly string[], after: readonly string[]): readonly string[] => {
  const room = mostLines - before.length - after.length
  const rows = room > 0 ? story.rows.slice(-room).map((row) => waveCells(story, row)) : []
  return [...before, ...(rows.length === 0 ? [] : alignColumns(rows)), ...after]
}

/** The first line says the outcome. */
export const sayEnding = (story: Story, event: EndedEvent, telling: Telling): readonly string[] => {
  const { id, planOption } = telling
  switch (event.outcome) {
    case 'succeeded':
      return saySuccess(story, event, telling)
    case 'rolled-back':
      return closing(
        story,
        [`ROLLED BACK ${event.why}`, ...sayHarm(story), ...sayApart(story, event, telling)],
        [`${sayLogs(story)}fix it, then: rollout run ${planOption} --to VERSION · record ${id}`],
      )
    case 'frozen':
      return closing(
        story,
        [
          `FROZEN ${event.why}`,
          ...(event.instances.length > 0 ? [`look at: ${saySick(story, event.instances)}`] : []),
          ...sayHarm(story),
          ...sayApart(story, event, telling),
        ],
        [
          `nothing moves until a person says so · back to ${sayVersions(story.started?.from ?? [])}, until ${backOutEnd(event)}: rollout abort ${planOption}`,
          `on with a fixed version: rollout run ${planOption} --to VERSION · record ${id}`,
        ],
      )
    case 'refused':
      return [`NOTHING WAS TOUCHED ${event.why}`]
  }
}

const saySuccess = (story: Story, event: EndedEvent, telling: Telling): readonly string[] => {
  const { started, exposed, cost, pausedSeconds } = story
  const { at } = event
  if (started === null) return []
  const took = secondsApart(started.at, at)
  const planned = secondsApart(started.at, started.earliestFinish)
  const pause = pausedSeconds >= 1 ? `, pause ${sayWait(pausedSeconds)}` : ''
  const head = [
    `DONE ${sayWait(took)} (plan ${sayWait(planned)}${pause})`,
    `${formatCount(exposed)} of ${formatCount(started.fleetSize)} on ${started.to}`,
    ...sayCost(cost),
  ].join(' · ')
  return closing(
    story,
    [
      head,
      ...(event.instances.length > 0 ? [`not in service, look at: ${sayNames(event.instances, 12)}`] : []),
      ...sayApart(story, event, telling),
    ],
    [
      `back out until ${backOutEnd(event)}: rollout abort ${telling.planOption} (newest first) · record ${telling.id}`,
    ],
  )
}

/** Until when a person may still ask for the way back. */
const backOutEnd = ({ at }: EndedEvent): string =>
  sayComing(new Date(Date.parse(at) + backOutHours * 3_600_000).toISOString(), at)

const mostReasons = 3

/** "web-004 (not healthy after 5 min) and web-007"; of many the names alone. */
const saySick = ({ failed }: Story, ids: readonly string[]): string => {
  if (ids.length > mostReasons) return sayNames(ids, 12)
  const reasons = ids.map((id) => [id, failed.get(id) ?? ''] as const)
  return sayNames(reasons.map(([id, why]) => (why === '' ? id : `${id} (${why})`)))
}

/** Where the version that failed has left its logs. */
const sayLogs = ({ started, returned }: Story): string =>
  started === null || returned.length === 0 ? '' : `logs of ${started.to}: ${sayNames(returned, 5)} · `

/** What a failed release has cost. */
const sayHarm = ({ turnedAt, endedAt, returned, cost }: Story): readonly string[] => {
  const parts = [
    ...(turnedAt === null || endedAt === null
      ? []
      : [
          `${formatPlural(returned.length, 'instance')} back after ${sayWait(secondsApart(turnedAt, endedAt))}`,
        ]),
    ...sayCost(cost),
  ]
  return parts.length === 0 ? [] : [parts.join(' · ')]
}
