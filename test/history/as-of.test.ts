/**
 * As of is sacred: whatever is added to a history later, what was measured of its parts, and what had failed by then,
 * does not move by a bit; whether the index is read anew, continued, or cut back for another branch.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { git } from '../e2e/git.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import fc from '../properties.ts'
import { RandomHistory, type Step, step } from './random-history.ts'
import { failuresBefore, firstDifference, readHistory } from './reading.ts'

let repository: Repository
let indexes: string
let runs = 0
beforeAll(async () => {
  repository = await makeRepository({ bare: true })
  indexes = await mkdtemp(join(tmpdir(), 'change-risk-as-of-'))
})
afterAll(async () => {
  await repository.remove()
  await rm(indexes, { recursive: true, force: true })
})

const steps = (minLength: number, maxLength: number): fc.Arbitrary<Step[]> =>
  fc.array(step, { minLength, maxLength, size: 'max' })

/** One past, the future it had, and another future it might have had from an earlier fork. */
const worlds = async (past: Step[], future: Step[], side: Step[], fork: number) => {
  const history = new RandomHistory()
  const before = history.land(past)
  const after = history.land(future, before)
  const aside = history.land(side, before.slice(0, 1 + (fork % before.length)))
  runs += 1
  const names = { past: `past-${runs}`, main: `main-${runs}`, side: `side-${runs}` }
  history.branch(names.past, before.at(-1)!)
  history.branch(names.main, after.at(-1)!)
  history.branch(names.side, aside.at(-1)!)
  await git(['fast-import', '--quiet', '--force', '--done'], {
    directory: repository.directory,
    input: history.stream,
  })
  return { ...names, index: join(indexes, `${runs}`) }
}

/** Reads a branch anew, from nothing. */
const fresh = async (head: string) => (await readHistory(repository.directory, { head })).index
/** Reads a branch with the index that earlier readings left. */
const kept = async (head: string, directory: string) =>
  (await readHistory(repository.directory, { head, directory })).index

const worldsOf = (longest: number) =>
  [steps(1, longest), steps(1, longest), steps(1, longest), fc.nat({ max: longest })] as const

describe('what is known of a past', () => {
  test('is not moved by its future, read anew or continued', () =>
    fc.assert(
      fc.asyncProperty(...worldsOf(60), async (past, future, side, fork) => {
        const world = await worlds(past, future, side, fork)
        const then = await kept(world.past, world.index)
        const length = past.length
        const now = await fresh(world.main)
        expect(firstDifference(then, now, length)).toBeNull()
        expect(failuresBefore(now, length)).toEqual(failuresBefore(then, length))
        const continued = await kept(world.main, world.index)
        expect(firstDifference(continued, now)).toBeNull()
        expect(firstDifference(then, await fresh(world.past))).toBeNull()
      }),
      { numRuns: 12 },
    ))

  test(
    'is the same after a look at another branch, and after a push that rewrote the line',
    {
      timeout: 180_000,
    },
    () =>
      fc.assert(
        fc.asyncProperty(...worldsOf(45), async (past, future, side, fork) => {
          const world = await worlds(past, future, side, fork)
          const main = await fresh(world.main)
          expect(firstDifference(await kept(world.main, world.index), main)).toBeNull()
          expect(firstDifference(await kept(world.side, world.index), await fresh(world.side))).toBeNull()
          expect(firstDifference(await kept(world.main, world.index), main)).toBeNull()
          expect(firstDifference(await kept(world.past, world.index), main, past.length)).toBeNull()
        }),
        { numRuns: 10 },
      ),
  )
})

test('the histories of this test hold what they are for', async () => {
  const seen = { failures: 0, merges: 0, renames: 0, skewed: 0 }
  for (const sample of fc.sample(steps(60, 60), { numRuns: 4, seed: 7 })) {
    const world = await worlds(sample, sample, sample, 3)
    const { index } = await readHistory(repository.directory, { head: world.main })
    seen.failures += index.failures.part.length
    const names = await repository.git(
      'log',
      '--first-parent',
      '-m',
      '-M',
      '--format=',
      '--name-status',
      world.main,
    )
    seen.renames += names.split('\n').filter((line) => line.startsWith('R')).length
    seen.merges += Number(
      await repository.git('rev-list', '--count', '--merges', '--first-parent', world.main),
    )
    const times = (await repository.git('log', '--first-parent', '--format=%ct', world.main))
      .split('\n')
      .map(Number)
    seen.skewed += times.filter((time, at) => at > 0 && time > times[at - 1]!).length
  }
  expect(Object.entries(seen).filter(([, count]) => count < 20)).toEqual([])
})
