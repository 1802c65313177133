import { describe, expect, test } from 'vitest'
import { readDuration } from '../../src/config/duration.ts'
import { readLedgerUrl } from '../../src/config/ledger-url.ts'
import { readLocalTime } from '../../src/config/local-time.ts'
import { findMisspelt, nearest } from '../../src/config/nearest.ts'
import { formatPriorReference, readPriorReference } from '../../src/config/prior-reference.ts'
import { type Reading, sentenceOf } from '../../src/config/reading.ts'
import { readReviewer } from '../../src/config/reviewer.ts'
import { readShare } from '../../src/config/share.ts'
import { readTimeZone } from '../../src/config/time-zone.ts'

const told = (reading: Reading<unknown>) => (reading.ok ? reading.value : sentenceOf(reading))

describe('a share', () => {
  test.each([
    ['10%', 0.1],
    ['99.996%', 0.99996],
    ['0.1%', 0.001],
    ['7%', 0.07],
    ['29%', 0.29],
    ['100%', 1],
    ['0%', 0],
    ['33.3333333333%', 0.333333333333],
    ['10 %', 0.1],
  ])('%s is exactly %d', (text, share) => expect(told(readShare(text))).toBe(share))

  test.each([
    [15, 'did you mean 15%?'],
    [0.15, 'did you mean 15%?'],
    [0.29, 'did you mean 29%?'],
    [1, 'did you mean 1%?'],
    ['15', 'did you mean 15%?'],
    ['10,5%', 'did you mean 10.5%?'],
    ['10 percent', 'did you mean 10%?'],
    ['120%', 'of at most 100%'],
    ['-1%', 'of at most 100%'],
    ['1e1%', 'of at most 100%'],
    [null, 'wanted a percentage'],
    [true, 'wanted a percentage'],
  ])('%j is refused: %s', (input, sentence) => expect(told(readShare(input))).toContain(sentence))

  test.each([
    ['50%', 0.5],
    ['49.9%', 'of at least 50% and below 100%'],
    ['100%', 'of at least 50% and below 100%'],
  ])('within bounds, %s is %s', (text, outcome) => {
    const answer = told(readShare(text, { atLeast: 50, below: 100 }))
    if (typeof outcome === 'number') expect(answer).toBe(outcome)
    else expect(answer).toContain(outcome)
  })
})

describe('a length of time', () => {
  test.each([
    ['72h', 259_200],
    ['14d', 1_209_600],
    ['24mo', 63_115_200],
    ['4h30m', 16_200],
    ['1y', 31_557_600],
    ['2w', 1_209_600],
    ['1d12h30m10s', 131_410],
  ])('%s is %d seconds', (text, seconds) => expect(told(readDuration(text))).toEqual({ seconds, text }))

  test.each([
    [72, 'did you mean 72h?'],
    ['72', 'did you mean 72h?'],
    ['3 days', 'did you mean 3d?'],
    ['14D', 'did you mean 14d?'],
    ['2 Months', 'did you mean 2mo?'],
    ['0h', 'above zero'],
    ['30m4h', 'above zero'],
    ['1h1h', 'above zero'],
    ['', 'above zero'],
    ['-1h', 'above zero'],
    ['1.5h', 'above zero'],
    ['101y', 'at most 100 years'],
    ['999999y', 'at most 100 years'],
    [null, 'above zero'],
  ])('%j is refused: %s', (input, sentence) => expect(told(readDuration(input))).toContain(sentence))
})

describe('a local time', () => {
  test.each([
    ['2026-12-18', '2026-12-18T00:00:00'],
    ['2026-12-18T18:00', '2026-12-18T18:00:00'],
    ['2026-12-18 18:00:30', '2026-12-18T18:00:30'],
    ['2028-02-29', '2028-02-29T00:00:00'],
  ])('%s is %s', (text, local) => expect(told(readLocalTime(text))).toBe(local))

  test.each([
    ['2026-02-29', 'that exist'],
    ['2026-13-01', 'that exist'],
    ['2026-12-18T24:00', 'that exist'],
    ['2026-12-18T18:00Z', 'did you mean 2026-12-18T18:00?'],
    ['2026-12-18T18:00+01:00', 'did you mean 2026-12-18T18:00?'],
    ['18.12.2026', 'like 2026-12-18'],
    [20261218, 'like 2026-12-18'],
  ])('%j is refused: %s', (input, sentence) => expect(told(readLocalTime(input))).toContain(sentence))
})

