/** File history: what the touched files have been through. */
import { formatCount } from '../domain/counting.ts'
import { type Measurement, measured, unavailable } from '../domain/measurement.ts'
import { counted, lasting, recordOf, type Signal, type Subject } from './signal.ts'
import { fileName, most, shrunkenRate, type TouchedThing } from './surroundings.ts'

const noneExisted = 'none of its files changed in the year before'

/** Over the files that changed within the last year; the answer is "unavailable" when there is none. */
const overKnownFiles = (
  subject: Subject,
  answer: (files: readonly TouchedThing[]) => number,
): Measurement => {
  const known = subject.surroundings.files.filter((file) => file.touches.count > 0)
  return known.length === 0 ? unavailable(noneExisted) : measured(answer(known))
}

const largest = (files: readonly TouchedThing[], value: (file: TouchedThing) => number): number =>
  value(most(files, value)!)

export const fileTouches: Signal = {
  name: 'file-touches',
  question: 'How often did its busiest file change in the last year?',
  why: 'Files that change often keep changing because they are central or never right; number of prior changes is among the most robust predictors of defects (Graves et al., TSE 2000; bugbug).',
  shape: 'count',
  direction: 0,
  measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.count)),
  sentence: (value, { surroundings }) => {
    const busiest = most(surroundings.files, (file) => file.touches.count)
    return `${busiest ? fileName(busiest.name) : 'a file'} changed ${value >= 256 ? '256 times or more' : counted(value, 'time')} in a year`
  },
}

export const fileChurn: Signal = {
  name: 'file-churn',
  question: 'How many lines changed in its files over the last year?',
  why: 'Relative churn predicts defect density in system-level studies (Nagappan and Ball, ICSE 2005).',
  shape: 'count',
  direction: 0,
  measure: (subject) =>
    overKnownFiles(subject, (files) => files.reduce((sum, file) => sum + file.touches.churn, 0)),
  sentence: (value) => `its files had ${counted(value, 'line')} changed in a year`,
}

export const fileFixes: Signal = {
  name: 'file-fixes',
  question: 'How often was its most mended file fixed in the last year?',
  why: 'Faults cluster: a file fixed before is likely to be fixed again (bug-cache; Kim et al., ICSE 2007).',
  shape: 'count',
  direction: 1,
  measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.fixes)),
  sentence: (value, { surroundings }) => {
    const mended = most(surroundings.files, (file) => file.touches.fixes)
    return `${mended ? fileName(mended.name) : 'a file'} was fixed ${counted(value, 'time')} in a year`
  },
}

export const fileAge: Signal = {
  name: 'file-age',
  question: 'How long ago did the file among its own that changed last change?',
  why: 'Code touched again soon after a change is still settling; age since the last change keeps its negative sign in all six projects of Zeng et al. (ISSTA 2021).',
  shape: 'count',
  direction: -1,
  measure: (subject) =>
    overKnownFiles(subject, (files) => -largest(files, (file) => -(file.touches.sinceLast ?? 0)) / 86_400),
  sentence: (value) => `a file of it changed ${lasting(value * 86_400)} before`,
}

export const fileAuthors: Signal = {
  name: 'file-authors',
  question: 'How many people changed its most shared file in the last year?',
  why: 'Many authors mean that nobody knows the whole file (number of developers; Kamei et al., TSE 2013).',
  shape: 'count',
  direction: 0,
  measure: (subject) => overKnownFiles(subject, (files) => largest(files, (file) => file.touches.authors)),
  sentence: (value, { surroundings }) => {
    const shared = most(surroundings.files, (file) => file.touches.authors)
    return `${shared ? fileName(shared.name) : 'a file'} has ${counted(value, 'author')} in a year`
  },
}

export const minorAuthors: Signal = {
  name: 'minor-authors',
  question: 'How many people changed its most shared file only in passing?',
  why: 'Minor contributors, below five per cent of the changes, go with failures before and after release more than their number of lines does (Bird et al., "Don’t touch my code!", ESEC/FSE 2011).',
  shape: 'count',
  direction: 0,
  measure: (subject) =>
    overKnownFiles(subject, (files) => largest(files, (file) => file.touches.minorAuthors)),
  sentence: (value) => `${counted(value, 'author in passing')} in one of its files`,
}

export const fileFailureRate: Signal = {
  name: 'file-failure-rate',
  question: 'How often did changes to its worst file fail in the last year?',
  why: 'The record of a file is the plainest warning there is; shrunken towards the usual rate, so that one failure in one change does not cry wolf (past outages of touched files lead in Meta’s Diff Risk Score and in bugbug).',
  shape: 'share',
  direction: 1,
  measure: (subject) =>
    measured(
      subject.surroundings.files.reduce(
        (worst, file) => Math.max(worst, shrunkenRate(file.touches, subject.surroundings.usualFailureRate)),
        subject.surroundings.usualFailureRate,
      ),
    ),
  sentence: (_value, { surroundings }, usual) => {
    const worst = most(surroundings.files, (file) =>
      shrunkenRate(file.touches, surroundings.usualFailureRate),
    )
    if (!worst || worst.touches.failures === 0) return 'its files failed in no known change'
    return `${fileName(worst.name)} was in ${recordOf(worst.touches, 'change', usual)}`
  },
}

export const filesFailed: Signal = {
  name: 'files-failed',
  question: 'How many of its files were in a change that failed in the last year?',
  why: 'Counts how wide the touched trouble is, where the rate tells how deep.',
  shape: 'count',
  direction: 1,
  measure: ({ surroundings }) =>
    measured(surroundings.files.filter((file) => file.touches.failures > 0).length),
  sentence: (value) =>
    `${value < 0.5 ? 'none' : formatCount(Math.round(value))} of its files ${value < 1.5 ? 'was' : 'were'} in failed changes`,
}

export const sinceFileFailure: Signal = {
  name: 'since-file-failure',
  question: 'How long ago did a change to one of its files last fail?',
  why: 'A fresh failure is often not the last: its mend is under pressure, and so is the next change there.',
  shape: 'count',
  direction: -1,
  measure: ({ surroundings }) => {
    const since = surroundings.files.flatMap((file) => file.touches.sinceFailure ?? [])
    return since.length === 0
      ? unavailable('no failed change to its files is known')
      : measured(Math.min(...since) / 86_400)
  },
  sentence: (value) => `a file of it was in a failure ${lasting(value * 86_400)} before`,
}
