/** Pull requests themselves: what they are, what they change, who is asked. */
import { type Answer, found, invalid, ok } from '../answer.ts'
import { changedFiles } from '../differences.ts'
import { commitsBetween, countCommits, isAncestor, mergeBase, resolveCommit } from '../git.ts'
import { syncPull, syncPulls } from '../heads.ts'
import { associationOf, commitOf, labelOf, repositoryOf, teamOf, userOf } from '../represent.ts'
import { type Call, inRepository, page, type RepositoryCall, read, write } from '../route.ts'
import { findRepository, fullName, isCollaborator, type Pull, type Repository } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

/** The pull request of a number, as its branch stands now. Throws 404. */
export const pullOf = (
  { state, repository }: Pick<RepositoryCall<unknown>, 'state' | 'repository'>,
  number: number,
): Pull => syncPull(state, repository, found(repository.pulls.find((each) => each.number === number)))

const sideOf = (place: Place, repository: Repository | null, ref: string, sha: string) => ({
  label: `${repository?.owner ?? 'unknown'}:${ref}`,
  ref,
  sha,
  user: repository && userOf(place, repository.owner),
  repo: repository && repositoryOf(place, repository),
})

const linksOf = (url: string, html: string) => ({
  self: { href: url },
  html: { href: html },
  issue: { href: url.replace('/pulls/', '/issues/') },
  comments: { href: `${url.replace('/pulls/', '/issues/')}/comments` },
  review_comments: { href: `${url}/comments` },
  review_comment: { href: `${url}/comments{/number}` },
  commits: { href: `${url}/commits` },
  statuses: { href: `${url}/statuses` },
})

