import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/domain/errors.ts'
import { canonicalJson, plainJson, sha256 } from '../../src/ledger/canonical.ts'
import { hashRecord, type NewRecord, parseRecordLine, recordId, sealRecord } from '../../src/ledger/record.ts'
import fc from '../properties.ts'
import { decision } from './fixtures/entries.ts'

describe('canonical JSON', () => {
  test.each([
    [
      'members in the order of their UTF-16 units',
      { b: 1, a: 2, '\u20ac': 3, '\ud83d\ude00': 4, '\ufb33': 5 },
      '{"a":2,"b":1,"€":3,"😀":4,"\ufb33":5}',
    ],
    [
      'numbers as ECMAScript writes them',
      [1e30, 4.5, 2e-3, 1e-27, -0, 333333333.3333333],
      '[1e+30,4.5,0.002,1e-27,0,333333333.3333333]',
    ],
    ['only the escapes that are needed', '€$\u000f\nA\'B"\\/', '"€$\\u000f\\nA\'B\\"\\\\/"'],
    ['absent members dropped', { a: undefined, b: [undefined] }, '{"b":[null]}'],
    ['half a surrogate pair replaced', 'a\ud800b', '"a\ufffdb"'],
    ['a member called __proto__', JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
    ['a moment', new Date('2026-03-10T09:30:00Z'), '"2026-03-10T09:30:00.000Z"'],
  ])('%s', (_, value, text) => expect(canonicalJson(value)).toBe(text))

  test.each([
    ['not a number', { risk: { low: Number.NaN } }, '$.risk.low is NaN'],
    ['a function', [() => 1], '$[0] is a function'],
    ['a big integer', 1n, '$ is a bigint'],
  ])('refuses %s and says where', (_, value, message) => expect(() => canonicalJson(value)).toThrow(message))

  test('refuses a circle', () => {
    const circle: Record<string, unknown> = {}
    circle['again'] = circle
    expect(() => plainJson(circle)).toThrow('in a circle')
  })

  test('says the same value in the same bytes, whatever the order it was built in', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(canonicalJson(reversed(value))).toBe(text)
        expect(JSON.parse(text)).toEqual(plainJson(JSON.parse(JSON.stringify(value))))
      }),
    )
  })
})

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

describe('a record', () => {
  const first = sealRecord(decision('one'), undefined)
  const second = sealRecord(decision('two'), first.record)

  test('has exactly the agreed members', () =>
    expect(Object.keys(JSON.parse(first.line))).toEqual(
      'actor at body environment hash id kind prev repository schema seq stream tool'.split(' '),
    ))

  test('hashes everything but its hash', () => {
    const { hash, ...rest } = JSON.parse(first.line)
    expect(hash).toBe(sha256(canonicalJson(rest)))
    expect(hashRecord(first.record)).toBe(hash)
  })

  test('follows the one before it', () => {
    expect(first.record).toMatchObject({ seq: 0, prev: null })
    expect(second.record).toMatchObject({ seq: 1, prev: first.record.hash })
  })

  test('is named by its kind and natural key, in any order of members', () => {
    expect(first.record.id).toBe(sha256('{"key":["one"],"kind":"decision"}'))
    expect(recordId('link', { a: 1, b: 2 })).toBe(recordId('link', { b: 2, a: 1 }))
    expect(recordId('link', 'x')).not.toBe(recordId('incident', 'x'))
  })

  test('reads back as what was sealed, whatever its body', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.string({ unit: 'binary' }),
        (body, text) => {
          const { record, line } = sealRecord(decision('any', { body: { ...body, text } }), undefined)
          expect(line).not.toContain('\n')
          expect(parseRecordLine(Buffer.from(line).toString())).toEqual({ outcome: 'record', record })
        },
      ),
    )
  })

  test.each<[string, Partial<NewRecord>, string]>([
    ['a stream that climbs out', { stream: '../decisions' }, 'stream must be a name like'],
    ['a stream that ends in a slash', { stream: 'rollouts/' }, 'stream must be a name like'],
    ['a kind nobody knows', { kind: 'guess' as 'decision' }, 'kind must be one of decision, approval'],
    [
      'a day without time',
      { at: '2026-03-10' },
      'at must be a moment like 2026-03-10T09:30:00Z; got "2026-03-10"',
    ],
    ['a thirteenth month', { at: '2026-13-10T09:30:00Z' }, 'at must be a moment'],
    ['local time', { at: '2026-03-10T09:30:00+01:00' }, 'at must be a moment'],
    ['no repository', { repository: '' }, 'repository must be a text; got ""'],
    ['an empty environment', { environment: '' }, 'environment must be a text, or absent'],
    ['a list as body', { body: [] }, 'body must be an object'],
    ['a tool without version', { tool: { name: 'x' } as never }, 'tool must be { name, version, engine? }'],
  ])('refuses %s', (_, told, message) => {
    const seal = () => sealRecord(decision('bad', told), undefined)
    expect(seal).toThrow(UsageError)
    expect(seal).toThrow(message)
  })

  test.each([
    ['no JSON', '{"a":', 'it is not JSON'],
    ['no object', '[]', 'it is not a JSON object'],
    [
      'a newer schema',
      first.line.replace('"schema":1', '"schema":2'),
      'schema must be 1 (a higher one needs a newer release); got 2',
    ],
    ['a missing hash', first.line.replace(/"hash":"[^"]*",/, ''), 'hash must be a SHA-256; got nothing'],
    [
      'a bottomless body',
      first.line.replace('"body":{', `"body":{"a":${'['.repeat(9000)}${']'.repeat(9000)},`),
      'it is nested too deep',
    ],
  ])('a line with %s says so', (_, line, why) =>
    expect(parseRecordLine(line)).toEqual({ outcome: 'invalid', why }),
  )
})
