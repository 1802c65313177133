/**
 * A world for the engine: a journal, a fleet behind a load balancer, and processes that can be killed or stand still at
 * any of their calls. Time is virtual, and a tape says what goes wrong.
 */
import type { RolloutPlan } from '../../../src/config/rollout/plan.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import { calendarOf } from '../../../src/rollout/calendar.ts'
import { roundedDown, roundedUp } from '../../../src/rollout/capacity.ts'
import { runRollout } from '../../../src/rollout/engine/engine.ts'
import { instanceMover } from '../../../src/rollout/engine/instance-mover.ts'
import type { Live, RolloutEnd, RolloutOptions } from '../../../src/rollout/engine/options.ts'
import type {
  ActionContext,
  ActionResult,
  Clock,
  InstanceDriver,
  Journal,
  JournaledEvent,
  MetricSource,
} from '../../../src/rollout/engine/ports.ts'
import type { RolloutCommand, RolloutEvent } from '../../../src/rollout/events.ts'
import type { Instance } from '../../../src/rollout/fleet.ts'
import { fold } from '../../../src/rollout/fold.ts'
import type { RolloutState } from '../../../src/rollout/state.ts'
import { latestTouches } from '../../../src/rollout/trail.ts'
import { isTurned } from '../../../src/rollout/transitions.ts'
import { startedFor, type Tape } from '../histories.ts'
import { type VirtualClock, virtualClock } from './virtual-clock.ts'

export const begin = Date.parse('2026-11-18T14:00:00Z')

export interface Machine {
  readonly id: string
  readonly zone: string
  role?: 'leader'
  version: string
  /** What the load balancer was told; a reload forgets it. */
  inRotation: boolean
  /** One of two load balancers has let it in again, while the other has not. */
  strays: boolean
  /** One of two load balancers leaves it alone because of an old state. */
  isForgotten: boolean
  /** When what was started answers well; never where infinite. */
  healthyAt: number
  /** An outside fault: ill until then. */
  illUntil: number
  readonly bootSeconds: number
  /** Never comes up on the new version. */
  readonly isDoomed: boolean
  readonly drainSeconds: number
  /** From the order until what runs is stopped, and the other started. */
  readonly restartSeconds: number
}

export interface WorldSetting {
  readonly plan: RolloutPlan
  readonly machines: readonly Partial<Machine>[]
  readonly zones: number
  readonly exposures: readonly number[]
  readonly bakeSeconds: number
  readonly tape: Tape
  /** Of a thousand calls, at so many the process is killed, stands still, or does not hear the answer. */
  readonly kills?: number
  readonly freezes?: number
  readonly lostAnswers?: number
  /** How long the journal takes to be read or written; no time unless given. */
  readonly journalMilliseconds?: number
  /** The targets themselves refuse an older epoch. */
  readonly fenced?: boolean
  /** What the driver says of taking one out now. */
  readonly canTouch?: (id: string) => ActionResult
  /** The driver can keep out what a load balancer lets in. */
  readonly keeps?: boolean
  /**
   * How long it looks before it orders, and how long an order is under way, which nobody can call back then: of the next
   * `keepOut` or `keepIn`; no time unless given.
   */
  readonly keeping?: () => { readonly lookMilliseconds: number; readonly orderMilliseconds: number }
  readonly metrics?: (world: World) => readonly MetricSource[]
  /** Told before and after the effect of every call of a process. */
  readonly interfere?: (call: string, process: Pick<Process, 'kill' | 'freeze'>) => void
  /** Whether the fleet can be observed. */
  readonly isSeen?: () => boolean
}

export interface World {
  readonly clock: VirtualClock
  readonly events: JournaledEvent[]
  readonly machines: Map<string, Machine>
  readonly violations: string[]
  readonly restarts: Map<string, number>
  readonly touches: {
    readonly at: number
    readonly epoch: number
    readonly verb: string
    readonly id: string
  }[]
  readonly isHealthy: (machine: Machine) => boolean
  readonly serving: () => number
  readonly say: (command: RolloutCommand, instances?: readonly string[]) => void
  /** For so long nothing can be written. */
  readonly breakJournal: (milliseconds: number) => void
  readonly disturb: (what: (machines: Map<string, Machine>) => void) => void
  /** For so long one of two load balancers does not answer. */
  readonly silence: (seconds: number) => void
  readonly state: () => RolloutState
  readonly start: (name: string, more?: Partial<RolloutOptions>) => Process
}

