/** Every question in GraphQL, held to GitHub's own schema. */
import { schema as described } from '@octokit/graphql-schema'
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { originsQuery } from '../../../src/sources/github/commit-origins.ts'
import { deploymentsQuery } from '../../../src/sources/github/deployments.ts'
import { pullRequestsQuery } from '../../../src/sources/github/landed-pull-request.ts'
import { runJobsQuery } from '../../../src/sources/github/run-jobs.ts'
import { viewerQuery } from '../../../src/sources/github/viewer.ts'

let schema: GraphQLSchema
beforeAll(() => {
  schema = buildSchema(described.idl, { assumeValid: true })
})

const problems = (query: string): readonly string[] =>
  validate(schema, parse(query)).map(({ message }) => message)

test.each([
  ['deployments', deploymentsQuery],
  ['one pull request', pullRequestsQuery([7])],
  ['many pull requests', pullRequestsQuery([1, 22, 333])],
  ['pull requests, and where commits came from', pullRequestsQuery([7], ['a'.repeat(40), 'b'.repeat(40)])],
  ['where commits came from', originsQuery(['a'.repeat(40)])],
  ['jobs of runs', runJobsQuery],
  ['whose token it is', viewerQuery],
])('%s', (_, query) => expect(problems(query)).toEqual([]))

test('a field that GitHub does not have would be found', () => {
  expect(problems(deploymentsQuery.replace('commitOid', 'commitId'))).toHaveLength(1)
})
