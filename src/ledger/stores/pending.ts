import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { isSha256 } from '../canonical.ts'
import { ifPresent, readIfPresent, replaceFile } from './files.ts'
import { readSegment, segmentSize } from './segments.ts'

/**
 * What several records written at once are about to be, told before the first of their bytes is written, so that they
 * come to be all or none: a single line torn off is seen as such, but half of a batch looks like a smaller batch.
 */
export interface Pending {
  readonly segment: string
  /** Bytes `from` to `to` of the segment, and their SHA-256. */
  readonly from: number
  readonly to: number
  readonly sha256: string
}

const pathOf = (root: string): string => join(root, 'pending.json')

export const announce = (root: string, pending: Pending): void =>
  replaceFile(pathOf(root), join(root, 'pending.json.tmp'), Buffer.from(`${JSON.stringify(pending)}\n`), true)

export const withdraw = (root: string): void => rmSync(pathOf(root), { force: true })

const readPending = (root: string): Pending | undefined => {
  const bytes = readIfPresent(pathOf(root))
  if (!bytes) return undefined
  try {
    const told = JSON.parse(bytes.toString('utf8')) as Pending
    const sound =
      /^\d{4}\/\d\d\/\d\d$/.test(told.segment) &&
      told.from >= 0 &&
      told.to > told.from &&
      isSha256(told.sha256)
    return sound ? told : undefined
  } catch {
    return undefined
  }
}

/** A batch that was begun and not finished: its segment must be read as if it ended at `from`. */
export const unfinishedBatch = (root: string): Pending | undefined => {
  const pending = readPending(root)
  if (!pending) return undefined
  const size = ifPresent(() => segmentSize(root, pending.segment)) ?? 0
  // Bytes beyond the batch were written by someone who had found it whole.
  if (size <= pending.from || size > pending.to) return undefined
  const bytes = readSegment(root, pending.segment, pending.from, pending.to)
  const whole = createHash('sha256').update(bytes).digest('hex') === pending.sha256
  return whole ? undefined : pending
}
