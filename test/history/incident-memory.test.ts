/** What incidents say of parts of a real history: from the moment they were noticed, where they were, and nowhere else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRepository } from '../../src/clients/git/repository.ts'
import type { IncidentMemory, PartIncidents } from '../../src/history/incident-memory.ts'
import type { HistoryIndex } from '../../src/history/index.ts'
import { type KnownIncident, knownAsOf } from '../../src/history/known-incidents.ts'
import type { Arrival } from '../../src/history/past.ts'
import { readChange } from '../../src/sources/change.ts'
import { readIncidentMemory } from '../../src/sources/incident-memory.ts'
import { open } from '../clients/git/reading.ts'
import { isolatedEnvironment } from '../e2e/git.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import fc from '../properties.ts'
import { readHistory } from './reading.ts'
import { secondsAt, toldIncident, unended } from './told-incident.ts'

let repository: Repository
let index: HistoryIndex
let arrivals: readonly Arrival[]
const shas = new Map<string, string>()
beforeAll(async () => {
  repository = await makeRepository()
  const commit = async (name: string, message: string, files: Record<string, string>, day: string) => {
    const at = `2026-${day}T10:00:00Z`
    shas.set(name, await repository.commit({ message, files, at }))
  }
  await commit(
    'begin',
    'Begin',
    {
      'services/pay/values.yaml': 'pool: 1\n',
      'services/mail/values.yaml': 'pool: 1\n',
      'services/mail/send.ts': '1\n',
      'go.mod': 'acme-pool v1\n',
    },
    '01-01',
  )
  await commit('pool', 'Raise the pool (#2)', { 'services/pay/values.yaml': 'pool: 2\n' }, '02-01')
  await commit('bump', 'Bump acme-pool from 1 to 2 (#3)', { 'go.mod': 'acme-pool v2\n' }, '02-02')
  await commit('again', 'Raise it for mail (#4)', { 'services/mail/values.yaml': 'pool: 2\n' }, '02-10')
  await commit('rebump', 'Bump acme-pool from 2 to 3 (#5)', { 'go.mod': 'acme-pool v3\n' }, '02-12')
  await commit('hot', 'Hotfix: count the pool (#6)', { 'services/pay/values.yaml': 'pool: 3\n' }, '02-20')
  await commit('pay', 'Go on in pay (#7)', { 'services/pay/more.ts': '1\n' }, '03-01')
  await commit('mail', 'Go on in mail (#8)', { 'services/mail/send.ts': '2\n' }, '03-01')
  await commit(
    'late',
    'Much later (#9)',
    { 'services/mail/values.yaml': 'pool: 3\n', 'go.mod': 'x\n' },
    '12-01',
  )
  const history = await readHistory(repository.directory)
  index = history.index
  const { parts } = await readChange({
    repository: await open(repository.directory),
    index,
    salt: history.salt,
    base: null,
    head: shas.get('late')!,
    kind: 'forward',
  })
  arrivals = parts
})
afterAll(() => repository.remove())

const remembering = (...incidents: readonly KnownIncident[]): Promise<IncidentMemory> =>
  rememberingWith(incidents)
const rememberingWith = async (
  incidents: readonly KnownIncident[],
  repeated?: { readonly environment: string; readonly at: readonly number[] },
): Promise<IncidentMemory> => {
  const clone = await openRepository(repository.directory, isolatedEnvironment)
  try {
    return await readIncidentMemory({
      repository: clone,
      index,
      incidents,
      commit: shas.get('late')!,
      configuration: { components: [] },
      ...(repeated ? { repeated } : {}),
    })
  } finally {
    clone.objects.end()
  }
}
const arrivalOf = (name: string): Arrival => arrivals.find(({ part }) => part.sha === shas.get(name))!
/** In short: what is open, repeated, repeated elsewhere, and how many small faults there were lately. */
const told = ({ open: opened, last, repeats, patterns, smallFaults }: PartIncidents) => ({
  open: opened.map(({ incident }) => incident.id),
  last: last && `${last.incident.id} in ${last.place.name}, ${Math.round(last.agoSeconds / 86_400)} days`,
  repeats: repeats.map(({ incident, earlier, same }) => `${incident.id} as ${earlier.id}: ${same}`),
  patterns: patterns.map(({ culprit, thing }) => `${thing} as in ${culprit.name}`),
  faults: smallFaults?.lately ?? 0,
})

const inPay = { components: ['Pay'] }
const nothing = { open: [], last: null, repeats: [], patterns: [], faults: 0 }

