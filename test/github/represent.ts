/** Our state in GitHub's words, where several routes share them. Links nobody follows are added by completion.ts. */

import { type GitCommit, type Person, readCommit } from './git.ts'
import type { Call } from './route.ts'
import { accountOf, fullName, isCollaborator, type Repository, type State } from './state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

export const userOf = ({ state, origin }: Place, login: string) => {
  const { id, type } = accountOf(state, login)
  return {
    login,
    id,
    type,
    site_admin: false,
    url: `${origin.api}/users/${encodeURIComponent(login)}`,
    html_url:
      type === 'Bot' ? `${origin.html}/apps/${login.replace('[bot]', '')}` : `${origin.html}/${login}`,
  }
}

export const repositoryOf = (place: Place, repository: Repository) => {
  const name = fullName(repository)
  const open = [...repository.issues, ...repository.pulls].filter((each) => each.state === 'open').length
  return {
    id: repository.id,
    name: repository.name,
    full_name: name,
    owner: userOf(place, repository.owner),
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    html_url: `${place.origin.html}/${name}`,
    url: `${place.origin.api}/repos/${name}`,
    clone_url: `${place.origin.html}/${name}.git`,
    description: null,
    fork: false,
    default_branch: repository.defaultBranch,
    forks: 0,
    forks_count: 0,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    has_downloads: true,
    homepage: null,
    language: null,
    archived: false,
    disabled: false,
    open_issues: open,
    open_issues_count: open,
    license: null,
    pushed_at: repository.createdAt,
    size: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    network_count: 0,
    subscribers_count: 0,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
  }
}

/** The account an address belongs to; null when it is nobody's. */
const accountAt = (place: Place, { email }: Person) => {
  const account = place.state.accounts.find((each) => each.email === email)
  return account === undefined ? null : userOf(place, account.login)
}

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }

const verificationOf = (repository: Repository, { sha, committer }: GitCommit) =>
  repository.signed.includes(sha)
    ? {
        verified: true,
        reason: 'valid',
        signature: 'signed by GitHub',
        payload: '',
        verified_at: committer.date,
      }
    : unsigned

export const commitOf = (place: Place, repository: Repository, commit: GitCommit) => {
  const url = `${place.origin.api}/repos/${fullName(repository)}/commits`
  const html = `${place.origin.html}/${fullName(repository)}/commit`
  return {
    sha: commit.sha,
    url: `${url}/${commit.sha}`,
    html_url: `${html}/${commit.sha}`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree },
      comment_count: 0,
      verification: verificationOf(repository, commit),
    },
    author: accountAt(place, commit.author),
    committer: accountAt(place, commit.committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${url}/${sha}`, html_url: `${html}/${sha}` })),
  }
}

/** As the git database tells it. */
export const gitCommitOf = (place: Place, repository: Repository, sha: string) => {
  const commit = readCommit(repository, sha)
  return {
    sha,
    url: `${place.origin.api}/repos/${fullName(repository)}/git/commits/${sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree },
    parents: commit.parents.map((parent) => ({ sha: parent })),
    verification: verificationOf(repository, commit),
  }
}

/** What somebody is to a repository, as GitHub says beside what they write. */
export const associationOf = (state: State, repository: Repository, login: string): string => {
  if (login === repository.owner) return 'OWNER'
  const organization = state.organizations.find((each) => each.login === repository.owner)
  if (organization?.members.includes(login)) return 'MEMBER'
  if (isCollaborator(state, repository, login)) return 'COLLABORATOR'
  const { email } = accountOf(state, login)
  const landed = repository.pulls.some((pull) => pull.author === login && pull.mergedAt !== null)
  return landed && email !== '' ? 'CONTRIBUTOR' : 'NONE'
}

export const labelOf = (repository: Repository, name: string) => {
  const known = repository.labels.find((each) => each.name.toLowerCase() === name.toLowerCase())
  return {
    id: known?.id ?? 0,
    name: known?.name ?? name,
    color: known?.color ?? 'ededed',
    // GitHub itself says null; its description of pull requests allows text only.
    description: known?.description ?? '',
    default: false,
  }
}

export const teamOf = ({ origin }: Place, organization: string, team: { slug: string; id: number }) => ({
  id: team.id,
  name: team.slug,
  slug: team.slug,
  description: null,
  privacy: 'closed',
  notification_setting: 'notifications_enabled',
  permission: 'pull',
  parent: null,
  type: 'organization',
  organization_id: 1,
  html_url: `${origin.html}/orgs/${organization}/teams/${team.slug}`,
})
