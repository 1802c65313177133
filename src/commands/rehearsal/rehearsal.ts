/**
 * What enforcing a policy would have asked, let through and missed: every deployment of a period decided once more, by
 * the gate's own inputs, engine and rules, the model and the limit being those of the day.
 */
import { listTags } from '../../clients/git/repository.ts'
import type { Deployment } from '../../domain/deployment.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { Rehearsal } from '../../domain/rehearsal.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { countRehearsal } from '../../policy/rehearsal.ts'
import { releasesOf, tagsFor } from '../../sources/base.ts'
import type { Standing } from '../gate/standing.ts'
import { recordedTold } from '../gate/told.ts'
import { deploymentsIn } from '../learn/deployment-records.ts'
import { deploymentsInClone } from '../learn/tagged-deployments.ts'
import { decideAll } from './deciding-all.ts'
import type { RehearsalGround, RehearsedPolicy } from './ground.ts'
import { failuresOf } from './known-failures.ts'
import { arrivalsOf } from './parts.ts'
import { pastDeployments } from './past-deployments.ts'
import { recordedDigest } from './recorded.ts'
import { knownWaiting } from './waiting.ts'

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
  const recorded = await recordedDeployments(ledger, environment.name)
  const { source, deployments } = pastDeployments({
    ...{ index, head, releases, from, recorded },
    published: recorded.length > 0 ? [] : await publishedDeployments(ground, rehearsed),
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

/** What the decisions of the ledger would have meant, enforced; null where it holds none of that time. */
export const rehearseRecorded = async (
  { history, ledger, periodSeconds }: RehearsalGround,
  { configuration, environment }: RehearsedPolicy,
  now: Date,
): Promise<Rehearsal | null> => {
  const maturitySeconds = configuration.outcome.maturity.seconds
  const failures = failuresOf(history, await recordedTold(ledger, environment.name), maturitySeconds)
  return recordedDigest({
    ledger,
    environment: environment.name,
    from: new Date(now.getTime() - periodSeconds * 1000).toISOString(),
    to: now.toISOString(),
    maturitySeconds,
    failureOf: (sha) => {
      const position = history.index.positionOnLine(sha)
      return position === null ? null : failures(position)
    },
  })
}

const recordedDeployments = async (ledger: Ledger, environment: string): Promise<readonly Deployment[]> => {
  const records: LedgerRecord[] = []
  for await (const record of ledger.read({ kinds: ['deployment'] }))
    if (record.environment === environment) records.push(record)
  return deploymentsIn(records)
}

/** Versions that the policy takes for deployments, where nobody has recorded any. */
const publishedDeployments = async (
  { repository, history }: RehearsalGround,
  { configuration, environment }: RehearsedPolicy,
): Promise<readonly Deployment[]> => {
  const { index } = history
  const lookback = index.parts.time.get(0)
  const { deployments } = await deploymentsInClone({ repository, index }, configuration, [], lookback)
  return deployments.filter((deployment) => deployment.environment === environment.name)
}

const notesOn = ({ environment: { settings } }: RehearsedPolicy, isShort: boolean): readonly string[] => [
  ...(isShort ? ['the history that is here is shorter than the period'] : []),
  ...(settings.soakedIn === null
    ? []
    : [`how long a commit had soaked in ${settings.soakedIn.environment} is not known of the past`]),
]
