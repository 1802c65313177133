/**
 * What enforcing a policy would have asked, let through and missed: every deployment of a period decided once more, by
 * the gate's own inputs, engine and rules, the model and the limit being those of the day.
 */
import { listTags, type Repository } from '../../clients/git/repository.ts'
import { scopeOf } from '../../config/components.ts'
import type { Configuration } from '../../config/configuration.ts'
import { type ChosenEnvironment, chooseEnvironment } from '../../config/environment.ts'
import type { Deployment } from '../../domain/deployment.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { Rehearsal, RehearsedDeployment, RehearsedPart } from '../../domain/rehearsal.ts'
import { labelsOf } from '../../history/outcomes.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { Artefact } from '../../model/artefact.ts'
import { countRehearsal } from '../../policy/rehearsal.ts'
import { releasesOf, type TaggedPart, tagsFor } from '../../sources/base.ts'
import type { History } from '../../sources/history.ts'
import type { PolicyText } from '../../sources/policy-file.ts'
import type { Standing } from '../gate/standing.ts'
import { recordedTold } from '../gate/told.ts'
import { deploymentsIn } from '../learn/deployment-records.ts'
import { rehearsedCertificates } from './certificates.ts'
import { decidePast } from './deciding.ts'
import { type Arrivals, areasOf, arrivalsOf, decidedPartsOf, partsIn, pathsOf, tellPart } from './parts.ts'
import { type PastDeployment, pastDeployments } from './past-deployments.ts'
import { standingsOf } from './standings.ts'
import { knownWaiting } from './waiting.ts'
import { codeOwnersReader, reviewersFor } from './whom.ts'

export interface RehearsalGround {
  readonly repository: Repository
  readonly history: History
  readonly ledger: Ledger
  readonly prior: Artefact
  /** Seconds back from the newest landing. */
  readonly periodSeconds: number
  readonly withPeople: boolean
  /** Hours of a review, where somebody stated them. */
  readonly reviewHours?: number
  readonly progress: (what: string, done: number, total: number) => void
}

export interface RehearsedPolicy {
  readonly configuration: Configuration
  readonly file: PolicyText | null
  readonly environment: ChosenEnvironment
}

/** The environment a policy is rehearsed for. Throws `UsageError` for one it does not know. */
export const policyToRehearse = (
  configuration: Configuration,
  file: PolicyText | null,
  environment: string | undefined,
): RehearsedPolicy => ({ configuration, file, environment: chooseEnvironment(configuration, environment) })

/** Rehearses policies on one past, each as if it alone had been enforced. */
export const rehearse = async (
  ground: RehearsalGround,
  policies: readonly RehearsedPolicy[],
): Promise<readonly Rehearsal[]> => {
  const known = new Map<string, Standing>()
  const done: Rehearsal[] = []
  try {
    for (const policy of policies) done.push(await rehearsePolicy(ground, policy, known))
  } finally {
    ground.repository.objects.end()
  }
  return done
}

const rehearsePolicy = async (
  ground: RehearsalGround,
  rehearsed: RehearsedPolicy,
  known: Map<string, Standing>,
): Promise<Rehearsal> => {
  const { repository, history, ledger } = ground
  const { environment, file } = rehearsed
  const { index, head } = history
  const to = index.parts.time.get(head)
  const from = to - ground.periodSeconds
  const releases = releasesOf(
    index,
    head,
    tagsFor(await listTags(repository.git), environment.name),
    head + 1,
  )
  const { source, deployments } = pastDeployments({
    index,
    head,
    recorded: await recordedDeployments(ledger, environment.name),
    releases,
    from,
  })
  const arrivals = await arrivalsOf(ground, deployments)
  const decided = await decideAll({ ground, rehearsed, known, releases, deployments, arrivals, to })
  return countRehearsal({
    decided,
    deploymentSource: source,
    policy: file === null ? null : { path: file.path, blob: file.blob },
    environment: environment.name,
    from: isoMoment(from),
    to: isoMoment(to),
    riskiest: environment.settings.autoApprove.reviewRiskiest,
    source: 'replayed',
    waiting: await knownWaiting({
      git: repository.git,
      ledger,
      arrivals: [...arrivals.values()],
      ...(ground.reviewHours === undefined ? {} : { hours: ground.reviewHours }),
    }),
    withPeople: ground.withPeople,
    notes: notesOn(rehearsed, to - index.parts.time.get(0) < ground.periodSeconds),
  })
}

