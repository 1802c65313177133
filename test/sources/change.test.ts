/** How a head stands to a base, and what lies between them: real repositories. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Repository as Opened } from '../../src/clients/git/repository.ts'
import { resolveCommit } from '../../src/clients/git/repository.ts'
import { SourceError, UsageError } from '../../src/domain/errors.ts'
import { kindOf, type ReadChange, readChange } from '../../src/sources/change.ts'
import { open } from '../clients/git/reading.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { answerOf, readHistory } from '../history/reading.ts'

/**
 * root ─ one ─ merge ─ two ─ tip      main
 *    └─ w1 ─ w2 ┘  └─ hot1 ─ hot2     hot
 */
let repository: Repository
let opened: Opened
const at: Record<string, string> = {}
beforeAll(async () => {
  repository = await makeRepository()
  const commit = async (name: string) => {
    at[name] = await repository.commit({ message: name, files: { [`${name}.ts`]: `${name}\n` } })
  }
  await commit('root')
  await repository.branch('topic')
  await commit('w1')
  await commit('w2')
  await repository.checkout('main')
  await commit('one')
  at['merge'] = await repository.merge({
    branch: 'topic',
    message: 'Merge pull request #5 from acme/topic\n\nTopic',
  })
  await repository.branch('hot')
  await commit('hot1')
  await commit('hot2')
  await repository.checkout('main')
  await commit('two')
  await commit('tip')
  await repository.git('checkout', '--quiet', '--orphan', 'pages')
  await commit('pages')
  await repository.checkout('main')
  opened = await open(repository.directory)
})
afterAll(() => repository.remove())

/** Reads a change against the index of the line that holds it. */
const change = async (base: string | null, head: string): Promise<ReadChange> => {
  const line = (await readHistory(repository.directory, { head: at[head]! })).index
  const from = base === null ? null : at[base]!
  const kind = await kindOf(opened, line, from, at[head]!)
  const index = kind === 'rollback' ? (await readHistory(repository.directory, { head: from! })).index : line
  return readChange({ repository: opened, index, salt: 'salt', base: from, head: at[head]!, kind })
}
const titles = ({ parts }: ReadChange): readonly string[] => parts.map(({ part }) => part.title)

test.each<[string, string | null, string, ReadChange['kind'], string[], number]>([
  ['head builds on base', 'one', 'tip', 'forward', ['Topic', 'two', 'tip'], 0],
  ['the newest part alone', 'two', 'tip', 'forward', ['tip'], 0],
  ['everything', null, 'tip', 'forward', ['root', 'one', 'Topic', 'two', 'tip'], 0],
  ['the same commit', 'tip', 'tip', 'redeploy', [], 0],
  ['head is an ancestor of base', 'tip', 'one', 'rollback', ['Topic', 'two', 'tip'], 0],
  ['each has what the other lacks', 'hot', 'tip', 'diverged', ['two', 'tip'], 2],
  ['the other way round', 'tip', 'hot', 'diverged', ['hot1', 'hot2'], 2],
  ['base inside a merged branch', 'w1', 'tip', 'forward', ['one', 'Topic', 'two', 'tip'], 0],
  ['base is the end of a merged branch', 'w2', 'tip', 'forward', ['one', 'Topic', 'two', 'tip'], 0],
  // Nobody ever read, or ran, what stands inside a branch.
  ['back to inside a merged branch', 'tip', 'w1', 'diverged', [], 4],
  ['back to the end of a merged branch', 'tip', 'w2', 'diverged', [], 4],
  ['to a branch from the line', 'merge', 'hot', 'forward', ['hot1', 'hot2'], 0],
])('%s', async (_, base, head, kind, parts, lost) => {
  at['hot'] = at['hot2']!
  const found = await change(base, head)
  expect({ kind: found.kind, parts: titles(found), lost: found.lost }).toEqual({ kind, parts, lost })
  expect(found.unmeasured).toBe(0)
})

