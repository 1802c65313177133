import { describe, expect, test } from 'vitest'
import { originsOf } from '../../../src/sources/github/commit-origins.ts'
import { approvalsOfParts, labelsBefore } from '../../../src/sources/github/part-approvals.ts'
import { type Asked, acme, answering, failureOf, Refusal, sha } from './answering.ts'

const route = 'POST /graphql'
const [one, other] = [sha('a'), sha('b')]
const pull = (number: number, mergeCommit: string | null = null, merged = true) => ({
  number,
  merged,
  mergeCommit: mergeCommit === null ? null : { oid: mergeCommit },
  labels: null,
})
const commit = (oid: string, ...nodes: readonly object[]) => ({ oid, associatedPullRequests: { nodes } })
const answers = (repository: object | null) => answering({ [route]: { data: { repository } } }).github

describe('the pull request a commit came from', () => {
  test.each([
    ['landed as it', commit(one, pull(7, one)), 7],
    ['landed as the last of its commits', commit(one, pull(7, other)), 7],
    ['landed as it, beside one that only held it', commit(one, pull(8, other), pull(7, one)), 7],
    ['is one of two that were merged', commit(one, pull(7), pull(8)), undefined],
    ['was never merged', commit(one, pull(7, null, false)), undefined],
    ['is none', commit(one), undefined],
    ['is told of another commit', commit(other, pull(7, one)), undefined],
    ['is not told', null, undefined],
  ])('%s', async (_, c0, expected) => {
    expect((await originsOf(answers({ c0 }), acme, [one])).get(one)).toBe(expected)
  })

  test('of no commit is not asked', async () => {
    const { github, asked } = answering({})
    expect([await originsOf(github, acme, []), asked]).toEqual([new Map(), []])
  })

  test.each([
    ['a number that is none', { c0: commit(one, { ...pull(7), number: 'seven' }) }],
    ['no list', { c0: { oid: one } }],
  ])('%s is no answer', async (_, repository) => {
    expect(await failureOf(originsOf(answers(repository), acme, [one]))).toMatchObject({ failure: 'rubbish' })
  })
})

describe('asked on the way to approvals', () => {
  const parts = [
    { sha: one, number: null },
    { sha: other, number: 7 },
  ]
  const replies = ({ body }: Asked) =>
    body.query?.includes('p7:')
      ? { data: { repository: { p7: null, c0: commit(one, pull(9, one)) } } }
      : new Refusal(500)

  test('costs no request of its own', async () => {
    const { github, asked } = answering({ [route]: replies })
    expect((await approvalsOfParts(github, acme, parts)).origins).toEqual(new Map([[one, 9]]))
    expect(asked).toHaveLength(1)
  })

  test('costs one where nothing else is asked', async () => {
    const { github, asked } = answering({
      [route]: () => ({ data: { repository: { c0: commit(one, pull(9, one)) } } }),
    })
    expect((await approvalsOfParts(github, acme, parts.slice(0, 1))).origins).toEqual(new Map([[one, 9]]))
    expect(asked).toHaveLength(1)
  })
})

test('of more commits than are asked about the others are unread, and that is told', async () => {
  const { github } = answering({ [route]: () => ({ data: { repository: allNull } }) })
  const shas = Array.from({ length: 53 }, (_, at) => at.toString(16).padStart(40, '0'))
  const allNull = Object.fromEntries(shas.map((_, at) => [`c${at}`, null]))
  const { unread } = await approvalsOfParts(
    github,
    acme,
    shas.map((each) => ({ sha: each, number: null })),
  )
  expect(unread).toEqual(shas.slice(50))
})

describe('the labels of a commit without a number', () => {
  const labelled = (number: number, merged: boolean, ...labels: readonly string[]) => ({
    ...pull(number, null, merged),
    labels: { nodes: labels.map((name) => ({ name })) },
  })

  test.each<[string, readonly object[], readonly string[]]>([
    [
      'are those of the pull request that brought it',
      [labelled(7, true, 'hotfix', 'quiet')],
      ['hotfix', 'quiet'],
    ],
    [
      'are those of each that was merged with it',
      [labelled(7, true, 'a'), labelled(8, true, 'b')],
      ['a', 'b'],
    ],
    ['are not those of one that was not merged', [labelled(7, false, 'a')], []],
    ['are none where it came from none', [], []],
  ])('%s', async (_, nodes, labels) => {
    for (const number of [null, 3]) {
      const { github } = answering({
        [route]: () => ({ data: { repository: { p3: null, c0: commit(one, ...nodes) } } }),
      })
      const parts = [{ sha: one, number: null }, ...(number === null ? [] : [{ sha: other, number }])]
      await approvalsOfParts(github, acme, parts)
      expect(labelsBefore(github, one)).toEqual(labels)
      expect(labelsBefore(github, other)).toEqual([])
    }
  })
})
