/** Links in the ledger: written when they are new or say something else, and not once a day. */
import { expect, test } from 'vitest'
import { mergeTroubles, troubleRecords, troublesIn } from '../../../src/commands/learn/trouble-records.ts'
import type { Trouble } from '../../../src/history/verdicts.ts'
import type { LedgerRecord, NewRecord } from '../../../src/ledger/record.ts'

const sha = 'a'.repeat(40)
/** As a linker tells it: members in an order of its own. */
const told: Trouble = {
  sha,
  incident: 'INC-7',
  recoveredAt: null,
  noticedAt: 1_772_000_000,
  severity: 'sev2',
  confidence: 0.3,
  state: 'suspect',
  source: 'canonical',
  evidence: [{ rule: 'ranking', detail: 'went out 9 min before' }],
}
const common = {
  repository: 'shop',
  tool: { name: 'change-risk-gate', version: '1.0.0' },
  at: '2026-03-20T10:00:00.000Z',
}
const kept = (records: readonly NewRecord[]): readonly Trouble[] =>
  troublesIn(records.map((record) => JSON.parse(JSON.stringify(record)) as LedgerRecord))
const writtenFor = (now: readonly Trouble[]): readonly NewRecord[] => {
  const known = kept(troubleRecords([], [told], common))
  const names = new Set(['canonical INC-7'])
  return troubleRecords(known, mergeTroubles(known, now, names), {
    ...common,
    at: '2026-03-21T10:00:00.000Z',
  })
}

test.each<[string, readonly Trouble[], number]>([
  ['the same', [told], 0],
  ['the same, ranked a little higher', [{ ...told, confidence: 0.34 }], 0],
  ['the same, much surer', [{ ...told, confidence: 0.6 }], 1],
  ['confirmed', [{ ...told, state: 'confirmed' }], 1],
  ['mended meanwhile', [{ ...told, recoveredAt: 1_772_003_600 }], 1],
  ['tied to it no longer', [], 1],
])('told again the next day: %s', (_, now, records) => expect(writtenFor(now)).toHaveLength(records))