test('going back to inside a branch is going back where that is known to have run', async () => {
  const { index } = await readHistory(repository.directory)
  const kind = (ran: boolean) => kindOf(opened, index, at['tip']!, at['w1']!, async () => ran)
  expect([await kind(true), await kind(false)]).toEqual(['rollback', 'diverged'])
})

test('a part is read as the index reads it', async () => {
  const { index } = await readHistory(repository.directory)
  const { parts } = await change('root', 'tip')
  for (const { part, position, files, linesKnown, filesKnown } of parts) {
    expect([index.sha(position), index.parts.time.get(position), index.parts.commits.get(position)]).toEqual([
      part.sha,
      part.time,
      part.commits,
    ])
    expect([linesKnown, filesKnown, files.length]).toEqual([true, true, answerOf(index, position, 'files')])
  }
  expect(parts[1]).toMatchObject({
    part: { kind: 'merge', number: 5, commits: 2 },
    files: [
      { path: 'w1.ts', status: 'added', kind: 'code', added: 1, deleted: 0 },
      { path: 'w2.ts', status: 'added', kind: 'code', added: 1, deleted: 0 },
    ],
  })
})

describe('what cannot be compared', () => {
  test('histories that share nothing', async () => {
    const asking = change('pages', 'tip')
    await expect(asking).rejects.toThrow(UsageError)
    await expect(asking).rejects.toThrow(
      `--base ${at['pages']!.slice(0, 8)}: shares no history with ${at['tip']!.slice(0, 8)}; name a base on the same line`,
    )
  })

  test('a clone too shallow to tell says how to deepen it', async () => {
    const clone = await repository.cloneShallow(2)
    await clone.git('fetch', '--quiet', '--depth=1', 'origin', at['hot2']!)
    const shallow = await open(clone.directory)
    const { index } = await readHistory(clone.directory)
    const asking = kindOf(shallow, index, at['hot2']!, at['tip']!)
    await expect(asking).rejects.toThrow(SourceError)
    await expect(asking).rejects.toThrow('git fetch --unshallow')
  })

  test('a ref nobody knows', async () => {
    const asking = resolveCommit(opened.git, 'v9', '--base')
    await expect(asking).rejects.toThrow(UsageError)
    await expect(asking).rejects.toThrow(
      '--base v9: no such commit in this clone; check the spelling, or fetch it: git fetch origin <ref>',
    )
  })
})

describe('where the index begins in mid-history', () => {
  test('its first part is compared with its own parent, a merge like any other', async () => {
    const clone = await repository.cloneShallow(4)
    const shallow = await open(clone.directory)
    const { index, head } = await readHistory(clone.directory)
    const { parts, unmeasured } = await readChange({
      repository: shallow,
      index,
      salt: 'salt',
      base: null,
      head: at['tip']!,
      kind: 'forward',
    })
    expect([head, unmeasured]).toEqual([2, 0])
    expect(parts.map(({ part, files }) => [part.title, part.commits, files.map(({ path }) => path)])).toEqual(
      [
        // Of its two commits the clone holds one.
        ['Topic', 1, ['w1.ts', 'w2.ts']],
        ['two', 1, ['two.ts']],
        ['tip', 1, ['tip.ts']],
      ],
    )
  })

  test('parts before it are counted, not measured', async () => {
    const whole = await makeRepository()
    try {
      const shas: string[] = []
      for (let month = 0; month < 30; month += 1)
        shas.push(
          await whole.commit({
            message: `Month ${month}`,
            files: { 'a.ts': `${month}\n` },
            at: new Date(Date.UTC(2020, month)).toISOString(),
          }),
        )
      const there = await open(whole.directory)
      const { index } = await readHistory(whole.directory, { lookbackSeconds: 86_400 })
      const base = shas[3]!
      const found = await readChange({
        repository: there,
        index,
        salt: 'salt',
        base,
        head: shas[29]!,
        kind: await kindOf(there, index, base, shas[29]!),
      })
      expect([found.kind, found.parts.length, found.unmeasured]).toEqual(['forward', 13, 13])
      expect(found.parts.map(({ position }) => position)).toEqual(Array.from({ length: 13 }, (_, at) => at))
    } finally {
      await whole.remove()
    }
  })
})
