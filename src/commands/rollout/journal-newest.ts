import type { WatchedLedger } from '../../ledger/ledger.ts'
import { eventId, numberOf, streamOf } from './journal-name.ts'

/** Asked about at once: on a branch each may cost a file, and sixteen come with one request. */
const atOnce = 15

/**
 * The number of a service's newest rollout, as the ledger stands now; 0 where there is none. Numbers have no gaps, so
 * whether a few first events are there tells: first where the service's newest record points, then by doubling, then
 * by ever narrower steps. Throws SourceError where the ledger fails.
 */
export const newestRollout = async (ledger: WatchedLedger, service: string): Promise<number> => {
  // It may be a late word about an older rollout, or seen some time ago.
  const latest = await ledger.latest({ kind: 'rollout', stream: streamOf(service) })
  const likely = numberOf(latest?.body['rollout'], service)
  /** It is there (0: nothing need be). */
  let low = 0
  /** It is not there. */
  let high = Number.POSITIVE_INFINITY
  for (let guess = likely > 0 ? [likely, likely + 1] : between(low, high); guess.length > 0; ) {
    const ids = guess.map((number) => eventId({ service, number }, 0))
    const found = await ledger.findNow(ids)
    const isThere = (_: number, at: number): boolean => found.has(ids[at] ?? '')
    low = Math.max(low, ...guess.filter(isThere))
    high = Math.min(high, ...guess.filter((number, at) => number > low && !isThere(number, at)))
    guess = between(low, high)
  }
  return low
}

/** Numbers that narrow it down, rising; none where nothing lies between. */
const between = (low: number, high: number): readonly number[] => {
  if (high === Number.POSITIVE_INFINITY) return Array.from({ length: atOnce }, (_, at) => low + 2 ** at)
  const width = high - low
  const many = Math.min(atOnce, width - 1)
  return Array.from({ length: many }, (_, at) => low + Math.floor((width * (at + 1)) / (many + 1)))
}
