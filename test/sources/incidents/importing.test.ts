/** Every form of incident, one faithfully shaped file each: what is understood, what is doubted, what is refused and how. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { durationSeconds, type Incident, readIncident } from '../../../src/domain/incident.ts'
import { documentForms, recordForms } from '../../../src/sources/incidents/forms/all.ts'
import { importIncidents } from '../../../src/sources/incidents/importing.ts'
import fc from '../../properties.ts'

const folder = join(import.meta.dirname, 'fixtures')
const imported = (name: string, zone?: string) =>
  importIncidents([{ name, content: readFileSync(join(folder, name), 'utf8') }], { zone })

const times = ({ startedAt, detectedAt, mitigatedAt, resolvedAt }: Incident): string =>
  [startedAt, detectedAt, mitigatedAt, resolvedAt].map((moment) => moment?.slice(0, 16) ?? '-').join(' ')

const line = (incident: Incident): string =>
  [
    `${incident.source} ${incident.id}: ${incident.title}`,
    `${incident.kind} ${incident.severity} [${incident.components.join(', ')}]`,
    times(incident),
    ...incident.changes.map(({ relation, reference }) => `${relation} ${reference}`),
    ...incident.doubts.map((doubt) => `? ${doubt}`),
  ].join(' | ')

test.each([
  [
    'statuspage.json',
    [
      'statuspage q7x1m2: Checkout answers slowly | incident sev2 [Checkout, Payments] | 2026-03-10T09:25 - 2026-03-10T09:58 2026-03-10T10:12',
      'statuspage m0a4k9: Database upgrade | maintenance sev4 [] | 2026-03-08T02:00 - - 2026-03-08T03:00',
    ],
  ],
  [
    'pagerduty.json',
    [
      'pagerduty PT4KHLK: shop: error rate above 5 % | incident sev2 [Shop] | 2026-03-10T09:27 - - 2026-03-10T10:12',
    ],
  ],
  [
    'opsgenie.json',
    [
      'opsgenie 1791: Shop cannot reach the ledger | incident sev1 [ledger] | 2026-03-10T09:25 - - 2026-03-10T10:12',
    ],
  ],
  [
    'incident-io.json',
    [
      'incident.io INC-212: Ledger posts twice | incident sev2 [Ledger] | 2026-03-10T09:25 - 2026-03-10T09:58 - | caused-by https://github.com/harbour/shop/pull/412 | ? no-resolved-time',
    ],
  ],
  [
    'firehydrant.json',
    [
      'firehydrant 77: Search returns nothing | incident sev2 [search] | 2026-03-10T09:25 2026-03-10T09:28 2026-03-10T09:58 2026-03-10T10:12 | caused-by a41c0de9 | related 8b1e77a1',
    ],
  ],
  [
    'rootly.json',
    [
      'rootly 31: Mail is late | incident sev3 [mail] | 2026-03-10T17:25 2026-03-10T17:27 2026-03-10T17:50 2026-03-10T18:12',
    ],
  ],
  [
    'datadog.json',
    [
      'datadog 18: Uploads fail | incident sev2 [uploads] | 2026-03-10T09:25 2026-03-10T09:29 2026-03-10T10:02 2026-03-10T10:12',
    ],
  ],
  [
    'github-issues.json',
    [
      'github-issues #88: Checkout down after release | incident sev2 [checkout] | 2026-03-10T09:31 - - 2026-03-10T10:12 | caused-by #412',
      'github-issues #91: Harbour Shop is down | incident sev1 [harbour-shop] | 2026-03-12T04:00 - - 2026-03-12T04:20',
    ],
  ],
  [
    'servicenow.csv',
    [
      'servicenow INC0000071: Shop does not open | incident sev2 [shop-web] | 2026-03-10T09:31 - - 2026-03-10T10:12 | caused-by CHG0000091 | fixed-by CHG0000097 | ? no-zone',
      'servicenow INC0000072: Prints "void", twice | incident sev4 [] | 2026-03-28T09:31 - - 2026-03-27T10:12 | ? negative-duration | ? no-zone',
    ],
  ],
  [
    'jira.csv',
    [
      'jira OPS-41: Search empty | incident sev2 [search, catalogue] | 2026-03-10T09:31 - - 2026-03-10T13:12 | caused-by CHG-7 | ? no-zone',
      'jira OPS-42: Slow pages | incident sev4 [web] | 2026-03-11T16:05 - - - | ? no-zone | ? no-resolved-time',
    ],
  ],
  [
    'jira.json',
    [
      'jira OPS-43: Search empty again | incident sev2 [search] | 2026-03-12T08:31 - - 2026-03-12T09:12 | caused-by CHG-8',
    ],
  ],
  [
    'canonical.csv',
    [
      'canonical D-1: Prices wrong | incident sev2 [prices, shop] | 2026-03-10T09:25 2026-03-10T09:31 - 2026-03-10T10:12 | caused-by #412',
      'canonical D-2: Prices wrong again | incident unknown [prices] | - - - - | ? unreadable-time | ? no-start | ? no-resolved-time',
      'canonical D-1: Prices wrong | incident sev2 [prices] | 2026-03-11T00:00 - - 2026-03-11T00:00 | ? date-only | ? duplicate',
    ],
  ],
  [
    'canonical.jsonl',
    [
      'canonical E-1: Login loops | incident unknown [login] | 2026-03-10T09:25 - - 2026-03-10T10:12 | caused-by a41c0de9',
      'canonical E-2: Login loops | incident unknown [] | 2026-03-10T09:25 - - 2026-03-10T10:12',
    ],
  ],
  [
    'cstate.md',
    [
      'cstate cstate: Mirrors answer slowly | incident sev3 [mirrors, downloads] | 2026-03-10T09:25 - - 2026-03-09T10:12 | ? negative-duration',
    ],
  ],
  [
    'key-events.md',
    [
      'key-events key-events: Logs delayed | incident unknown [] | - 2026-03-10T09:27 2026-03-10T09:58 2026-03-10T10:12 | ? date-conflict | ? no-zone',
    ],
  ],
  [
    'stats.md',
    [
      'stats stats: Certificates expired | incident unknown [] | 2026-03-10T09:06 2026-03-10T09:11 - 2026-03-10T10:12 | ? wrong-year | ? guessed-zone',
    ],
  ],
  [
    'dated-headings.md',
    [
      'dated-headings dated-headings: hub 403 | incident unknown [] | 2026-03-10T09:25 2026-03-10T09:31 - 2026-03-10T10:12 | ? guessed-zone',
    ],
  ],
  [
    'google-sre.md',
    [
      'google-sre google-sre: Search Postmortem (incident #465) | incident unknown [] | 2026-03-10T09:25 2026-03-10T09:28 - 2026-03-10T10:12',
    ],
  ],
  [
    'atlassian.md',
    [
      'atlassian atlassian: Payments declined | incident sev2 [payments, ledger] | 2026-03-10T09:25 - - 2026-03-10T10:12',
    ],
  ],
  [
    'etsy.md',
    [
      'etsy etsy: Images missing | incident sev3 [] | 2026-03-10T13:25 2026-03-10T13:31 - 2026-03-10T14:12 | ? guessed-zone',
    ],
  ],
  [
    'pagerduty-export.txt',
    [
      'pagerduty-export pagerduty-export: Orders stuck in the queue (2026-03-10) | incident unknown [] | 2026-03-10T09:25 - - 2026-03-10T10:12 | ? guessed-zone',
    ],
  ],
  [
    'post-mortem.md',
    [
      'post-mortem post-mortem: Disk full | incident unknown [] | - - - - | ? unreadable-time | ? no-start | ? no-resolved-time',
    ],
  ],
])('%s is understood', (name, lines) => {
  const { incidents } = imported(name)
  expect(incidents.map(({ incident }) => line(incident))).toEqual(lines)
  for (const { incident } of incidents) expect(readIncident(incident)).toEqual({ ok: true, incident })
})

test('every form has a file here', () => {
  const known = readdirSync(folder).map((name) =>
    name.replace(/\.\w+$/, '').replace('incident-io', 'incident.io'),
  )
  for (const { name } of [...recordForms, ...documentForms]) expect(known).toContain(name)
})

describe('what cannot be used', () => {
  test('is named with its place, what is wrong, and the mend', () =>
    expect(imported('canonical.jsonl').unusable).toEqual([
      expect.stringMatching(/^canonical\.jsonl:4: is no line of JSON \(.+\); mend the line$/),
      'canonical.jsonl:5: an incident must be an object of fields, got ["E-4"]',
      expect.stringMatching(
        /^canonical\.jsonl:6: no form knows a record of colour; give it an id or a title and a time/,
      ),
    ]))

  test('what calls itself ours is read strictly', () => {
    const { incidents, unusable } = imported('own.jsonl')
    expect(incidents.map(({ incident }) => incident.id)).toEqual(['F-1'])
    expect(unusable).toEqual([
      'own.jsonl:2: incident.severity must be one of sev1, sev2, sev3, sev4, unknown, got "SEV3"; see docs/incident.schema.json',
    ])
  })

  test.each([
    ['empty.json', '  \n', 'empty.json: is empty; export it again'],
    ['torn.json', '{"incidents": [', 'torn.json: begins like JSON and is none'],
    ['letter.md', 'Dear all,\n\nhow are you?\n', 'letter.md: reads like no incident'],
    [
      'wide.csv',
      'id,title,startedAt\nA,Too, many,2026-03-10\n',
      'wide.csv:2: has 4 fields, the first line names 3',
    ],
    ['torn.csv', 'id,title,startedAt\nA,"Torn,2026-03-10\n', 'torn.csv:2: opens a quote that never closes'],
    ['list.json', '[1]', 'list.json: record 1: an incident must be an object of fields, got 1'],
  ])('%s', (name, content, why) => {
    const { incidents, unusable } = importIncidents([{ name, content }])
    expect(incidents).toEqual([])
    expect(unusable).toEqual([expect.stringContaining(why)])
  })
})

describe('times in doubt', () => {
  test('enter no duration; others do', () => {
    const lengths = (name: string) =>
      imported(name).incidents.map(({ incident }) => durationSeconds(incident, 'startedAt', 'resolvedAt'))
    expect(lengths('cstate.md')).toEqual([null])
    expect(lengths('canonical.csv')).toEqual([47 * 60, null, null])
    expect(lengths('servicenow.csv')).toEqual([41 * 60, null])
    expect(lengths('stats.md')).toEqual([null])
  })

  test('a zone that whoever asks knows settles times that name none', () => {
    const [entry] = imported('key-events.md', 'Europe/Helsinki').incidents
    expect(entry?.incident.detectedAt).toBe('2026-03-10T07:27:00Z')
    expect(entry?.incident.doubts).not.toContain('no-zone')
  })
})

test('a log of changes to an incident counts its newest state, and says how many were older', () => {
  const { incidents, superseded } = imported('servicenow.csv')
  expect([incidents.length, superseded, incidents[0]?.incident.reopened]).toEqual([2, 1, 1])
})

test('what is to be done is read from lists and tables', () => {
  const actions = (name: string) => imported(name).incidents[0]?.incident.postMortem?.actions
  expect(actions('google-sre.md')).toEqual([
    { text: 'Close handles', done: true, reference: 'BUG-7' },
    { text: 'Test with many workers', done: false, reference: 'BUG-8' },
  ])
  expect(actions('stats.md')).toEqual([
    { text: 'Renew by machine', done: true },
    { text: 'Watch the dates, harbour/platform#32', done: false, reference: 'harbour/platform#32' },
  ])
})

test('a line of JSON may hold a whole post-mortem', () => {
  const text = readFileSync(join(folder, 'stats.md'), 'utf8')
  const content = JSON.stringify({ incident_id: 'PM-1', text })
  const [entry] = importIncidents([{ name: 'all.jsonl', content }]).incidents
  expect(entry?.incident).toMatchObject({ id: 'PM-1', source: 'stats', resolvedAt: '2026-03-10T10:12:00Z' })
})

describe('whatever a file holds', () => {
  const contents = readdirSync(folder).map((name) => ({
    name,
    content: readFileSync(join(folder, name), 'utf8'),
  }))
  /** A file of ours with a piece cut out and another put in its place. */
  const damaged = fc
    .record({
      file: fc.constantFrom(...contents),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(200),
      instead: fc.oneof(
        fc.string(),
        fc.constantFrom('?', '00-00-0000', '"', '\n', '|', '2026-13-45 99:99', 'null'),
      ),
    })
    .map(({ file: { name, content }, from, length, instead }) => {
      const at = Math.floor(from * content.length)
      return { name, content: content.slice(0, at) + instead + content.slice(at + length) }
    })

  test('nothing crashes, every incident keeps to the format, and nothing goes without a word', () =>
    fc.assert(
      fc.property(fc.oneof(damaged, fc.record({ name: fc.constant('x'), content: fc.string() })), (file) => {
        const { incidents, unusable } = importIncidents([file])
        for (const { incident } of incidents) expect(readIncident(incident).ok).toBe(true)
        const isTable = /\.csv$/.test(file.name)
        expect(incidents.length + unusable.length > 0 || isTable || file.name.endsWith('.json')).toBe(true)
      }),
      { numRuns: 400 },
    ))
})
