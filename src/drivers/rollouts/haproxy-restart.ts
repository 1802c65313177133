import type { ServerPlace } from '../../clients/haproxy/answers.ts'
import type { ActionContext, ActionResult } from '../../rollout/engine/ports.ts'
import { runCommand } from './command.ts'
import { resultOf, runVerb, verbVariables } from './exec-verb.ts'
import { addressOf, type HaproxyTargets } from './haproxy-balancers.ts'
import type { Surroundings } from './surroundings.ts'

/** Exit code of ssh itself, when it could not log in or lost the connection. */
const sshFailed = 255
const connectSeconds = 10

/**
 * Brings a server up on the version: a command beside the coordinator, or over ssh on the server's own address. Besides
 * what every command is told it gets GATE_ADDRESS, address:port as HAProxy knows it.
 */
export const restartServer = async (
  id: string,
  place: ServerPlace | null,
  restart: HaproxyTargets['restart'],
  context: ActionContext,
  surroundings: Surroundings,
): Promise<ActionResult> => {
  const variables = { ...verbVariables(id, context), GATE_ADDRESS: place === null ? '' : addressOf(place) }
  if (restart.exec !== undefined) return runVerb('restart', restart.exec, variables, context, surroundings)
  const host = place === null ? '' : place.domain || place.address
  if (restart.ssh === undefined || !/^[\da-zA-Z_:][\w.:-]*$/.test(host))
    return {
      outcome: 'failed',
      why: `restart: no load balancer knows the address of ${id}, so ssh has nowhere to go`,
    }
  const { clock, directory, environment } = surroundings
  const milliseconds = context.deadline - clock.now()
  if (milliseconds <= 0) return { outcome: 'busy', why: 'restart did not begin: no time is left' }
  const result = await runCommand({
    program: 'ssh',
    arguments: sshArguments(host, restart.user, restart.ssh, variables),
    directory,
    environment,
    milliseconds,
    signal: context.signal,
  })
  // Whether the command ran there, and how it ended, only a look at the instance can tell.
  if (result.code === sshFailed)
    return {
      outcome: 'again',
      why: `ssh ${host}: ${result.stderr.split('\n').at(-1) || 'it could not connect'}`,
    }
  return resultOf(`restart on ${host}`, result, {
    isLate: clock.now() >= context.deadline,
    isStopped: context.signal.aborted,
  })
}

/** Never asks for a password, never trusts a host it does not know. */
export const sshArguments = (
  host: string,
  user: string | undefined,
  command: string,
  variables: Readonly<Record<string, string>>,
): readonly string[] => [
  '-o',
  'BatchMode=yes',
  '-o',
  'StrictHostKeyChecking=yes',
  '-o',
  `ConnectTimeout=${connectSeconds}`,
  ...(user === undefined ? [] : ['-l', user]),
  '--',
  host,
  // The remote login shell reads this as one line, so every value is quoted; `env` because not every shell assigns alike.
  [
    'env',
    ...Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`),
    'sh',
    '-c',
    quoted(command),
  ].join(' '),
]

/** One word for a POSIX shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
