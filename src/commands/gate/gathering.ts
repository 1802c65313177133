/** What a decision is about, gathered from the clone and the ledger: nothing here judges. */
import { join } from 'node:path'
import type { Repository } from '../../clients/git/repository.ts'
import { scopeOf } from '../../config/components.ts'
import { type ChosenEnvironment, chooseEnvironment } from '../../config/environment.ts'
import { formatReviewer } from '../../config/reviewer.ts'
import { formatCount } from '../../domain/counting.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Arrival } from '../../history/past.ts'
import { nothingTold } from '../../history/told-outcomes.ts'
import { ToldScars } from '../../history/told-scars.ts'
import { isOutOfReach, openLedger } from '../../ledger/open.ts'
import { measurer } from '../../signals/measure.ts'
import { releasesOf, tagsFor } from '../../sources/base.ts'
import { kindOf, type RanBefore, type ReadChange, readChange } from '../../sources/change.ts'
import { type History, openHistory, withoutHistory } from '../../sources/history.ts'
import { indexDirectory } from '../../sources/index-place.ts'
import { policyPath } from '../../sources/policy-file.ts'
import { type Proposal, proposedPart } from '../../sources/proposal.ts'
import { shallowNote } from '../shallow-note.ts'
import type { Asked } from './asking.ts'
import { nothingInForce, wordsInForce } from './in-force.ts'
import { knownIncidents } from './known-incidents.ts'
import { assumedBase, type Base, lastDeployment, positionTime, ranBefore, soakedHours } from './live.ts'
import type { Outside, PartOpinions } from './outside.ts'
import { environmentUnder, notesOnPolicy, type Policy, policyFor, priorUnder } from './policy.ts'
import { rememberIncidents } from './remembered-incidents.ts'
import type { Failure, GateRequest } from './request.ts'
import { pathsOf, type Situation, type Stand } from './situation.ts'
import { enoughToStand } from './standing.ts'
import { toldOutcomes } from './told.ts'

const notesOnClone = (repository: Repository, history: History): readonly string[] => [
  ...shallowNote(history),
  ...(repository.partial
    ? [
        'partial clone: lines cannot be counted without blobs, sizes are unknown; a full clone (git fetch --refetch) knows them',
      ]
    : []),
]

/** What the policy names and a command line cannot reach stays unread, and the clone's own ledger serves. */
const openLedgerOf = (
  repository: Repository,
  request: GateRequest,
  policy: Policy,
): Pick<Situation, 'ledger' | 'unreadLedger'> => {
  const configured = policy.configuration.ledger
  if (request.outside)
    return { ledger: request.outside.openLedger(request.ledger ?? configured), unreadLedger: null }
  const unreadLedger =
    request.ledger === undefined && configured !== null && isOutOfReach(configured) ? configured : null
  const url = request.ledger ?? (unreadLedger === null ? configured : null)
  const ledger = openLedger(url ?? undefined, {
    baseDirectory: repository.workTree ?? repository.gitDirectory,
    defaultDirectory: join(repository.commonDirectory, 'change-risk'),
    witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
  })
  return { ledger, unreadLedger }
}

interface Compared {
  readonly history: History
  readonly whole: ReadChange
}

const compareCommits = async (
  repository: Repository,
  ofHead: History,
  base: string | null,
  head: string,
  open: (head: string) => Promise<History>,
  ranBefore: RanBefore,
): Promise<Compared> => {
  const kind = await kindOf(repository, ofHead.index, base, head, ranBefore)
  // A rollback is told from the side of what is taken away.
  const history =
    kind === 'rollback' && ofHead.index.positionOnLine(base!) === null ? await open(base!) : ofHead
  const { index, salt } = history
  return { history, whole: await readChange({ repository, index, salt, base, head, kind }) }
}

const propose = (history: History, proposal: Proposal, now: Date): Compared => ({
  history,
  whole: { kind: 'forward', parts: [proposedPart(history, proposal, now)], lost: 0, unmeasured: 0 },
})

const notesOnScope = (elsewhere: number, all: number, { name }: ChosenEnvironment): readonly string[] =>
  elsewhere === 0
    ? []
    : [
        `${formatCount(elsewhere)} of ${formatCount(all)} changes touch nothing that ${name} runs, and are left out`,
      ]

