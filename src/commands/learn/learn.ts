/**
 * Closing the loop: what became of the deployments is collected, tied to the parts that did it, kept in the ledger, and
 * fitted; the gate decides by it from then on.
 */
import { readMessage } from '../../clients/git/commits.ts'
import { openRepository, type Repository } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import type { Deployment, ToldDeployments } from '../../domain/deployment.ts'
import type { Learned } from '../../domain/learned.ts'
import { isoMoment } from '../../domain/moment.ts'
import { deploymentOutcomes } from '../../history/deployment-outcomes.ts'
import { firstAtLeast } from '../../history/index.ts'
import { verdictsOn } from '../../history/verdicts.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { mergeDeployments } from '../../sources/deployment-lines.ts'
import { mendingIndex } from '../../sources/history.ts'
import { mostLearned } from '../gate/standing.ts'
import { shallowNote } from '../shallow-note.ts'
import { cardOf } from './card.ts'
import { correctionsIn } from './corrections.ts'
import {
  countedIncidents,
  countedLabels,
  countedOutcomes,
  noteOnFuture,
  notesOn,
  unknownWords,
} from './counts.ts'
import { decisionsIn } from './decisions.ts'
import { deploymentsIn } from './deployment-records.ts'
import { named } from './environments.ts'
import { failedChanges } from './failed-changes.ts'
import { type Ground, type GroundRequest, openGround } from './ground.ts'
import { importedCounts } from './imported.ts'
import type { GivenIncidents } from './incident-sources.ts'
import { toKeep } from './keeping.ts'
import { knownSources } from './known-sources.ts'
import { labelEnvironments } from './labelling.ts'
import { toldLinks } from './links-told.ts'
import { movedMost } from './moved-most.ts'
import { oddities } from './oddities.ts'
import { countedOverrides, withReviews } from './overrides.ts'
import { refit } from './refit.ts'
import { readRemembered } from './remembered.ts'
import { tieIncidents } from './tying.ts'

export interface LearnRequest extends GroundRequest {
  /** Deployments that the ledger need not know yet; told what it knows, so that only what is new is asked for. */
  readonly deployments: (known: readonly Deployment[], ground: Ground) => Promise<ToldDeployments>
  /** Those of the configuration, as they stand at a commit, and any others. */
  readonly incidents: (
    configuration: Configuration,
    repository: Repository,
    head: string,
  ) => Promise<GivenIncidents>
  /** Name of the repository; what git says where absent. */
  readonly repository?: string
  readonly periodSeconds: number
  readonly now: Date
  readonly version: string
  readonly processEnvironment: NodeJS.ProcessEnv
}

/** Seconds by which clocks may differ. */
const clockSkew = 3600

/** What is answered, and the model's card in Markdown; null where there is no history to learn from. */
export interface LearnAnswer {
  readonly learned: Learned
  readonly card: string | null
}

export const learn = async (request: LearnRequest): Promise<LearnAnswer> => {
  const repository = await openRepository(request.directory, request.processEnvironment)
  try {
    return await mendingIndex((damage) => learnWith(request, repository, damage))
  } finally {
    repository.objects.end()
  }
}

