import type { WorkingHours } from './configuration.ts'
import { type Reading, read, wanted } from './reading.ts'

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const day = `(?:${days.join('|')})`
const shape = new RegExp(
  `^(${day}(?:-${day})?(?:,${day}(?:-${day})?)*) (\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)$`,
  'i',
)

const dayOf = (name: string): number => days.findIndex((each) => each.toLowerCase() === name.toLowerCase())

/** "Fri-Mon" goes over the end of the week. */
const daysOf = (text: string): readonly number[] => {
  const found = text.split(',').flatMap((span) => {
    const [from = '', to = from] = span.split('-')
    const first = dayOf(from)
    return Array.from({ length: ((dayOf(to) - first + 7) % 7) + 1 }, (_, at) => (first + at) % 7)
  })
  return [...new Set(found)].toSorted((one, other) => one - other)
}

/** Reads `Mon-Fri 09:00-18:00`, `Mon-Thu,Sat 08:30-17:00`, or `always`. */
export const readWorkingHours = (input: unknown): Reading<WorkingHours> => {
  const asked = 'days and hours like "Mon-Fri 09:00-18:00", or always'
  if (typeof input !== 'string') return wanted(asked)
  if (input === 'always') return read({ days: [0, 1, 2, 3, 4, 5, 6], from: '00:00', to: '24:00' })
  const [, list, fromHour, fromMinute, toHour, toMinute] = shape.exec(input) ?? []
  if (!list) return wanted(asked)
  const [from, to] = [`${fromHour}:${fromMinute}`, `${toHour}:${toMinute}`]
  const exists = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time) || time === '24:00'
  if (!exists(from) || !exists(to)) return wanted('hours from 00:00 to 24:00')
  if (from >= to) return wanted('hours of one day, the end after the beginning')
  return read({ days: daysOf(list), from, to })
}