/** Gathers everything; `stand` is asked while git compares. Throws `UsageError` for what cannot be meant, `SourceError` for a clone that cannot be read. */
export const gather = async (request: GateRequest, asked: Asked, stand: Stand): Promise<Situation> => {
  const { outside, now } = request
  const { repository, head, namedBase, tags, provisional } = asked
  const proposal = outside?.proposal
  const failures: Failure[] = [...asked.failures]
  const environment = chooseEnvironment(provisional.configuration, request.environment)
  const opened = openLedgerOf(repository, request, provisional)
  const { ledger } = opened
  const common = {
    repository,
    ...opened,
    head: proposal?.head ?? head,
    policyPath: outside?.policyPath ?? policyPath,
    flag: outside ? ('base-ref' as const) : ('--base' as const),
    indexDirectory: outside
      ? await outside.indexDirectory(ledger)
      : indexDirectory(repository, request.processEnvironment),
  }
  if (head === null && !proposal)
    return {
      ...common,
      standing: await stand({
        indexDirectory: null,
        history: null,
        policy: provisional,
        prior: null,
        environment,
        told: nothingTold,
      }),
      told: nothingTold,
      incidents: [],
      memory: null,
      policy: provisional,
      prior: null,
      environment,
      base: null,
      baseSource: { from: 'none' },
      baseTime: null,
      history: null,
      change: { kind: 'forward', parts: [], lost: 0, unmeasured: 0 },
      elsewhere: 0,
      soakedHours: null,
      releases: [],
      words: new Map(),
      inForce: nothingInForce,
      optedOut: () => false,
      failures,
      notes: [
        ...(outside?.notes ?? []),
        outside ? 'there is no history here' : 'the branch has no commit yet',
      ],
    }
  const deployed =
    namedBase === null && !proposal
      ? await lastDeployment({
          ...{ repository, ledger, environment, head, now, outside, failures },
          configuration: provisional.configuration,
        })
      : null
  const open = (at: string) =>
    openHistory({
      repository,
      head: at,
      lookbackSeconds: provisional.configuration.history.lookback.seconds,
      enough: enoughToStand,
      measurer,
      directory: common.indexDirectory,
      damage: request.indexDamage ?? null,
      progress: (done: number, total: number) => request.progress('reading history', done, total),
    })
  const ofHead = head === null ? withoutHistory(repository.shaDigits) : await open(head)
  // A pull request is no deployment: it is ranked among parts, not among releases.
  const releases =
    ofHead.head < 0 || proposal
      ? []
      : releasesOf(ofHead.index, ofHead.head, tagsFor(tags, environment.name), 2000)
  const base: Base = proposal
    ? { sha: proposal.base, source: proposal.baseSource, time: null }
    : namedBase !== null
      ? { sha: namedBase, source: { from: 'option' }, time: positionTime(ofHead.index, namedBase) }
      : (deployed ?? assumedBase(ofHead, releases))
  const comparing = proposal
    ? Promise.resolve(propose(ofHead, proposal, now))
    : compareCommits(repository, ofHead, base.sha, head!, open, (sha) =>
        ranBefore(ledger, environment.name, sha),
      )
  // Its failure is told where it is awaited, also when the policy fails first.
  comparing.catch(() => undefined)
  const policy = await policyFor(repository, request, base.sha, failures, provisional)
  const chosen = environmentUnder(policy, provisional, environment, request.environment)
  // git is busy comparing: the time to learn, or to read what was learned.
  const told = await toldOutcomes(ledger, chosen.name, failures)
  const incidents = await knownIncidents(ledger, failures)
  const { prior, notes: notesOnPrior } = await priorUnder(request, repository, policy, base.sha, failures)
  const { memory, told: toldIncidents } = await rememberIncidents(
    {
      ...{ repository, history: ofHead, configuration: policy.configuration },
      ...{ incidents, told, environment: chosen.name },
    },
    failures,
  )
  const standing = await stand({
    indexDirectory: common.indexDirectory,
    history: ofHead,
    policy,
    prior,
    environment: chosen,
    told,
    ...(toldIncidents ? { incidents: toldIncidents } : {}),
  })
  const { history, whole } = await comparing
  // Only now that the index is read and kept: what is kept holds what git tells, and nothing else.
  history.index.toldScars = new ToldScars(history.index, told)
  // What could not be measured must not go out as if it were not there.
  if (whole.unmeasured > 0 && whole.kind !== 'rollback')
    failures.push({
      source: 'history',
      why: `${formatCount(whole.unmeasured)} of the changes lie before the history that is here; ${repository.shallow ? 'git fetch --unshallow --filter=blob:none' : 'a longer lookback'} shows them`,
    })
  // A service of a monorepo is judged on the parts that touch it, or what it depends on.
  const touches = scopeOf(policy.configuration, chosen.settings.components)
  const parts = whole.parts.filter(({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)))
  const elsewhere = whole.parts.length - parts.length
  const opinions = await opinionsOn(outside, parts, chosen, failures)
  const inForce = await wordsInForce({
    ledger,
    environment: chosen.name,
    sha: common.head!,
    now,
    emergencyBy: policy.configuration.emergency.by.map(formatReviewer),
    failures,
  })
  return {
    ...common,
    standing,
    told,
    incidents,
    memory,
    policy,
    prior,
    environment: chosen,
    base: base.sha,
    baseSource: base.source,
    baseTime: base.time,
    history,
    change: { ...whole, parts },
    elsewhere,
    soakedHours: await soakedHours(
      { ledger, configuration: policy.configuration, outside, failures },
      chosen,
      common.head!,
      now,
    ),
    releases,
    words: opinions.words,
    inForce,
    optedOut: outside?.optedOut ?? (() => false),
    failures,
    notes: [
      ...(outside?.notes ?? []),
      ...opinions.notes,
      ...inForce.notes,
      ...(outside ? [] : notesOnClone(repository, history)),
      ...history.notes,
      ...notesOnPrior,
      ...notesOnScope(elsewhere, whole.parts.length, chosen),
      ...(await notesOnPolicy(repository, request, policy)),
    ],
  }
}

/** What was said of which parts; without an answer nobody said anything, and that is a source that failed. */
const opinionsOn = async (
  outside: Outside | undefined,
  parts: readonly Arrival[],
  { settings }: ChosenEnvironment,
  failures: Failure[],
): Promise<PartOpinions> => {
  if (!outside || parts.length === 0) return { words: new Map(), notes: [] }
  try {
    const opinions = await outside.opinionsOn(
      parts.map(({ part }) => ({ sha: part.sha, number: part.number })),
      settings,
    )
    failures.push(...(opinions.failures ?? []))
    return opinions
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: 'approvals', why: error.message })
    return { words: new Map(), notes: [] }
  }
}
