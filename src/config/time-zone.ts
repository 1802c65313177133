import { nearest } from './nearest.ts'
import { type Reading, read, wanted } from './reading.ts'

/** Reads the name of a time zone of the IANA data base, like `Europe/Paris`, or `UTC`. */
export const readTimeZone = (input: unknown): Reading<string> => {
  const asked = 'a time zone like Europe/Paris or UTC'
  if (typeof input !== 'string' || input === '') return wanted(asked)
  // Offsets like +02:00 are zones to some engines only, and follow no daylight saving time.
  if (/^[A-Za-z]/.test(input) && isKnown(input)) return read(input)
  return wanted(asked, nearest(input, Intl.supportedValuesOf('timeZone')))
}

const isKnown = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone })
    return true
  } catch {
    return false
  }
}
