import { expect, test } from 'vitest'
import { openRolloutScreen } from '../../../src/main/action/rollout-screen.ts'

const open = () => {
  const said: string[] = []
  const clock = { minutes: 0 }
  const screen = openRolloutScreen(
    { log: (text) => said.push(text), fold: (title) => said.push(title === null ? '—' : `> ${title}`) },
    () => Date.parse('2026-11-20T14:00:00Z') + clock.minutes * 60_000,
  )
  const at = (minutes: number): void => {
    clock.minutes = minutes
  }
  return { said, screen, at }
}

test('what is going on is told once a minute at most, and only where it is news', () => {
  const { said, screen, at } = open()
  screen.fold?.('web: wave 1/3')
  screen.print('14:00 wave 1/3 1 on v812\n')
  for (const [minutes, line] of [
    [0.5, 'too early'],
    [1, 'may pass after 9 min'],
    [1.5, 'too early again'],
    [2.5, 'may pass after 9 min'],
    [3, 'may pass after 7 min'],
  ] as const) {
    at(minutes)
    screen.status(line)
  }
  expect(said).toEqual([
    '> web: wave 1/3',
    '14:00 wave 1/3 1 on v812',
    '> web: wave 1/3',
    '14:01 may pass after 9 min',
    '> web: wave 1/3',
    '14:03 may pass after 7 min',
  ])
})

test('while it waits for a person, the person’s line stays in view and the rest is folded away', () => {
  const { said, screen, at } = open()
  screen.fold?.('web: wave 1/3')
  screen.fold?.(null)
  screen.print('14:00 wave 1/3 PAUSED by mira')
  at(2)
  screen.status('PAUSED')
  expect(said).toEqual([
    '> web: wave 1/3',
    '—',
    '14:00 wave 1/3 PAUSED by mira',
    '> web: wave 1/3',
    '14:02 PAUSED',
  ])
})
