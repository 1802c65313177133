import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { resolveTip } from '../../../src/sources/github/commit-name.ts'
import { codeOwnersAtRef, policyAtRef } from '../../../src/sources/github/policy-at.ts'
import { acme, answering, failureOf, Refusal, type Reply, sha } from './answering.ts'

const commit = sha('a')
const policy = 'version: 1\nmode: enforce # für alle\n'
const blobOf = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')

const entry = (path: string, more: object = {}) => ({
  name: path.split('/').at(-1),
  path,
  type: 'file',
  ...more,
})
const folder = (path: string) => entry(path, { type: 'dir', sha: sha(1), size: 0 })
const contents = (path: string) => `GET /repos/acme/shop/contents${path && `/${path}`}`

/** A repository of these files as the Contents API tells it: folders as lists, files in base64 with line ends. */
const repository = (files: Readonly<Record<string, string | Buffer>>): Record<string, Reply> => {
  const routes: Record<string, unknown> = { [contents('')]: [] }
  const listed = (path: string) => routes[contents(path)] as object[]
  for (const [path, text] of Object.entries(files)) {
    const bytes = Buffer.from(text)
    const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
    if (parent !== '' && !listed(parent)) {
      routes[contents(parent)] = []
      listed('').push(folder(parent))
    }
    const about = entry(path, { sha: blobOf(bytes), size: bytes.length })
    listed(parent).push(about)
    routes[contents(path)] = {
      ...about,
      encoding: 'base64',
      content: bytes.toString('base64').replace(/.{60}/g, '$&\n'),
    }
  }
  return routes
}
const policyFrom = (routes: Record<string, Reply>) => policyAtRef(answering(routes).github, acme, commit)
const changed = (routes: Record<string, Reply>, path: string, more: object) => ({
  ...routes,
  [contents(path)]: { ...(routes[contents(path)] as object), ...more },
})
const relisted = (routes: Record<string, Reply>, parent: string, more: object) => ({
  ...routes,
  [contents(parent)]: (routes[contents(parent)] as object[]).map((each) => ({ ...each, ...more })),
})

const path = '.github/change-risk.yml'
const usual = repository({ [path]: policy, '.github/CODEOWNERS': '* @acme/shop\n' })

describe('the policy', () => {
  test('is read at the commit, with its name in git', async () => {
    const { github, asked } = answering(usual)
    expect(await policyAtRef(github, acme, commit)).toEqual({
      path,
      text: policy,
      blob: blobOf(Buffer.from(policy)),
    })
    expect(asked.every((line) => line.endsWith(`?ref=${commit}`))).toBe(true)
  })

  test.each([
    ['in a folder without it', repository({ '.github/CODEOWNERS': '* @acme\n' })],
    ['without the folder', repository({ 'README.md': 'Shop\n' })],
    ['in an empty repository', repository({})],
    [
      'where the folder’s name is a file’s',
      { [contents('')]: [], [contents('.github')]: { ...entry('.github'), sha: sha(1), size: 3 } },
    ],
  ])('is absent %s', async (_, routes) => expect(await policyFrom(routes)).toBeNull())

  test('is not absent where the token may not look: GitHub says 404 to both', async () => {
    const failure = await failureOf(policyFrom({}))
    expect(failure.name).toBe('SourceError')
    expect(failure.message).toContain('contents: read')
  })

  test.each([
    ['a link', relisted(repository({ [path]: policy }), '.github', { type: 'symlink' }), 'is a symlink'],
    [
      'a submodule',
      relisted(repository({ [path]: policy }), '.github', { type: 'submodule' }),
      'is a submodule',
    ],
    [
      'a submodule in the old words',
      relisted(repository({ [path]: policy }), '.github', { submodule_git_url: 'git://x' }),
      'is a submodule',
    ],
    ['a folder', relisted(repository({ [path]: policy }), '.github', { type: 'dir' }), 'is a dir'],
    ['a folder since', { ...usual, [contents(path)]: [] }, 'is a folder'],
    [
      'in a linked folder',
      { ...usual, [contents('.github')]: { ...entry('.github'), type: 'symlink', target: 'x' } },
      'is a symlink',
    ],
    [
      'in a submodule',
      { ...usual, [contents('.github')]: { ...entry('.github'), type: 'submodule' } },
      'is a submodule',
    ],
    ['too long', repository({ [path]: 'x'.repeat(256 * 1024 + 1) }), 'more than the 262144 that are read'],
    ['no text', repository({ [path]: Buffer.from([0xff, 0xfe, 0x00]) }), 'is no UTF-8 text'],
    [
      'in a folder of which GitHub does not list all',
      {
        ...usual,
        [contents('.github')]: Array.from({ length: 1000 }, (_, at) => ({ ...folder(`.github/${at}`) })),
      },
      '1000 entries',
    ],
    [
      'in a folder that is there and cannot be read',
      { [contents('')]: [folder('.github')] },
      'cannot be read',
    ],
  ])('is refused: %s', async (_, routes, sentence) => {
    const failure = await failureOf(policyFrom(routes))
    expect(failure.name).toBe('SourceError')
    expect(failure.message).toContain(sentence)
    expect(failure.message).toContain('aaaaaaaa')
  })

  test.each([
    ['content that a link led to', changed(usual, path, { sha: sha(7) })],
    [
      'content that its name in git belies',
      changed(usual, path, { content: Buffer.from('version: 2\n').toString('base64') }),
    ],
    ['no base64', changed(usual, path, { content: 'vers*' })],
    ['another encoding', changed(usual, path, { encoding: 'none', content: '' })],
    ['no name in git', changed(usual, path, { sha: undefined })],
    ['no content', changed(usual, path, { content: undefined })],
    ['another type', changed(usual, path, { type: 'link' })],
    ['a list of nothing', { ...usual, [contents('.github')]: [null] }],
    ['a list without types', relisted(usual, '.github', { type: undefined })],
    ['a list without sizes', relisted(usual, '.github', { size: undefined })],
    ['a text', { ...usual, [contents('.github')]: 'Hello' }],
  ])('is no answer: %s', async (_, routes) => {
    expect(await failureOf(policyFrom(routes))).toMatchObject({ failure: 'rubbish' })
  })

  test.each([['main'], ['refs/heads/main'], ['HEAD'], ['']])('is never read at %j', async (ref) => {
    const { github, asked } = answering(usual)
    expect((await failureOf(policyAtRef(github, acme, ref))).message).toContain('resolve it first')
    expect(asked).toEqual([])
  })
})

