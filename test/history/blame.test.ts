import { describe, expect, test } from 'vitest'
import { blame, type LineChange, replacedLines, stepBack } from '../../src/history/blame.ts'
import fc from '../properties.ts'

/** An edit as a person would tell it: from a place on, take some lines away and write others. */
interface Edit {
  readonly at: number
  readonly taken: number
  readonly written: number
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat({ max: 14 }),
  taken: fc.nat({ max: 4 }),
  written: fc.nat({ max: 4 }),
})
/** A part's edits of one file. */
const edits = fc.array(edit, { minLength: 1, maxLength: 4 })

/**
 * Applies edits to the owners of the lines, top to bottom, each behind the one before; answers the owners after it, the
 * owners it replaced, and the hunks as `git diff -U0` numbers them.
 */
const apply = (owners: readonly number[], part: number, told: readonly Edit[]) => {
  const after: number[] = []
  const replaced: number[] = []
  const hunks: LineChange[] = []
  let from = 0
  for (const { at, taken, written } of told) {
    const place = Math.min(owners.length, from + at)
    const oldCount = Math.min(taken, owners.length - place)
    after.push(...owners.slice(from, place))
    replaced.push(...owners.slice(place, place + oldCount))
    // Hunks of git never touch: at least one unchanged line lies between them.
    from = Math.min(owners.length, place + oldCount + 1)
    if (oldCount > 0 || written > 0)
      hunks.push({
        oldStart: oldCount === 0 ? place : place + 1,
        oldCount,
        newStart: written === 0 ? after.length : after.length + 1,
        newCount: written,
      })
    after.push(...Array.from({ length: written }, () => part), ...owners.slice(place + oldCount, from))
    if (from === owners.length) break
  }
  after.push(...owners.slice(from))
  return { after, replaced, hunks }
}

const nobody = -1

describe('whose lines a part replaces', () => {
  test('is what following every single line tells', () =>
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.array(edits, { maxLength: 6 }), edits, (lines, parts, last) => {
        let owners: readonly number[] = Array.from({ length: lines }, () => nobody)
        const earlier: { position: number; changes: readonly LineChange[] }[] = []
        for (const [position, told] of parts.entries()) {
          const { after, hunks } = apply(owners, position, told)
          owners = after
          earlier.unshift({ position, changes: hunks })
        }
        const { replaced, hunks } = apply(owners, parts.length, last)
        const expected = new Map<number, number>()
        for (const owner of replaced)
          if (owner !== nobody) expected.set(owner, (expected.get(owner) ?? 0) + 1)
        expect([...blame(hunks, earlier)].sort()).toEqual([...expected].sort())
      }),
      { numRuns: 3000 },
    ))

  test('every line is either written by a step back or lies before it, none twice', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), edits, (lines, told) => {
        const { after, hunks } = apply(
          Array.from({ length: lines }, () => nobody),
          0,
          told,
        )
        const { written, rest } = stepBack([{ from: 1, to: after.length + 1 }], hunks)
        const before = rest.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, at) => from + at))
        expect(written).toBe(after.filter((owner) => owner === 0).length)
        expect(before).toHaveLength(after.length - written)
        expect(new Set(before).size).toBe(before.length)
        expect(before.every((line) => line >= 1 && line <= lines)).toBe(true)
      }),
      { numRuns: 1000 },
    ))
})

test.each<[string, LineChange, ReturnType<typeof replacedLines>]>([
  ['rewrites two lines', { oldStart: 3, oldCount: 2, newStart: 3, newCount: 5 }, [{ from: 3, to: 5 }]],
  ['deletes one', { oldStart: 7, oldCount: 1, newStart: 6, newCount: 0 }, [{ from: 7, to: 8 }]],
  ['only inserts: nobody’s line is touched', { oldStart: 3, oldCount: 0, newStart: 4, newCount: 2 }, []],
])('a part that %s', (_, change, lines) => expect(replacedLines([change])).toEqual(lines))
