import { describe, expect, test } from 'vitest'
import type { AssessedPart, Assessment, Contribution } from '../../src/domain/assessment.ts'
import { assessmentSchema } from '../../src/report/contract.ts'
import {
  cutCharacters,
  mostResultBytes,
  type Result,
  type ResultContribution,
  resultText,
} from '../../src/report/result.ts'
import fc from '../properties.ts'
import { assess, parts, smallReasons } from './assessments.ts'
import { firstRun, situations } from './fixtures.ts'

const read = (assessment: Assessment): Result => JSON.parse(resultText(assessment)) as Result
const bytes = (assessment: Assessment): number => Buffer.byteLength(resultText(assessment))
const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0)
const product = (each: readonly { readonly factor: number }[]): number =>
  each.reduce((all, { factor }) => all * factor, 1)
const near = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other))
const counted = (each: readonly ResultContribution[]): number =>
  sum(each.map(({ remainder = 1 }) => remainder))

describe.each(Object.entries(situations))('%s', (_, assessment) => {
  test('is small, and the same answer but for evidence and remainders', () => {
    expect(bytes(assessment)).toBeLessThanOrEqual(mostResultBytes)
    const { truncated, leftOut, ...rest } = read(assessment)
    expect([truncated, leftOut]).toEqual([true, undefined])
    expect('evidence' in rest).toBe(false)
    const { evidence, change, risk, ...whole } = assessment
    expect(rest).toMatchObject(whole)
    expect(rest.change.parts[0]?.sha).toBe(change.parts[0]?.sha)
    expect(rest.risk.probability).toBe(risk.probability)
  })

  test('keeps its keys: what reads the whole reads this', () => {
    const { truncated, ...rest } = read(assessment)
    const plain = <Entry extends { readonly remainder?: number }>({ remainder, ...entry }: Entry) => entry
    const parts = rest.change.parts.map((part) => ({
      ...plain(part),
      contributions: part.contributions.map(plain),
    }))
    const risk = { ...rest.risk, contributions: rest.risk.contributions.map(plain) }
    const readable = { ...rest, change: { ...rest.change, parts }, risk, evidence: assessment.evidence }
    expect(assessmentSchema.safeParse(readable).error).toBeUndefined()
  })
})

test('eighteen parts: ten and the others, whose shares add up to one', () => {
  const shown = read(firstRun).change.parts
  expect(shown).toHaveLength(11)
  expect(shown[10]).toMatchObject({
    sha: '',
    id: 'others',
    title: '8 others',
    remainder: 8,
    contributions: [],
  })
  expect(sum(shown.map(({ share }) => share))).toBeCloseTo(1, 12)
})

test('one part: its eight largest contributions and the others, which multiply to the same', () => {
  const [part] = firstRun.change.parts
  const only = assess({ change: { parts: [{ ...part!, share: 1 }] } })
  const [shown] = read(only).change.parts
  expect(shown!.contributions).toHaveLength(9)
  expect(shown!.contributions.slice(0, 8)).toEqual(part!.contributions.slice(0, 8))
  expect(shown!.contributions[8]).toMatchObject({
    signal: 'others',
    sentence: '23 smaller reasons',
    remainder: 23,
  })
  expect(product(shown!.contributions)).toBeCloseTo(product(part!.contributions), 12)
})

test('where room is short, the riskiest part keeps its reasons longest', () => {
  const many = parts(
    0.01,
    Array.from({ length: 40 }, (_, place) => ({
      title: `Part ${place} ${'x'.repeat(60)}`,
      extent: `${place} files`,
      factors: smallReasons(3 - place / 20),
    })),
  )
  const counts = read(assess({ change: { parts: many } })).change.parts.map(
    ({ contributions }) => contributions.length,
  )
  expect(counts).toHaveLength(11)
  expect(counts[0]).toBe(9)
  expect(counts.every((count, place) => place === 0 || count <= counts[place - 1]!)).toBe(true)
})

test('what else is left out is counted', () => {
  const customers = Array.from({ length: 3000 }, (_, place) => `customer-${place}`)
  const result = read(assess({ customers }))
  expect(result.customers.length).toBeGreaterThan(0)
  expect(result.customers.length + result.leftOut!['customers']!).toBe(3000)
})

