/** What `learn` says in numbers of what it read, and what it could not use. */
import type { Deployment } from '../../domain/deployment.ts'
import type { EnvironmentOutcomes, IncidentVerdict, Learned, UntiedReason } from '../../domain/learned.ts'
import { isoMoment } from '../../domain/moment.ts'
import { outcomeStates } from '../../domain/outcome.ts'
import type { DeploymentOutcome } from '../../history/deployment-outcomes.ts'
import { isCounted, type ToldOutcomes } from '../../history/told-outcomes.ts'
import { formatPlural } from '../../report/numbers.ts'
import type { GivenIncidents } from './incident-sources.ts'

export const countedOutcomes = (
  outcomes: readonly DeploymentOutcome[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly EnvironmentOutcomes[] => {
  const inside = outcomes.filter(({ deployment: { startedAt }, liveFrom }) => {
    const at = liveFrom ?? startedAt
    return at >= from && at <= to
  })
  const names = [...new Set(inside.map(({ deployment }) => deployment.environment))].sort()
  return names.map((name) => {
    const own = inside.filter(({ deployment }) => deployment.environment === name)
    const count = (state: string): number => own.filter(({ outcome }) => outcome.state === state).length
    return {
      name,
      deployments: own.length,
      states: Object.fromEntries(
        outcomeStates.map((state) => [state, count(state)]),
      ) as EnvironmentOutcomes['states'],
    }
  })
}

export const countedLabels = (told: readonly ToldOutcomes[]): Learned['labels'] => {
  const failed = new Set(told.flatMap(({ labels }) => labels.filter(isCounted).map(({ sha }) => sha)))
  const all = new Set(told.flatMap(({ labels }) => labels.map(({ sha }) => sha)))
  return {
    failed: failed.size,
    suspected: all.size - failed.size,
    cleared: new Set(told.flatMap(({ cleared }) => cleared.map(({ sha }) => sha))).size,
  }
}

/** What was understood of incidents, and what each was tied to. */
export const countedIncidents = (
  { incidents, unusable, notCounted }: GivenIncidents,
  verdicts: readonly IncidentVerdict[],
): Learned['incidents'] => {
  const tied = (wanted: IncidentVerdict['state']): number =>
    verdicts.filter(({ state }) => state === wanted).length
  const noneBecause: { [Why in UntiedReason]?: number } = {}
  for (const { why } of verdicts) if (why !== undefined) noneBecause[why] = (noneBecause[why] ?? 0) + 1
  return {
    understood: incidents.length,
    doubted: incidents.filter(({ doubts }) => doubts.length > 0).length,
    linked: tied('confirmed') + tied('suspect'),
    confirmed: tied('confirmed'),
    suspected: tied('suspect'),
    none: tied('none'),
    noneBecause,
    unusable,
    notCounted,
  }
}

/** What of the deployments could not be used, and why. */
export const notesOn = (outcomes: readonly DeploymentOutcome[], parts: number): readonly string[] => {
  const unplaced = outcomes.filter(({ position }) => position === null)
  const strange = unplaced.filter(({ deployment }) => deployment.release === undefined)
  const versions = unplaced.flatMap(({ deployment }) => deployment.release?.tag ?? [])
  const [first] = strange
  const told =
    versions.length === 0
      ? []
      : [
          `${versions.length} of ${outcomes.length} versions (${versions.at(-1)}${versions.length > 1 ? ', …' : ''}) hold nothing of the ${parts} parts on this line, or their commits could not be brought: what they brought is not known`,
        ]
  if (strange.length === 0) return told
  return [
    ...told,
    `${strange.length} of ${formatPlural(outcomes.length, 'deployment')} ${strange.length === 1 ? 'is of a commit that is' : 'are of commits that are'} not among the ${formatPlural(parts, 'part')} on this line (${first!.deployment.sha.slice(0, 8)}${strange.length === 1 ? '' : ', …'}): what was brought is not known; a longer history.lookback or the right branch shows it`,
  ]
}

/** A mistyped year would count as what is live until it comes, and every true deployment as told too late. */
export const noteOnFuture = (later: readonly Deployment[]): readonly string[] => {
  const [first] = later
  return first === undefined
    ? []
    : [
        `${formatPlural(later.length, 'deployment')} left out, for ${later.length === 1 ? 'it begins' : 'they begin'} later than now (${first.sha.slice(0, 8)}, ${isoMoment(first.startedAt)}); mend startedAt`,
      ]
}

/** Words of people on changes that are not on this line, or that nobody can read. */
export const unknownWords = (unknown: number, all: number, parts: number): readonly string[] =>
  unknown === 0
    ? []
    : [
        `${unknown} of ${all} words on changes speak of none among the ${parts} on this line, and are not counted; a longer history.lookback or the right branch shows them`,
      ]
