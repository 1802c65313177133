import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { HaproxyError } from './failure.ts'

/**
 * HAProxy's runtime socket: one line a connection, the answer ends when HAProxy closes it. A line may hold two commands,
 * parted by a semicolon. An empty line ends each answer, but a check's description may hold one, too: so the first of
 * the two must be one whose answer never does.
 */
export type Socket = (command: string, bounds?: SocketBounds) => Promise<string>

export interface SocketBounds {
  /** Nobody waits for the answer any more once it has fired. */
  readonly signal?: AbortSignal | undefined
  /** Not sent any more once it has fired, also not again; what is under way is waited for: nobody can call it back. */
  readonly unsent?: AbortSignal | undefined
}

/** Ten thousand servers answer five million characters. */
const mostCharacters = 64_000_000
/** HAProxy serves ten runtime connections at a time unless told otherwise, and others want some, too. */
const mostAtOnce = 4
/** While HAProxy is reloaded its socket may be gone for a moment. */
const pausesBeforeRetryMilliseconds = [40, 120, 300]
const passing = ['ECONNREFUSED', 'ENOENT', 'EAGAIN', 'ECONNRESET', 'EPIPE']

/**
 * Opens `place`: a path, host:port or [IPv6]:port. Nothing is connected yet; a command takes at most `milliseconds`.
 * Commands must be harmless to repeat: an answer that broke off is asked for again.
 */
export const openSocket = (place: string, milliseconds: number): Socket => {
  const target = targetOf(place)
  const queue: (() => void)[] = []
  let underWay = 0
  const takeTurn = (): Promise<void> | undefined => {
    if (underWay++ < mostAtOnce) return undefined
    return new Promise((resolve) => queue.push(resolve))
  }
  const endTurn = (): void => {
    underWay--
    queue.shift()?.()
  }
  return async (command, { signal, unsent } = {}) => {
    await takeTurn()
    try {
      const end = performance.now() + milliseconds
      for (const wait of [...pausesBeforeRetryMilliseconds, null]) {
        if (unsent?.aborted) throw failureOf(place, command, new Error('it was stopped before it was sent'))
        const answer = await askOnce(target, command, end - performance.now(), signal)
        if (answer.outcome === 'answered') return answer.text
        const isFinal = wait === null || !answer.mayPass || performance.now() + wait > end || signal?.aborted
        if (isFinal) throw failureOf(place, command, answer.cause)
        await pause(wait)
      }
      throw new Error('unreachable: the last round answers or throws')
    } finally {
      endTurn()
    }
  }
}

type Target = { readonly path: string } | { readonly host: string; readonly port: number }

const targetOf = (place: string): Target => {
  if (place.startsWith('/')) return { path: place }
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(place) ?? []
  const number = Number(port)
  if (host === undefined || !(number > 0 && number < 65_536))
    throw new HaproxyError(
      'unknown',
      `${place}: no socket; wanted a path like /run/haproxy.sock or host:port`,
    )
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: number }
}

type Answer =
  | { readonly outcome: 'answered'; readonly text: string }
  | { readonly outcome: 'failed'; readonly mayPass: boolean; readonly cause: unknown }

const askOnce = (target: Target, command: string, milliseconds: number, signal?: AbortSignal) =>
  new Promise<Answer>((resolve) => {
    const chunks: string[] = []
    let length = 0
    const socket = connect(target)
    const conclude = (answer: Answer): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      socket.destroy()
      resolve(answer)
    }
    const fail = (cause: Error): void =>
      conclude({ outcome: 'failed', mayPass: passing.includes(codeOf(cause)), cause })
    const stop = (): void => fail(new Error('stopped'))
    const timer = setTimeout(
      () => fail(new Error(`no whole answer within ${Math.round(milliseconds / 100) / 10} s`)),
      Math.max(0, milliseconds),
    )
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted) return stop()
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.write(`${command}\n`))
    socket.on('data', (chunk: string) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > mostCharacters) fail(new Error('its answer has no end'))
    })
    socket.on('end', () => {
      const text = chunks.join('')
      if (isWhole(text, command)) conclude({ outcome: 'answered', text })
      else conclude({ outcome: 'failed', mayPass: true, cause: new Error('the answer broke off') })
    })
    socket.on('error', fail)
  })

/** Even the shortest answer has its empty line; without it, HAProxy went away. */
const isWhole = (text: string, command: string): boolean =>
  text.endsWith('\n') && (!command.includes(';') || parted(text)[1] !== '')

/** The answers to two commands. */
export const parted = (text: string): readonly [first: string, second: string] => {
  const end = text.indexOf('\n\n')
  return end === -1 ? [text, ''] : [text.slice(0, end + 1), text.slice(end + 2)]
}

const codeOf = (cause: unknown): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''

const failureOf = (place: string, command: string, cause: unknown): HaproxyError => {
  const code = codeOf(cause)
  const mends: Readonly<Record<string, string>> = {
    ENOENT: `no such socket; is HAProxy running with "stats socket ${place} level admin"?`,
    ECONNREFUSED: `nobody listens; is HAProxy running with "stats socket ${bound(place)} level admin"?`,
    EACCES: 'this user may not open it; set "user", "group" or "mode" of that "stats socket" line',
  }
  const why = mends[code] ?? (cause instanceof Error ? cause.message : String(cause))
  const failure = code === 'EACCES' ? 'denied' : 'unreachable'
  return new HaproxyError(failure, `haproxy ${place}: "${command}" was not answered: ${why}`, { cause })
}

/** How the place is spelled in HAProxy's configuration. */
const bound = (place: string): string => (place.startsWith('/') ? place : `ipv4@${place}`)
