/** What ties an incident to a change: plain words confirm, the ranking only suspects, and "no change" is an answer. */

import { describe, expect, test } from 'vitest'
import type { Incident } from '../../../src/domain/incident.ts'
import { type DeployedChange, DeployedChanges } from '../../../src/history/incidents/deployed-change.ts'
import { linkIncident } from '../../../src/history/incidents/links.ts'
import { rankSuspects } from '../../../src/history/incidents/suspects.ts'
import { trailersIn } from '../../../src/history/incidents/trailers.ts'
import fc from '../../properties.ts'

const noticed = Date.parse('2026-03-10T09:30:00Z') / 1000
const minute = 60
const hour = 3600

const incident = (given: Partial<Incident> = {}): Incident => ({
  schema: 1,
  id: 'INC-212',
  source: 'test',
  title: 'Checkout declines cards',
  kind: 'incident',
  severity: 'sev2',
  environment: 'production',
  startedAt: '2026-03-10T09:25:00Z',
  detectedAt: '2026-03-10T09:30:00Z',
  resolvedAt: '2026-03-10T10:30:00Z',
  reopened: 0,
  components: [],
  customers: [],
  impact: 'degraded',
  trigger: 'unknown',
  causes: [],
  detectedBy: 'alert',
  changes: [],
  doubts: [],
  ...given,
})

const sha = (number: number): string => number.toString(16).padStart(4, '0').repeat(10)

/** A change `hours` before the incident was noticed. */
const change = (number: number, hours: number, given: Partial<DeployedChange> = {}): DeployedChange => ({
  change: `#${number}`,
  sha: sha(number),
  number,
  at: noticed - hours * hour,
  title: `Tidy part ${number}`,
  paths: [`lib/part-${number}.ts`],
  components: [],
  risk: null,
  revertedAt: null,
  isRevert: false,
  trailers: null,
  ...given,
})

const deployed = (...all: readonly DeployedChange[]) => new DeployedChanges(all, 'harbour/shop')
const linked = (about: Incident, ...all: readonly DeployedChange[]) =>
  linkIncident(about, deployed(...all)).links.map(
    ({ change: { change: name }, state, evidence }) => `${state} ${name}: ${evidence[0]?.rule}`,
  )

describe('plain words confirm', () => {
  const field = (reference: string, relation: Incident['changes'][number]['relation'] = 'caused-by') =>
    incident({ changes: [{ reference, relation, quote: `caused_by: ${reference}` }] })

  test.each<[string, Incident, readonly string[]]>([
    ['a field', field('#12'), ['confirmed #12: field']],
    ['a SHA in a field', field(sha(12).slice(0, 9)), ['confirmed #12: field']],
    [
      'a URL of this repository',
      field('https://github.com/Harbour/shop/pull/12/files'),
      ['confirmed #12: field'],
    ],
    ['a sentence', incident({ text: 'All of it was caused by #12.' }), ['confirmed #12: sentence']],
    [
      'that taking it back helped',
      incident({ text: 'Reverting #12 fixed it.' }),
      ['confirmed #12: revert-helped'],
    ],
    ['another repository’s number', field('https://github.com/harbour/mail/pull/12'), []],
    ['a number nobody deployed', field('#99'), []],
    ['a field that says it mends', field('#12', 'fixed-by'), []],
    ['a change of a tool without git', field('CHG0001234'), []],
    ['maintenance', { ...field('#12'), kind: 'maintenance' }, []],
  ])('%s', (_, about, wanted) => expect(linked(about, change(12, 90), change(13, 80))).toEqual(wanted))

  test('the trailers of what mends it', () => {
    const trailers = trailersIn(
      `Take cards again\n\nSome words.\n\nFixes-incident: inc-212\nCaused-by: ${sha(12)}\n`,
    )
    expect(linked(incident(), change(12, 90), change(14, -0.5, { trailers }))).toEqual([
      'confirmed #12: trailer',
    ])
    expect(trailersIn('Fixes-incident: INC-212 is only a title')).toBeNull()
  })

  test('a change that went out after all was over is not believed', () =>
    expect(linked(incident({ text: 'It was caused by #12.' }), change(12, -2))).toEqual([]))

  test('where words blame what is not here, nobody here is suspected', () => {
    const answer = linkIncident(incident({ text: 'It was caused by #99.' }), deployed(change(12, 0.1)))
    expect([answer.links, answer.elsewhere]).toEqual([[], ['#99']])
  })

  test('a ticket of a tool without git settles nothing: the ranking goes on', () => {
    const about = { title: 'Checkout: decline cards earlier' }
    const ticketed = incident({
      changes: [{ reference: 'CHG0001234', relation: 'caused-by', quote: 'caused_by' }],
    })
    const others = [30, 40, 50].map((hours, at) => change(at + 3, hours))
    expect(linked(ticketed, ...others, change(1, 0.1, about))).toEqual(['suspect #1: ranking'])
  })

  test('taken back while it lasted confirms only what is about the same thing', () => {
    const revertedAt = noticed + 20 * minute
    const about = { title: 'Rewrite the checkout', revertedAt }
    expect(linked(incident(), change(12, 30, about), change(13, 1))).toEqual([
      'confirmed #12: reverted-meanwhile',
    ])
    expect(linked(incident(), change(12, 30, { revertedAt }), change(13, 20))).toEqual([])
  })
})

