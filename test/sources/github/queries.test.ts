/** Every question in GraphQL, held to GitHub's own schema. */
import { schema as described } from '@octokit/graphql-schema'
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { deploymentsQuery } from '../../../src/sources/github/deployments.ts'
import { pullRequestsQuery } from '../../../src/sources/github/landed-pull-request.ts'

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
])('%s', (_, query) => expect(problems(query)).toEqual([]))

test('a field that GitHub does not have would be found', () => {
  expect(problems(deploymentsQuery.replace('commitOid', 'commitId'))).toHaveLength(1)
})
