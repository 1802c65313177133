/** Files of a diff as GitHub tells them, in git's words. Patches are looked at and let go. */
import type { FileDifference } from '../../clients/git/differences.ts'
import { type Answer, commitName, text } from '../../clients/github/shapes.ts'
import { name } from './reading.ts'

const statuses = {
  added: 'added',
  removed: 'deleted',
  modified: 'modified',
  renamed: 'renamed',
  // As with git: a copy is a new file that knows where it came from.
  copied: 'added',
  // A file that became a link, or the other way round.
  changed: 'type-changed',
  unchanged: 'modified',
} as const satisfies Record<string, FileDifference['status']>
const words = Object.keys(statuses) as readonly (keyof typeof statuses)[]

/** A file, and what tells whether the list it is from holds together. */
export interface FileEntry {
  readonly file: FileDifference
  /** As GitHub counts them, submodules included. */
  readonly added: number
  readonly deleted: number
  /** The commit whose file this is, as its address tells; null for a deleted file, and where none is told. */
  readonly commit: string | null
}

/** Blobs without content, in both formats of git: whose lines are known although no patch shows them. */
const emptyBlobs: readonly string[] = [
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
]

const isPointerMove = (patch: string): boolean => {
  const lines = patch.split('\n').filter((line) => line !== '' && !line.startsWith('@@'))
  return lines.length > 0 && lines.every((line) => /^[-+]Subproject commit [0-9a-f]{40,64}$/.test(line))
}

/** GitHub has no page for a submodule's files, and shows its move as a patch of git's own making. */
const isSubmodule = (answer: Answer, patch: string): boolean =>
  answer.textOrNull('blob_url') === null || isPointerMove(patch)

const commitOf = (answer: Answer): string | null => {
  const address = answer.optional('contents_url', text) ?? ''
  return /[?&]ref=([0-9a-f]{40}|[0-9a-f]{64})(?:&|$)/.exec(address)?.[1] ?? null
}

export const fileEntry = (answer: Answer): FileEntry => {
  const word = answer.oneOf('status', words)
  const [added, deleted] = [answer.integer('additions'), answer.integer('deletions')]
  const patch = answer.optional('patch', text) ?? ''
  const previousPath = answer.optional('previous_filename', name)
  const submodule = isSubmodule(answer, patch)
  // Nothing counted and nothing shown: a binary, a change of mode, or a diff GitHub did not make. A plain rename, and
  // a file without content, have no lines to count.
  const known =
    added + deleted > 0 ||
    patch !== '' ||
    word === 'renamed' ||
    word === 'unchanged' ||
    emptyBlobs.includes(answer.orNull('sha', commitName) ?? '')
  const countable = known && !submodule
  return {
    file: {
      path: answer.is('filename', name),
      ...(previousPath === null ? {} : { previousPath }),
      status: statuses[word],
      added: countable ? added : null,
      deleted: countable ? deleted : null,
      binary: !known && !submodule,
      submodule,
    },
    added,
    deleted,
    commit: word === 'removed' ? null : commitOf(answer),
  }
}

/** Where the counts do not add up, files without lines are not binaries for certain: their lines are unknown. */
export const withUnknownLines = (files: readonly FileDifference[]): readonly FileDifference[] =>
  files.map((file) => (file.binary ? { ...file, binary: false } : file))
