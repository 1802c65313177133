import { describe, expect, test } from 'vitest'
import { originsOf } from '../../../src/sources/github/commit-origins.ts'
import { approvalsOfParts } from '../../../src/sources/github/part-approvals.ts'
import { type Asked, acme, answering, failureOf, Refusal, sha } from './answering.ts'

const route = 'POST /graphql'
const [one, other] = [sha('a'), sha('b')]
const pull = (number: number, mergeCommit: string | null = null, merged = true) => ({
  number,
  merged,
  mergeCommit: mergeCommit === null ? null : { oid: mergeCommit },
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

  test('is left for later where nothing else is asked', async () => {
    const { github, asked } = answering({ [route]: replies })
    expect((await approvalsOfParts(github, acme, parts.slice(0, 1))).origins).toBeNull()
    expect(asked).toEqual([])
  })
})