describe('a time zone', () => {
  test.each(['Europe/Paris', 'America/New_York', 'UTC', 'Etc/GMT-2'])('%s', (zone) =>
    expect(told(readTimeZone(zone))).toBe(zone),
  )
  test.each([
    ['Europe/Pari', 'did you mean Europe/Paris?'],
    ['America/NewYork', 'did you mean America/New_York?'],
    ['+02:00', 'like Europe/Paris'],
    ['', 'like Europe/Paris'],
    [2, 'like Europe/Paris'],
  ])('%j is refused: %s', (input, sentence) => expect(told(readTimeZone(input))).toContain(sentence))
})

describe('a reviewer', () => {
  test.each([
    ['drivers', { kind: 'drivers' }],
    ['@acme/release-leads', { kind: 'team', organisation: 'acme', team: 'release-leads' }],
    ['@mira', { kind: 'user', login: 'mira' }],
  ])('%s', (text, reviewer) => expect(told(readReviewer(text))).toEqual(reviewer))
  test.each([
    ['driver', 'did you mean drivers?'],
    ['acme/leads', 'did you mean "@acme/leads"?'],
    ['@acme/', 'wanted drivers'],
    ['@a b', 'wanted drivers'],
    ['@acme/x/y', 'wanted drivers'],
    [3, 'wanted drivers'],
  ])('%j is refused: %s', (input, sentence) => expect(told(readReviewer(input))).toContain(sentence))
})

describe('a ledger', () => {
  test.each([
    'directory:.ledger',
    'branch:change-risk-ledger',
    'branch:a/b',
    'postgres://host/db',
    'postgres://me@host/db',
  ])('%s', (url) => expect(told(readLedgerUrl(url))).toBe(url))
  test.each([
    ['change-risk-ledger', 'did you mean branch:change-risk-ledger?'],
    ['./ledger', 'did you mean directory:./ledger?'],
    ['branch:a..b', 'a name git accepts'],
    ['branch:-x', 'a name git accepts'],
    ['branch:a.lock', 'a name git accepts'],
    ['directory:', 'wanted directory:PATH'],
    ['postgres://me:secret@host/db', 'without a password'],
    ['postgres://host/db?password=secret', 'without a password'],
    ['postgres:', 'a URL like'],
    ['s3://bucket', 'wanted directory:PATH'],
    [1, 'wanted directory:PATH'],
  ])('%j is refused: %s', (input, sentence) => {
    const answer = told(readLedgerUrl(input))
    expect(answer).toContain(sentence)
    expect(answer).not.toContain('secret')
  })
})

describe('a prior', () => {
  const hash = 'ab12'.repeat(16)
  test.each(['.github/change-risk-prior.json', 'models/über den Teams.json', 'a#b.json'])('%s', (path) => {
    const written = `${path}#sha256:${hash}`
    const reading = readPriorReference(written)
    expect(told(reading)).toEqual({ path, sha256: hash })
    expect(reading.ok && formatPriorReference(reading.value)).toBe(written)
  })
  test.each([
    ['.github/change-risk-prior.json', 'wanted FILE#sha256:HASH'],
    ['a.json#sha256:ab12', 'wanted FILE#sha256:HASH'],
    [`a.json#sha256:${hash.toUpperCase()}`, 'wanted FILE#sha256:HASH'],
    [`#sha256:${hash}`, 'wanted FILE#sha256:HASH'],
    [`/etc/passwd#sha256:${hash}`, 'a path inside the repository'],
    [`../other/a.json#sha256:${hash}`, 'a path inside the repository'],
    [`a//b.json#sha256:${hash}`, 'a path inside the repository'],
    [`HEAD:a.json#sha256:${hash}`, 'a path inside the repository'],
    [`a\\b.json#sha256:${hash}`, 'a path inside the repository'],
    [1, 'wanted FILE#sha256:HASH'],
  ])('%j is refused: %s', (input, sentence) => expect(told(readPriorReference(input))).toContain(sentence))
})

describe('the nearest word', () => {
  const known = ['production', 'staging', 'development']
  test.each([
    ['prodution', 'production'],
    ['Production', 'production'],
    ['prod', 'production'],
    ['stagign', 'staging'],
    ['qa', undefined],
    ['x'.repeat(200), undefined],
  ])('to %s is %s', (word, meant) => expect(nearest(word, known)).toBe(meant))

  test.each([
    ['ledgr-api', ['ledger-api'], 'ledger-api'],
    ['ledger-db', ['ledger-api'], undefined],
    ['ledger', ['ledger-api'], undefined],
    ['shard-1', ['shard-2'], undefined],
  ])('%s among %j is a slip for %s', (word, names, meant) => expect(findMisspelt(word, names)).toBe(meant))
})
