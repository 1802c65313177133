/**
 * Rollouts lived through without a clock: `decide` and the journal are real, the world is a few lines. A tape of small
 * numbers says what goes wrong and when; where it ends, nothing goes wrong any more.
 */
import type { RolloutPlan } from '../../src/config/rollout/plan.ts'
import { calendarOf } from '../../src/rollout/calendar.ts'
import { roundedDown, roundedUp } from '../../src/rollout/capacity.ts'
import { decide } from '../../src/rollout/decide.ts'
import type { Decision } from '../../src/rollout/decision.ts'
import type {
  CommandEvent,
  MoveResult,
  RolloutCommand,
  RolloutEvent,
  StartedEvent,
} from '../../src/rollout/events.ts'
import { type Instance, isAvailable, zoneOf } from '../../src/rollout/fleet.ts'
import { fold } from '../../src/rollout/fold.ts'
import type { Judgement } from '../../src/rollout/judge-evidence.ts'
import type { RolloutState } from '../../src/rollout/state.ts'
import { isTurned } from '../../src/rollout/transitions.ts'
import type { World } from '../../src/rollout/world.ts'

export interface Tape {
  /** The next number below `below`; 0 once the tape has ended. */
  readonly next: (below: number) => number
}

export const tapeOf = (numbers: ArrayLike<number>): Tape => {
  let at = 0
  return { next: (below) => (at < numbers.length ? numbers[at++]! % below : 0) }
}

/** So many numbers that look like chance (xorshift), then zeros. */
export const chanceOf = (seed: number, draws: number): Tape => {
  let state = seed | 1
  let left = draws
  return {
    next: (below) => {
      if (left-- <= 0) return 0
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return (state >>> 0) % below
    },
  }
}

/** What becomes of an instance that is restarted onto the new version: the same however often it is tried. */
export type Fate = 'good' | 'never-up' | 'stays-put' | 'never-back'

export interface Setting {
  readonly plan: RolloutPlan
  readonly size: number
  readonly zones: number
  readonly exposures: readonly number[]
  readonly fates: readonly Fate[]
  /** The wave whose gate fails; none where beyond the last. */
  readonly failingWave: number
  readonly rollsWaves?: boolean
}

export interface Faults {
  /** Of a hundred moments, at so many the coordinator is killed. */
  readonly crashes: number
  readonly people: number
  /** Flaps, joins, leaves, resets of the load balancer. */
  readonly outside: number
}

export const noFaults: Faults = { crashes: 0, people: 0, outside: 0 }

export interface History {
  readonly events: readonly RolloutEvent[]
  readonly state: RolloutState
  readonly fleet: readonly Instance[]
  readonly ended: boolean
  readonly violations: readonly string[]
  readonly moves: ReadonlyMap<string, number>
}

const begin = Date.parse('2026-11-18T14:00:00Z')

export const startedFor = (
  { size, exposures }: Pick<Setting, 'size' | 'exposures'>,
  at = new Date(begin).toISOString(),
): StartedEvent => ({
  event: 'started',
  at,
  epoch: 0,
  service: 'web',
  to: 'v812',
  from: ['v811'],
  plan: '',
  risk: { probability: 0.05, band: 'high', uncertain: false },
  waves: exposures.map((exposure) => ({ exposure, bakeSeconds: 60, expectedHarm: 0 })),
  fleetSize: size,
  already: 0,
  serving: size,
  capacityFloor: 0,
  mostOut: 1,
  earliestFinish: at,
})

export const instanceAt = (at: number, zones: number): Instance => ({
  id: `web-${at + 1}`,
  ...(zones > 0 ? { zone: `az-${'abcdef'[at % zones]}` } : {}),
  version: 'v811',
  healthy: true,
  inRotation: true,
})

const mostSteps = 600

