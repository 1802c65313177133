/** The engine in a world where one thing goes wrong at a time. */
import { expect, test } from 'vitest'
import { planWith } from '../fleets.ts'
import { chanceOf } from '../histories.ts'
import {
  lease,
  type Machine,
  openWorld,
  trafficOf,
  untilEnded,
  type World,
  type WorldSetting,
} from './world.ts'

const health =
  'health: { min-healthy-time: 2s, healthy-deadline: 20s, progress-deadline: 60s, max-failed: 1 }\n'
const blind = 'gate: { on-no-data: health-only, inconclusive-deadline: 1s }\nbake: { min-requests: 0 }\n'
const one = 'batch: { max-unavailable: 1, min-healthy: 50%, drain-timeout: 5s }\n'
const plan = await planWith(health + blind + one)

const machines = (count: number, changes: Readonly<Record<number, Partial<Machine>>> = {}) =>
  Array.from({ length: count }, (_, at) => changes[at + 1] ?? {})

const calm: WorldSetting = {
  plan,
  machines: machines(4),
  zones: 2,
  exposures: [1, 4],
  bakeSeconds: 4,
  tape: chanceOf(1, 0),
}

const versions = (world: World): string =>
  [...world.machines.values()].map(({ version }) => version).join(' ')
const told = (world: World): readonly string[] =>
  world.events.map(({ event }) => event).filter((event) => event !== 'heartbeat')
const after = (world: World, seconds: number, what: () => void): void => {
  world.clock.sleep(seconds * 1000).then(what)
}

test('wave after wave, each instance once, and nothing between two batches but the decision', async () => {
  const world = openWorld(calm)
  const end = await untilEnded(world)
  expect(end).toMatchObject({ outcome: 'succeeded', why: '4 of 4 run v812' })
  expect(world.violations).toEqual([])
  expect([...world.restarts.values()]).toEqual([1, 1, 1, 1])
  expect(told(world)).toEqual([
    ...['started', 'lease', 'batch', 'moved', 'baking', 'judged'],
    ...['batch', 'moved', 'batch', 'moved', 'batch', 'moved', 'baking', 'judged', 'ended'],
  ])
  const moved = world.events.filter((event) => event.event === 'moved')
  expect(moved.map(({ leastServing }) => leastServing)).toEqual([3, 3, 3, 3])
  // Drain 0.2 s, boot 2 s, healthy 2 s: what is beyond is ours.
  for (const { seconds } of moved) expect(seconds).toBeLessThan(4.2 * 1.15)
  const times = world.events.map(({ at }) => Date.parse(at))
  for (const [at, { event }] of world.events.entries())
    if (event === 'moved' && world.events[at + 1]?.event === 'batch')
      expect(times[at + 1]! - times[at]!).toBe(0)
})

test.each([
  ['at once: one look', 0, 1],
  ['late: another one', 3000, 2],
])(
  'after a batch the fleet is looked at before the next; what came of it is written %s',
  async (_, milliseconds, looks) => {
    const gaps: string[][] = []
    const world = openWorld({
      ...calm,
      interfere: (call, { freeze }) => {
        if (call === 'restore') gaps.push([])
        const gap = gaps.at(-1)
        if (call === 'append moved' && gap?.includes(call) === false) freeze(milliseconds)
        if (gap?.includes('append batch') === false) gap.push(call)
      },
    })
    await untilEnded(world)
    expect(world.violations).toEqual([])
    const between = gaps.filter((gap) => gap.includes('append batch') && !gap.includes('append baking'))
    // Every call is told twice. One more look is at the instance that was put back.
    const observed = between.map((gap) => gap.filter((call) => call === 'observe').length / 2 - 1)
    expect(observed).toEqual([looks, looks])
  },
)

