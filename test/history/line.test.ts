import { describe, expect, test } from 'vitest'
import { type CommitFacts, partsFrom, partsOf } from '../../src/history/line.ts'
import { understandMessage } from '../../src/history/message.ts'

/** A commit told in one line: `sha parents`, with a time and a message. */
const commit = (
  sha: string,
  parents: readonly string[],
  told: { at?: number; authoredAt?: number; author?: number; message?: string; bot?: boolean } = {},
): CommitFacts => ({
  sha,
  parents,
  committedAt: told.at ?? 100,
  authoredAt: told.authoredAt ?? told.at ?? 100,
  zoneMinutes: 0,
  author: told.author ?? 1,
  coAuthors: [],
  bot: told.bot ?? false,
  message: understandMessage(told.message ?? sha),
})
const land = (line: readonly string[], commits: readonly CommitFacts[], earliest?: number) => [
  ...partsOf(line, new Map(commits.map((one) => [one.sha, one])), earliest),
]

test('time never runs backwards along the line, whatever the clocks said', () => {
  const parts = land(
    ['a', 'b', 'c', 'd'],
    [
      commit('a', [], { at: 500 }),
      commit('b', ['a'], { at: 300 }),
      commit('c', ['b'], { at: 700, authoredAt: 900 }),
      commit('d', ['c'], { at: 0 }),
    ],
    400,
  )
  expect(parts.map(({ time }) => time)).toEqual([500, 500, 700, 700])
  expect(parts.map(({ authoredAt }) => authoredAt)).toEqual([500, 300, 700, 0])
})

describe('a merge', () => {
  const history = [
    commit('root', []),
    commit('w1', ['root'], { author: 2, authoredAt: 40 }),
    commit('main1', ['root']),
    commit('catch-up', ['w1', 'main1'], { author: 3 }),
    commit('w2', ['catch-up'], { author: 2 }),
    commit('w3', ['w2'], { author: 4 }),
    commit('merge', ['main1', 'w3'], { author: 5 }),
  ]
  const [, , merge] = land(['root', 'main1', 'merge'], history)

  test('holds what it brought in, and nothing that was there before', () =>
    expect(merge).toMatchObject({
      kind: 'merge',
      inner: ['merge', 'w3', 'w2', 'catch-up', 'w1'],
      commits: 3,
      authoredAt: 40,
    }))
  test('was written by who wrote the commits, most first, not by who pressed the button', () =>
    expect(merge?.authors).toEqual([2, 4]))

  test('of several branches at once holds them all', () => {
    const octopus = land(
      ['root', 'octopus'],
      [
        commit('root', []),
        commit('x', ['root']),
        commit('y', ['root']),
        commit('z', ['root']),
        commit('octopus', ['root', 'x', 'y', 'z']),
      ],
    )[1]
    expect(octopus).toMatchObject({ commits: 3, inner: ['octopus', 'x', 'y', 'z'] })
  })

  test('leaves to earlier parts what a skewed clock lists anew', () => {
    const known = new Map(history.map((one) => [one.sha, one]))
    const again = [...partsOf(['merge'], known, 0, (sha) => ['root', 'w1', 'main1'].includes(sha))]
    expect(again[0]?.inner).toEqual(['merge', 'w3', 'w2', 'catch-up'])
  })

  test('may bring in a whole other repository', () => {
    const template = commit('', [])
    const imported = Array.from({ length: 200_000 }, (_, at) => ({
      ...template,
      sha: `i${at}`,
      parents: at === 0 ? [] : [`i${at - 1}`],
      authoredAt: 90 - (at % 50),
    }))
    const big = land(
      ['root', 'import'],
      [commit('root', []), commit('import', ['root', 'i199999']), ...imported],
    )[1]
    expect(big).toMatchObject({ commits: 200_000, authoredAt: 41 })
  })
})

describe('kinds of parts', () => {
  test.each([
    [
      'a merge',
      'Merge pull request #3 from a/b\n\nPay',
      ['root', 'side'],
      { kind: 'merge', number: 3, title: 'Pay' },
    ],
    ['a squash', 'Pay (#3)', ['root'], { kind: 'squash', number: 3, title: 'Pay (#3)' }],
    ['a direct commit', 'Pay', ['root'], { kind: 'direct', number: null, title: 'Pay' }],
  ])('%s', (_, message, parents, expected) => {
    const commits = [commit('root', []), commit('side', ['root']), commit('tip', parents, { message })]
    expect(land(['root', 'tip'], commits)[1]).toMatchObject(expected)
  })

  test('a part is a bot’s only if nobody else wrote in it', () => {
    const merged = (second: boolean) =>
      land(
        ['root', 'tip'],
        [
          commit('root', []),
          commit('a', ['root'], { bot: true }),
          commit('b', ['a'], { bot: second }),
          commit('tip', ['root', 'b']),
        ],
      )[1]?.bot
    expect([merged(true), merged(false)]).toEqual([true, false])
  })
})

describe('from a stream, parents before children', () => {
  const streamed = async (line: readonly string[], commits: readonly CommitFacts[]) => {
    const asked: string[] = []
    async function* stream() {
      for (const one of commits) {
        asked.push(one.sha)
        yield one
      }
    }
    const parts: { readonly sha: string; readonly inner: readonly string[]; readonly asked: number }[] = []
    for await (const { sha, inner } of partsFrom(line, stream()))
      parts.push({ sha, inner, asked: asked.length })
    return parts
  }
  const commits = [
    commit('a', []),
    commit('x', ['a']),
    commit('b', ['a']),
    commit('y', ['x', 'b']),
    commit('c', ['b', 'y']),
    commit('late', ['x']),
    commit('d', ['c', 'late']),
  ]
  test('come the same parts, and no commit is asked for before it is needed', async () => {
    const line = ['a', 'b', 'c', 'd']
    const parts = await streamed(line, commits)
    expect(parts.map(({ inner }) => inner)).toEqual([['a'], ['b'], ['c', 'y', 'x'], ['d', 'late']])
    expect(land(line, commits).map(({ inner }) => inner)).toEqual(parts.map(({ inner }) => inner))
    expect(parts.map(({ asked }) => asked)).toEqual([1, 3, 5, 7])
  })
  test('comes an error when it ends early', () =>
    expect(streamed(['a', 'b', 'c', 'd'], commits.slice(0, 4))).rejects.toThrow(
      'commit c of the first-parent line',
    ))
})

test('a line whose commit was not read says which', () =>
  expect(() => land(['gone'], [])).toThrow('commit gone of the first-parent line was not read'))