export interface Process {
  readonly end: Promise<RolloutEnd>
  readonly kill: () => void
  readonly freeze: (milliseconds: number) => void
  readonly isDead: () => boolean
}

/** Between two looks of a driver at what it drains. */
const lookMilliseconds = 500

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)

export const lease = { ttlSeconds: 60, heartbeatSeconds: 15, pollSeconds: 5 }

export const openWorld = (setting: WorldSetting): World => {
  const { plan, tape } = setting
  const clock = virtualClock(begin)
  const machines = new Map<string, Machine>()
  for (const [at, given] of setting.machines.entries()) {
    const id = given.id ?? `web-${at + 1}`
    machines.set(id, {
      zone: setting.zones > 0 ? `az-${'abc'[at % setting.zones]}` : '',
      version: 'v811',
      inRotation: true,
      strays: false,
      isForgotten: false,
      healthyAt: 0,
      illUntil: 0,
      bootSeconds: 2,
      isDoomed: false,
      drainSeconds: 0.2,
      restartSeconds: 0,
      ...given,
      id,
    })
  }
  const events: JournaledEvent[] = []
  const violations: string[] = []
  const restarts = new Map<string, number>()
  const touches: World['touches'] = []
  let known = fold([])
  let outsideAt = 0
  let brokenUntil = 0
  let silentUntil = 0
  let highestEpoch = 0
  let dead = new Set<string>()

  const state = (): RolloutState => {
    known = fold(events.slice(known.count), known)
    return known
  }
  const write = (event: RolloutEvent, actor: string): void => {
    // As a ledger would: nobody shares objects with it.
    events.push({ ...JSON.parse(JSON.stringify(event)), actor })
    if (event.event === 'batch') batchAt = clock.now()
  }
  let batchAt = 0
  const isHealthy = ({ healthyAt, illUntil }: Machine): boolean =>
    clock.now() >= healthyAt && clock.now() >= illUntil
  const isIn = ({ inRotation, isForgotten }: Machine): boolean => inRotation && !isForgotten
  const isServing = (machine: Machine): boolean => isIn(machine) && isHealthy(machine)
  const serving = (): number => [...machines.values()].filter(isServing).length
  const must = (holds: boolean, what: string): void => {
    if (!holds) violations.push(`${new Date(clock.now()).toISOString()} ${what}`)
  }

  const checkTouch = (verb: string, id: string, epoch: number): void => {
    touches.push({ at: clock.now(), epoch, verb, id })
    must(epoch >= highestEpoch, `I5: epoch ${epoch} does ${verb} on ${id} after ${highestEpoch}`)
    highestEpoch = Math.max(highestEpoch, epoch)
    const now = state()
    // A process that was killed or stood still may be overtaken in the middle of a call; what it asks anew may not.
    must(now.epoch === epoch, `I5: ${verb} on ${id} under ${epoch}, and ${now.epoch} leads`)
    const { open } = now
    const isKeptOut = ['drain', 'keepOut'].includes(verb) && now.failed.has(id)
    must(
      isKeptOut || (open?.instances.some((move) => move.id === id) ?? false),
      `${verb} on ${id}, which is in no batch that is out`,
    )
  }

  /** Out because of us: what the batch that is out holds, and what failed. */
  const checkCapacity = (id: string): void => {
    if (outsideAt >= batchAt) return
    const all = [...machines.values()]
    const out = all.filter((machine) => !isServing(machine))
    const isBack = isTurned(state().stage)
    const most = roundedDown(isBack ? plan.rollback.maxUnavailable : plan.batch.maxUnavailable, all.length)
    must(
      all.length - out.length >= roundedUp(plan.batch.minHealthy, all.length),
      `I1: ${all.length - out.length} of ${all.length} serve when ${id} leaves`,
    )
    const { failed, skipped, open, unmoved, trail } = state()
    const touched = latestTouches(trail)
    // On the way back, who is out for another reason takes nobody's place.
    const ours = out.filter(
      (machine) =>
        !isBack ||
        open?.instances.some((move) => move.id === machine.id) ||
        (machine.version === 'v812' &&
          !skipped.has(machine.id) &&
          (unmoved.get(machine.id) ?? 0) < 3 &&
          touched.get(machine.id)?.direction !== 'back'),
    )
    must(
      ours.length <= Math.max(1, most),
      `I2: ${ours.map((machine) => machine.id).join()} of ${all.length} out when ${id} leaves`,
    )
    const zones = new Set(
      ours.filter((machine) => !failed.has(machine.id) && !skipped.has(machine.id)).map(({ zone }) => zone),
    )
    must(plan.order.zones === 'parallel' || zones.size <= 1, `I2: out in ${[...zones].join(', ')}`)
  }

  const isSilent = (): boolean => clock.now() < silentUntil
  const observeAll = (ids?: readonly string[]): readonly Instance[] => {
    if (isSilent() && ids === undefined) throw new SourceError('1 of 2 load balancers cannot be asked')
    return [...machines.values()]
      .filter(({ id }) => ids === undefined || ids.includes(id))
      .map((machine) => ({
        id: machine.id,
        ...(machine.zone === '' ? {} : { zone: machine.zone }),
        ...(machine.role === undefined ? {} : { role: machine.role }),
        // Who boots answers nobody, and nobody else knows what it will run.
        version: clock.now() < machine.healthyAt ? '' : machine.version,
        healthy: isHealthy(machine),
        inRotation: isIn(machine) && !isSilent(),
      }))
  }

  const start = (name: string, more: Partial<RolloutOptions> = {}): Process => {
    let isDead = false
    let frozenUntil = 0
    const kill = (): void => {
      isDead = true
      dead = new Set([...dead, name])
    }
    const freeze = (milliseconds: number): void => {
      frozenUntil = clock.now() + milliseconds
    }
    /** Where a process may be killed or stand still: at every call, before and after it has had its effect. */
    const pass = async <T>(value: T, mayFreeze: boolean, call: string): Promise<T> => {
      setting.interfere?.(call, { kill, freeze })
      if (!isDead && setting.kills && tape.next(1000) >= 1000 - setting.kills) kill()
      if (mayFreeze && setting.freezes && tape.next(1000) >= 1000 - setting.freezes)
        frozenUntil = clock.now() + 1000 * (40 + tape.next(200))
      if (isDead) return never<T>()
      while (frozenUntil > clock.now()) await clock.sleep(frozenUntil - clock.now())
      return isDead ? never<T>() : value
    }
    const mine: Clock = {
      now: clock.now,
      sleep: async (milliseconds, signal) => {
        await clock.sleep(milliseconds, signal)
        if (isDead) return never()
        while (frozenUntil > clock.now()) await clock.sleep(frozenUntil - clock.now())
      },
    }
    const journal: Journal = {
      id: 'web/7',
      read: async () => {
        await pass(null, true, 'read')
        if (setting.journalMilliseconds) await mine.sleep(setting.journalMilliseconds)
        return pass([...events], true, 'read')
      },
      append: async (event, seen) => {
        await pass(null, true, `append ${event.event}`)
        if (setting.journalMilliseconds) await mine.sleep(setting.journalMilliseconds)
        if (clock.now() < brokenUntil) throw new SourceError('the ledger cannot be written')
        if (events.length !== seen) return pass('outrun', true, `append ${event.event}`)
        write(event, name)
        if (setting.lostAnswers && tape.next(1000) >= 1000 - setting.lostAnswers)
          throw new SourceError('the answer was lost')
        return pass('written', true, `append ${event.event}`)
      },
    }
    const beganOrder = async (signal: AbortSignal): Promise<boolean> => {
      const { lookMilliseconds = 0, orderMilliseconds = 0 } = setting.keeping?.() ?? {}
      if (lookMilliseconds > 0) await mine.sleep(lookMilliseconds)
      if (signal.aborted) return false
      if (orderMilliseconds > 0) await mine.sleep(orderMilliseconds)
      return true
    }
    const done: ActionResult = { outcome: 'done' }
    const blind: ActionResult = { outcome: 'blind', why: '1 of 2 load balancers cannot be asked' }
    /** Between what is asked and its effect only fenced targets may see a process stand still: nobody else can tell. */
    const act = async (
      verb: string,
      id: string,
      { epoch, signal }: ActionContext,
      effect: (machine: Machine) => ActionResult | Promise<ActionResult>,
    ): Promise<ActionResult> => {
      await pass(null, setting.fenced === true, verb)
      if (signal.aborted && verb !== 'restore') return { outcome: 'again', why: 'stopped' }
      const machine = machines.get(id)
      if (machine === undefined) return { outcome: 'failed', why: 'no such instance' }
      if (setting.fenced && epoch < state().epoch) return { outcome: 'failed', why: 'an older epoch' }
      if (isSilent() && verb !== 'restore') return blind
      checkTouch(verb, id, epoch)
      const answer = await effect(machine)
      if (setting.lostAnswers && tape.next(1000) >= 1000 - setting.lostAnswers)
        return pass({ outcome: 'again', why: 'the answer was lost' }, true, verb)
      return pass(answer, true, verb)
    }
    const driver: InstanceDriver = {
      capabilities: { drains: true, fenced: setting.fenced === true, settleSeconds: 0 },
      observe: async (_, ids) => {
        await pass(null, true, 'observe')
        if (setting.isSeen?.() === false) throw new SourceError('the load balancer does not answer')
        if (setting.lostAnswers && tape.next(1000) >= 1000 - setting.lostAnswers)
          throw new SourceError('the load balancer does not answer')
        return pass(observeAll(ids), true, 'observe')
      },
      drain: (id, context) =>
        act('drain', id, context, async (machine) => {
          const wasServing = isServing(machine)
          machine.inRotation = false
          if (wasServing && !state().failed.has(id)) checkCapacity(id)
          const gone = clock.now() + (context.force ? 0 : machine.drainSeconds * 1000)
          // It looks again and again, and tells again whatever was forgotten.
          for (;;) {
            const left = Math.min(gone, context.deadline) - clock.now()
            if (left > 0) await mine.sleep(Math.min(left, lookMilliseconds), context.signal)
            const { inRotation } = await pass(machine, true, 'look')
            if (context.signal.aborted) return { outcome: 'again', why: 'stopped' }
            if (inRotation) checkTouch('drain', id, context.epoch)
            machine.inRotation = false
            if (clock.now() >= gone) return done
            if (clock.now() >= context.deadline) return { outcome: 'busy', why: `${id} still has requests` }
          }
        }),
      restart: (id, context) =>
        act('restart', id, context, async (machine) => {
          if (machine.restartSeconds > 0) await mine.sleep(machine.restartSeconds * 1000, context.signal)
          if (context.signal.aborted) return { outcome: 'again', why: 'stopped' }
          must(!machine.inRotation || outsideAt >= batchAt, `${id} is restarted while it gets requests`)
          const isForward = context.version === state().started!.to
          must(!isForward || !isTurned(state().stage), `I4: ${id} goes forward after the turn`)
          restarts.set(id, (restarts.get(id) ?? 0) + 1)
          machine.version = context.version
          machine.healthyAt =
            machine.isDoomed && isForward
              ? Number.POSITIVE_INFINITY
              : clock.now() + machine.bootSeconds * 1000
          return done
        }),
      restore: (id, context) =>
        act('restore', id, context, (machine) => {
          must(isHealthy(machine) || outsideAt >= batchAt, `${id} gets requests and is not healthy`)
          machine.inRotation = true
          machine.strays = false
          machine.isForgotten = false
          return isSilent() ? blind : done
        }),
      handOver: (id, context) =>
        act('handOver', id, context, (machine) => {
          delete machine.role
          const heir = [...machines.values()].find((other) => other.id !== id && isServing(other))
          if (heir !== undefined) heir.role = 'leader'
          return done
        }),
      ...(setting.canTouch && { canTouch: async (id) => setting.canTouch!(id) }),
      ...(setting.keeps && {
        keepOut: async (id, signal) => {
          const machine = await pass(machines.get(id), true, 'look')
          if (machine === undefined || signal.aborted || !(machine.inRotation || machine.strays)) return
          if (!(await beganOrder(signal))) return
          const own = events.findLast((event) => event.event === 'lease' && event.holder === name)
          checkTouch('keepOut', id, own?.epoch ?? 0)
          machine.strays = false
          machine.inRotation = false
        },
        keepIn: async (id, { signal }) => {
          const machine = await pass(machines.get(id), true, 'look')
          if (machine?.isForgotten !== true) return null
          if (signal.aborted || !(await beganOrder(signal))) return { outcome: 'again', why: 'stopped' }
          const { open, failed } = state()
          must(!failed.has(id), `${id} is put back, which has failed`)
          must(!open?.instances.some((move) => move.id === id), `${id} is put back, and a batch holds it`)
          machine.isForgotten = false
          return done
        },
      }),
      close: async () => undefined,
    }
    const end = runRollout({
      journal,
      mover: instanceMover(driver, { clock: mine, random: () => 0.5 }),
      metrics: setting.metrics?.(world) ?? [],
      plan,
      calendar: calendarOf(plan, undefined, {}),
      batchSeconds: 10,
      clock: mine,
      random: () => 0.5,
      holder: name,
      liveness: async (holder) => (dead.has(holder) ? 'dead' : 'unknown'),
      lease,
      longestWaitSeconds: 1800,
      busyWaitSeconds: 3600,
      graceSeconds: 8,
      tell: (_state: RolloutState, _live: Live) => undefined,
      signal: new AbortController().signal,
      ...more,
    })
    end.catch(() => undefined)
    return {
      end,
      kill,
      freeze,
      isDead: () => isDead,
    }
  }
  const world: World = {
    clock,
    events,
    machines,
    violations,
    restarts,
    touches,
    isHealthy,
    serving,
    state,
    start,
    say: (command, instances = []) =>
      write(
        {
          event: 'command',
          at: new Date(clock.now()).toISOString(),
          epoch: state().epoch,
          command,
          by: 'mira',
          reason: '',
          instances,
        },
        'mira',
      ),
    breakJournal: (milliseconds) => {
      brokenUntil = clock.now() + milliseconds
    },
    silence: (seconds) => {
      silentUntil = clock.now() + seconds * 1000
    },
    disturb: (what) => {
      outsideAt = clock.now()
      what(machines)
    },
  }
  const started = startedFor({ size: machines.size, exposures: setting.exposures })
  const waves = started.waves.map((wave) => ({ ...wave, bakeSeconds: setting.bakeSeconds }))
  write({ ...started, waves }, 'mira')
  return world
}