test('killed at every call in turn, before and after its effect: the next one brings it to the same end', async () => {
  // Slow enough to find it booting when the next one comes.
  const slow = { bootSeconds: 6 }
  for (const changes of [{ 2: slow }, { 3: { isDoomed: true } }]) {
    const fleet = machines(3, changes)
    const setting = { ...calm, machines: fleet, exposures: [1, 3], bakeSeconds: 0 }
    const expected = openWorld(setting)
    const { outcome } = await untilEnded(expected)
    let last = 0
    for (let calls = 1; calls > last; ) {
      last++
      calls = 0
      const world = openWorld({
        ...setting,
        interfere: (_, { kill }) => {
          if (++calls === last) kill()
        },
      })
      const end = await untilEnded(world)
      expect(world.violations, `killed at call ${last}`).toEqual([])
      expect([end.outcome, versions(world)], `killed at call ${last}`).toEqual([outcome, versions(expected)])
      // Nobody is set back who boots; one that never answers may get another try.
      const booted = ({ restarts }: World) =>
        [...restarts].filter(([id]) => !world.machines.get(id)!.isDoomed)
      expect(booted(world), `killed at call ${last}`).toEqual(booted(expected))
    }
    expect(last).toBeGreaterThan(100)
  }
})

const killedOnce = (at: string, then: () => void): NonNullable<WorldSetting['interfere']> => {
  let isKilled = false
  return (call, { kill }) => {
    if (isKilled || call !== at) return
    isKilled = true
    kill()
    then()
  }
}

/** A batch has no time to spare beyond one start. */
const tight = await planWith(health.replace('progress-deadline: 60s', 'progress-deadline: 23s') + blind + one)

test('a start that never came is repeated, once it is overdue; a word from people does not wait for that', async () => {
  const open = (web1: Partial<Machine> = {}) => {
    const world = openWorld({
      ...calm,
      plan: tight,
      machines: machines(4, { 1: web1 }),
      // Between its stop and its start: nothing runs there any more.
      interfere: killedOnce('restart', () => {
        world.machines.get('web-1')!.healthyAt = Number.POSITIVE_INFINITY
      }),
    })
    return world
  }
  const repeated = open({ bootSeconds: 8 })
  expect((await untilEnded(repeated)).outcome).toBe('succeeded')
  expect(repeated.restarts.get('web-1')).toBe(1)
  const batch = repeated.events.find(({ event }) => event === 'batch')!
  const restarted = repeated.touches.find(({ verb }) => verb === 'restart')!
  const seconds = (restarted.at - Date.parse(batch.at)) / 1000
  expect(seconds).toBeGreaterThan(20)
  expect(seconds).toBeLessThan(30)
  expect(repeated.events.find(({ event }) => event === 'moved')).toMatchObject({
    results: [{ outcome: 'moved' }],
  })

  const aborted = open()
  after(aborted, 8, () => aborted.say('abort'))
  expect((await untilEnded(aborted)).outcome).toBe('rolled-back')
  expect(versions(aborted)).toBe('v811 v811 v811 v811')
  expect(aborted.serving()).toBe(4)
  // It is given one start's time to come back by itself, not two.
  expect(aborted.clock.now() - Date.parse(aborted.events[0]!.at)).toBeLessThan(40_000)
})

test('one that was down before anybody touched it is not waited for', async () => {
  const down = { healthyAt: Number.POSITIVE_INFINITY, inRotation: false }
  const world = openWorld({ ...calm, machines: machines(4, { 2: down }) })
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  const [first] = world.touches.filter(({ verb }) => verb === 'restart')
  expect(first).toMatchObject({ id: 'web-2' })
  expect(first!.at - Date.parse(world.events[0]!.at)).toBeLessThan(1000)
})

test('drained by one that was killed, and not to be touched now: it is put back until it may be', async () => {
  let mayTouch = true
  const world = openWorld({
    ...calm,
    canTouch: () => (mayTouch ? { outcome: 'done' } : { outcome: 'busy', why: 'a backup runs' }),
    interfere: killedOnce('restart', () => {
      mayTouch = false
    }),
  })
  world.start('first')
  await world.clock.run(world.clock.sleep(1000))
  expect(world.serving()).toBe(3)
  const second = world.start('second')
  await world.clock.run(world.clock.sleep(20_000))
  expect(world.serving()).toBe(4)
  expect(world.events.at(-1)).toMatchObject({ results: [{ outcome: 'unmoved', why: 'a backup runs' }] })
  mayTouch = true
  expect((await world.clock.run(second.end)).outcome).toBe('succeeded')
  expect(world.violations).toEqual([])
})

