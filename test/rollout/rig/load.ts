import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'

/** What a run of load came to. */
export interface LoadCounts {
  readonly requests: number
  /** Every answer but 2xx, and everything that is no answer. */
  readonly failed: number
  /** By status or fault. */
  readonly answers: Readonly<Record<string, number>>
}

export interface Load {
  /** Finishes what is under way; nothing is sent after that. */
  readonly stop: () => Promise<LoadCounts>
  readonly process: ChildProcess
}

/** Starts load on the load balancers, in a process of its own so that what it measures is not held up by the test. */
export const startLoad = async (
  urls: readonly string[],
  connections: number,
  pauseMilliseconds = 0,
): Promise<Load> => {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'loader.mjs'), String(connections), String(pauseMilliseconds), ...urls],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  let said = ''
  const begun = new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.startsWith('begun\n')) resolve()
    })
  })
  const ended = new Promise<LoadCounts>((resolve, reject) =>
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(said.split('\n')[1]!))
        : reject(new Error(`the loader ended with ${code}`)),
    ),
  )
  ended.catch(() => undefined)
  await begun
  return {
    process: child,
    stop: () => {
      child.stdin.end()
      return ended
    },
  }
}

/** The same from wrk, whose word others take: requests answered, and failed (non-2xx and broken connections). */
export const runWrk = (url: string, connections: number, seconds: number) =>
  new Promise<Omit<LoadCounts, 'answers'>>((resolve, reject) => {
    execFile(
      'wrk',
      ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', url],
      (error, stdout) => {
        if (error !== null) return reject(error)
        const count = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? 0)
        const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(stdout)
        resolve({
          requests: count(/(\d+) requests in/),
          failed:
            count(/Non-2xx or 3xx responses: (\d+)/) +
            (broken?.slice(1).reduce((sum, part) => sum + Number(part), 0) ?? 0),
        })
      },
    )
  })
