import { describe, expect, test } from 'vitest'
import { approvalsOfParts, type NumberedPart } from '../../../src/sources/github/part-approvals.ts'
import { type Asked, acme, answering, failureOf, sha, withValue } from './answering.ts'

const user = (login: string) => ({ __typename: 'User', login })
const landing = (number: number) => number.toString(16).padStart(40, '0')

const review = (more: object = {}) => ({
  fullDatabaseId: '3000000001',
  state: 'APPROVED',
  submittedAt: '2026-11-19T10:00:00Z',
  authorAssociation: 'MEMBER',
  authorCanPushToRepository: true,
  body: '',
  author: user('rosalind'),
  commit: { oid: sha('b') },
  ...more,
})
/** `ada` has an account, `<an address>` none that GitHub knows. */
const person = (who: string) =>
  who.startsWith('<')
    ? { email: who.slice(1, -1), user: null }
    : { email: `${who}@example.test`, user: { login: who } }
const byGitHub = '<noreply@github.com>'
const commit = (
  authors: readonly string[],
  committer: string | null = byGitHub,
  authorCount = authors.length,
) => ({
  commit: {
    oid: sha('c'),
    authors: { totalCount: authorCount, nodes: authors.map(person) },
    committer: committer === null ? null : person(committer),
  },
})
const pull = (number: number, more: object = {}) => ({
  number,
  merged: true,
  author: user('tomas'),
  mergedBy: user('ada'),
  baseRefName: 'main',
  labels: { nodes: [] },
  headRefOid: sha('b'),
  mergeCommit: { oid: landing(number), signature: { isValid: true, wasSignedByGitHub: true } },
  reviews: { totalCount: 1, nodes: [review()] },
  commits: { totalCount: 1, nodes: [commit(['tomas'])] },
  ...more,
})

const numbersIn = ({ body }: Asked) =>
  [...(body.query ?? '').matchAll(/p(\d+): pullRequest\(number: (\d+)\)/g)].map((found) => {
    expect(found[1]).toBe(found[2])
    return Number(found[1])
  })
/** As GitHub does it: one number it does not know spoils the answer. */
const answerFrom = (pulls: ReadonlyMap<number, unknown>) => (request: Asked) => {
  const numbers = numbersIn(request)
  const strangers = numbers.filter((number) => !pulls.has(number))
  const errors = strangers.map((number) => ({
    type: 'NOT_FOUND',
    message: `Could not resolve to a PullRequest with the number of ${number}.`,
  }))
  const repository = Object.fromEntries(numbers.map((number) => [`p${number}`, pulls.get(number) ?? null]))
  return { data: { repository }, ...(errors.length > 0 ? { errors } : {}) }
}
const read = (parts: readonly NumberedPart[], pulls: readonly ReturnType<typeof pull>[], options = {}) => {
  const { github, asked } = answering({
    'POST /graphql': answerFrom(new Map(pulls.map((each) => [each.number, each]))),
  })
  return { asked, answer: approvalsOfParts(github, acme, parts, options) }
}
const part = (number: number | null, name = landing(number ?? 0)): NumberedPart => ({ sha: name, number })
const only = async (more: object) => (await read([part(7)], [pull(7, more)]).answer).landed.get(landing(7))

