/** Questions to the past of one part: everything here is bounded by the position it is asked from. */
import type { ChangedFile } from '../domain/change.ts'
import { none } from './entities.ts'
import { entityOf } from './hash.ts'
import type { HistoryIndex } from './index.ts'
import type { LandedPart } from './line.ts'
import { horizon, type TouchWindow, touchWindow } from './touch-window.ts'

/** A part as it came in: what its message and its files say, and where it stands on the line. */
export interface Arrival {
  readonly part: LandedPart
  readonly position: number
  readonly files: readonly ChangedFile[]
  /** False where the clone cannot count the lines of some file; true for none. */
  readonly linesKnown: boolean
  /** False where the clone cannot even name the files. */
  readonly filesKnown: boolean
  /** False where there is no past to ask: what went before is then unknown, not nothing. */
  readonly historyKnown?: boolean
}

/** What happened to one thing within the horizon before a part. */
export interface Touches {
  readonly count: number
  readonly churn: number
  readonly fixes: number
  /** Distinct authors, and how many of them made less than a twentieth of the touches. */
  readonly authors: number
  readonly minorAuthors: number
  /** Touches by the author of the part that asks. */
  readonly byAuthor: number
  /** Touches in the last 30 days. */
  readonly recent: number
  /** Seconds since the newest touch; null when there is none within the horizon. */
  readonly sinceLast: number | null
  /** Failed parts that touched it, known by then, and seconds since the newest became known. */
  readonly failures: number
  readonly sinceFailure: number | null
}

export class Past {
  readonly index: HistoryIndex
  /** The part that asks: only parts before it exist. */
  readonly position: number
  readonly time: number
  readonly author: number

  constructor(index: HistoryIndex, position: number, time: number, author: number) {
    this.index = index
    this.position = position
    this.time = time
    this.author = author
  }

  file(path: string, previousPath?: string): Touches {
    const own = this.of(entityOf('file', path))
    return own.count === 0 && previousPath !== undefined ? this.of(entityOf('file', previousPath)) : own
  }

  directory(name: string): Touches {
    return this.of(entityOf('directory', name))
  }

  area(name: string): Touches {
    return this.of(entityOf('area', name))
  }

  word(word: string): Touches {
    return this.of(entityOf('word', word))
  }

  of(entity: number): Touches {
    const window = touchWindow(this.index, entity, this.position, this.time)
    const { count, churn, fixes, recent, sinceLast, authors } = window
    let minorAuthors = 0
    for (const written of authors.values()) if (written * 20 < count) minorAuthors += 1
    return {
      count,
      churn,
      fixes,
      authors: authors.size,
      minorAuthors,
      byAuthor: authors.get(this.author) ?? 0,
      recent,
      sinceLast,
      ...this.#failuresOf(window),
    }
  }

  /**
   * Failed parts that touched a thing under one of its names, known by now; only those among the counted touches, so
   * that failures of a year never stand over the touches of the last weeks.
   */
  #failuresOf({ names, oldestPart }: TouchWindow): Pick<Touches, 'failures' | 'sinceFailure'> {
    const { entities, parts, scars, toldScars } = this.index
    let failures = 0
    let sinceFailure: number | null = null
    const count = (part: number, since: number): void => {
      if (sinceFailure === null || since < sinceFailure) sinceFailure = since
      if (part >= oldestPart) failures += 1
    }
    for (const { name, until } of names) {
      for (const { part, knownAt } of toldScars?.of(name, until) ?? [])
        if (part < this.position && knownAt < this.time && this.time - knownAt <= horizon.seconds)
          count(part, this.time - knownAt)
      for (
        let scar = entities.get(name).failure;
        scar !== none && failures < horizon.touches;
        scar = scars.previous.get(scar)
      ) {
        const knownAt = scars.knownAt.get(scar)
        const part = scars.part.get(scar)
        if (knownAt >= this.position || part > until || toldScars?.cleared.has(part)) continue
        const since = this.time - parts.time.get(knownAt)
        if (since > horizon.seconds) break
        count(part, since)
      }
    }
    return { failures, sinceFailure }
  }

  /** Parts that landed within `seconds` before this one. */
  landedWithin(seconds: number): number {
    let low = 0
    let high = this.position
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.index.parts.time.get(middle) < this.time - seconds) low = middle + 1
      else high = middle
    }
    return this.position - low
  }

  /** Failures that became known within `seconds` before this part, and seconds since the newest (null: none known). */
  failuresWithin(seconds: number): { readonly count: number; readonly sinceLast: number | null } {
    const { failures, parts, toldScars } = this.index
    let at = failures.knownAt.length - 1
    while (at >= 0 && failures.knownAt.get(at) >= this.position) at -= 1
    let count = 0
    let sinceLast: number | null = null
    for (; at >= 0; at -= 1) {
      if (toldScars?.cleared.has(failures.part.get(at))) continue
      const since = this.time - parts.time.get(failures.knownAt.get(at))
      sinceLast ??= since
      if (since > seconds) break
      count += 1
    }
    for (const { part, knownAt } of toldScars?.scars ?? []) {
      const since = this.time - knownAt
      if (part >= this.position || since <= 0) continue
      if (sinceLast === null || since < sinceLast) sinceLast = since
      if (since <= seconds) count += 1
    }
    return { count, sinceLast }
  }

  /** Minutes east of UTC on the clock most authors used lately; the zone a team works in. */
  usualZone(): number {
    const counts = new Map<number, number>()
    let usual = 0
    for (let at = Math.max(0, this.position - 64); at < this.position; at += 1) {
      const zone = this.index.parts.zone.get(at) - 24 * 60
      const count = (counts.get(zone) ?? 0) + 1
      counts.set(zone, count)
      if (count > (counts.get(usual) ?? 0)) usual = zone
    }
    return usual
  }
}