test('half a command is never told', () => {
  const lower = [
    { action: 'revert' as const, command: `git revert ${'a'.repeat(20_000)}`, probability: 0, sentence: '' },
  ]
  const result = read(assess({ lower }))
  expect([result.lower, result.leftOut]).toEqual([[], { lower: 1 }])
})

test.each([
  ['short', 5, 'short'],
  ['longer', 5, 'long…'],
  ['ab😀cd', 4, 'ab…'],
  ['', 0, ''],
])('%j cut to %d is %j', (text, most, wanted) => expect(cutCharacters(text, most)).toBe(wanted))

/** Anything a name of GitHub's or git's may be, and sentences of any length and script. */
const name = fc.string({ maxLength: 100 })
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('\0'.repeat(3000), '😀'.repeat(900), ''),
)
const factor = fc.double({ min: 0.01, max: 20, noNaN: true })
const probability = fc.double({ min: 0, max: 1, noNaN: true })
const contributions: fc.Arbitrary<readonly Contribution[]> = fc.array(
  fc.record({ signal: name, question: text, value: fc.constantFrom(null, 3), factor, sentence: text }),
  { maxLength: 70 },
)
const part = fc.record({
  sha: fc.constant('a'.repeat(64)),
  id: fc.constant('#12'),
  title: text,
  risk: probability,
  percentile: fc.nat(100),
  extent: text,
  contributions,
  hazard: fc.double({ min: 0.001, max: 5, noNaN: true }),
  url: fc.constant(`https://github.example/${'x'.repeat(300)}`),
  approvedBy: fc.array(name, { maxLength: 60 }),
})
const assessments: fc.Arbitrary<Assessment> = fc
  .record({
    drafts: fc.array(part, { maxLength: 30 }),
    context: contributions,
    reason: text,
    notes: fc.array(text, { maxLength: 200 }),
    customers: fc.array(name, { maxLength: 400 }),
    reviewers: fc.array(fc.record({ login: name, why: text }), { maxLength: 100 }),
    unavailable: fc.array(fc.record({ signal: name, why: text }), { maxLength: 70 }),
    timings: fc.dictionary(name, fc.nat(), { maxKeys: 30 }),
  })
  .map(({ context, drafts, ...rest }) => {
    const whole = sum(drafts.map(({ hazard }) => hazard))
    const all = drafts.map(({ hazard, ...each }): AssessedPart => ({ ...each, share: hazard / whole }))
    return assess({ ...rest, change: { parts: all }, risk: { contributions: context } })
  })

test('shares add up, factors multiply, nothing is lost from the count, and it fits', () => {
  fc.assert(
    fc.property(assessments, (assessment) => {
      const result = read(assessment)
      expect(bytes(assessment)).toBeLessThanOrEqual(mostResultBytes)
      const { parts: all } = assessment.change
      const shown = result.change.parts
      expect(near(sum(shown.map(({ share }) => share)), sum(all.map(({ share }) => share)))).toBe(true)
      expect(sum(shown.map(({ remainder = 1 }) => remainder))).toBe(all.length)
      expect(shown.filter(({ remainder }) => remainder === undefined).length).toBeLessThanOrEqual(10)
      const survival = (each: readonly { readonly risk: number }[]) =>
        each.reduce((safe, { risk }) => safe * (1 - risk), 1)
      expect(near(survival(shown), survival(all))).toBe(true)
      const pairs = [
        [result.risk.contributions, assessment.risk.contributions] as const,
        ...shown.flatMap((each, place) =>
          each.remainder ? [] : [[each.contributions, all[place]!.contributions] as const],
        ),
      ]
      const ofTheWhole = (each: readonly { readonly riskFactor?: number }[]) =>
        each.reduce((all, { riskFactor = 1 }) => all * riskFactor, 1)
      expect(ofTheWhole(shown) / ofTheWhole(all)).toBeCloseTo(1, 9)
      const points = (each: readonly { readonly riskPoints?: number }[]) =>
        sum(each.map(({ riskPoints = 0 }) => riskPoints))
      expect(points(shown)).toBeCloseTo(points(all), 9)
      for (const [few, every] of pairs) {
        expect(few.length).toBeLessThanOrEqual(9)
        expect(counted(few)).toBe(every.length)
        expect(Math.abs(product(few) / product(every) - 1)).toBeLessThan(1e-9)
      }
    }),
    { numRuns: 300 },
  )
})
