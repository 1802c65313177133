/** From outcomes of deployments to labels of parts: what names a part is kept, and the rest of a failure is shared. */
import { exp } from '../../domain/numerics.ts'
import type { OutcomeCause } from '../../domain/outcome.ts'
import { deploymentConfidences } from '../../history/deployment-evidence.ts'
import { type DeploymentOutcome, hasFailed } from '../../history/deployment-outcomes.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { evenOdds, type ToldLabel, type ToldOutcomes, withRepeated } from '../../history/told-outcomes.ts'
import { type Accusation, type Correction, verdictsOn } from '../../history/verdicts.ts'
import type { Artefact } from '../../model/artefact.ts'
import { partsTable } from '../../model/parts-table.ts'
import { fitAsOf } from '../../model/prequential.ts'
import { scoreParts } from '../../model/score.ts'
import { type FailedBag, labelsWithBlame } from '../../model/shared-blame.ts'

export interface BlameRequest {
  readonly index: HistoryIndex
  /** Of one environment, oldest first. */
  readonly outcomes: readonly DeploymentOutcome[]
  /** What is said of single parts in this environment, whether a known deployment brought them or not. */
  readonly accusations?: readonly Accusation[]
  readonly corrections: readonly Correction[]
  /** Positions learned from: from (included) to (excluded). */
  readonly from: number
  readonly to: number
  readonly experience: boolean
  readonly maturitySeconds: number
  readonly prior: Artefact
  /** Seconds. */
  readonly now: number
}

/** A label that teaches nothing is not worth its line. */
const smallestLabel = 0.005
const digits = 1e4

interface Named {
  readonly label: number
  readonly at: number
  readonly cause: OutcomeCause
  readonly guessed?: true
}

/** The labels of parts that git alone does not give. */
export const blameParts = (request: BlameRequest): ToldOutcomes => {
  const { index, from, to, now } = request
  const { cleared } = verdictsOn(index, { corrections: request.corrections, troubles: [], now })
  const named = namedParts(request)
  const bags = bagsOf(request, cleared)
  const known = new Map([...named].filter(([part]) => !cleared.has(part)))
  const shared = bags.length === 0 ? new Map<number, Named>() : shareAmong(request, bags, known)
  const labels = [...new Map([...shared, ...known])]
    .filter(([part, { label }]) => part >= from && part < to && label >= smallestLabel)
    .toSorted(([one], [other]) => one - other)
    .map(
      ([part, { label, at, ...rest }]): ToldLabel => ({
        sha: index.sha(part),
        label: Math.round(label * digits) / digits,
        at: Math.min(at, now),
        ...rest,
      }),
    )
  return {
    labels,
    cleared: [...cleared]
      .toSorted(([one], [other]) => one - other)
      .map(([part, at]) => ({ sha: index.sha(part), at })),
    ...withRepeated(repeatedJobs(request.outcomes)),
  }
}

/** When jobs failed that did not fail again: no failure of any part, but a small fault of what deploys them. */
const repeatedJobs = (outcomes: readonly DeploymentOutcome[]): readonly number[] =>
  outcomes
    .flatMap(({ outcome }) => outcome.evidence)
    .filter(
      ({ cause, confidence }) => cause === 'deployment' && confidence === deploymentConfidences.jobRepeated,
    )
    .map(({ at }) => at)
    .toSorted((one, other) => one - other)

/** What deployments, incidents and people say of single parts; what git says of them every clone knows by itself. */
const namedParts = (request: BlameRequest): ReadonlyMap<number, Named> => {
  const found = new Map<number, Named>()
  for (const { part, cause, confidence, share = 1, at, minor } of [
    ...request.outcomes.flatMap(({ named }) => named),
    ...withoutDeployment(request),
  ]) {
    if (cause === 'revert' || cause === 'hotfix') continue
    const label = share * (minor ? Math.min(confidence, evenOdds * 0.8) : confidence)
    const known = found.get(part)
    if (known === undefined || label > known.label) found.set(part, { label, at, cause })
  }
  return found
}

/** Of parts that no known deployment brought: they count from when they landed. */
const withoutDeployment = ({
  index,
  outcomes,
  accusations = [],
  maturitySeconds,
}: BlameRequest): readonly Accusation[] => {
  const brought = new Set(outcomes.flatMap(({ parts }) => parts))
  return accusations.filter(
    ({ part, cause, at }) =>
      !brought.has(part) && (cause === 'correction' || at - index.parts.time.get(part) <= maturitySeconds),
  )
}