describe('without plain words', () => {
  test('a fresh change about the same thing is suspected, three at most, never surely', () => {
    const same = { title: 'Checkout: decline cards earlier' }
    const others = [30, 40, 50, 60, 70, 80].map((hours, at) => change(at + 3, hours))
    const { links } = linkIncident(
      incident(),
      deployed(...others, change(1, 0.1, same), change(2, 0.2, same)),
    )
    expect(links.map(({ change: { change: name } }) => name)).toEqual(['#1', '#2'])
    expect(links.length).toBeLessThanOrEqual(3)
    for (const { state, confidence } of links) {
      expect(state).toBe('suspect')
      expect(confidence).toBeLessThanOrEqual(0.6)
    }
  })

  test('old changes about other things are left alone', () =>
    expect(linked(incident(), change(12, 30), change(13, 50), change(14, 100))).toEqual([]))
})

describe('the ranking', () => {
  const ranked = (about: Incident, ...all: readonly DeployedChange[]) =>
    rankSuspects(about, deployed(...all), { limit: 1000 })
  const first = (about: Incident, ...all: readonly DeployedChange[]) =>
    ranked(about, ...all).suspects[0]?.change.change

  test.each<[string, Partial<Incident>, DeployedChange]>([
    ['fresher', {}, change(2, 1)],
    ['about the same thing', {}, change(2, 9, { title: 'Decline cards without name' })],
    [
      'in the component',
      { components: ['Payments'] },
      change(2, 9, { paths: ['services/payments/cards.ts'] }),
    ],
    ['riskier', {}, change(2, 9, { risk: 0.09 })],
    ['taken back meanwhile', {}, change(2, 20, { revertedAt: noticed + 10 * minute })],
  ])('%s comes first', (_, about, suspect) => {
    const others = [change(1, 8, { risk: 0.01 }), change(3, 30, { risk: 0.01 })]
    expect(first(incident(about), ...others, suspect)).toBe('#2')
    expect(first(incident(about), ...others)).toBe('#1')
  })

  test.each<[string, Partial<DeployedChange>]>([
    ['documentation', { paths: ['docs/cards.md', 'README.md'] }],
    ['a revert', { isRevert: true }],
    ['another component', { components: ['mail'] }],
  ])('%s comes after', (_, given) => {
    const about = incident({ components: ['payments'] })
    expect(first(about, change(1, 2), change(2, 1.9))).toBe('#2')
    expect(first(about, change(1, 2), change(2, 1.9, given))).toBe('#1')
  })

  test('knows nothing of what went out later, or long before', () => {
    expect(ranked(incident(), change(1, -1), change(2, 8 * 24))).toEqual({
      suspects: [],
      noChange: 1,
      considered: 0,
    })
    const live = incident({ detectedAt: undefined, startedAt: undefined } as unknown as Partial<Incident>)
    expect(rankSuspects(live, deployed(change(1, 1)), { until: noticed }).considered).toBe(1)
    expect(rankSuspects(live, deployed(change(1, 1))).considered).toBe(0)
  })

  test('where changes go out all day, recency alone accuses none of them', () => {
    const busy = Array.from({ length: 400 }, (_, at) => change(at + 1, at / 10))
    const { noChange, suspects } = ranked(incident(), ...busy)
    expect(noChange).toBeGreaterThanOrEqual(0.45)
    expect(suspects[0]?.probability).toBeLessThan(0.2)
  })

  test('gives every change its share, and the rest to none; an older one never gains', () => {
    const changes = fc.array(
      fc.record({
        hours: fc.double({ min: -0.2, max: 160, noNaN: true }),
        risk: fc.option(fc.double({ min: 0.0001, max: 0.9, noNaN: true })),
        title: fc.constantFrom('Checkout cards', 'Search', 'Mail, again'),
        isRevert: fc.boolean(),
      }),
      { minLength: 1, maxLength: 30 },
    )
    fc.assert(
      fc.property(changes, (drawn) => {
        const all = drawn.map(({ hours, ...rest }, at) => change(at + 1, hours, rest))
        const { suspects, noChange } = ranked(incident(), ...all)
        const sum = suspects.reduce((total, { probability }) => total + probability, noChange)
        expect(sum).toBeCloseTo(1, 9)
        const [one, ...others] = all
        const age = (hours: number) =>
          ranked(incident(), { ...one!, at: noticed - hours * hour }, ...others).suspects.find(
            ({ change: { change: name } }) => name === '#1',
          )?.probability ?? 0
        expect(age(20)).toBeLessThanOrEqual(age(2) + 1e-12)
      }),
      { numRuns: 100 },
    )
  })

  test('tells why, strongest first', () => {
    const [suspect] = ranked(
      incident({ components: ['payments'] }),
      change(1, 0.5, { title: 'Cards: check the name', paths: ['services/payments/cards.ts'], risk: 0.031 }),
      change(2, 30, { risk: 0.01 }),
      change(3, 40, { risk: 0.01 }),
    ).suspects
    expect(suspect?.reasons.map(({ sentence }) => sentence)).toEqual([
      'touches payments, which is disturbed',
      'shares the word cards with it',
      'scored 3.1 %, ×3.1 the usual of these',
      'went out 30 min before',
    ])
  })
})
