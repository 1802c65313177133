import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/domain/errors.ts'
import { sealArtefact } from '../../src/model/artefact.ts'
import { readArtefact } from '../../src/model/artefact-reading.ts'
import { canonicalJson } from '../../src/model/canonical.ts'
import { decodeCovariance, encodeCovariance, varianceAlong } from '../../src/model/covariance.ts'
import { knotsOf } from '../../src/model/curve.ts'
import { fitModel } from '../../src/model/fit.ts'
import { signals } from '../../src/signals/all.ts'
import { makeRepository } from './synthetic.ts'

const artefact = fitModel(makeRepository({ n: 400 }))
const written = JSON.stringify(artefact)
type Json = Record<string, unknown>

test('what was written is read back the same', () => {
  expect(readArtefact(JSON.parse(written))).toEqual(artefact)
})

test('the order of keys is no part of its identity', () => {
  const turned = Object.fromEntries(Object.entries(JSON.parse(written) as Json).reverse())
  expect(readArtefact(turned).id).toBe(artefact.id)
})

test.each<[string, (model: Json) => unknown, RegExp]>([
  ['a list', () => [], /not a model artefact/],
  ['nothing', () => null, /not a model artefact/],
  ['another schema', (model) => ({ ...model, schema: 2 }), /schema must be 1, got 2/],
  ['a later engine', (model) => ({ ...model, engine: 9 }), /engine 9 is not carried by this release/],
  ['another kind', (model) => ({ ...model, kind: 'forest' }), /kind must be prior or learned, got "forest"/],
  ['no intercept', ({ intercept: _, ...model }) => model, /intercept must be a finite number, got nothing/],
  ['a frailty of 0', (model) => ({ ...model, frailty: 0 }), /frailty must be above 0/],
  ['no terms', (model) => ({ ...model, terms: {} }), /terms must be a list/],
  [
    'a term without slopes',
    (model) => withTerm(model, { slopes: [] }),
    /terms\[0\]\.slopes must be 3 numbers/,
  ],
  [
    'knots that fall',
    (model) => withTerm(model, { knots: [1.5, 0] }),
    /terms\[0\]\.knots must be a rising list/,
  ],
  ['a slope against its sign', (model) => withTerm(model, { slopes: [-1, 0, 0] }), /run against \.direction/],
  ['an sd of 0', (model) => withTerm(model, { sd: 0 }), /terms\[0\]\.sd must be above 0/],
  ['a strange shape', (model) => withTerm(model, { shape: 'blob' }), /shape must be one of count, share/],
  ['the same column twice', (model) => withTerm(model, { name: 'lines' }), /"lines" stands there twice/],
  [
    'a covariance that was cut',
    (model) => withCovariance(model, { base64: 'AAAA' }),
    /covariance\.base64 is cut/,
  ],
  ['a covariance of another size', (model) => withCovariance(model, { size: 3 }), /covariance\.size must be/],
  ['one changed number', (model) => ({ ...model, intercept: -1 }), /does not match its id/],
])('%s is refused in one line', (_, damage, message) => {
  const read = () => readArtefact(damage(JSON.parse(written) as Json), 'model.json')
  expect(read).toThrow(SourceError)
  expect(read).toThrow(message)
  expect(read).toThrow(/^model\.json: [^\n]*; run `change-risk-gate learn`/)
})

function withTerm(model: Json, change: Json): Json {
  const [first, ...rest] = model['terms'] as readonly Json[]
  return { ...model, terms: [{ ...first, ...change }, ...rest] }
}

const withCovariance = (model: Json, change: Json): Json => ({
  ...model,
  covariance: { ...(model['covariance'] as Json), ...change },
})

test('canonical JSON sorts keys, keeps lists and drops what is absent', () => {
  expect(canonicalJson({ b: [2, { d: 1, c: null }], a: 'é"', x: undefined })).toBe(
    '{"a":"é\\"","b":[2,{"c":null,"d":1}]}',
  )
})

describe('a model of many columns', () => {
  test('stays below 100 KB', () => {
    const columns = Array.from({ length: 110 }, (_, i) => ({
      name: `a-signal-with-quite-a-long-name-${i}`,
      shape: i < 50 ? ('count' as const) : ('flag' as const),
      direction: 0 as const,
    }))
    const rows = Float32Array.from(
      { length: 300 * 110 },
      (_, i) => ((i * 7919) % 97) % (i % 110 < 50 ? 50 : 2),
    )
    const labels = Float64Array.from({ length: 300 }, (_, i) => (i % 9 === 0 ? 1 : 0))
    const wide = fitModel({ table: { columns, rows, n: 300 }, labels })
    expect(wide.covariance.kind).toBe('full')
    expect(JSON.stringify(wide).length).toBeLessThan(100 * 1024)
  })
})

test.each([
  ['full', 2],
  ['diagonal', 300],
] as const)('a %s covariance is read back as it was written', (kind, size) => {
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i++) matrix[i * size + i] = 2
  matrix[size] = 0.5
  const covariance = encodeCovariance(matrix, size)
  expect(covariance.kind).toBe(kind)
  const variance = varianceAlong(covariance, decodeCovariance(covariance), [0, 1], [1, 3])
  expect(variance).toBeCloseTo(kind === 'full' ? 2 + 18 + 3 : 20, 3)
})

test('as many coefficients as our signals have keep their correlations', () => {
  const size = signals.reduce((sum, { shape }) => sum + knotsOf(shape, signals.length).length + 1, 1)
  expect(encodeCovariance(new Float64Array(size * size), size).kind).toBe('full')
})

test('the shipped prior is whole, small, and learned from permissive licences only', () => {
  const text = readFileSync(new URL('../../src/model/prior.json', import.meta.url), 'utf8')
  const prior = readArtefact(JSON.parse(text), 'prior.json')
  expect(prior.kind).toBe('prior')
  expect(text.length).toBeLessThan(100 * 1024)
  expect(prior.sources?.length).toBe(prior.trainedOn.repositories)
  for (const { name, licence, commit } of prior.sources ?? []) {
    expect(['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause']).toContain(licence)
    expect(commit).toMatch(/^[0-9a-f]{40}$/)
    expect(name).not.toBe('getsentry/snuba')
  }
  expect(() => readArtefact(JSON.parse(text.replace('"intercept":-', '"intercept":')))).toThrow(
    /does not match its id/,
  )
})

test('sealing gives content its SHA-256', () => {
  const { id, schema: _schema, engine: _engine, ...body } = artefact
  expect(sealArtefact(body).id).toBe(id)
  expect(id).toMatch(/^[0-9a-f]{64}$/)
  expect(sealArtefact({ ...body, intercept: -1 }).id).not.toBe(id)
})
