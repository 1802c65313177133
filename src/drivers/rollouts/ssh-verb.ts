import type { SshAddress } from '../../clients/ssh/address.ts'
import type { SshConnections } from '../../clients/ssh/connections.ts'
import { explainSshFailure, lastWords } from '../../clients/ssh/failure.ts'
import type { RemoteResult } from '../../clients/ssh/process.ts'
import { type Fence, remoteCodes } from '../../clients/ssh/script.ts'
import type { ActionContext, ActionResult, Clock } from '../../rollout/engine/ports.ts'
import { verbVariables } from './exec-verb.ts'

/** A command of the plan, to be run on one machine. */
export interface SshVerb {
  /** As the plan file calls it. */
  readonly name: 'drain' | 'restart' | 'restore' | 'hand-over'
  readonly command: string
  readonly address: SshAddress
  /** What GATE_INSTANCE says. */
  readonly id: string
  readonly leaves?: Fence['leaves']
  /** Of drain: what is left shall be closed. */
  readonly force?: boolean
}

/**
 * Runs a command of the plan on a machine: with the variables of every verb, one at a time for each service, and never
 * for an older epoch than the machine has seen.
 */
export const runSshVerb = async (
  { connections, clock }: { readonly connections: SshConnections; readonly clock: Clock },
  verb: SshVerb,
  context: ActionContext,
): Promise<ActionResult> => {
  const seconds = (context.deadline - clock.now()) / 1000
  if (seconds <= 0) return { outcome: 'busy', why: `${verb.name} ${verb.id}: its deadline had passed` }
  const fence = { service: serviceOf(context.operation), epoch: context.epoch }
  const result = await connections.run(
    verb.address,
    {
      command: verb.command,
      variables: {
        ...verbVariables(verb.id, context),
        ...(verb.force !== undefined && { GATE_FORCE: verb.force ? 'true' : 'false' }),
      },
      seconds,
      fence: verb.leaves === undefined ? fence : { ...fence, leaves: verb.leaves },
    },
    context.signal,
  )
  return judge(verb, result)
}

/** Operations are called web/7/12: the service, its rollout, the work. */
const serviceOf = (operation: string): string => operation.split('/')[0]!

const judge = (verb: SshVerb, result: RemoteResult): ActionResult => {
  const { name, id, address } = verb
  const { code, stderr } = result
  if (code === 0) return { outcome: 'done' }
  if (code === null) {
    // A drain that ran out of time has not emptied the machine; of anything else nobody knows how far it came.
    if (result.isOutOfTime)
      return { outcome: name === 'drain' ? 'busy' : 'again', why: `${name} ${id}: ${result.why}` }
    const { lasting, why } = explainSshFailure(address, result)
    return { outcome: lasting ? 'failed' : 'again', why: `${name}: ${why}` }
  }
  const words = lastWords(stderr)
  const said = words === '' ? '' : `: ${words}`
  if (code === remoteCodes.fenced)
    return { outcome: 'failed', why: `${name} ${id}: a newer coordinator has taken over${said}` }
  if (code === remoteCodes.again) return { outcome: 'again', why: `${name} ${id}: asked to try again${said}` }
  return { outcome: 'failed', why: `${name} ${id}: exit code ${code}${said}` }
}
