/**
 * Times commands against each other on a machine that is doing other things too: they take turns, the order turns
 * around each round, and medians are compared. Processor time and memory come from GNU time where it is installed.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TimedCommand {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** Added to the environment of the bench. */
  readonly env?: Readonly<Record<string, string>>
  /** Exit codes that count as having done the work; only 0 unless said. */
  readonly codes?: readonly number[]
  /** Run before each round and not timed: to empty a cache, say. */
  readonly prepare?: () => Promise<void>
}

/** Medians over the rounds; null where nothing on this machine measures it. */
export interface Timing {
  readonly name: string
  readonly wallSeconds: number
  readonly fastestWallSeconds: number
  readonly userSeconds: number | null
  readonly systemSeconds: number | null
  /** The largest of the processes the command started, itself included. */
  readonly maximumMebibytes: number | null
}

interface Sample {
  readonly wallSeconds: number
  readonly userSeconds: number | null
  readonly systemSeconds: number | null
  readonly mebibytes: number | null
}

const gnuTime = '/usr/bin/time'

/**
 * Runs every command once a round and answers in the order asked. Throws when one ends with a code it should not: a
 * command that fails fast must not win.
 */
export const timeAlternating = async (
  commands: readonly TimedCommand[],
  rounds: number,
): Promise<readonly Timing[]> => {
  if (rounds < 1) throw new Error(`timeAlternating requires at least 1 round, got ${rounds}`)
  const folder = await mkdtemp(join(tmpdir(), 'change-risk-bench-'))
  try {
    const samples = new Map(commands.map((command) => [command, [] as Sample[]]))
    for (let round = 0; round < rounds; round += 1) {
      const turn = round % 2 === 0 ? commands : commands.toReversed()
      for (const command of turn) {
        await command.prepare?.()
        samples.get(command)?.push(await timeOnce(command, join(folder, 'usage')))
      }
    }
    return [...samples].map(([command, taken]) => summary(command.name, taken))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const timeOnce = async (timed: TimedCommand, usageFile: string): Promise<Sample> => {
  const measures = process.platform === 'linux' && existsSync(gnuTime)
  const wrapper = ['--format=%U %S %M', `--output=${usageFile}`, timed.command]
  const [program, args] = measures ? [gnuTime, [...wrapper, ...timed.args]] : [timed.command, [...timed.args]]
  const started = process.hrtime.bigint()
  await finish(program, args, timed)
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9
  // A line before the numbers says "exited with non-zero status" where the command did.
  const usage = measures ? (await readFile(usageFile, 'utf8')).trim().split('\n').at(-1) : undefined
  const [userSeconds = null, systemSeconds = null, kibibytes = null] = usage?.split(' ').map(Number) ?? []
  return { wallSeconds, userSeconds, systemSeconds, mebibytes: kibibytes === null ? null : kibibytes / 1024 }
}

const finish = (program: string, args: readonly string[], timed: TimedCommand): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: timed.cwd,
      env: { ...process.env, ...timed.env },
      // Nobody reads the output: a pipe would time our reading as well.
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000)
    })
    child.on('error', fail)
    child.on('close', (code, signal) => {
      if (code !== null && (timed.codes ?? [0]).includes(code)) done()
      else fail(new Error(`${timed.name} ended with ${code ?? signal}: ${said.trim()}`))
    })
  })

const summary = (name: string, samples: readonly Sample[]): Timing => ({
  name,
  wallSeconds: median(samples.map(({ wallSeconds }) => wallSeconds)) ?? 0,
  fastestWallSeconds: Math.min(...samples.map(({ wallSeconds }) => wallSeconds)),
  userSeconds: median(samples.map(({ userSeconds }) => userSeconds)),
  systemSeconds: median(samples.map(({ systemSeconds }) => systemSeconds)),
  maximumMebibytes: median(samples.map(({ mebibytes }) => mebibytes)),
})

/** Null if any sample lacks the measure. */
const median = (values: readonly (number | null)[]): number | null => {
  const sorted = values.filter((value) => value !== null).toSorted((one, other) => one - other)
  if (sorted.length < values.length || sorted.length === 0) return null
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0]
  return (low + high) / 2
}

/** A table in Markdown; `×` says how many times the first command's wall clock. */
export const timingTable = (timings: readonly Timing[]): string => {
  const first = timings[0]?.wallSeconds ?? 0
  const cell = (value: number | null, digits: number) => (value === null ? '–' : value.toFixed(digits))
  const rows = timings.map((timing) => [
    timing.name,
    cell(timing.wallSeconds, 3),
    cell(timing.fastestWallSeconds, 3),
    first > 0 ? (timing.wallSeconds / first).toFixed(2) : '–',
    cell(timing.userSeconds, 2),
    cell(timing.systemSeconds, 2),
    cell(timing.maximumMebibytes, 0),
  ])
  const header = ['command', 'wall s', 'fastest s', '×', 'user s', 'system s', 'memory MiB']
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const pad = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [header, rule, ...rows].map((row) => `| ${row.map(pad).join(' | ')} |`).join('\n')
}