describe('CODEOWNERS', () => {
  const [inGitHub, atRoot, inDocs] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']
  test.each([
    ['all three', [inGitHub, atRoot, inDocs], inGitHub],
    ['root and docs', [atRoot, inDocs], atRoot],
    ['docs', [inDocs], inDocs],
    ['another case', ['codeowners'], undefined],
    ['none', [], undefined],
  ])('of %s', async (_, paths, expected) => {
    const files = Object.fromEntries(paths.map((each) => [each, `# ${each}\n* @acme\n`]))
    const found = await codeOwnersAtRef(answering(repository(files)).github, acme, commit)
    expect(found?.path).toBe(expected)
    if (expected) expect(found?.text).toContain(`# ${expected}`)
  })
  test('may be longer than a policy', async () => {
    const { github } = answering(repository({ CODEOWNERS: '* @acme\n'.repeat(50_000) }))
    expect((await codeOwnersAtRef(github, acme, commit))?.text).toHaveLength(400_000)
  })
})

test.each([
  ['both there', usual, 3],
  ['neither there', repository({ 'README.md': 'Shop\n' }), 2],
])('both files together, %s', async (_, routes, requests) => {
  const { github, asked } = answering(routes)
  await policyAtRef(github, acme, commit)
  await codeOwnersAtRef(github, acme, commit)
  expect(asked).toHaveLength(requests)
})

describe('the tip of a branch', () => {
  const tip = 'GET /repos/acme/shop/git/ref/heads/release/2026'
  const ref = { ref: 'refs/heads/release/2026', object: { type: 'commit', sha: commit } }
  test.each([['release/2026'], ['refs/heads/release/2026']])('%s', async (name) => {
    expect(await resolveTip(answering({ [tip]: ref }).github, acme, name)).toBe(commit)
  })
  test.each([
    ['another branch', { ...ref, ref: 'refs/heads/release/2026-hotfix' }],
    ['a tag', { ...ref, object: { type: 'tag', sha: commit } }],
    ['no commit', { ...ref, object: { type: 'commit', sha: 'release/2026' } }],
    ['several refs', [ref]],
  ])('answered with %s is no answer', async (_, reply) => {
    const { github } = answering({ [tip]: () => reply })
    expect(await failureOf(resolveTip(github, acme, 'release/2026'))).toMatchObject({ failure: 'rubbish' })
  })
  test('of a branch that is not there', async () => {
    expect(
      await failureOf(resolveTip(answering({ [tip]: new Refusal(404) }).github, acme, 'release/2026')),
    ).toMatchObject({
      failure: 'not-found',
    })
  })
})

test('a failure is not kept', async () => {
  let well = false
  const { github } = answering({
    ...usual,
    [contents('.github')]: () => (well ? usual[contents('.github')] : new Refusal(401)),
  })
  expect(await failureOf(policyAtRef(github, acme, commit))).toMatchObject({ failure: 'unauthorized' })
  well = true
  expect((await policyAtRef(github, acme, commit))?.text).toBe(policy)
})
