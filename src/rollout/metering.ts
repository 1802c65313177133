import type { BalancedCount } from './events.ts'

/** Numbers that only grow, until what counts them begins anew. */
type Counts<Name extends string> = Readonly<Record<Name, number>>

export const tallyNames = ['requests', 'errors'] as const
export const balancedNames = ['requests', 'lost', 'serverErrors'] as const satisfies (keyof BalancedCount)[]

/** Adds up what instances count, whichever of them it is, from one look to the next. */
export interface Meter<Name extends string> {
  /** Null where nobody could say: what came meanwhile is counted at the next look. */
  readonly take: (counts: ReadonlyMap<string, Counts<Name>> | null) => void
  /** Since the first look; null where the last one told nothing. */
  readonly total: () => Counts<Name> | null
}

/**
 * Instance by instance: a counter that went backwards began anew, and what it shows has come since. Who was not there
 * before counts from the next look on.
 */
export const openMeter = <const Name extends string>(names: readonly Name[]): Meter<Name> => {
  const last = new Map<string, Counts<Name>>()
  let total = valuesOf(names, () => 0)
  let isCurrent = false
  return {
    total: () => (isCurrent ? total : null),
    take: (counts) => {
      isCurrent = counts !== null
      for (const [id, count] of counts ?? []) {
        const before = last.get(id)
        last.set(id, count)
        // Of ten thousand instances most have been at rest since the last look.
        if (before === undefined || names.every((name) => count[name] === before[name])) continue
        const isReset = beganAnew(names, before, count)
        total = valuesOf(names, (name) => total[name] + count[name] - (isReset ? 0 : before[name]))
      }
    },
  }
}

/** Whether any of the numbers went backwards. */
export const beganAnew = <Name extends string>(
  names: readonly Name[],
  before: Counts<Name>,
  now: Counts<Name>,
): boolean => names.some((name) => now[name] < before[name])

/** What was counted in between. */
export const minus = <Name extends string>(
  names: readonly Name[],
  from: Counts<Name>,
  what: Counts<Name>,
): Counts<Name> => valuesOf(names, (name) => from[name] - what[name])

export const plus = <Name extends string>(
  names: readonly Name[],
  one: Counts<Name>,
  other: Counts<Name>,
): Counts<Name> => valuesOf(names, (name) => one[name] + other[name])

const valuesOf = <Name extends string>(
  names: readonly Name[],
  value: (name: Name) => number,
): Counts<Name> => {
  const values = {} as Record<Name, number>
  for (const name of names) values[name] = value(name)
  return values
}
