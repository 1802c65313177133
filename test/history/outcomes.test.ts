/** What git alone tells of failures: real repositories, and which part is said to have failed because of which. */
import { afterAll, describe, expect, test } from 'vitest'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from './reading.ts'

const made: Repository[] = []
afterAll(() => Promise.all(made.map((repository) => repository.remove())))

type Story = (repository: Repository) => Promise<unknown>

/** Tells the story on top of two parts, then says `FAILED ← BY: CAUSE CONFIDENCE` for every failure known. */
const failuresOf = async (story: Story): Promise<readonly string[]> => {
  const repository = await makeRepository()
  made.push(repository)
  await repository.commit({ message: 'Begin', files: { 'pay.ts': lines(1, 30), 'docs/pay.md': lines(1, 9) } })
  await repository.commit({ message: 'Carts', files: { 'cart.ts': lines(1, 30) } })
  await story(repository)
  const { index } = await readHistory(repository.directory)
  const subjects = (await repository.git('log', '--first-parent', '--reverse', '--format=%s')).split('\n')
  return [...index.failuresFrom()].map(
    ({ part, knownAt, cause, confidence }) =>
      `${subjects[part]} ← ${subjects[knownAt]}: ${cause} ${confidence.toFixed(2)}`,
  )
}

/** Numbered lines, some of them rewritten. */
const lines = (from: number, to: number, rewritten: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `${rewritten[from + at] ?? `line ${from + at}`}\n`).join(
    '',
  )

const pay = (repository: Repository, message = 'Pay by card', at?: string): Promise<string> =>
  repository.commit({
    message,
    files: { 'pay.ts': lines(1, 30, { 10: 'by card', 11: 'only' }) },
    ...(at ? { at } : {}),
  })

const on = (day: string, hour = '09:00'): string => `2026-${day}T${hour}:00Z`

/** Work on a branch, merged as GitHub does. */
const pullRequest = async (
  repository: Repository,
  number: number,
  branch: string,
  title: string,
  work: () => Promise<unknown>,
): Promise<string> => {
  await repository.branch(branch)
  await work()
  await repository.checkout('main')
  return repository.merge({
    branch,
    message: `Merge pull request #${number} from acme/${branch}\n\n${title}`,
  })
}

