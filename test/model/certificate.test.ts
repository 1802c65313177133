import { describe, expect, test } from 'vitest'
import { certificateOf } from '../../src/model/certificate.ts'
import { beginCourse, type Course, look, type Promised } from '../../src/model/certificate-course.ts'
import { certify } from '../../src/model/certificate-replay.ts'
import type { DecidedPart } from '../../src/model/decided-part.ts'
import { levelsFor } from '../../src/model/levels.ts'
import fc from '../properties.ts'
import { seededRandom } from './synthetic.ts'

const promised: Promised = { failureRate: 0.02, confidence: 0.9 }
const day = 86_400

/** A part a day, of this risk; fails three days after it landed. */
const part = (at: number, risk: number, fails = false, more: Partial<DecidedPart> = {}): DecidedPart => ({
  decidedAt: at * day,
  landedAt: at * day,
  maturesAt: (at + 14) * day,
  failedAt: fails ? (at + 3) * day : Number.POSITIVE_INFINITY,
  risk,
  ceiling: Number.POSITIVE_INFINITY,
  ...more,
})
const clean = (n: number, risk: number, from = 1): readonly DecidedPart[] =>
  Array.from({ length: n }, (_, at) => part(from + at, risk))

const lookAll = (parts: readonly DecidedPart[], at: number, from: Course = beginCourse(promised, 0)) =>
  look(from, parts, promised, at * day)

describe('levels', () => {
  test('rise from half the promised rate to four times, in steps of a fourth root of two', () => {
    const levels = levelsFor(0.02)
    expect(levels).toHaveLength(13)
    expect([levels[0], levels[4], levels[8], levels[12]]).toEqual([0.01, 0.02, 0.04, 0.08])
    for (const [at, level] of levels.slice(1).entries())
      expect(level / levels[at]!).toBeCloseTo(2 ** 0.25, 12)
  })

  test('are risks, whatever is promised', () => {
    expect(Math.max(...levelsFor(0.9))).toBe(1)
  })
})

describe('what was drawn and looked at', () => {
  const drawn = { audited: true } as const

  test('proves nothing by going well: 153 unseen ones are needed, however many were seen besides', () => {
    const seen = Array.from({ length: 150 }, (_, at) => part(at + 1, 0.005, false, drawn))
    expect(lookAll([...seen, ...clean(50, 0.005, 151)], 300).course.proven).toBe(0)
    const { course } = lookAll([...seen, ...clean(153, 0.005, 151)], 151 + 153 + 15)
    expect(certificateOf(course, promised)).toMatchObject({ certified: true, n: 153, failures: 0 })
  })

  test('counts against a promise where it failed all the same', () => {
    const failed = part(1, 0.005, true, drawn)
    expect(lookAll([failed, ...clean(153, 0.005, 2)], 300).course.proven).toBe(0)
    const { course } = lookAll([failed, ...clean(271, 0.005, 2)], 300)
    expect(certificateOf(course, promised)).toMatchObject({ certified: true, n: 272, failures: 1 })
  })

  test('never makes a promise sooner than leaving it out would', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ fails: fc.boolean(), audited: fc.boolean() }), { maxLength: 60 }),
        fc.integer({ min: 120, max: 400 }),
        (mixed, n) => {
          const parts = mixed.map(({ fails, audited }, at) =>
            part(at + 1, 0.005, fails, audited ? drawn : {}),
          )
          const rest = clean(n, 0.005, mixed.length + 1)
          const end = mixed.length + n + 20
          const without = parts.filter(({ audited }) => audited !== true)
          expect(lookAll([...parts, ...rest], end).course.proven).toBeLessThanOrEqual(
            lookAll([...without, ...rest], end).course.proven,
          )
        },
      ),
    )
  })
})

