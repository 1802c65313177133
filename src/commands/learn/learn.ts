/**
 * Closing the loop: what became of the deployments is collected, tied to the parts that did it, kept in the ledger, and
 * fitted; the gate decides by it from then on.
 */
import { readMessage } from '../../clients/git/commits.ts'
import { openRepository, type Repository, resolveCommit } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import { chooseEnvironment } from '../../config/environment.ts'
import type { Deployment } from '../../domain/deployment.ts'
import { UsageError } from '../../domain/errors.ts'
import type { LaneCount, Learned } from '../../domain/learned.ts'
import { isoMoment } from '../../domain/moment.ts'
import { deploymentOutcomes } from '../../history/deployment-outcomes.ts'
import { firstAtLeast } from '../../history/index.ts'
import { type KnownIncident, mergeIncidents } from '../../history/known-incidents.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import { verdictsOn } from '../../history/verdicts.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { Artefact } from '../../model/artefact.ts'
import { measurer } from '../../signals/measure.ts'
import { mergeDeployments } from '../../sources/deployment-lines.ts'
import { type History, mendingIndex, openHistory } from '../../sources/history.ts'
import { type ChosenPrior, readChosenPrior } from '../gate/chosen-prior.ts'
import { findStanding } from '../gate/kept-standing.ts'
import { incidentsRecord, recordedIncidents } from '../gate/known-incidents.ts'
import { toldIncidents } from '../gate/remembered-incidents.ts'
import { enoughToStand, mostLearned, type Standing } from '../gate/standing.ts'
import { tellingRecord } from '../gate/told.ts'
import { blameParts } from './blame.ts'
import { boundLabels, type Influence } from './bounds.ts'
import { correctionsIn } from './corrections.ts'
import { countedIncidents, countedLabels, countedOutcomes, notesOn, unknownWords } from './counts.ts'
import { decisionsIn } from './decisions.ts'
import { deploymentRecords, deploymentsIn, newestReports } from './deployment-records.ts'
import { environmentsOf, named } from './environments.ts'
import { failedChanges } from './failed-changes.ts'
import { importedCounts } from './imported.ts'
import type { GivenIncidents } from './incident-sources.ts'
import { knownSources } from './known-sources.ts'
import { laneCounts } from './lane-counts.ts'
import { lessonRecord, lessonsOf } from './lessons.ts'
import { toldLinks } from './links-told.ts'
import { movedMost } from './moved-most.ts'
import { oddities } from './oddities.ts'
import { outcomeRecords } from './outcome-records.ts'
import { countedOverrides, withReviews } from './overrides.ts'
import { readRemembered } from './remembered.ts'
import { troubleRecords } from './trouble-records.ts'
import { tieIncidents } from './tying.ts'

export interface LearnRequest {
  readonly directory: string
  readonly configuration: (repository: Repository) => Promise<Configuration>
  /** The first is written to; all are read. */
  readonly ledgers: (repository: Repository, configuration: Configuration) => readonly Ledger[]
  readonly indexDirectory: (repository: Repository, ledger: Ledger) => Promise<string | null>
  /** Deployments that the ledger need not know yet; told what it knows, so that only what is new is asked for. */
  readonly deployments: (
    known: readonly Deployment[],
    configuration: Configuration,
  ) => Promise<readonly Deployment[]>
  /** Those of the configuration, as they stand at a commit, and any others. */
  readonly incidents: (
    configuration: Configuration,
    repository: Repository,
    head: string,
  ) => Promise<GivenIncidents>
  /** Name of the repository; what git says where absent. */
  readonly repository?: string
  readonly head?: string
  readonly periodSeconds: number
  readonly prior: Artefact
  readonly now: Date
  readonly version: string
  readonly processEnvironment: NodeJS.ProcessEnv
  readonly progress: (what: string, done: number, total: number) => void
}

/** One ledger, whole: the first is asked for what is told of parts. */
interface Known {
  readonly history: History
  readonly repository: Repository
  readonly configuration: Configuration
  readonly ledgers: readonly Ledger[]
  readonly indexDirectory: string | null
  readonly head: string
  /** What the policy names in place of the shipped prior; null where it names none. */
  readonly chosen: ChosenPrior | null
  readonly prior: Artefact
}

export const learn = async (request: LearnRequest): Promise<Learned> => {
  const repository = await openRepository(request.directory, request.processEnvironment)
  try {
    return await mendingIndex((damage) => learnWith(request, repository, damage))
  } finally {
    repository.objects.end()
  }
}

const open = async (request: LearnRequest, repository: Repository, damage: string | null): Promise<Known> => {
  const head = await resolveCommit(repository.git, request.head ?? 'HEAD', '--repository')
  if (head === null)
    throw new UsageError(
      `${request.directory}: the branch has no commit yet, so there is nothing to learn from`,
    )
  const configuration = await request.configuration(repository)
  const ledgers = request.ledgers(repository, configuration)
  const indexDirectory = await request.indexDirectory(repository, ledgers[0]!)
  const history = await openHistory({
    repository,
    head,
    lookbackSeconds: configuration.history.lookback.seconds,
    enough: enoughToStand,
    measurer,
    directory: indexDirectory,
    damage,
    progress: (done, total) => request.progress('reading history', done, total),
  })
  const { prior: reference } = configuration
  const chosen = reference && (await readChosenPrior({ repository, commit: head, reference }))
  const prior = chosen?.artefact ?? request.prior
  return { history, repository, configuration, ledgers, indexDirectory, head, chosen, prior }
}

