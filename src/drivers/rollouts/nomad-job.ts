import type { Json, NomadGroup, NomadJob } from '../../clients/nomad/shapes.ts'
import { imageNaming } from './kubernetes-image.ts'

/** The version is the tag, or the digest, of an image: that of the leading task, else of the first that has one. */
const naming = imageNaming(undefined)

const leadOf = ({ tasks }: NomadGroup) => {
  const withImage = tasks.filter(({ image }) => image !== null)
  return withImage.find(({ isLeader }) => isLeader) ?? withImage[0]
}

export const versionOfGroup = (group: NomadGroup): string => {
  const image = leadOf(group)?.image ?? null
  return image === null ? 'unknown' : naming.versionOf(image)
}

/** The one that was named, else the only one; a sentence where that leaves nobody or several. */
export const groupOf = ({ groups }: NomadJob, name: string | undefined): NomadGroup | string => {
  const found =
    name === undefined && groups.length === 1 ? groups[0] : groups.find((each) => each.name === name)
  return found ?? `targets.group must be one of ${groups.map((each) => each.name).join(', ') || '(none)'}`
}

export interface UpdateLimits {
  readonly canary: number
  readonly maxParallel: number
  readonly minHealthySeconds: number
  readonly healthySeconds: number
  readonly progressSeconds: number
}

const nanoseconds = 1_000_000_000

/** The job with another version in one group, and an update block that waits for us. A sentence where it cannot be. */
export const jobFor = (
  job: NomadJob,
  groupName: string,
  version: string,
  limits: UpdateLimits,
): Json | string => {
  const group = job.groups.find(({ name }) => name === groupName)
  const lead = group && leadOf(group)
  if (lead === undefined || lead.image === null)
    return `no task of group "${groupName}" has a config.image, so that nothing says its version: deploy it as an image`
  const image = naming.imageOf(version, lead.image)
  if (image === null) return `"${version}" can be no tag and no digest of an image: use one that is`
  return withGroup(job.whole, groupName, (whole) => ({
    ...whole,
    Update: updateBlock(whole['Update'], limits),
    Tasks: (whole['Tasks'] as readonly Json[]).map((task) =>
      task['Name'] === lead.name ? { ...task, Config: { ...(task['Config'] as Json), image } } : task,
    ),
  }))
}

/** An older job as it was, with an update block that does not wait for anybody. */
export const jobBack = (older: NomadJob, groupName: string, limits: UpdateLimits): Json =>
  withGroup(older.whole, groupName, (whole) => ({ ...whole, Update: updateBlock(whole['Update'], limits) }))

/** Promotion and the way back are decided by the gate alone, so Nomad does neither by itself. */
const updateBlock = (standing: unknown, limits: UpdateLimits): Json => ({
  ...(typeof standing === 'object' && standing !== null ? standing : {}),
  Canary: limits.canary,
  MaxParallel: limits.maxParallel,
  AutoPromote: false,
  AutoRevert: false,
  MinHealthyTime: limits.minHealthySeconds * nanoseconds,
  HealthyDeadline: limits.healthySeconds * nanoseconds,
  ProgressDeadline: limits.progressSeconds * nanoseconds,
})

const withGroup = (whole: Json, name: string, change: (group: Json) => Json): Json => ({
  ...whole,
  TaskGroups: (whole['TaskGroups'] as readonly Json[]).map((group) =>
    group['Name'] === name ? change(group) : group,
  ),
})
