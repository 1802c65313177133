/** Which part a hotfix says has failed: real repositories. */

import { describe, expect, test } from 'vitest'
import type { Repository } from '../e2e/repository.ts'
import { failuresOf, lines, on, pay, pullRequest, type Story } from './stories.ts'

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