test('restarted by one that was killed, nobody can ask it, and people abort: it is not taken for untouched, and goes back', async () => {
  let looks = 0
  const world = openWorld({
    ...calm,
    interfere: killedOnce('restore', () => undefined),
    // The second sees the fleet once, and nothing while it has the batch in hand.
    isSeen: () => world.state().epoch !== 2 || world.state().open?.direction !== 'forward' || ++looks === 1,
  })
  after(world, 20, () => world.say('abort'))
  const end = await untilEnded(world)
  expect(world.events.find(({ event }) => event === 'moved')).toMatchObject({
    results: [{ outcome: 'failed', why: 'it cannot be asked' }],
  })
  expect(end.outcome).toBe('rolled-back')
  expect(versions(world)).toBe('v811 v811 v811 v811')
  expect(world.serving()).toBe(4)
})

test('a holder that stands still for longer than its lease touches nothing when it wakes', async () => {
  let drains = 0
  const world = openWorld({
    ...calm,
    interfere: (call, process) => {
      if (call === 'drain' && ++drains === 2) process.freeze(300_000)
    },
  })
  const first = world.start('first')
  const second = world.start('second')
  const [one, two] = await world.clock.run(Promise.all([first.end, second.end]))
  expect(two.outcome).toBe('succeeded')
  expect(one.outcome).toBe('lost')
  expect(world.violations).toEqual([])
  expect(world.touches.filter(({ epoch }) => epoch === 1).map(({ verb }) => verb)).toEqual(['drain'])
})

test.each([
  ['while it looks whether all is drained', { drainSeconds: 4 }, 3],
  ['while it keeps out what boots', { bootSeconds: 6 }, 40],
])(
  'it stands still %s, and its journal is far away: awake, it gives no order before it has asked',
  async (_, slow, looks) => {
    let looked = 0
    const world = openWorld({
      ...calm,
      machines: machines(4, { 1: slow }),
      keeps: true,
      journalMilliseconds: 800,
      interfere: (call, process) => {
        if (call === 'look' && ++looked === looks) process.freeze(300_000)
      },
    })
    const first = world.start('first')
    const second = world.start('second')
    const [one, two] = await world.clock.run(Promise.all([first.end, second.end]))
    expect([one.outcome, two.outcome]).toEqual(['lost', 'succeeded'])
    expect(world.violations).toEqual([])
    expect(world.serving()).toBe(4)
  },
)

test('a word that was long under way is as old as it says: the next follows before the lease is out', async () => {
  const world = openWorld({ ...calm, bakeSeconds: 600 })
  const first = world.start('first')
  await world.clock.run(world.clock.sleep(30_000))
  world.breakJournal(40_000)
  await world.clock.run(world.clock.sleep(200_000))
  first.kill()
  const words = world.events.map(({ at }) => Date.parse(at) / 1000)
  const gaps = words.slice(1).map((at, index) => at - words[index]!)
  expect(Math.max(...gaps)).toBeGreaterThan(40)
  expect(Math.max(...gaps)).toBeLessThan(lease.ttlSeconds)
})

test('it wakes while the other is still at it: lost, and told who leads', async () => {
  let drains = 0
  const world = openWorld({
    ...calm,
    bakeSeconds: 600,
    interfere: (call, process) => {
      if (call === 'drain' && ++drains === 2) process.freeze(200_000)
    },
  })
  const first = world.start('first')
  world.start('second')
  const end = await world.clock.run(first.end)
  expect(end).toMatchObject({ outcome: 'lost', why: 'second leads since epoch 2; we had 1' })
  expect(world.violations).toEqual([])
})

test('a process that stood still looks again before it moves anybody', async () => {
  let isFrozen = false
  const world = openWorld({
    ...calm,
    machines: machines(4),
    interfere: (call, process) => {
      if (isFrozen || call !== 'append batch') return
      isFrozen = true
      process.freeze(40_000)
      world.disturb((all) => {
        for (const id of ['web-2', 'web-3']) all.get(id)!.inRotation = false
      })
    },
  })
  const end = await untilEnded(world)
  expect(end.outcome).toBe('succeeded')
  const [batch, moved] = world.events.filter(({ event }) => event === 'batch' || event === 'moved')
  expect(batch?.event === 'batch' && moved?.event === 'moved' && moved.results[0]?.why).toBe(
    'the fleet was looked at too long ago',
  )
  expect(batch?.event === 'batch' && batch.instances.map(({ id }) => id)).toEqual(['web-1'])
  expect(world.touches[0]!.id).not.toBe('web-1')
})

