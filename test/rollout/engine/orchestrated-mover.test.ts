/** Waves asked of an orchestrator that replaces instances, and their names with them. */
import { expect, test } from 'vitest'
import { SourceError } from '../../../src/domain/errors.ts'
import { orchestratedMover } from '../../../src/rollout/engine/orchestrated-mover.ts'
import type { MoveContext, Orchestrator } from '../../../src/rollout/engine/ports.ts'
import type { Instance } from '../../../src/rollout/fleet.ts'
import { virtualClock } from './virtual-clock.ts'

const begin = Date.parse('2026-11-18T14:00:00Z')

/** Replaces one instance every three seconds until as many run the version as were asked for. */
const openCluster = (
  size: number,
  pick: (old: readonly Instance[]) => Instance | undefined = (old) => old[0],
) => {
  const clock = virtualClock(begin)
  let pods: Instance[] = Array.from({ length: size }, (_, at) => pod(`old-${at + 1}`, 'v811'))
  const asked: string[] = []
  const trouble = { failing: false, silent: 0 }
  let wanted = { version: 'v812', count: 0 }
  let born = 0
  const roll = async (): Promise<void> => {
    const mine = wanted
    for (;;) {
      await clock.sleep(3000)
      if (mine !== wanted || trouble.failing) return
      const old = pick(pods.filter(({ version }) => version !== mine.version))
      if (old === undefined || settled()) return
      pods = [...pods.filter(({ id }) => id !== old.id), pod(`new-${++born}`, mine.version)]
    }
  }
  const settled = (): boolean =>
    pods.filter(({ version }) => version === wanted.version).length >= wanted.count
  const want = (version: string, count: number): { outcome: 'done' } | { outcome: 'again'; why: string } => {
    asked.push(`${count} on ${version}`)
    if (wanted.version !== version || wanted.count !== count) {
      wanted = { version, count }
      roll()
    }
    return trouble.silent-- > 0 ? { outcome: 'again', why: 'the answer was lost' } : { outcome: 'done' }
  }
  const orchestrator: Orchestrator = {
    stopsAtExposure: true,
    observe: async () => pods,
    expose: async (exposure, { version }) => want(version, exposure),
    goBack: async ({ version }) => want(version, pods.length),
    progress: async () =>
      trouble.failing
        ? { outcome: 'failed', why: 'ProgressDeadlineExceeded' }
        : { outcome: settled() ? 'settled' : 'moving', why: 'rolling' },
    close: async () => undefined,
  }
  const mover = orchestratedMover(orchestrator, { clock, random: () => 0.5, to: 'v812' })
  const stop = new AbortController()
  const upTo = (exposure: number): MoveContext => ({
    exposure,
    epoch: 1,
    operation: 'web/7/0',
    isAgain: false,
    drainSeconds: 5,
    onDrainTimeout: 'fail',
    minHealthySeconds: 1,
    healthySeconds: 20,
    handOver: false,
    deadline: begin + 60_000,
    mayAct: async () => undefined,
    isLapsed: () => false,
    stop: stop.signal,
    tell: () => undefined,
  })
  const forward = (count: number) =>
    pods
      .filter(({ version }) => version === 'v811')
      .slice(0, count)
      .map(({ id }) => ({ id, from: 'v811', to: 'v812' }))
  const back = () =>
    pods.filter(({ version }) => version === 'v812').map(({ id }) => ({ id, from: 'v812', to: 'v811' }))
  return { clock, mover, upTo, asked, trouble, stop, forward, back, orchestrator }
}

const pod = (id: string, version: string): Instance => ({ id, version, healthy: true, inRotation: true })

test('a wave is asked for once, watched until it is there, and who was replaced has moved', async () => {
  const { clock, mover, upTo, asked, forward } = openCluster(6)
  expect((await clock.run(mover.move(forward(1), upTo(1)))).map(({ outcome }) => outcome)).toEqual(['moved'])
  const wave = await clock.run(mover.move(forward(2), upTo(3)))
  expect(wave.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['old-2', 'moved'],
    ['old-3', 'moved'],
  ])
  expect(asked).toEqual(['1 on v812', '3 on v812'])
})

