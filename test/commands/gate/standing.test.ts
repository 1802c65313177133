/** The moment a model stands at: the start of the head's week, so that all runs of a week use one model. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { standingAt, standingKey } from '../../../src/commands/gate/standing.ts'
import { defaultConfiguration } from '../../../src/config/defaults.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import type { KnownIncident } from '../../../src/history/known-incidents.ts'
import { nothingTold } from '../../../src/history/told-outcomes.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'
import { toldIncident, unended } from '../../history/told-incident.ts'

let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository()
  await repository.bulk(600)
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const timeOf = (position: number): Date => new Date(index.parts.time.get(position) * 1000)

test('of a young history it is the head itself', () => {
  for (const head of [0, 1, 100, 399]) {
    const { parts, time } = standingAt(index, head)
    expect([parts, time]).toEqual([head + 1, index.parts.time.get(head) + 1])
  }
})

test('of a longer one it is the last Monday, and no part that landed since counts', () => {
  for (let head = 480; head < index.length; head += 1) {
    const { parts, time } = standingAt(index, head)
    const monday = new Date(time * 1000)
    expect(monday.toISOString()).toMatch(/T00:00:00\.000Z$/)
    expect(monday.getUTCDay()).toBe(1)
    const age = timeOf(head).getTime() - monday.getTime()
    expect(age).toBeGreaterThanOrEqual(0)
    expect(age).toBeLessThan(7 * 86_400_000)
    expect(parts).toBeLessThanOrEqual(head + 1)
    expect(timeOf(parts - 1).getTime()).toBeLessThan(monday.getTime())
    if (parts <= head) expect(timeOf(parts).getTime()).toBeGreaterThanOrEqual(monday.getTime())
  }
})

test('all heads of a week share one standing, and a new week brings another', () => {
  const common = { configuration: defaultConfiguration(), prior: shippedPrior(), told: nothingTold }
  const keys = new Map<number, Set<string>>()
  for (let head = 480; head < index.length; head += 1) {
    const { time } = standingAt(index, head)
    keys.set(time, (keys.get(time) ?? new Set()).add(JSON.stringify(standingKey({ ...common, index, head }))))
  }
  expect(keys.size).toBeGreaterThan(1)
  expect([...keys.values()].every((each) => each.size === 1)).toBe(true)
  expect(new Set([...keys.values()].map(([key]) => key)).size).toBe(keys.size)
})

test('what was told changes it from the moment it was known, and not before', () => {
  const head = index.length - 1
  const { time } = standingAt(index, head)
  const common = { configuration: defaultConfiguration(), prior: shippedPrior(), index, head }
  const keyWith = (at: number) =>
    JSON.stringify(
      standingKey({
        ...common,
        told: { labels: [{ sha: index.sha(100), label: 0.9, at, cause: 'incident' }], cleared: [] },
      }),
    )
  const without = JSON.stringify(standingKey({ ...common, told: nothingTold }))
  expect(keyWith(time - 1)).not.toBe(without)
  expect(keyWith(time)).toBe(without)
})

test('an incident changes it from the moment it was noticed; that any was told changes it once', () => {
  const head = index.length - 1
  const { time } = standingAt(index, head)
  const common = { configuration: defaultConfiguration(), prior: shippedPrior(), index, head }
  const remember = () => Promise.reject(new Error('a key reads nothing'))
  const keyWith = (...known: readonly KnownIncident[]) =>
    JSON.stringify(standingKey({ ...common, told: nothingTold, incidents: { known, remember } }))
  const noticed = (seconds: number, rest: Partial<KnownIncident> = {}) =>
    toldIncident('A', new Date(seconds * 1000).toISOString(), rest)
  const without = JSON.stringify(standingKey({ ...common, told: nothingTold }))
  const later = keyWith(noticed(time + 3600))
  expect(later).not.toBe(without)
  expect(keyWith(noticed(time + 7200), noticed(time + 3600))).toBe(later)
  const before = keyWith(noticed(time - 600, unended))
  expect(before).not.toBe(later)
  // That it ended after the moment, or what is left to do about it, was not known then.
  expect(keyWith(noticed(time - 600))).toBe(before)
  expect(keyWith(noticed(time - 600, { ...unended, actions: { open: 3, done: 0 } }))).toBe(before)
  expect(keyWith(noticed(time - 7200, unended))).not.toBe(before)
})
