/** Time that passes while people work. */
import type { WorkingHours } from '../config/configuration.ts'
import { zoneClock } from './zone-clock.ts'

const dayMilliseconds = 86_400_000
/** Looked ahead: whoever wants to be asked later than this is asked by nobody. */
const mostDays = 400

const dateOf = (text: string): string => text.slice(0, 10)
const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + dayMilliseconds).toISOString().slice(0, 10)

/**
 * The moment at which so many seconds of working time have passed since `from`; null where that is more than 400 days
 * off. Time is told on the wall of the zone, and counted as it passes: a day on which the clock is put forward between
 * two working hours is an hour shorter.
 */
export const workingMomentAfter = (
  from: Date,
  seconds: number,
  { hours, timeZone }: { readonly hours: WorkingHours; readonly timeZone: string },
): Date | null => {
  const clock = zoneClock(timeZone)
  let left = seconds * 1000
  let date = dateOf(clock.read(from))
  for (let day = 0; day <= mostDays; day++, date = nextDate(date)) {
    if (!hours.days.includes(new Date(`${date}T00:00:00Z`).getUTCDay())) continue
    const begins = Math.max(from.getTime(), clock.instantOf(`${date}T${hours.from}:00`, 'first').getTime())
    const ends = (
      hours.to === '24:00'
        ? clock.instantOf(`${nextDate(date)}T00:00:00`, 'first')
        : clock.instantOf(`${date}T${hours.to}:00`, 'last')
    ).getTime()
    const passes = Math.max(0, ends - begins)
    if (passes >= left) return new Date(begins + left)
    left -= passes
  }
  return null
}
