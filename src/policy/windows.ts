import type { OwnedWindow } from '../config/applicable-windows.ts'
import { formatList } from './formatting.ts'
import { type Closed, closedUntil } from './window-opening.ts'
import { type TimedWindow, type WindowInForce, windowTimes } from './window-times.ts'
import { zoneClock } from './zone-clock.ts'

export interface WindowsNow {
  /** Those in force, in the order they were given. */
  readonly inForce: readonly WindowInForce[]
  /** Present where they let nothing out now. */
  readonly closed?: Closed
}

/**
 * What the windows over a change say now. A window begins at its start and is over at its end. It waits for the cron
 * reader, which is loaded only when a window needs it.
 */
export const windowsAt = async (windows: readonly OwnedWindow[], now: Date): Promise<WindowsNow> => {
  if (windows.length === 0) return { inForce: [] }
  const cron = windows.some(({ window }) => window.kind === 'recurring')
    ? (await import('croner')).Cron
    : undefined
  const timed = windows.map((each): TimedWindow => ({ ...each, times: windowTimes(each.window, now, cron) }))
  const inForce = timed.flatMap(({ window, owner, times }): readonly WindowInForce[] => {
    const span = times.at(now.getTime())
    if (span === null || span.from > now.getTime()) return []
    return [
      {
        window,
        ...(owner === undefined ? {} : { owner }),
        until: new Date(span.until),
        ...(span.isEndless ? { isEndless: true as const } : {}),
        now,
      },
    ]
  })
  const closed = closedUntil(timed, now)
  return { inForce, ...(closed === null ? {} : { closed }) }
}

/** What the windows in force multiply the limit by, and who does it: "by window evenings until Tue 08:00". */
export const windowFactor = (
  inForce: readonly WindowInForce[],
): { readonly factor: number; readonly factorWhy?: string } => {
  let factor = 1
  const names: string[] = []
  for (const found of inForce) {
    const { effect } = found.window
    if (effect.kind !== 'limit' || effect.factor === 1) continue
    factor *= effect.factor
    names.push(`${nameWindow(found)} until ${formatUntil(found)}`)
  }
  if (names.length === 0) return { factor: 1 }
  return { factor, factorWhy: `by window${names.length === 1 ? '' : 's'} ${formatList(names)}` }
}

/** "evenings", "nights of acme". */
export const nameWindow = ({ window, owner }: OwnedWindow): string =>
  owner === undefined ? window.name : `${window.name} of ${owner.name}`

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const weekMilliseconds = 6 * 86_400_000

/** "Tue 08:00" within the next days, else "2027-01-02 00:00"; on the clock of the window. */
export const formatUntil = ({
  window,
  until,
  isEndless,
  now,
}: Pick<WindowInForce, 'window' | 'until' | 'isEndless' | 'now'>): string =>
  isEndless === true ? 'further notice' : formatOnClock(until, window.timeZone, now)

/** "Tue 08:00" within the days after `now`, else "2027-01-02 00:00". */
export const formatOnClock = (moment: Date, timeZone: string, now: Date): string => {
  const local = zoneClock(timeZone).read(moment)
  const time = local.slice(11, 16)
  const date = local.slice(0, 10)
  if (moment.getTime() - now.getTime() >= weekMilliseconds) return `${date} ${time}`
  return `${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]} ${time}`
}
