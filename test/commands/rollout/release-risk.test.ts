import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRisk, recordedRisk } from '../../../src/commands/rollout/release-risk.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'

describe('a risk that somebody types', () => {
  test.each([
    ['0.03', 0.03, 'high'],
    ['3%', 0.03, 'high'],
    ['0', 0, 'low'],
    ['0.5 %', 0.005, 'low'],
    ['1', 1, 'critical'],
  ])('%s', (text, probability, band) => expect(readRisk(text)).toMatchObject({ probability, band }))

  test.each(['', ' ', 'high', '-0.1', '1.1', '101%', 'NaN', '3 percent'])('%j is none', (text) =>
    expect(() => readRisk(text)).toThrow('is no probability; write 0.03 or 3%'),
  )
})

describe('the risk the gate has recorded', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-risk-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const decided = async (name: string, body: object) => {
    const ledger = directoryLedger({ root: join(folder, name) })
    await ledger.append([
      {
        stream: 'decisions',
        kind: 'decision',
        key: name,
        at: '2026-11-21T10:00:00Z',
        repository: 'shop',
        environment: 'production',
        actor: 'command-line',
        tool: { name: 'change-risk-gate', version: '0.1.0' },
        body,
      },
    ])
    return ledger
  }
  const head = 'a'.repeat(40)
  const result = { probability: 0.02, low: 0.01, high: 0.03, band: 'moderate' }

  test('is taken where it is about this commit', async () => {
    const ledger = await decided('same', { change: { head }, result })
    expect(await recordedRisk(ledger, 'production', head)).toMatchObject({ risk: result })
  })

  test.each<[string, string, string | null, object]>([
    ['another commit', 'production', 'b'.repeat(40), { change: { head }, result }],
    ['another environment', 'staging', head, { change: { head }, result }],
    ['no commit', 'production', null, { change: { head }, result }],
    ['a record of another shape', 'production', head, { change: { head }, result: 'approve' }],
  ])('is unknown for %s, and that counts as high', async (name, environment, commit, body) => {
    const ledger = await decided(name, body)
    const { risk, source } = await recordedRisk(ledger, environment, commit)
    expect(risk.probability).toBeNull()
    expect(source).not.toBe('')
  })
})