describe('a part’s pull request', () => {
  test('is told with everything an approval is judged by', async () => {
    expect(await only({})).toEqual({
      number: 7,
      author: { login: 'tomas', type: 'User' },
      mergedBy: { login: 'ada', type: 'User' },
      labels: [],
      baseRef: 'main',
      head: sha('b'),
      mergeSignedByGitHub: true,
      reviews: [
        {
          id: 3_000_000_001,
          author: { login: 'rosalind', type: 'User' },
          state: 'APPROVED',
          commit: sha('b'),
          submittedAt: '2026-11-19T10:00:00.000Z',
          association: 'MEMBER',
          body: '',
        },
      ],
      reviewsComplete: true,
      writers: ['rosalind'],
      contributors: { logins: ['tomas'], complete: true },
    })
  })

  test.each([
    ['did not land yet', { merged: false }],
    ['landed as another commit', { mergeCommit: { oid: sha('e'), signature: null } }],
    ['landed nobody knows where', { mergeCommit: null }],
  ])('counts for nothing where it %s', async (_, more) => expect(await only(more)).toBeUndefined())

  test.each([
    ['made by GitHub', { isValid: true, wasSignedByGitHub: true }, true],
    ['signed by a person', { isValid: true, wasSignedByGitHub: false }, false],
    ['with a broken signature', { isValid: false, wasSignedByGitHub: true }, false],
    ['without one', null, false],
  ])('says whether its landing was %s', async (_, signature, expected) => {
    const landed = await only({ mergeCommit: { oid: landing(7), signature } })
    expect(landed?.mergeSignedByGitHub).toBe(expected)
  })

  test.each([
    ['people', [commit(['tomas', 'ada'], 'mira')], ['tomas', 'ada', 'mira'], true],
    ['an app', [commit(['<49699333+dependabot[bot]@users.noreply.github.com>'])], ['dependabot[bot]'], true],
    ['an address without an account', [commit(['tomas', '<who@example.test>'])], ['tomas'], false],
    ['a committer without one', [commit(['tomas'], '<who@example.test>')], ['tomas'], false],
    ['a commit without a committer', [commit(['tomas'], null)], ['tomas'], false],
    ['more co-authors than are told', [commit(['tomas'], 'tomas', 30)], ['tomas'], false],
  ])('tells who made it: %s', async (_, nodes, logins, complete) => {
    const landed = await only({ commits: { totalCount: nodes.length, nodes } })
    expect(landed?.contributors).toEqual({ logins, complete })
  })

  test('says what is cut', async () => {
    const landed = await only({
      reviews: { totalCount: 101, nodes: [review()] },
      commits: { totalCount: 180, nodes: [commit(['tomas'])] },
    })
    expect(landed).toMatchObject({ reviewsComplete: false, contributors: { complete: false } })
  })

  test.each([
    [
      'an app',
      { author: { __typename: 'Bot', login: 'renovate' } },
      { author: { login: 'renovate[bot]', type: 'Bot' } },
    ],
    ['nobody any more', { author: null }, { author: null }],
    ['a commit that is gone', { commit: null }, { commit: null }],
  ])('tells reviews by %s', async (_, more, expected) => {
    expect((await only({ reviews: { totalCount: 1, nodes: [review(more)] } }))?.reviews).toMatchObject([
      expected,
    ])
  })

  test.each([
    ['merged', undefined],
    ['mergeCommit', undefined],
    ['mergeCommit.oid', 'main'],
    ['mergeCommit.signature', undefined],
    ['mergeCommit.signature.isValid', null],
    ['headRefOid', null],
    ['author', undefined],
    ['author.__typename', 'Robot'],
    ['number', 8],
    ['reviews', null],
    ['reviews.totalCount', undefined],
    ['reviews.nodes.0', null],
    ['reviews.nodes.0.state', 'FINE'],
    ['reviews.nodes.0.commit', undefined],
    ['reviews.nodes.0.author', undefined],
    ['reviews.nodes.0.fullDatabaseId', '3e9'],
    ['commits.nodes.0.commit.authors', null],
    ['commits.nodes.0.commit.committer', undefined],
    ['commits.nodes.0.commit.authors.nodes.0.user', undefined],
  ])('with %s = %j is no answer', async (field, value) => {
    const { github } = answering({
      'POST /graphql': { data: { repository: { p7: withValue(pull(7), field, value) } } },
    })
    expect(await failureOf(approvalsOfParts(github, acme, [part(7)]))).toMatchObject({ failure: 'rubbish' })
  })
})

describe('many parts', () => {
  const pulls = (count: number) => Array.from({ length: count }, (_, at) => pull(at + 1))
  const parts = (count: number) => pulls(count).map(({ number }) => part(number))

  test.each([
    [0, 0],
    [1, 1],
    [25, 1],
    [50, 2],
  ])('%i in %i requests', async (count, requests) => {
    const { asked, answer } = read(parts(count), pulls(count))
    expect([(await answer).landed.size, (await answer).unread, asked.length]).toEqual([count, [], requests])
  })

  test('beyond the budget the least risky are unread, and that is said', async () => {
    const { landed, unread } = await read(parts(5), pulls(5), { atMost: 3 }).answer
    expect([...landed.keys()]).toEqual([1, 2, 3].map(landing))
    expect(unread).toEqual([4, 5].map(landing))
  })

  test('those whose number no pull request can have ask nothing', async () => {
    const { asked, answer } = read([part(0), part(2 ** 31)], [])
    expect([(await answer).landed.size, (await answer).unread, asked]).toEqual([0, [], []])
  })

  test('a part that borrows the number of an approved pull request gets nothing', async () => {
    const { landed } = await read([part(7), part(7, sha('d'))], [pull(7)]).answer
    expect([...landed.keys()]).toEqual([landing(7)])
  })

  test('numbers that no pull request has do not keep the others from being read', async () => {
    const { asked, answer } = read([part(900), ...parts(3), part(901)], pulls(3))
    expect([(await answer).landed.size, (await answer).unread, asked.length]).toEqual([3, [], 2])
  })

  test('where too many numbers mean nothing, the rest stays unread', async () => {
    const strangers = Array.from({ length: 20 }, (_, at) => part(900 + at))
    const { asked, answer } = read([...strangers, ...parts(2)], pulls(2))
    const { landed, unread } = await answer
    expect([landed.size, asked.length]).toEqual([0, 4])
    expect(unread).toEqual(expect.arrayContaining([landing(1), landing(2)]))
  })

  test.each([
    ['a repository that is not to be seen', { data: { repository: null } }, 'not-found'],
    [
      'a token that may not',
      { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] },
      'forbidden',
    ],
    [
      'another thing not found',
      { data: null, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a Repository.' }] },
      'not-found',
    ],
    ['nothing', {}, 'rubbish'],
    ['no such name in the answer', { data: { repository: {} } }, 'rubbish'],
  ])('%s is a failure', async (_, reply, failure) => {
    const { github } = answering({ 'POST /graphql': reply })
    expect(await failureOf(approvalsOfParts(github, acme, [part(7)]))).toMatchObject({ failure })
  })
})
