import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { firstJsonDifference } from '../../src/ledger/json-difference.ts'
import { referencedBlobs } from '../../src/ledger/references.ts'
import { type Engine, replayLedger } from '../../src/ledger/replay.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { decision, deployment } from './fixtures/entries.ts'
import { freshPlace } from './fixtures/places.ts'

/** An engine of this test: the risk is the number in the model blob times the files of the evidence. */
const multiply: Engine = async ({ body }, readBlob) => {
  const weight = Number(Buffer.from(await readBlob(String(body['modelBlob']))).toString())
  return { risk: weight * Number(body['files']), parts: [{ share: 1, url: undefined }] }
}

const recorded = async (risk = 1.5) => {
  const place = freshPlace()
  const ledger = directoryLedger(place)
  const modelBlob = await ledger.putBlob(Buffer.from('0.5'))
  const body = (files: number, result: number) => ({
    engine: 1,
    modelBlob,
    files,
    result: { risk: result, parts: [{ share: 1 }] },
  })
  await ledger.append([
    decision('one', { body: body(1, 0.5) }),
    deployment('one', { body: { engine: 1 } }),
    decision('two', { body: body(3, risk) }),
    decision('later', {
      body: { engine: 2, result: {} },
      tool: { name: 'change-risk-gate', version: '2.4.0', engine: 2 },
    }),
    decision('hand', { body: { result: {} } }),
  ])
  return { ...place, ledger, modelBlob }
}

describe('replay', () => {
  test('makes what it can again, and counts the rest with the release that can', async () => {
    const { ledger } = await recorded()
    expect(await replayLedger(ledger, { 1: multiply })).toEqual({
      records: 5,
      streams: {
        decisions: { seq: 3, hash: expect.any(String) },
        deployments: { seq: 0, hash: expect.any(String) },
      },
      rederived: 2,
      verifiedOnly: { 2: 1, none: 1 },
      releases: { 2: '2.4.0', none: '0.1.0' },
      notes: [],
    })
  })

  test('names the first result that comes out otherwise, and where', async () => {
    const { ledger } = await recorded(1.4)
    const { difference, rederived } = await replayLedger(ledger, { 1: multiply })
    expect(rederived).toBe(1)
    expect(difference).toMatchObject({
      file: 'stream decisions',
      line: 2,
      path: '$.risk',
      recorded: 1.4,
      rederived: 1.5,
      what: 'result differs at $.risk: recorded 1.4, made again 1.5',
      mend: 'compare with release 0.1.0 of change-risk-gate, which wrote it',
    })
  })

  test('an engine that gives up is a difference', async () => {
    const { ledger } = await recorded()
    const { difference } = await replayLedger(ledger, {
      1: async () => Promise.reject(new Error('no window')),
    })
    expect(difference?.what).toBe('engine 1 gives no result: no window')
  })

  test.each([
    [
      'a changed line',
      'events/2026/03/10.jsonl',
      (text: string) => text.replace('"risk":1.5', '"risk":0.5'),
      3,
    ],
    ['a changed blob', 'blobs', (text: string) => text.replace('5', '6'), 0],
  ])('%s is found before anything is made again', async (_, file, change, line) => {
    const { ledger, root, modelBlob } = await recorded()
    const path = file === 'blobs' ? `blobs/${modelBlob}` : file
    writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')))
    const { difference, rederived } = await replayLedger(ledger, { 1: multiply })
    expect(difference).toMatchObject({ file: path, line })
    expect(rederived).toBe(0)
  })
})

test.each([
  ['equal values', { a: [1, { b: null }] }, { a: [1, { b: null }] }, undefined],
  ['numbers that are spelt alike', { a: -0 }, { a: 0 }, undefined],
  ['a number', { a: { b: [1, 2] } }, { a: { b: [1, 3] } }, { path: '$.a.b[1]', left: 2, right: 3 }],
  [
    'the first of several, in canonical order',
    { b: 1, a: 1 },
    { b: 2, a: 2 },
    { path: '$.a', left: 1, right: 2 },
  ],
  [
    'the tenth before the eleventh',
    [...'0123456789ab'],
    [...'0123456789xy'],
    { path: '$[10]', left: 'a', right: 'x' },
  ],
  ['a member missing', { 'a-b': 1 }, {}, { path: '$["a-b"]', left: 1, right: undefined }],
  ['null where nothing was', {}, { a: null }, { path: '$.a', left: undefined, right: null }],
  ['a list for an object', { a: [] }, { a: {} }, { path: '$.a', left: [], right: {} }],
])('where JSON parts: %s', (_, left, right, difference) =>
  expect(firstJsonDifference(left, right)).toEqual(difference),
)

test('which blobs a body refers to', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64))
  const git = 'd'.repeat(64)
  const body = {
    modelBlob: a,
    deep: [{ blobs: [b, 'short'], cardBlob: 7 }],
    policy: { blob: git },
    noBlob: 'short',
    x: { yBlob: c },
  }
  expect(referencedBlobs(body)).toEqual([a, b, c])
})
