/** `rollout run`: begins what is not under way, goes on with what is, and tells what came of each service. */
import { UsageError } from '../../domain/errors.ts'
import type { Ledger, WatchedLedger } from '../../ledger/ledger.ts'
import type { Tool } from '../../ledger/record.ts'
import { zoneClock } from '../../policy/zone-clock.ts'
import { calendarOf } from '../../rollout/calendar.ts'
import { runRollout } from '../../rollout/engine/engine.ts'
import type { Live, RolloutEnd } from '../../rollout/engine/options.ts'
import type { Journal, JournaledEvent } from '../../rollout/engine/ports.ts'
import { fold } from '../../rollout/fold.ts'
import { batchSecondsOf } from '../../rollout/layout.ts'
import type { PlannedRollout } from '../../rollout/plan.ts'
import type { Refusal } from '../../rollout/refusal.ts'
import type { RolloutState } from '../../rollout/state.ts'
import { windowInstants } from '../../rollout/window-instants.ts'
import { isOver } from './commanding.ts'
import { rememberDeployment } from './deployed.ts'
import { durationsIn } from './durations.ts'
import { newHolder } from './holder.ts'
import { runInTurn } from './in-turn.ts'
import type { JournalWriter } from './journal.ts'
import { type LeaseTerms, leaseOf } from './journal-lease.ts'
import { liveness } from './liveness.ts'
import { beginRollout, openNewestJournal } from './open-journal.ts'
import { mostAtOnce, type PlanFile } from './plan-files.ts'
import { closeFleets, type Fleet, openFleets, planFleets, startedEvent, type World } from './planning.ts'
import type { FoundRisk } from './release-risk.ts'
import { watchJournal } from './watched-journal.ts'

export interface RunRequest {
  readonly files: readonly PlanFile[]
  /** Null: go on with what is under way. */
  readonly to: string | null
  /** What becomes of services that are not under way where no version is given. */
  readonly whenIdle: 'refuse' | 'rest'
  /** The commit that `to` names; null where nobody knows. */
  readonly commit: string | null
  readonly risk: FoundRisk
  /** Where it is remembered what runs in the environment. */
  readonly ledger: Ledger
  readonly ledgerOf: (service: string) => WatchedLedger
  readonly repository: string
  readonly environment: string
  readonly tool: Tool
  readonly world: World
  readonly patience: Patience
  readonly signal: AbortSignal
  /** `isNew`: it was not in the journal before this run. */
  readonly tellEvent: (journal: string, event: JournaledEvent, file: PlanFile, isNew: boolean) => void
  readonly tellLive: (journal: string, state: RolloutState, live: Live) => void
}

/** How long this process may wait, in seconds. */
export interface Patience {
  readonly longestWaitSeconds: number
  readonly busyWaitSeconds: number
  readonly graceSeconds: number
}

export type ServiceEnd = { readonly service: string } & (
  | {
      readonly outcome: 'ran'
      readonly id: string
      readonly end: RolloutEnd
      readonly events: readonly JournaledEvent[]
    }
  /** All instances run the version already. */
  | { readonly outcome: 'nothing-to-do'; readonly why: string }
  | { readonly outcome: 'refused'; readonly why: string }
  /** Another service that comes first did not succeed. */
  | { readonly outcome: 'not-begun'; readonly blockedBy: string }
)

/** What a service's turn begins with. */
interface Prepared {
  readonly fleet: Fleet
  readonly journal: Journal | null
  /** Events that were there before this run. */
  readonly known: number
  readonly refusals: readonly Refusal[]
}

export const runRollouts = async (request: RunRequest): Promise<readonly ServiceEnd[]> => {
  const fleets = await openFleets(request.files, request.world)
  try {
    const prepared = await prepare(request, fleets)
    const turns = prepared.map((each) => ({
      service: each.fleet.file.plan.service,
      after: each.fleet.file.plan.after,
      run: () => runService(request, each),
    }))
    const ends = await runInTurn(turns, mostAtOnce(request.files), succeeded)
    return ends.map(
      ({ service, result, blockedBy }) =>
        result ?? { service, outcome: 'not-begun' as const, blockedBy: blockedBy ?? service },
    )
  } finally {
    await closeFleets(fleets)
  }
}

const succeeded = (end: ServiceEnd): boolean =>
  end.outcome === 'nothing-to-do' || (end.outcome === 'ran' && end.end.outcome === 'succeeded')

const writerOf = ({ repository, environment, tool }: RunRequest): JournalWriter => ({
  actor: 'coordinator',
  repository,
  environment,
  tool,
})

const termsOf = ({ files, ledgerOf }: RunRequest, service: string): LeaseTerms =>
  leaseOf(ledgerOf(service).url, mostAtOnce(files))

/** Journals of what is under way, and new ones for the rest; nothing has moved yet. */
const prepare = async (request: RunRequest, fleets: readonly Fleet[]): Promise<readonly Prepared[]> => {
  const open = await Promise.all(
    fleets.map(async (fleet) => {
      const { service } = fleet.file.plan
      const newest = await openNewestJournal(request.ledgerOf(service), service, writerOf(request))
      const events = (await newest?.read()) ?? []
      const isUnderWay = newest !== undefined && !isOver(fold(events))
      if (isUnderWay) demandSame(newest.id, events, request.to)
      return { fleet, journal: isUnderWay ? newest : null, events }
    }),
  )
  const fresh = open.filter(({ journal }) => journal === null)
  if (fresh.length > 0 && request.to === null && request.whenIdle === 'refuse')
    throw new UsageError(
      `rollout run: no rollout of ${fresh.map(({ fleet }) => fleet.file.plan.service).join(', ')} is under way; say which version to begin with: --to VERSION`,
    )
  const begun = request.to === null ? atRest(fresh) : await begin(request, fresh)
  return open.map(({ fleet, journal, events }) =>
    journal === null
      ? begun.get(fleet.file.plan.service)!
      : { fleet, journal, known: events.length, refusals: [] },
  )
}

