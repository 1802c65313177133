/** Reading parts with the clients alone, and what git prints while they do. */
import type { Difference, Pair, ReadingOptions } from '../../../src/clients/git/differences.ts'
import { readDifferences } from '../../../src/clients/git/differences.ts'
import { finish } from '../../../src/clients/git/process.ts'
import { type Repository as OpenRepository, openRepository } from '../../../src/clients/git/repository.ts'
import { isolatedEnvironment } from '../../e2e/git.ts'

export const open = (directory: string, environment: NodeJS.ProcessEnv = isolatedEnvironment) =>
  openRepository(directory, environment)

/** Every commit of the line with its first parent, oldest first. */
export const pairsOf = async (repository: OpenRepository, head = 'HEAD'): Promise<readonly Pair[]> => {
  const output = await repository.git.run(['rev-list', '--first-parent', '--parents', '--reverse', head])
  return output
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
    .map(([sha, parent]) => ({ sha: sha!, parent: parent ?? null }))
}

export const differencesOf = async (
  repository: OpenRepository,
  pairs: readonly Pair[],
  options: Partial<ReadingOptions> = {},
): Promise<readonly Difference[]> => {
  const all: Difference[] = []
  for await (const block of readDifferences(repository.git, pairs, options)) all.push(...block)
  return all
}

/** The difference of the newest commit. */
export const newest = async (directory: string): Promise<Difference> => {
  const repository = await open(directory)
  return (await differencesOf(repository, (await pairsOf(repository)).slice(-1)))[0]!
}

/** The raw bytes git answers to questions on its standard input. */
export const answerOf = async (
  repository: OpenRepository,
  args: readonly string[],
  pairs: readonly Pair[],
): Promise<Buffer> => {
  const child = repository.git.start(['diff-tree', '--stdin', '--always', ...args])
  const bytes: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => bytes.push(chunk))
  await finish(child, pairs.map(({ sha, parent }) => `${sha}${parent ? ` ${parent}` : ''}\n=\n`).join(''))
  return Buffer.concat(bytes)
}