interface PlacedBag extends FailedBag {
  readonly at: number
  readonly cause: OutcomeCause
}

/** Failed deployments whose parts are known, without those that cannot be at fault. Rows count from `from`. */
const bagsOf = (
  { outcomes, from, to }: BlameRequest,
  cleared: ReadonlyMap<number, number>,
): readonly PlacedBag[] => {
  return outcomes.flatMap((found, at): readonly PlacedBag[] => {
    const { outcome, named, parts, liveFrom, deployment } = found
    if (!hasFailed(outcome) || outcome.confidence < evenOdds || outcome.cause === null) return []
    const proven = provenAfter(found, outcomes.slice(at + 1))
    const rows = parts
      .filter((part) => part >= from && part < to && !cleared.has(part) && !proven.has(part))
      .map((part) => part - from)
    if (rows.length === 0) return []
    return [
      {
        rows,
        confidence: outcome.confidence,
        named: strongest(named.filter(({ part }) => rows.includes(part - from))).map(
          ({ part, confidence, share = 1 }) => ({ row: part - from, confidence: confidence * share }),
        ),
        at: outcome.knownAt ?? liveFrom ?? deployment.startedAt,
        cause: outcome.cause,
      },
    ]
  })
}

/**
 * Parts that went out again later, soaked, and had nothing newer with them that could have mended them: whatever failed,
 * it was not they.
 */
const provenAfter = (
  { position }: DeploymentOutcome,
  later: readonly DeploymentOutcome[],
): ReadonlySet<number> =>
  new Set(
    later.flatMap((other) =>
      other.outcome.state === 'succeeded' &&
      other.position !== null &&
      position !== null &&
      other.position <= position
        ? other.parts
        : [],
    ),
  )

/** Of several things that name one part the surest. */
const strongest = <Each extends { readonly part: number; readonly confidence: number }>(
  named: readonly Each[],
): readonly Each[] => {
  const found = new Map<number, Each>()
  for (const each of named) {
    const known = found.get(each.part)
    if (known === undefined || each.confidence > known.confidence) found.set(each.part, each)
  }
  return [...found.values()]
}

const shareAmong = (
  request: BlameRequest,
  bags: readonly PlacedBag[],
  known: ReadonlyMap<number, Named>,
): ReadonlyMap<number, Named> => {
  const { index, from, to, experience, maturitySeconds, prior, now } = request
  const past = partsTable(index, { experience, maturitySeconds, from, to })
  const certain = new Float64Array(past.table.n)
  const knownTimes = Float64Array.from(past.failedAt)
  for (let row = 0; row < past.table.n; row += 1)
    if (past.failedAt[row]! <= now) certain[row] = past.confidence[row]!
  for (const [part, { label, at }] of known) {
    const row = part - from
    if (row < 0 || row >= past.table.n || label <= certain[row]!) continue
    certain[row] = label
    knownTimes[row] = Math.min(knownTimes[row]!, at)
  }
  const firstBag = new Map<number, PlacedBag>()
  for (const bag of bags)
    for (const row of bag.rows) {
      const before = firstBag.get(row)
      if (before === undefined || bag.at < before.at) firstBag.set(row, bag)
    }
  const labels = labelsWithBlame({
    labels: certain,
    bags,
    learn: (confidences) => {
      const artefact = fitAsOf(
        {
          table: past.table,
          times: past.times,
          labelKnownTimes: knownTimes.map((at, row) =>
            confidences[row]! > 0
              ? Math.min(at, firstBag.get(row)?.at ?? Number.POSITIVE_INFINITY)
              : Number.POSITIVE_INFINITY,
          ),
          confidences,
          maturitySeconds,
          prior,
        },
        past.table.n,
        now + 1,
      )
      return {
        hazards: scoreParts(artefact, past.table).logHazards.map((logHazard) => exp(logHazard)),
        frailty: artefact.frailty,
      }
    },
  })
  return new Map(
    [...firstBag].flatMap(([row, { at, cause, rows }]) => {
      if (!(labels[row]! > certain[row]!)) return []
      // Who was alone is not guessed at.
      const guess = rows.length > 1 ? { guessed: true as const } : {}
      return [[row + from, { label: labels[row]!, at, cause, ...guess }] as const]
    }),
  )
}
