/** What the loopback GitHub knows: plain values that a test builds, changes between two requests, and inspects. */

export type Level = 'read' | 'write'
/** As a workflow file spells them under `permissions:`. */
export type Permission =
  | 'actions'
  | 'administration'
  | 'checks'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'members'
  | 'metadata'
  | 'pull-requests'
  | 'statuses'
export type Permissions = Partial<Record<Permission, Level>>
export type Role = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

export interface Account {
  login: string
  id: number
  type: 'User' | 'Bot' | 'Organization'
  /** Commits with this address belong to the account. */
  email: string
}

export interface Token {
  login: string
  /** GITHUB_TOKEN of a workflow, the token of another App, or a person's. */
  kind: 'workflow' | 'app' | 'user'
  /** What an App's or fine-grained token may do. A person's token without it may do whatever the person may. */
  permissions?: Permissions
}

export interface Team {
  slug: string
  id: number
  members: string[]
}

export interface Organization {
  login: string
  members: string[]
  teams: Team[]
}

export interface Comment {
  id: number
  author: string
  body: string
  createdAt: string
  updatedAt: string
  /** `eyes`, `+1`, … with who gave it. */
  reactions: { id: number; content: string; author: string; createdAt: string }[]
}

export interface Issue {
  id: number
  number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  author: string
  labels: string[]
  assignees: string[]
  comments: Comment[]
  createdAt: string
  updatedAt: string
  closedAt: string | null
}

export interface Review {
  id: number
  author: string
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  body: string
  commit: string | null
  submittedAt: string
}

export interface ReviewComment {
  id: number
  review: number | null
  author: string
  path: string
  body: string
  commit: string
  line: number
  createdAt: string
}

export interface Pull extends Issue {
  draft: boolean
  /** `sha` follows the branch while the pull request is open. `repository` null: the fork is gone. */
  head: { ref: string; sha: string; repository: string | null }
  /** `sha` is where the base branch stood when the head was last seen to move, as GitHub keeps it. */
  base: { ref: string; sha: string }
  mergedAt: string | null
  mergedBy: string | null
  mergeCommit: string | null
  requestedReviewers: string[]
  requestedTeams: string[]
  reviews: Review[]
  reviewComments: ReviewComment[]
}

export interface Status {
  id: number
  sha: string
  context: string
  state: 'error' | 'failure' | 'pending' | 'success'
  description: string | null
  targetUrl: string | null
  creator: string
  createdAt: string
}

export interface CheckRun {
  id: number
  /** Slug of the App that wrote it. */
  app: string
  sha: string
  name: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | null
  externalId: string
  detailsUrl: string | null
  startedAt: string
  completedAt: string | null
  output: { title: string | null; summary: string | null; text: string | null }
  annotations: Record<string, unknown>[]
}

export interface DeploymentStatus {
  id: number
  state: 'error' | 'failure' | 'inactive' | 'in_progress' | 'queued' | 'pending' | 'success'
  description: string
  environment: string
  logUrl: string
  creator: string
  createdAt: string
}

export interface Deployment {
  id: number
  sha: string
  ref: string
  task: string
  environment: string
  payload: unknown
  description: string | null
  creator: string
  production: boolean
  transient: boolean
  createdAt: string
  updatedAt: string
  /** In the order they were written. */
  statuses: DeploymentStatus[]
}

export interface Environment {
  id: number
  name: string
  /** Logins, or `@team-slug`. */
  reviewers: string[]
  preventSelfReview: boolean
  waitMinutes: number
  /** Slugs of the Apps whose custom deployment protection rule is on. */
  customRules: string[]
  createdAt: string
}

export interface Job {
  id: number
  name: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting'
  conclusion: string | null
  startedAt: string
  completedAt: string | null
  attempt: number
}

export interface Run {
  id: number
  name: string
  workflow: { id: number; path: string }
  event: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending'
  conclusion: string | null
  headSha: string
  headBranch: string
  attempt: number
  number: number
  actor: string
  pulls: number[]
  /** `owner/name` of the repository whose commit it is. */
  headRepository: string
  jobs: Job[]
  /** What attempts before the latest came to. */
  earlier: Pick<Run, 'conclusion' | 'createdAt' | 'updatedAt'>[]
  /** Names of the environments that hold the run. */
  pending: string[]
  approvals: {
    environments: string[]
    state: 'approved' | 'rejected' | 'pending'
    comment: string
    author: string
  }[]
  /** What custom deployment protection rules said; without `state` it is a status report. */
  protections: { environment: string; state: string | null; comment: string; app: string }[]
  createdAt: string
  /** When its latest attempt began. */
  startedAt: string
  updatedAt: string
}

/** A release, or the draft of one. */
export interface PublishedRelease {
  id: number
  tag: string
  title: string | null
  draft: boolean
  preRelease: boolean
  author: string
  /** When its commit was made. */
  createdAt: string
  /** Null of a draft. */
  publishedAt: string | null
}