describe('a certificate', () => {
  test('can be asked of nothing', () => {
    const certificate = certificateOf(beginCourse(promised, 0), promised)
    expect(certificate).toMatchObject({ unit: 'part', certified: false, n: 0, failures: 0, upper: 1 })
    expect(certificate.needed).toBeGreaterThan(500)
    expect(certificate.needed).toBeLessThan(3000)
    expect(certificate).not.toHaveProperty('threshold')
  })

  test('is given with the 153rd clean part, fourteen days after it landed, and no sooner', () => {
    const parts = clean(153, 0.005)
    expect(lookAll(parts, 153 + 14).course.proven).toBe(0)
    const { course, news } = lookAll(parts, 153 + 15)
    expect(news).toBe('proven')
    expect(certificateOf(course, promised)).toMatchObject({
      certified: true,
      threshold: 0.08,
      share: 1,
      n: 153,
      failures: 0,
    })
  })

  test.each([
    ['from the lowest, where the safest lie there', 0.005, 0],
    ['and none below the one it began with, of which nothing is known', 0.015, 3],
  ])('tells every level it has proven: %s', (_, risk, first) => {
    const { levels, threshold } = certificateOf(lookAll(clean(153, risk), 153 + 15).course, promised)
    expect(levels).toEqual(levelsFor(0.02).slice(first))
    expect(levels!.at(-1)).toBe(threshold)
  })

  test('a failure counts the day it is known, though the part is young', () => {
    const parts = [...clean(152, 0.005), part(160, 0.005, true)]
    expect(lookAll(parts, 170).course.counts[0]).toEqual({ of: 153, n: 153, failures: 1 })
    expect(lookAll(parts, 170).course.proven).toBe(0)
  })

  test('reaches up to where parts stop being safe', () => {
    const parts = [
      ...clean(300, 0.009),
      ...Array.from({ length: 100 }, (_, at) => part(301 + at, 0.015, at % 4 === 0)),
    ]
    const certificate = certificateOf(lookAll(parts, 500, lookAll(parts, 315).course).course, promised)
    expect(certificate).toMatchObject({ certified: true, n: 300, share: 0.75 })
    expect(certificate.threshold).toBeGreaterThanOrEqual(0.009)
    expect(certificate.threshold).toBeLessThan(0.015)
    expect(certificate).not.toHaveProperty('climbing')
  })

  test('says when a level above is near', () => {
    const parts = [
      ...clean(250, 0.009),
      ...clean(100, 0.015, 251).map((each, at) => ({
        ...each,
        failedAt: at % 40 === 20 ? each.landedAt + day : each.failedAt,
      })),
    ]
    const { climbing, threshold } = certificateOf(lookAll(parts, 500).course, promised)
    expect(climbing!.threshold).toBeGreaterThan(threshold!)
    expect(climbing!.needed).toBeLessThan(350)
  })

  test('is never given where the safest fail too often, nor a number that would promise it', () => {
    const parts = Array.from({ length: 600 }, (_, at) => part(1 + at, 0.005, at % 20 === 0))
    const certificate = certificateOf(lookAll(parts, 700).course, promised)
    expect(certificate).toMatchObject({ certified: false, n: 600, failures: 30 })
    expect(certificate).not.toHaveProperty('needed')
  })

  test('leaves out whatever its own risk puts above four times the promise', () => {
    expect(lookAll(clean(300, 0.081), 400).course.proven).toBe(0)
    expect(lookAll(clean(300, 0.081), 400).course.counts[12]).toEqual({ of: 300, n: 0, failures: 0 })
  })

  test('needs fewer the more succeeded, and as many as it said, if they go on as they did', () => {
    const needed = (n: number) => certificateOf(lookAll(clean(n, 0.005), 1000).course, promised).needed!
    expect(needed(20)).toBeLessThan(needed(0))
    expect(needed(100)).toBeLessThan(needed(20))
    expect(needed(140)).toBeLessThan(60)
  })
})

