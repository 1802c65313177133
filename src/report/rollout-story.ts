/** A rollout as its journal tells it, event by event: what a release lead reads while it goes on, and afterwards. */
import type { CommandEvent, JudgedEvent, MovedEvent, RolloutEvent, StartedEvent } from '../rollout/events.ts'
import { addCost, type Cost, noCost } from './rollout-cost.ts'

/** What has happened so far, as far as people are told. */
export interface Story {
  readonly started: StartedEvent | null
  /** From 0. */
  readonly wave: number
  readonly direction: 'forward' | 'back'
  /** On the new version. */
  readonly exposed: number
  /** Moved back after they had been on the new version, or had failed on the way. */
  readonly returned: readonly string[]
  /** Out of service, and why. */
  readonly failed: ReadonlyMap<string, string>
  /** Who was to be left alone, in the words of those who said so. */
  readonly skips: readonly CommandEvent[]
  readonly waveBegan: string | null
  readonly rows: readonly WaveRow[]
  readonly cost: Cost
  /** Whoever began the batch that is out has not ended it. */
  readonly isResumed: boolean
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
  returned: [],
  failed: new Map(),
  skips: [],
  waveBegan: null,
  rows: [],
  cost: noCost,
  isResumed: false,
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
      return { ...story, epoch: event.epoch, isResumed: true }
    case 'batch':
      return {
        ...story,
        wave: event.wave,
        direction: event.direction,
        isResumed: false,
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
      if (event.command === 'skip') return { ...story, skips: [...story.skips, event] }
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

const afterBatch = (story: Story, event: MovedEvent): Story => {
  const isBack = story.direction === 'back'
  const failed = new Map(story.failed)
  let exposed = story.exposed
  const moved: string[] = []
  for (const { id, outcome, why } of event.results) {
    if (outcome === 'failed') failed.set(id, why)
    if (outcome !== 'moved') continue
    moved.push(id)
    // One that had failed was never counted as exposed.
    const wasFailed = failed.delete(id)
    exposed += isBack ? (wasFailed ? 0 : -1) : 1
  }
  return {
    ...story,
    exposed,
    returned: isBack ? [...story.returned, ...moved] : story.returned,
    failed,
    cost: addCost(story.cost, event, story.isResumed),
  }
}
