/**
 * What earlier runs saw of the ledger, kept beside the index: a branch that was cut, put back or begun anew since is
 * noticed, and then nothing is approved. A cache may be lost, and then nothing is noticed; a planted one can only hold
 * back what would have gone out.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Appended } from '../../ledger/ledger.ts'
import type { Tip } from '../../ledger/record.ts'
import { readWitness, writeWitness } from '../../ledger/stores/witness.ts'
import { indexFolder } from './index-cache.ts'
import type { Job } from './job.ts'

/** One for each ledger: a policy may name another. */
const fileOf = ({ temporary }: Job, url: string): string => {
  const name = createHash('sha256').update(url).digest('hex').slice(0, 16)
  return join(temporary, indexFolder, `witness-${name}.json`)
}

/** The last record of each stream, as it was seen; empty where nothing sound is kept. */
export const witnessed = (job: Job, url: string): Readonly<Record<string, Tip>> => {
  const witness = readWitness(fileOf(job, url))
  return witness === undefined || witness === 'damaged' ? {} : Object.fromEntries(witness.tips)
}

/** Streams of single pull requests would grow without end. */
const isLasting = ({ record }: Appended): boolean => !record.stream.includes('/')

/** Keeps what was appended just now. A folder that cannot be written costs the next run its memory, nothing else. */
export const bearWitness = (job: Job, url: string, appended: readonly Appended[]): void => {
  const tips = new Map(Object.entries(witnessed(job, url)))
  for (const { record } of appended.filter(isLasting)) {
    const { stream, seq, hash } = record
    if ((tips.get(stream)?.seq ?? -1) < seq) tips.set(stream, { seq, hash })
  }
  if (tips.size === 0) return
  try {
    writeWitness(fileOf(job, url), tips)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
  }
}
