/** The three ways of asking that differ in what may be sent again. */
import type { GitHub } from '../../../src/clients/github/github.ts'
import { GitHubError } from '../../../src/clients/github/github.ts'

export const repository = { owner: 'acme', repo: 'shop' } as const
export const readRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
export const writeRoute = 'POST /repos/{owner}/{repo}/statuses/{sha}'
const sha = 'a'.repeat(40)

export const ways = {
  reading: (github: GitHub) => github.request(readRoute, { ...repository, pull_number: 7 }),
  'repeatable write': (github: GitHub) =>
    github.request(writeRoute, { ...repository, sha, state: 'pending' }, { repeatable: true }),
  'plain write': (github: GitHub) => github.request(writeRoute, { ...repository, sha, state: 'pending' }),
} as const
export type Way = keyof typeof ways
export const wayNames = Object.keys(ways) as readonly Way[]

/** What a call throws; fails when it throws nothing or something else. */
export const failureOf = async (asking: Promise<unknown>): Promise<GitHubError> => {
  const error = await asking.then(
    (value) => new Error(`answered ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof GitHubError) return error
  throw error
}
