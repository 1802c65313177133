import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import {
  readPullRequest,
  readPullRequestCommits,
  readReviews,
} from '../../../src/sources/github/pull-request.ts'
import { acme, answering, failureOf, Refusal, sha, withValue } from './answering.ts'

interface Example {
  readonly name: string
  readonly examples: readonly Record<string, unknown>[]
}
const events = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[]
const examplesOf = (event: string): readonly Record<string, unknown>[] =>
  events.find(({ name }) => name === event)?.examples ?? []

/** A pull request as GitHub itself told it. Its reviews and commits below are made to go with it. */
const opened = examplesOf('pull_request').find(({ action }) => action === 'opened')![
  'pull_request'
] as Record<string, unknown> & { number: number; head: { sha: string } }
const path = `/repos/acme/shop/pulls/${opened.number}`
const read = (pull: unknown) =>
  readPullRequest(answering({ [`GET ${path}`]: pull }).github, acme, opened.number)

describe('a pull request', () => {
  test('is read from what GitHub really answers', async () => {
    const pull = await read(opened)
    expect(pull).toMatchObject({
      number: opened.number,
      state: 'open',
      merged: false,
      mergeCommit: null,
      author: { type: 'User' },
      head: { sha: opened.head.sha },
      counts: { commits: opened['commits'], files: opened['changed_files'] },
    })
    expect(pull.base.repository).toMatch(/^[^/]+\/[^/]+$/)
    expect(pull.createdAt).toMatch(/^\d{4}-.*Z$/)
  })

  test.each([
    [
      'the trial merge of an open one lands nothing',
      { merged: false, merge_commit_sha: sha('a') },
      { mergeCommit: null },
    ],
    ['a merged one says where', { merged: true, merge_commit_sha: sha('a') }, { mergeCommit: sha('a') }],
    ['an empty description', { body: null }, { body: '' }],
    ['an account that is gone', { user: null }, { author: null }],
    ['an old server without drafts', { draft: undefined }, { draft: false }],
  ])('%s', async (_, fields, expected) => {
    expect(await read({ ...opened, ...fields })).toMatchObject(expected)
  })

  test('a fork that is gone has no repository', async () => {
    expect((await read(withValue(opened, 'head.repo', null))).head.repository).toBeNull()
  })

  test.each([
    ['head.sha', 'main'],
    ['head.sha', undefined],
    ['head.sha', sha('g')],
    ['user', undefined],
    ['user.type', 'Robot'],
    ['user.login', ''],
    ['merged', undefined],
    ['merged', 'false'],
    ['merge_commit_sha', 7],
    ['changed_files', undefined],
    ['changed_files', '3'],
    ['changed_files', -1],
    ['commits', 1.5],
    ['additions', null],
    ['state', 'merged'],
    ['labels', {}],
    ['labels', [{}]],
    ['requested_reviewers', null],
    ['requested_teams', [null]],
    ['created_at', 'yesterday'],
    ['base.repo', null],
    ['head.repo', undefined],
    ['number', 1],
  ])('with %s = %j is no answer', async (field, value) => {
    const failure = await failureOf(read(withValue(opened, field, value)))
    expect(failure).toMatchObject({ name: 'SourceError', failure: 'rubbish' })
    expect(failure.message).toContain('GET /repos/{owner}/{repo}/pulls/{pull_number}')
  })

  test.each([[null], [[]], ['<html>'], [7]])('%j is no answer', async (answer) => {
    expect((await failureOf(read(answer))).name).toBe('SourceError')
  })

  test('that is not there says so', async () => {
    expect(await failureOf(read(new Refusal(404)))).toMatchObject({ failure: 'not-found' })
  })
})

const reviewOf = (id: number, more: object = {}) => ({
  id,
  user: { login: 'rosalind', type: 'User' },
  body: 'Looks right.',
  state: 'APPROVED',
  commit_id: opened.head.sha,
  submitted_at: '2026-11-19T10:00:00Z',
  author_association: 'MEMBER',
  ...more,
})
const reviewsOf = (reviews: unknown) =>
  readReviews(answering({ [`GET ${path}/reviews`]: reviews }).github, acme, opened.number)

