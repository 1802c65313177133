/** From a command line to an exit code; the last place where an error can be told. */
import { isOurs, SourceError, UsageError } from '../domain/errors.ts'
import { readArguments, type Values } from './arguments.ts'
import type { CommandName } from './contract.ts'
import { momentOf, type Shell, terminalProgress } from './shell.ts'

type CommandRun = (values: Values, shell: Shell) => Promise<number>

/** Each command is a chunk of its own: none pays for the others' imports. */
const runs: Readonly<Record<CommandName, () => Promise<CommandRun>>> = {
  gate: async () => (await import('./gate.ts')).runGate,
  learn: async () => (await import('./learn.ts')).runLearn,
  backtest: async () => (await import('./backtest.ts')).runBacktest,
  replay: async () => (await import('./replay.ts')).runReplay,
  suspects: async () => (await import('./suspects.ts')).runSuspects,
  rollout: async () => (await import('./rollout.ts')).runRolloutCommand,
}

const told = (error: unknown): string => {
  if (isOurs(error)) return error.message
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return `change-risk-gate failed and should not have (${detail}); please report it. CHANGE_RISK_DEBUG=1 shows where.`
}

/** Once all that was printed is out, or is known to be lost. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((answer) => stream.write('', () => setImmediate(answer)))

/** Runs one command line. Answers the exit code of DESIGN.md §4: 0 go on, 1 cannot, 2 the answer is no. */
export const run = async (argv: readonly string[]): Promise<number> => {
  const { stdout, stderr, env } = process
  const progress = terminalProgress(stderr, () => performance.now())
  // A reader that has seen enough (`| head`) closes the pipe; that is no failure. A full disk is one.
  let lost: NodeJS.ErrnoException | undefined
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error
  })
  try {
    const invocation = readArguments(argv)
    if (invocation.kind === 'help') {
      stdout.write(invocation.text)
      return 0
    }
    const { command, values } = invocation
    const now = momentOf(values, new Date(), (text) => {
      throw new UsageError(`${command} --now ${text}: is no moment; write it as 2026-11-21T10:00:00Z`)
    })
    const isWatched = stderr.isTTY === true && !env['CI']
    const shell: Shell = {
      directory: process.cwd(),
      environment: env,
      now,
      colour: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
      isWatched,
      progress: isWatched ? progress.show : () => undefined,
      columns: stderr.columns ?? 100,
      width: stdout.columns || undefined,
      status: isWatched ? progress.status : () => undefined,
      print: (text) => {
        progress.clear()
        stdout.write(text)
      },
      warn: (text) => {
        progress.clear()
        stderr.write(`${text}\n`)
      },
    }
    const perform = await runs[command]()
    const code = await perform(values, shell)
    await written(stdout)
    if (lost) throw new SourceError(`${command}: the answer cannot be written (${lost.message})`)
    return code
  } catch (error) {
    progress.clear()
    stderr.write(`${told(error)}\n`)
    if (env['CHANGE_RISK_DEBUG'] && error instanceof Error) stderr.write(`${error.stack}\n`)
    return 1
  }
}