test('somebody else leads: whoever shall not wait is told so', async () => {
  const world = openWorld(calm)
  const first = world.start('first')
  await world.clock.run(world.clock.sleep(1000))
  const second = world.start('second', { busyWaitSeconds: 0 })
  expect(await world.clock.run(second.end)).toMatchObject({ outcome: 'busy', holder: 'first' })
  expect((await world.clock.run(first.end)).outcome).toBe('succeeded')
})

test('an abort while an instance drains puts it back, and the rest goes back newest first', async () => {
  const world = openWorld({ ...calm, machines: machines(4, { 3: { drainSeconds: 30 } }), bakeSeconds: 0 })
  world.clock.sleep(1)
  after(world, 13, () => world.say('abort'))
  const end = await untilEnded(world)
  expect(end).toMatchObject({ outcome: 'rolled-back', why: 'aborted by mira' })
  expect(world.violations).toEqual([])
  expect(versions(world)).toBe('v811 v811 v811 v811')
  expect(world.serving()).toBe(4)
  const back = world.events.flatMap((event) =>
    event.event === 'batch' && event.direction === 'back' ? event.instances.map(({ id }) => id) : [],
  )
  const forward = world.events.flatMap((event) =>
    event.event === 'moved' && event.results[0]?.outcome === 'moved' ? [event.results[0].id] : [],
  )
  expect(back).toEqual(forward.slice(0, back.length).toReversed())
})

test('a pause lets the batch that is out come back, and nothing leaves before resume', async () => {
  const world = openWorld(calm)
  after(world, 1, () => world.say('pause'))
  after(world, 100, () => world.say('resume'))
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  const touched = world.touches
    .filter(({ verb }) => verb === 'drain')
    .map(({ at }) => at - world.touches[0]!.at)
  expect(touched[0]).toBe(0)
  expect(touched[1]).toBeGreaterThanOrEqual(98_000)
  // The wave was complete all the while: it is watched, and need not be once more.
  expect(told(world).slice(2, 8)).toEqual(['batch', 'command', 'moved', 'baking', 'judged', 'command'])
})

test('no verdict and no data: it holds until a person promotes, and the journal says who', async () => {
  const holding = await planWith(`${health}${one}gate: { on-no-data: hold, inconclusive-deadline: 1s }\n`)
  const world = openWorld({ ...calm, plan: holding })
  for (const seconds of [60, 120]) after(world, seconds, () => world.say('promote'))
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  const judged = world.events.flatMap((event) => (event.event === 'judged' ? [event.by] : []))
  expect(judged).toEqual(['mira', 'mira'])
})

const measured = await planWith(`${health}${one}bake: { min-requests: 300 }\n`)

test('errors of the new version alone: stopped at the first wave, back in a minute', async () => {
  const world = openWorld({ ...calm, plan: measured, bakeSeconds: 60, metrics: trafficOf(0.2) })
  const end = await untilEnded(world)
  expect(end.outcome).toBe('rolled-back')
  expect('why' in end && end.why).toMatch(/^\d+ errors in \d+ requests \(20 %, v811 0 %\)$/)
  expect([...world.restarts]).toEqual([['web-1', 2]])
  expect(world.clock.now() - Date.parse(world.events[0]!.at)).toBeLessThan(60_000)
})

test('the last wave has nothing to compare with but the waves before', async () => {
  const world = openWorld({ ...calm, plan: measured, bakeSeconds: 60, metrics: trafficOf(0) })
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  const judged = world.events.flatMap((event) => (event.event === 'judged' ? [event] : []))
  expect(judged[0]!.bake.reference['errors']).toMatchObject({ errors: 0 })
  expect(judged[1]!.counts['errors']!.old).toBeNull()
  expect(judged[1]!.bake.evidence['errors']).not.toEqual(judged[0]!.bake.evidence['errors'])
})