describe('a revert', () => {
  test.each<[string, Story, string[]]>([
    [
      'by git, with the whole SHA',
      async (repository) => repository.revert({ sha: await pay(repository) }),
      ['Pay by card ← Revert "Pay by card": revert 0.95'],
    ],
    [
      'with an abbreviated SHA',
      async (repository) => {
        const sha = await pay(repository)
        await repository.revert({ sha, message: `Undo cards\n\nThis reverts commit ${sha.slice(0, 8)}.` })
      },
      ['Pay by card ← Undo cards: revert 0.95'],
    ],
    [
      'of a whole merge',
      async (repository) => {
        const sha = await pullRequest(repository, 7, 'pay', 'Pay by card', () => pay(repository, 'Work'))
        await repository.revert({ sha })
      },
      ['Merge pull request #7 from acme/pay ← Revert "Merge pull request #7 from acme/pay": revert 0.95'],
    ],
    [
      'of a commit inside a merge',
      async (repository) => {
        let inner = ''
        await pullRequest(repository, 7, 'pay', 'Pay by card', async () => {
          inner = await pay(repository, 'Work')
        })
        await repository.revert({ sha: inner })
      },
      ['Merge pull request #7 from acme/pay ← Revert "Work": revert 0.95'],
    ],
    [
      'by the number of the pull request',
      async (repository) => {
        const sha = await pay(repository, 'Pay by card (#31)')
        await repository.revert({ sha, message: 'Undo cards (#32)\n\nReverts acme/shop#31' })
      },
      ['Pay by card (#31) ← Undo cards (#32): revert 0.95'],
    ],
    [
      'merged from the branch that GitHub’s button makes',
      async (repository) => {
        const sha = await pay(repository, 'Pay by card (#31)')
        await pullRequest(repository, 32, 'revert-31-pay', 'Undo cards', () =>
          repository.revert({ sha, message: 'Undo cards' }),
        )
      },
      ['Pay by card (#31) ← Merge pull request #32 from acme/revert-31-pay: revert 0.95'],
    ],
    [
      'by the title',
      async (repository) =>
        repository.revert({ sha: await pay(repository), message: 'Revert "Pay by card"' }),
      ['Pay by card ← Revert "Pay by card": revert 0.80'],
    ],
    [
      'by the title and its number',
      async (repository) => {
        const sha = await pay(repository, 'Pay by card (#31)')
        await repository.revert({ sha, message: 'Revert "Pay by card (#31)" (#32)' })
      },
      ['Pay by card (#31) ← Revert "Pay by card (#31)" (#32): revert 0.80'],
    ],
    [
      'called backing out',
      async (repository) =>
        repository.revert({ sha: await pay(repository), message: 'Back out "Pay by card"' }),
      ['Pay by card ← Back out "Pay by card": revert 0.80'],
    ],
    [
      'of the newest of several with one title',
      async (repository) => {
        await repository.commit({ message: 'Bump', files: { 'a.ts': '1\n' } })
        const sha = await repository.commit({ message: 'Bump', files: { 'a.ts': '2\n' } })
        await repository.commit({ message: 'Between', files: { 'b.ts': '2\n' } })
        await repository.revert({ sha, message: 'Revert "Bump"' })
      },
      ['Bump ← Revert "Bump": revert 0.80'],
    ],
    [
      'of two parts at once',
      async (repository) => {
        const first = await pay(repository)
        const second = await repository.commit({ message: 'Carts again', files: { 'cart.ts': '1\n' } })
        const message = `Undo the week\n\nThis reverts commit ${first}.\nThis reverts commit ${second}.`
        await repository.commit({ message, files: { 'pay.ts': lines(1, 30), 'cart.ts': lines(1, 30) } })
      },
      ['Pay by card ← Undo the week: revert 0.95', 'Carts again ← Undo the week: revert 0.95'],
    ],
    [
      'told twice counts once',
      async (repository) => {
        const sha = await pay(repository)
        await repository.revert({ sha })
        const message = `Undo again\n\nThis reverts commit ${sha}.`
        await repository.commit({ message, files: { 'cart.ts': '1\n' } })
      },
      ['Pay by card ← Revert "Pay by card": revert 0.95'],
    ],
    [
      'after 200 days is a change of mind',
      async (repository) => {
        const sha = await pay(repository, 'Pay by card', on('02-01'))
        await repository.revert({ sha, at: on('08-20') })
      },
      [],
    ],
    [
      'after 89 days is a failure',
      async (repository) => {
        const sha = await pay(repository, 'Pay by card', on('02-01'))
        await repository.revert({ sha, at: on('05-01') })
      },
      ['Pay by card ← Revert "Pay by card": revert 0.95'],
    ],
    [
      'of something that never landed here',
      (repository) =>
        repository.commit({
          message: `Undo\n\nThis reverts commit ${'ab'.repeat(20)}.`,
          files: { a: '1\n' },
        }),
      [],
    ],
    [
      'inside the branch that brought it counts for nothing on the line',
      async (repository) => {
        await pullRequest(repository, 7, 'pay', 'Pay by card', async () => {
          await repository.revert({ sha: await pay(repository, 'Work') })
          await repository.commit({ message: 'Work differently', files: { 'pay.ts': lines(1, 31) } })
        })
      },
      [],
    ],
  ])('%s', async (_, story, failures) => expect(await failuresOf(story)).toEqual(failures))
})

describe('what was reverted and comes again', () => {
  test.each<[string, Story, string[]]>([
    [
      'a revert of the revert is no failure of the revert',
      async (repository) => {
        const revert = await repository.revert({ sha: await pay(repository) })
        await repository.revert({
          sha: revert,
          message: `Revert "Revert "Pay by card""\n\nThis reverts commit ${revert}.`,
        })
      },
      ['Pay by card ← Revert "Pay by card": revert 0.95'],
    ],
    [
      'not even under a title of its own',
      async (repository) => {
        const revert = await repository.revert({ sha: await pay(repository) })
        await repository.revert({ sha: revert, message: `Cards after all\n\nThis reverts commit ${revert}.` })
      },
      ['Pay by card ← Revert "Pay by card": revert 0.95'],
    ],
    [
      'and may fail a second time',
      async (repository) => {
        const revert = await repository.revert({ sha: await pay(repository) })
        const reland = await repository.revert({
          sha: revert,
          message: `Reapply "Pay by card"\n\nThis reverts commit ${revert}.`,
        })
        await repository.revert({ sha: reland, message: `Undo for good\n\nThis reverts commit ${reland}.` })
      },
      [
        'Pay by card ← Revert "Pay by card": revert 0.95',
        'Reapply "Pay by card" ← Undo for good: revert 0.95',
      ],
    ],
    [
      'as Gerrit counts it',
      async (repository) => {
        const revert = await repository.revert({ sha: await pay(repository) })
        const again = await repository.revert({
          sha: revert,
          message: `Revert^2 "Pay by card"\n\nThis reverts commit ${revert}.`,
        })
        await repository.revert({
          sha: again,
          message: `Revert^3 "Pay by card"\n\nThis reverts commit ${again}.`,
        })
      },
      [
        'Pay by card ← Revert "Pay by card": revert 0.95',
        'Revert^2 "Pay by card" ← Revert^3 "Pay by card": revert 0.95',
      ],
    ],
  ])('%s', async (_, story, failures) => expect(await failuresOf(story)).toEqual(failures))
})

