import { describe, expect, test } from 'vitest'
import { drawnFrom, lotOf } from '../../src/policy/audit.ts'

const draw = (name: string, head = 'head', tip: string | null = 'tip') => ({ sha: name, name, head, tip })
const many = Array.from({ length: 20_000 }, (_, at) => draw(`#${at}`))

describe('a lot', () => {
  test('is the same for the same part, head and ledger on every machine', () => {
    expect(lotOf(draw('#12'))).toBe(lotOf(draw('#12')))
    expect(lotOf(draw('#12')).toFixed(12)).toMatchInlineSnapshot(`"0.245664097696"`)
    expect(lotOf(draw('#12', 'head', null)).toFixed(12)).toMatchInlineSnapshot(`"0.614844361862"`)
  })

  test('is another one for another part, head or ledger', () => {
    const lots = [draw('#12'), draw('#13'), draw('#12', 'other'), draw('#12', 'head', 'other')].map(lotOf)
    expect(new Set(lots).size).toBe(4)
  })

  test('cannot be mixed up by where one name ends and the next begins', () => {
    expect(lotOf(draw('#12', 'ab', 'c'))).not.toBe(lotOf(draw('#12', 'a', 'bc')))
  })

  test('falls evenly: each tenth holds a tenth', () => {
    const tenths = Array.from({ length: 10 }, () => 0)
    for (const each of many) tenths[Math.floor(lotOf(each) * 10)]! += 1
    // Five standard errors of a binomial count.
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000 * 0.9))
  })
})

describe('a draw', () => {
  test.each([
    [0, 0],
    [0.02, 400],
    [0.5, 10_000],
  ])('of a share of %f takes about %i of 20,000', (share, expected) => {
    const taken = drawnFrom({ share, draws: many }).length
    expect(Math.abs(taken - expected)).toBeLessThanOrEqual(5 * Math.sqrt(20_000 * share * (1 - share)))
  })

  test('of everything takes everything', () => {
    expect(drawnFrom({ share: 1, draws: many })).toHaveLength(20_000)
  })

  test('of a larger share takes all of a smaller one', () => {
    const few = drawnFrom({ share: 0.02, draws: many })
    const more = new Set(drawnFrom({ share: 0.1, draws: many }))
    expect(few.every((sha) => more.has(sha))).toBe(true)
  })
})
