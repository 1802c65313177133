import { ClusterError } from '../../clients/kubernetes/failures.ts'
import type { Reader } from '../../clients/kubernetes/reading.ts'
import type {
  ActionContext,
  ActionResult,
  Orchestrator,
  OrchestratorProgress,
} from '../../rollout/engine/ports.ts'
import { changeWorkload, type Intent, resultOf } from './kubernetes-change.ts'
import {
  instancesOf,
  isLeaving,
  isReady,
  listPods,
  nameOf,
  podsOf,
  troubleOf,
  versionOfPod,
} from './kubernetes-pods.ts'
import { aimOf, imagePatch, templateFromRevisions, versionOfTemplate } from './kubernetes-template.ts'
import { askedProgress, isUnseen, type OpenWorkload, replicasOf } from './kubernetes-workload.ts'

/**
 * A StatefulSet: pods whose ordinal is at or above `partition` run the new version, so lowering it step by step makes
 * waves that the cluster itself keeps. Its controller moves one pod at a time, the highest ordinal first, and waits for
 * each. It has no deadline of its own: a pod that never gets ready is for the engine's deadlines, and goes by hand on
 * the way back, because the controller waits for it for ever (kubernetes#67250).
 */
export const statefulSetOrchestrator = (open: OpenWorkload): Orchestrator => {
  const { cluster, resource, clock } = open
  return {
    stopsAtExposure: true,
    close: async () => cluster.close(),
    observe: async (signal) =>
      instancesOf(open, await listPods(open, await cluster.get(resource, signal), signal), signal),
    expose: async (exposure, context) => {
      const result = await changeWorkload({
        cluster,
        workload: resource,
        type: 'strategic',
        direction: 'forward',
        context,
        clock,
        intend: (workload) => intendForward(open, workload, context.version, exposure),
      })
      return result.outcome === 'done' ? { outcome: 'done' } : result
    },
    goBack: async (context) => {
      const result = await changeWorkload({
        cluster,
        workload: resource,
        type: 'strategic',
        direction: 'back',
        context,
        clock,
        intend: (workload) => intendBack(open, workload, context.version, context.signal),
      })
      return result.outcome === 'done' ? deleteStuckPods(open, context) : result
    },
    progress: (signal) => askedProgress(() => progressOf(open, signal)),
  }
}

/** Ordinals need not begin at 0. */
const firstOrdinal = (workload: Reader): number => workload.count('spec', 'ordinals', 'start')

const partitionOf = (workload: Reader): number =>
  workload.count('spec', 'updateStrategy', 'rollingUpdate', 'partition')

const intendForward = (open: OpenWorkload, workload: Reader, version: string, exposure: number): Intent => {
  if (workload.text('spec', 'updateStrategy', 'type') === 'OnDelete')
    return {
      kind: 'never',
      why: 'its update strategy is OnDelete, which moves no pod: set spec.updateStrategy.type to RollingUpdate',
    }
  const aim = aimOf(workload, open, version)
  if (aim.kind === 'never') return aim
  const partition = firstOrdinal(workload) + Math.max(0, replicasOf(workload) - exposure)
  if (aim.isThere && partitionOf(workload) === partition) return { kind: 'already' }
  return {
    kind: 'write',
    spec: {
      minReadySeconds: open.minReadySeconds,
      // Together with the template: with the old partition all pods would begin to move.
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
      template: imagePatch(aim),
    },
  }
}

const intendBack = async (
  open: OpenWorkload,
  workload: Reader,
  version: string,
  signal: AbortSignal,
): Promise<Intent> => {
  const aim = aimOf(workload, open, version)
  if (aim.kind === 'never') return aim
  const partition = firstOrdinal(workload)
  const isAimed = versionOfTemplate(workload.record('spec', 'template'), open) === version
  if (isAimed && partitionOf(workload) <= partition) return { kind: 'already' }
  const remembered = isAimed ? null : await templateFromRevisions(workload, open, version, signal)
  return {
    kind: 'write',
    spec: {
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
      ...(!isAimed && {
        template: remembered === null ? imagePatch(aim) : { ...remembered, $patch: 'replace' },
      }),
    },
  }
}

const lookMilliseconds = 200

/**
 * Deletes pods that do not get ready on a version nobody wants any more. Only after the controller has seen the old
 * template: before that it would bring them up on the wrong one again.
 */
const deleteStuckPods = async (open: OpenWorkload, context: ActionContext): Promise<ActionResult> => {
  const { cluster, resource, clock } = open
  const { signal, version } = context
  try {
    let workload = await cluster.get(resource, signal)
    while (isUnseen(workload)) {
      if (signal.aborted) return { outcome: 'again', why: 'stopped' }
      if (clock.now() >= context.deadline)
        return { outcome: 'busy', why: 'the controller does not look at the StatefulSet' }
      await clock.sleep(lookMilliseconds, signal)
      workload = await cluster.get(resource, signal)
    }
    for (const pod of await listPods(open, workload, signal)) {
      if (isReady(pod) || isLeaving(pod) || versionOfPod(pod, open) === version) continue
      await cluster.remove({ ...podsOf(open), name: nameOf(pod) }, pod.needed('metadata', 'uid'), signal)
    }
    return { outcome: 'done' }
  } catch (error) {
    return resultOf(error)
  }
}

const progressOf = async (open: OpenWorkload, signal: AbortSignal): Promise<OrchestratorProgress> => {
  const workload = await open.cluster.get(open.resource, signal)
  if (isUnseen(workload)) return { outcome: 'moving', why: 'the controller has not seen the change yet' }
  const replicas = replicasOf(workload)
  const pods = await listPods(open, workload, signal)
  const version = versionOfTemplate(workload.record('spec', 'template'), open)
  if (version === null)
    throw new ClusterError('rubbish', `kubernetes ${open.cluster.name}: the StatefulSet has no container`)
  const wanted = Math.max(0, replicas - (partitionOf(workload) - firstOrdinal(workload)))
  const updated = pods.filter((pod) => versionOfPod(pod, open) === version && !isLeaving(pod)).length
  const ready = workload.has('status', 'availableReplicas')
    ? workload.count('status', 'availableReplicas')
    : workload.count('status', 'readyReplicas')
  if (updated >= wanted && ready >= replicas && pods.length <= replicas && !pods.some(isLeaving))
    return { outcome: 'settled', why: `${updated} of ${replicas} pods run ${version}` }
  const trouble = troubleOf(open, pods, version)
  return {
    outcome: 'moving',
    why: `${updated} of ${wanted} pods are updated, ${ready} of ${replicas} ready${trouble && `; ${trouble}`}`,
  }
}
