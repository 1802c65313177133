import type { CodeOwners } from '../config/codeowners.ts'

/** Everything reviewers are chosen by; plain data, in any order. */
export interface RoutingRequest {
  readonly files: readonly RoutedFile[]
  /** As it stands at the base of the change; null where there is none or it could not be read. */
  readonly codeOwners: CodeOwners | null
  /** Who must not be asked, each with the end of a sentence about them: "opened this pull request", "is a bot". */
  readonly excluded: readonly { readonly login: string; readonly why: string }[]
  /** Asked already, as GitHub lists them: logins, and slugs of teams. */
  readonly requested: { readonly users: readonly string[]; readonly teams: readonly string[] }
  /** Logins, and teams (`slug` or `organisation/slug`), that may read here; null where nobody could tell. */
  readonly access: { readonly users: readonly string[] | null; readonly teams: readonly string[] | null }
  /** Logins by address, for owners who are named by theirs. Addresses of GitHub's own need no entry. */
  readonly accounts?: ReadonlyMap<string, string>
  /** How often a login touched what lies under a prefix (`ledger/`, or a file) lately. */
  readonly familiarity?: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Whom the catalogue names for these files; they count where CODEOWNERS names nobody. */
  readonly componentOwners?: readonly ComponentOwner[]
  /** Reviews that somebody is asked for elsewhere: by login, and by slug of a team; null where nobody could tell. */
  readonly load?: {
    readonly users: ReadonlyMap<string, number>
    readonly teams: ReadonlyMap<string, number>
  } | null
  /** How many shall read the change, those asked already included. Default 2. */
  readonly wanted?: number
}

export interface ComponentOwner {
  readonly component: string
  readonly kind: 'user' | 'team'
  /** Login, or `organisation/slug`. */
  readonly name: string
  /** Those of the files that belong to the component. */
  readonly paths: readonly string[]
}

export interface RoutedFile {
  /** From the root of the repository, no slash in front. */
  readonly path: string
  /** Share of the risk times churn: only its size beside the other files' counts. At least 0. */
  readonly weight: number
}

/** Someone to ask: a login, or a team as `organisation/slug`. */
export interface ProposedReviewer {
  readonly login?: string
  readonly team?: string
  /** The end of a sentence about them. Patterns and paths in it stand in code spans. */
  readonly why: string
  /** Share of the risk, 0..1, that lies in the files they know; of the files, where none carries any. */
  readonly covers: number
}

export interface RoutingProposal {
  /** In the order they were picked. */
  readonly proposed: readonly ProposedReviewer[]
  /** Why nobody is proposed; there if and only if nobody is. */
  readonly nobody?: string
}
