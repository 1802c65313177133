/** Issues; a pull request is one too. */
import { created, ok } from '../answer.ts'
import { newIssue, nextNumber } from '../conversations.ts'
import { associationOf, labelOf, userOf } from '../represent.ts'
import { anywhere, type Call, inRepository, page, read, say, write } from '../route.ts'
import { fullName, type Issue, type Repository } from '../state.ts'
import { both, conversationOf, demandShort, isPull, namesOf, putLabels } from './conversation.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

export const issueOf = (place: Place, repository: Repository, issue: Issue) => {
  const name = fullName(repository)
  const kind = isPull(issue) ? 'pull' : 'issues'
  const html = `${place.origin.html}/${name}/${kind}/${issue.number}`
  return {
    id: issue.id,
    number: issue.number,
    url: `${place.origin.api}/repos/${name}/issues/${issue.number}`,
    repository_url: `${place.origin.api}/repos/${name}`,
    html_url: html,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: issue.state === 'closed' ? 'completed' : null,
    locked: false,
    user: userOf(place, issue.author),
    labels: issue.labels.map((label) => labelOf(repository, label)),
    assignee: null,
    assignees: issue.assignees.map((login) => userOf(place, login)),
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(place.state, repository, issue.author),
    ...(isPull(issue)
      ? {
          draft: issue.draft,
          pull_request: {
            url: `${place.origin.api}/repos/${name}/pulls/${issue.number}`,
            html_url: html,
            diff_url: `${html}.diff`,
            patch_url: `${html}.patch`,
            merged_at: issue.mergedAt,
          },
        }
      : {}),
  }
}

/** As GitHub's own list: pull requests are issues too; the newest first. */
const list = inRepository('GET /repos/{owner}/{repo}/issues', read(...both), (call) => {
  const {
    state: wanted = 'open',
    labels,
    since,
    creator,
    direction = 'desc',
    sort = 'created',
  } = call.parameters
  const all: Issue[] = [...call.repository.issues, ...call.repository.pulls]
  const names = labels?.split(',') ?? []
  const key = (issue: Issue) => (sort === 'updated' ? issue.updatedAt : issue.createdAt)
  const chosen = all
    .filter((issue) => wanted === 'all' || issue.state === wanted)
    .filter((issue) => names.every((name) => issue.labels.includes(name)))
    .filter((issue) => since === undefined || issue.updatedAt >= since)
    .filter((issue) => creator === undefined || issue.author === creator)
    .sort((one, other) =>
      key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : one.number - other.number,
    )
  return page(call, direction === 'asc' ? chosen : chosen.reverse(), (issue) =>
    issueOf(call, call.repository, issue),
  )
})

const get = inRepository('GET /repos/{owner}/{repo}/issues/{issue_number}', read(...both), (call) =>
  ok(issueOf(call, call.repository, conversationOf(call, 'read'))),
)

const create = inRepository('POST /repos/{owner}/{repo}/issues', say('issues'), (call) => {
  const { title, body = null, labels = [], assignees = [] } = call.parameters
  demandShort(body)
  const issue = newIssue(call.state, {
    number: nextNumber(call.repository),
    title: String(title),
    body,
    assignees,
    author: call.caller.login,
  })
  call.repository.issues.push(issue)
  putLabels(call, issue, namesOf(labels))
  return created(issueOf(call, call.repository, issue))
})

const update = inRepository('PATCH /repos/{owner}/{repo}/issues/{issue_number}', write(...both), (call) => {
  const issue = conversationOf(call, 'write')
  const { title, body, state: wanted, labels } = call.parameters
  demandShort(body)
  if (title !== undefined && title !== null) issue.title = String(title)
  if (body !== undefined) issue.body = body
  if (wanted !== undefined) issue.state = wanted
  if (wanted !== undefined) issue.closedAt = wanted === 'closed' ? call.now : null
  if (labels !== undefined) {
    issue.labels = []
    putLabels(call, issue, namesOf(labels))
  }
  issue.updatedAt = call.now
  return ok(issueOf(call, call.repository, issue))
})

/** Understands `repo:`, `is:`/`type:`, `state:`, `label:`, `author:`, `is:merged` and plain words of the title. */
const search = anywhere('GET /search/issues', read('issues', 'pull-requests'), (call) => {
  const terms = [...call.parameters.q.matchAll(/(-?)(?:(\w+):)?(?:"([^"]*)"|(\S+))/g)].map(
    ([, minus, key = '', quoted, plain = '']) => ({ wanted: minus === '', key, value: quoted ?? plain }),
  )
  const fits = (repository: Repository, issue: Issue, key: string, value: string): boolean => {
    switch (key) {
      case 'repo':
        return fullName(repository).toLowerCase() === value.toLowerCase()
      case 'is':
      case 'type':
      case 'state':
        if (value === 'merged') return isPull(issue) && issue.mergedAt !== null
        return value === (isPull(issue) ? 'pr' : 'issue') || value === issue.state
      case 'label':
        return issue.labels.includes(value)
      case 'author':
        return issue.author === value
      case '':
        return `${issue.title}\n${issue.body ?? ''}`.toLowerCase().includes(value.toLowerCase())
      default:
        throw new Error(`search qualifier ${key}: is not built: test/github/handlers/issues.ts`)
    }
  }
  const hits = call.state.repositories.flatMap((repository) =>
    [...repository.issues, ...repository.pulls]
      .filter((issue) =>
        terms.every(({ wanted, key, value }) => fits(repository, issue, key, value) === wanted),
      )
      .map((issue) => ({ repository, issue })),
  )
  return page(
    call,
    hits,
    ({ repository, issue }) => ({ ...issueOf(call, repository, issue), body: issue.body ?? '', score: 1 }),
    (items, count) => ({ total_count: count, incomplete_results: false, search_type: 'lexical', items }),
  )
})

export const issueRoutes = [list, get, create, update, search]
