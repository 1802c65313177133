import { SourceError } from '../domain/errors.ts'

/**
 * Rows of unknown number, kept as they come in blocks of 32-bit floats: a million rows of 30 columns take 120 MB, and
 * as much again while they are put in order.
 */
export interface RowStore {
  /** Room for one more row: its numbers belong at `start` and after. @throws SourceError when there is no more */
  readonly addRow: () => { readonly block: Float32Array; readonly start: number }
  /** These rows in this order, of each these columns. */
  readonly gather: (order: Uint32Array, columns: Uint32Array) => Float32Array
}

/** Numbers in a block, or one row if that holds more. */
const BLOCK_VALUES = 262_144
/** 0.6 GB. What does not fit is refused with a word, not by the operating system. */
const MOST_VALUES = 150_000_000

/** @param name of the file, for messages */
export function createRowStore(name: string, width: number, mostValues = MOST_VALUES): RowStore {
  const blockRows = Math.max(1, Math.floor(BLOCK_VALUES / Math.max(1, width)))
  const blocks: Float32Array[] = []
  let rows = 0
  return {
    addRow: () => {
      if ((rows + 1) * width > mostValues)
        throw new SourceError(
          `${name}: more than ${rows} rows of ${width} columns cannot be held (${mostValues} values can); leave columns out with --ignore, or give the newest rows only`,
        )
      const start = (rows % blockRows) * width
      if (rows === blocks.length * blockRows) blocks.push(new Float32Array(blockRows * width))
      rows++
      return { block: blocks.at(-1)!, start }
    },
    gather: (order, columns) => {
      const gathered = new Float32Array(order.length * columns.length)
      for (let i = 0; i < order.length; i++) {
        const from = order[i]!
        const block = blocks[Math.floor(from / blockRows)]!
        const start = (from % blockRows) * width
        for (let k = 0; k < columns.length; k++)
          gathered[i * columns.length + k] = block[start + columns[k]!]!
      }
      return gathered
    },
  }
}
