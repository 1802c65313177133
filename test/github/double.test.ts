import { Octokit } from '@octokit/core'
import { afterEach, beforeEach, test } from 'vitest'
import { openPull } from './conversations.ts'
import { addRepository, commitTo } from './repositories.ts'
import { type LoopbackGitHub, startGitHub } from './serve.ts'
import { newState, type Repository } from './state.ts'

let github: LoopbackGitHub
let repository: Repository
beforeEach(async () => {
  const state = newState()
  repository = addRepository(state, 'acme/shop', {
    canApprovePullRequestReviews: true,
    collaborators: { ada: 'write' },
  })
  commitTo(state, repository, { files: { 'a.txt': 'one\n', 'b/c.txt': 'two\n' }, message: 'First' })
  commitTo(state, repository, { branch: 'topic', files: { 'a.txt': 'one\nmore\n' } })
  openPull(state, repository, { head: 'topic' })
  github = await startGitHub(state)
})
afterEach(() => github.close())

const at = { owner: 'acme', repo: 'shop' }
const client = (viaHttp: boolean) =>
  new Octokit({
    auth: 'workflow-token',
    baseUrl: viaHttp ? `${github.url}/api/v3` : 'https://api.github.com',
    request: viaHttp ? {} : { fetch: github.fetch },
  })

test.each([true, false])('every read once, over HTTP: %s', async (viaHttp) => {
  const octokit = client(viaHttp)
  const pull = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...at,
    pull_number: 1,
  })
  const sha = pull.data.head.sha
  await octokit.request('GET /repos/{owner}/{repo}', at)
  await octokit.request('GET /repos/{owner}/{repo}/pulls', at)
  await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', { ...at, pull_number: 1 })
  await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/commits', { ...at, pull_number: 1 })
  await octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
    ...at,
    pull_number: 1,
    event: 'APPROVE',
    commit_id: sha,
    body: '',
  })
  await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { ...at, pull_number: 1 })
  await octokit.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
    ...at,
    pull_number: 1,
    reviewers: ['ada'],
  })
  await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
    ...at,
    pull_number: 1,
  })
  await octokit.request('POST /repos/{owner}/{repo}/statuses/{sha}', {
    ...at,
    sha,
    state: 'pending',
    context: 'change-risk',
  })
  await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/status', { ...at, ref: sha })
  await octokit.request('POST /repos/{owner}/{repo}/check-runs', {
    ...at,
    name: 'x',
    head_sha: sha,
    conclusion: 'neutral',
    output: { title: 'a', summary: 'b' },
  })
  await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', { ...at, ref: sha })
  const comment = await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...at,
    issue_number: 1,
    body: 'hi',
  })
  await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
    ...at,
    comment_id: comment.data.id,
    body: 'ho',
  })
  await octokit.request('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
    ...at,
    comment_id: comment.data.id,
    content: 'eyes',
  })
  await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...at,
    issue_number: 1,
  })
  await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
    ...at,
    issue_number: 1,
    labels: ['risk:high'],
  })
  await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { ...at, issue_number: 1 })
  await octokit.request('GET /search/issues', { q: 'repo:acme/shop is:pr' })
  await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { ...at, path: 'b/c.txt' })
  await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { ...at, path: '' })
  await octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...at,
    path: 'b/d.txt',
    message: 'm',
    content: 'aGk=',
  })
  await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', { ...at, ref: 'main' })
  await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', { ...at, basehead: 'main...topic' })
  await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...at, ref: 'heads/main' })
  await octokit.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', { ...at, commit_sha: sha })
  await octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
    ...at,
    username: 'ada',
  })
  await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    ...at,
    tree_sha: 'main',
    recursive: '1',
  })
  const answer = await octokit.graphql(
    `mutation($head: GitObjectID!) { createCommitOnBranch(input: {branch: {repositoryNameWithOwner: "acme/shop", branchName: "topic"}, message: {headline: "x"}, expectedHeadOid: $head, fileChanges: {additions: [{path: "x/y", contents: "aGk="}]}}) { commit { oid url } } }`,
    { head: sha },
  )
  console.log(answer, github.requests.length)
})
