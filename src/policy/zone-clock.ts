/** The wall clock of a time zone. */
export interface ZoneClock {
  /** `YYYY-MM-DDTHH:MM:SS` on the wall at an instant. */
  readonly read: (instant: Date) => string
  /**
   * The instant at which the wall shows this text. A time the clock skips in spring means the same time after the
   * jump; of a time it shows twice in autumn, `which` says the one that is meant.
   */
  readonly instantOf: (local: string, which: 'first' | 'last') => Date
}

const daySeconds = 86_400

/** Builds on the time zone data of the engine (ECMA-402), read as numbers so that no spelling of a locale matters. */
export const zoneClock = (timeZone: string): ZoneClock => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const read = (instant: Date): string => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    return `${parts['year']!.padStart(4, '0')}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`
  }
  const offsetSeconds = (seconds: number): number => secondsOf(read(new Date(seconds * 1000))) - seconds
  const instantOf = (local: string, which: 'first' | 'last'): Date => {
    const asIfUtc = secondsOf(local)
    const before = offsetSeconds(asIfUtc - daySeconds)
    const after = offsetSeconds(asIfUtc + daySeconds)
    const shown = [asIfUtc - before, asIfUtc - after].filter(
      (seconds) => offsetSeconds(seconds) === asIfUtc - seconds,
    )
    // Skipped by the clock: with the offset from before the jump, the same time after it.
    if (shown.length === 0) return new Date((asIfUtc - before) * 1000)
    return new Date((which === 'first' ? Math.min(...shown) : Math.max(...shown)) * 1000)
  }
  return { read, instantOf }
}

const secondsOf = (local: string): number => Date.parse(`${local}Z`) / 1000
