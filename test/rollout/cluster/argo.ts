import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { Resource, Store } from './objects.ts'
import { createPod, digestOf, endPod, isAvailable, isLeaving, ownPods } from './pods.ts'

/**
 * A stand-in for Argo Rollouts: the documented behaviour of its basic canary, so far as weights, pauses, promotion and
 * abort go. It is written from Argo's documentation and the rules of rounding in its source, and is no proof about a real one; what it writes and what it is
 * written is checked against the published schema of the CRD.
 */
const revisionKey = 'rollout.argoproj.io/revision'
const hashLabel = 'rollouts-pod-template-hash'

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly [keyword: string]: unknown
}

/** The API server drops what a CRD does not name; here that is a mistake. What the cut left open stays open. */
const closed = (schema: Schema): Schema => {
  const inner = Object.entries(schema).map(([keyword, value]) => [
    keyword,
    keyword === 'properties'
      ? Object.fromEntries(
          Object.entries(value as Record<string, Schema>).map(([name, each]) => [name, closed(each)]),
        )
      : keyword === 'items'
        ? closed(value as Schema)
        : value,
  ])
  const isNamed = Object.keys(schema.properties ?? {}).length > 0
  const isClosed = isNamed && !('additionalProperties' in schema) && !('image' in (schema.properties ?? {}))
  return { ...Object.fromEntries(inner), ...(isClosed && { additionalProperties: false }) }
}

const path = join(import.meta.dirname, '../../../fixtures/kubernetes/argo-rollout.json')
const { $comment: _, ...published } = JSON.parse(readFileSync(path, 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true, formats: { int32: true, int64: true } })
;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
const validate = ajv.compile(closed(published))

/** @throws Error that names what is not as published */
export const checkRollout = (object: Resource): void => {
  if (!validate(object)) throw new Error(`no Rollout as published: ${ajv.errorsText(validate.errors)}`)
}

/** How many pods a weight is: the nearest share that can be had, with one more pod where surging is allowed. */
export const canaryPods = (replicas: number, weight: number, surge: number): number => {
  const most = Math.ceil((replicas * weight) / 100)
  const fewest = Math.floor((replicas * weight) / 100)
  const isBetween = weight > 0 && weight < 100
  const zeroMay = !isBetween || (replicas === 1 && surge === 0)
  const isTied = (total: number) => ((total * weight) / 100) % 1 === 0.5
  const options: { canary: number; total: number }[] = []
  for (const total of surge > 0 ? [replicas, replicas + 1] : [replicas]) {
    if (total > replicas || most < replicas || zeroMay) options.push({ canary: most, total })
    if (!isTied(total) && (fewest !== 0 || zeroMay)) options.push({ canary: fewest, total })
  }
  const distance = ({ canary, total }: { canary: number; total: number }) =>
    Math.abs((canary * 100) / total - weight)
  const [first, ...others] = options
  if (first === undefined) return 0
  return others.reduce((best, each) => (distance(each) < distance(best) ? each : best), first).canary
}

