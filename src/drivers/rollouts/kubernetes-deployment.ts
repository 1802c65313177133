import type { Reader } from '../../clients/kubernetes/reading.ts'
import type { Orchestrator, OrchestratorProgress } from '../../rollout/engine/ports.ts'
import { changeWorkload, type Intent } from './kubernetes-change.ts'
import { rollingLimits } from './kubernetes-pace.ts'
import { instancesOf, listPods, troubleOf } from './kubernetes-pods.ts'
import { aimOf, imagePatch, templateFromReplicaSets, versionOfTemplate } from './kubernetes-template.ts'
import { askedProgress, isUnseen, type OpenWorkload, replicasOf } from './kubernetes-workload.ts'

/**
 * A Deployment. It has no way to stop at an exposure: between `paused: true` being written and being obeyed its
 * controller goes on (kubernetes#94094), so the whole fleet is one wave, inside the limits the plan gives it. Waves
 * need a StatefulSet or an Argo Rollout. It never rolls back by itself; `goBack` does what `kubectl rollout undo` does.
 */
export const deploymentOrchestrator = (open: OpenWorkload): Orchestrator => {
  const { cluster, resource, clock } = open
  return {
    stopsAtExposure: false,
    close: async () => cluster.close(),
    observe: async (signal) =>
      instancesOf(open, await listPods(open, await cluster.get(resource, signal), signal), signal),
    expose: async (_exposure, context) => {
      const intend = (workload: Reader): Intent => intendForward(open, workload, context.version)
      const result = await changeWorkload({
        cluster,
        workload: resource,
        type: 'strategic',
        direction: 'forward',
        context,
        clock,
        intend,
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
      return result.outcome === 'done' ? { outcome: 'done' } : result
    },
    progress: (signal) => askedProgress(() => progressOf(open, signal)),
  }
}

const intendForward = (open: OpenWorkload, workload: Reader, version: string): Intent => {
  if (workload.text('spec', 'strategy', 'type') === 'Recreate')
    return {
      kind: 'never',
      why: 'its strategy is Recreate, which stops all pods at once: set spec.strategy.type to RollingUpdate',
    }
  if (workload.flag('spec', 'paused'))
    return {
      kind: 'never',
      why: 'somebody has paused it: look why, then kubectl rollout resume',
    }
  const aim = aimOf(workload, open, version)
  if (aim.kind === 'never') return aim
  if (aim.isThere) return { kind: 'already' }
  const limits = open.pace && rollingLimits(open.pace, replicasOf(workload), 'forward')
  if (limits?.kind === 'impossible') return { kind: 'never', why: limits.why }
  return {
    kind: 'write',
    spec: {
      minReadySeconds: open.minReadySeconds,
      progressDeadlineSeconds: Math.max(open.progressSeconds, open.minReadySeconds + 1),
      ...(limits && { strategy: strategyOf(limits) }),
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
  if (
    versionOfTemplate(workload.record('spec', 'template'), open) === version &&
    !workload.flag('spec', 'paused')
  )
    return { kind: 'already' }
  const limits = open.pace && rollingLimits(open.pace, replicasOf(workload), 'back')
  const remembered = await templateFromReplicaSets(workload, open, version, signal)
  return {
    kind: 'write',
    spec: {
      // A paused Deployment would not move, and going back must not wait for anybody.
      ...(workload.flag('spec', 'paused') && { paused: false }),
      ...(limits?.kind === 'limits' && { strategy: strategyOf(limits) }),
      template: remembered === null ? imagePatch(aim) : { ...remembered, $patch: 'replace' },
    },
  }
}

const strategyOf = ({ maxUnavailable, maxSurge }: { maxUnavailable: number; maxSurge: number }) => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxUnavailable, maxSurge },
})

/** The reading of `kubectl rollout status`, with the pod that is in the way. */
const progressOf = async (open: OpenWorkload, signal: AbortSignal): Promise<OrchestratorProgress> => {
  const workload = await open.cluster.get(open.resource, signal)
  if (isUnseen(workload)) return { outcome: 'moving', why: 'the controller has not seen the change yet' }
  const conditions = workload.list('status', 'conditions')
  const isOver = conditions.some(
    (each) => each.text('type') === 'Progressing' && each.text('reason') === 'ProgressDeadlineExceeded',
  )
  const replicas = replicasOf(workload)
  const [updated, all, available] = ['updatedReplicas', 'replicas', 'availableReplicas'].map((key) =>
    workload.count('status', key),
  ) as [number, number, number]
  const isMoving = updated < replicas || all > updated || available < updated
  if (!isMoving && !isOver)
    return { outcome: 'settled', why: `${available} of ${replicas} pods are available` }
  const trouble = await troubleInTheWay(open, workload, conditions, signal)
  const because = trouble === '' ? '' : `; ${trouble}`
  if (isOver) {
    const seconds = workload.count('spec', 'progressDeadlineSeconds')
    return { outcome: 'failed', why: `no progress for ${seconds} s (ProgressDeadlineExceeded)${because}` }
  }
  if (workload.flag('spec', 'paused'))
    return { outcome: 'moving', why: `somebody has paused it with ${updated} of ${replicas} pods updated` }
  if (updated < replicas)
    return { outcome: 'moving', why: `${updated} of ${replicas} pods are updated${because}` }
  if (all > updated)
    return { outcome: 'moving', why: `${all - updated} pods of the version before are still ending` }
  return { outcome: 'moving', why: `${available} of ${updated} updated pods are available${because}` }
}

/** A quota that lets no pod be made, or what the newest pods say. */
const troubleInTheWay = async (
  open: OpenWorkload,
  workload: Reader,
  conditions: readonly Reader[],
  signal: AbortSignal,
): Promise<string> => {
  const refused = conditions.find(
    (each) => each.text('type') === 'ReplicaFailure' && each.text('status') === 'True',
  )
  if (refused !== undefined) return refused.text('message').replace(/\s+/g, ' ').slice(0, 200)
  const version = versionOfTemplate(workload.record('spec', 'template'), open)
  return version === null ? '' : troubleOf(open, await listPods(open, workload, signal), version)
}
