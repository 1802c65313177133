/** What the double reads and writes in git's files is what git itself reads and writes there. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from '../properties.ts'
import { askGit, git, once } from './command.ts'
import {
  commitsBetween,
  countCommits,
  isAncestor,
  mergeBase,
  readCommit,
  readCommits,
  writeCommit,
} from './commits.ts'
import { objectType, readBlob, readObject, writeBlob } from './objects.ts'
import { isRefName, moveRef, refsOf } from './refs.ts'
import { addRepository, commitTo, removeDirectories } from './repositories.ts'
import { newState, type Repository } from './state.ts'
import { entryBelow, readTree, type TreeChange, writeTree } from './trees.ts'

const state = newState({ clock: () => new Date('2026-03-10T10:00:00Z') })
let repository: Repository
beforeAll(() => {
  repository = addRepository(state, 'acme/shop')
})
afterAll(() => {
  git(repository, ['fsck', '--strict', '--no-dangling'])
  removeDirectories(state)
})

/** As git would, by way of an index. */
const treeOfGit = (changes: readonly TreeChange[]): string => {
  const environment = { GIT_INDEX_FILE: `${repository.directory}/index-${count++}` }
  const input = changes
    .map(({ path, object, mode }) => `${object === null ? 0 : mode} ${object ?? '0'.repeat(40)}\t${path}\0`)
    .join('')
  git(repository, ['update-index', '-z', '--index-info'], { environment, input })
  return git(repository, ['write-tree'], { environment })
}
let count = 0

/** As `git ls-tree` tells it. */
const listedByGit = (sha: string): readonly object[] =>
  git(repository, ['ls-tree', '-z', '-l', '-r', '-t', sha])
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [about = '', path = ''] = line.split('\t')
      const [mode = '', type = '', object = '', size = '-'] = about.split(/ +/)
      return { mode, type, sha: object, size: size === '-' ? null : Number(size), path }
    })

