/** Small histories in which something fails, told in a few words each, and what git alone makes of them. */
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from './reading.ts'

export type Story = (repository: Repository) => Promise<unknown>

/** Tells the story on top of two parts, then says `FAILED ← BY: CAUSE CONFIDENCE` for every failure known. */
export const failuresOf = async (story: Story): Promise<readonly string[]> => {
  const repository = await makeRepository()
  try {
    await repository.commit({
      message: 'Begin',
      files: { 'pay.ts': lines(1, 30), 'docs/pay.md': lines(1, 9) },
    })
    await repository.commit({ message: 'Carts', files: { 'cart.ts': lines(1, 30) } })
    await story(repository)
    const { index } = await readHistory(repository.directory)
    const subjects = (await repository.git('log', '--first-parent', '--reverse', '--format=%s')).split('\n')
    return [...index.failuresFrom()].map(
      ({ part, knownAt, cause, confidence }) =>
        `${subjects[part]} ← ${subjects[knownAt]}: ${cause} ${confidence.toFixed(2)}`,
    )
  } finally {
    await repository.remove()
  }
}

/** Numbered lines, some of them rewritten. */
export const lines = (from: number, to: number, rewritten: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: to - from + 1 }, (_, at) => `${rewritten[from + at] ?? `line ${from + at}`}\n`).join(
    '',
  )

export const pay = (repository: Repository, message = 'Pay by card', at?: string): Promise<string> =>
  repository.commit({
    message,
    files: { 'pay.ts': lines(1, 30, { 10: 'by card', 11: 'only' }) },
    ...(at ? { at } : {}),
  })

export const on = (day: string, hour = '09:00'): string => `2026-${day}T${hour}:00Z`

/** Work on a branch, merged as GitHub does. */
export const pullRequest = async (
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