/** Lives a rollout to its end, and notes every breach of what must hold at any moment. */
export const live = (setting: Setting, faults: Faults, tape: Tape): History => {
  const { plan, zones } = setting
  const calendar = calendarOf(plan, undefined, {})
  const fleet = new Map<string, Instance>()
  for (let at = 0; at < setting.size; at++) {
    const instance = instanceAt(at, zones)
    fleet.set(instance.id, instance)
  }
  const fateOf = new Map([...fleet.keys()].map((id, at) => [id, setting.fates[at] ?? 'good']))
  const events: RolloutEvent[] = []
  const violations: string[] = []
  const moves = new Map<string, number>()
  let state = fold([])
  let now = begin
  let stuckSince: number | null = null
  let bakes = 0
  let joined = 0

  const stamp = () => ({ at: new Date(now).toISOString(), epoch: state.epoch })
  const append = (event: RolloutEvent): void => {
    events.push(event)
    state = fold([event], state)
  }
  const lead = (): void =>
    append({ ...stamp(), event: 'lease', epoch: state.epoch + 1, holder: 'job', ttlSeconds: 60 })
  const happens = (of: number): boolean => of > 0 && tape.next(100) >= 100 - of
  /** The process is gone; another takes the lead. */
  const crashes = (): boolean => {
    if (!happens(faults.crashes)) return false
    stuckSince = null
    now += 1000
    lead()
    return true
  }
  const put = (id: string, change: Partial<Instance>): void => {
    const instance = fleet.get(id)
    if (instance !== undefined) fleet.set(id, { ...instance, ...change })
  }
  const outside = (): void => {
    const all = [...fleet.values()]
    const one = all[tape.next(all.length)]!
    switch (tape.next(5)) {
      case 0:
        put(one.id, { healthy: false })
        break
      case 1:
        for (const sick of all) if (fateOf.get(sick.id) !== 'never-up') put(sick.id, { healthy: true })
        break
      case 2:
        if (joined++ < 3)
          fleet.set(`new-${joined}`, { ...instanceAt(setting.size + joined, zones), id: `new-${joined}` })
        break
      case 3:
        if (fleet.size > 2) fleet.delete(one.id)
        break
      default:
        // A reload: whoever is healthy gets requests again, whoever was to be left alone or not.
        for (const well of all) if (well.healthy) put(well.id, { inRotation: true })
    }
  }
  const speak = (): void => {
    const commands: readonly RolloutCommand[] = ['resume', 'pause', 'promote', 'abort', 'skip']
    const command = commands[tape.next(commands.length)]!
    const word: CommandEvent = {
      ...stamp(),
      event: 'command',
      command,
      by: 'mira',
      reason: '',
      instances: command === 'skip' ? [`web-${tape.next(setting.size) + 1}`] : [],
    }
    append(word)
  }
  const judgementNow = (): Judgement | null => {
    if (state.stage !== 'baking') return null
    const isOver = bakes++ >= 1
    const verdict = !isOver ? 'inconclusive' : state.passed === setting.failingWave ? 'fail' : 'pass'
    return { verdict, why: verdict, eValue: 1, overdue: false, metrics: {} }
  }
  const worldNow = (): World => ({
    now,
    calendar,
    batchSeconds: 30,
    settleSeconds: 0,
    rollsWaves: setting.rollsWaves ?? false,
    longestWaitSeconds: 1800,
    missing: [],
    judgement: judgementNow(),
    stuckSince,
    blind: [],
  })

  /** What one instance does when it is moved; the mover finds out how far an earlier try got. */
  const moveOne = (id: string, to: string, isStopped: boolean): MoveResult => {
    const told = { id, why: '', drainSeconds: 0, bootSeconds: 0 }
    const instance = fleet.get(id)
    if (instance === undefined) return { ...told, outcome: 'unmoved' }
    const fate = fateOf.get(id) ?? 'good'
    if (instance.version === to && isAvailable(instance)) return { ...told, outcome: 'moved' }
    if (instance.version !== to && isStopped) {
      put(id, { healthy: true, inRotation: true })
      return { ...told, outcome: 'unmoved' }
    }
    if (fate === 'stays-put') return { ...told, outcome: 'unmoved' }
    if (instance.version !== to) moves.set(id, (moves.get(id) ?? 0) + 1)
    const isUp = to === 'v812' ? fate !== 'never-up' : fate !== 'never-back'
    put(id, { version: to, healthy: isUp, inRotation: isUp })
    return { ...told, outcome: isUp ? 'moved' : 'failed' }
  }
  const move = (decision: Extract<Decision, { kind: 'move' }>): void => {
    if (!decision.isAgain) {
      violations.push(...breaches(decision, state, [...fleet.values()], setting))
      if (crashes()) return
      const { wave, batch, direction, moves: instances } = decision
      append({ ...stamp(), event: 'batch', wave, batch, direction, instances })
    }
    if (crashes()) return
    // Out of rotation first, all of them: that is what capacity was counted for.
    for (const { id, to } of decision.moves)
      if (fleet.get(id)?.version !== to && fateOf.get(id) !== 'stays-put') put(id, { inRotation: false })
    if (crashes()) return
    const results: MoveResult[] = []
    for (const { id, to } of decision.moves) {
      const isAborted = state.aborted !== null && decision.direction === 'forward'
      results.push(moveOne(id, to, decision.isStopped || isAborted))
      now += 500
      if (happens(faults.people)) speak()
      if (crashes()) return
    }
    append({
      ...stamp(),
      event: 'moved',
      batch: decision.batch,
      results,
      leastServing: 0,
      seconds: 1,
    })
  }

  append(startedFor(setting))
  lead()
  for (let step = 0; step < mostSteps; step++) {
    now += 1000
    if (happens(faults.people)) speak()
    if (happens(faults.outside)) outside()
    if (happens(faults.crashes)) crashes()
    const observed = [...fleet.values()]
    const decision = decide(state, observed, plan, worldNow())
    const isStuck = decision.kind === 'wait' && decision.reason === 'stuck'
    stuckSince = isStuck ? (stuckSince ?? now) : null
    switch (decision.kind) {
      case 'move':
        move(decision)
        break
      case 'bake':
        bakes = 0
        append({
          ...stamp(),
          event: 'baking',
          wave: decision.wave,
          bake: { countedAt: null, totals: {}, evidence: {}, reference: {} },
        })
        break
      case 'judge': {
        const { kind, ...judged } = decision
        append({ ...stamp(), event: 'judged', ...judged, counts: {}, bake: state.bake!.start })
        break
      }
      case 'wait':
        now = decision.until ?? now + 30_000
        // A person who paused comes back one day.
        if (decision.reason === 'paused' && step % 40 === 39)
          append({
            ...stamp(),
            event: 'command',
            command: 'resume',
            by: 'mira',
            reason: '',
            instances: [],
          })
        break
      case 'park':
        append({ ...stamp(), event: 'parked', until: new Date(decision.until).toISOString(), why: '' })
        now = decision.until
        lead()
        break
      case 'turn-back':
        append({ ...stamp(), event: 'turned-back', why: decision.why })
        break
      case 'end': {
        const { outcome, why, instances } = decision
        append({ ...stamp(), event: 'ended', outcome, why, instances })
        // Somebody changes their mind afterwards.
        if (happens(faults.people) && tape.next(2) === 1) {
          append({ ...stamp(), event: 'command', command: 'abort', by: 'mira', reason: '', instances: [] })
          if (decide(state, observed, plan, worldNow()).kind === 'turn-back') {
            lead()
            break
          }
        }
        return { events, state, fleet: [...fleet.values()], ended: true, violations, moves }
      }
      case 'rest':
        return { events, state, fleet: [...fleet.values()], ended: true, violations, moves }
    }
  }
  return { events, state, fleet: [...fleet.values()], ended: false, violations, moves }
}

