import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import {
  isOpenAt,
  isSmall,
  type KnownIncident,
  knownAsOf,
  knownIncident,
  mergeIncidents,
  noticedBy,
  readKnownIncidents,
} from '../../src/history/known-incidents.ts'
import type { Trouble } from '../../src/history/verdicts.ts'
import { toldIncident, unended } from './told-incident.ts'

const incident: Incident = {
  schema: 1,
  id: 'INC-1',
  source: 'pagerduty',
  title: 'Payments refuse every card',
  kind: 'incident',
  severity: 'sev2',
  environment: 'production',
  reopened: 0,
  components: ['payments'],
  customers: ['acme'],
  impact: 'down',
  trigger: 'change',
  causes: ['Missing  Index'],
  detectedBy: 'alert',
  changes: [],
  doubts: [],
  startedAt: '2026-05-01T10:00:00Z',
  detectedAt: '2026-05-01T10:05:00Z',
  resolvedAt: '2026-05-01T11:00:00Z',
  postMortem: {
    state: 'draft',
    actions: [
      { text: 'add the index', done: true },
      { text: 'alert on slow queries', done: false },
    ],
  },
  text: 'What somebody wrote.',
}
const at = (iso: string): number => Date.parse(iso) / 1000

describe('what is known of an incident', () => {
  test('moments, names and what is still to be done; no word of its text', () => {
    const known = knownIncident(incident)!
    expect(known).toMatchObject({
      id: 'INC-1',
      noticedAt: at('2026-05-01T10:05:00Z'),
      startedAt: at('2026-05-01T10:00:00Z'),
      recoveredAt: at('2026-05-01T11:00:00Z'),
      over: true,
      actions: { open: 1, done: 1 },
      postMortem: 'draft',
    })
    expect(JSON.stringify(known)).not.toMatch(/refuse|wrote|index/i)
  })

  test.each<[string, Partial<Incident>, object | null]>([
    ['planned work is none', { kind: 'maintenance' }, null],
    [
      'doubtful times are no times, and it is over all the same',
      { doubts: ['negative-duration'] },
      { startedAt: null, recoveredAt: null, over: true },
    ],
    [
      'a guessed zone moves both ends alike',
      { doubts: ['guessed-zone'] },
      { recoveredAt: at('2026-05-01T11:00:00Z') },
    ],
  ])('%s', (_, change, wanted) => {
    const known = knownIncident({ ...incident, ...change })
    if (wanted === null) expect(known).toBeNull()
    else expect(known).toMatchObject(wanted)
  })

  test('still open: nobody says that it is over', () => {
    const { resolvedAt: _, ...open } = incident
    expect(knownIncident(open)).toMatchObject({ over: false, recoveredAt: null })
  })

  test('one cause, however it is written', () => {
    const causes = [['missing index'], ['Missing  INDEX '], ['other']].map(
      (each) => knownIncident({ ...incident, causes: each })!.causes[0],
    )
    expect(causes[0]).toBe(causes[1])
    expect(causes[0]).not.toBe(causes[2])
  })
})

describe('told again', () => {
  const earlier: Incident = {
    ...incident,
    id: 'INC-0',
    startedAt: '2026-04-01T00:00:00Z',
    detectedAt: '2026-04-01T00:00:00Z',
  }
  const before = mergeIncidents([], [incident, earlier])

  test('oldest first, each once, as it was told last', () => {
    const now = mergeIncidents(before, [{ ...incident, severity: 'sev1' }])
    expect(now.map(({ id, severity }) => [id, severity])).toEqual([
      ['INC-0', 'sev2'],
      ['INC-1', 'sev1'],
    ])
  })

  test('what turns out to be planned work is forgotten', () => {
    expect(mergeIncidents(before, [{ ...incident, kind: 'maintenance' }]).map(({ id }) => id)).toEqual([
      'INC-0',
    ])
  })

  test('another source may have the same number', () => {
    expect(mergeIncidents(before, [{ ...incident, source: 'opsgenie' }])).toHaveLength(3)
  })

  test('nobody knows of it before it was noticed', () => {
    expect(noticedBy(before, at('2026-05-01T10:04:59Z')).map(({ id }) => id)).toEqual(['INC-0'])
    expect(noticedBy(before, at('2026-05-01T10:05:00Z'))).toHaveLength(2)
  })
})

