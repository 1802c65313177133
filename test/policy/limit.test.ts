import { describe, expect, test } from 'vitest'
import { limitFor } from '../../src/policy/limit.ts'
import fc from '../properties.ts'

const oneToHundred = Array.from({ length: 100 }, (_, at) => (at + 1) / 1000)

describe('the limit by rank', () => {
  test.each([
    [
      'the riskiest tenth',
      oneToHundred,
      0.1,
      1,
      0.09,
      'the riskiest 10 % of the last 100 parts here lie above it',
    ],
    [
      '29 of 100, where 0.29 × 100 is not 29 to a computer',
      oneToHundred,
      0.29,
      1,
      0.071,
      'the riskiest 29 % of the last 100 parts here lie above it',
    ],
    [
      'a tenth of 25 parts is 2',
      oneToHundred.slice(0, 25),
      0.1,
      1,
      0.023,
      'the riskiest 10 % of the last 25 parts here lie above it',
    ],
    ['nothing', oneToHundred, 0, 1, 1, 'nothing is reviewed for its rank (review-riskiest: 0%)'],
    ['everything', oneToHundred, 1, 1, 0, 'the riskiest 100 % of the last 100 parts here lie above it'],
    [
      'halved',
      oneToHundred,
      0.1,
      0.5,
      0.045,
      'the riskiest 10 % of the last 100 parts here lie above it; halved by a window',
    ],
    [
      'too few',
      oneToHundred.slice(0, 19),
      0.1,
      1,
      null,
      'only 19 recent parts have a risk, and it takes 20 to rank them',
    ],
    [
      'risks that are none do not count',
      [...oneToHundred.slice(0, 19), Number.NaN, -1, 2],
      0.1,
      1,
      null,
      'only 19 recent parts have a risk, and it takes 20 to rank them',
    ],
    [
      'a factor that is none',
      oneToHundred,
      0.1,
      Number.NaN,
      null,
      'what lowers the limit is not between 0 and 1',
    ],
    [
      'a factor that would raise it',
      oneToHundred,
      0.1,
      2,
      null,
      'what lowers the limit is not between 0 and 1',
    ],
  ])('%s', (_, recentRisks, reviewRiskiest, factor, limit, why) =>
    expect(limitFor({ recentRisks, reviewRiskiest, factor })).toEqual({ limit, why }),
  )

  test('names the windows that lower it', () => {
    const factorWhy = 'by window evenings until Tue 08:00'
    const { why } = limitFor({
      recentRisks: oneToHundred,
      reviewRiskiest: 0.1,
      factor: 0.25,
      factorWhy,
    })
    expect(why).toBe(
      'the riskiest 10 % of the last 100 parts here lie above it; times 0.25 by window evenings until Tue 08:00',
    )
  })

  test('never more than the share lies above it, in whatever order the risks come, and exactly the share without ties', () => {
    const risks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 200 })
    fc.assert(
      fc.property(risks, fc.integer({ min: 0, max: 100 }), (recentRisks, percent) => {
        const { limit } = limitFor({ recentRisks, reviewRiskiest: percent / 100, factor: 1 })
        const above = recentRisks.filter((risk) => risk > limit!).length
        const asked = Math.floor((percent * recentRisks.length) / 100)
        expect(above).toBeLessThanOrEqual(asked)
        const distinct = new Set(recentRisks).size === recentRisks.length && !recentRisks.includes(0)
        if (distinct) expect(above).toBe(asked)
        expect(
          limitFor({ recentRisks: recentRisks.toReversed(), reviewRiskiest: percent / 100, factor: 1 }).limit,
        ).toBe(limit)
      }),
    )
  })
})

describe('a certificate', () => {
  const ranked = { recentRisks: oneToHundred, reviewRiskiest: 0.1, factor: 1 }
  const certificate = {
    failureRate: 0.02,
    confidence: 0.9,
    threshold: 0.014,
    n: 612,
    failures: 5,
    needed: null,
    climbing: null,
  }
  const rank = 'the riskiest 10 % of the last 100 parts here lie above it'
  const certified = 'certified: of the parts up to it at most 2 % fail (90 % sure; 5 of 612 did)'

  test.each([
    ['takes the place of the rank, where it allows less', certificate, 0.014, certified],
    ['and where it allows more', { ...certificate, threshold: 0.095 }, 0.095, certified],
    [
      'waits, while more is about to be proven',
      { ...certificate, climbing: 300 },
      0.09,
      `${rank}; at most 2 % failing is certified up to 1.4 % so far, about 300 more changes may certify more`,
    ],
    [
      'but not where it allows more already',
      { ...certificate, threshold: 0.095, climbing: 300 },
      0.095,
      certified,
    ],
    [
      'not proven yet leaves the rank',
      { ...certificate, threshold: null, needed: 400 },
      0.09,
      `${rank}; at most 2 % failing is not certified yet, which takes about 400 more changes`,
    ],
    [
      'that cannot be proven leaves the rank',
      { ...certificate, threshold: null },
      0.09,
      `${rank}; at most 2 % failing is not certified, for the safest fail too often`,
    ],
  ])('%s', (_, facts, limit, why) =>
    expect(limitFor({ ...ranked, certificate: facts })).toEqual({ limit, why }),
  )

  // Proven one after the other: 1 %, 1.19 % and 1.41 %. Nothing says that the safest half of those fail as seldom.
  const levels = [0.01, 0.0119, 0.0141]
  const evenings = { factorWhy: 'by window evenings until Tue 08:00' }
  test.each([
    ['not lowered', 1, 0.0141, certified],
    [
      'lowered to between two levels: the lower one',
      0.9,
      0.0119,
      `${certified}; times 0.9 by window evenings until Tue 08:00, down to what is certified itself`,
    ],
    [
      'to a level itself',
      0.01 / 0.0141,
      0.01,
      `${certified}; times 0.709 by window evenings until Tue 08:00, down to what is certified itself`,
    ],
    [
      'below all: nobody knows, so a person looks',
      0.5,
      0,
      `${certified}; halved by window evenings until Tue 08:00, and nothing as low as 0.70 % is certified`,
    ],
  ])('a lowered limit is certified too, or none: %s', (_, factor, limit, why) => {
    const facts = { ...certificate, threshold: 0.0141, levels }
    expect(limitFor({ ...ranked, ...evenings, factor, certificate: facts })).toEqual({ limit, why })
  })

  test('a rank that stands until more is proven promises nothing, and is lowered as a rank', () => {
    const facts = { ...certificate, levels, climbing: 300 }
    expect(limitFor({ ...ranked, factor: 0.5, certificate: facts }).limit).toBe(0.045)
  })

  test('whatever lowers it, a certified limit is a level that is proven', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1, noNaN: true }), (factor) => {
        const facts = { ...certificate, threshold: 0.0141, levels }
        const { limit } = limitFor({ ...ranked, factor, certificate: facts })
        if (limit === 0) expect(0.0141 * factor).toBeLessThan(0.01)
        else expect(levels.filter((level) => level <= 0.0141 * factor).at(-1)).toBe(limit)
      }),
    )
  })

  test('is a limit where there is too little to rank, and is lowered by a window too', () => {
    const given = { ...ranked, recentRisks: [], certificate: { ...certificate, climbing: 300 } }
    expect(limitFor(given)).toEqual({ limit: 0.014, why: certified })
    expect(limitFor({ ...given, factor: 0.5 })).toEqual({
      limit: 0.007,
      why: `${certified}; halved by a window`,
    })
    expect(limitFor({ ...given, certificate: { ...certificate, threshold: null } }).limit).toBeNull()
  })
})