describe('what incidents say of a part', () => {
  test.each<[string, () => readonly KnownIncident[], string, object]>([
    [
      'open where it touches',
      () => [toldIncident('A', '2026-02-28T10:00:00Z', { ...inPay, ...unended })],
      'pay',
      { open: ['A'], last: 'A in Pay, 1 days' },
    ],
    [
      'not elsewhere',
      () => [toldIncident('A', '2026-02-28T10:00:00Z', { ...inPay, ...unended })],
      'mail',
      {},
    ],
    [
      'not before anybody noticed',
      () => [toldIncident('A', '2026-03-01T10:00:01Z', { ...inPay, ...unended })],
      'pay',
      { faults: 1 },
    ],
    [
      'no longer, once it is over',
      () => [toldIncident('A', '2026-02-28T10:00:00Z', inPay)],
      'pay',
      { last: 'A in Pay, 1 days' },
    ],
    [
      'where its cause touched, if it names no component',
      () => [toldIncident('A', '2026-02-01T12:00:00Z', { culprits: [shas.get('pool')!] })],
      'pay',
      { last: 'A in services/pay, 28 days' },
    ],
    [
      'a component twice within a year',
      () => [
        toldIncident('A', '2025-05-01T10:00:00Z', inPay),
        toldIncident('B', '2026-02-01T12:00:00Z', inPay),
      ],
      'pay',
      { last: 'B in Pay, 28 days', repeats: ['B as A: component'] },
    ],
    [
      'a cause twice, in another component the first time',
      () => [
        toldIncident('A', '2026-01-01T10:00:00Z', { components: ['mail'], causes: [7] }),
        toldIncident('B', '2026-02-01T12:00:00Z', { ...inPay, causes: [7] }),
      ],
      'pay',
      { last: 'B in Pay, 28 days', repeats: ['B as A: cause'] },
    ],
    [
      'a file of that name, elsewhere, caused one',
      () => [
        toldIncident('A', '2026-02-01T12:00:00Z', { components: ['nowhere'], culprits: [shas.get('pool')!] }),
      ],
      'again',
      { patterns: ['values.yaml as in #2'] },
    ],
    [
      'the same dependency within a month',
      () => [
        toldIncident('A', '2026-02-03T12:00:00Z', { components: ['nowhere'], culprits: [shas.get('bump')!] }),
      ],
      'rebump',
      { last: 'A in the top folder, 9 days', patterns: ['acme-pool as in #3'] },
    ],
    [
      'the very file that caused it is no pattern: its own record tells',
      () => [
        toldIncident('A', '2026-02-01T12:00:00Z', { components: ['nowhere'], culprits: [shas.get('pool')!] }),
      ],
      'hot',
      { last: 'A in services/pay, 19 days' },
    ],
    [
      'near misses and hot patches are small faults',
      () => [
        toldIncident('A', '2026-02-25T10:00:00Z', { ...inPay, nearMiss: true }),
        toldIncident('B', '2026-02-26T10:00:00Z', { ...inPay, severity: 'sev4' }),
        toldIncident('C', '2026-02-27T10:00:00Z', { ...inPay, impact: 'none', ...unended }),
      ],
      'pay',
      { faults: 4 },
    ],
    [
      'a year later nothing of it is left',
      () => [toldIncident('A', '2025-11-30T10:00:00Z', { components: ['mail'], ...unended })],
      'late',
      {},
    ],
  ])('%s', async (_, incidents, name, wanted) => {
    const memory = await remembering(...incidents())
    const arrival = arrivalOf(name)
    const arrived = told(memory.ofArrival(arrival))
    // Where the incident names its component, the hot patch of that component is a small fault of it.
    const hot = name === 'pay' && !('faults' in wanted) ? { faults: 1 } : {}
    expect(arrived).toEqual({ ...nothing, ...hot, ...wanted })
    expect(told(memory.ofPast(arrival.position))).toEqual(arrived)
  })

  test('the same from its paths and from the index, for every part', async () => {
    const memory = await remembering(
      toldIncident('A', '2026-02-01T12:00:00Z', { culprits: [shas.get('pool')!], causes: [1] }),
      toldIncident('B', '2026-02-05T12:00:00Z', { culprits: [shas.get('bump')!], ...unended }),
      toldIncident('C', '2026-02-11T12:00:00Z', { components: ['services/mail', 'pay'], causes: [1] }),
    )
    for (const arrival of arrivals) expect(memory.ofPast(arrival.position)).toEqual(memory.ofArrival(arrival))
  })

  test('small faults count half after 30 days, and are counted as usual over the year', async () => {
    const faults = ['2026-01-30T10:00:00Z', '2025-12-31T10:00:00Z'].map((noticed, at) =>
      toldIncident(`N-${at}`, noticed, { components: ['mail'], nearMiss: true }),
    )
    const { smallFaults } = (await remembering(...faults)).ofArrival(arrivalOf('mail'))
    expect(smallFaults).toMatchObject({ lately: 1, usually: (2 * 30) / 365 })
    expect(smallFaults!.weight).toBeCloseTo(0.5 + 0.25, 12)
  })
})

