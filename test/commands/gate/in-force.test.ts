/** What a ledger says of overrides and freezes, wherever the gate runs: the command line reads the same records. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { freezeStreams, overrideStream, wordsInForce } from '../../../src/commands/gate/in-force.ts'
import type { Failure } from '../../../src/commands/gate/request.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { openLedger } from '../../../src/ledger/open.ts'
import type { NewRecord } from '../../../src/ledger/record.ts'

const place = mkdtempSync(join(tmpdir(), 'in-force-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

const sha = 'a'.repeat(40)
const emergencyBy = ['@mira', '@acme/oncall']
let count = 0
const record = (kind: 'override' | 'freeze', stream: string, more: Partial<NewRecord>): NewRecord => ({
  stream,
  kind,
  key: { count: count++ },
  at: '2026-03-10T10:00:00Z',
  repository: 'acme/shop',
  actor: 'ada',
  tool: { name: 'change-risk-gate', version: '0' },
  body: {},
  ...more,
})
const override = (more: object = {}, environment = 'production'): NewRecord =>
  record('override', overrideStream(sha), {
    environment,
    body: {
      what: 'given',
      sha,
      until: '2026-03-10T12:00:00Z',
      reviewBy: '2026-03-12T10:00:00Z',
      under: '@Acme/oncall',
      ...more,
    },
  })
const freeze = (environment: string | null, until: string | null, state = 'frozen'): NewRecord =>
  record('freeze', environment === null ? freezeStreams.all : freezeStreams.one, {
    ...(environment === null ? {} : { environment }),
    body: { state, until, reason: 'a fair' },
  })

const open = async (records: readonly NewRecord[]): Promise<Ledger> => {
  const directory = mkdtempSync(join(place, 'ledger-'))
  const ledger = openLedger(undefined, {
    baseDirectory: directory,
    defaultDirectory: join(directory, 'ledger'),
  })
  for (const each of records) await ledger.append([each])
  return ledger
}

const at = async (records: readonly NewRecord[], now: string) => {
  const failures: Failure[] = []
  const ledger = await open(records)
  const found = await wordsInForce({
    ledger,
    environment: 'production',
    sha,
    now: new Date(now),
    emergencyBy,
    failures,
  })
  expect(failures).toEqual([])
  return { override: found.override !== null, freezes: found.freezes.map(({ until }) => until) }
}

describe('what holds now', () => {
  test.each<[string, readonly NewRecord[], string, boolean, readonly (string | null)[]]>([
    ['nothing', [], '2026-03-10T11:00:00Z', false, []],
    ['an override', [override()], '2026-03-10T11:00:00Z', true, []],
    ['an override that is over', [override()], '2026-03-10T12:00:00Z', false, []],
    ['an override from before it was given', [override()], '2026-03-10T09:00:00Z', false, []],
    ['an override elsewhere', [override({}, 'staging')], '2026-03-10T11:00:00Z', false, []],
    ['an override of another commit', [override({ sha: 'b'.repeat(40) })], '2026-03-10T11:00:00Z', false, []],
    [
      'an override that ends nobody knows when',
      [override({ until: 'soon' })],
      '2026-03-10T11:00:00Z',
      false,
      [],
    ],
    [
      'an override of somebody the policy that decides does not name',
      [override({ under: '@noor' })],
      '2026-03-10T11:00:00Z',
      false,
      [],
    ],
    ['its review', [override({ what: 'reviewed' })], '2026-03-10T11:00:00Z', false, []],
    ['a freeze', [freeze('production', null)], '2026-03-10T11:00:00Z', false, [null]],
    ['a freeze of everything', [freeze(null, null)], '2026-03-10T11:00:00Z', false, [null]],
    ['a freeze elsewhere', [freeze('staging', null)], '2026-03-10T11:00:00Z', false, []],
    [
      'a freeze that is over',
      [freeze('production', '2026-03-10T11:00:00Z')],
      '2026-03-10T11:00:00Z',
      false,
      [],
    ],
    [
      'a freeze that ends nobody knows when',
      [freeze('production', 'soon')],
      '2026-03-10T11:00:00Z',
      false,
      [null],
    ],
    [
      'a freeze, lifted',
      [freeze('production', null), freeze('production', null, 'lifted')],
      '2026-03-10T11:00:00Z',
      false,
      [],
    ],
    [
      'two freezes, of which one is lifted',
      [freeze(null, null), freeze('production', '2026-03-10T15:00:00Z'), freeze(null, null, 'lifted')],
      '2026-03-10T11:00:00Z',
      false,
      ['2026-03-10T15:00:00.000Z'],
    ],
  ])('%s', async (_, records, now, overridden, freezes) =>
    expect(await at(records, now)).toEqual({ override: overridden, freezes }),
  )

  test('where the ledger cannot say, that is a source that failed, and nothing is overridden', async () => {
    const ledger = await open([override()])
    const failures: Failure[] = []
    const deaf = { ...ledger, latest: () => Promise.reject(new SourceError('line 3 was changed')) }
    const found = await wordsInForce({
      ledger: deaf,
      environment: 'production',
      sha,
      now: new Date('2026-03-10T11:00:00Z'),
      emergencyBy,
      failures,
    })
    expect(found).toEqual({ override: null, freezes: [], notes: [] })
    expect(failures).toEqual([{ source: 'ledger', why: 'line 3 was changed' }])
  })
})