describe('where it starts', () => {
  test('is the lowest level that holds any of the first fifty, whatever becomes of them', () => {
    const around = (risk: number) =>
      clean(160, risk).map((each, at) => ({ ...each, risk: at === 60 ? 0.001 : risk }))
    // Of one early part at or below 1 % nothing is known for years; the others start at 2 %.
    const { course } = lookAll(around(0.019), 300)
    expect(course.counts[0]!.n).toBe(1)
    expect(certificateOf(course, promised)).toMatchObject({ certified: true, n: 160 })
  })

  test('is not known before fifty were decided', () => {
    const sure: Promised = { failureRate: 0.3, confidence: 0.9 }
    const proven = (n: number) => look(beginCourse(sure, 0), clean(n, 0.01), sure, 300 * day).course.proven
    expect(proven(49)).toBe(0)
    expect(proven(50)).toBeGreaterThan(0)
  })

  test('is the last level where all are riskier than any', () => {
    expect(certificateOf(lookAll(clean(200, 0.5), 300).course, promised)).toMatchObject({
      certified: false,
      n: 0,
    })
  })
})

describe('what counts', () => {
  test('only parts decided since, and only those whose outcome is known', () => {
    const parts = [part(1, 0.005, false, { decidedAt: -day }), ...clean(10, 0.005, 2), part(40, 0.005)]
    expect(lookAll(parts, 50).course.counts[0]).toEqual({ of: 10, n: 10, failures: 0 })
  })

  test('above the limit of the day a level rests, whatever the part was', () => {
    const parts = [
      part(1, 0.005, false, { ceiling: 0.012 }),
      part(2, 0.013, true, { ceiling: 0.012 }),
      part(3, 0.013),
    ]
    const { counts } = lookAll(parts, 50).course
    expect(counts[0]).toEqual({ of: 3, n: 1, failures: 0 })
    expect(counts[2]).toEqual({ of: 1, n: 1, failures: 0 })
  })

  test('once, however often one looks, and the course may be kept as JSON between', () => {
    const risk = fc.double({ min: 0.001, max: 0.1, noNaN: true })
    const some = fc.array(
      fc.tuple(risk, fc.boolean(), fc.constantFrom(0.01, 0.03, Number.POSITIVE_INFINITY)),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(some, fc.array(fc.integer({ min: 0, max: 60 })), (told, days) => {
        const parts = told.map(([of, fails, ceiling], at) => part(1 + at, of, fails, { ceiling }))
        let course = beginCourse(promised, 0)
        for (const at of days.toSorted((one, other) => one - other)) {
          const open = parts.filter(
            ({ maturesAt, landedAt }) => maturesAt >= course.until && landedAt <= at * day,
          )
          course = JSON.parse(JSON.stringify(lookAll(open, at, course).course)) as Course
        }
        expect(lookAll(parts, 100, course).course.counts).toEqual(lookAll(parts, 100).course.counts)
      }),
    )
  })

  test('nothing of what is known only later: the future may be anything', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (fails) => {
        const past = clean(20, 0.005)
        const future = fails.map((each, at) => part(21 + at, 0.005, each))
        expect(lookAll([...past, ...future], 20).course).toEqual(lookAll(past, 20).course)
      }),
    )
  })
})