test('a long bake is parked; too early nobody writes a word; later it counts what came meanwhile', async () => {
  const world = openWorld({ ...calm, plan: measured, bakeSeconds: 7200, metrics: trafficOf(0) })
  // Counters belong to the load balancer, not to a process.
  const sources = trafficOf(0)(world)
  const first = await world.clock.run(world.start('first', { metrics: sources }).end)
  expect(first.outcome).toBe('parked')
  const until = first.outcome === 'parked' ? Date.parse(first.until) : 0
  expect(until - world.clock.now()).toBeGreaterThan(7_000_000)
  const written = world.events.length
  const early = await world.clock.run(world.start('early', { metrics: sources }).end)
  expect([early.outcome, world.events.length]).toEqual(['parked', written])
  await world.clock.run(world.clock.sleep(until - world.clock.now()))
  const end = await world.clock.run(world.start('later', { metrics: sources }).end)
  expect(end.outcome).toBe('parked')
  const judged = world.events.find((event) => event.event === 'judged')
  const requests = judged?.event === 'judged' ? judged.counts['errors']!.new.requests : 0
  expect(requests).toBeGreaterThan(7000 * 20)
  expect(world.violations).toEqual([])
})

test('woken when the last word is overdue: it looks long enough to see all well, and leaves again', async () => {
  const silent = await planWith(`${health}${one}gate: { on-no-data: hold, inconclusive-deadline: 30m }\n`)
  const counted = await planWith(
    `${health}${one}bake: { min-requests: 300 }\ngate: { inconclusive-deadline: 30m }\n`,
  )
  for (const [asked, outcome] of [
    [silent, 'parked'],
    [counted, 'judged'],
  ] as const) {
    const world = openWorld({ ...calm, plan: asked, bakeSeconds: 7200 })
    const metrics = asked === counted ? trafficOf(0)(world) : []
    expect((await world.clock.run(world.start('first', { metrics }).end)).outcome).toBe('parked')
    await world.clock.run(world.clock.sleep(10_800_000))
    const { length } = world.events
    const wokenAt = world.clock.now()
    const second = world.start('second', { metrics })
    await world.clock.run(Promise.race([second.end, world.clock.sleep(120_000)]))
    const [, next] = world.events.slice(length).filter(({ event }) => event !== 'heartbeat')
    expect([next?.event, (Date.parse(next!.at) - wokenAt) / 1000 < 120]).toEqual([outcome, true])
    second.kill()
  }
})

test('a killed coordinator costs a bake neither its time nor what it has counted', async () => {
  const world = openWorld({ ...calm, plan: measured, bakeSeconds: 100 })
  const sources = trafficOf(0)(world)
  const first = world.start('first', { metrics: sources })
  await world.clock.run(world.clock.sleep(80_000))
  first.kill()
  expect(world.state().stage).toBe('baking')
  const baking = Date.parse(world.events.find(({ event }) => event === 'baking')!.at)
  const second = world.start('second', { metrics: sources })
  await world.clock.run(Promise.race([second.end, world.clock.sleep(40_000)]))
  const judged = world.events.find((event) => event.event === 'judged')!
  expect(Date.parse(judged.at) - baking).toBeLessThan(105_000)
  const requests = judged.event === 'judged' ? judged.counts['errors']!.new.requests : 0
  expect(requests).toBeGreaterThan(95 * 20)
  second.kill()
})