describe('a hotfix', () => {
  /** Rewrites the lines that paying by card wrote, or others of the same file. */
  const mend = (repository: Repository, message: string, at: string, place: number): Promise<string> =>
    repository.commit({
      message,
      at,
      files: { 'pay.ts': lines(1, 30, { 10: 'by card', 11: 'only', [place]: 'mended' }) },
    })
  const landed = (repository: Repository) => pay(repository, 'Pay by card', on('02-01'))

  test.each<[string, Story, string[]]>([
    [
      'by its title, to the same lines, ten days later',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Hotfix: cards', on('02-11'), 11)
      },
      ['Pay by card ← Hotfix: cards: hotfix 0.80'],
    ],
    [
      'by its branch',
      async (repository) => {
        await landed(repository)
        await pullRequest(repository, 9, 'hotfix/cards', 'Cards', () =>
          mend(repository, 'Cards', on('02-03'), 10),
        )
      },
      ['Pay by card ← Merge pull request #9 from acme/hotfix/cards: hotfix 0.80'],
    ],
    [
      'blames who wrote the lines, not who came last',
      async (repository) => {
        await landed(repository)
        const files = { 'pay.ts': lines(0, 30, { 10: 'by card', 11: 'only' }) }
        await repository.commit({ message: 'A line above', at: on('02-02'), files })
        const mended = { 'pay.ts': lines(0, 30, { 10: 'by card', 11: 'mended' }) }
        await repository.commit({ message: 'Hotfix: cards', at: on('02-03'), files: mended })
      },
      ['Pay by card ← Hotfix: cards: hotfix 0.80'],
    ],
    [
      'to other lines of the file tells nothing',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Hotfix: cards', on('02-02'), 25)
      },
      [],
    ],
    [
      'three weeks later tells nothing',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Hotfix: cards', on('02-22'), 11)
      },
      [],
    ],
    [
      'is what an unnamed fix within a day is',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Fix cards', on('02-02', '08:59'), 11)
      },
      ['Pay by card ← Fix cards: hotfix 0.50'],
    ],
    [
      'a fix within a day to other lines is not',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Fix cards', on('02-01', '12:00'), 25)
      },
      [],
    ],
    [
      'a fix 25 hours later is not',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Fix cards', on('02-02', '10:00'), 11)
      },
      [],
    ],
    [
      'a change within a day that is no fix is not',
      async (repository) => {
        await landed(repository)
        await mend(repository, 'Cards, continued', on('02-01', '12:00'), 11)
      },
      [],
    ],
    [
      'to documentation alone tells nothing of production',
      async (repository) => {
        await repository.commit({
          message: 'Write',
          at: on('02-01'),
          files: { 'docs/pay.md': lines(1, 9, { 4: 'x' }) },
        })
        await repository.commit({
          message: 'Hotfix: wording',
          at: on('02-01', '12:00'),
          files: { 'docs/pay.md': lines(1, 9, { 4: 'y' }) },
        })
      },
      [],
    ],
    [
      'to tests alone neither',
      async (repository) => {
        await repository.commit({ message: 'Test', at: on('02-01'), files: { 'pay.test.ts': lines(1, 9) } })
        const files = { 'pay.test.ts': lines(1, 9, { 4: 'y' }) }
        await repository.commit({ message: 'Fix test', at: on('02-01', '12:00'), files })
      },
      [],
    ],
    [
      'that mends a revert is no failure of the revert',
      async (repository) => {
        await repository.revert({ sha: await landed(repository), at: on('02-02') })
        const files = { 'pay.ts': lines(1, 30, { 10: 'better', 11: 'still' }) }
        await repository.commit({ message: 'Hotfix: after the revert', at: on('02-03'), files })
      },
      ['Pay by card ← Revert "Pay by card": revert 0.95'],
    ],
    [
      'of two files blames both who wrote them',
      async (repository) => {
        await landed(repository)
        const cart = { 'cart.ts': lines(1, 30, { 5: 'full' }) }
        await repository.commit({ message: 'Fill carts', at: on('02-02'), files: cart })
        await repository.commit({
          message: 'Hotfix: both',
          at: on('02-03'),
          files: {
            'pay.ts': lines(1, 30, { 10: 'mended', 11: 'only' }),
            'cart.ts': lines(1, 30, { 5: 'mended' }),
          },
        })
      },
      ['Fill carts ← Hotfix: both: hotfix 0.80', 'Pay by card ← Hotfix: both: hotfix 0.80'],
    ],
    [
      'a version bump that calls itself a fix is not',
      async (repository) => {
        await repository.commit({
          message: 'Add zod',
          at: on('02-01'),
          files: { 'package.json': '{"zod": "1"}\n' },
        })
        const files = { 'package.json': '{"zod": "2"}\n' }
        await repository.commit({
          message: 'fix(deps): bump zod from 1 to 2',
          at: on('02-01', '11:00'),
          files,
        })
      },
      [],
    ],
  ])('%s', async (_, story, failures) => expect(await failuresOf(story)).toEqual(failures))
})
