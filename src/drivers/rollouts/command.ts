import { spawn } from 'node:child_process'

/** A program, its arguments, and what bounds it. */
export interface CommandRequest {
  readonly program: string
  readonly arguments: readonly string[]
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
  readonly milliseconds: number
  readonly signal?: AbortSignal
}

export interface CommandResult {
  /** Exit code; null where it never began, was killed, or ran out of time. */
  readonly code: number | null
  readonly stdout: string
  /** The end of what it said on standard error. */
  readonly stderr: string
  /** Why there is no exit code; empty where there is one. */
  readonly why: string
}

/** Beyond this a command's answer is no answer. */
const mostBytes = 16_000_000
const keptOfErrors = 2000
/** Turns of the event loop without a word, and turns in all, after which a command that has ended says no more. */
const quietLooks = 3
const mostLooks = 10_000

/**
 * Runs a program to its end. When its time is over, or the signal fires, it and all it has started are killed: a
 * command that nobody waits for any more must not go on moving instances.
 */
export const runCommand = (request: CommandRequest): Promise<CommandResult> =>
  new Promise((resolve) => {
    const { program, directory, environment, milliseconds, signal } = request
    let why = ''
    let stdout = ''
    let stderr = ''
    let chunks = 0
    if (signal?.aborted) return resolve({ code: null, stdout, stderr, why: 'stopped before it began' })
    const child = spawn(program, request.arguments, {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const stop = (because: string): void => {
      why ||= because
      try {
        process.kill(-child.pid!, 'SIGKILL')
      } catch {
        // It has ended by itself in the meantime, or never began.
      }
    }
    const timer = setTimeout(
      () => stop(`not done after ${Math.round(milliseconds / 100) / 10} s`),
      milliseconds,
    )
    const onStop = (): void => stop('stopped')
    signal?.addEventListener('abort', onStop, { once: true })
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      chunks++
      if (stdout.length > mostBytes) stop('it prints without end')
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-keptOfErrors)
      chunks++
    })
    const end = (code: number | null): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onStop)
      resolve({ code: why === '' ? code : null, stdout, stderr: stderr.trim(), why })
    }
    child.on('error', (error) => {
      why ||= error.message
      end(null)
    })
    // What it had said by its end lies in the pipes, and may be told of after the end where other commands end as well:
    // they are looked into until they have nothing new.
    const drain = (code: number | null, seen: number, quiet: number, looks: number): void => {
      const isQuiet = chunks === seen
      if ((isQuiet && quiet === quietLooks) || looks === mostLooks) end(code)
      else setImmediate(drain, code, chunks, isQuiet ? quiet + 1 : 0, looks + 1)
    }
    child.on('exit', (code, killedBy) => {
      if (killedBy !== null) why ||= `killed by ${killedBy}`
      // What it left in the background may keep the pipes open for ever, and go on talking: its own end is what counts.
      drain(code, chunks, 0, 0)
    })
    child.on('close', end)
  })

/** The same through `sh -c`: how commands of a plan file are written. */
export const runShell = (
  command: string,
  request: Omit<CommandRequest, 'program' | 'arguments'>,
): Promise<CommandResult> => runCommand({ ...request, program: 'sh', arguments: ['-c', command] })
