import { checkLine, describeDifference, extendChain, newChain } from '../chain.ts'
import { linesOf } from './segments.ts'
import { tampered } from './survey.ts'

/** Bytes that were found sound already, in this process. */
const sound = new WeakSet<Buffer>()

/**
 * The whole newest segment, which is at hand whenever something is built on it: every record for itself, and each on
 * the one before it in its stream. What lies in older files is for `verify`: the first record of a stream is taken at its
 * word here. Throws SourceError when it is not what was written.
 */
export const requireNewest = (url: string, segment: string, bytes: Buffer): void => {
  if (sound.has(bytes)) return
  const chain = newChain()
  for (const line of linesOf(segment, bytes, 0, 1)) {
    const alone = checkLine(line)
    if (alone.outcome === 'different') throw tampered(url, describeDifference(alone.difference))
    const { stream, seq, prev } = alone.record
    if (!chain.tips.has(stream) && seq > 0 && prev !== null)
      chain.tips.set(stream, { seq: seq - 1, hash: prev })
    const placed = extendChain(chain, line)
    if (placed.outcome === 'different') throw tampered(url, describeDifference(placed.difference))
  }
  sound.add(bytes)
}
