/** Refs and objects of a repository, as git keeps them. Synchronous, so that every answer is one moment. */
import { readCommit } from './commits.ts'
import type { Repository } from './state.ts'
import { entryBelow, type TreeEntry } from './trees.ts'

export { askGit, git, gitBytes, gitEnvironment, once } from './command.ts'
export {
  commitsBetween,
  countCommits,
  type GitCommit,
  isAncestor,
  mergeBase,
  type Person,
  readCommit,
  readCommits,
  writeCommit,
} from './commits.ts'
export { objectType, readBlob, writeBlob } from './objects.ts'
export { isRefName, moveRef, refsOf, resolveCommit } from './refs.ts'
export { readTree, type TreeChange, type TreeEntry, writeTree } from './trees.ts'

/** The entry at a path of a commit; null when there is nothing. */
export const entryAt = (repository: Repository, commit: string, path: string): TreeEntry | null => {
  const { tree } = readCommit(repository, commit)
  return path === ''
    ? { mode: '040000', type: 'tree', sha: tree, size: null, path }
    : entryBelow(repository, tree, path)
}
