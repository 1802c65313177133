/**
 * When a window is in force: one span after the other, found as far as somebody asks and never further than a year.
 * Starts that come again before the last one ended make one span, and so do those that follow at the same instant.
 */
import type { OwnedWindow, WindowOwner } from '../config/applicable-windows.ts'
import type { FixedWindow, RecurringWindow, Window } from '../config/configuration.ts'
import { type Span, subtractSpans } from '../domain/spans.ts'
import { exceptionSpans, fixedSpan } from '../rollout/window-instants.ts'
import { zoneClock } from './zone-clock.ts'

export interface WindowSpan extends Span {
  /** As far as it was looked, it goes on: `until` is how far that was. */
  readonly isEndless: boolean
}

export interface WindowTimes {
  /** The first span that is not over at a moment (milliseconds since 1970); null where none is known. */
  readonly at: (moment: number) => WindowSpan | null
  /** Beyond this moment nobody looked, where `at` has answered null. */
  readonly knownUntil: () => number
}

export interface WindowInForce {
  readonly window: Window
  /** Absent: of the environment. */
  readonly owner?: WindowOwner
  readonly until: Date
  /** It goes on as far as anybody looked, and that was `until`. */
  readonly isEndless?: true
  /** When the decision looked, which is what "until" is told from. */
  readonly now: Date
}

/** A window and when it is in force. */
export interface TimedWindow extends OwnedWindow {
  readonly times: WindowTimes
}

/** A leap year: what comes once a year is found. */
export const horizonMilliseconds = 366 * 86_400_000
/** So many starts of one window are looked at: those of every hour of a year fit in. */
const mostStarts = 9000

/** What tells the starts of a cron line; the library is loaded by whoever has a window that needs it. */
export type Cron = typeof import('croner').Cron

/**
 * The times of a window from `from` on. A moment that is asked for must not lie before one that was asked for already.
 * @param cron may be undefined for a window that comes once
 */
export const windowTimes = (window: Window, from: Date, cron: Cron | undefined): WindowTimes => {
  const spans = outsideExceptions(
    window,
    window.kind === 'fixed' ? fixedSpans(window) : joined(window, from, cron!),
  )
  let current = spans.next()
  return {
    at: (moment) => {
      while (!current.done && current.value.until <= moment) current = spans.next()
      return current.done ? null : current.value
    },
    knownUntil: () => (current.done ? current.value : Number.POSITIVE_INFINITY),
  }
}

/** Spans in order; when there are no more, how far it was looked. */
type Spans<Each extends Span = WindowSpan> = Generator<Each, number>

function* fixedSpans(window: FixedWindow): Spans {
  const span = fixedSpan(window, zoneClock(window.timeZone))
  if (span.from < span.until) yield { ...span, isEndless: false }
  return Number.POSITIVE_INFINITY
}

function* outsideExceptions(window: Window, spans: Spans): Spans {
  const taken = window.except === undefined ? [] : exceptionSpans(window, zoneClock(window.timeZone))
  let next = spans.next()
  for (; !next.done; next = spans.next()) {
    const span = next.value
    for (const left of subtractSpans([span], taken))
      yield { ...left, isEndless: span.isEndless && left.until === span.until }
  }
  return next.value
}

function* joined(window: RecurringWindow, from: Date, cron: Cron): Spans {
  const lasting = window.for.seconds * 1000
  const starts = startsOf(window, from, cron)
  let current: Span | undefined
  let next = starts.next()
  for (; !next.done; next = starts.next()) {
    const start = next.value
    if (current !== undefined && start > current.until) {
      yield { ...current, isEndless: false }
      current = undefined
    }
    current = { from: current?.from ?? start, until: start + lasting }
  }
  if (current !== undefined) yield { ...current, isEndless: current.until >= next.value }
  return next.value
}

function* startsOf(
  { cron, timeZone }: RecurringWindow,
  from: Date,
  Calendar: Cron,
): Generator<number, number> {
  const calendar = new Calendar(cron, { mode: '5-part', timezone: timeZone })
  // All starts last equally long, so of those already begun only the latest may still be in force; and the library
  // looks strictly before a whole second, so it is asked from the next one, without what is still to come.
  const begun = calendar.previousRuns(2, new Date(from.getTime() + 1000)).find((start) => start <= from)
  if (begun !== undefined) yield begun.getTime()
  const end = from.getTime() + horizonMilliseconds
  let next = calendar.nextRun(from)
  for (let count = 0; next !== null && next.getTime() < end; next = calendar.nextRun(next)) {
    if (++count > mostStarts) return next.getTime()
    yield next.getTime()
  }
  return end
}
