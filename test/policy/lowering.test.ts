import { describe, expect, test } from 'vitest'
import type { Lower } from '../../src/domain/assessment.ts'
import { probabilityOfHazard } from '../../src/domain/numerics.ts'
import { type LowerablePart, lowerings } from '../../src/policy/lowering.ts'
import fc from '../properties.ts'

const sha = (at: number): string => (at + 1).toString(16).padStart(8, '0').repeat(5)
const part = (hazard: number, at: number, more: Partial<LowerablePart> = {}): LowerablePart => ({
  sha: sha(at),
  id: `#${at + 1}`,
  merge: false,
  hazard,
  counterpart: null,
  ...more,
})
const probabilityOf = (hazards: readonly number[]): number =>
  probabilityOfHazard(hazards.reduce((sum, hazard) => sum + hazard, 0))
const offers = (...parts: readonly LowerablePart[]): readonly Lower[] => lowerings({ parts, probabilityOf })
const ofHazards = (...hazards: readonly number[]): readonly Lower[] =>
  offers(...hazards.map((hazard, at) => part(hazard, at)))
const told = (lower: readonly Lower[]): readonly string[] =>
  lower.map(({ action, command, sentence }) => `${action}: ${command}: ${sentence}`)

describe('what would make a change smaller', () => {
  test.each<[string, readonly Lower[], readonly string[]]>([
    ['nothing to deploy', offers(), []],
    ['one part: there is nothing to leave out', ofHazards(0.2), []],
    [
      'the riskiest landed last: go up to the one before, or take it back',
      ofHazards(0.01, 0.01, 0.3),
      ['prefix: gate --head 00000002: 2 changes, without #3', 'revert: git revert 00000003: #3 taken back'],
    ],
    [
      'two of three would stay behind for one: that buys too little',
      ofHazards(0.01, 0.3, 0.01),
      ['revert: git revert 00000002: #2 taken back'],
    ],
    [
      'two of five stay behind, and take most of the risk with them',
      ofHazards(0.01, 0.01, 0.01, 0.3, 0.01),
      [
        'prefix: gate --head 00000003: 3 changes, without #4 and 1 later',
        'revert: git revert 00000004: #4 taken back',
      ],
    ],
    [
      'the riskiest landed first: only taking it back helps',
      ofHazards(0.3, 0.01, 0.01),
      ['revert: git revert 00000001: #1 taken back'],
    ],
    [
      'four alike: halves',
      ofHazards(0.1, 0.1, 0.1, 0.1),
      [
        'revert: git revert 00000001: #1 taken back',
        'split: gate --head 00000002: 2 changes first, then 2: each at most 18 %',
      ],
    ],
    [
      'a merge is taken back against its first parent',
      offers(part(0.3, 0, { merge: true }), part(0.01, 1)),
      ['revert: git revert -m 1 00000001: #1 taken back'],
    ],
    [
      'halves and all but the riskiest are the same cut, and told once',
      ofHazards(0.01, 0.01, 0.01, 0.3),
      ['prefix: gate --head 00000003: 3 changes, without #4', 'revert: git revert 00000004: #4 taken back'],
    ],
    ['no part carries any risk', ofHazards(0, 0, 0, 0), []],
  ])('%s', (_, lower, expected) => expect(told(lower)).toEqual(expected))
})

test('a part and what undoes it are never torn apart', () => {
  const pair = [part(0, 0, { counterpart: 2 }), part(0.3, 1), part(0, 2, { counterpart: 0 })]
  expect(told(offers(...pair))).toEqual(['revert: git revert 00000002: #2 taken back'])
  const behind = [part(0, 0, { counterpart: 1 }), part(0, 1, { counterpart: 0 }), part(0.3, 2)]
  expect(told(offers(...behind, part(0.01, 3))).at(0)).toBe(
    'prefix: gate --head 00000002: 2 changes, without #3 and 1 later',
  )
})

const anyParts = fc
  .array(fc.tuple(fc.oneof(fc.double({ min: 1e-9, max: 2, noNaN: true }), fc.constant(0)), fc.boolean()), {
    maxLength: 12,
  })
  .chain((drawn) =>
    fc.tuple(
      fc.constant(drawn),
      fc.subarray(
        drawn.map((_, at) => at),
        { maxLength: drawn.length },
      ),
    ),
  )
  .map(([drawn, paired]) => {
    const parts = drawn.map(([hazard, merge], at) => part(hazard, at, { merge }))
    for (let at = 0; at + 1 < paired.length; at += 2) {
      const [one, other] = [paired[at]!, paired[at + 1]!]
      parts[one] = { ...parts[one]!, hazard: 0, counterpart: other }
      parts[other] = { ...parts[other]!, hazard: 0, counterpart: one }
    }
    return parts
  })

test('every offer lowers the risk by what it says, and is a command that can be typed', () => {
  fc.assert(
    fc.property(anyParts, (parts) => {
      const before = JSON.stringify(parts)
      const lower = lowerings({ parts, probabilityOf })
      const whole = probabilityOf(parts.map(({ hazard }) => hazard))
      expect(JSON.stringify(parts)).toBe(before)
      expect(lower.length).toBeLessThanOrEqual(3)
      expect(new Set(lower.map(({ action }) => action)).size).toBe(lower.length)
      for (const { action, command = '', head, probability, sentence } of lower) {
        expect(probability).toBeLessThan(whole)
        expect(sentence).not.toMatch(/NaN|undefined|null/)
        if (action === 'revert') {
          const [, mainline, name] = /^git revert (-m 1 )?([0-9a-f]{8})$/.exec(command) ?? []
          const taken = parts.filter((candidate) => candidate.sha.startsWith(name ?? 'none'))
          expect(taken).toHaveLength(1)
          expect(mainline !== undefined).toBe(taken[0]!.merge)
          const left = parts.filter((candidate) => candidate !== taken[0])
          expect(probability).toBeCloseTo(probabilityOf(left.map(({ hazard }) => hazard)), 12)
        } else {
          const cut = parts.findIndex((candidate) => candidate.sha === head) + 1
          expect(cut).toBeGreaterThan(0)
          expect(cut).toBeLessThan(parts.length)
          expect(command).toBe(`gate --head ${head!.slice(0, 8)}`)
          const [first, second] = [parts.slice(0, cut), parts.slice(cut)].map((some) =>
            probabilityOf(some.map(({ hazard }) => hazard)),
          )
          expect(probability).toBe(action === 'split' ? Math.max(first!, second!) : first)
          for (const [at, { counterpart }] of parts.entries())
            if (counterpart !== null) expect(at < cut).toBe(counterpart < cut)
        }
      }
    }),
    { numRuns: 400 },
  )
})
