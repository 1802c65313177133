/** What issues and pull requests have in common: a number, words, labels. */
import { found, invalid } from '../answer.ts'
import { demand } from '../caller.ts'
import type { RepositoryCall } from '../route.ts'
import { type Issue, nextId, type Pull } from '../state.ts'

/** Comments, reviews and bodies alike. */
export const longestBody = 65_536

export const both = ['issues', 'pull-requests'] as const
export const isPull = (issue: Issue): issue is Pull => 'reviews' in issue

/** What a number names. Throws 404, and 403 where the token may touch issues but not pull requests, or the reverse. */
export const conversationOf = (
  call: RepositoryCall<{ issue_number: number }>,
  level: 'read' | 'write',
): Issue => {
  const { repository } = call
  const all: Issue[] = [...repository.issues, ...repository.pulls]
  const issue = found(all.find((each) => each.number === call.parameters.issue_number))
  demand(call.state, call.caller, repository, {
    anyOf: isPull(issue) ? [`issues: ${level}`, `pull-requests: ${level}`] : [`issues: ${level}`],
    role: 'read',
  })
  return issue
}

/** Throws 422 where GitHub would. */
export const demandShort = (body: string | null | undefined): void => {
  if ((body?.length ?? 0) > longestBody) throw invalid('Validation Failed', [tooLong])
}
const tooLong = {
  resource: 'IssueComment',
  code: 'custom',
  field: 'body',
  message: 'body is too long (maximum is 65536 characters)',
}

export const namesOf = (labels: readonly (string | { readonly name?: string | null })[]): string[] =>
  labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')))

/** A label that is put on something exists from then on. */
export const putLabels = (call: RepositoryCall<unknown>, issue: Issue, names: readonly string[]): void => {
  for (const name of names) {
    if (!call.repository.labels.some((label) => label.name.toLowerCase() === name.toLowerCase()))
      call.repository.labels.push({ id: nextId(call.state), name, color: 'ededed', description: null })
    if (!issue.labels.includes(name)) issue.labels.push(name)
  }
}
