/** The newest touch and the newest failure of everything that has a history: a file, a folder, an author, a title. */
import type { Column } from './columns.ts'

/** "No such entry" in a column of entry numbers. */
export const none = 0xffffffff

export interface EntityHeads {
  /** Entry number of the newest touch, or `none`. */
  readonly touch: number
  /** Entry number of the newest failure, or `none`. */
  readonly failure: number
}

/** Sorted stored heads; `trim` walks a head back to what a cut index still knows. */
export interface StoredEntities {
  readonly names: Column
  readonly touches: Column
  readonly failures: Column
  readonly trim: (name: number, heads: EntityHeads) => EntityHeads
}

const unknown: EntityHeads = { touch: none, failure: none }

export class EntityTable {
  readonly #stored: StoredEntities | null
  readonly #changed = new Map<number, { touch: number; failure: number }>()

  constructor(stored: StoredEntities | null = null) {
    this.#stored = stored
  }

  get(name: number): EntityHeads {
    return this.#changed.get(name) ?? this.#find(name)
  }

  setTouch(name: number, touch: number): void {
    this.#promote(name).touch = touch
  }

  setFailure(name: number, failure: number): void {
    this.#promote(name).failure = failure
  }

  /** All entities by name, ascending: what is written to disk. */
  sorted(): { names: Float64Array; touches: Uint32Array; failures: Uint32Array } {
    const stored = this.#stored
    const all = new Map<number, EntityHeads>()
    if (stored)
      for (let at = 0; at < stored.names.length; at += 1) {
        const name = stored.names.get(at)
        const heads = stored.trim(name, { touch: stored.touches.get(at), failure: stored.failures.get(at) })
        if (heads.touch !== none) all.set(name, heads)
      }
    for (const [name, heads] of this.#changed) all.set(name, heads)
    const names = Float64Array.from(all.keys()).sort()
    return {
      names,
      touches: Uint32Array.from(names, (name) => all.get(name)!.touch),
      failures: Uint32Array.from(names, (name) => all.get(name)!.failure),
    }
  }

  #promote(name: number): { touch: number; failure: number } {
    const known = this.#changed.get(name)
    if (known) return known
    const heads = { ...this.#find(name) }
    this.#changed.set(name, heads)
    return heads
  }

  #find(name: number): EntityHeads {
    const stored = this.#stored
    if (!stored) return unknown
    let low = 0
    let high = stored.names.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const found = stored.names.get(middle)
      if (found === name)
        return stored.trim(name, { touch: stored.touches.get(middle), failure: stored.failures.get(middle) })
      if (found < name) low = middle + 1
      else high = middle - 1
    }
    return unknown
  }
}