/** As lists tell it. */
export const pullSummaryOf = (place: Place, repository: Repository, pull: Pull) => {
  const [owner = '', name = ''] = (pull.head.repository ?? '').split('/')
  const url = `${place.origin.api}/repos/${fullName(repository)}/pulls/${pull.number}`
  const html = `${place.origin.html}/${fullName(repository)}/pull/${pull.number}`
  const organization = place.state.organizations.find((each) => each.login === repository.owner)
  return {
    id: pull.id,
    number: pull.number,
    url,
    html_url: html,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userOf(place, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommit,
    assignee: null,
    assignees: pull.assignees.map((login) => userOf(place, login)),
    requested_reviewers: pull.requestedReviewers.map((login) => userOf(place, login)),
    requested_teams: (organization?.teams ?? [])
      .filter((team) => pull.requestedTeams.includes(team.slug))
      .map((team) => teamOf(place, repository.owner, team)),
    labels: pull.labels.map((label) => labelOf(repository, label)),
    milestone: null,
    draft: pull.draft,
    head: sideOf(place, findRepository(place.state, owner, name) ?? null, pull.head.ref, pull.head.sha),
    base: sideOf(place, repository, pull.base.ref, pull.base.sha),
    _links: linksOf(url, html),
    author_association: associationOf(place.state, repository, pull.author),
    auto_merge: null,
  }
}

/** Where the change begins: what head and base have in common. */
const startOf = (repository: Repository, pull: Pull): string => {
  const base =
    pull.mergedAt === null ? (resolveCommit(repository, pull.base.ref) ?? pull.base.sha) : pull.base.sha
  return mergeBase(repository, base, pull.head.sha) ?? base
}

export const wholePullOf = (place: Place, repository: Repository, pull: Pull) => {
  const start = startOf(repository, pull)
  const files = changedFiles(repository, start, pull.head.sha)
  return {
    ...pullSummaryOf(place, repository, pull),
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: null,
    mergeable_state: pull.state === 'open' ? 'clean' : 'unknown',
    merged_by: pull.mergedBy === null ? null : userOf(place, pull.mergedBy),
    comments: pull.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: false,
    commits: countCommits(repository, start, pull.head.sha),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

const list = inRepository('GET /repos/{owner}/{repo}/pulls', read('pull-requests'), (call) => {
  const { state: wanted = 'open', head, base, sort, direction } = call.parameters
  syncPulls(call.state, call.repository)
  const chosen = call.repository.pulls
    .filter((pull) => wanted === 'all' || pull.state === wanted)
    .filter((pull) => base === undefined || pull.base.ref === base)
    .filter(
      (pull) => head === undefined || head === `${pull.head.repository?.split('/')[0]}:${pull.head.ref}`,
    )
  const key = (pull: Pull) => (sort === 'updated' ? pull.updatedAt : pull.createdAt)
  const ascending = (direction ?? (sort === undefined || sort === 'created' ? 'desc' : 'asc')) === 'asc'
  const sorted = chosen.sort((one, other) =>
    key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : one.number - other.number,
  )
  return page(call, ascending ? sorted : sorted.reverse(), (pull) =>
    pullSummaryOf(call, call.repository, pull),
  )
})

const get = inRepository('GET /repos/{owner}/{repo}/pulls/{pull_number}', read('pull-requests'), (call) =>
  ok(wholePullOf(call, call.repository, pullOf(call, call.parameters.pull_number))),
)

/** GitHub tells at most 3,000 files. */
const files = inRepository(
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  read('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const changed = changedFiles(call.repository, startOf(call.repository, pull), pull.head.sha)
    return page(call, changed.slice(0, 3000), (file) => file)
  },
)

/** GitHub tells at most 250 commits, the oldest first. */
const commits = inRepository(
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
  read('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const listed = commitsBetween(call.repository, startOf(call.repository, pull), pull.head.sha)
    return page(call, listed.slice(0, 250), (commit) => commitOf(call, call.repository, commit))
  },
)

const ofCommit = inRepository(
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  read('pull-requests'),
  (call) => {
    const { repository } = call
    syncPulls(call.state, repository)
    const sha = resolveCommit(repository, call.parameters.commit_sha)
    if (sha === null) throw invalid(`No commit found for SHA: ${call.parameters.commit_sha}`)
    const holds = (pull: Pull): boolean =>
      pull.mergeCommit === sha ||
      (isAncestor(repository, sha, pull.head.sha) && !isAncestor(repository, sha, startOf(repository, pull)))
    return page(call, repository.pulls.filter(holds), (pull) => pullSummaryOf(call, repository, pull))
  },
)

const requested = (call: RepositoryCall<{ pull_number: number }>, status: 200 | 201): Answer => {
  const pull = pullOf(call, call.parameters.pull_number)
  return { status, body: pullSummaryOf(call, call.repository, pull) }
}

const getRequested = inRepository(
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
  read('pull-requests'),
  (call) => {
    const { requested_reviewers, requested_teams } = pullSummaryOf(
      call,
      call.repository,
      pullOf(call, call.parameters.pull_number),
    )
    return ok({ users: requested_reviewers, teams: requested_teams })
  },
)

/** One name that cannot be asked, and nobody is. */
const request = inRepository(
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
  write('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const { reviewers = [], team_reviewers: teams = [] } = call.parameters
    const organization = call.state.organizations.find((each) => each.login === call.repository.owner)
    if (
      teams.length > 0 &&
      call.caller.permissions !== null &&
      call.caller.permissions?.members === undefined
    )
      throw invalid(`Could not resolve to a node with the global id of 'T_${teams[0]}'.`)
    if (teams.some((slug) => !organization?.teams.some((team) => team.slug === slug)))
      throw invalid(
        'Reviews may only be requested from collaborators. One or more of the teams you specified is not a collaborator of the repository.',
      )
    if (reviewers.includes(pull.author)) throw invalid('Review cannot be requested from pull request author.')
    if (reviewers.some((login) => !isCollaborator(call.state, call.repository, login)))
      throw invalid(
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
      )
    pull.requestedReviewers = [...new Set([...pull.requestedReviewers, ...reviewers])]
    pull.requestedTeams = [...new Set([...pull.requestedTeams, ...teams])]
    return requested(call, 201)
  },
)

const withdraw = inRepository(
  'DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
  write('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const { reviewers = [], team_reviewers: teams = [] } = call.parameters
    pull.requestedReviewers = pull.requestedReviewers.filter((login) => !reviewers.includes(login))
    pull.requestedTeams = pull.requestedTeams.filter((slug) => !teams.includes(slug))
    return requested(call, 200)
  },
)

export const pullRoutes = [list, get, files, commits, ofCommit, getRequested, request, withdraw]
