import { expect, test } from 'vitest'
import { screenOf } from '../../src/main/rollout.ts'
import type { Shell } from '../../src/main/shell.ts'

const open = (isWatched: boolean) => {
  const said: string[] = []
  const clock = { seconds: 0 }
  const shell: Shell = {
    directory: '.',
    environment: {},
    now: new Date('2026-11-20T14:00:00Z'),
    colour: false,
    isWatched,
    progress: () => undefined,
    status: (line) => said.push(`drawn ${line}`),
    columns: 80,
    print: (text) => said.push(`printed ${text}`),
    warn: (text) => said.push(`warned ${text}`),
  }
  const screen = screenOf(shell, () => shell.now.getTime() + clock.seconds * 1000)
  screen.print('14:00 wave 1/2')
  for (const seconds of [1, 61, 62, 122]) {
    clock.seconds = seconds
    screen.status(`web-3 starting ${seconds} s of 300 s`)
  }
  return said
}

test('in a log a long wait is told once a minute, apart from what the rollout says', () =>
  expect(open(false)).toEqual([
    'printed 14:00 wave 1/2',
    'warned 14:01 web-3 starting 61 s of 300 s',
    'warned 14:02 web-3 starting 122 s of 300 s',
  ]))

test('on a terminal that is watched it is drawn all the time', () =>
  expect(open(true)).toEqual(
    ['printed 14:00 wave 1/2'].concat([1, 61, 62, 122].map((at) => `drawn web-3 starting ${at} s of 300 s`)),
  ))