const learnWith = async (
  request: LearnRequest,
  repository: Repository,
  damage: string | null,
): Promise<LearnAnswer> => {
  const { now, version } = request
  const known = await openGround(request, repository, damage)
  const { history, configuration, ledgers } = known
  const { index } = history
  const [ledger] = ledgers as readonly [Ledger]
  const common = {
    repository: request.repository ?? repository.name,
    tool: { name: 'change-risk-gate', version },
  }
  const remembered = await readRemembered(ledgers)
  const before = deploymentsIn(remembered.deployments)
  const asked = await request.deployments(before, known)
  const reported = asked.deployments.map(named(configuration))
  const begun = (deployment: Deployment) => deployment.startedAt <= now.getTime() / 1000 + clockSkew
  const told = reported.filter(begun)
  const givenIncidents = await request.incidents(configuration, repository, known.head)
  const incidents = givenIncidents.incidents.map(named(configuration))
  const seconds = now.getTime() / 1000
  const corrections = correctionsIn(index, remembered.words, seconds)
  const deployments = mergeDeployments([...before, ...told])
  const tied = await tieIncidents({
    repository,
    head: known.head,
    index,
    configuration,
    incidents,
    deployments,
    corrections,
    decisions: remembered.decisions,
    links: remembered.links,
    now: seconds,
  })
  const outcomes = deploymentOutcomes({
    index,
    deployments: withReviews(deployments, remembered.overrides),
    corrections,
    troubles: tied.troubles,
    soakSeconds: configuration.outcome.soak.seconds,
    maturitySeconds: configuration.outcome.maturity.seconds,
    now: seconds,
  })
  const from = Math.max(
    firstAtLeast(index.parts.time, seconds - configuration.history.lookback.seconds),
    history.head + 1 - mostLearned,
    0,
  )
  const verdicts = verdictsOn(index, { corrections, troubles: tied.troubles, now: seconds })
  const { labels, influences } = labelEnvironments(
    {
      index,
      accusations: verdicts.accusations,
      corrections,
      from,
      to: history.head + 1,
      experience: configuration.experience,
      maturitySeconds: configuration.outcome.maturity.seconds,
      prior: known.prior,
      now: seconds,
    },
    configuration,
    outcomes,
  )
  const { knownIncidents, lanes, records } = await toKeep({
    ground: known,
    common,
    remembered,
    told,
    before,
    tied,
    incidents,
    outcomes,
    labels,
    now,
  })
  const stands = await refit(known, labels, knownIncidents)
  const standing = stands?.standing ?? null
  const messageOf = (sha: string) => readMessage(repository.git, repository.objects, sha)
  const period = { from: seconds - request.periodSeconds, to: seconds }
  const counted = countedIncidents(givenIncidents, tied.verdicts)
  const sources = knownSources({
    index,
    from,
    to: history.head + 1,
    deployments,
    incidents: knownIncidents,
    troubles: tied.troubles,
    corrections,
    verdicts,
  })
  const moved = await movedMost(influences, messageOf)
  const odd = oddities({
    index,
    troubles: tied.troubles,
    verdicts,
    told: [...labels.values()],
    maturity: configuration.outcome.maturity,
    now: seconds,
  })
  const notes = [
    ...noteOnFuture(reported.filter((deployment) => !begun(deployment))),
    ...notesOn(outcomes, index.length),
    ...unknownWords(remembered.words.length - corrections.length, remembered.words.length, index.length),
  ]
  const card =
    stands &&
    (await cardOf({
      ...{ ground: known, stands, repository: common.repository, sources, lanes, moved, odd, notes },
      troubles: tied.troubles,
      notBelieved: counted.notCounted.length,
      unusable: counted.unusable.length,
      ...{ messageOf, now, version },
    }))
  // All in one append: on a branch each costs requests.
  const appended = await ledger.append([...records, ...(card?.record ? [card.record] : [])])
  const learned: Learned = {
    schema: 1,
    at: now.toISOString(),
    repository: common.repository,
    period: { from: isoMoment(period.from), to: isoMoment(period.to) },
    environments: countedOutcomes(outcomes, period),
    failed: await failedChanges({
      index,
      outcomes,
      told: labels,
      decisionBefore: decisionsIn(remembered.decisions),
      ...period,
      messageOf,
    }),
    overrides: countedOverrides(remembered.overrides, period),
    labels: countedLabels([...labels.values()]),
    lanes,
    imported: importedCounts(givenIncidents.incidents, givenIncidents.superseded),
    incidents: counted,
    sources,
    moved,
    odd,
    links: await toldLinks(tied.troubles, { ...period, messageOf }),
    model: standing && {
      id: `sha256:${standing.model.id.slice(0, 16)}`,
      kind: standing.model.kind === 'learned' && standing.labels.known > 0 ? 'learned' : 'prior',
      parts: standing.labels.among,
      failures: standing.labels.known,
      ...(known.chosen === null ? {} : { prior: known.chosen.summary }),
    },
    ...(card === null ? {} : { card: { hash: card.hash } }),
    ledger: { url: ledger.url, written: appended.filter(({ existed }) => !existed).length },
    notes: [...shallowNote(history), ...history.notes, ...asked.notes, ...notes, ...ledger.notes],
  }
  return { learned, card: card?.text ?? null }
}
