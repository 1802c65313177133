/** What two commits differ in, as GitHub tells it of a commit, a comparison and a pull request. */
import { git, gitBytes, once } from './git.ts'
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

/** git's name for a tree without anything. */
const empty = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const words = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', C: 'copied', T: 'changed' } as const

/** Null for `from` compares with nothing, as a root commit does. */
export const changedFiles = (repository: Repository, from: string | null, to: string): ChangedFile[] =>
  once(repository, 'differences', [from ?? empty, to], () => compare(repository, from, to))

const compare = (repository: Repository, from: string | null, to: string): ChangedFile[] => {
  const range = ['-M', '--no-ext-diff', '--no-color', from ?? empty, to]
  const raw = git(repository, ['diff', '--raw', '--no-abbrev', '-z', ...range]).split('\0')
  const counts = countsByPath(git(repository, ['diff', '--numstat', '-z', ...range]))
  const patches = gitBytes(repository, ['diff', ...range])
    .toString()
    .split(/^diff --git /m)
    .slice(1)
  const files: ChangedFile[] = []
  for (let position = 0; raw[position]?.startsWith(':'); ) {
    const [, , before = '', after = '', letters = 'M'] = (raw[position] ?? '').split(' ')
    const letter = letters[0] as keyof typeof words
    const moved = letter === 'R' || letter === 'C'
    const first = raw[position + 1] ?? ''
    const filename = moved ? (raw[position + 2] ?? '') : first
    const { additions = 0, deletions = 0 } = counts.get(filename) ?? {}
    const patch = patches[files.length]?.match(/^@@ [\s\S]*/m)?.[0].replace(/\n$/, '')
    files.push({
      filename,
      ...(moved ? { previous_filename: first } : {}),
      status: words[letter],
      sha: letter === 'D' ? before : after,
      additions,
      deletions,
      changes: additions + deletions,
      ...(patch === undefined ? {} : { patch }),
    })
    position += moved ? 3 : 2
  }
  return files
}

/** A binary file counts no lines. A renamed one is told as an empty path and then both names. */
const countsByPath = (text: string): Map<string, { additions: number; deletions: number }> => {
  const fields = text.split('\0')
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
