/** Tests: whether the tests move with the code. */
import { measured, unavailable } from '../domain/measurement.ts'
import type { Signal } from './signal.ts'
import { linesUnknown } from './size.ts'

export const testShare: Signal = {
  name: 'test-share',
  question: 'What share of its code and test lines is tests?',
  why: 'Code that moves with its tests was thought about twice; bugbug and dependency reviewers alike look for the test delta beside the code delta.',
  shape: 'share',
  direction: 0,
  measure: ({ files, linesKnown }) => {
    if (!linesKnown) return unavailable(linesUnknown)
    let code = 0
    let tests = 0
    for (const file of files) {
      const lines = (file.added ?? 0) + (file.deleted ?? 0)
      if (file.kind === 'code') code += lines
      if (file.kind === 'test') tests += lines
    }
    return code + tests === 0
      ? unavailable('it changes neither code nor tests')
      : measured(tests / (code + tests))
  },
  sentence: (value) =>
    value === 0 ? 'none of its lines is a test' : `tests are ${Math.round(value * 100)} % of its lines`,
}

export const untestedCode: Signal = {
  name: 'untested-code',
  question: 'Does it change code and no test?',
  why: 'Where a repository tests its changes, one without tests stands out.',
  shape: 'flag',
  direction: 1,
  measure: ({ files }) =>
    measured(
      files.some((file) => file.kind === 'code') && !files.some((file) => file.kind === 'test') ? 1 : 0,
    ),
  sentence: (value) => (value === 1 ? 'code and no test file changed' : 'tests change with it'),
}
