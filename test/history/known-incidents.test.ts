import { describe, expect, test } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import {
  knownIncident,
  mergeIncidents,
  noticedBy,
  readKnownIncidents,
} from '../../src/history/known-incidents.ts'

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