test('one that picks other instances than were named has moved as many all the same', async () => {
  const { clock, mover, upTo, asked, forward, orchestrator } = openCluster(4, (old) => old.at(-1))
  const results = await clock.run(mover.move(forward(2), upTo(2)))
  expect(results.map(({ outcome }) => outcome)).toEqual(['moved', 'moved'])
  const rest = await clock.run(mover.move(forward(2), upTo(4)))
  expect(rest.map(({ outcome }) => outcome)).toEqual(['moved', 'moved'])
  expect(asked).toEqual(['2 on v812', '4 on v812'])
  expect((await orchestrator.observe(new AbortController().signal)).map(({ version }) => version)).toEqual(
    Array(4).fill('v812'),
  )
})

test('asked again after a crash or a lost answer, it asks for the same', async () => {
  const { clock, mover, upTo, asked, trouble, forward } = openCluster(6)
  const moves = forward(3)
  trouble.silent = 1
  await clock.run(Promise.race([mover.move(moves, upTo(3)), clock.sleep(4000)]))
  const results = await clock.run(mover.move(moves, upTo(3)))
  expect(results.map(({ outcome }) => outcome)).toEqual(['moved', 'moved', 'moved'])
  expect(new Set(asked)).toEqual(new Set(['3 on v812']))
})

test('what the orchestrator cannot bring up has failed, in its words', async () => {
  const { clock, mover, upTo, trouble, forward, back } = openCluster(4)
  clock.sleep(4000).then(() => {
    trouble.failing = true
  })
  const results = await clock.run(mover.move(forward(3), upTo(3)))
  expect(results.map(({ outcome, why }) => [outcome, why])).toEqual([
    ['moved', ''],
    ['failed', 'ProgressDeadlineExceeded'],
    ['failed', 'ProgressDeadlineExceeded'],
  ])
  trouble.failing = false
  const all = await clock.run(mover.move(back(), upTo(3)))
  expect(all.map(({ outcome }) => outcome)).toEqual(['moved'])
})

test('an abort stops the watching; what was not replaced yet stays', async () => {
  const { clock, mover, upTo, stop, forward } = openCluster(4)
  clock.sleep(4000).then(() => stop.abort())
  const results = await clock.run(mover.move(forward(3), upTo(3)))
  expect(results.map(({ id, outcome }) => [id, outcome])).toContainEqual(['old-3', 'unmoved'])
  expect(clock.now() - begin).toBeLessThan(6000)
})

test('an abort that is told while it waits to be allowed to act: the wave is not asked for', async () => {
  const { clock, mover, upTo, stop, forward, asked } = openCluster(4)
  clock.sleep(100).then(() => stop.abort())
  // As while requests are counted before a batch, or a heartbeat is written.
  const context = { ...upTo(3), mayAct: () => clock.sleep(200) }
  const results = await clock.run(mover.move(forward(3), context))
  expect(asked).toEqual([])
  expect(results.map(({ outcome, why }) => [outcome, why])).toEqual(
    Array(3).fill(['unmoved', 'stopped before it was asked']),
  )
})

test('an orchestrator that cannot be reached is asked until the deadline, and nobody has moved', async () => {
  const { clock, mover, upTo, orchestrator, forward } = openCluster(2)
  const deaf = orchestratedMover(
    {
      ...orchestrator,
      expose: async () => {
        throw new SourceError('connection refused')
      },
    },
    { clock, random: () => 0.5, to: 'v812' },
  )
  const results = await clock.run(deaf.move(forward(1), upTo(1)))
  expect(results.map(({ outcome, why }) => [outcome, why])).toEqual([['unmoved', 'connection refused']])
  expect(mover.rollsWaves).toBe(true)
})
