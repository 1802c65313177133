import { describe, expect, test } from 'vitest'
import { eventFault } from '../../../src/commands/rollout/event-shape.ts'
import fc from '../../properties.ts'
import { everyEvent, started } from './journal-events.ts'

const asRead = (event: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(event))

test.each(everyEvent.map((event) => [event.event, event] as const))('%s is an event', (_, event) => {
  expect(eventFault(asRead(event))).toBeUndefined()
  expect(eventFault({ ...asRead(event), invented: { later: [1] } })).toBeUndefined()
})

describe('every member but these may not be absent, and none may be anything', () => {
  const mayBeAbsent = [
    'change',
    'commit',
    'by',
    'served',
    'balanced',
    'basis',
    'gate',
    'skipped',
    'newMilliseconds',
    'oldMilliseconds',
    'bake of a heartbeat',
  ]
  /** Paths to everything inside a value. */
  const pathsIn = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])])
      : []
  const changed = (event: unknown, path: readonly string[], change: (at: never, key: string) => void) => {
    const copy = asRead(event)
    const within = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as never)[key], copy)
    change(within as never, path.at(-1) ?? '')
    return copy
  }

  test.each(everyEvent.map((event) => [event.event, event] as const))('%s', (kind, event) => {
    const paths = pathsIn(asRead(event))
    expect(paths.length).toBeGreaterThan(2)
    for (const path of paths) {
      const key = path.at(-1) ?? ''
      const strange = changed(event, path, (inner: Record<string, unknown>, name) => {
        inner[name] = Symbol.for('neither JSON nor anything else')
      })
      expect(eventFault(strange), path.join('.')).toContain(' must be ')
      if (mayBeAbsent.includes(key) || mayBeAbsent.includes(`${key} of a ${kind}`)) continue
      // Names of a mapping's own, and places in a list, are nobody's duty.
      if (/^\d+$/.test(key) || ['errors', 'latency'].includes(key)) continue
      const without = changed(event, path, (inner: Record<string, unknown>, name) => {
        delete inner[name]
      })
      expect(eventFault(without), `without ${path.join('.')}`).toBeTruthy()
    }
  })
})

test.each([
  ['no object', [], 'it must be an object; got \\[\\]'],
  ['of a newer release', { ...started, event: 'hopped' }, 'event must be one of started, lease,'],
  ['a moment that is none', { ...started, at: 'yesterday' }, 'at must be a moment like .*; got "yesterday"'],
  ['a chance above 1', { ...started, risk: { ...started.risk, probability: 1.2 } }, 'risk.probability must'],
  ['half a wave', { ...started, waves: [{ ...started.waves[0], exposure: 0.5 }] }, 'waves\\[0\\].exposure'],
  ['an inherited name', { event: 'constructor' }, 'event must be one of'],
  [
    'buckets that do not add up',
    {
      ...everyEvent[7],
      bake: {
        countedAt: 1,
        totals: {},
        evidence: {},
        reference: { slow: { boundsMilliseconds: [5], counts: [1] } },
      },
    },
    'bake.reference.slow has 1 buckets for 1 bounds',
  ],
])('%s is told', (_, value, message) => {
  expect(eventFault(value)).toMatch(new RegExp(message))
})

test('anything JSON can say is told apart without a crash, in a line', () => {
  const kinds = fc.constantFrom(...everyEvent.map(({ event }) => event))
  const value = fc.oneof(fc.jsonValue(), fc.record({ event: kinds, at: fc.constant(started.at) }))
  fc.assert(
    fc.property(value, (given) => {
      const fault = eventFault(given)
      expect(fault).toBeTypeOf('string')
      expect(fault).not.toContain('\n')
    }),
    { numRuns: 500 },
  )
})
