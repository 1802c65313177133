/** The published JSON Schema, the strict reader and the type are one description: here they are held against each other. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { type Incident, readIncident } from '../../src/domain/incident.ts'

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/incident.schema.json'), 'utf8'))
const accepts = new Ajv2020({ strict: false, validateFormats: false }).compile(schema)

const incident: Incident = {
  schema: 1,
  id: 'INC-212',
  source: 'incident.io',
  title: 'Ledger posts twice',
  kind: 'incident',
  severity: 'sev2',
  environment: 'production',
  startedAt: '2026-03-10T09:25:00Z',
  reopened: 0,
  components: ['ledger'],
  customers: [],
  impact: 'degraded',
  trigger: 'change',
  causes: [],
  detectedBy: 'alert',
  changes: [{ reference: '#412', relation: 'caused-by', quote: 'caused by #412' }],
  postMortem: { state: 'draft', actions: [{ text: 'Test it', done: false }] },
  doubts: ['no-zone'],
}

test('an incident in our format is taken as it is', () => {
  expect(readIncident(incident)).toEqual({ ok: true, incident })
  expect(accepts(incident)).toBe(true)
})

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['another version', { schema: 2 }, 'incident.schema must be one of 1, got 2'],
  ['no id', { id: '' }, 'incident.id must be a text that is not empty, got ""'],
  ['no title', { title: undefined }, 'incident.title must be a text that is not empty, got nothing'],
  ['an unknown key', { colour: 'red' }, 'incident has no "colour"; it may hold schema, id, source'],
  [
    'a time of its own zone',
    { startedAt: '2026-03-10T09:25:00+01:00' },
    'incident.startedAt must be a moment like',
  ],
  ['half an incident', { reopened: 0.5 }, 'incident.reopened must be a whole number from 0, got 0.5'],
  ['a nameless doubt', { doubts: ['odd'] }, 'incident.doubts[0] must be one of'],
  [
    'a change without words',
    { changes: [{ reference: '#1', relation: 'caused-by' }] },
    'incident.changes[0].quote must be a text that is not empty, got nothing',
  ],
  [
    'an action half done',
    { postMortem: { state: 'draft', actions: [{ text: 'x', done: 'half' }] } },
    'incident.postMortem.actions[0].done must be true or false, got "half"',
  ],
])('%s is refused by the reader and by the schema', (_, wrong, problem) => {
  const document = JSON.parse(JSON.stringify({ ...incident, ...wrong }))
  expect(readIncident(document)).toEqual({ ok: false, problem: expect.stringContaining(problem) })
  expect(accepts(document)).toBe(false)
})

test('a day that does not exist is no moment', () =>
  expect(readIncident({ ...incident, startedAt: '2026-02-31T09:25:00Z' }).ok).toBe(false))