/** What must hold of every batch at the moment it is decided, told again from the fleet, the plan and the journal. */
export const breaches = (
  { direction, wave, moves }: Extract<Decision, { kind: 'move' }>,
  state: RolloutState,
  fleet: readonly Instance[],
  { plan, exposures, rollsWaves = false }: Setting,
): readonly string[] => {
  const found: string[] = []
  const must = (holds: boolean, what: string): void => {
    if (!holds) found.push(what)
  }
  const ids = new Set(moves.map(({ id }) => id))
  const taken = fleet.filter((instance) => ids.has(instance.id) && isAvailable(instance))
  const serving = fleet.filter(isAvailable).length - taken.length
  const isForward = direction === 'forward'
  const most = roundedDown(isForward ? plan.batch.maxUnavailable : plan.rollback.maxUnavailable, fleet.length)
  const limit = isForward ? most : Math.max(1, most)
  must(moves.length > 0, 'a batch of nobody')
  must(ids.size === moves.length, 'one instance twice in a batch')
  must(
    moves.every(({ id }) => fleet.some((instance) => instance.id === id)),
    'somebody who has left is moved',
  )
  if (!rollsWaves) {
    if (taken.length > 0) {
      must(
        serving >= roundedUp(plan.batch.minHealthy, fleet.length),
        `I1: ${serving} serve of ${fleet.length}`,
      )
      // On the way back, who is out for another reason takes nobody's place.
      const staying = fleet.filter(
        (instance) =>
          !isAvailable(instance) && (instance.version !== 'v812' || state.skipped.has(instance.id)),
      )
      const out = fleet.length - serving - (isForward ? 0 : staying.length)
      must(out <= limit, `I2: ${out} out, ${limit} may be`)
    }
    must(moves.length <= Math.max(1, limit), `I2: ${moves.length} in a batch, ${limit} may be out`)
    const places = new Set(fleet.filter(({ id }) => ids.has(id)).map(zoneOf))
    must(plan.order.zones === 'parallel' || places.size <= 1, 'I2: two zones in a batch')
  }
  must(!isForward || (state.aborted === null && !isTurned(state.stage)), 'I4: forward after an abort')
  must(state.paused === null, 'a paused rollout moves')
  must(wave <= state.passed, 'I3: a wave before its turn')
  if (isForward) {
    const onNew = fleet.filter(({ id, version }) => version === 'v812' && !state.failed.has(id)).length
    const exposure = wave === exposures.length - 1 ? fleet.length : exposures[wave]!
    must(
      onNew + moves.length <= Math.max(exposure, onNew + (state.trail === null ? 1 : 0)),
      `I3: ${onNew} + ${moves.length} exposed, and ${exposure} may be`,
    )
    must(!moves.some(({ id }) => state.failed.has(id)), 'a failed instance is moved again')
    must(!moves.some(({ id }) => state.skipped.has(id)), 'a skipped instance is moved')
  }
  return found
}
