/** What is counted of a bake, also when counters begin anew and coordinators die. */
import { describe, expect, test } from 'vitest'
import {
  type BakeRecord,
  beginMemory,
  countOn,
  evidenceOf,
  memoryAfter,
  memoryOf,
  recallBake,
} from '../../src/rollout/bake-record.ts'
import { type Snapshot, windowsBetween } from '../../src/rollout/counting.ts'
import type { BakeMemory } from '../../src/rollout/events.ts'
import type { Judgement } from '../../src/rollout/judge-evidence.ts'
import type { Bake } from '../../src/rollout/state.ts'

/** Counters like `n1: '100/3'`; n is new, o is old, x nobody knows. */
const look = (at: number, counts: Readonly<Record<string, string>>): Snapshot => ({
  counters: {
    at,
    errors: new Map(
      Object.entries(counts).map(([id, text]) => {
        const [requests = 0, errors = 0] = text.split('/').map(Number)
        return [id, { requests, errors }]
      }),
    ),
    latency: null,
  },
  sideOf: (id) => (id.startsWith('n') ? 'new' : id.startsWith('o') ? 'old' : null),
})
const none = { requests: 0, errors: 0 }
const bakeOf = (start: BakeMemory, ...marks: readonly BakeMemory[]): Bake => ({
  wave: 0,
  since: 100_000,
  start,
  marks: marks.reduce<Bake['marks']>((older, memory) => ({ memory, older }), null),
})
const windowsOf = ({ errors }: BakeRecord) =>
  errors.map((window) => [
    `${window.from}–${window.to}`,
    `${window.new.requests}/${window.new.errors}`,
    window.old && `${window.old.requests}/${window.old.errors}`,
  ])

describe('between two looks', () => {
  test.each([
    ['both sides grow', { n1: '10/0', o1: '50/1' }, { n1: '30/2', o1: '90/1' }, '20/2', '40/0'],
    [
      'a counter began anew: what it shows has come since',
      { n1: '90/5', o1: '50' },
      { n1: '7/1', o1: '60' },
      '7/1',
      '10/0',
    ],
    [
      'who was not there before counts from now on',
      { n1: '10', o1: '5' },
      { n1: '15', n2: '900/9', o1: '6' },
      '5/0',
      '1/0',
    ],
    ['who is neither counts for nobody', { n1: '10', x1: '5' }, { n1: '12', x1: '500' }, '2/0', null],
  ])('%s', (_, before, after, young, old) => {
    const { errors } = windowsBetween(look(100, before), look(101, after))
    expect(`${errors!.new.requests}/${errors!.new.errors}`).toBe(young)
    expect(errors!.old && `${errors!.old.requests}/${errors!.old.errors}`).toBe(old)
  })

  test('who changes sides in between counts for neither', () => {
    const before = { ...look(100, { n1: '10', o1: '10' }), sideOf: () => 'old' as const }
    expect(windowsBetween(before, look(101, { n1: '50', o1: '20' })).errors).toBeNull()
  })
})

describe('a bake goes on from the journal', () => {
  const start = beginMemory(null, look(100, { n1: '1000', o1: '5000/5' }))

  test('each heartbeat ends a window, and the time in which nobody looked is one too', () => {
    const first = countOn(
      countOn(recallBake(bakeOf(start)), look(110, { n1: '1100/1', o1: '5500/5' })),
      look(120, { n1: '1200/1', o1: '6000/6' }),
    )
    const recalled = countOn(
      recallBake(bakeOf(start, memoryOf(first, null))),
      look(180, { n1: '1900/4', o1: '9000/9' }),
    )
    expect(windowsOf(recalled)).toEqual([
      ['100–120', '200/1', '1000/1'],
      ['120–180', '700/3', '3000/3'],
    ])
  })

  test('where a counter began anew meanwhile nobody knows, and it goes on from there', () => {
    const recalled = countOn(recallBake(bakeOf(start)), look(180, { n1: '50', o1: '9000/9' }))
    expect(windowsOf(recalled)).toEqual([])
    expect(windowsOf(countOn(recalled, look(190, { n1: '70/1', o1: '9100/9' })))).toEqual([
      ['180–190', '20/1', '100/0'],
    ])
  })

  test('the first window belongs to the bake, although its counters were read just before', () => {
    const record = recallBake(bakeOf({ ...start, countedAt: 99.9 }))
    expect(record.since).toBe(99.9)
  })
})

test('what waves before have shown is carried on: evidence, and what is usual for the old version', () => {
  const carried: BakeMemory = {
    countedAt: 50,
    totals: {},
    evidence: { errors: [1, 2, 3, 4, 5, 6, 7] },
    reference: { errors: { requests: 100, errors: 1 } },
  }
  const begun = beginMemory(carried, look(100, { n1: '0', o1: '0' }))
  const record = countOn(
    countOn(recallBake(bakeOf(begun)), look(100, { n1: '0', o1: '0' })),
    look(110, { n1: '10', o1: '40/2' }),
  )
  const evidence = evidenceOf(record, {
    versions: { new: 'v812', old: 'v811' },
    instances: [],
    failedInstances: [],
  })
  expect(evidence.metrics['errors']).toMatchObject({
    before: [1, 2, 3, 4, 5, 6, 7],
    reference: { requests: 100, errors: 1 },
  })
  const judgement: Judgement = {
    verdict: 'pass',
    why: '',
    eValue: 1,
    overdue: false,
    metrics: {
      errors: {
        outcome: 'no-worse',
        why: '',
        new: none,
        old: none,
        eValue: 1,
        ruledOut: null,
        detectable: null,
        requestsNeeded: 0,
        evidence: [7, 6, 5, 4, 3, 2, 1],
      },
    },
  }
  expect(memoryAfter(record, judgement)).toMatchObject({
    evidence: { errors: [7, 6, 5, 4, 3, 2, 1] },
    reference: { errors: { requests: 140, errors: 3 } },
  })
})
