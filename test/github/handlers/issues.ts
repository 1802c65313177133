/** Issues, and the conversation of issues and pull requests alike: comments, reactions, labels. */
import { type Answer, created, found, invalid, ok, Refusal } from '../answer.ts'
import { demand } from '../caller.ts'
import { newIssue, nextNumber } from '../conversations.ts'
import { associationOf, labelOf, userOf } from '../represent.ts'
import { anywhere, type Call, inRepository, page, type RepositoryCall, read, say, write } from '../route.ts'
import { type Comment, fullName, type Issue, nextId, type Pull, type Repository } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

/** Comments, reviews and bodies alike. */
export const longestBody = 65_536

const both = ['issues', 'pull-requests'] as const
const isPull = (issue: Issue): issue is Pull => 'reviews' in issue

/** What a number names. Throws 404, and 403 where the token may touch issues but not pull requests, or the reverse. */
const conversationOf = (call: RepositoryCall<{ issue_number: number }>, level: 'read' | 'write'): Issue => {
  const { repository } = call
  const all: Issue[] = [...repository.issues, ...repository.pulls]
  const issue = found(all.find((each) => each.number === call.parameters.issue_number))
  demand(call.state, call.caller, repository, {
    anyOf: isPull(issue) ? [`issues: ${level}`, `pull-requests: ${level}`] : [`issues: ${level}`],
    role: 'read',
  })
  return issue
}

const issueOf = (place: Place, repository: Repository, issue: Issue) => {
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

const demandShort = (body: string | null | undefined): void => {
  if ((body?.length ?? 0) > longestBody) throw invalid('Validation Failed', [tooLong])
}
const tooLong = {
  resource: 'IssueComment',
  code: 'custom',
  field: 'body',
  message: 'body is too long (maximum is 65536 characters)',
}

const namesOf = (labels: readonly (string | { readonly name?: string | null })[]): string[] =>
  labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')))

/** A label that is put on something exists from then on. */
const putLabels = (call: RepositoryCall<unknown>, issue: Issue, names: readonly string[]): void => {
  for (const name of names) {
    if (!call.repository.labels.some((label) => label.name.toLowerCase() === name.toLowerCase()))
      call.repository.labels.push({ id: nextId(call.state), name, color: 'ededed', description: null })
    if (!issue.labels.includes(name)) issue.labels.push(name)
  }
}

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

const commentOf = (place: Place, repository: Repository, issue: Issue, comment: Comment) => {
  const name = fullName(repository)
  const kind = isPull(issue) ? 'pull' : 'issues'
  return {
    id: comment.id,
    url: `${place.origin.api}/repos/${name}/issues/comments/${comment.id}`,
    html_url: `${place.origin.html}/${name}/${kind}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${place.origin.api}/repos/${name}/issues/${issue.number}`,
    body: comment.body,
    user: userOf(place, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(place.state, repository, comment.author),
  }
}

const listComments = inRepository(
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  read(...both),
  (call) => {
    const issue = conversationOf(call, 'read')
    const { since } = call.parameters
    const chosen = issue.comments.filter((comment) => since === undefined || comment.updatedAt >= since)
    return page(call, chosen, (comment) => commentOf(call, call.repository, issue, comment))
  },
)

const comment = inRepository(
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  say(...both),
  (call) => {
    const issue = conversationOf(call, 'write')
    demandShort(call.parameters.body)
    const made: Comment = {
      id: nextId(call.state),
      author: call.caller.login,
      body: call.parameters.body,
      createdAt: call.now,
      updatedAt: call.now,
      reactions: [],
    }
    issue.comments.push(made)
    issue.updatedAt = call.now
    return created(commentOf(call, call.repository, issue, made))
  },
)

const commentAt = (
  call: RepositoryCall<{ comment_id: number | bigint }>,
): { issue: Issue; comment: Comment } => {
  const all: Issue[] = [...call.repository.issues, ...call.repository.pulls]
  const issue = found(all.find((each) => each.comments.some(({ id }) => id === call.parameters.comment_id)))
  return { issue, comment: found(issue.comments.find(({ id }) => id === call.parameters.comment_id)) }
}

const getComment = inRepository(
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  read(...both),
  (call) => {
    const { issue, comment } = commentAt(call)
    return ok(commentOf(call, call.repository, issue, comment))
  },
)

/** An App edits its own comments; a person's token also other people's, where the person may push. */
const editComment = inRepository(
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  say(...both),
  (call) => {
    const { issue, comment } = commentAt(call)
    if (comment.author !== call.caller.login) {
      if (call.caller.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration')
      demand(call.state, call.caller, call.repository, write(...both))
    }
    demandShort(call.parameters.body)
    comment.body = call.parameters.body
    comment.updatedAt = call.now
    return ok(commentOf(call, call.repository, issue, comment))
  },
)

/** The same reaction twice is one: 200 instead of 201. */
const react = inRepository(
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  say(...both),
  (call) => {
    const { comment } = commentAt(call)
    const { content } = call.parameters
    const represent = (reaction: Comment['reactions'][number]) => ({
      id: reaction.id,
      user: userOf(call, reaction.author),
      content: reaction.content,
      created_at: reaction.createdAt,
    })
    const known = comment.reactions.find(
      (each) => each.content === content && each.author === call.caller.login,
    )
    if (known !== undefined) return ok(represent(known))
    const made = { id: nextId(call.state), content, author: call.caller.login, createdAt: call.now }
    comment.reactions.push(made)
    return created(represent(made))
  },
)

const labelsOn = (call: RepositoryCall<{ issue_number: number }>, issue: Issue): Answer =>
  ok(issue.labels.map((label) => labelOf(call.repository, label)))

const listLabelsOn = inRepository(
  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels',
  read(...both),
  (call) => page(call, conversationOf(call, 'read').labels, (label) => labelOf(call.repository, label)),
)

const addLabels = inRepository(
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
  { ...write(...both), role: 'triage' },
  (call) => {
    const issue = conversationOf(call, 'write')
    putLabels(call, issue, namesOf(call.parameters.labels ?? []))
    return labelsOn(call, issue)
  },
)

const removeLabel = inRepository(
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
  { ...write(...both), role: 'triage' },
  (call) => {
    const issue = conversationOf(call, 'write')
    if (!issue.labels.includes(call.parameters.name)) throw new Refusal(404, 'Label does not exist')
    issue.labels = issue.labels.filter((label) => label !== call.parameters.name)
    return labelsOn(call, issue)
  },
)

const listLabels = inRepository('GET /repos/{owner}/{repo}/labels', read(...both), (call) =>
  page(call, call.repository.labels, (label) => labelOf(call.repository, label.name)),
)

const labelNamed = ({ repository }: RepositoryCall<unknown>, name: string) =>
  repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase())

const getLabel = inRepository('GET /repos/{owner}/{repo}/labels/{name}', read(...both), (call) =>
  ok(labelOf(call.repository, found(labelNamed(call, call.parameters.name)).name)),
)

const createLabel = inRepository('POST /repos/{owner}/{repo}/labels', write(...both), (call) => {
  const { name, color = 'ededed', description = null } = call.parameters
  if (labelNamed(call, name) !== undefined)
    throw invalid('Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }])
  call.repository.labels.push({ id: nextId(call.state), name, color, description })
  return created(labelOf(call.repository, name))
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

export const issueRoutes = [
  list,
  get,
  create,
  update,
  listComments,
  comment,
  getComment,
  editComment,
  react,
  listLabelsOn,
  addLabels,
  removeLabel,
  listLabels,
  getLabel,
  createLabel,
  search,
]
