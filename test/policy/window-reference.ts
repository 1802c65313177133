/**
 * Windows once more, slowly and in another way: minute by minute, asking Intl what the wall shows. Knows cron lines of a
 * minute, an hour and days of the week, and instants of whole minutes.
 */
import type { Window } from '../../src/config/configuration.ts'

export const minute = 60_000

export interface Wall {
  readonly text: string
  readonly weekday: number
}

/** Walls of every minute from one instant until another. */
export const wallsBetween = (timeZone: string, from: number, until: number): readonly Wall[] => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const walls: Wall[] = []
  for (let at = from; at < until; at += minute) {
    const text = format.format(at).replace(' ', 'T')
    walls.push({ text, weekday: new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay() })
  }
  return walls
}

export interface Recurring {
  readonly minute: number
  readonly hour: number
  readonly weekdays: readonly number[]
  readonly minutes: number
}

/** Minutes at which a window that comes again is in force; the first `skip` minutes are there to find earlier starts. */
export const recurringMinutes = (
  walls: readonly Wall[],
  { hour, minute: at, weekdays, minutes }: Recurring,
) => {
  const inForce = new Set<number>()
  const started = new Set<string>()
  const wanted = `${String(hour).padStart(2, '0')}:${String(at).padStart(2, '0')}`
  walls.forEach(({ text, weekday }, place) => {
    const before = walls[place - 1]?.text ?? text
    const day = text.slice(0, 10)
    // Shown now, or passed over since the minute before: the clock jumped.
    const isReached = before < `${day}T${wanted}` && text >= `${day}T${wanted}`
    if (!isReached || !weekdays.includes(weekday) || started.has(day)) return
    started.add(day)
    for (let later = 0; later < minutes; later++) inForce.add(place + later)
  })
  return inForce
}

/** Minutes from the first at which the wall shows `from` or later until the first that shows `to` or later for good. */
export const fixedMinutes = (walls: readonly Wall[], from: string, to: string, isShorter: boolean) => {
  const first = placeOf(walls, from, isShorter ? 'last' : 'first')
  const end = placeOf(walls, to, isShorter ? 'first' : 'last')
  const inForce = new Set<number>()
  for (let place = first; place < end; place++) inForce.add(place)
  return inForce
}

/** A time the clock skips means the same time after the jump. */
const placeOf = (walls: readonly Wall[], text: string, which: 'first' | 'last'): number => {
  const place = which === 'first' ? firstFrom(walls, text) : lastBefore(walls, text) + 1
  const before = walls[place - 1]?.text
  if (before === undefined || walls[place] === undefined || walls[place].text === text) return place
  return place + (Date.parse(`${text}Z`) - Date.parse(`${before}Z`)) / minute - 1
}

const firstFrom = (walls: readonly Wall[], text: string): number => {
  const found = walls.findIndex((wall) => wall.text >= text)
  return found < 0 ? walls.length : found
}
const lastBefore = (walls: readonly Wall[], text: string): number =>
  walls.findLastIndex((wall) => wall.text < text)

export const cronOf = ({ hour, minute: at, weekdays }: Recurring): string =>
  `${at} ${hour} * * ${weekdays.join(',')}`

export const recurringWindow = (said: Recurring, timeZone: string, effect: Window['effect']): Window => ({
  kind: 'recurring',
  name: 'w',
  cron: cronOf(said),
  for: { seconds: said.minutes * 60, text: `${said.minutes}m` },
  timeZone,
  effect,
})
