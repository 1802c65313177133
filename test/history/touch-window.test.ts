import { expect, test } from 'vitest'
import { entityOf } from '../../src/history/hash.ts'
import { HistoryIndex } from '../../src/history/index.ts'
import { horizon, TouchWindow, touchWindow } from '../../src/history/touch-window.ts'
import fc from '../properties.ts'

const day = 86_400
const sha = (at: number) => at.toString(16).padStart(40, '0')

/** What a window says, as plain numbers. */
const told = (window: TouchWindow) => ({
  count: window.count,
  recent: window.recent,
  sinceLast: window.sinceLast,
  churn: window.churn,
  fixes: window.fixes,
  authors: [...window.authors].sort(([left], [right]) => left - right),
  names: window.names.map((name) => ({ ...name })),
})

const landing = fc.record({
  /** Hours since the part before. */
  after: fc.oneof(
    { weight: 150, arbitrary: fc.integer({ min: 0, max: 10 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 24 * 200 }) },
  ),
  author: fc.integer({ min: 1, max: 4 }),
  purpose: fc.integer({ min: 0, max: 15 }),
  paths: fc.uniqueArray(fc.constantFrom('a/x', 'a/y', 'b/x', 'z'), { minLength: 2, maxLength: 3 }),
  lines: fc.integer({ min: 0, max: 50 }),
  renames: fc.boolean(),
  /** Parts taken in before the next is measured, as the reading of a block does. */
  ahead: fc.integer({ min: 0, max: 5 }),
})

test('a window moved on tells what one read anew tells, whatever lands', () => {
  let busiest = 0
  fc.assert(
    fc.property(fc.array(landing, { minLength: 400, maxLength: 450 }), (landings) => {
      const index = new HistoryIndex({ signals: 0, shaDigits: 40 })
      const times: number[] = []
      let time = 1_700_000_000
      let measured = 0
      let most = 0
      for (const [at, { after, author, purpose, paths, lines, renames, ahead }] of landings.entries()) {
        time += after * 3600
        times.push(time)
        const files = paths.map((path) => ({ path, added: lines, deleted: 0 }))
        const renamed = { path: `moved/${at % 9}`, previousPath: 'z', added: 0, deleted: 0 }
        index.append(
          {
            ...{ sha: sha(at), parent: null, kind: 'direct', time, authoredAt: time, zoneMinutes: 0 },
            ...{ title: `Part ${at}`, number: null, authors: [author], bot: false, commits: 1, purpose },
            ...{ reverts: { shas: [], numbers: [], title: null }, bodyLength: 0, inner: [sha(at)] },
          },
          renames ? [...files, renamed] : files,
        )
        for (; measured <= at - ahead; measured += 1)
          for (const entity of [
            ...['a/x', 'b/x', 'z', 'moved/0', 'moved/1'].map((path) => entityOf('file', path)),
            entityOf('directory', 'a'),
            1,
          ]) {
            const fresh = new TouchWindow(index)
            fresh.read(entity, measured, times[measured]!)
            const moved = told(touchWindow(index, entity, measured, times[measured]!))
            expect(moved).toEqual(told(fresh))
            most = Math.max(most, moved.count)
          }
      }
      expect(most).toBeLessThanOrEqual(horizon.touches)
      busiest = Math.max(busiest, most)
    }),
    { numRuns: 25 },
  )
  // Busy enough for windows to be kept.
  expect(busiest).toBeGreaterThan(100)
})

test('a busy thing is seen at most as far back as the horizon, in touches and in time', () => {
  const index = new HistoryIndex({ signals: 0, shaDigits: 40 })
  const touch = (at: number, time: number) =>
    index.append(
      {
        ...{ sha: sha(at), parent: null, kind: 'direct', time, authoredAt: time, zoneMinutes: 0 },
        ...{ title: `Part ${at}`, number: null, authors: [1], bot: false, commits: 1, purpose: 0 },
        ...{ reverts: { shas: [], numbers: [], title: null }, bodyLength: 0, inner: [sha(at)] },
      },
      [{ path: 'a', added: 1, deleted: 0 }],
    )
  const file = entityOf('file', 'a')
  for (let at = 0; at < 400; at += 1) {
    touch(at, at * 3600)
    touchWindow(index, file, at, at * 3600)
  }
  const busy = touchWindow(index, file, 400, 400 * 3600)
  expect([busy.count, busy.churn, busy.recent]).toEqual([horizon.touches, horizon.touches, horizon.touches])
  const later = touchWindow(index, file, 400, 365 * day + 390 * 3600)
  expect([later.count, later.churn, later.recent]).toEqual([10, 10, 0])
  // Asked about an earlier part again, it answers as it did then.
  expect(touchWindow(index, file, 100, 100 * 3600).count).toBe(100)
})
