import { describe, expect, test } from 'vitest'
import { sayImported } from '../../src/report/imported.ts'
import { sayUnusable } from '../../src/report/unusable.ts'

describe('what could not be used', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['nothing', [], []],
    ['a file', ['notes.md: reads like no incident'], ['not usable: notes.md: reads like no incident']],
    ['a line', ['a.csv:7: is torn'], ['not usable: a.csv, line 7: is torn']],
    [
      'a table that holds something else',
      Array.from({ length: 1200 }, (_, at) => `links.csv:${at + 2}: no form knows a record of org`),
      ['not usable: links.csv, lines 2–1201 (1,200): no form knows a record of org'],
    ],
    [
      'records here and there',
      [1, 3, 4, 8, 10, 12].map((at) => `api.json: record ${at}: is no object`),
      ['not usable: api.json, records 1, 3–4, 8 and 2 more places (6): is no object'],
    ],
    [
      'several faults, the commonest first',
      ['a.csv:2: is torn', 'a.csv:3: has 4 fields: mend it', 'a.csv:4: has 4 fields: mend it'],
      ['not usable: a.csv, lines 3–4 (2): has 4 fields: mend it', 'not usable: a.csv, line 2: is torn'],
    ],
    [
      'too many to tell',
      Array.from({ length: 9 }, (_, at) => `a.csv:2: fault ${at}`),
      [
        ...Array.from({ length: 6 }, (_, at) => `not usable: a.csv, line 2: fault ${at}`),
        'not usable: 3 other faults; --json names every place',
      ],
    ],
    ['a colour in a name', ['a\u001b[31m.csv:2: is torn'], ['not usable: a.csv, line 2: is torn']],
  ])('%s', (_, unusable, said) => expect(sayUnusable(unusable)).toEqual(said))
})

test('what was read: forms, years, doubts by name', () => {
  expect(
    sayImported({
      forms: { servicenow: 1445, jira: 2 },
      superseded: 2544,
      from: '2016-01-02T00:00:00.000Z',
      to: '2018-03-01T00:00:00.000Z',
      doubts: [{ doubt: 'negative-duration', count: 4, incidents: ['INC-1', 'INC-2', 'INC-3'] }],
    }),
  ).toEqual([
    'read: 1,445 servicenow · 2 jira, 2016–2018; 2,544 earlier states of them superseded',
    'doubted: 4 × it ends before it starts (INC-1, INC-2, INC-3, …)',
  ])
  expect(sayImported({ forms: {}, superseded: 0, from: null, to: null, doubts: [] })).toEqual([])
})