test('one that failed gets no requests, whatever the load balancer forgets', async () => {
  const tolerant = await planWith(
    `${health.replace('max-failed: 1', 'max-failed: 2')}${blind}batch: { max-unavailable: 2, min-healthy: 1, drain-timeout: 5s }\n`,
  )
  // It comes up in the end, on the bad version, long after its deadline.
  const world = openWorld({
    ...calm,
    plan: tolerant,
    machines: machines(4, { 2: { bootSeconds: 40 } }),
    bakeSeconds: 30,
  })
  const web2 = world.machines.get('web-2')!
  const isExposed = (): boolean => web2.inRotation && world.isHealthy(web2) && web2.version === 'v812'
  let reloads = 0
  let exposedSeconds = 0
  const watch = async (): Promise<void> => {
    for (;;) {
      await world.clock.sleep(1000)
      if (isExposed()) exposedSeconds++
      // As soon as it answers, the load balancer is reloaded, and once more in the bake after.
      const isDue = reloads === 0 || (reloads === 1 && world.state().stage === 'baking')
      if (!isDue || !world.state().failed.has('web-2') || !world.isHealthy(web2)) continue
      reloads++
      world.disturb((all) => {
        for (const machine of all.values()) if (world.isHealthy(machine)) machine.inRotation = true
      })
      expect(isExposed()).toBe(true)
    }
  }
  watch()
  const end = await untilEnded(world)
  expect(end).toMatchObject({ outcome: 'succeeded', instances: ['web-2'] })
  expect(reloads).toBe(2)
  expect(web2.inRotation).toBe(false)
  // Until somebody looks again; a load balancer that can be asked more cheaply is asked more often by its driver.
  expect(exposedSeconds).toBeLessThanOrEqual(12)
})

test('one that failed gets no requests, if only one of two load balancers forgets', async () => {
  const tolerant = await planWith(
    `${health.replace('max-failed: 1', 'max-failed: 2')}${blind}batch: { max-unavailable: 2, min-healthy: 1, drain-timeout: 5s }\n`,
  )
  const world = openWorld({
    ...calm,
    plan: tolerant,
    keeps: true,
    machines: machines(4, { 1: { bootSeconds: 40 }, 2: { bootSeconds: 15 } }),
    bakeSeconds: 30,
  })
  const web1 = world.machines.get('web-1')!
  const reloads = { 'while a batch is out': 0, 'in a bake': 0 }
  let exposedSeconds = 0
  let longestSeconds = 0
  const watch = async (): Promise<void> => {
    for (;;) {
      await world.clock.sleep(1000)
      exposedSeconds = web1.strays ? exposedSeconds + 1 : 0
      longestSeconds = Math.max(longestSeconds, exposedSeconds)
      const { failed, open, stage } = world.state()
      if (web1.strays || !failed.has('web-1')) continue
      if (open !== null) reloads['while a batch is out']++
      else if (stage === 'baking') reloads['in a bake']++
      else continue
      web1.strays = true
    }
  }
  watch()
  const end = await untilEnded(world)
  expect(end).toMatchObject({ outcome: 'succeeded', instances: ['web-1'] })
  expect(world.violations).toEqual([])
  for (const [when, times] of Object.entries(reloads)) expect(times, when).toBeGreaterThan(1)
  // Until somebody looks again.
  expect(longestSeconds).toBeLessThanOrEqual(6)
})

test('who serves and is left alone by a load balancer with an old state is put back, whoever it is and whenever', async () => {
  const world = openWorld({ ...calm, keeps: true, bakeSeconds: 20 })
  const forget = (...ids: readonly string[]): void => {
    for (const id of ids) world.machines.get(id)!.isForgotten = true
  }
  // One that has moved and one that has not, in the bake and while another batch is out; one that a person has left out.
  for (const seconds of [10, 32]) after(world, seconds, () => forget('web-1', 'web-4'))
  after(world, 50, () => {
    world.machines.get('web-2')!.inRotation = false
  })
  const end = await untilEnded(world)
  expect(end).toMatchObject({
    outcome: 'succeeded',
    why: '4 of 4 run v812, 1 instance out of service',
    instances: ['web-2'],
  })
  expect(world.violations).toEqual([])
  expect([...world.restarts.values()]).toEqual([1, 1, 1, 1])
  expect([...world.machines.values()].filter(({ isForgotten }) => isForgotten)).toEqual([])
})

