/** A pull request and what people said about it, as of one reading of GitHub. Logins are as GitHub spells them. */

export interface Account {
  readonly login: string
  /** GitHub's own word: a person, or an app or machine account. */
  readonly type: 'User' | 'Bot' | 'Organization' | 'Mannequin'
}

export interface Review {
  readonly id: number
  readonly author: Account | null
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  /** The head it was written on; null where GitHub has forgotten it. */
  readonly commit: string | null
  readonly submittedAt: string | null
  /** OWNER, MEMBER, COLLABORATOR, CONTRIBUTOR, FIRST_TIMER, FIRST_TIME_CONTRIBUTOR, MANNEQUIN, NONE. */
  readonly association: string
  readonly body: string
}

export interface PullRequestCommit {
  readonly sha: string
  readonly parents: readonly string[]
  /** Whole message. */
  readonly message: string
  /** ISO times as the committer's clock told them; never used as truth. */
  readonly authoredAt: string | null
  readonly committedAt: string | null
  /** Null where no GitHub account belongs to the address. */
  readonly author: Account | null
  readonly committer: Account | null
  /** Address of the author as git tells it; only ever hashed. */
  readonly authorEmail: string
  readonly authorName: string
}

export interface PullRequest {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly url: string
  readonly state: 'open' | 'closed'
  readonly merged: boolean
  readonly draft: boolean
  /** The commit that landed it on its base; null before. */
  readonly mergeCommit: string | null
  readonly author: Account | null
  /** `repository` is `owner/name`; null when the fork is gone. */
  readonly head: { readonly sha: string; readonly ref: string; readonly repository: string | null }
  readonly base: { readonly sha: string; readonly ref: string; readonly repository: string }
  readonly labels: readonly string[]
  /** Users and team slugs who are asked already. */
  readonly requested: { readonly users: readonly string[]; readonly teams: readonly string[] }
  readonly createdAt: string
  /** As GitHub counts them: they tell whether a list of them is cut. */
  readonly counts: {
    readonly commits: number
    readonly files: number
    readonly additions: number
    readonly deletions: number
  }
}
