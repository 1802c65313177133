import { expect, test } from 'vitest'
import { noTrouble, tellTrouble } from '../../src/report/rollout-trouble.ts'

const begin = Date.parse('2026-11-18T14:00:00Z')

/** Lines told for what was seen at these seconds. */
const linesOf = (looks: readonly (readonly [seconds: number, trouble: string])[]): readonly string[] => {
  let trouble = noTrouble
  return looks.flatMap(([seconds, said]) => {
    const told = tellTrouble(trouble, { now: begin + seconds * 1000, trouble: said })
    trouble = told.trouble
    return told.line ?? []
  })
}

test.each([
  ['nothing', [[0, '']], []],
  [
    'what mends itself soon is no news',
    [
      [0, 'lb-2 is silent'],
      [9, 'lb-2 is silent'],
      [10, ''],
      [20, ''],
    ],
    [],
  ],
  [
    'what lasts is told once, and when it is over',
    [
      [0, 'lb-2 is silent'],
      [10, 'lb-2 is silent: nobody listens'],
      [15, 'lb-2 is silent'],
      [840, ''],
      [841, ''],
    ],
    ['14:00 TROUBLE lb-2 is silent: nobody listens', '14:14 the trouble is over after 14 min'],
  ],
  [
    'again after that',
    [
      [0, 'one'],
      [10, 'one'],
      [60, ''],
      [60, 'two'],
      [70, 'two'],
    ],
    ['14:00 TROUBLE one', '14:01 the trouble is over after 60 s', '14:01 TROUBLE two'],
  ],
] as const)('%s', (_, looks, lines) => expect(linesOf(looks)).toEqual(lines))