test('one that boots or proves its health gets no requests, if only one of two load balancers forgets', async () => {
  const world = openWorld({ ...calm, keeps: true, machines: machines(3), exposures: [1, 3], bakeSeconds: 0 })
  const stages = new Map<string, number>()
  let longestMilliseconds = 0
  const watch = async (): Promise<void> => {
    const since = new Map<string, number>()
    for (;;) {
      await world.clock.sleep(10)
      for (const machine of world.machines.values()) {
        const { id, version, inRotation, strays } = machine
        if (!strays) since.delete(id)
        else longestMilliseconds = Math.max(longestMilliseconds, world.clock.now() - since.get(id)!)
        if (version !== 'v812' || inRotation || strays) continue
        const stage = world.isHealthy(machine) ? 'proves its health' : 'boots'
        stages.set(stage, (stages.get(stage) ?? 0) + 1)
        since.set(id, world.clock.now())
        machine.strays = true
      }
    }
  }
  watch()
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  expect(world.violations).toEqual([])
  for (const stage of ['boots', 'proves its health']) expect(stages.get(stage), stage).toBeGreaterThan(50)
  expect(longestMilliseconds).toBeLessThanOrEqual(60)
})

const isBackward = (world: World): boolean =>
  world.events.some(
    (event) => event.event === 'turned-back' || (event.event === 'batch' && event.direction === 'back'),
  )

test('a load balancer falls silent at any moment, for longer than anything may take: it waits, and goes on', async () => {
  const whole = openWorld(calm)
  await untilEnded(whole)
  const seconds = (whole.clock.now() - Date.parse(whole.events[0]!.at)) / 1000
  expect(seconds).toBeGreaterThan(20)
  for (let at = 0; at <= seconds; at += 0.5) {
    const world = openWorld(calm)
    after(world, at, () => world.silence(1500))
    const end = await untilEnded(world)
    expect(end, `silent from ${at} s on`).toMatchObject({ outcome: 'succeeded', why: '4 of 4 run v812' })
    expect(world.violations).toEqual([])
    expect(isBackward(world), `silent from ${at} s on`).toBe(false)
    expect([...world.restarts.values()]).toEqual([1, 1, 1, 1])
  }
})

test.each([
  ['between two batches', 5],
  ['while one drains', 0.1],
  ['while one boots', 1],
  ['while one proves its health', 3],
])(
  'silent for hours, %s: it parks and says who is silent, and whoever comes then finishes',
  async (_, at) => {
    const world = openWorld(calm)
    after(world, at, () => world.silence(7000))
    const first = await world.clock.run(world.start('first').end)
    expect(first).toMatchObject({ outcome: 'parked', why: '1 of 2 load balancers cannot be asked' })
    expect(await untilEnded(world)).toMatchObject({ outcome: 'succeeded' })
    expect(world.violations).toEqual([])
    expect(isBackward(world)).toBe(false)
    expect([...world.restarts.values()]).toEqual([1, 1, 1, 1])
  },
)

test('silent again and again, a little each time: a drain that never gets anywhere is still given up', async () => {
  const world = openWorld({ ...calm, machines: machines(4, { 1: { drainSeconds: 1000 } }) })
  const flap = async (): Promise<void> => {
    for (;;) {
      await world.clock.sleep(17_000)
      world.silence(3)
    }
  }
  flap()
  expect((await untilEnded(world)).outcome).toBe('rolled-back')
  expect(world.violations).toEqual([])
})

test('aborted while a load balancer is silent and one is drained: it is not restarted, and all goes back', async () => {
  const world = openWorld({
    ...calm,
    interfere: (call) => {
      if (call === 'restart' && world.restarts.size === 0 && world.state().aborted === null) {
        world.silence(300)
        world.say('abort')
      }
    },
  })
  expect(await untilEnded(world)).toMatchObject({ outcome: 'rolled-back', why: 'aborted by mira' })
  expect(world.violations).toEqual([])
  expect(world.restarts.size).toBe(0)
  expect(world.serving()).toBe(4)
})

test('leadership moves away before the leader is restarted, and the leader goes last', async () => {
  const world = openWorld({ ...calm, machines: machines(3, { 1: { role: 'leader' } }), exposures: [1, 3] })
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  const verbs = world.touches.map(({ verb, id }) => `${verb} ${id}`)
  const [handed] = verbs.filter((verb) => verb.startsWith('handOver'))
  expect(handed).toBe('handOver web-1')
  expect(verbs.indexOf('handOver web-1')).toBeGreaterThan(verbs.indexOf('restore web-2'))
  expect(verbs.indexOf('handOver web-1')).toBeLessThan(verbs.indexOf('restart web-1'))
})

