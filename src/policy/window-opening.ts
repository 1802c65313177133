/**
 * When windows let a change out again: the first moment at which no `emergency-only` window is in force and everybody
 * who has chosen hours (`allow`: the environment, each component, each customer) is inside one of theirs.
 */
import type { WindowOwner } from '../config/applicable-windows.ts'
import { horizonMilliseconds, type TimedWindow, type WindowInForce } from './window-times.ts'

/** A window, or all the hours one owner chose, as a decision names it. */
export interface Closer {
  readonly kind: 'emergency-only' | 'allow'
  /** Absent: of the environment. */
  readonly owner?: WindowOwner
  readonly windows: readonly string[]
  /** Clock to tell its times on. */
  readonly timeZone: string
}

export interface Closed {
  /** Those that let nothing out now. */
  readonly by: readonly Closer[]
  /** Those that stand in the way one after the other until it opens, in that order, each once; the last one opens it. */
  readonly chain: readonly Closer[]
  /** When it opens; without an opening, how far it was looked. */
  readonly until: Date
  readonly opens: boolean
  readonly now: Date
}

/** Null where nothing stands in the way. */
export const closedUntil = (windows: readonly TimedWindow[], now: Date): Closed | null => {
  const barriers = [...freezes(windows), ...chosenHours(windows)]
  const start = now.getTime()
  const by = barriers.filter(({ openFrom }) => openFrom(start).moment !== start).map(({ closer }) => closer)
  if (by.length === 0) return null
  const end = start + horizonMilliseconds
  // Everybody moves the moment to where they open next, and never past a moment at which all do: so the first moment
  // that nobody moves any more is the first at which all are open.
  const chain = new Set<Closer>()
  let moment = start
  let isSettled = false
  while (!isSettled) {
    isSettled = true
    for (const { closer, openFrom } of barriers) {
      const next = openFrom(moment)
      if (next.moment === moment && next.isKnown) continue
      chain.delete(closer)
      chain.add(closer)
      if (!next.isKnown || next.moment >= end)
        return { by, chain: [...chain], until: new Date(Math.min(next.moment, end)), opens: false, now }
      moment = next.moment
      isSettled = false
    }
  }
  return { by, chain: [...chain], until: new Date(moment), opens: true, now }
}

/** What windows in force alone tell, where nobody looked for the opening: that the last of them ends. */
export const closedBy = (windows: readonly WindowInForce[]): Closed | null => {
  const freezes = windows.filter(({ window }) => window.effect.kind === 'emergency-only')
  const [last] = freezes.toSorted((one, other) => other.until.getTime() - one.until.getTime())
  if (last === undefined) return null
  const closerOf = ({ window, owner }: WindowInForce): Closer => ({
    kind: 'emergency-only',
    ...ofOwner(owner),
    windows: [window.name],
    timeZone: window.timeZone,
  })
  return {
    by: freezes.map(closerOf),
    chain: [closerOf(last)],
    until: last.until,
    opens: last.isEndless !== true,
    now: last.now,
  }
}

interface Opening {
  readonly moment: number
  /** False where nobody knows whether it opens: `moment` is how far it was looked. */
  readonly isKnown: boolean
}

/** What stands in the way, and when, from a moment on, it no longer does. */
interface Barrier {
  readonly closer: Closer
  readonly openFrom: (moment: number) => Opening
}

const ofOwner = (owner: WindowOwner | undefined) => (owner === undefined ? {} : { owner })

/** Each freeze alone: it is open outside. */
const freezes = (windows: readonly TimedWindow[]): readonly Barrier[] =>
  windows
    .filter(({ window }) => window.effect.kind === 'emergency-only')
    .map(({ window: { name, timeZone }, owner, times }) => ({
      closer: { kind: 'emergency-only', ...ofOwner(owner), windows: [name], timeZone },
      openFrom: (moment) => {
        const span = times.at(moment)
        if (span === null) return { moment, isKnown: moment < times.knownUntil() }
        if (moment < span.from) return { moment, isKnown: true }
        return { moment: span.until, isKnown: !span.isEndless }
      },
    }))

/** The hours that one owner chose in one policy, together: open inside any of them. */
const chosenHours = (windows: readonly TimedWindow[]): readonly Barrier[] => {
  const byOwner = new Map<string, TimedWindow[]>()
  for (const each of windows) {
    if (each.window.effect.kind !== 'allow') continue
    // Were they one, a repository could open the hours that its organisation chose.
    const key = JSON.stringify([each.owner ?? null, each.window.effect.by ?? null])
    byOwner.set(key, [...(byOwner.get(key) ?? []), each])
  }
  return [...byOwner.values()].map((own) => ({
    closer: {
      kind: 'allow',
      ...ofOwner(own[0]!.owner),
      windows: own.map(({ window }) => window.name),
      timeZone: own[0]!.window.timeZone,
    },
    openFrom: (moment) => {
      const begins = own.flatMap(({ times }) => {
        const span = times.at(moment)
        return span === null ? [] : [Math.max(span.from, moment)]
      })
      const next = Math.min(...begins)
      // What one window does beyond its last known start may come before the next start of another.
      const seen = Math.max(moment, Math.min(...own.map(({ times }) => times.knownUntil())))
      return next <= seen ? { moment: next, isKnown: true } : { moment: seen, isKnown: false }
    },
  }))
}
