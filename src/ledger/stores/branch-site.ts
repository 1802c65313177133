import type { GitHub, RepositoryName } from '../../clients/github/github.ts'

/** Which branch it is and how it is spoken of; what every part of the branch store needs to know. */
export interface BranchSite {
  readonly github: GitHub
  readonly repository: RepositoryName
  readonly branch: string
  /** `branch:NAME`, for messages. */
  readonly url: string
  /** Tells the reader what happened, once. */
  readonly note: (sentence: string) => void
  /** Waits after the n-th attempt (from 0), a random while that doubles with each. */
  readonly pause: (attempt: number) => Promise<void>
}

/** A file as GitHub holds it: its name in git, and its bytes where they were asked for. */
export interface BranchFile {
  readonly oid: string
  readonly bytes: Buffer | undefined
}

/** The newest commit of the branch. */
export interface Head {
  readonly oid: string
  /** `state.json`, null where the branch has none. */
  readonly state: BranchFile | null
}

export interface Wanted {
  readonly path: string
  /** Its bytes, not only whether it is there. */
  readonly content: boolean
}

/** Files of one commit by path; null where the commit has none. */
export type Files = ReadonlyMap<string, BranchFile | null>

export interface NewCommit {
  /** What it stands on: null begins the branch. */
  readonly parent: Head | null
  readonly files: ReadonlyMap<string, Buffer>
  readonly headline: string
}
