import type { FixedWindow, RecurringWindow, Window } from '../config/configuration.ts'
import { formatList } from './formatting.ts'
import { zoneClock } from './zone-clock.ts'

export interface WindowInForce {
  readonly window: Window
  readonly until: Date
  /** When the decision looked, which is what "until" is told from. */
  readonly now: Date
}

/**
 * The windows in force now, in the order of the file. Both forms begin at their start and are over at their end.
 * It waits for the cron reader, which is loaded only when a window needs it.
 */
export const windowsInForce = async (
  windows: readonly Window[],
  now: Date,
): Promise<readonly WindowInForce[]> => {
  const found: WindowInForce[] = []
  for (const window of windows) {
    const until = window.kind === 'fixed' ? endOfFixed(window, now) : await endOfRecurring(window, now)
    if (until !== undefined) found.push({ window, until, now })
  }
  return found
}

const endOfFixed = (window: FixedWindow, now: Date): Date | undefined => {
  const clock = zoneClock(window.timeZone)
  // Where the clock shows an hour twice, the window is the longer of the two it could be.
  const from = clock.instantOf(window.from, 'first')
  const to = clock.instantOf(window.to, 'last')
  return from <= now && now < to ? to : undefined
}

const endOfRecurring = async (window: RecurringWindow, now: Date): Promise<Date | undefined> => {
  const { Cron } = await import('croner')
  const cron = new Cron(window.cron, { mode: '5-part', timezone: window.timeZone })
  // The library looks strictly before a whole second, so ask from the next one and leave out what is still to come.
  const begun = cron.previousRuns(2, new Date(now.getTime() + 1000)).find((start) => start <= now)
  if (begun === undefined) return undefined
  const until = new Date(begun.getTime() + window.for.seconds * 1000)
  return now < until ? until : undefined
}

/** What the windows in force multiply the limit by, and who does it: "by window evenings until Tue 08:00". */
export const windowFactor = (
  inForce: readonly WindowInForce[],
): { readonly windowFactor: number; readonly windowWhy?: string } => {
  let factor = 1
  const names: string[] = []
  for (const found of inForce) {
    const { effect, name } = found.window
    if (effect.kind !== 'limit' || effect.factor === 1) continue
    factor *= effect.factor
    names.push(`${name} until ${formatUntil(found)}`)
  }
  if (names.length === 0) return { windowFactor: 1 }
  return { windowFactor: factor, windowWhy: `by window${names.length === 1 ? '' : 's'} ${formatList(names)}` }
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const weekMilliseconds = 6 * 86_400_000

/** "Tue 08:00" within the next days, else "2027-01-02 00:00"; on the clock of the window. */
export const formatUntil = ({ window, until, now }: WindowInForce): string => {
  const local = zoneClock(window.timeZone).read(until)
  const time = local.slice(11, 16)
  const date = local.slice(0, 10)
  if (until.getTime() - now.getTime() >= weekMilliseconds) return `${date} ${time}`
  return `${weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]} ${time}`
}
