/** What a ledger keeps of what became of decided parts: enough for a fit without a clone, and no more often than it is news. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Lesson, lessonRecord, readLessons } from '../../../src/commands/learn/lessons.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { openLedger } from '../../../src/ledger/open.ts'

const day = 86_400
let home: string
let ledger: Ledger
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'change-risk-lessons-'))
  ledger = openLedger(`directory:${home}`, { baseDirectory: home, defaultDirectory: home })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const begun = Date.parse('2026-03-02T10:00:00Z') / 1000
const landed = (at: number, more: Partial<Lesson> = {}): Lesson => ({
  sha: String(at).padStart(40, '0'),
  landedAt: begun + at * day,
  ...more,
})
/** Tells what is known on a day, and keeps what is news; answers whether it was. */
const tell = async (onDay: number, parts: readonly Lesson[]): Promise<boolean> => {
  const record = await lessonRecord({
    ledger,
    repository: 'shop',
    environment: 'production',
    lessons: { schema: 1, maturitySeconds: 14 * day, experience: true, parts },
    now: new Date((begun + onDay * day) * 1000),
    version: '1.0.0',
  })
  if (record !== null) await ledger.append([record])
  return record !== null
}

test('a failure is news at once, successes once a week, and nothing is none', async () => {
  const parts = [landed(0), landed(1), landed(2)]
  expect(await tell(3, [])).toBe(false)
  expect(await tell(3, parts)).toBe(true)
  expect(await tell(4, parts)).toBe(false)
  const failed = [landed(0), landed(1, { failedAt: begun + 4 * day }), landed(2)]
  expect(await tell(5, failed)).toBe(true)
  // Another failed than was thought: as many, and news.
  const other = [landed(0, { failedAt: begun + 4 * day }), landed(1), landed(2)]
  expect(await tell(6, other)).toBe(true)
  expect(await tell(12, [...other, landed(11)])).toBe(false)
  // Two weeks later two more have matured.
  expect(await tell(20, [...other, landed(11)])).toBe(true)
  expect(await tell(40, [...other, landed(11)])).toBe(true)
  expect(await tell(60, [...other, landed(11)])).toBe(false)
})

test('what is kept can be read again, and the ledger can be verified', async () => {
  const parts = [landed(0, { failedAt: begun + day, confidence: 0.6, uncounted: true }), landed(1)]
  await tell(30, parts)
  const record = await ledger.latest({ kind: 'outcome', stream: 'lessons', environment: 'production' })
  expect(record?.body).toMatchObject({ parts: 2, mature: 2, failed: 0, until: begun + 30 * day })
  const bytes = await ledger.getBlob(String(record?.body['lessonsBlob']))
  expect(readLessons(JSON.parse(Buffer.from(bytes).toString('utf8')))).toEqual({
    schema: 1,
    maturitySeconds: 14 * day,
    experience: true,
    parts,
  })
  expect(await ledger.verify()).toMatchObject({ records: 1, blobs: 1 })
})

test.each([
  ['nothing', null],
  ['another schema', { schema: 2, maturitySeconds: 1, experience: true, parts: [] }],
  ['no maturity', { schema: 1, experience: true, parts: [] }],
  [
    'a part without a time',
    { schema: 1, maturitySeconds: 1, experience: true, parts: [{ sha: 'a'.repeat(40) }] },
  ],
  [
    'a confidence beyond one',
    {
      schema: 1,
      maturitySeconds: 1,
      experience: true,
      parts: [{ sha: 'a', landedAt: 1, failedAt: 2, confidence: 2 }],
    },
  ],
])('%s is not read', (_, value) => expect(readLessons(value)).toBeNull())