const recordedDeployments = async (ledger: Ledger, environment: string): Promise<readonly Deployment[]> => {
  const records: LedgerRecord[] = []
  for await (const record of ledger.read({ kinds: ['deployment'] }))
    if (record.environment === environment) records.push(record)
  return deploymentsIn(records)
}

const notesOn = ({ environment: { settings } }: RehearsedPolicy, isShort: boolean): readonly string[] => [
  ...(isShort ? ['the history that is here is shorter than the period'] : []),
  ...(settings.soakedIn === null
    ? []
    : [`how long a commit had soaked in ${settings.soakedIn.environment} is not known of the past`]),
]

interface DecidingAllRequest {
  readonly ground: RehearsalGround
  readonly rehearsed: RehearsedPolicy
  readonly known: Map<string, Standing>
  readonly releases: readonly TaggedPart[]
  readonly deployments: readonly PastDeployment[]
  readonly arrivals: Arrivals
  /** Seconds: the newest landing. */
  readonly to: number
}

/** One after the other: what was read for one need not be read for the next, and what went out is what proves a budget. */
const decideAll = async (request: DecidingAllRequest): Promise<readonly RehearsedDeployment[]> => {
  const { ground, rehearsed, known, releases, deployments, arrivals, to } = request
  const { configuration, file, environment } = rehearsed
  const { history, prior } = ground
  const { index } = history
  const { settings } = environment
  const maturitySeconds = configuration.outcome.maturity.seconds
  const told = await recordedTold(ground.ledger, environment.name)
  const outcomes = labelsOf(index, { maturity: maturitySeconds, told, before: history.head + 1 })
  const failedAt = (position: number): number =>
    outcomes.uncounted.has(position) ? Number.POSITIVE_INFINITY : outcomes.knownAt[position]!
  const standingOf = standingsOf({ index, configuration, prior, told }, known)
  const { failureRate, confidence } = settings.autoApprove
  const certificates = rehearsedCertificates({
    index,
    promised: failureRate === null ? null : { failureRate, confidence },
    maturitySeconds,
    recordedOnly: settings.components.length > 0,
  })
  const touches = scopeOf(configuration, settings.components)
  const codeOwnersAt = codeOwnersReader(ground.repository)
  const approved = new Set<string>()
  const all: RehearsedDeployment[] = []
  for (const [at, deployment] of deployments.entries()) {
    ground.progress('deciding again', at, deployments.length)
    const { base, kind, position } = deployment
    const own = partsIn(deployment, arrivals).filter(
      ({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)),
    )
    // What this environment does not run is no deployment of it.
    if (own.length === 0 && kind !== 'redeploy') continue
    const newest = Math.max(base, position)
    const standing = standingOf(newest)
    const decided = await decidePast({
      deployment,
      arrivals: own,
      history,
      releases,
      standing,
      policy: { configuration, file, unreadable: null },
      environment,
      approved,
      certified: (now) => certificates.at(newest, standing, now),
    })
    for (const sha of decided.asked.keys()) approved.add(sha)
    const isForward = kind === 'forward'
    if (isForward) certificates.decided(decidedPartsOf(own, decided, failedAt, maturitySeconds))
    const codeOwners = decided.asked.size === 0 ? null : await codeOwnersAt(index.sha(base))
    all.push({
      at: isoMoment(deployment.at),
      base: index.sha(base),
      head: index.sha(position),
      verdict: decided.judgement.decision.verdict,
      rule: decided.judgement.decision.rule,
      holds: decided.holds,
      parts: (isForward ? own : []).map((arrival, place): RehearsedPart => {
        const known = failedAt(arrival.position)
        const hasFailed = Number.isFinite(known)
        const cause = outcomes.causes.get(arrival.position) ?? null
        return {
          ...tellPart(arrival, decided, place),
          ...(hasFailed ? { failure: { at: isoMoment(known), cause } } : {}),
          open: !hasFailed && arrival.part.time > to - maturitySeconds,
          areas: areasOf(configuration, arrival),
          reviewers: decided.asked.has(arrival.part.sha) ? reviewersFor(arrival.files, codeOwners) : [],
        }
      }),
    })
  }
  return all
}
