import { isObject, type KubernetesObject, type Reader, readerOf } from '../../clients/kubernetes/reading.ts'
import type { Targets } from '../../config/rollout/drivers/all.ts'
import type { ActionContext, ActionResult, Orchestrator } from '../../rollout/engine/ports.ts'
import { isUnseenByArgo, progressOf } from './argo-rollouts-progress.ts'
import { stepsTo } from './argo-rollouts-steps.ts'
import { changeWorkload, type Intent, resultOf } from './kubernetes-change.ts'
import { type Pace, rollingLimits } from './kubernetes-pace.ts'
import { instancesOf, listPods } from './kubernetes-pods.ts'
import { aimOf, templateFromReplicaSets, versionOfTemplate } from './kubernetes-template.ts'
import { askedProgress, type OpenWorkload, openWorkload, replicasOf } from './kubernetes-workload.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * A Rollout of Argo Rollouts with a canary strategy. **Held to the published schema of its CRD, and untested on a real
 * one.** Its `steps` are ours while it moves: each exposure is written as a weight and a pause without end, the last one
 * by promoting in full, as `kubectl argo rollouts promote --full` does. Going back aborts what is under way and undoes
 * what is done. After an abort the Rollout, and Git where Git manages it, still name the new version: a person must
 * revert it there, and where Argo CD heals drift, `image` and `steps` belong under its ignoreDifferences.
 * Needs the rights of `openKubernetes` on `rollouts` of `argoproj.io`, and patch on `rollouts/status`.
 * @throws ConfigError where the kubeconfig or the plan cannot be obeyed
 */
export const openArgoRollouts = async (
  targets: Extract<Targets, { driver: 'argo-rollouts' }>,
  surroundings: Surroundings,
  pace: Pace | null = null,
): Promise<Orchestrator> => {
  const kind = { group: 'argoproj.io', version: 'v1alpha1', plural: 'rollouts' }
  const open = await openWorkload(targets, surroundings, kind, pace)
  const { cluster, resource } = open
  return {
    stopsAtExposure: true,
    close: async () => cluster.close(),
    observe: async (signal) =>
      instancesOf(open, await listPods(open, await cluster.get(resource, signal), signal), signal),
    expose: (exposure, context) => expose(open, exposure, context),
    goBack: (context) => goBack(open, context),
    progress: (signal) => askedProgress(async () => progressOf(await cluster.get(resource, signal))),
  }
}

const expose = async (
  open: OpenWorkload,
  exposure: number,
  context: ActionContext,
): Promise<ActionResult> => {
  const { cluster, resource, clock } = open
  let status: StatusChange | null = null
  const result = await changeWorkload({
    cluster,
    workload: resource,
    type: 'merge',
    direction: 'forward',
    context,
    clock,
    intend: (workload) => {
      const isAborted = workload.flag('status', 'abort')
      const isLast = exposure >= replicasOf(workload) && isUnderWay(workload)
      status = isAborted ? { abort: false } : isLast ? { promoteFull: true } : null
      return intendForward(open, workload, context.version, exposure)
    },
  })
  if (result.outcome !== 'done') return result
  return status === null ? { outcome: 'done' } : patchStatus(open, result.workload, status, context)
}

/** A canary that waits to be promoted: its pods are not those the Rollout calls stable. */
const isUnderWay = (workload: Reader): boolean => {
  const stable = workload.text('status', 'stableRS')
  return stable !== '' && stable !== workload.text('status', 'currentPodHash')
}

const intendForward = (open: OpenWorkload, workload: Reader, version: string, exposure: number): Intent => {
  const unfit = unfitness(workload)
  if (unfit !== null) return { kind: 'never', why: unfit }
  const aim = aimOf(workload, open, version)
  if (aim.kind === 'never') return aim
  const replicas = replicasOf(workload)
  const canary = readerOf('canary', workload.record('spec', 'strategy', 'canary'))
  const limits = open.pace && rollingLimits(open.pace, replicas, 'forward')
  if (limits?.kind === 'impossible') return { kind: 'never', why: limits.why }
  const planned = stepsTo(exposure, {
    replicas,
    isRouted: canary.has('trafficRouting'),
    maxWeight: canary.count('trafficRouting', 'maxTrafficWeight') || 100,
    surges: limits ? limits.maxSurge > 0 : !/^0%?$/.test(String(canary.record()['maxSurge'] ?? '25%')),
  })
  if (planned.kind === 'impossible') return { kind: 'never', why: planned.why }
  const isAborted = workload.flag('status', 'abort')
  // Promoting in full keeps the steps: Argo would begin again at the first when they change.
  if (aim.isThere && exposure >= replicas && !isAborted) {
    if (isUnderWay(workload)) return { kind: 'write', spec: {} }
    if (!isUnseenByArgo(workload)) return { kind: 'already' }
  }
  const standing = canary.list('steps').map(({ value }) => value)
  const isAsked = aim.isThere && JSON.stringify(standing) === JSON.stringify(planned.steps)
  if (isAsked) return isAborted ? { kind: 'write', spec: {} } : { kind: 'already' }
  return {
    kind: 'write',
    spec: {
      minReadySeconds: open.minReadySeconds,
      progressDeadlineSeconds: Math.max(open.progressSeconds, open.minReadySeconds + 1),
      strategy: {
        canary: {
          steps: planned.steps,
          ...(limits && { maxUnavailable: limits.maxUnavailable, maxSurge: limits.maxSurge }),
        },
      },
      template: { spec: { containers: containersWith(workload, aim) } },
    },
  }
}

