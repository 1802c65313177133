/** A certificate over a real history and a real ledger: begun from the past, gone on with, held to what went out. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CertifyingRequest, certify } from '../../../src/commands/gate/certifying.ts'
import { decidedParts } from '../../../src/commands/gate/decided-parts.ts'
import { recordedParts } from '../../../src/commands/gate/recorded-parts.ts'
import { emptyStanding, type Standing, standingAt } from '../../../src/commands/gate/standing.ts'
import { defaultConfiguration } from '../../../src/config/defaults.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { openLedger } from '../../../src/ledger/open.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

const parts = 380
const hour = 3600
const day = 24 * hour
/** Short, so that a history of weeks has outcomes. */
const maturitySeconds = day
const promised = { failureRate: 0.05, confidence: 0.9 }

let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository()
  await repository.bulk(parts)
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

let home: string
let ledger: Ledger
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'change-risk-certifying-'))
  ledger = openLedger(`directory:${home}`, { baseDirectory: home, defaultDirectory: home })
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const landed = (at: number): number => index.parts.time.get(at)
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** All of the history up to a head, each part of this risk. */
const standing = (head: number, failed: readonly number[] = [], risk = 0.01): Standing => ({
  ...emptyStanding(shippedPrior(), defaultConfiguration()),
  newest: index.sha(head),
  replayed: {
    risks: Array(head + 1).fill(risk),
    failures: failed.map((at) => [at, landed(at) + hour]),
  },
})

const request = (head: number, failed: readonly number[] = [], more: Partial<CertifyingRequest> = {}) => ({
  ledger,
  repository: 'shop',
  environment: 'production',
  index,
  head,
  standing: standing(head, failed),
  promised,
  maturitySeconds,
  recordedOnly: false,
  version: '1.0.0',
  ...more,
})

interface Decided {
  readonly at: number
  readonly parts: readonly number[]
  readonly risk?: number
  readonly mode?: string
  readonly decision?: string
  readonly limit?: number | null
  readonly environment?: string
  readonly kind?: string
  /** Positions of parts that were drawn for the audit, and of those that a person approved. */
  readonly audited?: readonly number[]
  readonly approved?: readonly number[]
}

const decide = ({
  at,
  parts: shas,
  risk = 0.01,
  mode = 'enforce',
  decision = 'approve',
  limit = 0.02,
  environment = 'production',
  kind = 'forward',
  audited,
  approved = [],
}: Decided) =>
  ledger.append([
    {
      stream: 'decisions',
      kind: 'decision',
      key: { at, shas, decision },
      at: iso(at),
      repository: 'shop',
      environment,
      actor: 'command-line',
      tool: { name: 'change-risk-gate', version: '1.0.0' },
      body: {
        mode,
        change: { kind },
        ...(approved.length === 0 ? {} : { approved: approved.map((position) => index.sha(position)) }),
        result: {
          decision,
          limit,
          ...(audited === undefined ? {} : { audited: audited.map((position) => index.sha(position)) }),
          parts: shas.map((position) => ({ sha: index.sha(position), risk })),
        },
      },
    },
  ])

const decided = async (recordedOnly = false) => {
  const head = parts - 1
  const recorded = await recordedParts(ledger, 'production', standingAt(index, head).time)
  return decidedParts({ index, standing: standing(head), recorded, maturitySeconds, recordedOnly })
}

