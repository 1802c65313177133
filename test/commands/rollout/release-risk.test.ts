import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readGivenRisk, readRisk } from '../../../src/commands/rollout/given-risk.ts'
import { findRisk } from '../../../src/commands/rollout/release-risk.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { directoryLedger } from '../../../src/ledger/stores/directory.ts'
import { resultText } from '../../../src/report/result.ts'
import { firstRun, modelSilent, situations } from '../../report/fixtures.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-risk-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a risk that somebody types', () => {
  test.each([
    ['0.03', 0.03, 'high'],
    ['3%', 0.03, 'high'],
    ['0', 0, 'low'],
    ['0.5 %', 0.005, 'low'],
    ['1', 1, 'critical'],
  ])('%s', async (text, probability, band) => {
    expect(await readGivenRisk(text, folder)).toMatchObject({ kind: 'typed', risk: { probability, band } })
  })

  test.each(['', ' ', 'high', '-0.1', '1.1', '101%', 'NaN', '3 percent'])('%j is none', (text) =>
    expect(() => readRisk(text)).toThrow('is no probability; write 0.03 or 3%'),
  )
})

const commit = 'a'.repeat(40)

const silent = async (): Promise<never> => {
  throw new SourceError('ledger branch:x: was not answered')
}
/** A ledger that cannot be reached. */
const none = { url: 'branch:x', notes: [], latest: silent } as unknown as Ledger

describe('the gate’s whole answer', () => {
  const question = { ledger: none, environment: 'production', commit: null }

  test('from the command line in a file, or from the action as text: risk, and the few reasons that matter', async () => {
    const whole = JSON.stringify(firstRun)
    await writeFile(join(folder, 'gate.json'), whole)
    const found = await findRisk(await readGivenRisk('gate.json', folder), question)
    const { probability, low, high, band } = firstRun.risk
    expect(found.risk).toEqual({ probability, low, high, band })
    expect(found.basis).toMatchInlineSnapshot(`
      {
        "gate": {
          "band": "high",
          "changes": 18,
          "decision": "review",
          "parts": [
            {
              "id": "#12955",
              "share": 0.29035464695959506,
              "title": "Add unified icon system",
            },
            {
              "id": "#13311",
              "share": 0.2088521166358743,
              "title": "Rebuild the /status panel",
            },
            {
              "id": "#13350",
              "share": 0.13053257289742146,
              "title": "ol-button: move to shadow DOM, and let every button of the…",
            },
          ],
          "probability": 0.21354827004542776,
          "reason": "#12955 is among the riskiest 10 % here",
          "reasons": [
            {
              "factor": 3.4,
              "sentence": "121 files (usual 5)",
            },
            {
              "factor": 1.8,
              "sentence": "design.py, in 2 of 11 failures",
            },
          ],
        },
        "source": "the gate's answer on production of 2026-08-22T09:30:00.000Z",
      }
    `)
    for (const text of [whole, resultText(firstRun)])
      expect(await findRisk(await readGivenRisk(text, folder), question)).toEqual(found)
  })

  test('of every situation there is: small, and without a person', async () => {
    for (const [name, assessment] of Object.entries(situations)) {
      const people = {
        ...assessment,
        reviewers: [{ login: 'noor-the-reviewer', why: 'knows it' }],
        change: {
          ...assessment.change,
          parts: assessment.change.parts.map((part) => ({
            ...part,
            approvedBy: ['noor-the-reviewer'],
            authors: ['noor-the-author'],
          })),
        },
      }
      for (const text of [JSON.stringify(people), resultText(people)]) {
        const { basis } = await findRisk(await readGivenRisk(text, folder), question)
        const kept = JSON.stringify(basis)
        expect(kept, name).not.toContain('noor-the')
        expect(kept.length, name).toBeLessThan(2000)
        expect(basis?.gate?.changes, name).toBe(assessment.change.parts.length)
      }
    }
  })

  test('without a probability counts as unknown', async () => {
    const { risk, basis } = await findRisk(await readGivenRisk(JSON.stringify(modelSilent), folder), question)
    expect(risk.probability).toBeNull()
    expect(basis?.gate?.probability).toBeNull()
  })

  test('about another commit is refused', async () => {
    const given = await readGivenRisk(JSON.stringify(firstRun), folder)
    await expect(findRisk(given, { ...question, commit })).rejects.toThrow(
      /the gate's answer is about [0-9a-f]{8}, and this version is aaaaaaaa; ask the gate/,
    )
    const { head } = firstRun.change
    expect((await findRisk(given, { ...question, commit: head })).risk.band).toBe(firstRun.risk.band)
  })

  test.each([
    ['nowhere.json', "there is no such file; write 0.03 or 3%, or keep the gate's answer: gate --json > "],
    ['{', 'rollout --risk: is no JSON; wanted what gate --json prints'],
    ['{"schema":2}', 'is no answer of the gate, schema 1'],
    ['{"schema":1,"change":{"head":null}}', 'has no `risk`'],
    ['{"schema":1,"risk":{"probability":7}}', 'has no `risk`'],
    ['{"schema":1,"risk":{"probability":0.1}}', 'has no `change.head`'],
  ])('%s is none', (text, why) => expect(readGivenRisk(text, folder)).rejects.toThrow(why))

  test('whatever else is wrong in it leaves that out', async () => {
    const odd = {
      schema: 1,
      risk: { probability: 0.2, low: 'x', band: 'huge', contributions: 7 },
      change: { head: null, parts: [{ id: 7, share: 'x', contributions: [{ factor: -3 }, null, 'x'] }, 'x'] },
    }
    const { risk, basis } = await findRisk(await readGivenRisk(JSON.stringify(odd), folder), question)
    expect(risk).toEqual({ probability: 0.2, low: null, high: null, band: null })
    expect(basis?.gate).toMatchObject({
      changes: 2,
      reasons: [],
      parts: [{ id: '', title: '', share: 0 }, {}],
    })
  })
})

