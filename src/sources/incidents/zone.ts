/** Time zones as people write them: offsets, abbreviations, names of the IANA data base, cities. */

export interface Zone {
  /** Minutes east of UTC at a wall-clock time, given in seconds as if it were UTC. */
  readonly minutesAt: (wallSeconds: number) => number
  /** A city, or an abbreviation that people use in summer and winter alike. */
  readonly guessed: boolean
}

const fixed = (minutes: number): Zone => ({ minutesAt: () => minutes, guessed: false })
export const utc = fixed(0)

/** Who writes "PST" in July means the clock on the wall, so these are places, not offsets. */
const abbreviations: Readonly<Record<string, string>> = {
  PST: 'America/Los_Angeles',
  PDT: 'America/Los_Angeles',
  PT: 'America/Los_Angeles',
  MST: 'America/Denver',
  MDT: 'America/Denver',
  CST: 'America/Chicago',
  CDT: 'America/Chicago',
  EST: 'America/New_York',
  EDT: 'America/New_York',
  ET: 'America/New_York',
  CET: 'Europe/Paris',
  CEST: 'Europe/Paris',
  EET: 'Europe/Athens',
  EEST: 'Europe/Athens',
  BST: 'Europe/London',
  AEST: 'Australia/Sydney',
  AEDT: 'Australia/Sydney',
  JST: 'Asia/Tokyo',
}

const wallClock = (timeZone: string): ((seconds: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (seconds) => {
    const at = Object.fromEntries(
      format.formatToParts(new Date(seconds * 1000)).map(({ type, value }) => [type, Number(value)]),
    )
    return (
      Date.UTC(at['year']!, at['month']! - 1, at['day']!, at['hour']!, at['minute']!, at['second']!) / 1000
    )
  }
}

const named = (timeZone: string, guessed: boolean): Zone => {
  const wall = wallClock(timeZone)
  const minutesAt = (wallSeconds: number): number => {
    // The offset at the wall time itself, taken twice: the first guess may lie on the other side of a change of clocks.
    const first = (wall(wallSeconds) - wallSeconds) / 60
    const instant = wallSeconds - first * 60
    return (wall(instant) - instant) / 60
  }
  return { minutesAt, guessed }
}

const kept = new Map<string, Zone>()
const keep = (key: string, make: () => Zone): Zone => {
  const zone = kept.get(key) ?? make()
  kept.set(key, zone)
  return zone
}

let cities: ReadonlyMap<string, string> | undefined
const placeOf = (city: string): string | undefined => {
  cities ??= new Map(
    Intl.supportedValuesOf('timeZone').map((name) => [
      name
        .slice(name.lastIndexOf('/') + 1)
        .replaceAll('_', ' ')
        .toLowerCase(),
      name,
    ]),
  )
  return cities.get(city.toLowerCase())
}

const offset = /(?:UTC|GMT)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?|([+-])(\d{2}):?(\d{2})?$/

/** The zone a few words name, like `PST (UTC-7)`, `Europe/Bucharest`, `Bucharest`, `+02:00`; null when they name none. */
export const zoneOf = (words: string): Zone | null => {
  const written = words.trim()
  const shift = offset.exec(written)
  if (shift) {
    const sign = (shift[1] ?? shift[4]) === '-' ? -1 : 1
    return fixed(sign * (Number(shift[2] ?? shift[5]) * 60 + Number(shift[3] ?? shift[6] ?? 0)))
  }
  if (/\b(?:UTC|GMT|Z|Zulu)\b/.test(written)) return utc
  const region = /\b[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+)?\b/.exec(written)?.[0]
  if (region !== undefined && Intl.supportedValuesOf('timeZone').includes(region))
    return keep(region, () => named(region, false))
  for (const [short, place] of Object.entries(abbreviations))
    if (new RegExp(`\\b${short}\\b`).test(written)) return keep(`${place}?`, () => named(place, true))
  for (const city of written.match(/\b[A-Z][a-z]+(?: [A-Z][a-z]+)?\b/g) ?? []) {
    const place = placeOf(city)
    if (place !== undefined) return keep(`${place}?`, () => named(place, true))
  }
  return null
}
