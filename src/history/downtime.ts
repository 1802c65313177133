/** How long something was down, from the incidents that are known: overlaps count once, by the worst of them. */
import { joinSpans, type Span } from '../domain/spans.ts'
import type { KnownIncident } from './known-incidents.ts'

/** What a moment of an incident counts as, by what it did: 0 nothing, 1 down. */
export interface ImpactShares {
  readonly degraded: number
  /** Of incidents that do not say what they did. */
  readonly unknown: number
}

export interface Outage extends Span {
  /** 0..1: what a moment of it counts as. */
  readonly share: number
  readonly isOpen: boolean
}

export interface Outages {
  /** In whole milliseconds since 1970. */
  readonly outages: readonly Outage[]
  /** Incidents that would count, if anybody knew from when until when they lasted. */
  readonly leftOut: number
}

const shareOf = ({ impact, nearMiss }: KnownIncident, { degraded, unknown }: ImpactShares): number =>
  nearMiss ? 0 : { down: 1, degraded, none: 0, unknown }[impact]

const milliseconds = (seconds: number): number => Math.round(seconds * 1000)

/** Whether it goes on at a moment (milliseconds), as far as is known: its record neither is closed nor tells an end. */
export const isOpenAt = ({ over, recoveredAt }: KnownIncident, moment: number): boolean =>
  recoveredAt === null ? !over : milliseconds(recoveredAt) > moment

/**
 * Outages between two moments (milliseconds), as they were known at the second. What goes on counts up to then; what
 * nobody can place in time is left out, and counted.
 */
export const outagesOf = (
  incidents: readonly KnownIncident[],
  shares: ImpactShares,
  { from, until }: Span,
): Outages => {
  const outages: Outage[] = []
  let leftOut = 0
  for (const incident of incidents) {
    const share = shareOf(incident, shares)
    if (share === 0 || milliseconds(incident.noticedAt) > until) continue
    const { startedAt, recoveredAt } = incident
    const isOpen = isOpenAt(incident, until)
    if (startedAt === null || (recoveredAt === null && !isOpen)) {
      // Long before the window it would not count anyway.
      if (isOpen || milliseconds(incident.noticedAt) >= from) leftOut += 1
      continue
    }
    const begins = Math.max(from, milliseconds(startedAt))
    const ends = isOpen ? until : Math.min(until, milliseconds(recoveredAt!))
    if (begins < ends) outages.push({ from: begins, until: ends, share, isOpen })
  }
  return { outages, leftOut }
}

/** Milliseconds that outages cost inside a span, each moment counted as the worst of those that overlap there. */
export const costOf = (outages: readonly Outage[], { from, until }: Span): number => {
  const inside = outages
    .map((outage) => ({ ...outage, from: Math.max(from, outage.from), until: Math.min(until, outage.until) }))
    .filter((outage) => outage.from < outage.until)
  const shares = [...new Set(inside.map(({ share }) => share))].sort((one, other) => other - one)
  let cost = 0
  let covered = 0
  for (const least of shares) {
    // What a worse one covers is counted already.
    const reach = lengthOf(joinSpans(inside.filter(({ share }) => share >= least)))
    cost += least * (reach - covered)
    covered = reach
  }
  return Math.round(cost)
}

const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, span) => sum + span.until - span.from, 0)
