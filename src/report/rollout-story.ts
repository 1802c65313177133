/** A rollout as its journal tells it, event by event: what a release lead reads while it goes on, and afterwards. */
import type { JudgedEvent, MovedEvent, RolloutEvent, StartedEvent } from '../rollout/events.ts'
import type { Tally } from '../rollout/sequential.ts'

/** What has happened so far, as far as people are told. */
export interface Story {
  readonly started: StartedEvent | null
  /** From 0. */
  readonly wave: number
  readonly direction: 'forward' | 'back'
  /** On the new version. */
  readonly exposed: number
  /** Moved back after they had been on the new version, or had failed on the way. */
  readonly returned: number
  /** Out of service, by name. */
  readonly failed: readonly string[]
  readonly batchBegan: string | null
  readonly batchSize: number
  readonly waveBegan: string | null
  readonly rows: readonly WaveRow[]
  /** While batches were out; null where nothing counted. */
  readonly served: Tally | null
  readonly leastServing: number | null
  readonly pausedSince: string | null
  readonly pausedSeconds: number
  readonly epoch: number
  readonly turnedAt: string | null
  readonly endedAt: string | null
}

/** A wave that has its verdict. */
export interface WaveRow {
  readonly wave: number
  readonly exposure: number
  readonly seconds: number
  readonly judged: JudgedEvent
}

export const untold: Story = {
  started: null,
  wave: 0,
  direction: 'forward',
  exposed: 0,
  returned: 0,
  failed: [],
  batchBegan: null,
  batchSize: 0,
  waveBegan: null,
  rows: [],
  served: null,
  leastServing: null,
  pausedSince: null,
  pausedSeconds: 0,
  epoch: 0,
  turnedAt: null,
  endedAt: null,
}

export const secondsApart = (from: string, until: string): number =>
  Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000)

/** The story after one more event. */
export const advanceStory = (story: Story, event: RolloutEvent): Story => {
  switch (event.event) {
    case 'started':
      return { ...untold, started: event, exposed: event.already }
    case 'lease':
      return { ...story, epoch: event.epoch }
    case 'batch':
      return {
        ...story,
        wave: event.wave,
        direction: event.direction,
        batchBegan: event.at,
        batchSize: event.instances.length,
        waveBegan: event.wave === story.wave ? (story.waveBegan ?? event.at) : event.at,
      }
    case 'moved':
      return afterBatch(story, event)
    case 'judged':
      return {
        ...story,
        rows: [
          ...story.rows,
          {
            wave: event.wave,
            exposure: story.exposed,
            seconds: secondsApart(story.waveBegan ?? event.at, event.at),
            judged: event,
          },
        ],
      }
    case 'command':
      if (event.command === 'pause') return { ...story, pausedSince: story.pausedSince ?? event.at }
      return event.command === 'resume' || event.command === 'abort' ? afterPause(story, event.at) : story
    case 'turned-back':
      return { ...story, turnedAt: event.at }
    case 'ended':
      return { ...afterPause(story, event.at), endedAt: event.at }
    default:
      return story
  }
}

const afterPause = (story: Story, at: string): Story =>
  story.pausedSince === null
    ? story
    : {
        ...story,
        pausedSince: null,
        pausedSeconds: story.pausedSeconds + secondsApart(story.pausedSince, at),
      }

const afterBatch = (story: Story, { results, leastServing, served }: MovedEvent): Story => {
  const moved = results.filter(({ outcome }) => outcome === 'moved').map(({ id }) => id)
  const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id)
  const isBack = story.direction === 'back'
  return {
    ...story,
    exposed:
      story.exposed + (isBack ? -moved.filter((id) => !story.failed.includes(id)).length : moved.length),
    returned: story.returned + (isBack ? moved.length : 0),
    failed: [...new Set([...story.failed.filter((id) => !moved.includes(id)), ...failed])],
    leastServing: story.leastServing === null ? leastServing : Math.min(story.leastServing, leastServing),
    served:
      served === undefined
        ? story.served
        : {
            requests: (story.served?.requests ?? 0) + served.requests,
            errors: (story.served?.errors ?? 0) + served.errors,
          },
  }
}