describe('an alarm', () => {
  const certified = clean(153, 0.005)
  const after = Array.from({ length: 120 }, (_, at) => part(168 + at, 0.005, at % 6 === 0))

  test('takes everything back; what was decided before never counts again', () => {
    const first = lookAll(certified, 168)
    const { course, news } = lookAll([...certified, ...after], 260, first.course)
    expect(news).toBe('alarm')
    expect(course).toMatchObject({
      since: 260 * day,
      proven: 0,
      watch: { since: 260 * day, promising: false },
      alarm: { failureRate: 0.02, threshold: 0.08 },
    })
    expect(course.alarm!.failures / course.alarm!.n).toBeGreaterThan(0.05)
    const certificate = certificateOf(course, promised)
    expect(certificate).toMatchObject({ certified: false, n: 0, alarm: { at: 260 * day } })
    expect(lookAll([...certified, ...after], 400, course).course.counts[0]!.n).toBe(
      after.filter(({ decidedAt }) => decidedAt >= 260 * day).length,
    )
  })

  test('is over with the next proof, from parts decided after it', () => {
    const alarmed = lookAll([...certified, ...after], 260, lookAll(certified, 168).course).course
    const { course, news } = lookAll(clean(153, 0.005, 300), 500, alarmed)
    expect(news).toBe('proven')
    expect(course.alarm).toBeNull()
  })

  test('comes without a promise too, of a model that says far too little', () => {
    const failing = Array.from({ length: 200 }, (_, at) => part(1 + at, 0.005, at % 10 === 0))
    const { course, news } = lookAll(failing, 230)
    expect(news).toBe('alarm')
    expect(course.alarm).toMatchObject({ threshold: null, since: 0 })
    expect(lookAll(failing, 230, { ...beginCourse(promised, 200 * day) }).news).toBeNull()
  })

  test('does not look at parts above the certified level, nor at those a person was asked about', () => {
    const first = lookAll(certified, 168).course
    const risky = after.map((each) => ({ ...each, risk: 0.2 }))
    const asked = after.map((each) => ({ ...each, ceiling: 0.001 }))
    expect(lookAll([...certified, ...risky], 260, first).news).not.toBe('alarm')
    expect(lookAll([...certified, ...asked], 260, first).news).not.toBe('alarm')
  })
})

describe('a replayed past', () => {
  const drawn = (n: number, rate: (risk: number) => number, seed = 7) => {
    const random = seededRandom(seed)
    for (let warm = 0; warm < 10; warm++) random()
    const risks = Float64Array.from({ length: n }, () => random() * 0.03)
    return { risks, labels: risks.map((risk) => (random() < rate(risk) ? 1 : 0)) }
  }

  test('without a change is certified of nothing', () => {
    expect(certify({ risks: [], labels: [], failureRate: 0.02 })).toMatchObject({
      certified: false,
      n: 0,
      alarms: 0,
    })
  })

  test('is certified up to where changes stop being safe', () => {
    const certificate = certify({ ...drawn(4000, (risk) => (risk < 0.015 ? 0.002 : 0.2)), failureRate: 0.02 })
    expect(certificate).toMatchObject({ certified: true, alarms: 0 })
    expect(certificate.threshold).toBeGreaterThan(0.0099)
    expect(certificate.threshold).toBeLessThan(0.018)
    expect(certificate.upper).toBeLessThanOrEqual(0.02)
  })

  test('puts changes of equal risk on one side', () => {
    const labels = new Float64Array(1000)
    expect(certify({ risks: labels.map(() => 0.01), labels, failureRate: 0.01 })).toMatchObject({
      certified: true,
      share: 1,
      n: 1000,
    })
  })

  test.each([
    ['all of them failed', 1, 0.02],
    ['nothing may fail', 0, 0],
  ])('is not certified where %s', (_, label, failureRate) => {
    const labels = new Float64Array(500).fill(label)
    const certificate = certify({ risks: labels.map(() => 0.001), labels, failureRate })
    expect(certificate.certified).toBe(false)
    expect(certificate).not.toHaveProperty('needed')
  })

  test('a success does not count before failures of its age would be known', () => {
    const risks = new Float64Array(400).fill(0.001)
    const times = Float64Array.from(risks, (_, at) => at * day)
    const labels = Float64Array.from(risks, (_, at) => (at < 40 ? 1 : 0))
    const labelKnownTimes = times.map((time) => time + 100 * day)
    // At a look on day 250 parts 0 … 149 are known: 40 of them failed, so 110 clean ones prove nothing.
    expect(certify({ risks, labels, times, labelKnownTimes, failureRate: 0.02 }).certified).toBe(false)
    expect(certify({ risks, labels, times, failureRate: 0.02 })).toMatchObject({ n: 400, failures: 40 })
  })
})
