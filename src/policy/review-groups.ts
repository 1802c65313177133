/**
 * How many approvals of whom a part wants at its band, and which of them it has. Every group wants its own: between
 * groups it is AND, and a person who belongs to several counts for one of them.
 */
import { type Band, bands } from '../domain/decision.ts'

/** A request of the policy, as plain JSON that a decision keeps. */
export interface ReviewGroup {
  readonly atLeast: Band
  /** As the policy spells it: `drivers`, `@acme/release-leads`, `@mira or @ada`. */
  readonly from: string
  readonly approvals: number
  /** Whether an approval that counts here may count elsewhere, too. */
  readonly shared: boolean
}

/** One person's approval: the places, in the list of groups, of those they belong to. */
export interface GroupApproval {
  readonly groups: readonly number[]
}

export interface GroupStanding {
  readonly from: string
  readonly wanted: number
  /** At most `wanted`. */
  readonly given: number
}

/** Any eligible person will do: what holds where the policy asks nobody at this band. */
const anybody = 'drivers'

interface Seats {
  readonly from: string
  readonly wanted: number
  readonly shared: boolean
  /** Who may sit here, by their place among the approvals. */
  readonly may: readonly number[]
}

/** Groups asked at a band. The same people asked twice are asked once, for as many as the larger request wants. */
const seatsAt = (
  groups: readonly ReviewGroup[],
  band: Band,
  approvals: readonly GroupApproval[],
): readonly Seats[] => {
  const asked = groups
    .map((group, place) => ({ ...group, place }))
    .filter(({ atLeast }) => bands.indexOf(atLeast) <= bands.indexOf(band))
  const everybody = approvals.map((_, at) => at)
  if (asked.length === 0) return [{ from: anybody, wanted: 1, shared: false, may: everybody }]
  return [...new Set(asked.map(({ from }) => from))].map((from) => {
    const same = asked.filter((group) => group.from === from)
    return {
      from,
      wanted: Math.max(...same.map((group) => group.approvals)),
      shared: same.every((group) => group.shared),
      may: everybody.filter((at) => same.some(({ place }) => approvals[at]!.groups.includes(place))),
    }
  })
}

/** Seats people so that as many places as possible are taken, those of earlier groups first; the group of each person. */
const seat = (seats: readonly Seats[]): ReadonlyMap<number, number> => {
  const groupOf = new Map<number, number>()
  /** Takes a place for the group, moving others to places of other groups where that helps. */
  const take = (group: number, tried: Set<number>): boolean => {
    for (const person of seats[group]!.may) {
      if (tried.has(person) || groupOf.get(person) === group) continue
      tried.add(person)
      const before = groupOf.get(person)
      if (before !== undefined && !take(before, tried)) continue
      groupOf.set(person, group)
      return true
    }
    return false
  }
  for (const [group, { wanted, shared }] of seats.entries())
    if (!shared) for (let place = 0; place < wanted && take(group, new Set()); place++);
  return groupOf
}

/** Every group that is asked at a band, in the order of the policy, and how many of its places are taken. */
export const standingOf = (
  groups: readonly ReviewGroup[],
  band: Band,
  approvals: readonly GroupApproval[],
): readonly GroupStanding[] => {
  const seats = seatsAt(groups, band, approvals)
  const groupOf = seat(seats)
  const taken = (group: number): number => [...groupOf.values()].filter((each) => each === group).length
  return seats.map(({ from, wanted, shared, may }, group) => ({
    from,
    wanted,
    given: Math.min(wanted, shared ? may.length : taken(group)),
  }))
}

/** As if everybody had said yes who is asked at a band: somebody, where the policy asks nobody by name. */
export const yesOfAll = (groups: readonly ReviewGroup[], band: Band): readonly GroupApproval[] => {
  const yes = groups.flatMap(({ atLeast, approvals }, place) =>
    bands.indexOf(atLeast) <= bands.indexOf(band)
      ? Array.from({ length: approvals }, () => ({ groups: [place] }))
      : [],
  )
  return yes.length === 0 ? [{ groups: [] }] : yes
}

export const isComplete = (standing: readonly GroupStanding[]): boolean =>
  standing.every(({ wanted, given }) => given >= wanted)

/** "1 of 2 approvals of @acme/release-leads": what is missing, for a sentence. */
export const sayMissing = (standing: readonly GroupStanding[]): readonly string[] =>
  standing
    .filter(({ wanted, given }) => given < wanted)
    .map(({ from, wanted, given }) => {
      const whom = from === anybody ? 'anybody who may write here' : from
      const missing = wanted - given
      const count = given === 0 ? `${missing}` : `${missing} more`
      return `${count} ${missing === 1 ? 'approval' : 'approvals'} of ${whom}`
    })
