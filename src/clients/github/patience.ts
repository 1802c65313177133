/** How long to wait before asking again, and when waiting has become too long. Pure but for the clock handed in. */
import type { Fault } from './judgement.ts'

export interface Clock {
  readonly sleep: (milliseconds: number) => Promise<void>
  readonly now: () => Date
}

/** A request is sent again so often at most. */
export const mostRepeats = 3
/** GitHub's advice where a secondary limit does not say how long. */
const unsaidSeconds = 60

/** Waits, if all the waiting of a run, this included, stays below what is granted; else answers false at once. */
export type Patience = (milliseconds: number) => Promise<boolean>

export const patienceOf = (clock: Clock, grantedSeconds: number): Patience => {
  let spent = 0
  let waitedUntil = 0
  return async (milliseconds) => {
    // Requests that wait side by side cost their time once.
    const start = clock.now().getTime()
    const until = start + milliseconds
    const more = Math.max(0, until - Math.max(start, waitedUntil))
    if (spent + more > grantedSeconds * 1000) return false
    spent += more
    waitedUntil = Math.max(waitedUntil, until)
    await clock.sleep(milliseconds)
    return true
  }
}

/**
 * Milliseconds before the next try: after a rate limit what GitHub asks for, after anything else 1, 2, 4 seconds less a
 * random part of up to half, so that jobs which failed together do not come back together.
 */
export const delayOf = (fault: Fault, repeats: number, clock: Clock, random: () => number): number => {
  const asked = askedDelay(fault, clock)
  if (fault.failure === 'limited') return asked ?? unsaidSeconds * 1000
  return Math.max(asked ?? 0, 1000 * 2 ** repeats * (1 - random() / 2))
}

/** When a limit ends, by GitHub's clock where it told it. */
export const limitEnd = (fault: Fault, clock: Clock): Date =>
  new Date(Math.ceil((serverNow(fault, clock) + delayOf(fault, 0, clock, () => 0)) / 1000) * 1000)

const askedDelay = (fault: Fault, clock: Clock): number | null => {
  const after = fault.headers?.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(after)) return Number(after) * 1000
  const moment = Date.parse(after)
  if (!Number.isNaN(moment)) return Math.max(0, moment - serverNow(fault, clock))
  const reset = fault.headers?.get('x-ratelimit-reset') ?? ''
  if (fault.failure !== 'limited' || fault.headers?.get('x-ratelimit-remaining') !== '0') return null
  // One second more: both clocks count whole seconds.
  return /^\d{1,10}$/.test(reset) ? Math.max(0, Number(reset) * 1000 - serverNow(fault, clock)) + 1000 : null
}

const serverNow = (fault: Fault, clock: Clock): number => {
  const told = Date.parse(fault.headers?.get('date') ?? '')
  return Number.isNaN(told) ? clock.now().getTime() : told
}