test.each([
  ['fail', 'rolled-back', 'v811 v811 v811'],
  ['force', 'succeeded', 'v812 v812 v812'],
  ['wait', 'succeeded', 'v812 v812 v812'],
])('a drain that takes longer than its time: %s', async (policy, outcome, expected) => {
  const asked = await planWith(
    `${health}${blind}batch: { max-unavailable: 1, min-healthy: 1, drain-timeout: 5s, on-drain-timeout: ${policy} }\n`,
  )
  const world = openWorld({
    ...calm,
    plan: asked,
    machines: machines(3, { 2: { drainSeconds: 20 } }),
    exposures: [1, 3],
    bakeSeconds: 0,
  })
  const end = await untilEnded(world)
  expect([end.outcome, versions(world)]).toEqual([outcome, expected])
  expect(world.violations).toEqual([])
  expect(world.serving()).toBe(3)
  if (policy === 'fail') expect('why' in end && end.why).toBe('web-2 could not be moved for 60 s')
})

test('told to stop: the batch that is out is put back or brought up, and somebody else goes on', async () => {
  const world = openWorld(calm)
  const stop = new AbortController()
  after(world, 3, () => stop.abort())
  const first = await world.clock.run(world.start('first', { signal: stop.signal }).end)
  expect(first).toMatchObject({ outcome: 'parked', why: 'told to stop' })
  expect(world.serving()).toBe(4)
  expect(world.state()).toMatchObject({ stage: 'between', lease: null })
  expect((await untilEnded(world)).outcome).toBe('succeeded')
})

test('told to stop, and no time to: it leaves the batch as it is, and touches nothing more', async () => {
  const world = openWorld({ ...calm, machines: machines(4, { 1: { bootSeconds: 15 } }) })
  const stop = new AbortController()
  after(world, 3, () => stop.abort())
  const first = await world.clock.run(world.start('first', { signal: stop.signal, graceSeconds: 2 }).end)
  expect(first).toMatchObject({ outcome: 'parked', why: 'told to stop while moving web-1' })
  const { length } = world.touches
  await world.clock.run(world.clock.sleep(60_000))
  expect(world.touches.length).toBe(length)
  expect((await untilEnded(world)).outcome).toBe('succeeded')
  expect(world.violations).toEqual([])
})

test.each([
  ['', false],
  [', after people aborted,', true],
])(
  'told to stop%s while a restart is under way: it takes no effect once nobody waits for it',
  async (_, isAborted) => {
    const world = openWorld({ ...calm, machines: machines(4, { 1: { restartSeconds: 15 } }) })
    const stop = new AbortController()
    if (isAborted) after(world, 2, () => world.say('abort'))
    after(world, 3, () => stop.abort())
    const first = await world.clock.run(world.start('first', { signal: stop.signal, graceSeconds: 2 }).end)
    expect(first).toMatchObject({ outcome: 'parked', why: 'told to stop while moving web-1' })
    await world.clock.run(world.clock.sleep(60_000))
    expect([...world.restarts]).toEqual([])
    await untilEnded(world)
    expect(world.violations).toEqual([])
  },
)

test('backed out a day after its success, newest first', async () => {
  const world = openWorld(calm)
  await untilEnded(world)
  await world.clock.run(world.clock.sleep(86_400_000))
  world.say('abort')
  expect((await untilEnded(world)).outcome).toBe('rolled-back')
  expect(versions(world)).toBe('v811 v811 v811 v811')
  expect(world.violations).toEqual([])
})

test('one that cannot go back: the others do, and it is named', async () => {
  const world = openWorld({ ...calm, bakeSeconds: 0 })
  after(world, 12, () => {
    world.say('abort')
    world.machines.get('web-1')!.healthyAt = Number.POSITIVE_INFINITY
    Object.defineProperty(world.machines.get('web-1'), 'healthyAt', {
      get: () => Number.POSITIVE_INFINITY,
      set: () => undefined,
    })
  })
  const end = await untilEnded(world)
  expect(end).toMatchObject({ outcome: 'frozen', instances: ['web-1'] })
  expect(world.serving()).toBe(3)
})
