/** Which past changes are shown as the most alike: by the reasons of the model first, by shared files among those. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mostAlike, sayBecame } from '../../../src/commands/gate/similar.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { signals } from '../../../src/signals/all.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

let repository: Repository
let index: HistoryIndex
const large = (folder: string, line: string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`${folder}/module-${at}.ts`, `${line}\n`.repeat(60 + at)]),
  )
const small = (at: number) => ({
  message: `Word the notes of page ${at}`,
  files: { [`docs/page-${at}.md`]: `Page ${at}\n` },
})

/** Positions, in the order of the commits. */
const [payments, mails, asked] = [1, 4, 6]
beforeAll(async () => {
  repository = await makeRepository()
  await repository.commit(small(0))
  await repository.commit({ message: 'Pay by card', files: large('payments', 'pay()') })
  await repository.commit(small(1))
  await repository.commit(small(2))
  await repository.commit({ message: 'Send mails', files: large('mails', 'send()') })
  await repository.commit(small(3))
  await repository.commit({ message: 'Print labels', files: large('labels', 'print()') })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const valuesAt = (position: number): Record<string, number> =>
  Object.fromEntries(
    signals.map(({ name }, at) => [name, index.rows.get(position * index.signals + at)] as const),
  )
const alikeTo = (files: readonly string[], before = asked) =>
  mostAlike(index, shippedPrior(), { values: valuesAt(asked), files }, before)

test('a large change is like the large ones before it, though it shares no file with them', () => {
  const found = alikeTo([]).map(({ position }) => position)
  expect(found.slice(0, 2).sort()).toEqual([payments, mails])
})

test('of changes alike for the same reasons, the one that touched the same files comes first', () => {
  for (const [folder, position] of [
    ['payments', payments],
    ['mails', mails],
  ] as const) {
    const [first] = alikeTo(Object.keys(large(folder, '')))
    expect(first?.position).toBe(position)
    expect(first!.alike).toBeGreaterThan(alikeTo([]).find((one) => one.position === position)!.alike)
  }
})

test('nothing that landed later is looked at, and never more than three are shown', () => {
  expect(alikeTo([], mails).every(({ position }) => position < mails)).toBe(true)
  expect(alikeTo([], 0)).toEqual([])
  expect(alikeTo(Object.keys(large('mails', ''))).length).toBeLessThanOrEqual(3)
})

const hour = 3600
const day = 24 * hour
test.each([
  ['a revert', { cause: 'revert', after: 3 * hour }, 90, 'failed', 'reverted after 3 h'],
  ['a hotfix, of a young one too', { cause: 'hotfix', after: 600 }, 1, 'failed', 'hot-fixed after 1 h'],
  ['a rollback', { cause: 'rollback', after: 59 * 60 }, 90, 'rolled-back', 'rolled back after 1 h'],
  ['an incident', { cause: 'incident', after: 4 * day }, 90, 'failed', 'blamed for an incident after 4 days'],
  ['a word', { cause: 'correction', after: 5 * day }, 90, 'failed', 'said to have failed after 5 days'],
  ['nothing in fourteen days', null, 14, 'succeeded', 'no failure known'],
  ['nothing so far', null, 13.9, 'pending', 'no failure known yet'],
] as const)('what became of a past change: %s', (_, failure, days, outcome, became) =>
  expect(sayBecame(failure, { age: days * day, maturity: 14 * day })).toEqual({ outcome, became }),
)
