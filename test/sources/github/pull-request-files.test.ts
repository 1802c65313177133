import { describe, expect, test } from 'vitest'
import type { PullRequest } from '../../../src/domain/pull-request.ts'
import { readPullRequestFiles } from '../../../src/sources/github/pull-request-files.ts'
import { acme, answering, failureOf, sha, withValue } from './answering.ts'

const head = sha('b')
const entry = (filename: string, more: object = {}) => ({
  sha: sha('c'),
  filename,
  status: 'modified',
  additions: 3,
  deletions: 1,
  changes: 4,
  blob_url: `https://github.com/acme/shop/blob/${head}/${filename}`,
  raw_url: `https://github.com/acme/shop/raw/${head}/${filename}`,
  contents_url: `https://api.github.com/repos/acme/shop/contents/${filename}?ref=${head}`,
  patch: '@@ -1 +1,3 @@\n-one\n+two',
  ...more,
})

type Entry = ReturnType<typeof entry>
const read = (entries: readonly Entry[], counts: Partial<PullRequest['counts']> = {}) => {
  const { github, asked } = answering({ 'GET /repos/acme/shop/pulls/7/files': entries })
  const sum = (field: 'additions' | 'deletions') =>
    entries.reduce((total, each) => total + (each[field] ?? 0), 0)
  const pull = {
    number: 7,
    head: { sha: head, ref: 'rounding', repository: 'acme/shop' },
    counts: {
      commits: 1,
      files: entries.length,
      additions: sum('additions'),
      deletions: sum('deletions'),
      ...counts,
    },
  } as PullRequest
  return { asked, answer: readPullRequestFiles(github, acme, pull) }
}
const only = async (more: object) => (await read([entry('pay/card.ts', more)]).answer).files[0]

describe('GitHub’s words for what became of a file', () => {
  test.each([
    ['added', 'added'],
    ['removed', 'deleted'],
    ['modified', 'modified'],
    ['renamed', 'renamed'],
    ['copied', 'added'],
    ['changed', 'type-changed'],
    ['unchanged', 'modified'],
  ])('%s is %s', async (status, expected) => {
    expect(await only({ status })).toMatchObject({ status: expected, added: 3, deleted: 1, binary: false })
  })
  test('a word it never used is no answer', async () => {
    expect(await failureOf(only({ status: 'vanished' }))).toMatchObject({ failure: 'rubbish' })
  })
})

describe('lines', () => {
  const silent = { additions: 0, deletions: 0, changes: 0, patch: undefined }
  const emptyBlob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
  const moved = `@@ -1 +1 @@\n-Subproject commit ${sha(1)}\n+Subproject commit ${sha(2)}`
  const pointer = { additions: 1, deletions: 1, patch: moved }
  test.each([
    ['text', {}, { added: 3, deleted: 1, binary: false, submodule: false }],
    ['a diff too long to show', { patch: undefined }, { added: 3, deleted: 1, binary: false }],
    ['a binary, or a change of mode', silent, { added: null, deleted: null, binary: true, submodule: false }],
    ['a new binary', { ...silent, status: 'added' }, { added: null, binary: true }],
    [
      'a new file with nothing in it',
      { ...silent, status: 'added', sha: emptyBlob },
      { added: 0, deleted: 0, binary: false },
    ],
    [
      'a plain rename',
      { ...silent, status: 'renamed', previous_filename: 'pay/cash.ts' },
      { added: 0, deleted: 0, previousPath: 'pay/cash.ts' },
    ],
    ['a submodule', pointer, { added: null, deleted: null, binary: false, submodule: true }],
    [
      'a submodule without a page',
      { ...silent, blob_url: null, sha: null },
      { added: null, binary: false, submodule: true },
    ],
    ['prose about submodules', { patch: `${moved}\n+and more` }, { added: 3, submodule: false }],
  ])('%s', async (_, more, expected) => {
    expect(await only(more)).toMatchObject(expected)
  })

  test('that do not add up to GitHub’s count are unknown, and no binary is claimed', async () => {
    const { files, linesKnown } = await read([entry('a.ts'), entry('b.ts', silent)], { additions: 5000 })
      .answer
    expect(linesKnown).toBe(false)
    expect(files[1]).toMatchObject({ added: null, deleted: null, binary: false })
  })

  test('no patch is kept', async () => {
    expect(JSON.stringify(await read([entry('a.ts')]).answer)).not.toContain('+two')
  })
})

describe('complete is', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => entry(`src/${at}.ts`))
  const elsewhere = 'https://api.github.com/repos/acme/shop/contents/b.ts?ref='
  test.each([
    ['one file', many(1), {}, true],
    ['all of 3,000 files', many(3000), {}, true],
    ['no file', [], {}, true],
    ['3,000 of 3,100 files', many(3000), { files: 3100 }, false],
    ['fewer than GitHub counts', many(2), { files: 3 }, false],
    ['more than GitHub counts', many(3), { files: 2 }, false],
    ['a file told twice, another never', [entry('a.ts'), entry('a.ts')], {}, false],
    [
      'a file of another head',
      [entry('a.ts'), entry('b.ts', { contents_url: `${elsewhere}${sha('d')}` })],
      {},
      false,
    ],
    [
      'a deleted file, told as of its last commit',
      [entry('b.ts', { status: 'removed', contents_url: `${elsewhere}${sha('d')}` })],
      {},
      true,
    ],
    [
      'a file become a link: told twice, in two words',
      [entry('a', { status: 'removed' }), entry('a', { status: 'added' })],
      {},
      true,
    ],
  ])('%s', async (_, entries, counts, complete) => {
    expect((await read(entries, counts).answer).complete).toBe(complete)
  })

  test('never asked beyond 3,000', async () => {
    const { asked, answer } = read(many(3400))
    expect(await answer).toMatchObject({ complete: false })
    expect((await answer).files).toHaveLength(3000)
    expect(asked).toHaveLength(30)
  })
})

test.each([
  ['filename', undefined],
  ['filename', ''],
  ['status', undefined],
  ['additions', undefined],
  ['additions', '3'],
  ['deletions', -1],
  ['blob_url', undefined],
  ['sha', undefined],
  ['patch', 7],
  ['previous_filename', 7],
])('with %s = %j is no answer', async (field, value) => {
  const wrong = withValue(entry('a.ts', { patch: undefined, additions: 0, deletions: 0 }), field, value)
  expect(await failureOf(read([wrong as Entry]).answer)).toMatchObject({ failure: 'rubbish' })
})