describe('what counts', () => {
  test('is the whole past as it was scored when it landed, while nothing was decided', async () => {
    const all = await decided()
    expect(all).toHaveLength(parts)
    expect(all[7]).toEqual({
      decidedAt: landed(7),
      landedAt: landed(7),
      maturesAt: landed(7) + maturitySeconds,
      failedAt: Number.POSITIVE_INFINITY,
      risk: 0.01,
      ceiling: Number.POSITIVE_INFINITY,
    })
  })

  test('is what was decided, where that was before the outcome', async () => {
    await decide({ at: landed(100) + 60, parts: [100], risk: 0.03, mode: 'observe', limit: null })
    await decide({ at: landed(101) + maturitySeconds, parts: [101], risk: 0.03, mode: 'observe' })
    const all = await decided()
    expect(all[100]).toMatchObject({
      decidedAt: landed(100) + 60,
      risk: 0.03,
      ceiling: Number.POSITIVE_INFINITY,
    })
    expect(all[101]).toMatchObject({ decidedAt: landed(101), risk: 0.01 })
  })

  test('is, once parts are held, only what went out by a decision, up to the limit of the day', async () => {
    // A trial run too, before and after.
    await decide({ at: landed(200) + 30, parts: [200], mode: 'observe', decision: 'review' })
    await decide({ at: landed(200) + 60, parts: [199, 200], limit: 0.012 })
    await decide({ at: landed(202) + 60, parts: [201, 202], decision: 'review', limit: 0.012 })
    await decide({ at: landed(202) + 120, parts: [202], limit: 0.013 })
    await decide({ at: landed(202) + 90, parts: [200, 201], mode: 'observe' })
    const all = await decided()
    const by = new Map(all.map((part) => [part.landedAt, part]))
    expect([199, 200, 201, 202].map((at) => by.get(landed(at))?.ceiling)).toEqual([0.012, 0.012, -1, 0.013])
    // Before it nothing was held; after it, nobody decided upon the others.
    expect(by.get(landed(198))?.ceiling).toBe(Number.POSITIVE_INFINITY)
    expect(all.filter(({ landedAt }) => landedAt > landed(200) + 60)).toHaveLength(2)
  })

  test('is, of what a person let go, nothing; a part that was only drawn is told apart', async () => {
    await decide({ at: landed(200) + 60, parts: [199, 200, 201], decision: 'review', audited: [200] })
    await decide({
      at: landed(201) + 120,
      parts: [199, 200, 201],
      approved: [199, 200],
      audited: [200],
    })
    const by = new Map((await decided()).map((part) => [part.landedAt, part]))
    const told = [199, 200, 201].map((at) => by.get(landed(at))!)
    expect(told.map(({ ceiling, audited }) => [ceiling, audited])).toEqual([
      [-1, undefined],
      [0.02, true],
      [0.02, undefined],
    ])
  })

  test('is everything while nothing is held, whether a person approved it or not', async () => {
    await decide({ at: landed(200) + 60, parts: [200], mode: 'observe', approved: [200] })
    const part = (await decided()).find(({ landedAt }) => landedAt === landed(200))
    expect(part).toMatchObject({ ceiling: Number.POSITIVE_INFINITY })
  })

  test('is what was decided alone, where only some components run', async () => {
    await decide({ at: landed(100) + 60, parts: [100], risk: 0.03, mode: 'observe' })
    expect((await decided(true)).map(({ landedAt }) => landedAt)).toEqual([landed(100)])
  })

  test.each([
    ['of another environment', { environment: 'staging' }],
    ['of a rollback', { kind: 'rollback' }],
    ['while the gate was off', { mode: 'off' }],
  ])('is no decision %s', async (_, told) => {
    await decide({ at: landed(100) + 60, parts: [100], risk: 0.03, ...told })
    expect((await decided()).map(({ risk }) => risk)).toEqual(Array(parts).fill(0.01))
  })
})

describe('a certificate', () => {
  test('is begun from the past, remembered, and gone on with', async () => {
    const early = await certify(request(150))
    expect(early.certificate).toMatchObject({ unit: 'part', certified: true, threshold: 0.2, failures: 0 })
    expect(early.records.map(({ kind }) => kind)).toEqual(['certificate'])
    await ledger.append(early.records)
    expect(await certify(request(150))).toEqual({ certificate: early.certificate, records: [] })
    // A past that is told otherwise changes nothing of what was counted.
    const late = await certify(request(parts - 1, [3, 4, 5, 6, 7, 8]))
    expect(late.certificate).toMatchObject({ certified: true, failures: 0 })
    expect(late.certificate.n).toBeGreaterThan(early.certificate.n)
    expect((await certify(request(parts - 1))).certificate).toEqual(late.certificate)
  })

  test('of another promise is begun anew', async () => {
    await ledger.append((await certify(request(150))).records)
    const other = await certify(request(150, [], { promised: { failureRate: 0.01, confidence: 0.9 } }))
    expect(other.certificate).toMatchObject({ certified: false, failureRate: 0.01 })
    expect(other.records).toHaveLength(1)
    expect((await certify(request(150, [], { environment: 'staging' }))).records).toHaveLength(1)
  })

  test('counts nothing above the limit once parts are held', async () => {
    await decide({ at: landed(0) + 1, parts: [0], limit: 0.005 })
    for (let at = 1; at < 200; at += 1) await decide({ at: landed(at) + 60, parts: [at], limit: 0.005 })
    const { certificate } = await certify(request(200))
    expect(certificate).toMatchObject({ certified: false, n: 0 })
  })

  test('is taken back by a drift, which the ledger remembers too', async () => {
    await ledger.append((await certify(request(150))).records)
    const failing = Array.from({ length: 200 }, (_, at) => 160 + at).filter((at) => at % 5 === 0)
    const { certificate, records } = await certify(request(parts - 1, failing))
    expect(certificate.certified).toBe(false)
    // The drift goes on, and is seen again where nothing is promised any longer.
    expect(records.map(({ kind }) => kind)).toEqual(['alarm', 'alarm', 'alarm', 'certificate'])
    expect(records[0]!.body).toMatchObject({ threshold: 0.2, failureRate: 0.05 })
    expect(records[2]!.body).toEqual({ ...certificate.alarm, threshold: null })
    await ledger.append(records)
    expect((await certify(request(parts - 1))).certificate).toEqual(certificate)
  })
})
