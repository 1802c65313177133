/** Area history: what the folders and areas around the change have been through. */
import { measured, unavailable } from '../domain/measurement.ts'
import { counted, lasting, recordOf, type Signal } from './signal.ts'
import { most, shrunkenRate } from './surroundings.ts'

const called = (name: string): string => (name === '' ? 'the top folder' : name)

export const directoryTouches: Signal = {
  name: 'directory-touches',
  question: 'How often did its busiest folder change in the last year?',
  why: 'A busy folder is where work meets work: what one change assumes, another alters (directory churn; bugbug).',
  shape: 'count',
  direction: 0,
  measure: ({ surroundings }) =>
    measured(surroundings.directories.reduce((top, { touches }) => Math.max(top, touches.count), 0)),
  sentence: (value) =>
    `its busiest folder changed ${value >= 256 ? '256 times or more' : counted(value, 'time')} in a year`,
}

export const directoryFailureRate: Signal = {
  name: 'directory-failure-rate',
  question: 'How often did changes to its worst folder fail in the last year?',
  why: 'New files have no record, their folder has one; failures reappear in the neighbourhood.',
  shape: 'share',
  direction: 1,
  measure: ({ surroundings }) =>
    measured(
      surroundings.directories.reduce(
        (worst, { touches }) => Math.max(worst, shrunkenRate(touches, surroundings.usualFailureRate)),
        surroundings.usualFailureRate,
      ),
    ),
  sentence: (_value, { surroundings }, usual) => {
    const worst = most(surroundings.directories, ({ touches }) =>
      shrunkenRate(touches, surroundings.usualFailureRate),
    )
    if (!worst || worst.touches.failures === 0) return 'its folders failed in no known change'
    return `${called(worst.name)}: ${recordOf(worst.touches, 'change', usual)}`
  },
}

export const areaFailureRate: Signal = {
  name: 'area-failure-rate',
  question: 'How often did changes to its worst area fail in the last year?',
  why: 'The failure record of a team’s area, aggregated, was what helped most at ING (175,000 change tickets; arXiv 2604.13462).',
  shape: 'share',
  direction: 1,
  measure: ({ surroundings }) =>
    measured(
      surroundings.areas.reduce(
        (worst, { touches }) => Math.max(worst, shrunkenRate(touches, surroundings.usualFailureRate)),
        surroundings.usualFailureRate,
      ),
    ),
  sentence: (_value, { surroundings }, usual) => {
    const worst = most(surroundings.areas, ({ touches }) =>
      shrunkenRate(touches, surroundings.usualFailureRate),
    )
    if (!worst || worst.touches.failures === 0) return 'its area failed in no known change'
    return `area ${called(worst.name)}: ${recordOf(worst.touches, 'change', usual)}`
  },
}

export const sinceAreaFailure: Signal = {
  name: 'since-area-failure',
  question: 'How long ago did a change to one of its areas last fail?',
  why: 'Trouble in an area comes in spells; the days after a failure are when the next one is likeliest.',
  shape: 'count',
  direction: -1,
  measure: ({ surroundings }) => {
    const since = surroundings.areas.flatMap(({ touches }) => touches.sinceFailure ?? [])
    return since.length === 0
      ? unavailable('no failed change to its areas is known')
      : measured(Math.min(...since) / 86_400)
  },
  sentence: (value) => `its area had a failure ${lasting(value * 86_400)} before`,
}
