/** Observing for a week, and what the digest says of it: from records alone. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ledgerDigest } from '../../../src/commands/rehearsal/ledger-digest.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { openLedger } from '../../../src/ledger/open.ts'
import type { NewRecord } from '../../../src/ledger/record.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { type DecisionInputs, engine, type PartInput } from '../../../src/policy/decision-inputs.ts'
import { judge, resultOf } from '../../../src/policy/engine.ts'
import { signals } from '../../../src/signals/all.ts'

const sha = (at: number): string => String(at).padStart(40, '0')
const day = (at: number): string => `2026-09-${String(at).padStart(2, '0')}T10:00:00.000Z`
const common = {
  repository: 'acme/shop',
  actor: 'test',
  tool: { name: 'change-risk-gate', version: '0.0.0' },
}

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8')

const decision = async (
  ledger: Ledger,
  at: number,
  parts: Readonly<Record<number, number>>,
  environment = 'production',
): Promise<NewRecord> => {
  const risks = Object.entries(parts).map(([part, risk]) => ({
    sha: sha(Number(part)),
    risk,
    percentile: 50,
  }))
  const isAbove = risks.some(({ risk }) => risk > 0.02)
  const inputsBlob = await ledger.putBlob(
    bytes({
      parts: risks.map((part) => ({
        sha: part.sha,
        id: `#${Number(part.sha)}`,
        approved: false,
        cancelled: false,
        paths: [],
      })),
      gateFiles: [],
      neverAutoApprove: [],
      windows: [],
      reviewRiskiest: 0.1,
    }),
  )
  return {
    ...common,
    stream: 'decisions',
    kind: 'decision',
    key: { at, environment },
    at: day(at),
    environment,
    body: {
      mode: 'observe',
      change: { kind: 'forward', base: sha(900), head: sha(900 + at) },
      inputsBlob,
      result: {
        decision: isAbove ? 'review' : 'approve',
        rule: isAbove ? 'part-above-limit' : 'below-limit',
        reason: 'as it is',
        limit: 0.02,
        parts: risks,
      },
    },
  }
}

const outcome = (at: number, part: number, state: string): NewRecord => ({
  ...common,
  stream: 'outcomes',
  kind: 'outcome',
  key: { at, part, state },
  at: day(at),
  environment: 'production',
  body: { sha: sha(part), parts: 1, state, cause: 'rollback' },
})

const folder = mkdtempSync(join(tmpdir(), 'change-risk-digest-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const open = (): Ledger => {
  const place = mkdtempSync(join(folder, 'ledger-'))
  return openLedger(undefined, {
    baseDirectory: place,
    defaultDirectory: join(place, 'ledger'),
    witnessFile: join(place, 'witness.json'),
  })
}

const say = (ledger: Ledger, days = 7): Promise<string | null> =>
  ledgerDigest({
    ledger,
    environment: 'production',
    now: new Date(day(14)),
    days,
    maturitySeconds: 14 * 86_400,
  })

test('nothing decided, nothing said', async () => {
  expect(await say(open())).toBeNull()
})

test('a week of observing in two sentences; older decisions and other places are left out', async () => {
  const ledger = open()
  await ledger.append([
    await decision(ledger, 2, { 1: 0.5 }),
    await decision(ledger, 9, { 2: 0.001, 3: 0.05 }),
    await decision(ledger, 10, { 4: 0.001 }),
    await decision(ledger, 11, { 5: 0.9 }, 'staging'),
    await decision(ledger, 12, { 6: 0.01 }),
    outcome(12, 6, 'failed'),
    // Taken for a failure at first.
    outcome(11, 4, 'failed'),
    outcome(13, 4, 'succeeded'),
  ])
  expect(await say(ledger)).toBe(
    'Enforced, 1 of 3 deployments would have asked about 1 change (1 review a week), the others gone out unread. Of 1 failed change 0 would have been read, 1 not (#6).',
  )
  expect(await say(ledger, 30)).toMatch(/^Enforced, 2 of 4 deployments/)
})

test('what was told of a part counts, unless a person cleared it', async () => {
  const ledger = open()
  const labels = [3, 7].map((part) => ({
    sha: sha(part),
    label: 0.9,
    at: Date.parse(day(11)) / 1000,
    cause: 'incident',
  }))
  const labelsBlob = await ledger.putBlob(
    bytes({ labels, cleared: [{ sha: sha(7), at: Date.parse(day(12)) / 1000 }] }),
  )
  await ledger.append([
    await decision(ledger, 9, { 3: 0.05 }),
    await decision(ledger, 10, { 7: 0.001 }),
    {
      ...common,
      stream: 'labels',
      kind: 'outcome',
      key: { labelsBlob },
      at: day(12),
      environment: 'production',
      body: { labelsBlob, labels: 2, cleared: 1 },
    },
  ])
  expect(await say(ledger)).toMatch(/Of 1 failed change 1 would have been read, 0 not\.$/)
})

const model = shippedPrior()
/** Its own risk is critical. */
const large: Readonly<Record<string, number>> = { files: 120, 'code-lines-added': 4000, directories: 40 }