describe('the risk the gate has recorded', () => {
  const parts = [
    { sha: 'b'.repeat(40), risk: 0.01, share: 0.2, percentile: 50 },
    { sha: 'c'.repeat(40), risk: 0.02, share: 0.8, percentile: 90 },
  ]
  const result = {
    ...{
      decision: 'review',
      rule: 'part-above-limit',
      reason: '#12 is above the limit',
      limit: 0.015,
      parts,
    },
    ...{ probability: 0.02, low: 0.01, high: 0.03, band: 'moderate' },
  }
  const risk = { probability: 0.02, low: 0.01, high: 0.03, band: 'moderate' }
  const decided = async (name: string, body: object, inputs?: object) => {
    const ledger = directoryLedger({ root: join(folder, name) })
    const blob = inputs && (await ledger.putBlob(Buffer.from(JSON.stringify(inputs))))
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
        body: { ...body, ...(blob && { inputsBlob: blob }) },
      },
    ])
    return ledger
  }
  const whole = { change: { head: commit }, result }
  const names = { parts: [{ sha: 'c'.repeat(40), id: '#12' }, { sha: 'b'.repeat(40) }] }

  test('is taken where it is about this commit, with the names of the parts it lies in', async () => {
    const ledger = await decided('same', whole, names)
    const found = await findRisk(null, { ledger, environment: 'production', commit })
    expect(found).toEqual({
      risk,
      decision: expect.stringMatching(/^[0-9a-f]{64}$/),
      basis: {
        source: "the gate's decision of 2026-11-21T10:00:00Z",
        gate: {
          ...{ probability: 0.02, band: 'moderate', decision: 'review', reason: '#12 is above the limit' },
          ...{ changes: 2, reasons: [] },
          parts: [
            { id: '#12', title: '', share: 0.8 },
            { id: 'bbbbbbbb', title: '', share: 0.2 },
          ],
        },
      },
    })
  })

  test('a figure that is typed as the gate put it out has the gate’s reasons; another has none', async () => {
    const ledger = await decided('typed', whole, names)
    const question = { ledger, environment: 'production', commit }
    const same = await findRisk(await readGivenRisk('0.020000', folder), question)
    expect(same).toMatchObject({ risk: { band: 'moderate', low: null }, basis: { source: 'as given' } })
    expect(same.basis?.gate?.parts[0]?.id).toBe('#12')
    const other = await findRisk(await readGivenRisk('0.5%', folder), question)
    expect(other.basis).toBeNull()
  })

  test('a figure that is typed stands where no ledger can be asked', async () => {
    const given = await readGivenRisk('0.5%', folder)
    const found = await findRisk(given, { ledger: none, environment: 'production', commit })
    expect(found).toMatchObject({ risk: { probability: 0.005 }, basis: null })
  })

  test.each<[string, string, string | null, object]>([
    ['another commit', 'production', 'b'.repeat(40), whole],
    ['another environment', 'staging', commit, whole],
    ['no commit', 'production', null, whole],
    ['a record of another shape', 'production', commit, { change: { head: commit }, result: 'approve' }],
  ])('is unknown for %s, and that counts as high', async (name, environment, version, body) => {
    const ledger = await decided(name, body)
    const found = await findRisk(null, { ledger, environment, commit: version })
    expect(found.risk.probability).toBeNull()
    expect(found.basis?.source).not.toBe('')
  })
})
