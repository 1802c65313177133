import type { Targets } from '../../config/rollout/drivers/all.ts'
import { SourceError } from '../../domain/errors.ts'
import type { ActionContext, ActionResult, InstanceDriver } from '../../rollout/engine/ports.ts'
import { runShell } from './command.ts'
import { lastLine, runVerb, verbVariables } from './exec-verb.ts'
import { parseListing } from './listing.ts'
import type { Surroundings } from './surroundings.ts'

const listMilliseconds = 60_000

/**
 * Your own commands, one a verb. They get GATE_INSTANCE, GATE_VERSION, GATE_EPOCH and GATE_OPERATION, start in the
 * repository, and are killed with all they started at their deadline. A verb without a command has nothing to do.
 */
export const openExec = (
  targets: Extract<Targets, { driver: 'exec' }>,
  surroundings: Surroundings,
): InstanceDriver => {
  const verb = (name: 'drain' | 'restart' | 'restore' | 'hand-over' | 'can-touch') => {
    const command = targets[name]
    return async (id: string, context: ActionContext, more = {}): Promise<ActionResult> =>
      command === undefined
        ? { outcome: 'done' }
        : runVerb(name, command, { ...verbVariables(id, context), ...more }, context, surroundings)
  }
  const drain = verb('drain')
  return {
    // Without a command nothing is drained, and nobody shall believe so.
    capabilities: { drains: targets.drain !== undefined, fenced: false, settleSeconds: 0 },
    observe: async (signal, ids) => {
      const fleet = await list(targets.list, surroundings, signal)
      return ids === undefined ? fleet : fleet.filter(({ id }) => ids.includes(id))
    },
    drain: (id, context) => drain(id, context, { GATE_FORCE: context.force ? 'true' : 'false' }),
    restart: verb('restart'),
    restore: verb('restore'),
    ...(targets['hand-over'] !== undefined && { handOver: verb('hand-over') }),
    ...(targets['can-touch'] !== undefined && { canTouch: verb('can-touch') }),
    close: async () => undefined,
  }
}

const list = async (command: string, { directory, environment }: Surroundings, signal: AbortSignal) => {
  const where = 'targets.list'
  const result = await runShell(command, { directory, environment, milliseconds: listMilliseconds, signal })
  if (result.code === 0) return parseListing(result.stdout, where)
  const said = lastLine(result.stderr)
  const what = result.code === null ? result.why : `exit code ${result.code}`
  throw new SourceError(
    `${where}: the command did not list the fleet (${what})${said === '' ? '' : `: ${said}`}; try it by hand: ${command}`,
  )
}
