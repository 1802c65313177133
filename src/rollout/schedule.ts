import { compareNames, type Instance, zoneOf } from './fleet.ts'
import type { Layout } from './layout.ts'
import { type Begun, earliestNext } from './spacing.ts'

/** When something begins and ends; milliseconds since 1970. */
export interface Slot {
  readonly from: number
  readonly until: number
}

export interface WaveTimes {
  readonly batches: readonly Slot[]
  readonly bake: Slot
}

export type Schedule =
  | { readonly outcome: 'scheduled'; readonly waves: readonly (readonly WaveTimes[])[] }
  /** No time is known at which this batch may begin. */
  | {
      readonly outcome: 'never-opens'
      readonly service: number
      readonly at: Instance
      readonly windows: readonly string[]
    }

interface Running {
  readonly service: number
  readyAt: number
  wave: number
  batch: number
  begun: Begun
  readonly times: { batches: Slot[]; bake: Slot }[]
}

interface Busy extends Slot {
  readonly service: number
  /** '' where it is unknown, or where the plan takes several at once. */
  readonly zone: string
  readonly isAlone: boolean
}

/**
 * Gives every batch the earliest time that its windows and what the ledger bears allow. Services that are rolled out
 * together wait for those they come after, at most `atOnce` move at the same time, and never in two zones at once where
 * one of them goes zone by zone.
 */
export const schedule = (
  layouts: readonly Layout[],
  when: { readonly now: number; readonly atOnce: number; readonly after: readonly (readonly number[])[] },
): Schedule => {
  const ends = new Map<number, number>()
  const results: (readonly WaveTimes[])[] = layouts.map(() => [])
  const waiting = new Set(layouts.keys())
  const running: Running[] = []
  let busy: readonly Busy[] = []
  let clock = when.now
  while (waiting.size + running.length > 0) {
    for (const service of waiting) {
      if (running.length >= when.atOnce || !when.after[service]!.every((other) => ends.has(other))) continue
      waiting.delete(service)
      const begun = { batches: 0, batchBeganAt: null }
      running.push({ service, readyAt: clock, wave: 0, batch: 0, begun, times: [] })
    }
    const one = running.toSorted(
      (left, right) => left.readyAt - right.readyAt || left.service - right.service,
    )[0]!
    clock = Math.max(clock, one.readyAt)
    const layout = layouts[one.service]!
    const wave = layout.waves[one.wave]
    if (wave === undefined) {
      ends.set(one.service, one.readyAt)
      results[one.service] = one.times
      running.splice(running.indexOf(one), 1)
      continue
    }
    const batch = wave.batches[one.batch]!
    const { instance, scope } = batch.turns[0]!
    const isAlone = layout.plan.order.zones === 'sequential'
    const zone = isAlone ? zoneOf(instance) : ''
    busy = busy.filter(({ until }) => until > one.readyAt)
    const earliest = Math.max(one.readyAt, earliestNext(layout.spacing, one.begun))
    const from = findStart(layout, scope, earliest, { service: one.service, zone, isAlone }, busy)
    if (from === null)
      return {
        outcome: 'never-opens',
        service: one.service,
        at: instance,
        windows: layout.calendar.namesOf(scope),
      }
    const until = from + layout.batchSeconds * 1000
    if (layouts.length > 1) busy = [...busy, { from, until, zone, isAlone, service: one.service }]
    if (one.batch === 0) one.times.push({ batches: [], bake: { from: until, until } })
    const times = one.times.at(-1)!
    times.batches.push({ from, until })
    one.begun = { batches: one.begun.batches + 1, batchBeganAt: from }
    one.readyAt = until
    one.batch++
    if (one.batch === wave.batches.length) {
      times.bake = { from: until, until: until + wave.bakeSeconds * 1000 }
      one.readyAt = times.bake.until
      one.wave++
      one.batch = 0
    }
  }
  return { outcome: 'scheduled', waves: results }
}

const findStart = (
  { calendar, batchSeconds }: Layout,
  scope: string,
  readyAt: number,
  mine: Omit<Busy, 'from' | 'until'>,
  busy: readonly Busy[],
): number | null => {
  let from = calendar.nextOpen(scope, readyAt, batchSeconds)
  for (;;) {
    if (from === null) return null
    const start = from
    const inTheWay = busy
      .filter(
        (other) => other.from < start + batchSeconds * 1000 && start < other.until && collide(mine, other),
      )
      .map(({ until }) => until)
    if (inTheWay.length === 0) return start
    from = calendar.nextOpen(scope, Math.max(...inTheWay), batchSeconds)
  }
}

/** Two services in two zones at the same moment: then one zone lost would take what the other has out with it. */
const collide = (mine: Omit<Busy, 'from' | 'until'>, other: Busy): boolean =>
  mine.service !== other.service &&
  (mine.isAlone || other.isAlone) &&
  mine.zone !== '' &&
  other.zone !== '' &&
  compareNames(mine.zone, other.zone) !== 0
