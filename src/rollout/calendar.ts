import type { RolloutPlan, RolloutWindow } from '../config/rollout/plan.ts'
import { joinSpans, type Span, subtractSpans } from '../domain/spans.ts'
import { type Instance, zoneOf } from './fleet.ts'

/** When each window of a plan is in force, in the order of the plan, as far as it was looked up. */
export interface WindowInstants {
  readonly spans: readonly (readonly Span[])[]
  readonly until: number
}

/** What is so far decided by people: a window that asks for them is no obstacle any more. */
export interface Lifted {
  readonly approved?: boolean
  readonly emergency?: boolean
}

/** Which windows an instance is subject to, and when it may be touched. */
export interface Calendar {
  /** Instances of one scope are subject to the same windows. */
  readonly scopeOf: (instance: Instance) => string
  /** The earliest start at or after `from` (milliseconds) of something that takes so many seconds; null where none is known. */
  readonly nextOpen: (scope: string, from: number, seconds: number) => number | null
  /** What the windows in force multiply the budget of a first wave by. */
  readonly budgetFactor: (scope: string, at: number) => number
  /** Names of the windows that decide over a scope. */
  readonly namesOf: (scope: string) => readonly string[]
  /** Those of them that let nothing begin at a moment: closed ones in force, or allowed times of which none is. */
  readonly holdingAt: (scope: string, at: number) => readonly string[]
}

/** @throws Error when the plan has windows and nobody looked up when they are in force, which is our bug. */
export const calendarOf = (
  plan: Pick<RolloutPlan, 'windows' | 'customers'>,
  instants: WindowInstants | undefined,
  lifted: Lifted,
): Calendar => {
  const { windows } = plan
  if (windows.length > 0 && instants?.spans.length !== windows.length)
    throw new Error('a plan with windows needs the instants of each')
  const until = instants?.until ?? Number.POSITIVE_INFINITY
  const open = new Map<string, readonly Span[]>()
  const indexesOf = (scope: string): readonly number[] => (scope === '' ? [] : scope.split(',').map(Number))
  const spansOf = (scope: string, wants: (window: RolloutWindow) => boolean): readonly Span[] =>
    joinSpans(indexesOf(scope).flatMap((index) => (wants(windows[index]!) ? instants!.spans[index]! : [])))
  const openSpans = (scope: string): readonly Span[] => {
    const known = open.get(scope)
    if (known !== undefined) return known
    const isRestricted = indexesOf(scope).some((index) => windows[index]!.effect.kind === 'allow')
    const allowed = isRestricted
      ? spansOf(scope, ({ effect }) => effect.kind === 'allow')
      : [{ from: Number.NEGATIVE_INFINITY, until }]
    const found = subtractSpans(
      allowed,
      spansOf(scope, ({ effect }) => closes(effect.kind, lifted)),
    )
    open.set(scope, found)
    return found
  }
  const isInForce = (index: number, at: number): boolean =>
    instants!.spans[index]!.some(({ from, until: end }) => from <= at && at < end)
  const scopes = new Map<string, string>()
  return {
    scopeOf: (instance) => {
      const customers = plan.customers
        .filter(({ zones, instances }) => zones.includes(zoneOf(instance)) || instances.includes(instance.id))
        .map(({ name }) => name)
      const key = JSON.stringify([zoneOf(instance), ...customers])
      const scope = scopes.get(key) ?? scopeIn(windows, zoneOf(instance), customers)
      scopes.set(key, scope)
      return scope
    },
    nextOpen: (scope, from, seconds) => {
      const spans = openSpans(scope)
      for (let at = firstEndingAfter(spans, from); at < spans.length; at++) {
        const start = Math.max(from, spans[at]!.from)
        if (start + seconds * 1000 <= spans[at]!.until) return start
      }
      return null
    },
    budgetFactor: (scope, at) =>
      indexesOf(scope).reduce((product, index) => {
        const { effect } = windows[index]!
        return effect.kind === 'limit' && isInForce(index, at) ? product * effect.factor : product
      }, 1),
    holdingAt: (scope, at) => {
      const indexes = indexesOf(scope)
      const allowed = indexes.filter((index) => windows[index]!.effect.kind === 'allow')
      const isAllowed = allowed.some((index) => isInForce(index, at))
      return indexes
        .filter((index) =>
          allowed.includes(index)
            ? !isAllowed
            : closes(windows[index]!.effect.kind, lifted) && isInForce(index, at),
        )
        .map((index) => windows[index]!.name)
    },
    namesOf: (scope) => indexesOf(scope).map((index) => windows[index]!.name),
  }
}

const closes = (kind: RolloutWindow['effect']['kind'], { approved, emergency }: Lifted): boolean =>
  (kind === 'review' && approved !== true && emergency !== true) ||
  (kind === 'emergency-only' && emergency !== true)

const scopeIn = (windows: readonly RolloutWindow[], zone: string, customers: readonly string[]): string =>
  windows
    .flatMap((window, index) => {
      const isAboutAll = window.zones.length === 0 && window.customers.length === 0
      const isAboutMe =
        window.zones.includes(zone) || window.customers.some((name) => customers.includes(name))
      return isAboutAll || isAboutMe ? [index] : []
    })
    .join(',')

/** Index of the first span that is not over at `moment`, by halving. */
const firstEndingAfter = (spans: readonly Span[], moment: number): number => {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.until > moment) high = middle
    else low = middle + 1
  }
  return low
}