describe('trees', () => {
  // Names whose order depends on the slash that git adds to a folder's.
  const name = fc.constantFrom('a', 'a.b', 'a-b', 'ab', 'a0', 'é', '𝒜', 'z')
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'))
  const change = fc.record({
    path,
    text: fc.option(fc.constantFrom('', 'one\n', 'two\n')),
    mode: fc.constantFrom('100644', '100755', '120000'),
  })
  /** What git's index would refuse or undo silently: a file and a folder of one name in one set of changes. */
  const fits = (changes: readonly { readonly path: string }[]): boolean =>
    changes.every((one) => changes.every((other) => !other.path.startsWith(`${one.path}/`)))
  const changes = fc.uniqueArray(change, { selector: (each) => each.path, maxLength: 8 }).filter(fits)
  const stored = (list: readonly { path: string; text: string | null; mode: string }[]): TreeChange[] =>
    list.map(({ path: where, text, mode }) => ({
      path: where,
      mode,
      object: text === null ? null : writeBlob(repository, text),
    }))

  test('are those that git writes, and listed as git lists them', () => {
    fc.assert(
      fc.property(changes, changes, (first, second) => {
        const one = stored(first)
        const before = writeTree(repository, null, one)
        // git leaves a folder alone that is to be taken away as a file; GitHub takes it away.
        const two = stored(second).filter(
          ({ path: where, object }) =>
            object !== null || entryBelow(repository, before, where)?.type === 'blob',
        )
        const after = writeTree(repository, before, two)
        expect(after).toBe(treeOfGit([...one, ...two]))
        const listed = readTree(repository, after, true)
        expect(listed).toEqual(listedByGit(after))
        for (const entry of listed) expect(entryBelow(repository, after, entry.path)).toEqual(entry)
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  test.each(['', '..', 'a/../b', '.git/config', 'a//b', 'a/', '/a', 'a/.GIT/hooks'])(
    'hold nothing at "%s"',
    (where) => {
      const object = writeBlob(repository, 'x')
      expect(() => writeTree(repository, null, [{ path: where, mode: '100644', object }])).toThrow(
        /cannot hold/,
      )
    },
  )

  test('a folder goes with all that lies in it', () => {
    const object = writeBlob(repository, 'x')
    const at = (where: string): TreeChange => ({ path: where, mode: '100644', object })
    const tree = writeTree(repository, null, [at('a/b/c'), at('a/d'), at('e')])
    const without = writeTree(repository, tree, [{ ...at('a'), object: null }])
    expect(readTree(repository, without, true).map((entry) => entry.path)).toEqual(['e'])
  })
})

describe('commits', () => {
  const who = fc.record({
    name: fc.constantFrom('mira', ' Ada <Ferro>. ', 'github-actions[bot]', 'Zoë "Z" O’Brien', 'a\nb'),
    email: fc.constantFrom('mira@example.test', '<a@b.c>', ''),
    date: fc
      .date({
        min: new Date('1990-01-01T00:00:00Z'),
        max: new Date('2090-01-01T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString().replace(/\.\d+Z$/, 'Z')),
  })
  const message = fc.oneof(
    fc.constantFrom('One', 'One\n\nTwo\n\n', '', '\nlate', 'signed\n\nSigned-off-by: a <b>\n'),
    // Not of every code point: git takes some for another encoding.
    fc.string({ unit: 'grapheme' }),
  )

  test('are those that git writes, and read as git tells them', () => {
    const tree = writeTree(repository, null, [])
    const parent = writeCommit(repository, {
      tree,
      parents: [],
      message: 'First',
      author: { name: 'mira', email: 'mira@example.test', date: '2026-01-01T00:00:00Z' },
      committer: { name: 'mira', email: 'mira@example.test', date: '2026-01-01T00:00:00Z' },
    })
    fc.assert(
      fc.property(who, who, message, fc.boolean(), (author, committer, text, isRoot) => {
        const about = { tree, parents: isRoot ? [] : [parent], message: text, author, committer }
        const sha = writeCommit(repository, about)
        const byGit = git(
          repository,
          ['commit-tree', tree, ...about.parents.flatMap((each) => ['-p', each])],
          {
            input: text,
            environment: {
              GIT_AUTHOR_NAME: author.name,
              GIT_AUTHOR_EMAIL: author.email,
              GIT_AUTHOR_DATE: author.date,
              GIT_COMMITTER_NAME: committer.name,
              GIT_COMMITTER_EMAIL: committer.email,
              GIT_COMMITTER_DATE: committer.date,
            },
          },
        )
        expect(sha).toBe(byGit)
        expect([readCommit(repository, sha)]).toEqual(readCommits(repository, ['-1', sha]))
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  test('what lies between two of them is what git finds', () => {
    const place = addRepository(state, 'acme/fork')
    const add = (branch: string, more: object = {}): string =>
      commitTo(state, place, { branch, files: { [`${branch}-${count++}`]: 'x\n' }, ...more })
    const base = add('main')
    const side = add('topic', { from: 'main' })
    const shas = [base, side, add('main'), add('main', { merges: [side] }), add('topic'), add('main')]
    for (const one of shas)
      for (const other of shas) {
        const told = [
          mergeBase(place, one, other),
          isAncestor(place, one, other),
          countCommits(place, one, other),
          commitsBetween(place, one, other).map(({ sha }) => sha),
        ]
        expect(told).toEqual([
          git(place, ['merge-base', one, other]),
          askGit(place, ['merge-base', '--is-ancestor', one, other]) !== null,
          Number(git(place, ['rev-list', '--count', `${one}..${other}`])),
          git(place, ['rev-list', '--reverse', '--topo-order', `${one}..${other}`])
            .split('\n')
            .filter(Boolean),
        ])
      }
  })
})

describe('objects', () => {
  test('of any bytes have the name that git gives them, and are read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const content = Buffer.from(bytes)
        const sha = writeBlob(repository, content)
        expect(git(repository, ['hash-object', '--stdin'], { input: content })).toBe(sha)
        expect(readBlob(repository, sha)).toEqual(content)
      }),
      { numRuns: 100 },
    )
  }, 120_000)

  test('are found in a pack too, and nowhere else', () => {
    const packed = addRepository(state, 'acme/packed')
    const sha = commitTo(state, packed, { files: { 'a/b': 'one\n' } })
    const from = addRepository(state, 'acme/copy')
    git(packed, ['repack', '-adq'])
    git(from, ['-c', 'fetch.unpackLimit=1', 'fetch', '--quiet', packed.directory, 'main:main'])
    const { tree } = readCommit(from, sha)
    expect(readTree(from, tree, true).map(({ path }) => path)).toEqual(['a', 'a/b'])
    expect(readObject(from, 'f'.repeat(40))).toBeNull()
    expect(objectType(from, '--help')).toBeNull()
    expect(objectType(from, sha)).toBe('commit')
  })

  test('are found where they are borrowed from', () => {
    const lender = addRepository(state, 'acme/lender')
    const sha = commitTo(state, lender, { files: { a: 'lent\n' } })
    const borrower = addRepository(state, 'acme/borrower')
    expect(objectType(borrower, sha)).toBeNull()
    writeFileSync(
      join(borrower.directory, 'objects/info/alternates'),
      `${join(lender.directory, 'objects')}\n`,
    )
    expect(objectType(borrower, sha)).toBe('commit')
    expect(moveRef(borrower, 'refs/heads/main', { from: null, to: sha })).toBe(true)
    expect(git(borrower, ['cat-file', '-p', 'main:a'])).toBe('lent')
  })
})

describe('refs', () => {
  const moved = (ref: string, from: string | null, to: string | null): boolean =>
    moveRef(repository, ref, { from, to })

  test('move only from where they are known to stand', () => {
    const [one, two] = ['one', 'two'].map((text) => commitTo(state, repository, { files: { a: text } }))
    const tree = writeTree(repository, null, [])
    const blob = writeBlob(repository, 'x')
    const ref = 'refs/heads/lease'
    expect([moved(ref, one!, two!), moved(ref, null, one!), moved(ref, null, two!)]).toEqual([
      false,
      true,
      false,
    ])
    expect(refsOf(repository)[ref]).toBe(one)
    git(repository, ['pack-refs', '--all', '--prune'])
    expect([moved(ref, two!, one!), moved(ref, one!, two!)]).toEqual([false, true])
    expect(git(repository, ['rev-parse', ref])).toBe(two)
    // A branch is of commits that are there, and neither a file nor a folder may lie in its way.
    for (const to of [tree, blob, 'f'.repeat(40)]) expect(moved(ref, two!, to)).toBe(false)
    expect([moved(`${ref}/below`, null, one!), moved('refs/heads', null, one!)]).toEqual([false, false])
    expect([moved(ref, one!, null), moved(ref, two!, null), moved(ref, two!, null)]).toEqual([
      false,
      true,
      false,
    ])
    // What a deleted one leaves behind is no obstacle.
    expect(moved(`${ref}/below`, null, one!)).toBe(true)
    expect(moved(`${ref}/below`, one!, null)).toBe(true)
    expect(moved(ref, null, one!)).toBe(true)
  })

  test.each([
    'refs/heads/main',
    'refs/heads/v1.2-x/y',
    'refs/pull/1/head',
    'refs/heads/a..b',
    'refs/heads/.a',
    'refs/heads/a.lock',
    'refs/heads/a.lock/b',
    'refs/heads/a.',
    'refs/heads/a b',
    'refs/heads/a~1',
    'refs/heads//a',
    'refs/heads/a/',
    'refs/heads/@{1}',
    'refs/heads/é',
  ])('%s is a name where git says so', (ref) => {
    expect(isRefName(repository, ref)).toBe(askGit(repository, ['check-ref-format', ref]) !== null)
  })
})

test('what is not there yet is asked for again', () => {
  const sha = 'a'.repeat(40)
  expect(once(repository, 'test', [sha], () => null as string | null)).toBeNull()
  expect(once(repository, 'test', [sha], () => 'there')).toBe('there')
  expect(once(repository, 'test', [sha], () => 'changed')).toBe('there')
})