describe('reviews', () => {
  test('are read as GitHub tells them', async () => {
    const [example] = examplesOf('pull_request_review').map(({ review }) => review as Record<string, unknown>)
    // A webhook whispers the state that the interface shouts.
    const told = { ...example, state: String(example!['state']).toUpperCase() }
    const { items } = await reviewsOf([told])
    expect(items).toMatchObject([{ id: told['id' as never], commit: told['commit_id' as never] }])
  })

  test('all pages of them, and say so', async () => {
    const { items, complete } = await reviewsOf(Array.from({ length: 250 }, (_, at) => reviewOf(at + 1)))
    expect(items.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, at) => at + 1))
    expect(complete).toBe(true)
  })

  test('beyond a thousand are not read, and that is said', async () => {
    const { items, complete } = await reviewsOf(Array.from({ length: 1001 }, (_, at) => reviewOf(at + 1)))
    expect([items.length, complete]).toEqual([1000, false])
  })

  test.each([
    ['a reviewer who is gone', { user: null }, { author: null }],
    ['a commit that GitHub has forgotten', { commit_id: null }, { commit: null }],
    ['one that is not sent yet', { state: 'PENDING', submitted_at: undefined }, { submittedAt: null }],
    [
      'an app',
      { user: { login: 'renovate[bot]', type: 'Bot' } },
      { author: { login: 'renovate[bot]', type: 'Bot' } },
    ],
  ])('%s', async (_, fields, expected) => {
    expect((await reviewsOf([reviewOf(1, fields)])).items).toMatchObject([expected])
  })

  test.each([
    ['state', 'APPROVE'],
    ['state', 'approved'],
    ['user', undefined],
    ['commit_id', undefined],
    ['commit_id', 'HEAD'],
    ['author_association', undefined],
    ['submitted_at', 'soon'],
    ['id', 'one'],
  ])('with %s = %j are no answer', async (field, value) => {
    const failure = await failureOf(reviewsOf([reviewOf(1), withValue(reviewOf(2), field, value)]))
    expect(failure).toMatchObject({ failure: 'rubbish' })
    expect(failure.message).toContain('[1]')
  })
})

const commitOf = (name: string, more: object = {}) => ({
  sha: name,
  parents: [{ sha: sha('0') }],
  commit: {
    message: 'Round up\n\nTwo halves.',
    author: { name: 'Tomas Quill', email: 'tomas@example.test', date: '2026-11-18T10:00:00Z' },
    committer: { name: 'GitHub', email: 'noreply@github.com', date: '2026-11-18T11:00:00Z' },
  },
  author: { login: 'tomas', type: 'User' },
  committer: { login: 'web-flow', type: 'User' },
  ...more,
})
const commitsOf = async (commits: unknown, count: number) => {
  const pull = await read({ ...opened, commits: count })
  return readPullRequestCommits(answering({ [`GET ${path}/commits`]: commits }).github, acme, pull)
}
const named = (count: number) =>
  Array.from({ length: count }, (_, at) => commitOf((at + 1).toString(16).padStart(40, '0')))

describe('its commits', () => {
  test('are read in our words', async () => {
    const { items, complete } = await commitsOf([commitOf(opened.head.sha)], 1)
    expect(complete).toBe(true)
    expect(items).toEqual([
      {
        sha: opened.head.sha,
        parents: [sha('0')],
        message: 'Round up\n\nTwo halves.',
        authoredAt: '2026-11-18T10:00:00.000Z',
        committedAt: '2026-11-18T11:00:00.000Z',
        author: { login: 'tomas', type: 'User' },
        committer: { login: 'web-flow', type: 'User' },
        authorEmail: 'tomas@example.test',
        authorName: 'Tomas Quill',
      },
    ])
  })

  test.each([[null], [{}]])('an address without an account: %j', async (nobody) => {
    const { items } = await commitsOf([commitOf(opened.head.sha, { author: nobody, committer: nobody })], 1)
    expect(items).toMatchObject([{ author: null, committer: null }])
  })

  test.each([
    ['all there', [...named(119), commitOf(opened.head.sha)], 120, true],
    ['one fewer than GitHub counts', [commitOf(opened.head.sha)], 2, false],
    ['one more, pushed meanwhile', [...named(1), commitOf(opened.head.sha)], 1, false],
    ['a head that was moved by force', named(3), 3, false],
    ['more than GitHub lists', named(250), 400, false],
    ['the same one twice', [commitOf(opened.head.sha), commitOf(opened.head.sha)], 2, false],
  ])('%s', async (_, commits, count, complete) => {
    expect((await commitsOf(commits, count)).complete).toBe(complete)
  })

  test.each([
    ['sha', 'HEAD'],
    ['parents', undefined],
    ['commit.message', null],
    ['author', undefined],
    ['author', { id: 7 }],
    ['commit.author.date', 'then'],
  ])('with %s = %j are no answer', async (field, value) => {
    const failure = failureOf(commitsOf([withValue(commitOf(opened.head.sha), field, value)], 1))
    expect(await failure).toMatchObject({ failure: 'rubbish' })
  })
})
