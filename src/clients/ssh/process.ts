import { spawn } from 'node:child_process'
import { beginMark, endMark } from './script.ts'

/** What came of a script on another machine. */
export interface RemoteResult {
  /** The command's own exit code; null where it is not known, or it never began. */
  readonly code: number | null
  readonly stdout: string
  /** The end of what it said on standard error; without a code, what ssh said. */
  readonly stderr: string
  /** Why there is no exit code; empty where there is one. */
  readonly why: string
  /** There is none because its time was over. */
  readonly isOutOfTime: boolean
}

export interface SshProcess {
  readonly arguments: readonly string[]
  readonly environment: NodeJS.ProcessEnv
  readonly script: string
  /** The other side kills the command after so long. */
  readonly milliseconds: number
  readonly signal?: AbortSignal
}

/** For connecting and for killing; beyond it nothing is waited for here, and the connection is cut, which kills, too. */
const moreMilliseconds = 4000
const mostBytes = 1_000_000
const keptOfErrors = 4000
/** After the other side said that it is done, its channel closes at once, unless something it started holds it. */
const graceMilliseconds = 3000

export const leftBehind =
  'it left a process behind that holds its output; start it with >/dev/null 2>&1 </dev/null, or by a service manager'

/**
 * Runs `ssh` with a script on its standard input, which stays open until the end: closing it is what kills the command
 * on the other side, also when this process dies.
 */
export const runSshProcess = (request: SshProcess): Promise<RemoteResult> =>
  new Promise((resolve) => {
    const { environment, script, milliseconds, signal } = request
    if (signal?.aborted) return resolve({ ...unknown, why: 'stopped before it began' })
    const child = spawn('ssh', request.arguments, {
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A Ctrl-C at the terminal is for the coordinator: it stops in good order, and ssh with it.
      detached: true,
    })
    let stdout = ''
    let stderr = ''
    let why = ''
    let grace: NodeJS.Timeout | undefined
    const stop = (because: string): void => {
      why ||= because
      child.stdin.destroy()
      child.kill('SIGKILL')
    }
    const start = performance.now()
    const timer = setTimeout(() => stop(noEnd), milliseconds + moreMilliseconds)
    const onStop = (): void => stop('stopped')
    signal?.addEventListener('abort', onStop, { once: true })
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      if (stdout.length > mostBytes) stop('it prints without end')
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-keptOfErrors)
      if (stderr.includes(endMark)) grace ??= setTimeout(() => stop(leftBehind), graceMilliseconds)
    })
    child.stdin.on('error', () => undefined).write(script)
    const end = (code: number | null): void => {
      clearTimeout(timer)
      clearTimeout(grace)
      signal?.removeEventListener('abort', onStop)
      child.stdin.destroy()
      const isOutOfTime = code === timedOut || performance.now() - start >= milliseconds
      resolve(resultOf({ code, stdout, stderr, why, isOutOfTime }))
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      why ||= error.code === 'ENOENT' ? 'ssh is not on the PATH, install openssh-client' : error.message
      end(null)
    })
    child.on('close', end)
    // A connection kept open in the background may hold on to the pipes: ssh's own end is what counts.
    child.on('exit', (code) => {
      grace ??= setTimeout(() => end(code), graceMilliseconds)
    })
  })

/** How `timeout` says so; where it had to kill itself along with the command, there is only the clock to go by. */
const timedOut = 124

const unknown: RemoteResult = { code: null, stdout: '', stderr: '', why: '', isOutOfTime: false }
const noEnd = 'it did not end in time, and whether it was killed nobody can say'
const killed = 'it did not end in time, and was killed'

const resultOf = (ended: RemoteResult): RemoteResult => {
  const begun = ended.stdout.indexOf(`${beginMark}\n`)
  const stdout = begun < 0 ? '' : ended.stdout.slice(begun + beginMark.length + 1)
  const [words = '', said = ''] = ended.stderr.split(`\n${endMark}`)
  const known = { ...unknown, stdout, stderr: words.trim() }
  const told = /^(\d{1,3})\n/.exec(said)?.[1]
  if (ended.why !== '') return { ...known, why: ended.why, isOutOfTime: ended.why === noEnd }
  if (told !== undefined && ended.code !== timedOut) return { ...known, code: Number(told) }
  if (told === String(timedOut)) return { ...known, code: timedOut }
  if (begun >= 0 && ended.isOutOfTime) return { ...known, why: killed, isOutOfTime: true }
  return { ...known, why: 'ssh failed' }
}
