/** What two commits differ in, as GitHub tells it of a commit, a comparison and a pull request. */
import { gitBytes, once } from './git.ts'
import { emptyTree } from './objects.ts'
import type { Repository } from './state.ts'

export interface ChangedFile {
  filename: string
  previous_filename?: string
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed'
  sha: string | null
  additions: number
  deletions: number
  changes: number
  patch?: string
}

const words = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', C: 'copied', T: 'changed' } as const

/** Null for `from` compares with nothing, as a root commit does. */
export const changedFiles = (repository: Repository, from: string | null, to: string): ChangedFile[] =>
  once(repository, 'differences', [from ?? emptyTree, to], () => compare(repository, from, to))

const compare = (repository: Repository, from: string | null, to: string): ChangedFile[] => {
  const range = ['-M', '--no-ext-diff', '--no-color', '--no-abbrev', from ?? emptyTree, to]
  // One start of git for all three: entries and counts, their fields ended by a NUL, a further NUL, the patches.
  const whole = gitBytes(repository, ['diff', '-z', '--raw', '--numstat', '--patch', ...range]).toString()
  const [told = '', text = ''] = whole.split(/\0\0(.*)/s)
  const fields = told.split('\0')
  const patches = text.split(/^diff --git /m).slice(1)
  const entries: Pick<ChangedFile, 'filename' | 'previous_filename' | 'status' | 'sha'>[] = []
  let position = 0
  while (fields[position]?.startsWith(':')) {
    const [, , before = '', after = '', letters = 'M'] = (fields[position] ?? '').split(' ')
    const letter = letters[0] as keyof typeof words
    const moved = letter === 'R' || letter === 'C'
    const first = fields[position + 1] ?? ''
    entries.push({
      filename: moved ? (fields[position + 2] ?? '') : first,
      ...(moved ? { previous_filename: first } : {}),
      status: words[letter],
      sha: letter === 'D' ? before : after,
    })
    position += moved ? 3 : 2
  }
  const counts = countsByPath(fields.slice(position))
  return entries.map((entry, index) => {
    const { additions = 0, deletions = 0 } = counts.get(entry.filename) ?? {}
    const patch = patches[index]?.match(/^@@ [\s\S]*/m)?.[0].replace(/\n$/, '')
    return {
      ...entry,
      additions,
      deletions,
      changes: additions + deletions,
      ...(patch === undefined ? {} : { patch }),
    }
  })
}

/** A binary file counts no lines. A renamed one is told as an empty path and then both names. */
const countsByPath = (fields: readonly string[]): Map<string, { additions: number; deletions: number }> => {
  const counts = new Map<string, { additions: number; deletions: number }>()
  for (let position = 0; (fields[position] ?? '') !== ''; position += 1) {
    const [additions = '', deletions = '', path = ''] = (fields[position] ?? '').split('\t')
    if (path === '') position += 2
    counts.set(path === '' ? (fields[position] ?? '') : path, {
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
    })
  }
  return counts
}
