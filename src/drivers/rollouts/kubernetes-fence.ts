import type { Reader } from '../../clients/kubernetes/reading.ts'
import type { ActionContext } from '../../rollout/engine/ports.ts'

/** Who touched a workload last: annotations beside the change itself, written in the same request. */
const epochKey = 'change-risk-gate/epoch'
const operationKey = 'change-risk-gate/operation'
const directionKey = 'change-risk-gate/direction'

type Direction = 'forward' | 'back'
type Fence = Pick<ActionContext, 'epoch' | 'operation'>

export const fenceAnnotations = ({ epoch, operation }: Fence, direction: Direction) => ({
  [epochKey]: String(epoch),
  [operationKey]: operation,
  [directionKey]: direction,
})

export const directionOf = (workload: Reader): Direction | null => {
  const found = annotationOf(workload, directionKey)
  return found === 'forward' || found === 'back' ? found : null
}

/**
 * Why this touch is not allowed: a later rollout of the same service, or a later lease of the same rollout, was here.
 * Null where it is. What another service wrote cannot be compared, and does not stand in the way.
 */
export const refusalOf = (workload: Reader, context: Fence): string | null => {
  const [mine, theirs] = [placeOf(context.operation), placeOf(annotationOf(workload, operationKey))]
  const epoch = Number(annotationOf(workload, epochKey))
  if (mine === null || theirs === null || mine.service !== theirs.service || !Number.isInteger(epoch))
    return null
  const isLater = theirs.rollout === mine.rollout ? epoch > context.epoch : theirs.rollout > mine.rollout
  if (!isLater) return null
  return (
    `epoch ${epoch} of rollout ${theirs.service}/${theirs.rollout} has touched it, ` +
    `and this is epoch ${context.epoch} of ${mine.service}/${mine.rollout}: whoever is older stops ` +
    `(where that journal is gone for good: remove the annotation ${operationKey})`
  )
}

/** `web/7/12` is work of rollout 7 of the service web. */
const placeOf = (operation: string) => {
  const [, service, rollout] = /^(.+?)\/(\d+)(?:\/|$)/.exec(operation) ?? []
  return service === undefined ? null : { service, rollout: Number(rollout) }
}

const annotationOf = (workload: Reader, key: string): string => workload.text('metadata', 'annotations', key)
