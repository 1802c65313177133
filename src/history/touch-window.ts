/**
 * The touches of one thing within the horizon before a part, summed up. Parts are measured in the order they landed, and
 * what is touched often is asked about often: its sums are kept, and moved on by what came in and what fell out, so that
 * a busy folder costs the same however busy it is. A window that is moved on and one that is read anew are the same.
 */
import { none } from './entities.ts'
import type { HistoryIndex } from './index.ts'
import { purposes } from './message.ts'

/** How far a measurement looks back from the part it measures, and at how many touches of one thing at most. */
export const horizon = { seconds: 365 * 86_400, touches: 256 } as const

const month = 30 * 86_400
const mending = purposes.fix | purposes.hotfix

/** A name that a thing had, until the part that gave it another. */
export interface Name {
  readonly name: number
  readonly until: number
}

export class TouchWindow {
  readonly #index: HistoryIndex
  /** The names it had, newest first. */
  readonly names: Name[] = []
  /** Touches by author. */
  readonly authors = new Map<number, number>()
  churn = 0
  fixes = 0
  /** Entries within the window from `#from` on, oldest first; those of the last month from `#recentFrom` on. */
  readonly #entries: number[] = []
  #from = 0
  #recentFrom = 0
  /** Where it stands: only parts before this position exist, seen from this time. */
  #position = 0
  #time = 0

  constructor(index: HistoryIndex) {
    this.#index = index
  }

  get count(): number {
    return this.#entries.length - this.#from
  }

  get recent(): number {
    return this.#entries.length - this.#recentFrom
  }

  /** Position of the part that made the oldest counted touch; 0 where none is counted. */
  get oldestPart(): number {
    return this.count === 0 ? 0 : this.#index.touches.part.get(this.#entries[this.#from]!)
  }

  /** Seconds since the newest touch; null when there is none. */
  get sinceLast(): number | null {
    return this.count === 0 ? null : this.#time - this.#timeOf(this.#entries.at(-1)!)
  }

  /** Whether moving on leads there: a window never moves back. */
  reaches(position: number, time: number): boolean {
    return position >= this.#position && time >= this.#time
  }

  /** Reads the window of an entity anew. */
  read(entity: number, position: number, time: number): void {
    this.authors.clear()
    this.#entries.length = 0
    this.#from = 0
    this.#recentFrom = 0
    this.churn = 0
    this.fixes = 0
    this.#move(entity, position, time, none)
  }

  /** Moves the window of an entity on; only for one that had no other name, `reaches` having said yes. */
  moveOn(entity: number, position: number, time: number): void {
    this.#move(entity, position, time, this.count === 0 ? none : this.#entries.at(-1)!)
  }

  #move(entity: number, position: number, time: number, known: number): void {
    this.#position = position
    this.#time = time
    this.names.length = 0
    this.names.push({ name: entity, until: position })
    const { touches, entities } = this.#index
    const earliest = time - horizon.seconds
    const found: number[] = []
    let name = entity
    let newer = position
    for (
      let entry = entities.get(entity).touch;
      entry !== known && entry !== none && found.length < horizon.touches;
      entry = touches.previous.get(entry)
    ) {
      const part = touches.part.get(entry)
      const owner = touches.entity.get(entry)
      if (owner !== name) {
        // A rename that lands later brings along a past that is not yet this file's.
        if (newer > position) break
        this.names.push({ name: owner, until: part })
        name = owner
      }
      newer = part
      if (part >= position) continue
      if (this.#index.parts.time.get(part) < earliest) break
      found.push(entry)
    }
    for (let at = found.length - 1; at >= 0; at -= 1) this.#count(found[at]!, 1)
    while (this.count > horizon.touches) this.#dropOldest()
    while (this.count > 0 && this.#timeOf(this.#entries[this.#from]!) < earliest) this.#dropOldest()
    this.#recentFrom = Math.max(this.#recentFrom, this.#from)
    while (this.recent > 0 && time - this.#timeOf(this.#entries[this.#recentFrom]!) > month)
      this.#recentFrom += 1
    if (this.#from > horizon.touches) this.#compact()
  }

  #timeOf(entry: number): number {
    return this.#index.parts.time.get(this.#index.touches.part.get(entry))
  }

  #dropOldest(): void {
    this.#count(this.#entries[this.#from]!, -1)
    this.#from += 1
  }

  #compact(): void {
    this.#entries.splice(0, this.#from)
    this.#recentFrom -= this.#from
    this.#from = 0
  }

  #count(entry: number, sign: 1 | -1): void {
    const { parts, touches } = this.#index
    const part = touches.part.get(entry)
    const author = parts.author.get(part)
    const written = (this.authors.get(author) ?? 0) + sign
    if (written === 0) this.authors.delete(author)
    else this.authors.set(author, written)
    if ((parts.purpose.get(part) & mending) !== 0) this.fixes += sign
    this.churn += sign * touches.churn.get(entry)
    if (sign === 1) this.#entries.push(entry)
  }
}

/** Touches from which on a window is worth keeping. */
const busy = 24
/** Windows kept at most, whatever the size of the history. */
const mostKept = 4096

/** The windows of an index that are kept while it is read. */
class TouchWindows {
  readonly #index: HistoryIndex
  readonly #kept = new Map<number, TouchWindow>()
  /** For things that are not worth keeping: read anew each time. */
  #passing: TouchWindow

  constructor(index: HistoryIndex) {
    this.#index = index
    this.#passing = new TouchWindow(index)
  }

  of(entity: number, position: number, time: number): TouchWindow {
    const kept = this.#kept.get(entity)
    if (kept?.reaches(position, time)) {
      kept.moveOn(entity, position, time)
      return kept
    }
    const window = this.#passing
    window.read(entity, position, time)
    if (!kept && window.count >= busy && window.names.length === 1) this.#keep(entity, window)
    return window
  }

  #keep(entity: number, window: TouchWindow): void {
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(entity, window)
    this.#passing = new TouchWindow(this.#index)
  }
}

const windowsByIndex = new WeakMap<HistoryIndex, TouchWindows>()

/** The window of an entity as of a part; good until the next one is asked for. */
export const touchWindow = (
  index: HistoryIndex,
  entity: number,
  position: number,
  time: number,
): TouchWindow => {
  let windows = windowsByIndex.get(index)
  if (!windows) {
    windows = new TouchWindows(index)
    windowsByIndex.set(index, windows)
  }
  return windows.of(entity, position, time)
}
