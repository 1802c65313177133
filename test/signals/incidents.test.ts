/** What the signals of incidents owe their reader; what they say of a real history is told in incident-memory.test.ts. */
import { describe, expect, test } from 'vitest'
import type { Culprit, MomentIncidents, Nearby, PartIncidents } from '../../src/history/incident-memory.ts'
import type { Place } from '../../src/history/incident-places.ts'
import { deploymentSignals, incidentMomentSignals, incidentSignals, signals } from '../../src/signals/all.ts'
import { measureIncidents, measureMoment } from '../../src/signals/measure.ts'
import { toldIncident } from '../history/told-incident.ts'
import fc from '../properties.ts'

const day = 86_400
const all = [...incidentSignals, ...incidentMomentSignals]
const place = (name: string): Place => ({ name, holds: () => true, entities: new Set() })
const nearby = (id: string, name = 'payments'): Nearby => ({
  incident: toldIncident(id, '2026-03-01T10:00:00Z', { actions: { open: 1, done: 0 } }),
  place: place(name),
})
const nothing: PartIncidents = { open: [], last: null, repeats: [], patterns: [], smallFaults: null }
const quiet: MomentIncidents = { open: [], last: null, unfinished: [] }

describe.each(all.map((signal) => [signal.name, signal] as const))('%s', (name, signal) => {
  test('has a name of its own that records can keep', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    const others = [...signals, ...deploymentSignals, ...all].filter((other) => other.name === name)
    expect(others).toHaveLength(1)
  })
  test('asks one question, and says why and what is believed', () => {
    expect(signal.question).toMatch(/^[A-Z][^?]*\?$/)
    expect(signal.why).toMatch(/^[A-Z].{60,}believed to make ×1\.\d+.*\.$/)
    expect(signal.why).toContain(`×${signal.anchor.factor}`)
  })
  test('may only raise the risk', () => {
    expect(signal.anchor.factor).toBeGreaterThan(1)
    expect(Math.sign(signal.anchor.example - signal.anchor.nothing)).toBe(signal.direction)
  })
})

const partSentences = (said: PartIncidents): Record<string, string | null> =>
  Object.fromEntries(
    measureIncidents(said).map((answer, at) => {
      const signal = incidentSignals[at]!
      return [signal.name, answer.outcome === 'measured' ? signal.sentence(answer.value, said) : null]
    }),
  )
const momentSentences = (said: MomentIncidents): Record<string, string | null> =>
  Object.fromEntries(
    measureMoment(said).map((answer, at) => {
      const signal = incidentMomentSignals[at]!
      return [signal.name, answer.outcome === 'measured' ? signal.sentence(answer.value, said) : null]
    }),
  )

const { incident: first } = nearby('INC-212')
const pattern = { files: new Map(), own: new Set<number>(), elsewhere: new Map(), dependency: null }
const culprit: Culprit = { incident: first, name: '#4410', paths: [], pattern }

test('a part that meets trouble on every side', () =>
  expect(
    partSentences({
      open: [nearby('INC-230'), nearby('INC-229')],
      last: { ...nearby('INC-230'), agoSeconds: 3 * day },
      repeats: [{ ...nearby('INC-230'), earlier: first, same: 'cause', count: 3 }],
      patterns: [{ culprit, thing: 'values.yaml' }],
      smallFaults: { place: place('payments'), weight: 3.2, lately: 5, usually: 1 },
    }),
  ).toEqual({
    'open-incidents': '2 incidents open in payments, INC-230 the newest',
    'since-incident': 'payments had INC-230 3 days before',
    recurrence: 'third time in a year: same cause as INC-212',
    'same-pattern': 'values.yaml again, as in #4410 (INC-212)',
    'normal-errors': '5 small faults in payments in 30 days (usual 1)',
  }))

test('one of each', () =>
  expect(
    partSentences({
      ...nothing,
      open: [nearby('INC-230')],
      repeats: [{ ...nearby('INC-230'), earlier: first, same: 'component', count: 2 }],
      smallFaults: { place: place('mail'), weight: 1, lately: 1, usually: 0.2 },
    }),
  ).toMatchObject({
    'open-incidents': 'INC-230 is open in payments',
    recurrence: 'second incident in payments in a year: INC-230',
    'normal-errors': '1 small fault in mail in 30 days (usual 0.2)',
  }))

test('a troubled moment', () =>
  expect(
    momentSentences({
      open: [first, first, first],
      last: { incident: first, agoSeconds: 5 * 3600 },
      unfinished: [first, first],
    }),
  ).toEqual({
    'open-now': 'INC-212 and 2 more are open',
    'since-any-incident': 'last incident 5 hours ago: INC-212',
    'open-actions': '2 actions of INC-212 and 1 more still open',
  }))

test('where nothing happened there is nothing to count, and no time since', () => {
  expect(
    measureIncidents(nothing).map((answer) => (answer.outcome === 'measured' ? answer.value : null)),
  ).toEqual([...[0, null, 0, 0, 0]])
  expect(measureMoment(quiet).map((answer) => (answer.outcome === 'measured' ? answer.value : null))).toEqual(
    [...[0, null, 0]],
  )
})

test('where the clone cannot name the files of a part, nobody knows what incidents say of it', () => {
  for (const answer of measureIncidents(null))
    expect(answer).toEqual({ outcome: 'unavailable', why: expect.stringMatching(/^this clone lacks/) })
})

test.each([89, 90, 91])('an incident %i days ago', (days) => {
  const answer = measureIncidents({ ...nothing, last: { ...nearby('A'), agoSeconds: days * day } })[1]!
  expect(answer.outcome).toBe(days <= 90 ? 'measured' : 'unavailable')
})

test('whatever incidents and components are called, a sentence fits a line', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 200 }),
      fc.string({ maxLength: 200 }),
      fc.integer({ min: 1, max: 400 }),
      (id, name, count) => {
        const near = nearby(id, name)
        const sentences = [
          ...Object.values(
            partSentences({
              open: Array.from({ length: count }, () => near),
              last: { ...near, agoSeconds: (count / 5) * day },
              repeats: [{ ...near, earlier: near.incident, same: count % 2 ? 'cause' : 'component', count }],
              patterns: [{ culprit: { ...culprit, incident: near.incident }, thing: name }],
              smallFaults: { place: near.place, weight: count, lately: count, usually: count / 7 },
            }),
          ),
          ...Object.values(
            momentSentences({
              open: Array.from({ length: count }, () => near.incident),
              last: { incident: near.incident, agoSeconds: (count / 5) * day },
              unfinished: Array.from({ length: count }, () => near.incident),
            }),
          ),
        ]
        expect(sentences.filter((sentence) => sentence !== null && sentence.length > 72)).toEqual([])
      },
    ),
  )
})
