/** GraphQL, as the gate asks it. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addDeployment } from './releases.ts'
import { mergePull } from './repositories.ts'
import { at, client, openShop, type Shop } from './shop.ts'
import { workflowToken } from './state.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.github.close())

const deployments = `query($owner: String!, $repo: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: ["production"], first: 2, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes {
        databaseId environment commitOid commit { oid } createdAt creator { __typename login } payload description task
        latestStatus { state createdAt } statuses(first: 5) { nodes { state createdAt } }
      }
    }
  }
}`
interface Deployments {
  readonly repository: {
    readonly deployments: {
      readonly nodes: readonly { readonly databaseId: number }[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
    }
  }
}

test('deployments with their statuses, the newest first, page by page', async () => {
  const { state, shop: repository, head, deployment } = shop
  const newer = [11, 12].map((hour) =>
    addDeployment(state, repository, {
      sha: head,
      environment: 'production',
      createdAt: `2026-03-10T${hour}:00:00Z`,
      states: ['in_progress', 'failure'],
      payload: { risk: 0.2 },
    }),
  )
  addDeployment(state, repository, { sha: head, environment: 'staging' })
  const octokit = client(shop.github, 'workflow-token', true)
  const first = await octokit.graphql<Deployments>(deployments, at)
  expect(first.repository.deployments).toMatchObject({
    totalCount: 3,
    nodes: [
      {
        databaseId: newer[1]?.id,
        commit: { oid: head },
        payload: '{"risk":0.2}',
        creator: { __typename: 'Bot', login: 'github-actions' },
        latestStatus: { state: 'FAILURE' },
        statuses: { nodes: [{ state: 'FAILURE' }, { state: 'IN_PROGRESS' }] },
      },
      { databaseId: newer[0]?.id },
    ],
  })
  const after = first.repository.deployments.pageInfo.endCursor
  const second = await octokit.graphql<Deployments>(deployments, { ...at, after })
  expect(second.repository.deployments.nodes.map((each) => each.databaseId)).toEqual([deployment.id])
  expect(second.repository.deployments.pageInfo.hasNextPage).toBe(false)
})

test('a merged pull request with its reviews, and the landing commit signed by GitHub', async () => {
  const { state, shop: repository, pull, head } = shop
  const landed = mergePull(state, repository, pull, { by: 'ada' })
  const answer = await client(shop.github).graphql(
    `{ repository(owner: "acme", name: "shop") { pullRequest(number: 1) {
      merged headRefOid mergedBy { login } mergeCommit { oid signature { isValid wasSignedByGitHub } }
      reviews(last: 10) { totalCount nodes { state author { login } authorAssociation commit { oid } } }
      commits(last: 10) { nodes { commit { oid authors(first: 5) { nodes { user { login } } } } } }
    } } }`,
  )
  expect(answer).toEqual({
    repository: {
      pullRequest: {
        merged: true,
        headRefOid: head,
        mergedBy: { login: 'ada' },
        mergeCommit: { oid: landed, signature: { isValid: true, wasSignedByGitHub: true } },
        reviews: {
          totalCount: 1,
          nodes: [
            {
              state: 'APPROVED',
              author: { login: 'ada' },
              authorAssociation: 'COLLABORATOR',
              commit: { oid: head },
            },
          ],
        },
        commits: { nodes: [{ commit: { oid: head, authors: { nodes: [{ user: { login: 'mira' } }] } } }] },
      },
    },
  })
})

test.each([
  ['may not', workflowToken({ contents: 'read' }), 'FORBIDDEN'],
  ['may not even know', { login: 'eve', kind: 'user' } as const, 'NOT_FOUND'],
])('who %s ask gets null and the reason', async (_, token, type) => {
  shop.state.tokens['other-token'] = token
  shop.shop.private = true
  const asked = client(shop.github, 'other-token').graphql(deployments, at)
  await expect(asked).rejects.toMatchObject({ errors: [{ type }], data: { repository: null } })
})