export interface Repository {
  id: number
  owner: string
  name: string
  private: boolean
  defaultBranch: string
  /** A real bare repository: refs and objects are read from it and written to it. */
  directory: string
  /** Instead of the directory's refs: what an answer out of the past goes by. */
  frozenRefs?: Record<string, string>
  /** Logins and what they may do; an organization's members have `read` unless told. */
  collaborators: Record<string, Role>
  labels: { id: number; name: string; color: string; description: string | null }[]
  issues: Issue[]
  pulls: Pull[]
  statuses: Status[]
  checkRuns: CheckRun[]
  deployments: Deployment[]
  environments: Environment[]
  releases: PublishedRelease[]
  runs: Run[]
  /** `workflow_dispatch` events asked for. */
  dispatches: { workflow: string; ref: string; inputs: unknown; actor: string }[]
  /** By branch, in the words of `GET …/rules/branches/{branch}`. */
  rules: Record<string, Record<string, unknown>[]>
  /** Commits that GitHub signed itself. */
  signed: string[]
  /** "Allow GitHub Actions to create and approve pull requests". */
  canApprovePullRequestReviews: boolean
  /** Answered as they are by `GET …/codeowners/errors`. */
  codeownersErrors: Record<string, unknown>[]
  createdAt: string
}

export type FaultKind =
  | 'timeout'
  | 'reset'
  | '403'
  | '404'
  | '409'
  | '422'
  | '429'
  | '500'
  | '502-but-done'
  | 'secondary-limit'
  | 'rubbish'
  | 'wrong-shape'
  | 'stale'

export interface Fault {
  /** The k-th request since `requests` was emptied, from 0; with `route`, the k-th of that route. */
  at: number | 'always'
  kind: FaultKind
  /** As `requests` tell it: `POST /repos/{owner}/{repo}/statuses/{sha}`, `POST /graphql`. */
  route?: string
  /** For `429` and `secondary-limit`; 60 unless told. */
  retryAfterSeconds?: number
}

export interface State {
  /** GitHub's own clock. */
  clock: () => Date
  accounts: Account[]
  organizations: Organization[]
  /** By the secret itself. */
  tokens: Record<string, Token>
  repositories: Repository[]
  faults: Fault[]
  rateLimit: { limit: number; used: number }
  /** Every id and number is drawn from here. */
  lastId: number
}

/** An empty GitHub, whose own commits are web-flow's, with one token, `workflow-token`, of github-actions[bot], which may do everything a job can ask for. */
export const newState = (overrides: Partial<State> = {}): State => ({
  clock: () => new Date(),
  accounts: [{ login: 'web-flow', id: 19_864_447, type: 'User', email: 'noreply@github.com' }],
  organizations: [],
  tokens: { 'workflow-token': workflowToken() },
  repositories: [],
  faults: [],
  rateLimit: { limit: 5000, used: 0 },
  lastId: 1000,
  ...overrides,
})

/** GITHUB_TOKEN with these permissions; as in a workflow file, what is not listed is none. */
export const workflowToken = (permissions: Permissions = everyPermission): Token => ({
  login: 'github-actions[bot]',
  kind: 'workflow',
  permissions,
})

const everyPermission: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
}

export const nextId = (state: State): number => ++state.lastId
/** GitHub tells times in whole seconds. */
export const isoSeconds = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`
export const timeOf = (state: State): string => isoSeconds(state.clock())
export const fullName = (repository: Repository): string => `${repository.owner}/${repository.name}`

export const findRepository = (state: State, owner: string, name: string): Repository | undefined =>
  state.repositories.find(
    (each) => fullName(each).toLowerCase() === `${owner}/${name.replace(/\.git$/, '')}`.toLowerCase(),
  )

/** The account of a login, made when it was never heard of. */
export const accountOf = (state: State, login: string): Account => {
  const known = state.accounts.find((each) => each.login.toLowerCase() === login.toLowerCase())
  if (known !== undefined) return known
  const id = login === 'github-actions[bot]' ? 41898282 : nextId(state)
  const organization = state.organizations.some((each) => each.login === login)
  const type = login.endsWith('[bot]') ? 'Bot' : organization ? 'Organization' : 'User'
  const made: Account = { login, id, type, email: `${id}+${login}@users.noreply.github.com` }
  state.accounts.push(made)
  return made
}

/** What a login may do in a repository. */
export const roleOf = (state: State, repository: Repository, login: string): Role => {
  const told = Object.entries(repository.collaborators).find(
    ([name]) => name.toLowerCase() === login.toLowerCase(),
  )
  if (told !== undefined) return told[1]
  if (repository.owner.toLowerCase() === login.toLowerCase()) return 'admin'
  const organization = state.organizations.find((each) => each.login === repository.owner)
  if (organization?.members.includes(login)) return 'read'
  return repository.private ? 'none' : 'read'
}

/** Whether somebody was given access by name; anyone may read a public repository without. */
export const isCollaborator = (state: State, repository: Repository, login: string): boolean => {
  const organization = state.organizations.find((each) => each.login === repository.owner)
  const told = Object.keys(repository.collaborators).some(
    (each) => each.toLowerCase() === login.toLowerCase(),
  )
  return told || repository.owner === login || (organization?.members.includes(login) ?? false)
}
