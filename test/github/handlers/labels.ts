/** Labels, on issues and pull requests and in the repository. */
import { type Answer, created, found, invalid, ok, Refusal } from '../answer.ts'
import { labelOf } from '../represent.ts'
import { inRepository, page, type RepositoryCall, read, write } from '../route.ts'
import { type Issue, nextId } from '../state.ts'
import { both, conversationOf, namesOf, putLabels } from './conversation.ts'

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

export const labelRoutes = [listLabelsOn, addLabels, removeLabel, listLabels, getLabel, createLabel]
