import { expect, test } from 'vitest'
import { phaseOf } from '../../src/report/rollout-phases.ts'
import { advanceStory, untold } from '../../src/report/rollout-story.ts'
import type { RolloutEvent } from '../../src/rollout/events.ts'
import { failure, started, success } from './rollout-journal.ts'

/** Event by event: in which fold; — is in view, … where the line before is. */
const folds = (events: readonly RolloutEvent[]): readonly string[] => {
  let story = untold
  return events.map((event) => {
    story = advanceStory(story, event)
    const phase = phaseOf(story, event)
    return `${event.event}: ${phase === null ? '—' : (phase ?? '…')}`
  })
}

test('waves are folded away; verdicts, words of people and the end stay in view', () => {
  expect(folds(success).slice(0, 16)).toEqual([
    'started: —',
    'lease: …',
    'batch: web: wave 1/3, 1 on v812',
    'moved: web: wave 1/3, 1 on v812',
    'baking: web: wave 1/3, 1 on v812',
    'judged: —',
    'batch: web: wave 2/3, 10 on v812',
    'moved: web: wave 2/3, 10 on v812',
    'baking: web: wave 2/3, 10 on v812',
    'lease: …',
    'judged: —',
    'batch: web: wave 3/3, 300 on v812',
    'moved: web: wave 3/3, 300 on v812',
    'command: —',
    'command: —',
    'batch: web: wave 3/3, 300 on v812',
  ])
  expect(folds(success).at(-1)).toBe('ended: —')
})

test('the way back has a fold of its own', () => {
  expect(folds(failure).slice(-6)).toEqual([
    'turned-back: —',
    'batch: web: back to v811',
    'moved: web: back to v811',
    'batch: web: back to v811',
    'moved: web: back to v811',
    'ended: —',
  ])
})

test('a version with a line end in it opens no other line', () => {
  const hostile = { ...started, to: 'v1\n::error::x\u001b[31m' }
  const [, , batch] = folds([hostile, ...success.slice(1, 3)])
  expect(batch).toBe('batch: web: wave 1/3, 1 on v1 ::error::x')
})
