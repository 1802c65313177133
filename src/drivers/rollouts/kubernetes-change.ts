import type { Cluster, PatchType } from '../../clients/kubernetes/cluster.ts'
import { ClusterError, type Resource } from '../../clients/kubernetes/failures.ts'
import type { KubernetesObject, Reader } from '../../clients/kubernetes/reading.ts'
import { isOurs } from '../../domain/errors.ts'
import type { ActionContext, ActionResult, Clock } from '../../rollout/engine/ports.ts'
import { fenceAnnotations, refusalOf } from './kubernetes-fence.ts'

export type Intent =
  | { readonly kind: 'write'; readonly spec: KubernetesObject }
  | { readonly kind: 'already' }
  | { readonly kind: 'never'; readonly why: string }

export interface WorkloadChange {
  readonly cluster: Cluster
  readonly workload: Resource
  readonly type: PatchType
  readonly direction: 'forward' | 'back'
  readonly context: ActionContext
  readonly clock: Clock
  /** Looks at the workload as it is now; asked again whenever somebody else wrote in between. */
  readonly intend: (workload: Reader) => Intent | Promise<Intent>
}

export type ChangeResult =
  | { readonly outcome: 'done'; readonly workload: Reader }
  | Exclude<ActionResult, { readonly outcome: 'done' }>

const mostTries = 10
const retryMilliseconds = 100

/**
 * Reads, decides, and writes with the version that was read as precondition, so that nobody's change is overwritten
 * and an older coordinator finds the fence of the newer one. Where an answer is lost the next read tells what happened.
 */
export const changeWorkload = async (change: WorkloadChange): Promise<ChangeResult> => {
  const { cluster, workload, context, clock } = change
  let why = ''
  for (let tries = 0; tries < mostTries; tries++) {
    if (context.signal.aborted) return { outcome: 'again', why: 'stopped' }
    if (clock.now() >= context.deadline) return { outcome: 'busy', why: why || 'the deadline is over' }
    try {
      const found = await cluster.get(workload, context.signal)
      const refusal = refusalOf(found, context)
      if (refusal !== null) return { outcome: 'failed', why: refusal }
      const intent = await change.intend(found)
      if (intent.kind === 'never') return { outcome: 'failed', why: intent.why }
      if (intent.kind === 'already') return { outcome: 'done', workload: found }
      const body = {
        metadata: {
          resourceVersion: found.needed('metadata', 'resourceVersion'),
          annotations: fenceAnnotations(context, change.direction),
        },
        spec: intent.spec,
      }
      return { outcome: 'done', workload: await cluster.patch(workload, change.type, body, context.signal) }
    } catch (error) {
      if (!(error instanceof ClusterError) || !['conflict', 'unanswered'].includes(error.failure))
        return resultOf(error)
      why = error.message
      await clock.sleep(retryMilliseconds * (tries + 1), context.signal)
    }
  }
  return { outcome: 'again', why }
}

const passing = ['conflict', 'busy', 'unreachable', 'unanswered']

/** What an error of the cluster means to the engine; bugs go on up. */
export const resultOf = (error: unknown): Exclude<ActionResult, { readonly outcome: 'done' }> => {
  if (!isOurs(error)) throw error
  const isPassing = error instanceof ClusterError && passing.includes(error.failure)
  return { outcome: isPassing ? 'again' : 'failed', why: error.message }
}
