/** One step of a canary, in the words of Argo's CRD. */
export type CanaryStep =
  | { readonly setWeight: number }
  | { readonly setCanaryScale: { readonly replicas: number } }
  | { readonly pause: Readonly<Record<string, never>> }

export type Steps =
  | { readonly kind: 'steps'; readonly steps: readonly CanaryStep[] }
  | { readonly kind: 'impossible'; readonly why: string }

export interface CanaryShape {
  readonly replicas: number
  /** Whether a traffic router shares out requests; otherwise the number of pods does. */
  readonly isRouted: boolean
  /** What all requests are, usually 100. */
  readonly maxWeight: number
  /** Argo may start one pod more, to come nearer to a weight. */
  readonly surges: boolean
}

/**
 * Steps that bring so many pods to the new version and wait there for a person, which is us. Only ever one exposure:
 * Argo begins again at the first step when steps change, and an earlier, smaller one would take pods back.
 * Weights are whole numbers, so that some exposures cannot be had; then the next smaller one, and never a larger.
 */
export const stepsTo = (exposure: number, shape: CanaryShape): Steps => {
  const { replicas, isRouted, maxWeight } = shape
  if (exposure >= replicas) return { kind: 'steps', steps: [] }
  const most = Math.floor((exposure * maxWeight) / replicas)
  const weight = isRouted ? most : weightFor(exposure, shape)
  if (weight < 1) {
    const fewest = Math.ceil(replicas / maxWeight)
    const mend = isRouted
      ? `raise trafficRouting.maxTrafficWeight, or begin with ${fewest} pods`
      : `begin with ${fewest} pods`
    return {
      kind: 'impossible',
      why: `Argo's smallest weight, 1 of ${maxWeight}, is more than ${exposure} of ${replicas} pods: ${mend}`,
    }
  }
  const scale = isRouted ? [{ setCanaryScale: { replicas: exposure } }] : []
  return { kind: 'steps', steps: [...scale, { setWeight: weight }, { pause: {} }] }
}

/** The weight that Argo turns into as many pods as may be, and no more; 0 where there is none. */
const weightFor = (exposure: number, shape: CanaryShape): number => {
  let [best, most] = [0, 0]
  for (let weight = 1; weight < shape.maxWeight; weight++) {
    const pods = podsAt(weight, shape)
    if (pods > exposure || pods < most) continue
    const share = (exposure * shape.maxWeight) / shape.replicas
    if (pods > most || Math.abs(weight - share) < Math.abs(best - share)) [best, most] = [weight, pods]
  }
  return best
}

/**
 * How many pods Argo makes of a weight: of the counts on either side of the exact one, in a fleet as large as asked or
 * one larger, the one whose share is nearest; the larger where they are as near; at least one.
 */
const podsAt = (weight: number, { replicas, maxWeight, surges }: CanaryShape): number => {
  const exact = (weight * replicas) / maxWeight
  const counts = [Math.ceil(exact), Math.floor(exact)].filter((pods) => pods > 0)
  const options = [replicas, ...(surges ? [replicas + 1] : [])].flatMap((total) =>
    counts
      .filter((pods) => pods < total)
      .map((pods) => ({ pods, distance: Math.abs((pods * maxWeight) / total - weight) })),
  )
  return options.reduce((best, each) =>
    each.distance < best.distance || (each.distance === best.distance && each.pods > best.pods) ? each : best,
  ).pods
}
