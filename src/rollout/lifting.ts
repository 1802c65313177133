/** Windows that hold a rollout no more, because a person said so: how that is read from a journal, and heeded at once. */
import type { RolloutPlan } from '../config/rollout/plan.ts'
import { type Calendar, calendarOf, type Lifted, type WindowInstants } from './calendar.ts'
import type { RolloutEvent } from './events.ts'

/** What is lifted after one more event; it stays so for the rest of the rollout. */
export const liftedBy = (lifted: Lifted, event: RolloutEvent): Lifted => {
  if (event.event !== 'command' || event.lifts === undefined) return lifted
  return event.lifts === 'emergency' ? { ...lifted, emergency: true } : { ...lifted, approved: true }
}

export const liftedIn = (events: readonly RolloutEvent[]): Lifted => events.reduce(liftedBy, {})

/** The calendar of a plan as it stands at each question: a word that is given while a rollout waits counts from then on. */
export const liftableCalendar = (
  plan: Pick<RolloutPlan, 'windows' | 'customers'>,
  instants: WindowInstants,
  lifted: () => Lifted,
): Calendar => {
  const calendars = new Map<string, Calendar>()
  const current = (): Calendar => {
    const now = lifted()
    const key = JSON.stringify([now.approved === true, now.emergency === true])
    const calendar = calendars.get(key) ?? calendarOf(plan, instants, now)
    calendars.set(key, calendar)
    return calendar
  }
  return {
    scopeOf: (instance) => current().scopeOf(instance),
    nextOpen: (scope, from, seconds) => current().nextOpen(scope, from, seconds),
    budgetFactor: (scope, at) => current().budgetFactor(scope, at),
    namesOf: (scope) => current().namesOf(scope),
    holdingAt: (scope, at) => current().holdingAt(scope, at),
  }
}
