import { describe, expect, test } from 'vitest'
import { readComparison } from '../../../src/sources/github/compare.ts'
import { type Asked, acme, answering, failureOf, sha, withValue } from './answering.ts'

const [base, head, fork] = [sha('a'), sha('b'), sha('f')]
const commit = (name: string) => ({
  sha: name,
  parents: [{ sha: base }],
  commit: { message: 'Round up', author: null, committer: null },
  author: null,
  committer: null,
})
const file = (at: number) => ({
  sha: sha('c'),
  filename: `src/${at}.ts`,
  status: 'modified',
  additions: 1,
  deletions: 0,
  blob_url: 'https://github.com/acme/shop/blob/x',
  patch: '+1',
})
const files = (count: number) => Array.from({ length: count }, (_, at) => file(at))
const older = (count: number) =>
  Array.from({ length: count }, (_, at) => commit((at + 1).toString(16).padStart(40, '0')))

const answer = (more: object = {}) => ({
  status: 'ahead',
  base_commit: { sha: base },
  merge_base_commit: { sha: base },
  ahead_by: 1,
  behind_by: 0,
  total_commits: 1,
  commits: [commit(head)],
  files: files(2),
  ...more,
})
const compare = (reply: unknown, [from, to] = [base, head], atMost?: number) => {
  const { github, asked } = answering({ [`GET /repos/acme/shop/compare/${from}...${to}`]: reply })
  return { asked, read: readComparison(github, acme, from!, to!, atMost) }
}

describe('how two commits stand to each other', () => {
  test.each([
    ['ahead', 'forward', base, head, base],
    ['behind', 'rollback', base, head, head],
    ['diverged', 'diverged', base, head, fork],
    ['identical', 'redeploy', base, base, base],
  ])('%s is %s', async (status, kind, from, to, mergeBase) => {
    const none = { total_commits: 0, commits: [], ahead_by: 0, files: [] }
    const more = status === 'ahead' || status === 'diverged' ? {} : none
    const { read } = compare(answer({ status, merge_base_commit: { sha: mergeBase }, ...more }), [from, to])
    expect(await read).toMatchObject({
      kind,
      mergeBase,
      commits: { complete: true },
      files: { complete: true },
    })
  })

  test.each([
    ['ahead', fork],
    ['behind', base],
    ['identical', base],
    ['diverged', base],
    ['diverged', head],
  ])('%s does not go with a merge base at %s', async (status, mergeBase) => {
    const { read } = compare(answer({ status, merge_base_commit: { sha: mergeBase } }))
    expect(await failureOf(read)).toMatchObject({ failure: 'rubbish' })
  })

  test('an answer about another base is none', async () => {
    const { read } = compare(answer({ base_commit: { sha: fork } }))
    expect(await failureOf(read)).toMatchObject({ failure: 'rubbish' })
  })
})

describe('what is cut is said', () => {
  const paged =
    (all: readonly unknown[], most = 100) =>
    ({ query }: Asked) => {
      const size = Math.min(most, Number(query.get('per_page')))
      const page = Number(query.get('page'))
      const some = all.slice((page - 1) * size, page * size)
      const first = page === 1 ? {} : { files: undefined }
      return answer({ commits: some, total_commits: all.length, ahead_by: all.length, ...first })
    }

  test.each([
    ['pages of 100', 100, 3],
    ['pages of 250', 250, 1],
  ])('commits of several pages are read: %s', async (_, most, requests) => {
    const all = [...older(219), commit(head)]
    const { asked, read } = compare(paged(all, most))
    const { commits } = await read
    expect([commits.items.length, commits.complete, asked.length]).toEqual([220, true, requests])
  })

  test('commits beyond what is asked for', async () => {
    const { read } = compare(paged([...older(299), commit(head)]), [base, head], 150)
    const { commits, ahead } = await read
    expect([commits.items.length, commits.complete, ahead]).toEqual([150, false, 300])
  })

  test('a server that repeats its page', async () => {
    const { asked, read } = compare(answer({ total_commits: 9 }))
    expect([(await read).commits.complete, asked.length]).toEqual([false, 2])
  })

  test('commits without the head', async () => {
    expect((await compare(answer({ commits: older(1) })).read).commits.complete).toBe(false)
  })

  test.each([
    [299, true],
    [300, false],
  ])('%i files', async (count, complete) => {
    expect((await compare(answer({ files: files(count) })).read).files.complete).toBe(complete)
  })

  test('no list of files at all', async () => {
    expect((await compare(answer({ files: undefined })).read).files).toEqual({ items: [], complete: false })
  })
})

test.each([['main'], ['v1'], [''], [sha('a').slice(1)], [`${sha('a')}^`], [sha('A')]])(
  'a name that may move is never asked about: %j',
  async (name) => {
    const { asked, read } = compare(answer(), [base, name])
    expect((await failureOf(read)).message).toContain('resolve it first')
    expect(asked).toEqual([])
  },
)

test.each([
  ['status', 'sideways'],
  ['merge_base_commit', null],
  ['base_commit', undefined],
  ['total_commits', undefined],
  ['commits', undefined],
  ['commits', [{}]],
  ['ahead_by', null],
  ['behind_by', -1],
  ['files', [{}]],
  ['files', {}],
])('with %s = %j is no answer', async (field, value) => {
  expect(await failureOf(compare(withValue(answer(), field, value)).read)).toMatchObject({
    failure: 'rubbish',
  })
})
