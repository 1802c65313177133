import type { RolloutState } from '../state.ts'
import type { JournalView } from './journal-view.ts'
import { type Elapsed, elapsedIn, type Lead, leadOf, secondsSince } from './lead.ts'
import type { RolloutOptions } from './options.ts'

export type Taken =
  | { readonly outcome: 'taken'; readonly lead: Lead }
  | { readonly outcome: 'busy'; readonly holder: string }
  | { readonly outcome: 'nothing-to-lead' }

/**
 * Takes the lead: at once where nobody has it or its holder is dead; from a silent holder when its lease is out by our
 * clock and we have heard nothing for a while ourselves, so that two clocks that differ do not make two leaders.
 * `isWanted` says whether there is anything to lead.
 */
export const takeLead = async (
  view: JournalView,
  options: RolloutOptions,
  isWanted: (state: RolloutState) => boolean,
): Promise<Taken> => {
  const { clock, lease, signal } = options
  const began = elapsedIn(options)
  let heard: { readonly word: string; readonly at: Elapsed } = { word: '', at: began }
  for (;;) {
    const state = await view.refresh()
    if (!isWanted(state)) return { outcome: 'nothing-to-lead' }
    const word = `${state.epoch} ${state.lease?.lastWordAt}`
    if (heard.word !== word) heard = { word, at: elapsedIn(options) }
    const standing = await standingOf(state, options, secondsSince(heard.at, options))
    if (standing === 'free') {
      const at = elapsedIn(options)
      const epoch = state.epoch + 1
      const written = await view.append({
        event: 'lease',
        at: new Date(clock.now()).toISOString(),
        epoch,
        holder: options.holder,
        ttlSeconds: lease.ttlSeconds,
      })
      if (written === 'written') return { outcome: 'taken', lead: leadOf(view, options, epoch, at) }
      continue
    }
    const isPatient = secondsSince(began, options) < options.busyWaitSeconds
    if ((!isPatient && standing === 'held') || signal.aborted)
      return { outcome: 'busy', holder: state.lease!.holder }
    await clock.sleep(Math.min(lease.pollSeconds, lease.heartbeatSeconds) * 1000, signal)
  }
}

/** `fading`: its lease is out by our clock, and we listen for a last word. */
const standingOf = async (
  { lease }: RolloutState,
  { clock, liveness, lease: times }: RolloutOptions,
  quietSeconds: number,
): Promise<'free' | 'fading' | 'held'> => {
  if (lease === null || (await liveness(lease.holder)) === 'dead') return 'free'
  // The other's heartbeat is not known; three of them fit into any lease.
  const heartbeat = Math.max(times.heartbeatSeconds, lease.ttlSeconds / 3)
  const isOut = (clock.now() - lease.lastWordAt) / 1000 > lease.ttlSeconds
  if (isOut) return quietSeconds >= heartbeat ? 'free' : 'fading'
  // A clock that runs behind must not keep a dead holder alive for ever.
  return quietSeconds >= lease.ttlSeconds + heartbeat ? 'free' : 'held'
}