const demandSame = (id: string, events: readonly JournaledEvent[], to: string | null): void => {
  const [started] = events
  if (to !== null && started?.event === 'started' && started.to !== to)
    throw new UsageError(
      `rollout run --to ${to}: ${id} to ${started.to} is under way; let it end (rollout run), or take it back first (rollout abort)`,
    )
}

interface Fresh {
  readonly fleet: Fleet
  /** Of the rollout before. */
  readonly events: readonly JournaledEvent[]
}

const atRest = (fresh: readonly Fresh[]): ReadonlyMap<string, Prepared> =>
  new Map(
    fresh.map(({ fleet }) => {
      const { service } = fleet.file.plan
      const sentence = 'no rollout is under way'
      const refusals = [{ reason: 'already-everywhere', service, sentence } as const]
      return [service, { fleet, journal: null, known: 0, refusals }]
    }),
  )

const begin = async (
  request: RunRequest,
  fresh: readonly Fresh[],
): Promise<ReadonlyMap<string, Prepared>> => {
  const { to, risk, world, signal } = request
  if (fresh.length === 0) return new Map()
  const before = new Map(fresh.map(({ fleet, events }) => [fleet.file.plan.service, { fleet, events }]))
  const plan = (some: readonly Fresh[]) =>
    planFleets({
      fleets: some.map(({ fleet }) => fleet),
      to: to ?? '',
      risk,
      clock: world.clock,
      durationsOf: (service) => {
        const known = before.get(service)
        return known ? durationsIn(known.events, known.fleet.file.plan.health.minHealthyTime.seconds) : {}
      },
      spacingOf: (service) => termsOf(request, service).spacing,
      signal,
    })
  const prepared = new Map<string, Prepared>()
  const refuse = (refusals: readonly Refusal[]): void => {
    for (const { fleet } of fresh) {
      const own = refusals.filter(({ service }) => service === fleet.file.plan.service)
      if (own.length > 0)
        prepared.set(fleet.file.plan.service, { fleet, journal: null, known: 0, refusals: own })
    }
  }
  let { answer, observed } = await plan(fresh)
  if (answer.outcome === 'refused') {
    refuse(answer.refusals)
    // Services that are there already hold nobody up; any other refusal stops all, before anything has moved.
    const rest = fresh.filter(({ fleet }) => !prepared.has(fleet.file.plan.service))
    const isIdle = answer.refusals.every(({ reason }) => reason === 'already-everywhere')
    if (rest.length === 0 || !isIdle) return withOthers(prepared, fresh, answer.refusals)
    ;({ answer, observed } = await plan(rest))
    if (answer.outcome === 'refused') {
      refuse(answer.refusals)
      return withOthers(prepared, fresh, answer.refusals)
    }
  }
  const planned: readonly PlannedRollout[] = 'services' in answer ? answer.services : [answer]
  for (const each of planned) {
    const { fleet } = before.get(each.service)!
    const at = new Date(world.clock.now()).toISOString()
    const started = startedEvent(each, fleet.file, observed.get(each.service) ?? [], {
      at,
      risk,
      commit: request.commit,
    })
    const { journal } = await beginRollout(request.ledgerOf(each.service), started, writerOf(request))
    demandSame(journal.id, await journal.read(), to)
    prepared.set(each.service, { fleet, journal, known: 0, refusals: [] })
  }
  return prepared
}

/** One that cannot be rolled out keeps the others from beginning: they were asked for together. */
const withOthers = (
  prepared: ReadonlyMap<string, Prepared>,
  fresh: readonly Fresh[],
  refusals: readonly Refusal[],
): ReadonlyMap<string, Prepared> =>
  new Map(
    fresh.map(({ fleet }) => {
      const { service } = fleet.file.plan
      return [service, prepared.get(service) ?? { fleet, journal: null, known: 0, refusals }]
    }),
  )

const runService = async (
  request: RunRequest,
  { fleet, journal, known, refusals }: Prepared,
): Promise<ServiceEnd> => {
  const { file, metrics, moverTo, settleSeconds } = fleet
  const { plan } = file
  const { service } = plan
  if (journal === null) {
    const why = refusals.map(({ sentence }) => sentence).join('; ')
    const isIdle = refusals.every(({ reason }) => reason === 'already-everywhere')
    return { service, outcome: isIdle ? 'nothing-to-do' : 'refused', why }
  }
  const { clock, random } = request.world
  const events = await journal.read()
  const { to = '' } = fold(events).started ?? {}
  const watched = watchJournal(journal, writerOf(request).actor, (event, position) =>
    request.tellEvent(journal.id, event, file, position >= known),
  )
  const holder = newHolder()
  const end = await runRollout({
    journal: watched,
    mover: moverTo(to),
    metrics,
    plan,
    calendar: calendarOf(plan, await windowInstants(plan.windows, new Date(clock.now()), zoneClock), {}),
    batchSeconds: batchSecondsOf(plan, {
      settleSeconds,
      ...durationsIn(events, plan.health.minHealthyTime.seconds),
    }),
    clock,
    random,
    holder,
    liveness: async (other) => liveness(other),
    lease: termsOf(request, service),
    ...request.patience,
    tell: (state, live) => request.tellLive(journal.id, state, live),
    signal: request.signal,
  })
  const story = await watched.read()
  await rememberDeployment(request, journal.id, story)
  return { service, outcome: 'ran', id: journal.id, end, events: story }
}
