import { type Nomad, NomadError } from '../../clients/nomad/nomad.ts'
import {
  allocationsOf,
  deploymentOf,
  jobOf,
  type NomadGroup,
  type NomadJob,
  versionsOf,
  zoneOfNode,
} from '../../clients/nomad/shapes.ts'
import { ConfigError } from '../../domain/errors.ts'
import type { Clock } from '../../rollout/engine/ports.ts'
import { compareNames, type Instance } from '../../rollout/fleet.ts'
import type { Pace } from './kubernetes-pace.ts'
import { groupOf, type UpdateLimits, versionOfGroup } from './nomad-job.ts'

/** A task group of a job, opened. */
export interface OpenJob {
  readonly ask: Nomad
  readonly job: string
  readonly group: string | undefined
  readonly zoneLabel: string | undefined
  readonly nodeZones: Map<string, string>
  readonly clock: Clock
  readonly pace: Pace | null
  readonly seconds: Omit<UpdateLimits, 'canary' | 'maxParallel'>
}

export const readJob = async ({ ask, job, group }: OpenJob, signal: AbortSignal) => {
  const found = jobOf(await ask('GET', ['job', job], signal))
  const chosen = groupOf(found, group)
  if (typeof chosen === 'string') throw new ConfigError(`nomad job ${job}: ${chosen}`)
  return { found, group: chosen }
}

export const readVersions = async ({ ask, job }: OpenJob, signal: AbortSignal) =>
  versionsOf(await ask('GET', ['job', job, 'versions'], signal))

export const readAllocations = async ({ ask, job }: OpenJob, group: NomadGroup, signal: AbortSignal) =>
  allocationsOf(await ask('GET', ['job', job, 'allocations'], signal))
    .filter(
      (each) => each.group === group.name && !['complete', 'failed', 'lost'].includes(each.clientStatus),
    )
    .toSorted((one, other) => compareNames(one.id, other.id))

export const readDeployment = async ({ ask, job }: OpenJob, group: NomadGroup, signal: AbortSignal) =>
  deploymentOf(await ask('GET', ['job', job, 'deployment'], signal), group.name)

/** Allocations as instances, each with the version of the job it was placed from. @throws NomadError */
export const observe = async (open: OpenJob, signal: AbortSignal): Promise<readonly Instance[]> => {
  const { group } = await readJob(open, signal)
  const versions = new Map(
    (await readVersions(open, signal)).map((each) => [each.version, versionIn(each, group.name)]),
  )
  const instances: Instance[] = []
  for (const allocation of await readAllocations(open, group, signal)) {
    const zone = await zoneOf(open, allocation.node, signal)
    const healthy = allocation.clientStatus === 'running' && allocation.isHealthy !== false
    instances.push({
      id: allocation.id,
      version: versions.get(allocation.jobVersion) ?? 'unknown',
      healthy,
      inRotation: healthy && allocation.isWanted,
      ...(zone !== '' && { zone }),
    })
  }
  return instances
}

export const versionIn = ({ groups }: NomadJob, name: string): string => {
  const group = groups.find((each) => each.name === name)
  return group === undefined ? 'unknown' : versionOfGroup(group)
}

const zoneOf = async ({ ask, nodeZones, zoneLabel }: OpenJob, node: string, signal: AbortSignal) => {
  const known = nodeZones.get(node)
  if (known !== undefined) return known
  let zone = ''
  try {
    zone = zoneOfNode(await ask('GET', ['node', node], signal), zoneLabel)
  } catch (error) {
    // Few tokens may read nodes: `targets.zones` can say what they would.
    if (!(error instanceof NomadError) || !['denied', 'absent'].includes(error.failure)) throw error
  }
  nodeZones.set(node, zone)
  return zone
}
