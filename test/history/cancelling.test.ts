/** A part and its revert in one change, on real histories, for all the ways people take something back. */
import { afterAll, expect, test } from 'vitest'
import { cancelledParts } from '../../src/history/cancelling.ts'
import { readChange } from '../../src/sources/change.ts'
import { open } from '../clients/git/reading.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from './reading.ts'

const made: Repository[] = []
afterAll(() => Promise.all(made.map((repository) => repository.remove())))

/** Writes one file of its own. */
const work = (repository: Repository, message: string): Promise<string> =>
  repository.commit({ message, files: { [`${message.replaceAll(/\W+/g, '-')}.ts`]: `${message}\n` } })

const merged = async (repository: Repository, number: number): Promise<string> => {
  await repository.branch(`topic-${number}`)
  await work(repository, `Topic ${number}`)
  await repository.checkout('main')
  return repository.merge({
    branch: `topic-${number}`,
    message: `Merge pull request #${number} from acme/topic-${number}\n\nTopic ${number}`,
  })
}

type Story = (repository: Repository) => Promise<unknown>

test.each<[string, Story, readonly (readonly [number, number])[]]>([
  [
    'git’s own revert',
    async (repository) => {
      const sha = await work(repository, 'Try')
      await work(repository, 'Another')
      await repository.revert({ sha })
    },
    [[0, 2]],
  ],
  ['of a merge', async (repository) => repository.revert({ sha: await merged(repository, 7) }), [[0, 1]]],
  [
    'by number, as GitHub’s button does it',
    async (repository) => {
      await work(repository, 'Try (#7)')
      await work(repository, 'Revert "Try" (#8)\n\nReverts acme/shop#7')
    },
    [[0, 1]],
  ],
  [
    'by title alone',
    async (repository) => {
      await work(repository, 'Try (#7)')
      await work(repository, 'Revert "Try (#7)" (#8)')
    },
    [[0, 1]],
  ],
  [
    'two, one after the other',
    async (repository) => {
      const [one, other] = [await work(repository, 'One'), await work(repository, 'Other')]
      await repository.revert({ sha: other })
      await repository.revert({ sha: one })
    },
    [
      [0, 3],
      [1, 2],
    ],
  ],
  [
    'taken back, and put in again: what is put in goes out',
    async (repository) => {
      const sha = await work(repository, 'Try')
      const undo = await repository.revert({ sha })
      await repository.revert({ sha: undo })
    },
    [[0, 1]],
  ],
  [
    'two in one revert: nobody can say what each of them weighs',
    async (repository) => {
      const [one, other] = [await work(repository, 'One'), await work(repository, 'Other')]
      await work(repository, `Take back\n\nThis reverts commit ${one}.\nThis reverts commit ${other}.`)
    },
    [],
  ],
  [
    'of something that went out before',
    async (repository) => repository.revert({ sha: await repository.git('rev-parse', 'base') }),
    [],
  ],
  [
    'of a commit that is not there',
    async (repository) => work(repository, `Revert "Never"\n\nThis reverts commit ${'5'.repeat(40)}.`),
    [],
  ],
  ['of itself, as it says', async (repository) => work(repository, 'Revert "Revert "Odd""'), []],
  [
    'only in words',
    async (repository) => {
      await work(repository, 'Try')
      await work(repository, 'Say how to revert Try')
    },
    [],
  ],
])('%s', async (_, story, expected) => {
  const repository = await makeRepository()
  made.push(repository)
  await work(repository, 'Begin')
  await work(repository, 'Go on')
  await repository.tag('base')
  await story(repository)
  const { index, salt } = await readHistory(repository.directory)
  const [base, head] = await Promise.all(['base', 'HEAD'].map((ref) => repository.git('rev-parse', ref)))
  const { parts } = await readChange({
    repository: await open(repository.directory),
    index,
    salt,
    base: base!,
    head: head!,
    kind: 'forward',
  })
  const first = parts[0]!.position
  const cancelled = cancelledParts(index, parts)
  const pairs = [...cancelled].filter(([one, other]) => one < other)
  expect(pairs.map(([one, other]) => [one - first, other - first]).sort()).toEqual(expected)
  // Each of a pair names the other.
  for (const [one, other] of cancelled) expect(cancelled.get(other)).toBe(one)
})