describe('the changes that caused it', () => {
  const trouble = (sha: string, state: Trouble['state'] = 'confirmed', of = 'INC-1'): Trouble => ({
    ...{ incident: of, sha, state, confidence: 0.9, severity: 'sev2', noticedAt: 1, recoveredAt: null },
  })
  const culpritsOf = (known: readonly KnownIncident[]) => known.map(({ culprits }) => culprits)
  test('are those that are confirmed, each once', () =>
    expect(
      culpritsOf(
        mergeIncidents(
          [],
          [incident],
          [
            trouble('b'),
            trouble('a'),
            trouble('b'),
            trouble('c', 'suspect'),
            trouble('d', 'confirmed', 'INC-2'),
          ],
        ),
      ),
    ).toEqual([['a', 'b']]))
  test('go when it is no longer tied to them', () =>
    expect(culpritsOf(mergeIncidents(mergeIncidents([], [incident], [trouble('a')]), [], []))).toEqual([
      undefined,
    ]))
  test('are kept, and read back', () => {
    const known = mergeIncidents([], [incident], [trouble('a')])
    expect(readKnownIncidents(JSON.parse(JSON.stringify(known)))).toEqual(known)
    expect(readKnownIncidents([{ ...known[0], culprits: [7] }])).toBeNull()
  })
})

describe('open', () => {
  const noticed = '2026-05-01T10:00:00Z'
  test.each<[string, Partial<KnownIncident>, string, boolean]>([
    ['not before anybody noticed', unended, '2026-05-01T09:59:59Z', false],
    ['from then on', unended, noticed, true],
    ['until it ends', {}, '2026-05-01T10:59:59Z', true],
    ['no longer', {}, '2026-05-01T11:00:00Z', false],
    ['who says it is over, but not when', { recoveredAt: null }, noticed, false],
    ['who has a post-mortem is over', { ...unended, postMortem: 'published' }, noticed, false],
    ['a draft is none yet', { ...unended, postMortem: 'draft' }, noticed, true],
    ['for thirty days at most: somebody forgot', unended, '2026-06-01T10:00:00Z', false],
  ])('%s', (_, rest, moment, wanted) =>
    expect(isOpenAt(toldIncident('A', noticed, rest), at(moment))).toBe(wanted),
  )

  test('as of a moment nobody knew of an end to come, nor of the next one', () => {
    const known = [toldIncident('A', noticed), toldIncident('B', '2026-05-01T12:00:00Z')]
    expect(knownAsOf(known, at('2026-05-01T10:30:00Z'))).toEqual([toldIncident('A', noticed, unended)])
    expect(knownAsOf(known, at('2026-05-01T11:30:00Z'))).toEqual([known[0]])
  })
})

test.each<[string, Partial<KnownIncident>, boolean]>([
  ['a near miss', { nearMiss: true }, true],
  ['the least severity', { severity: 'sev4' }, true],
  ['nobody was disturbed', { impact: 'none' }, true],
  ['any other', { severity: 'sev3', impact: 'unknown' }, false],
])('small: %s', (_, rest, wanted) =>
  expect(isSmall(toldIncident('A', '2026-05-01T10:00:00Z', rest))).toBe(wanted),
)

test('what is kept is read back whole; anything else is not taken for it', () => {
  const known = mergeIncidents([], [incident])
  const kept = JSON.parse(JSON.stringify(known))
  expect(readKnownIncidents(kept)).toEqual(known)
  for (const field of Object.keys(kept[0]).filter((name) => name !== 'url')) {
    const { [field]: _, ...rest } = kept[0]
    expect(readKnownIncidents([rest]), field).toBeNull()
  }
  expect(readKnownIncidents({})).toBeNull()
})
