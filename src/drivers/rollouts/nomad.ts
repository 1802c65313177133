import { NomadError, openNomadApi } from '../../clients/nomad/nomad.ts'
import type { Json, NomadGroup, NomadJob } from '../../clients/nomad/shapes.ts'
import type { Targets } from '../../config/rollout/drivers/all.ts'
import { ConfigError, isOurs } from '../../domain/errors.ts'
import type { ActionContext, ActionResult, Orchestrator } from '../../rollout/engine/ports.ts'
import { type Pace, rollingLimits } from './kubernetes-pace.ts'
import { jobBack, jobFor, versionOfGroup } from './nomad-job.ts'
import { progressOf } from './nomad-progress.ts'
import { type OpenJob, observe, readDeployment, readJob, readVersions, versionIn } from './nomad-reading.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * A task group of a Nomad job whose version is the tag of its image. **Held to schemas written from Nomad's published
 * API description, and untested on a real one.** An exposure is that many canaries beside the old allocations, never
 * promoted by Nomad itself; a larger exposure registers the job again, which starts its canaries anew; the whole group
 * is a promotion. Going back fails the deployment and registers the last job that had the older version.
 * Every registration is bound to the job's index as it was read. Nomad has no place for an epoch that would not restart
 * allocations, so an older coordinator is kept out by the journal alone.
 * In rotation means that Nomad wants it and counts it healthy: what Consul says of a service is not asked.
 * @throws ConfigError where the token's variable is not set
 */
export const openNomad = async (
  targets: Extract<Targets, { driver: 'nomad' }>,
  { fetch, clock, environment, health }: Surroundings,
  pace: Pace | null = null,
): Promise<Orchestrator> => {
  const variable = targets['token-env']
  const token = variable === undefined ? null : (environment[variable] ?? '')
  if (token === '')
    throw new ConfigError(
      `targets.token-env: the environment variable ${variable} is not set; put the ACL token there`,
    )
  const { address, namespace, region } = targets
  const open: OpenJob = {
    ask: openNomadApi({ address, namespace, region, token }, { fetch, clock }),
    job: targets.job,
    group: targets.group,
    zoneLabel: targets['zone-label'],
    nodeZones: new Map(),
    clock,
    pace,
    seconds: {
      minHealthySeconds: health.minHealthyTime.seconds,
      healthySeconds: health.healthyDeadline.seconds,
      progressSeconds: Math.max(health.progressDeadline.seconds, health.healthyDeadline.seconds + 1),
    },
  }
  return {
    stopsAtExposure: true,
    close: async () => {},
    observe: (signal) => observe(open, signal),
    expose: (exposure, context) => attempt(open, context, () => expose(open, exposure, context)),
    goBack: (context) => attempt(open, context, () => goBack(open, context)),
    progress: async (signal) => {
      try {
        return await progressOf(open, signal)
      } catch (error) {
        if (!(error instanceof NomadError)) throw error
        return { outcome: 'moving', why: error.message }
      }
    },
  }
}

const mostTries = 5
const retryMilliseconds = 200

/** Again where somebody else wrote in between, or an answer was lost: each try reads anew, so nothing is done twice. */
const attempt = async (
  { clock }: OpenJob,
  { signal, deadline }: ActionContext,
  act: () => Promise<ActionResult>,
): Promise<ActionResult> => {
  let why = ''
  for (let tries = 1; tries <= mostTries; tries++) {
    if (signal.aborted) return { outcome: 'again', why: 'stopped' }
    if (clock.now() >= deadline) return { outcome: 'busy', why: why || 'the deadline is over' }
    try {
      return await act()
    } catch (error) {
      if (!isOurs(error)) throw error
      why = error.message
      const mayPass =
        error instanceof NomadError && ['conflict', 'busy', 'unanswered'].includes(error.failure)
      if (!mayPass) return { outcome: 'failed', why }
      await clock.sleep(retryMilliseconds * tries, signal)
    }
  }
  return { outcome: 'again', why }
}

const expose = async (open: OpenJob, exposure: number, context: ActionContext): Promise<ActionResult> => {
  const { signal, version } = context
  const { found, group } = await readJob(open, signal)
  const isAll = exposure >= group.count
  const isThere = versionOfGroup(group) === version
  if (isThere && isAll) return promote(open, group, found, context)
  if (isThere && group.canary === exposure) return { outcome: 'done' }
  const limits = open.pace && rollingLimits(open.pace, group.count, 'forward')
  // Canaries come on top, so that a group of one can have one too.
  if (limits?.kind === 'impossible' && isAll) return { outcome: 'failed', why: limits.why }
  const job = jobFor(found, group.name, version, {
    ...open.seconds,
    canary: isAll ? 0 : exposure,
    maxParallel: limits?.kind === 'limits' ? Math.max(1, limits.maxUnavailable) : 1,
  })
  if (typeof job === 'string') return { outcome: 'failed', why: job }
  return register(open, found, job, signal)
}

const promote = async (
  open: OpenJob,
  group: NomadGroup,
  found: NomadJob,
  { signal }: ActionContext,
): Promise<ActionResult> => {
  const deployment = await readDeployment(open, group, signal)
  const waits =
    deployment !== null &&
    deployment.jobVersion === found.version &&
    deployment.status === 'running' &&
    deployment.canaries > 0 &&
    !deployment.isPromoted
  if (!waits) return { outcome: 'done' }
  const body = { DeploymentID: deployment.id, Groups: [group.name] }
  await open.ask('POST', ['deployment', 'promote', deployment.id], signal, body)
  return { outcome: 'done' }
}

const goBack = async (open: OpenJob, context: ActionContext): Promise<ActionResult> => {
  const { signal, version } = context
  const { found, group } = await readJob(open, signal)
  if (versionOfGroup(group) === version) return { outcome: 'done' }
  const deployment = await readDeployment(open, group, signal)
  // Failing it ends its canaries, and nothing more moves forward while the older job is looked for.
  if (deployment !== null && ['running', 'paused', 'pending', 'blocked'].includes(deployment.status))
    await open.ask('POST', ['deployment', 'fail', deployment.id], signal)
  const [newest] = (await readVersions(open, signal))
    .filter((each) => versionIn(each, group.name) === version)
    .toSorted((one, other) => other.version - one.version)
  const limits = open.pace && rollingLimits(open.pace, group.count, 'back')
  const update = {
    ...open.seconds,
    canary: 0,
    maxParallel: limits?.kind === 'limits' ? Math.max(1, limits.maxUnavailable) : 1,
  }
  const job =
    newest === undefined ? jobFor(found, group.name, version, update) : jobBack(newest, group.name, update)
  if (typeof job === 'string') return { outcome: 'failed', why: job }
  return register(open, found, job, signal)
}

/** Registered only over the job that was read: Nomad compares its index. Counts an autoscaler has changed stay. */
const register = async (
  { ask, job }: OpenJob,
  { modifyIndex }: NomadJob,
  whole: Json,
  signal: AbortSignal,
): Promise<ActionResult> => {
  await ask('POST', ['job', job], signal, {
    Job: whole,
    EnforceIndex: true,
    JobModifyIndex: modifyIndex,
    PreserveCounts: true,
  })
  return { outcome: 'done' }
}