/** Goes on with one process after the other until the rollout has ended. */
export const untilEnded = async (world: World, more: Partial<RolloutOptions> = {}): Promise<RolloutEnd> => {
  for (let run = 1; run < 60; run++) {
    const process = world.start(`job-${run}`, more)
    const end = await world.clock.run(Promise.race([process.end, deathOf(process, world)]))
    if (end === 'killed' || end.outcome === 'lost' || end.outcome === 'busy') continue
    if (end.outcome !== 'parked') return end
    const wait = Date.parse(end.until) - world.clock.now()
    if (world.state().paused !== null) world.say('resume')
    await world.clock.run(world.clock.sleep(Math.max(0, wait)))
  }
  throw new Error('sixty processes were not enough')
}

const deathOf = async (process: Process, world: World): Promise<'killed'> => {
  while (!process.isDead()) await world.clock.sleep(5000)
  return 'killed'
}

/** Twenty requests a second for whoever serves; of those on the new version so many fail. */
export const trafficOf =
  (newErrors: number) =>
  (world: World): readonly MetricSource[] => {
    const counts = new Map<string, { requests: number; errors: number }>()
    let counted = begin
    return [
      {
        read: async () => {
          const now = world.clock.now()
          for (const machine of world.machines.values()) {
            const known = counts.get(machine.id) ?? { requests: 1000, errors: 0 }
            const isServing = machine.inRotation && world.isHealthy(machine)
            const more = isServing ? Math.round(((now - counted) / 1000) * 20) : 0
            const failing = machine.version === 'v812' ? Math.round(more * newErrors) : 0
            counts.set(machine.id, { requests: known.requests + more, errors: known.errors + failing })
          }
          counted = now
          return { at: now / 1000, errors: new Map(counts), latency: null, faults: {} }
        },
      },
    ]
  }
