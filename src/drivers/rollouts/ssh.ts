import { readSshAddress, type SshAddress } from '../../clients/ssh/address.ts'
import { openSshConnections } from '../../clients/ssh/connections.ts'
import { ConfigError } from '../../domain/errors.ts'
import type { ActionResult, InstanceDriver } from '../../rollout/engine/ports.ts'
import { observeHosts, type SshTargets } from './ssh-observation.ts'
import { runSshVerb, type SshVerb } from './ssh-verb.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Machines reached over ssh, a command a verb; the id of an instance is its host as the plan writes it, without user.
 * A machine refuses commands of an older epoch by itself.
 * @throws ConfigError for a host that cannot be read or comes twice.
 */
export const openSsh = (targets: SshTargets, surroundings: Surroundings): InstanceDriver => {
  const addresses = readHosts(targets.hosts)
  const connections = openSshConnections({
    user: targets.user,
    identityFile: targets['identity-file'],
    knownHosts: targets['known-hosts'],
    directory: surroundings.directory,
    environment: surroundings.environment,
  })
  const reach = { connections, clock: surroundings.clock }
  const verb =
    (asked: Omit<SshVerb, 'address' | 'id'>): InstanceDriver['restart'] =>
    async (id, context) => {
      const address = addresses.get(id)
      return address === undefined
        ? { outcome: 'failed', why: `${id} is not among targets.hosts` }
        : runSshVerb(reach, { ...asked, id, address }, context)
    }
  const drain = targets.drain
  // Where only `drain` is there, coming up means coming back, and the machine must be told so.
  const restore = targets.restore ?? (drain === undefined ? undefined : ':')
  const handOver = targets['hand-over']
  return {
    capabilities: { drains: drain !== undefined, fenced: true, settleSeconds: 0 },
    observe: (signal, ids) => observeHosts({ targets, addresses, connections, surroundings }, signal, ids),
    drain: async (id, context) =>
      drain === undefined
        ? done
        : verb({ name: 'drain', command: drain, leaves: 'out-of-rotation', force: context.force })(
            id,
            context,
          ),
    restart: verb({ name: 'restart', command: targets.restart }),
    restore: async (id, context) =>
      restore === undefined
        ? done
        : verb({ name: 'restore', command: restore, leaves: 'in-rotation' })(id, context),
    ...(handOver !== undefined && { handOver: verb({ name: 'hand-over', command: handOver }) }),
    close: connections.close,
  }
}

const done: ActionResult = { outcome: 'done' }

const readHosts = (hosts: readonly string[]): ReadonlyMap<string, SshAddress> => {
  const addresses = new Map<string, SshAddress>()
  for (const address of hosts.map(readSshAddress)) {
    if (addresses.has(address.id))
      throw new ConfigError(`targets.hosts: ${address.id} comes twice, wanted every machine once`)
    addresses.set(address.id, address)
  }
  return addresses
}
