/** What a policy asked, let through and missed, counted over its decisions: rehearsed on the past, or recorded. */
import type { RuleName } from '../domain/decision.ts'
import {
  type Lane,
  type LaneCount,
  lanes,
  type Rehearsal,
  type RehearsedDeployment,
  type RehearsedPart,
  type Waiting,
} from '../domain/rehearsal.ts'
import { failureBounds, trackFrom } from '../model/track.ts'

export interface CountingRequest
  extends Pick<Rehearsal, 'policy' | 'environment' | 'from' | 'to' | 'riskiest' | 'source' | 'notes'> {
  /** By time. */
  readonly decided: readonly RehearsedDeployment[]
  readonly deploymentSource: Rehearsal['deployments']['source']
  readonly waiting: Pick<Waiting, 'hoursEach' | 'source' | 'among'>
  readonly withPeople: boolean
}

export const countRehearsal = (request: CountingRequest): Rehearsal => {
  const { decided, waiting, withPeople, deploymentSource, ...told } = request
  const parts = decidedOnce(decided)
  const asking = decided.filter(({ verdict }) => verdict === 'review')
  const inLane = laneCounts(parts)
  const failed = parts.filter(({ failure }) => failure !== undefined)
  const seconds = (Date.parse(told.to) - Date.parse(told.from)) / 1000
  const { policy, environment, from, to, riskiest, source, notes } = told
  return {
    ...trackFrom({
      n: parts.length,
      failed: failed.length,
      caught: inLane.asked.failed,
      reviewed: inLane.asked.parts,
      seconds,
    }),
    riskiest,
    source,
    policy,
    environment,
    from,
    to,
    deployments: {
      source: deploymentSource,
      count: decided.length,
      asked: asking.length,
      through: decided.filter(({ verdict }) => verdict === 'approve').length,
      held: decided.filter(({ holds }) => holds.length > 0).length,
    },
    rules: countRules(asking),
    areas: countAreas(parts),
    reviewers: countReviewers(parts, withPeople),
    lanes: inLane,
    failures: failed
      .map(({ areas: _, reviewers: __, open: ___, ...part }) => part)
      .toSorted((one, other) => (one.failure!.at < other.failure!.at ? 1 : -1)),
    open: parts.filter(({ open }) => open).length,
    waiting: {
      ...waiting,
      hours: waiting.hoursEach === null ? null : waiting.hoursEach * asking.length,
    },
    windows: countWindows(decided),
    decisions: decided.map(({ parts: own, ...decision }) => ({
      ...decision,
      parts: own.map(({ sha, risk, lane, askedBy }) => ({
        sha,
        risk,
        lane,
        ...(askedBy === undefined ? {} : { askedBy }),
      })),
    })),
    notes,
  }
}

/** What came back and goes out again was decided upon already. */
const decidedOnce = (decided: readonly RehearsedDeployment[]): readonly RehearsedPart[] => {
  const first = new Map<string, RehearsedPart>()
  for (const { parts } of decided)
    for (const part of parts) if (!first.has(part.sha)) first.set(part.sha, part)
  return [...first.values()]
}

const laneCounts = (parts: readonly RehearsedPart[]): Readonly<Record<Lane, LaneCount>> => {
  const count = (lane: Lane): LaneCount => {
    const own = parts.filter((part) => part.lane === lane)
    const failed = own.filter(({ failure }) => failure !== undefined).length
    return { parts: own.length, failed, ...failureBounds(failed, own.length) }
  }
  return Object.fromEntries(lanes.map((lane) => [lane, count(lane)])) as Record<Lane, LaneCount>
}

/** The most first; equal ones by name, so that the same past always reads the same. */
const byCount = <Counted>(
  counted: ReadonlyMap<string, Counted>,
  sizeOf: (value: Counted) => number,
): readonly (readonly [string, Counted])[] =>
  [...counted].toSorted(
    ([one, first], [other, second]) => sizeOf(second) - sizeOf(first) || (one < other ? -1 : 1),
  )

const countRules = (asking: readonly RehearsedDeployment[]): Rehearsal['rules'] => {
  const counts = new Map<string, { deployments: number; parts: number }>()
  const add = (rule: RuleName, deployments: number, parts: number): void => {
    const count = counts.get(rule) ?? { deployments: 0, parts: 0 }
    counts.set(rule, { deployments: count.deployments + deployments, parts: count.parts + parts })
  }
  for (const { rule, parts } of asking) {
    add(rule, 1, 0)
    for (const { askedBy } of parts) if (askedBy !== undefined) add(askedBy, 0, 1)
  }
  return byCount(counts, ({ parts }) => parts).map(([rule, count]) => ({ rule: rule as RuleName, ...count }))
}

const countAreas = (parts: readonly RehearsedPart[]): Rehearsal['areas'] => {
  const counts = new Map<string, { parts: number; asked: number }>()
  for (const { areas, lane } of parts)
    for (const area of areas) {
      const count = counts.get(area) ?? { parts: 0, asked: 0 }
      counts.set(area, { parts: count.parts + 1, asked: count.asked + (lane === 'asked' ? 1 : 0) })
    }
  return byCount(counts, ({ asked, parts: all }) => asked * 1e6 + all).map(([name, count]) => ({
    name,
    ...count,
  }))
}

const countReviewers = (parts: readonly RehearsedPart[], withPeople: boolean): Rehearsal['reviewers'] => {
  type Entry = { readonly name: string; readonly kind: Rehearsal['reviewers'][number]['kind'] }
  const counts = new Map<string, { entry: Entry; parts: number }>()
  const entryOf = ({ kind, name }: NonNullable<RehearsedPart['reviewers']>[number]): Entry =>
    kind === 'person' && !withPeople
      ? { name: 'people whom CODEOWNERS names', kind: 'people' }
      : { name, kind }
  for (const { lane, reviewers } of parts) {
    if (lane !== 'asked' || reviewers === undefined) continue
    const entries: readonly Entry[] =
      reviewers.length === 0
        ? [{ name: 'whoever knows the files, for CODEOWNERS names nobody', kind: 'nobody' }]
        : reviewers.map(entryOf)
    // Two people of one part are one entry of people, once.
    for (const entry of new Map(entries.map((each) => [each.name, each])).values())
      counts.set(entry.name, { entry, parts: (counts.get(entry.name)?.parts ?? 0) + 1 })
  }
  return byCount(counts, ({ parts: all }) => all).map(([, { entry, parts: all }]) => ({
    ...entry,
    parts: all,
  }))
}

const countWindows = (decided: readonly RehearsedDeployment[]): Rehearsal['windows'] => {
  const counts = new Map<string, { deployments: number; hours: number }>()
  for (const { holds } of decided)
    for (const { window, hours } of holds) {
      const count = counts.get(window) ?? { deployments: 0, hours: 0 }
      counts.set(window, { deployments: count.deployments + 1, hours: count.hours + hours })
    }
  return byCount(counts, ({ hours }) => hours).map(([name, count]) => ({ name, ...count }))
}
