import type { FixedWindow, Window } from '../config/configuration.ts'
import type { RolloutWindow } from '../config/rollout/plan.ts'
import { joinSpans, type Span, subtractSpans } from '../domain/spans.ts'
import type { WindowInstants } from './calendar.ts'

/** The wall clock of a time zone, as far as windows need it: what `zoneClock` of the policy answers. */
export type ClockOf = (timeZone: string) => WallClock
export interface WallClock {
  readonly instantOf: (local: string, which: 'first' | 'last') => Date
}

/** Where the clock shows an hour twice, a closed window is the longer of the two it could be, an open one the shorter. */
export const fixedSpan = (
  { from, to, effect }: Pick<FixedWindow, 'from' | 'to' | 'effect'>,
  clock: WallClock,
): Span => {
  const [early, late] = effect.kind === 'allow' ? (['last', 'first'] as const) : (['first', 'last'] as const)
  return { from: clock.instantOf(from, early).getTime(), until: clock.instantOf(to, late).getTime() }
}

/** When a window is not in force after all; where an hour comes twice, as is safer: the other way round. */
export const exceptionSpans = ({ except, effect }: Window, clock: WallClock): readonly Span[] => {
  const safer = effect.kind === 'allow' ? ({ kind: 'review' } as const) : ({ kind: 'allow' } as const)
  return joinSpans((except ?? []).map((times) => fixedSpan({ ...times, effect: safer }, clock)))
}

const outside = (window: Window, spans: readonly Span[], clockOf: ClockOf): readonly Span[] =>
  window.except === undefined
    ? spans
    : subtractSpans(joinSpans(spans), exceptionSpans(window, clockOf(window.timeZone)))

const dayMilliseconds = 86_400_000
/** A quarter: a freeze over the turn of the year fits in, and a window that opens once in three months. */
const daysAhead = 92
/** So many starts of one window; a cron of every minute reaches that in days, and nothing is known beyond. */
const mostStarts = 5000

/**
 * When the windows of a plan are in force, from `now` over the next quarter. Waits for the cron reader, which is loaded
 * only when a window needs it. A time zone's clock comes from above, where the gate has it.
 */
export const windowInstants = async (
  windows: readonly RolloutWindow[],
  now: Date,
  clockOf: ClockOf,
): Promise<WindowInstants> => {
  let until = now.getTime() + daysAhead * dayMilliseconds
  const spans: (readonly Span[])[] = []
  for (const window of windows) {
    if (window.kind === 'fixed') {
      spans.push(outside(window, [fixedSpan(window, clockOf(window.timeZone))], clockOf))
      continue
    }
    const starts = await startsOf(window, now, until)
    if (starts.length === mostStarts) until = Math.min(until, starts.at(-1)!)
    const lasting = starts.map((from) => ({ from, until: from + window.for.seconds * 1000 }))
    spans.push(outside(window, lasting, clockOf))
  }
  return { spans: spans.map((list) => list.filter((span) => span.from < span.until)), until }
}

const startsOf = async (
  { cron, timeZone }: Extract<RolloutWindow, { kind: 'recurring' }>,
  now: Date,
  until: number,
): Promise<readonly number[]> => {
  const { Cron } = await import('croner')
  const calendar = new Cron(cron, { mode: '5-part', timezone: timeZone })
  // All starts of a window last equally long, so of those already begun only the latest may still be in force.
  const begun = calendar.previousRuns(2, new Date(now.getTime() + 1000)).find((start) => start <= now)
  const starts = begun === undefined ? [] : [begun.getTime()]
  let next = calendar.nextRun(now)
  while (next !== null && next.getTime() < until && starts.length < mostStarts) {
    starts.push(next.getTime())
    next = calendar.nextRun(next)
  }
  return starts
}
