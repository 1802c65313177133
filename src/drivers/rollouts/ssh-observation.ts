import type { SshAddress } from '../../clients/ssh/address.ts'
import type { SshConnections } from '../../clients/ssh/connections.ts'
import { explainSshFailure, lastWords } from '../../clients/ssh/failure.ts'
import { rotationCommand } from '../../clients/ssh/script.ts'
import type { Targets } from '../../config/rollout/drivers/all.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Instance } from '../../rollout/fleet.ts'
import { askHealth } from './instance-health.ts'
import { readInstance } from './listing.ts'
import type { Surroundings } from './surroundings.ts'

export type SshTargets = Extract<Targets, { driver: 'ssh' }>

interface Observing {
  readonly targets: SshTargets
  readonly addresses: ReadonlyMap<string, SshAddress>
  readonly connections: SshConnections
  readonly surroundings: Surroundings
}

/** `fault` is what a person must mend: asking again will not help. */
type Seen = { readonly instance: Instance; readonly fault: string | null }

const mostAtOnce = 32
const observeSeconds = 10

/**
 * Asks the machines, at most 32 side by side. Who does not answer is not healthy and not in rotation.
 * @throws SourceError where the whole fleet was asked and no machine could be, for a reason that a person must mend.
 */
export const observeHosts = async (
  observing: Observing,
  signal: AbortSignal,
  ids?: readonly string[],
): Promise<readonly Instance[]> => {
  const asked = [...observing.addresses.values()].filter(({ id }) => ids?.includes(id) ?? true)
  const seen = await eachOf(asked, mostAtOnce, (address) => observeHost(observing, address, signal))
  const faults = seen.flatMap(({ fault }) => fault ?? [])
  if (ids === undefined && faults.length > 0 && faults.length === seen.length)
    throw new SourceError(
      faults.length === 1 ? faults[0] : `none of ${seen.length} machines could be asked; first: ${faults[0]}`,
    )
  return seen.map(({ instance }) => instance)
}

const observeHost = async (observing: Observing, address: SshAddress, signal: AbortSignal): Promise<Seen> => {
  const { targets, connections } = observing
  const result = await connections.run(
    address,
    {
      command: targets.observe ?? rotationCommand,
      variables: { GATE_INSTANCE: address.id },
      seconds: observeSeconds,
      fence: null,
    },
    signal,
  )
  if (result.code === null) {
    const { lasting, why } = explainSshFailure(address, result)
    return unanswered(address, lasting ? why : null)
  }
  if (result.code !== 0)
    return unanswered(
      address,
      `observe ${address.id}: exit code ${result.code}, ${lastWords(result.stderr) || 'without a word'}`,
    )
  return targets.observe === undefined
    ? observePage(observing, address, result.stdout.trim() === 'in', signal)
    : readAnswer(address, result.stdout)
}

const unanswered = ({ id }: SshAddress, fault: string | null): Seen => ({
  instance: { id, version: '', healthy: false, inRotation: false },
  fault,
})

const readAnswer = (address: SshAddress, answer: string): Seen => {
  const where = `observe ${address.id}`
  try {
    return { instance: readInstance(parseJson(answer, where), where, address.id), fault: null }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return unanswered(address, error.message)
  }
}

const parseJson = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SourceError(`${where}: wanted one JSON object, got ${JSON.stringify(text.slice(0, 80))}`, {
      cause,
    })
  }
}

/** Without a command, its health page tells how it is, and what our own last drain or restore left tells the rest. */
const observePage = async (
  { targets, surroundings }: Observing,
  { id, host }: SshAddress,
  inRotation: boolean,
  signal: AbortSignal,
): Promise<Seen> => {
  const { health } = surroundings
  const origin = `http://${host}`
  const [page] = await askHealth([origin], { health, zoneKey: targets['zone-label'], signal })
  const isUnclear = page!.healthy && page!.version === ''
  return {
    instance: { id, inRotation, ...page!, healthy: page!.healthy && !isUnclear },
    fault: isUnclear
      ? `${origin}${health.path} answers as if healthy and does not say which version runs (health.version: ${health.version})`
      : null,
  }
}

/** In the order of the items; so many at once at most. */
const eachOf = async <Item, Value>(
  items: readonly Item[],
  most: number,
  ask: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> => {
  const values: Value[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      values[at] = await ask(items[at]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work))
  return values
}
