/** Which part a revert says has failed: real repositories. */
import { describe, expect, test } from 'vitest'
import { failuresOf, lines, on, pay, pullRequest, type Story } from './stories.ts'

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