/** One look of the controller. */
export const reconcileRollout = (store: Store, rollout: Resource): void => {
  const { replicas, template, strategy, minReadySeconds = 0 } = rollout.spec
  const { steps = [], maxSurge = 1 } = strategy.canary
  const sets = store
    .all('replicasets')
    .filter((set) => set.metadata.ownerReferences?.[0]?.uid === rollout.metadata.uid)
  const hash = digestOf(template)
  const newest =
    sets.find((set) => set.metadata.labels[hashLabel] === hash) ?? addSet(store, rollout, hash, sets)
  const status = { ...rollout.status }
  const stable = sets.find((set) => set.metadata.labels[hashLabel] === status.stableRS)
  const isMoved = status.currentPodHash !== hash || status.currentStepHash !== digestOf(steps)
  if (isMoved) {
    Object.assign(status, { currentPodHash: hash, currentStepHash: digestOf(steps), currentStepIndex: 0 })
    for (const key of ['abort', 'abortedAt', 'promoteFull', 'pauseConditions', 'controllerPause'])
      delete status[key]
    if (status.stableRS === undefined || status.stableRS === hash) status.currentStepIndex = steps.length
  }
  status.observedGeneration = String(rollout.metadata.generation)
  if (status.promoteFull && !status.abort) status.currentStepIndex = steps.length
  const index = status.currentStepIndex ?? 0
  const weights = steps
    .slice(0, index + 1)
    .filter((each: { setWeight?: number }) => each.setWeight !== undefined)
  const weight = index >= steps.length ? 100 : (weights.at(-1)?.setWeight ?? 0)
  const canary =
    stable === undefined || stable === newest
      ? replicas
      : status.abort
        ? 0
        : canaryPods(replicas, weight, Number(maxSurge))
  grow(store, newest, canary)
  const serving = (set: Resource) =>
    ownPods(store, set).filter((pod) => isAvailable(store, pod, minReadySeconds)).length
  if (serving(newest) >= canary || status.abort)
    for (const set of sets)
      if (set.metadata.name !== newest.metadata.name) grow(store, set, set === stable ? replicas - canary : 0)

  const pods = [...new Set([...sets, newest])]
    .flatMap((set) => ownPods(store, set))
    .filter((pod) => !isLeaving(pod))
  const updated = ownPods(store, newest).filter((pod) => !isLeaving(pod)).length
  const available = pods.filter((pod) => isAvailable(store, pod, minReadySeconds)).length
  Object.assign(status, { replicas: pods.length, updatedReplicas: updated, availableReplicas: available })
  const isThere = serving(newest) === canary && pods.length === replicas && available === replicas
  step(store, status, steps, isThere && !isMoved)
  if (isThere && status.currentStepIndex >= steps.length && !status.abort) {
    status.stableRS = hash
    delete status.promoteFull
  }
  Object.assign(status, phaseOf(status, replicas))
  const after = { ...structuredClone(store.find('rollouts', rollout.metadata.name) ?? rollout), status }
  checkRollout(after)
  store.put('rollouts', after)
}

// biome-ignore lint/suspicious/noExplicitAny: a status under construction.
const step = (store: Store, status: any, steps: readonly any[], isThere: boolean): void => {
  const current = steps[status.currentStepIndex]
  if (current === undefined || status.abort || status.promoteFull || !isThere) return
  if (current.pause === undefined) status.currentStepIndex++
  else if (status.pauseConditions === undefined && status.controllerPause) {
    delete status.controllerPause
    status.currentStepIndex++
  } else {
    status.controllerPause = true
    status.pauseConditions ??= [{ reason: 'CanaryPauseStep', startTime: new Date(store.now()).toISOString() }]
  }
}

// biome-ignore lint/suspicious/noExplicitAny: likewise.
const phaseOf = (status: any, replicas: number): { phase: string; message: string } => {
  if (status.abort) return { phase: 'Degraded', message: 'RolloutAborted: Rollout aborted update' }
  if (status.pauseConditions) return { phase: 'Paused', message: status.pauseConditions[0].reason }
  if (status.stableRS === status.currentPodHash && status.availableReplicas === replicas)
    return { phase: 'Healthy', message: '' }
  return { phase: 'Progressing', message: 'more replicas need to be updated' }
}

const grow = (store: Store, set: Resource, count: number): void => {
  const standing = ownPods(store, set).filter((pod) => !isLeaving(pod))
  for (let at = standing.length; at < count; at++)
    createPod(store, set, `${set.metadata.name}-${digestOf([store.now(), at])}`, set.spec.template)
  for (const pod of standing.slice(0, Math.max(0, standing.length - count))) endPod(store, pod)
}

const addSet = (store: Store, rollout: Resource, hash: string, sets: readonly Resource[]): Resource => {
  const { template } = rollout.spec
  const labels = { ...template.metadata.labels, [hashLabel]: hash }
  const owner = {
    apiVersion: rollout.apiVersion,
    kind: 'Rollout',
    name: rollout.metadata.name,
    controller: true as const,
  }
  return store.add('replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${rollout.metadata.name}-${hash}`,
      labels,
      annotations: { [revisionKey]: String(sets.length + 1) },
      ownerReferences: [{ ...owner, uid: rollout.metadata.uid }],
    },
    spec: { replicas: 0, template: { ...template, metadata: { ...template.metadata, labels } } },
  })
}
