import type { ActionContext, ActionResult } from '../../rollout/engine/ports.ts'
import { type CommandResult, runShell } from './command.ts'
import type { Surroundings } from './surroundings.ts'

/** A verb that is a command of the user's: what it is told, and what its end means. */

/** Exit code of "not now, try again" (EX_TEMPFAIL of sysexits). */
const tryAgain = 75

/** What a command is told of its work. Values are never part of the command's text, so nothing needs quoting. */
export const verbVariables = (id: string, context: ActionContext): Readonly<Record<string, string>> => ({
  GATE_INSTANCE: id,
  GATE_VERSION: context.version,
  GATE_EPOCH: String(context.epoch),
  GATE_OPERATION: context.operation,
})

/** Runs the command of a verb until it ends, its deadline is over, or it is stopped. */
export const runVerb = async (
  verb: string,
  command: string,
  variables: Readonly<Record<string, string>>,
  { deadline, signal }: Pick<ActionContext, 'deadline' | 'signal'>,
  { clock, directory, environment }: Surroundings,
): Promise<ActionResult> => {
  const milliseconds = deadline - clock.now()
  if (milliseconds <= 0) return { outcome: 'busy', why: `${verb} did not begin: no time is left` }
  const result = await runShell(command, {
    directory,
    environment: { ...environment, ...variables },
    milliseconds,
    signal,
  })
  return resultOf(verb, result, { isLate: clock.now() >= deadline, isStopped: signal.aborted })
}

/** Exit code 0 is done, 75 is again, anything else failed; the last line of standard error says why. */
export const resultOf = (
  verb: string,
  result: CommandResult,
  { isLate, isStopped }: { readonly isLate: boolean; readonly isStopped: boolean },
): ActionResult => {
  const { code, why } = result
  if (code === 0) return { outcome: 'done' }
  const said = lastLine(result.stderr)
  const because = (what: string): string => `${verb} ${what}${said === '' ? '' : `: ${said}`}`
  if (code === tryAgain) return { outcome: 'again', why: because(`ended with exit code ${tryAgain}`) }
  if (code !== null) return { outcome: 'failed', why: because(`failed with exit code ${code}`) }
  if (isStopped) return { outcome: 'again', why: because('was stopped') }
  return { outcome: isLate ? 'busy' : 'failed', why: because(why) }
}

/** The last line of what a command complained of, short enough for a sentence. */
export const lastLine = (text: string): string => {
  const line = text.trimEnd().split('\n').at(-1) ?? ''
  return line
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .replace(/\.$/, '')
    .slice(-300)
}
