/** Whether what a ledger holds is an event of a rollout: by hand, because every read of a journal pays for it. */
import { bands } from '../../domain/decision.ts'
import { type RolloutEvent, rolloutCommands, rolloutOutcomes, windowLifts } from '../../rollout/events.ts'
import { type Histogram, histogramFault } from '../../rollout/sequential-latency.ts'
import {
  amount,
  choice,
  count,
  flag,
  list,
  mapping,
  members,
  moment,
  name,
  nullable,
  number,
  oneOf,
  optional,
  type Shape,
  share,
  text,
} from './event-shape-values.ts'

const tally = members({ requests: amount, errors: amount })

const histogram: Shape = (value, path) => {
  const fault = members({ boundsMilliseconds: list(number), counts: list(number) })(value, path)
  if (fault !== undefined) return fault
  const why = histogramFault(value as Histogram)
  return why === null ? undefined : `${path} has ${why}`
}

const totals = choice(({ kind }) =>
  members(
    kind === 'latency'
      ? { new: histogram, old: nullable(histogram) }
      : { kind: oneOf(['errors', 'latency']), new: tally, old: nullable(tally) },
  ),
)

const bake = members({
  countedAt: nullable(amount),
  totals: mapping(totals),
  evidence: mapping(list(number)),
  reference: mapping(choice((value) => ('counts' in value ? histogram : tally))),
})

const gateReasons = members({
  probability: nullable(share),
  band: nullable(oneOf(bands)),
  decision: text,
  reason: text,
  changes: count,
  parts: list(members({ id: text, title: text, share })),
  reasons: list(members({ factor: amount, sentence: text })),
})

/** Of every kind of event every member, so that none can be added and forgotten here. */
type ShapesOfAll = {
  readonly [Kind in RolloutEvent['event']]: Readonly<
    Record<Exclude<keyof Extract<RolloutEvent, { event: Kind }>, 'event' | 'at' | 'epoch'>, Shape>
  >
}

const shapes = {
  started: {
    service: name,
    to: name,
    from: list(name),
    plan: name,
    risk: members({ probability: share, band: oneOf(bands), uncertain: flag }),
    waves: list(members({ exposure: count, bakeSeconds: amount, expectedHarm: amount })),
    fleetSize: count,
    already: count,
    serving: count,
    capacityFloor: count,
    mostOut: count,
    earliestFinish: moment,
    change: optional(text),
    commit: optional(text),
    basis: optional(members({ source: text, gate: optional(gateReasons) })),
  },
  lease: { holder: name, ttlSeconds: amount },
  heartbeat: { bake: optional(bake) },
  batch: {
    wave: count,
    batch: count,
    direction: oneOf(['forward', 'back']),
    instances: list(members({ id: name, from: text, to: text })),
  },
  moved: {
    batch: count,
    results: list(
      members({
        id: name,
        outcome: oneOf(['moved', 'failed', 'unmoved']),
        why: text,
        drainSeconds: amount,
        bootSeconds: amount,
      }),
    ),
    leastServing: count,
    seconds: amount,
    served: optional(tally),
    balanced: optional(members({ requests: amount, lost: amount, serverErrors: amount })),
  },
  baking: { wave: count, bake },
  judged: {
    wave: count,
    verdict: oneOf(['pass', 'fail']),
    why: text,
    eValue: amount,
    by: optional(name),
    counts: mapping(
      members({
        new: tally,
        old: nullable(tally),
        detectable: nullable(number),
        newMilliseconds: optional(nullable(amount)),
        oldMilliseconds: optional(nullable(amount)),
      }),
    ),
    bake,
  },
  command: {
    command: oneOf(rolloutCommands),
    by: name,
    reason: text,
    instances: list(name),
    lifts: optional(oneOf(windowLifts)),
  },
  parked: { until: moment, why: text },
  'turned-back': { why: text },
  ended: { outcome: oneOf(rolloutOutcomes), why: text, instances: list(name), skipped: optional(list(name)) },
} as const satisfies ShapesOfAll

const written = { at: moment, epoch: count }
const kinds = Object.keys(shapes)
const known = new Map<unknown, Shape>(
  Object.entries(shapes).map(([event, own]) => [event, members({ ...written, ...own })]),
)

const event = choice((value) => known.get(value['event']) ?? members({ event: oneOf(kinds) }))

/** Why a value is no event of a rollout; undefined when it is one. Members this release does not know are left alone. */
export const eventFault = (value: unknown): string | undefined => event(value, '')
