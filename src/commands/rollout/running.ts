/** `rollout run`: begins what is not under way, goes on with what is, and tells what came of each service. */
import { zoneClock } from '../../policy/zone-clock.ts'
import type { Lifted } from '../../rollout/calendar.ts'
import { runRollout } from '../../rollout/engine/engine.ts'
import type { RolloutEnd } from '../../rollout/engine/options.ts'
import type { JournaledEvent } from '../../rollout/engine/ports.ts'
import { fold } from '../../rollout/fold.ts'
import { batchSecondsOf } from '../../rollout/layout.ts'
import { liftableCalendar, liftedBy } from '../../rollout/lifting.ts'
import { isAllDone } from '../../rollout/refusal.ts'
import { windowInstants } from '../../rollout/window-instants.ts'
import { type Prepared, prepare } from './beginning.ts'
import { rememberDeployment } from './deployed.ts'
import { durationsIn } from './durations.ts'
import { declareEmergency } from './emergency.ts'
import { newHolder } from './holder.ts'
import { runInTurn } from './in-turn.ts'
import { liveness } from './liveness.ts'
import { mostAtOnce } from './plan-files.ts'
import { closeFleets, openFleets } from './planning.ts'
import { type RunRequest, termsOf, writerOf } from './run-request.ts'
import { watchJournal } from './watched-journal.ts'

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

export const runRollouts = async (request: RunRequest): Promise<readonly ServiceEnd[]> => {
  const fleets = await openFleets(request.files, request.world)
  try {
    const prepared = await prepare(request, fleets)
    const plans = prepared.map(({ fleet }) => fleet.file.plan)
    const turns = prepared.map((each, at) => ({
      service: plans[at]!.service,
      // Whoever builds on a service leaves its new version first, and nobody stays on one because another could not leave.
      after: request.goesBack
        ? plans.filter(({ after }) => after.includes(plans[at]!.service)).map(({ service }) => service)
        : plans[at]!.after,
      run: () => runService(request, each),
    }))
    const ends = await runInTurn(turns, mostAtOnce(request.files), request.goesBack ? () => true : succeeded)
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

const runService = async (
  request: RunRequest,
  { fleet, journal, known, refusals }: Prepared,
): Promise<ServiceEnd> => {
  const { file, metrics, moverTo, settleSeconds } = fleet
  const { plan } = file
  const { service } = plan
  if (journal === null) {
    const why = refusals.map(({ sentence }) => sentence).join('; ')
    return { service, outcome: isAllDone(refusals) ? 'nothing-to-do' : 'refused', why }
  }
  const { clock, random } = request.world
  const events = await journal.read()
  const { to = '' } = fold(events).started ?? {}
  await declareEmergency(request, journal)
  let lifted: Lifted = {}
  const watched = watchJournal(journal, writerOf(request).actor, (event, position) => {
    lifted = liftedBy(lifted, event)
    request.tellEvent(journal.id, event, file, position >= known)
  })
  const holder = newHolder()
  const end = await runRollout({
    journal: watched,
    mover: moverTo(to),
    metrics,
    plan,
    calendar: liftableCalendar(
      plan,
      await windowInstants(plan.windows, new Date(clock.now()), zoneClock),
      () => lifted,
    ),
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
