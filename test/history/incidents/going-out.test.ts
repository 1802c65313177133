/** When changes went out: with the first deployment that holds them. */
import { expect, test } from 'vitest'
import { goingOut } from '../../../src/history/incidents/going-out.ts'
import fc from '../../properties.ts'

/** Commits are called by their places: `3` is the fourth of the line. */
const positionOf = (sha: string): number | null => (sha === '?' ? null : Number(sha))
const ran = (...moments: readonly (readonly [sha: string, at: number])[]) =>
  goingOut(
    moments.map(([sha, at]) => ({ sha, at })),
    positionOf,
  )

test.each<[string, ReturnType<typeof ran>, number, number, number | null]>([
  ['nobody keeps records: when it landed', ran(), 3, 40, 40],
  ['it waited for the next one', ran(['1', 10], ['4', 90]), 3, 40, 90],
  ['it landed before the first record', ran(['4', 90]), 3, 40, 40],
  ['no deployment holds it yet', ran(['1', 10], ['2', 90]), 3, 40, null],
  ['an older commit was put back meanwhile', ran(['1', 10], ['4', 90], ['1', 95], ['5', 99]), 3, 40, 90],
  ['another branch was deployed', ran(['1', 10], ['?', 50], ['4', 90]), 3, 40, 90],
  ['told in no order', ran(['4', 90], ['1', 10]), 3, 40, 90],
])('%s', (_, wentOut, position, at, wanted) => expect(wentOut({ position, at })).toBe(wanted))

test('is what a search through all of them finds', () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 100, max: 200 })), { maxLength: 20 }),
      fc.nat({ max: 30 }),
      fc.integer({ min: 0, max: 200 }),
      (moments, position, at) => {
        const inOrder = moments.toSorted(([, one], [, other]) => one - other)
        const found = inOrder.find(([place]) => place >= position)?.[1] ?? null
        const first = inOrder[0]?.[1]
        const wentOut = ran(...moments.map(([place, time]) => [String(place), time] as const))
        expect(wentOut({ position, at })).toBe(first === undefined || at < first ? at : found)
      },
    ),
  ))
