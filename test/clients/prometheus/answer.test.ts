/** What a Prometheus may answer, and what is made of it: nothing that is not said. */

import { describe, expect, test } from 'vitest'
import { readNumber, readVector } from '../../../src/clients/prometheus/answer.ts'
import { askPrometheus } from '../../../src/clients/prometheus/query.ts'
import { SourceError } from '../../../src/domain/errors.ts'
import fc from '../../properties.ts'

const vector = (result: unknown, more: object = {}) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, ...more })

test('a vector, number by number', () => {
  const answer = vector([
    { metric: { __name__: 'up', instance: 'web-1:9100' }, value: [1700000000.25, '1e+06'] },
    { metric: {}, value: [1700000000.25, 'NaN'] },
  ])
  expect(readVector(answer, 200)).toEqual([
    { labels: { __name__: 'up', instance: 'web-1:9100' }, value: 1e6, at: 1700000000.25 },
    { labels: {}, value: Number.NaN, at: 1700000000.25 },
  ])
})

test.each([
  ['0', 0],
  ['1.5', 1.5],
  ['-2', -2],
  ['1e+06', 1e6],
  ['6.02e23', 6.02e23],
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
  ['NaN', Number.NaN],
  ['', null],
  ['0x10', null],
  ['1 ', null],
  ['Infinity', null],
])('the number %j', (text, value) => expect(readNumber(text)).toBe(value))

describe('what is no answer', () => {
  test.each([
    ['a web page', '<html>login', 200, 'answered 200 and no JSON: "<html>login"'],
    ['nothing', '', 502, 'answered 502 and no JSON'],
    [
      'a refusal',
      '{"status":"error","errorType":"bad_data","error":"parse error: unclosed left parenthesis"}',
      400,
      'refused the query (bad_data): parse error: unclosed left parenthesis',
    ],
    ['a refusal of whatever shape', '{"status":"error"}', 503, 'refused the query (undefined)'],
    ['somebody else', '{"ok":true}', 200, 'not as Prometheus does'],
    ['success that failed', vector([]), 500, 'answered 500'],
    [
      'a range',
      '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      200,
      'the query gives matrix',
    ],
    [
      'a single number',
      '{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}',
      200,
      'gives scalar',
    ],
    ['no list', vector({}), 200, 'no list of results'],
    ['half of it', vector([], { warnings: ['store-2 did not answer'] }), 200, 'may not be whole: store-2'],
    ['a native histogram', vector([{ metric: {}, histogram: [1, {}] }]), 200, 'wanted classic buckets'],
    ['a result without value', vector([{ metric: {} }]), 200, 'cannot be read: {"metric":{}}'],
    ['a number that is none', vector([{ metric: {}, value: [1, 1] }]), 200, 'cannot be read'],
    ['a time that is none', vector([{ metric: {}, value: ['1', '1'] }]), 200, 'cannot be read'],
    ['a label that is no text', vector([{ metric: { a: 1 }, value: [1, '1'] }]), 200, 'cannot be read'],
    ['null', 'null', 200, 'not as Prometheus does'],
  ])('%s', (_, text, status, message) => {
    expect(() => readVector(text, status)).toThrow(message)
    expect(() => readVector(text, status)).toThrow(SourceError)
  })

  test('whatever comes, it is read or refused, and nothing else', () => {
    const shaped = fc.record({
      status: fc.constantFrom('success', 'error', 1),
      data: fc.oneof(
        fc.jsonValue(),
        fc.record({ resultType: fc.constant('vector'), result: fc.jsonValue() }),
      ),
    })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          shaped.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          try {
            for (const { at } of readVector(text, 200)) expect(Number.isFinite(at)).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(SourceError)
          }
        },
      ),
    )
  })
})

describe('the way there', () => {
  const never = new AbortController().signal
  const place = (fetch: typeof globalThis.fetch) => ({ url: 'http://prometheus.test/metrics/', fetch })

  test('several queries are one request, below the path it lives under', async () => {
    const seen: { readonly url: string; readonly body: URLSearchParams }[] = []
    const fetch: typeof globalThis.fetch = async (url, init) => {
      seen.push({ url: String(url), body: init?.body as URLSearchParams })
      const of = (part: string, value: string) => ({
        metric: { __name__: 'x', instance: 'a', gate_part: part },
        value: [1000, value],
      })
      return new Response(
        vector([of('one', '5'), of('time of one', '990'), of('two', '6'), of('time of two', '939')]),
      )
    }
    const answer = await askPrometheus(place(fetch), { one: 'x # one', two: 'y' }, never)
    expect(answer).toEqual({ one: [{ labels: { instance: 'a' }, value: 5, at: 1000 }], two: [] })
    expect(seen).toHaveLength(1)
    expect(seen[0]?.url).toBe('http://prometheus.test/metrics/api/v1/query')
    expect(seen[0]?.body.get('lookback_delta')).toBe('60s')
  })

  test.each<[string, typeof globalThis.fetch, string]>([
    [
      'nobody there',
      async () => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })),
      'connect ECONNREFUSED',
    ],
    [
      'no end',
      async () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(8_000_000)) })),
      'has no end',
    ],
  ])('%s', async (_, fetch, message) => {
    await expect(askPrometheus(place(fetch), { one: 'x' }, never)).rejects.toThrow(message)
  })
})
