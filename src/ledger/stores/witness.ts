import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { isSha256 } from '../canonical.ts'
import type { Tip } from '../record.ts'
import { readIfPresent, replaceFile } from './files.ts'

/**
 * Who remembers how far the streams of a ledger had come. The chain shows a changed line, never a missing end: only
 * someone who was there knows that there was more. The witness file lies outside the ledger; `state.json` is a lesser
 * witness, inside.
 */
export interface Witness {
  /** The file that says so. */
  readonly file: string
  readonly tips: ReadonlyMap<string, Tip>
  /** What to do where it disagrees with a ledger that is right; to remove the file, when absent. */
  readonly mend?: string
}

/** Undefined when there is none yet; `damaged` when it cannot be read as one. */
export const readWitness = (file: string): Witness | 'damaged' | undefined => {
  const bytes = readIfPresent(file)
  if (!bytes) return undefined
  try {
    const told = JSON.parse(bytes.toString('utf8')) as { schema: number; streams: Record<string, Tip> }
    const tips = Object.entries(told.streams)
    const sound =
      told.schema === 1 && tips.every(([, { seq, hash }]) => Number.isSafeInteger(seq) && isSha256(hash))
    return sound ? { file, tips: new Map(tips) } : 'damaged'
  } catch {
    return 'damaged'
  }
}

export const writeWitness = (file: string, tips: Iterable<readonly [string, Tip]>): void => {
  mkdirSync(dirname(file), { recursive: true })
  const text = `${JSON.stringify({ schema: 1, streams: Object.fromEntries(tips) })}\n`
  replaceFile(file, `${file}.${process.pid}.tmp`, Buffer.from(text), false)
}

/** What a witness remembers and the ledger, as it stands, does not hold; undefined when they agree. */
export const missedBy = (witness: Witness, tips: ReadonlyMap<string, Tip>): string | undefined => {
  for (const [stream, seen] of witness.tips) {
    const tip = tips.get(stream)
    if (!tip || tip.seq < seen.seq) {
      const end = tip ? `ends with record ${tip.seq}` : 'is not there'
      return `${witness.file} saw record ${seen.seq} of stream ${stream}, which ${end}: the tail was cut`
    }
    const what = contradictedBy(witness, stream, tip)
    if (what) return what
  }
  return undefined
}

/** What is wrong with a record of which the witness saw another version. */
export const contradictedBy = (witness: Witness, stream: string, { seq, hash }: Tip): string | undefined => {
  const seen = witness.tips.get(stream)
  if (seen?.seq !== seq || seen.hash === hash) return undefined
  return `${witness.file} saw another record ${seq} in stream ${stream} (${seen.hash.slice(0, 12)}…)`
}

export const witnessMend = ({ file, mend = `remove ${file}` }: Witness): string =>
  `restore the ledger from a backup; if it is right as it stands, ${mend}`