/** A merge patch replaces lists whole: all containers as they were read, with one image changed. */
const containersWith = (
  workload: Reader,
  aim: { readonly container: string; readonly image: string },
): readonly KubernetesObject[] =>
  workload.list('spec', 'template', 'spec', 'containers').map((container) => ({
    ...container.record(),
    ...(container.text('name') === aim.container && { image: aim.image }),
  }))

const unfitness = (workload: Reader): string | null => {
  if (workload.has('spec', 'workloadRef'))
    return 'its template is in another object (spec.workloadRef): name that Deployment as the target, or move the template here'
  if (!workload.has('spec', 'strategy', 'canary'))
    return 'its strategy is no canary, and only a canary can stop at an exposure: set spec.strategy.canary'
  if (workload.flag('spec', 'paused'))
    return 'somebody has paused it: look why, then kubectl argo rollouts promote'
  return null
}

const goBack = async (open: OpenWorkload, context: ActionContext): Promise<ActionResult> => {
  const { cluster, resource, clock } = open
  let mustAbort = false
  const result = await changeWorkload({
    cluster,
    workload: resource,
    type: 'merge',
    direction: 'back',
    context,
    clock,
    intend: async (workload) => {
      const isNamed = versionOfTemplate(workload.record('spec', 'template'), open) === context.version
      mustAbort = !isNamed && isUnderWay(workload)
      if (isNamed) return { kind: 'already' }
      // The fence is what the abort, which cannot carry it, stands behind.
      return mustAbort ? { kind: 'write', spec: {} } : intendUndo(open, workload, context)
    },
  })
  if (result.outcome !== 'done') return result
  return mustAbort ? patchStatus(open, result.workload, { abort: true }, context) : { outcome: 'done' }
}

/** The new version is stable already: the template goes back, without steps, inside the plan's limits. */
const intendUndo = async (
  open: OpenWorkload,
  workload: Reader,
  { version, signal }: ActionContext,
): Promise<Intent> => {
  const aim = aimOf(workload, open, version)
  if (aim.kind === 'never') return aim
  const limits = open.pace && rollingLimits(open.pace, replicasOf(workload), 'back')
  const remembered = await templateFromReplicaSets(
    workload,
    open,
    version,
    signal,
    'rollout.argoproj.io/revision',
  )
  return {
    kind: 'write',
    spec: {
      strategy: {
        canary: {
          steps: [],
          ...(limits?.kind === 'limits' && {
            maxUnavailable: limits.maxUnavailable,
            maxSurge: limits.maxSurge,
          }),
        },
      },
      template:
        remembered === null
          ? { spec: { containers: containersWith(workload, aim) } }
          : replacing(workload.record('spec', 'template'), remembered),
    },
  }
}

/** As a merge patch that leaves nothing of what stood there: a key it does not name would stay. */
const replacing = (standing: KubernetesObject, wanted: KubernetesObject): KubernetesObject => {
  const gone = Object.keys(standing).filter((key) => !Object.hasOwn(wanted, key))
  const kept = Object.entries(wanted).map(([key, value]) => {
    const before = standing[key]
    return [key, isObject(before) && isObject(value) ? replacing(before, value) : value]
  })
  return Object.fromEntries([...gone.map((key) => [key, null]), ...kept])
}

type StatusChange = { readonly promoteFull: true } | { readonly abort: boolean }

/** The status is a door of its own, and takes no annotation: the version read after the fence was written guards it. */
const patchStatus = async (
  { cluster, resource }: OpenWorkload,
  fenced: Reader,
  status: StatusChange,
  { signal }: ActionContext,
): Promise<ActionResult> => {
  try {
    const metadata = { resourceVersion: fenced.needed('metadata', 'resourceVersion') }
    await cluster.patch({ ...resource, subresource: 'status' }, 'merge', { metadata, status }, signal)
    return { outcome: 'done' }
  } catch (error) {
    return resultOf(error)
  }
}
