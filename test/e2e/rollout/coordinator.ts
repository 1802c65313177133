/** Coordinators as users start them: dist/cli.js in processes of their own, which a drill may end at any moment. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { join } from 'node:path'
import { startCli } from '../cli.ts'

/** When a coordinator is struck by a signal: after an event of its own, and so many milliseconds. */
export interface Blow {
  /** `batch:2` is the second batch this process writes down, `any:5` its fifth event of all. */
  readonly at: `${string}:${number}`
  readonly signal?: NodeJS.Signals
  readonly delay?: number
}

export interface CoordinatorOptions {
  readonly folder: string
  readonly blow?: Blow
  readonly environment?: Readonly<Record<string, string>>
}

export interface CoordinatorEnd {
  /** Null where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Coordinator {
  readonly process: ChildProcessWithoutNullStreams
  readonly ended: Promise<CoordinatorEnd>
  /** What it has printed so far. */
  readonly said: () => string
}

/** Longer than any drill waits for one; whatever hangs is ended. */
const limitMilliseconds = 600_000

export const startCoordinator = (
  args: readonly string[],
  { folder, blow, environment = {} }: CoordinatorOptions,
): Coordinator => {
  const child = startCli(['rollout', ...args], {
    cwd: folder,
    timeout: limitMilliseconds,
    env: { USER: 'mira', ...(blow && blowVariables(blow)), ...environment },
    nodeArgs: blow === undefined ? [] : ['--import', join(import.meta.dirname, 'blow.mjs')],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end()
  const ended = new Promise<CoordinatorEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  ended.catch(() => undefined)
  return { process: child, ended, said: () => stdout + stderr }
}

const blowVariables = ({ at, signal = 'SIGKILL', delay = 0 }: Blow) => ({
  BLOW_AT: at,
  BLOW_SIGNAL: signal,
  BLOW_DELAY: String(delay),
})
