import { expect, test } from 'vitest'
import { SourceError } from '../../../src/domain/errors.ts'
import type { MetricReading, MetricSource } from '../../../src/rollout/engine/ports.ts'
import { openTraffic } from '../../../src/rollout/engine/traffic.ts'

const signal = new AbortController().signal
const silent = { at: 1, errors: null, latency: null, faults: {} } as const
type Answer = Partial<MetricReading> | Error | Promise<Partial<MetricReading>>

/** Answers one after the other. */
const source = (answers: readonly Answer[], more: Partial<MetricSource> = {}): MetricSource => {
  const left = [...answers]
  return {
    ...more,
    read: async () => {
      const answer = left.shift()!
      if (answer instanceof Error) throw answer
      return { ...silent, ...(await answer) }
    },
  }
}

const errors = (requests: number, failed = 0) => ({
  errors: new Map([['web-1', { requests, errors: failed }]]),
})
const balanced = (requests: number, lost = 0) => ({
  balanced: new Map([['web-1', { requests, lost, serverErrors: 0 }]]),
})
const down = new SourceError('haproxy: was not answered')

const countedAfter = async (sources: readonly MetricSource[], looks: number) => {
  const traffic = openTraffic(sources, 'v2')
  for (let look = 0; look < looks; look++) await traffic.look([], signal)
  return traffic.counted()
}

test.each<[string, readonly Answer[], unknown]>([
  ['nothing yet: the first look is where counting begins', [errors(100)], { requests: 0, errors: 0 }],
  ['what has come since', [errors(100), errors(140, 2)], { requests: 40, errors: 2 }],
  ['all of it again where the counter began anew', [errors(100), errors(7)], { requests: 7, errors: 0 }],
  ['over a look that told nothing', [errors(100), {}, errors(140)], { requests: 40, errors: 0 }],
  ['over a source that failed', [errors(100), down, errors(140)], { requests: 40, errors: 0 }],
  ['nothing that could be relied on where the last look told nothing', [errors(100), errors(140), {}], null],
])('what the gate reads: %s', async (_, answers, served) => {
  expect(await countedAfter([source(answers)], answers.length)).toEqual({ served, balanced: null })
})

test('what load balancers count for the record is none of the gate’s', async () => {
  const gate = source([errors(10), errors(30), down])
  const record = source([balanced(100), balanced(150, 1), balanced(160, 1)], { isForTheRecord: true })
  const traffic = openTraffic([record, gate], 'v2')
  await traffic.look([], signal)
  const snapshot = await traffic.look([], signal)
  expect(snapshot?.counters.errors).toEqual(errors(30).errors)
  expect(traffic.counted()).toEqual({
    served: { requests: 20, errors: 0 },
    balanced: { requests: 50, lost: 1, serverErrors: 0 },
  })
  expect(await traffic.look([], signal)).toBeNull()
  expect(traffic.trouble()).toBe(down.message)
  expect(traffic.counted()).toEqual({
    served: null,
    balanced: { requests: 60, lost: 1, serverErrors: 0 },
  })
})

test('a slow look does not end after one that began later, and counters never seem to run backwards', async () => {
  let release: (reading: Partial<MetricReading>) => void = () => undefined
  const slow = new Promise<Partial<MetricReading>>((resolve) => {
    release = resolve
  })
  const traffic = openTraffic([source([errors(100), slow, errors(300)])], 'v2')
  await traffic.look([], signal)
  const looks = [traffic.look([], signal), traffic.look([], signal)]
  release(errors(200))
  await Promise.all(looks)
  expect(traffic.counted().served).toEqual({ requests: 200, errors: 0 })
})

test('a look that is given up holds up none that comes later', async () => {
  const traffic = openTraffic([source([new Promise(() => undefined), errors(300)])], 'v2')
  const over = new AbortController()
  void traffic.look([], over.signal)
  const next = traffic.look([], signal)
  over.abort()
  expect((await next)?.counters.errors).toEqual(errors(300).errors)
})
