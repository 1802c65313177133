/**
 * Columns of numbers that only ever grow: the index in memory. A column may begin with values stored in a file, read a
 * page at a time, so that opening an index costs the same however long the history is.
 */

export const columnTypes = { u32: Uint32Array, f32: Float32Array, f64: Float64Array } as const
export type ColumnType = keyof typeof columnTypes
type Values = Uint32Array | Float32Array | Float64Array

/** Where a column's first values rest; `read` answers values from..to. */
export interface StoredValues {
  readonly length: number
  readonly read: (from: number, to: number) => Values
}

const pageValues = 8192

export class Column {
  readonly type: ColumnType
  readonly #stored: StoredValues | null
  /** How many of the stored values count: an index may be cut back to a common past. */
  readonly #kept: number
  readonly #pages = new Map<number, Values>()
  #tail: Values
  #tailLength = 0

  constructor(type: ColumnType, stored: StoredValues | null = null, kept: number = stored?.length ?? 0) {
    this.type = type
    this.#stored = stored
    this.#kept = kept
    this.#tail = new columnTypes[type](64)
  }

  get length(): number {
    return this.#kept + this.#tailLength
  }

  get(at: number): number {
    if (at >= this.#kept) return this.#tail[at - this.#kept]!
    return this.#page(Math.floor(at / pageValues))[at % pageValues]!
  }

  #page(number: number): Values {
    const known = this.#pages.get(number)
    if (known) return known
    const from = number * pageValues
    const values = this.#stored!.read(from, Math.min(from + pageValues, this.#stored!.length))
    this.#pages.set(number, values)
    return values
  }

  push(value: number): void {
    if (this.#tailLength === this.#tail.length) {
      const grown = new columnTypes[this.type](this.#tail.length * 2)
      grown.set(this.#tail)
      this.#tail = grown
    }
    this.#tail[this.#tailLength] = value
    this.#tailLength += 1
  }

  /** Replaces a value that is not yet stored. */
  set(at: number, value: number): void {
    if (at < this.#kept) throw new Error('a stored value never changes')
    this.#tail[at - this.#kept] = value
  }

  /** The values from..to, in one piece. */
  slice(from: number, to: number): Values {
    const values = new columnTypes[this.type](Math.max(0, to - from))
    const stored = Math.min(to, this.#kept)
    // A few values are likely asked for near others; a long piece would only fill the pages.
    if (stored - from > pageValues) values.set(this.#stored!.read(from, stored))
    else for (let at = from; at < stored; at += 1) values[at - from] = this.get(at)
    const tailFrom = Math.max(from, this.#kept)
    if (tailFrom < to)
      values.set(this.#tail.subarray(tailFrom - this.#kept, to - this.#kept), tailFrom - from)
    return values
  }
}
