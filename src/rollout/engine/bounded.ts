import { SourceError } from '../../domain/errors.ts'
import type { Clock } from './ports.ts'

/** Work that must answer in time: afterwards its signal fires, and nobody waits for it any more. @throws SourceError */
export const bounded = async <T>(
  clock: Clock,
  milliseconds: number,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const over = new AbortController()
  const since = clock.now()
  const isLate = (): boolean => clock.now() - since > milliseconds
  const tooLate = (): SourceError =>
    new SourceError(`${what} did not answer for ${Math.ceil(milliseconds / 1000)} s`)
  const late = clock.sleep(milliseconds, over.signal).then((): never | Promise<never> => {
    if (over.signal.aborted) return new Promise<never>(() => undefined)
    throw tooLate()
  })
  try {
    const answer = await Promise.race([work(over.signal), late])
    // A process that stood still finds the answer before the alarm, and it is as old as the alarm.
    if (isLate()) throw tooLate()
    return answer
  } finally {
    over.abort()
  }
}

const firings = new WeakMap<AbortSignal, Promise<void>>()

/** Settles when a signal fires. Asked of the same one again and again: it is listened to once. */
export const fired = (signal: AbortSignal): Promise<void> => {
  const known = firings.get(signal)
  if (known !== undefined) return known
  const firing = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
  firings.set(signal, firing)
  return firing
}
