/** Where the services of a run stand before anything moves: what is under way goes on, and the rest is planned and begun. */
import { UsageError } from '../../domain/errors.ts'
import type { Journal, JournaledEvent } from '../../rollout/engine/ports.ts'
import { fold } from '../../rollout/fold.ts'
import type { PlannedRollout } from '../../rollout/plan.ts'
import { isAllDone, type Refusal } from '../../rollout/refusal.ts'
import { isOver } from './commanding.ts'
import { durationsIn } from './durations.ts'
import { beginRollout, openNewestJournal } from './open-journal.ts'
import { type Fleet, planFleets, startedEvent } from './planning.ts'
import { type RunRequest, termsOf, writerOf } from './run-request.ts'

/** What a service's turn begins with. */
export interface Prepared {
  readonly fleet: Fleet
  readonly journal: Journal | null
  /** Events that were there before this run. */
  readonly known: number
  readonly refusals: readonly Refusal[]
}

/** Journals of what is under way, and new ones for the rest; nothing has moved yet. */
export const prepare = async (
  request: RunRequest,
  fleets: readonly Fleet[],
): Promise<readonly Prepared[]> => {
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
  const { to, risk, emergency, world, signal } = request
  if (fresh.length === 0) return new Map()
  const before = new Map(fresh.map(({ fleet, events }) => [fleet.file.plan.service, { fleet, events }]))
  const plan = (some: readonly Fresh[]) =>
    planFleets({
      fleets: some.map(({ fleet }) => fleet),
      to: to ?? '',
      risk,
      clock: world.clock,
      lifted: emergency === null ? {} : { emergency: true },
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
    if (rest.length === 0 || !isAllDone(answer.refusals)) return withOthers(prepared, fresh, answer.refusals)
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
