/**
 * What is asked to run: a change, made of parts, made of files.
 * Times are seconds since the epoch (UTC), as git keeps them.
 */

/** What a file is for; decided from its path alone, so that every clone agrees. */
export const fileKinds = [
  'code',
  'test',
  'configuration',
  'documentation',
  'generated',
  'dependencies',
  'migration',
  'infrastructure',
] as const
export type FileKind = (typeof fileKinds)[number]

export interface ChangedFile {
  readonly path: string
  /** Where it was before a rename or copy. */
  readonly previousPath?: string
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed' | 'type-changed'
  readonly kind: FileKind
  /** Lines added and deleted; null when git cannot say (binary, submodule, object absent from the clone). */
  readonly added: number | null
  readonly deleted: number | null
  readonly binary: boolean
  readonly submodule: boolean
}

/** How a part landed on the first-parent line. */
export type PartKind = 'merge' | 'squash' | 'direct'

/** A part of a change: a merged pull request, a squash merge or a direct commit, as the team thinks of it. */
export interface Part {
  /** 0-based place on the first-parent line of the index that holds it. */
  readonly position: number
  readonly sha: string
  /** First parent; null for a root commit. */
  readonly parent: string | null
  readonly kind: PartKind
  /** Running maximum of first-parent committer times: never decreases along the line. */
  readonly time: number
  /** Earliest author time of the commits inside. */
  readonly authoredAt: number
  readonly title: string
  /** Pull request number, where the subject tells it. */
  readonly number?: number
  /** Salted hashes, never names or addresses. The first one wrote the part. */
  readonly authors: readonly string[]
  /** Commits inside: 1 for a squash or direct commit. */
  readonly commits: number
  readonly files: readonly ChangedFile[]
  /** False where the clone lacks the objects to count lines of some file. */
  readonly linesKnown: boolean
}

/**
 * `forward`: head builds on base · `redeploy`: the same commit · `rollback`: head is an ancestor of base ·
 * `diverged`: each has commits the other lacks.
 */
export type ChangeKind = 'forward' | 'redeploy' | 'rollback' | 'diverged'

/** Where the base of a change came from. */
export type BaseSource =
  | { readonly from: 'option' }
  /** `tag`: of the version whose publication it was. */
  | { readonly from: 'deployment'; readonly at: string; readonly tag?: string }
  /** A pull request is compared with the tip of the branch it would land on. */
  | { readonly from: 'pull-request'; readonly ref: string }
  | { readonly from: 'tag'; readonly tag: string }
  | { readonly from: 'recent'; readonly parts: number }
  | { readonly from: 'none' }