/** One large part, which two release leads are asked to read where its risk is high or more, and one where it is less. */
const inputsWith = (approvals: NonNullable<PartInput['approvals']>): DecisionInputs => ({
  engine,
  mode: 'observe',
  configuration: { status: 'read' },
  change: { kind: 'forward', touchesMigration: false, commitsLost: null, baseKnown: true },
  signals: signals.map(({ name }) => name),
  parts: [
    {
      sha: sha(1),
      id: '#1',
      answers: signals.map(({ name }) => large[name] ?? null),
      approved: approvals.length > 0,
      approvals,
      cancelled: false,
      paths: [],
    },
  ],
  context: {},
  model: { speaks: true },
  failedSources: [],
  recentRisks: Array(100).fill(0.0001),
  pastHazards: [],
  reviewRiskiest: 0.1,
  review: [
    { atLeast: 'low', from: '@acme/release-leads', approvals: 1, shared: false },
    { atLeast: 'high', from: '@acme/release-leads', approvals: 2, shared: false },
  ],
  neverAutoApprove: [],
  gateFiles: [],
  windows: [],
})

type Given = 'moderate' | 'critical' | 'unknown'
test.each<[string, readonly Given[], 'asked' | 'out']>([
  ['nobody approved', [], 'asked'],
  ['one of two approvals is there', ['critical'], 'asked'],
  ['both approvals are there', ['critical', 'critical'], 'out'],
  ['both approvals were given while its risk was lower', ['moderate', 'moderate'], 'asked'],
  ['one of two was given while its risk was lower', ['moderate', 'critical'], 'asked'],
  ['it was approved at risks nobody knows', ['unknown', 'unknown'], 'out'],
])('a recorded part counts as the gate itself counted it where %s', async (_, at, goes) => {
  const ledger = open()
  const inputs = inputsWith(
    at.map((band, id) => ({
      groups: [0, 1],
      source: { kind: 'review', id },
      head: sha(2),
      ...(band === 'unknown' ? {} : { band }),
    })),
  )
  const judgement = judge(inputs, model)
  // The gate's own answer: the digest must not tell another.
  expect(judgement.decision.verdict).toBe(goes === 'asked' ? 'review' : 'approve')
  const [inputsBlob, modelBlob] = await Promise.all([
    ledger.putBlob(bytes(inputs)),
    ledger.putBlob(bytes(model)),
  ])
  const body = {
    ...{ engine, mode: 'observe', inputsBlob, modelBlob },
    change: { kind: 'forward', base: sha(900), head: sha(901) },
    result: resultOf(judgement),
  }
  const record = { ...common, stream: 'decisions', kind: 'decision' as const, environment: 'production' }
  await ledger.append([{ ...record, key: { inputsBlob }, at: day(9), body }])
  expect(await say(ledger)).toMatch(
    goes === 'asked'
      ? /^Enforced, 1 of 1 deployment would have asked about 1 change /
      : /^Enforced, nobody would have been asked in 1 deployment\./,
  )
})
