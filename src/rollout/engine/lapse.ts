const { get: hasFired } = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted')!

/**
 * The signal of a controller that, from the first time somebody asks it when our lease is out by our own clock, says that
 * it has fired. A process that stood still hears the answers it had waited for before any alarm of its own, and long
 * before a journal far away says who leads by now: whoever asks before each order gives none in between. It does not
 * fire by itself: what is under way is interrupted when the lease is known to be lost.
 */
export const lapsing = ({ signal }: AbortController, isLapsed: () => boolean): AbortSignal => {
  let isOut = false
  return Object.defineProperty(signal, 'aborted', {
    get: (): boolean => {
      isOut ||= isLapsed()
      return isOut || hasFired!.call(signal)
    },
  })
}

/** Asks with a signal of our own that fires with `over`, and lapses. */
export const whileLeading = async <Value>(
  over: AbortSignal,
  isLapsed: () => boolean,
  ask: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> => {
  const halt = new AbortController()
  const onOver = (): void => halt.abort(over.reason)
  if (over.aborted) onOver()
  over.addEventListener('abort', onOver, { once: true })
  try {
    return await ask(lapsing(halt, isLapsed))
  } finally {
    over.removeEventListener('abort', onOver)
  }
}