test('deployments that went through when tried again are small faults of all that goes there', async () => {
  const at = ['2026-02-12T10:00:00Z', '2026-02-15T10:00:00Z', '2026-02-26T10:00:00Z'].map(secondsAt)
  const memory = await rememberingWith([toldIncident('A', '2026-02-12T10:00:00Z', inPay)], {
    environment: 'production',
    at,
  })
  const faults = (name: string) => {
    const { smallFaults } = memory.ofArrival(arrivalOf(name))
    return smallFaults && `${smallFaults.lately} in ${smallFaults.place.name}`
  }
  // A hot patch is no fault of deploying, and nothing counts before it happened.
  expect(['rebump', 'hot', 'pay', 'mail'].map(faults)).toEqual([
    ...[null, '2 in production', '3 in production', '3 in production'],
  ])
})

test('whatever is told later, a part hears only of what was known when it landed', async () => {
  const days = fc.integer({ min: -400, max: 400 })
  const someIncident = fc.record({
    day: days,
    lasts: fc.option(fc.integer({ min: 1, max: 60 })),
    where: fc.constantFrom('pay', 'mail', 'services', 'nowhere'),
    cause: fc.integer({ min: 1, max: 3 }),
    culprit: fc.option(fc.constantFrom('pool', 'bump', 'again')),
    severity: fc.constantFrom('sev1', 'sev3', 'sev4'),
  })
  const begin = secondsAt('2026-02-01T12:00:00Z')
  await fc.assert(
    fc.asyncProperty(fc.array(someIncident, { maxLength: 12 }), async (drawn) => {
      const incidents = drawn
        .map(({ day, lasts, where, cause, culprit, severity }, at): KnownIncident => {
          const noticed = begin + day * 86_400 + at
          return toldIncident(`I-${at}`, new Date(noticed * 1000).toISOString(), {
            ...{ components: [where], causes: [cause], severity },
            ...(lasts === null ? unended : { recoveredAt: noticed + lasts * 86_400 }),
            ...(culprit === null ? {} : { culprits: [shas.get(culprit)!] }),
          })
        })
        .toSorted((one, other) => one.noticedAt - other.noticedAt)
      const all = await remembering(...incidents)
      for (const name of ['again', 'hot', 'late']) {
        const arrival = arrivalOf(name)
        const then = await remembering(...knownAsOf(incidents, arrival.part.time))
        expect(told(then.ofArrival(arrival))).toEqual(told(all.ofArrival(arrival)))
        expect(told(all.ofPast(arrival.position))).toEqual(told(all.ofArrival(arrival)))
      }
    }),
    { numRuns: 20 },
  )
})

describe('what incidents say of a moment', () => {
  const now = secondsAt('2026-03-02T10:00:00Z')
  const actions = { open: 2, done: 1 }
  test('what is open and was not met, the last, and what is left to do where it touches', async () => {
    const memory = await remembering(
      toldIncident('DONE', '2026-01-05T10:00:00Z', { ...inPay, actions: { open: 0, done: 3 } }),
      toldIncident('LEFT', '2026-01-06T10:00:00Z', { ...inPay, actions }),
      toldIncident('MAIL', '2026-01-07T10:00:00Z', { components: ['mail'], actions }),
      toldIncident('MET', '2026-02-27T10:00:00Z', { ...inPay, ...unended }),
      toldIncident('NEW', '2026-03-02T09:00:00Z', { ...inPay, ...unended }),
      toldIncident('LATER', '2026-03-02T10:00:01Z', unended),
    )
    const arrival = arrivalOf('pay')
    const moment = memory.ofMoment(now, [arrival], [memory.ofArrival(arrival)])
    expect(moment.open.map(({ id }) => id)).toEqual(['NEW'])
    expect(moment.unfinished.map(({ id }) => id)).toEqual(['LEFT'])
    expect(moment.last).toMatchObject({ incident: { id: 'NEW' }, agoSeconds: 3600 })
  })
})
