import { describe, expect, test } from 'vitest'
import { describeDifference, verifyChain } from '../../src/ledger/chain.ts'
import { sealRecord, type Tip } from '../../src/ledger/record.ts'
import { isUnfinishedLine } from '../../src/ledger/unfinished-line.ts'
import { decision, deployment } from './fixtures/entries.ts'

const lines = (() => {
  const tips = new Map<string, Tip>()
  return [decision('one'), deployment('one'), decision('two'), decision('three'), deployment('two')].map(
    (entry) => {
      const { record, line } = sealRecord(entry, tips.get(entry.stream))
      tips.set(entry.stream, record)
      return line
    },
  )
})()
const [one = '', live = '', two = '', three = ''] = lines
const forged = (name: string, tip: Tip | undefined): string => sealRecord(decision(name), tip).line

const verify = (given: readonly string[]) =>
  verifyChain(
    given.map((line, index) => ({ file: 'day', line: index + 1, bytes: Buffer.from(line), ended: true })),
  )

describe('a chain', () => {
  test('is sound as written', () => {
    const { records, tips, difference } = verify(lines)
    expect(difference).toBeUndefined()
    expect([records, tips.get('decisions')?.seq, tips.get('deployments')?.seq]).toEqual([5, 2, 1])
  })

  test.each([
    ['a line left out', [one, live, three], 3, 'goes on with record 1 here, found record 2'],
    ['a first line left out', [two], 1, 'goes on with record 0 here, found record 1'],
    ['two lines exchanged', [two, one], 1, 'goes on with record 0'],
    ['a line twice', [one, one], 2, 'goes on with record 1 here, found record 0'],
    [
      'a record put in for another',
      [forged('else', undefined), two],
      2,
      'but the record before it in decisions is',
    ],
    [
      'a thing told twice',
      [one, forged('one', JSON.parse(one))],
      2,
      'another record before it has the same id',
    ],
    ['a space more', [`${one} `], 1, 'not spelt as it was written'],
    ['a member twice', [one.replace('{"actor"', '{"actor":"x","actor"')], 1, 'not spelt as it was written'],
    ['another body', [one.replace('0.21', '0.01')], 1, 'its hash says'],
    [
      'another hash',
      [one.replace(/"hash":"[^"]{64}/, `"hash":"${'0'.repeat(64)}`)],
      1,
      'its hash says 000000000000…',
    ],
    ['an empty line', [one, '', two], 2, 'the line is no record: it is not JSON'],
  ])('%s is found', (_, given, line, what) => {
    const { difference } = verify(given)
    expect(difference).toMatchObject({ file: 'day', line })
    expect(difference?.what).toContain(what)
  })

  test('bytes that are no UTF-8 are found though they read alike', () => {
    const line = sealRecord(decision('x', { body: { text: '\ufffd' } }), undefined).line
    const bytes = Buffer.from(line)
    const at = bytes.indexOf(Buffer.from('\ufffd'))
    const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)])
    expect(broken.toString()).toBe(line)
    const { difference } = verifyChain([{ file: 'day', line: 1, bytes: broken, ended: true }])
    expect(difference?.what).toContain('not spelt as it was written')
  })

  test('a difference reads as one line: where, what, and the mend', () => {
    const { difference } = verify([one, one])
    expect(difference && describeDifference(difference)).toMatch(
      /^day:2 \(record [0-9a-f]{12}\): stream decisions goes on .*; restore this file from a backup/,
    )
  })
})

describe('an unfinished line', () => {
  test('is any beginning of a line, and nothing else', () => {
    for (let length = 1; length <= one.length; length += 1) {
      expect(isUnfinishedLine(Buffer.from(one).subarray(0, length)), `${length} bytes`).toBe(true)
    }
  })

  test.each([
    ['the newline became a letter', `${one}K`, false],
    ['the newline became NUL', `${one}\0`, false],
    ['the newline became a brace', `${one}{`, false],
    ['two lines run together', `${one}K${two}`, false],
    ['text', 'hello', false],
    ['NUL bytes after a power cut', '\0\0\0', true],
    ['half a line and NUL bytes after a power cut', `${one.slice(0, 99)}\0\0`, true],
  ])('%s', (_, tail, unfinished) => expect(isUnfinishedLine(Buffer.from(tail))).toBe(unfinished))
})