const learnWith = async (
  request: LearnRequest,
  repository: Repository,
  damage: string | null,
): Promise<Learned> => {
  const { now, version } = request
  const known = await open(request, repository, damage)
  const { history, configuration, ledgers } = known
  const { index } = history
  const [ledger] = ledgers as readonly [Ledger]
  const common = {
    repository: request.repository ?? repository.name,
    tool: { name: 'change-risk-gate', version },
  }
  const remembered = await readRemembered(ledgers)
  const before = deploymentsIn(remembered.deployments)
  const told = (await request.deployments(before, configuration)).map(named(configuration))
  const given = await request.incidents(configuration, repository, known.head)
  const incidents = given.incidents.map(named(configuration))
  const corrections = correctionsIn(index, remembered.words)
  const seconds = now.getTime() / 1000
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
  const labels = new Map<string, ToldOutcomes>()
  const lanes: LaneCount[] = []
  const influences: Influence[] = []
  for (const name of environmentsOf(configuration, outcomes)) {
    const asked = {
      index,
      outcomes: outcomes.filter(({ deployment }) => deployment.environment === name),
      accusations: verdicts.accusations.filter(({ environment = name }) => environment === name),
      corrections,
      from,
      to: history.head + 1,
      experience: configuration.experience,
      maturitySeconds: configuration.outcome.maturity.seconds,
      prior: known.prior,
      now: seconds,
    }
    const bounded = boundLabels(asked, blameParts(asked))
    labels.set(name, bounded.told)
    influences.push(...bounded.influences)
  }
  const records: NewRecord[] = [
    ...deploymentRecords(told, common, newestReports(before)),
    ...troubleRecords(tied.before, tied.troubles, { ...common, at: now.toISOString() }),
  ]
  for (const [name, what] of labels) {
    records.push(
      ...outcomeRecords({
        index,
        outcomes: outcomes.filter(({ deployment }) => deployment.environment === name),
        told: what,
        common,
      }),
    )
    const telling = await tellingRecord({
      ledger,
      repository: common.repository,
      environment: name,
      told: what,
      now,
      version,
    })
    if (telling !== null) records.push(telling)
    const lessons = lessonsOf({
      index,
      told: what,
      decisions: remembered.decisions,
      environment: name,
      maturitySeconds: configuration.outcome.maturity.seconds,
      experience: configuration.experience,
      now: seconds,
    })
    lanes.push(...laneCounts(remembered.decisions, name, lessons, seconds))
    const taught = await lessonRecord({
      ledger,
      repository: common.repository,
      environment: name,
      lessons,
      now,
      version,
    })
    if (taught !== null) records.push(taught)
  }
  const knownIncidents = mergeIncidents(await recordedIncidents(ledger), incidents, tied.troubles)
  const incidentRecord = await incidentsRecord(ledger, knownIncidents, { ...common, at: now.toISOString() })
  if (incidentRecord !== null) records.push(incidentRecord)
  const appended = await ledger.append(records)
  const standing = await standingWith(known, labels, knownIncidents)
  const messageOf = (sha: string) => readMessage(repository.git, repository.objects, sha)
  const period = { from: seconds - request.periodSeconds, to: seconds }
  return {
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
    imported: importedCounts(given.incidents, given.superseded),
    incidents: countedIncidents(given, tied.verdicts),
    sources: knownSources({
      index,
      from,
      to: history.head + 1,
      deployments,
      incidents: knownIncidents,
      troubles: tied.troubles,
      corrections,
      verdicts,
    }),
    moved: await movedMost(influences, messageOf),
    odd: oddities({
      index,
      troubles: tied.troubles,
      verdicts,
      told: [...labels.values()],
      maturity: configuration.outcome.maturity,
      now: seconds,
    }),
    links: await toldLinks(tied.troubles, { ...period, messageOf }),
    model: standing && {
      id: `sha256:${standing.model.id.slice(0, 16)}`,
      kind: standing.model.kind === 'learned' && standing.labels.known > 0 ? 'learned' : 'prior',
      parts: standing.labels.among,
      failures: standing.labels.known,
      ...(known.chosen === null ? {} : { prior: known.chosen.summary }),
    },
    ledger: { url: ledger.url, written: appended.filter(({ existed }) => !existed).length },
    notes: [
      ...history.notes,
      ...notesOn(outcomes, index.length),
      ...unknownWords(remembered.words.length - corrections.length, remembered.words.length, index.length),
      ...ledger.notes,
    ],
  }
}

/** Fits as the gate would, and keeps it where the gate looks: of the environment that is meant when nobody names one. */
const standingWith = async (
  { history, repository, configuration, indexDirectory, prior }: Known,
  labels: ReadonlyMap<string, ToldOutcomes>,
  incidents: readonly KnownIncident[],
): Promise<Standing | null> => {
  if (history.head < 0) return null
  const [name = 'production'] = [...['production'].filter((usual) => labels.has(usual)), ...labels.keys()]
  const isConfigured = configuration.environments.some((environment) => environment.name === name)
  const { settings } = chooseEnvironment(
    isConfigured || configuration.environments.length === 0
      ? configuration
      : { ...configuration, environments: [] },
    name,
  )
  const told = labels.get(name)!
  return findStanding(
    indexDirectory,
    {
      index: history.index,
      head: history.head,
      configuration,
      prior,
      told,
      ...(incidents.length === 0
        ? {}
        : {
            incidents: toldIncidents({
              ...{ repository, history, configuration, incidents, told },
              environment: name,
            }),
          }),
    },
    settings.autoApprove.reviewRiskiest,
  )
}
