import { describe, expect, test } from 'vitest'
import type { Account, Review } from '../../src/domain/pull-request.ts'
import {
  type ApprovalRequest,
  coAuthorsOf,
  findApprovals,
  loginOfAddress,
  type Opinion,
  type Permission,
} from '../../src/policy/eligibility.ts'
import fc from '../properties.ts'

const head = 'a'.repeat(40)
const before = 'b'.repeat(40)
const person = (login: string): Account => ({ login, type: 'User' })
let lastId = 0
const review = (login: string, state: Review['state'], more: Partial<Review> = {}): Review => {
  lastId++
  const submittedAt = new Date(Date.UTC(2026, 2, 1) + lastId * 1000).toISOString()
  return {
    id: lastId,
    author: person(login),
    state,
    commit: head,
    submittedAt,
    association: 'MEMBER',
    body: '',
    ...more,
  }
}

const permissions: Readonly<Record<string, Permission>> = {
  olga: 'admin',
  mira: 'write',
  may: 'maintain',
  tom: 'triage',
  rita: 'read',
  stranger: 'none',
  ada: 'write',
  cora: 'write',
  paul: 'write',
  'helper[bot]': 'write',
}
const request = (reviews: readonly Opinion[], more: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  reviews,
  head,
  author: 'ada',
  committers: ['ada', 'cora'],
  coAuthors: ['cleo'],
  lastPusher: 'paul',
  permissionOf: (login) => permissions[login.toLowerCase()] ?? null,
  gateLogins: ['github-actions[bot]', 'gate-app[bot]'],
  ...more,
})
const find = (reviews: readonly Opinion[], more?: Partial<ApprovalRequest>) =>
  findApprovals(request(reviews, more))

describe('one approval', () => {
  test.each([
    ['of a writer counts', review('mira', 'APPROVED'), undefined],
    ['of a maintainer counts', review('may', 'APPROVED'), undefined],
    ['of an administrator counts', review('olga', 'APPROVED'), undefined],
    [
      'of a writer counts although GitHub calls them a contributor only',
      review('mira', 'APPROVED', { association: 'CONTRIBUTOR' }),
      undefined,
    ],
    ['of the author does not', review('ada', 'APPROVED'), 'opened this pull request'],
    ['of the author in other letters does not', review('AdA', 'APPROVED'), 'opened this pull request'],
    ['of a committer does not', review('Cora', 'APPROVED'), 'made commits of it'],
    ['of a co-author does not', review('CLEO', 'APPROVED'), 'is a co-author of it'],
    ['of the last pusher does not', review('paul', 'APPROVED'), 'pushed last'],
    [
      "of the author's second account without access does not",
      review('ada-too', 'APPROVED', { association: 'NONE' }),
      'is no member or collaborator, and nobody could tell what they may do here',
    ],
    [
      'of someone without access does not',
      review('stranger', 'APPROVED'),
      'has no access to this repository',
    ],
    ['of a reader does not', review('rita', 'APPROVED'), 'may not write here, their permission is read'],
    [
      'of a reader called a member does not',
      review('rita', 'APPROVED', { association: 'OWNER' }),
      'may not write here',
    ],
    ['of a triager does not', review('tom', 'APPROVED'), 'their permission is triage'],
    ['of a member of unknown permission does not', review('uma', 'APPROVED'), 'GitHub did not tell'],
    [
      'of a first-timer does not',
      review('newt', 'APPROVED', { association: 'FIRST_TIMER' }),
      'is no member or collaborator',
    ],
    [
      'of a bot that may write does not',
      review('helper[bot]', 'APPROVED', { author: { login: 'helper[bot]', type: 'Bot' } }),
      'is no person but an account of type Bot',
    ],
    [
      'of a mannequin does not',
      review('mira', 'APPROVED', { author: { login: 'mira', type: 'Mannequin' } }),
      'is no person',
    ],
    [
      'of the gate does not',
      review('gate-app[bot]', 'APPROVED', { author: { login: 'gate-app[bot]', type: 'Bot' } }),
      'is the gate itself',
    ],
    ['of the gate, spelled as GraphQL does, does not', review('Gate-App', 'APPROVED'), 'is the gate itself'],
    ['of a deleted account does not', review('', 'APPROVED', { author: null }), 'has no account any more'],
    ['of an account without name does not', review('', 'APPROVED'), 'has no account any more'],
    [
      'of an older head does not',
      review('mira', 'APPROVED', { commit: before }),
      'approved bbbbbbbb, not aaaaaaaa',
    ],
    [
      'of an abbreviated head does not',
      review('mira', 'APPROVED', { commit: head.slice(0, 12) }),
      'approved aaaaaaaa, not',
    ],
    [
      'of a commit that is forgotten does not',
      review('mira', 'APPROVED', { commit: null }),
      'a commit GitHub no longer names',
    ],
    ['that was dismissed does not', review('mira', 'DISMISSED'), 'gave a review that was dismissed'],
  ])('%s', (_, one, why) => {
    const { approvedBy, blockedBy, ignored } = find([one])
    expect(approvedBy).toEqual(why === undefined ? [one.author?.login] : [])
    expect(blockedBy).toEqual([])
    expect(ignored).toEqual(
      why === undefined ? [] : [{ login: one.author?.login || 'ghost', why: expect.stringContaining(why) }],
    )
  })

  test.each(['COMMENTED', 'PENDING', 'approved', 'SOMETHING_NEW'])('a review %s is no opinion', (state) =>
    expect(find([review('mira', state as Review['state'])])).toMatchObject({
      approvedBy: [],
      blockedBy: [],
      ignored: [],
    }),
  )

  test('without a head nothing is approved', () =>
    expect(find([review('mira', 'APPROVED', { commit: '' })], { head: '' }).approvedBy).toEqual([]))
})

describe('the newest opinion of a person counts', () => {
  test.each<[string, readonly Review['state'][], 'approves' | 'blocks' | 'neither']>([
    ['changes wanted after an approval', ['APPROVED', 'CHANGES_REQUESTED'], 'blocks'],
    ['an approval after changes wanted', ['CHANGES_REQUESTED', 'APPROVED'], 'approves'],
    ['a comment takes no approval back', ['APPROVED', 'COMMENTED'], 'approves'],
    ['a comment takes no objection back', ['CHANGES_REQUESTED', 'COMMENTED'], 'blocks'],
    ['a review not yet sent takes nothing back', ['APPROVED', 'PENDING'], 'approves'],
    ['a dismissed review lets nothing older live again', ['APPROVED', 'DISMISSED'], 'neither'],
    ['… no older objection either', ['CHANGES_REQUESTED', 'DISMISSED'], 'neither'],
    ['an approval after a dismissal', ['DISMISSED', 'APPROVED'], 'approves'],
    ['twice approved', ['APPROVED', 'APPROVED'], 'approves'],
  ])('%s', (_, states, outcome) => {
    const reviews = states.map((state, at) => review(at % 2 ? 'MIRA' : 'mira', state))
    for (const order of [reviews, reviews.toReversed()]) {
      const { approvedBy, blockedBy } = find(order)
      expect([approvedBy.length, blockedBy.length]).toEqual([
        outcome === 'approves' ? 1 : 0,
        outcome === 'blocks' ? 1 : 0,
      ])
    }
  })

  test('a review begun before and sent after another is the newer one', () => {
    const begun = review('mira', 'CHANGES_REQUESTED', { id: 1, submittedAt: '2026-03-02T12:00:00Z' })
    const sent = review('mira', 'APPROVED', { id: 2, submittedAt: '2026-03-02T11:00:00Z' })
    expect(find([begun, sent])).toMatchObject({ approvedBy: [], blockedBy: ['mira'] })
  })

  test('numbers decide where a time is missing', () => {
    const first = review('mira', 'APPROVED', { id: 1, submittedAt: '2026-03-02T12:00:00Z' })
    const second = review('mira', 'CHANGES_REQUESTED', { id: 2, submittedAt: null })
    expect(find([first, second])).toMatchObject({ approvedBy: [], blockedBy: ['mira'] })
  })

  test('one review read twice while it changed approves nothing', () => {
    const approval = review('mira', 'APPROVED')
    for (const state of ['DISMISSED', 'CHANGES_REQUESTED'] as const) {
      expect(find([approval, { ...approval, state }]).approvedBy).toEqual([])
      expect(find([{ ...approval, state }, approval]).approvedBy).toEqual([])
    }
  })

  test('an approval of an older head does not stand behind a newer dismissed one', () =>
    expect(
      find([review('mira', 'APPROVED'), review('mira', 'DISMISSED', { commit: before })]).approvedBy,
    ).toEqual([]))

  test('an app does not speak for the person whose name it bears', () => {
    const bot = { login: 'mira[bot]', type: 'Bot' } as const
    const reviews = [review('mira', 'CHANGES_REQUESTED'), review('mira[bot]', 'APPROVED', { author: bot })]
    expect(find(reviews)).toMatchObject({ approvedBy: [], blockedBy: ['mira'] })
  })
})

describe('an objection', () => {
  test.each([
    ['of a writer blocks', review('mira', 'CHANGES_REQUESTED'), true],
    [
      'of a writer blocks after later commits too',
      review('mira', 'CHANGES_REQUESTED', { commit: before }),
      true,
    ],
    ['of a co-worker on the change blocks', review('cora', 'CHANGES_REQUESTED'), true],
    [
      'of a person of unknown permission blocks: they may be a maintainer',
      review('uma', 'CHANGES_REQUESTED'),
      true,
    ],
    [
      'of an app that may write blocks, as it does in GitHub',
      review('helper[bot]', 'CHANGES_REQUESTED', { author: { login: 'helper[bot]', type: 'Bot' } }),
      true,
    ],
    ['of a reader does not', review('rita', 'CHANGES_REQUESTED'), false],
    ['of a stranger does not', review('stranger', 'CHANGES_REQUESTED'), false],
    [
      'of an app of unknown permission does not',
      review('other[bot]', 'CHANGES_REQUESTED', { author: { login: 'other[bot]', type: 'Bot' } }),
      false,
    ],
    ['of the gate does not', review('github-actions[bot]', 'CHANGES_REQUESTED'), false],
    ['of a deleted account does not', review('', 'CHANGES_REQUESTED', { author: null }), false],
  ])('%s', (_, one, blocks) => {
    const { blockedBy, ignored } = find([one])
    expect(blockedBy).toEqual(blocks ? [one.author?.login] : [])
    expect(ignored).toHaveLength(blocks ? 0 : 1)
  })

  test('of one does not hide the approval of another', () =>
    expect(find([review('mira', 'APPROVED'), review('olga', 'CHANGES_REQUESTED')])).toMatchObject({
      approvedBy: ['mira'],
      blockedBy: ['olga'],
      ignored: [],
    }))
})

describe('a word in a comment beside reviews', () => {
  const said = (login: string, state: 'APPROVED' | 'REJECTED', more: Partial<Opinion> = {}): Opinion => ({
    ...review(login, 'COMMENTED'),
    state,
    record: { id: `record of ${login}`, hash: 'f' },
    ...more,
  })
  const names = (words: readonly { readonly login: string }[]) => words.map(({ login }) => login)

  test.each<[string, () => readonly Opinion[], readonly string[], readonly string[], readonly string[]]>([
    ['a yes', () => [said('mira', 'APPROVED')], ['mira'], [], []],
    ['a no', () => [said('mira', 'REJECTED')], [], ['mira'], []],
    [
      'a no taken back by a yes',
      () => [said('mira', 'REJECTED'), said('mira', 'APPROVED')],
      ['mira'],
      [],
      [],
    ],
    [
      'a no taken back by a review',
      () => [said('mira', 'REJECTED'), review('mira', 'APPROVED')],
      ['mira'],
      [],
      [],
    ],
    [
      'a yes taken back by a no',
      () => [review('mira', 'APPROVED'), said('mira', 'REJECTED')],
      [],
      ['mira'],
      [],
    ],
    [
      'a yes taken back by a review that wants changes',
      () => [said('mira', 'APPROVED'), review('mira', 'CHANGES_REQUESTED')],
      [],
      [],
      ['mira'],
    ],
    [
      'a no of one beside a yes of another',
      () => [said('mira', 'REJECTED'), review('may', 'APPROVED')],
      ['may'],
      ['mira'],
      [],
    ],
    ['a no to an earlier commit', () => [said('mira', 'REJECTED', { commit: before })], [], [], []],
    ['a yes to an earlier commit', () => [said('mira', 'APPROVED', { commit: before })], [], [], []],
    ['a yes of the author', () => [said('ada', 'APPROVED')], [], [], []],
    ['a no of the author', () => [said('ada', 'REJECTED')], [], ['ada'], []],
  ])('%s', (_, opinions, yes, no, wanting) => {
    const found = find(opinions())
    expect([names(found.approvals), names(found.rejections), found.blockedBy]).toEqual([yes, no, wanting])
  })

  test('of one moment the more careful word holds, whatever numbers GitHub gave them', () => {
    const at = { submittedAt: '2026-03-01T10:00:00Z' }
    for (const id of [1, 999_999]) {
      const both = [said('mira', 'REJECTED', { ...at, id }), review('mira', 'APPROVED', { ...at, id: 500 })]
      expect(names(find(both).rejections)).toEqual(['mira'])
      expect(find(both).approvedBy).toEqual([])
    }
  })

  test('says where it stands, so that a decision can be checked against it', () =>
    expect(find([said('mira', 'APPROVED'), review('may', 'APPROVED', { id: 77 })]).approvals).toEqual([
      { login: 'may', source: { kind: 'review', id: 77 }, head, said: '' },
      { login: 'mira', source: { kind: 'record', id: 'record of mira', hash: 'f' }, head, said: '' },
    ]))
})

describe('where old approvals may stand', () => {
  test.each([
    ['an older head counts', review('mira', 'APPROVED', { commit: before }), ['mira']],
    ['a forgotten commit counts', review('mira', 'APPROVED', { commit: null }), ['mira']],
    ['the author still does not', review('ada', 'APPROVED', { commit: before }), []],
    ['a reader still does not', review('rita', 'APPROVED', { commit: before }), []],
  ])('%s', (_, one, approvedBy) => expect(find([one], { allowStale: true }).approvedBy).toEqual(approvedBy))
})

test('nobody known as pusher and no account of the author left: the others still count', () =>
  expect(
    find([review('mira', 'APPROVED'), review('cora', 'APPROVED')], { author: null, lastPusher: null }),
  ).toMatchObject({ approvedBy: ['mira'], ignored: [{ login: 'cora' }] }))

const login = fc.constantFrom(
  'mira',
  'Mira',
  'MAY',
  'olga',
  'ada',
  'ADA',
  'cora',
  'paul',
  'rita',
  'gate',
  'gate[bot]',
)
const anyReview: fc.Arbitrary<Review> = fc.record({
  id: fc.integer({ min: 1, max: 6 }),
  author: fc.option(
    fc.record({ login, type: fc.constantFrom('User' as const, 'User' as const, 'Bot' as const) }),
    { freq: 9 },
  ),
  state: fc.constantFrom('APPROVED', 'APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING'),
  commit: fc.constantFrom(head, head, before, null),
  submittedAt: fc.constantFrom(
    '2026-03-01T10:00:00Z',
    '2026-03-01T11:00:00Z',
    '2026-03-01T12:00:00Z',
    'soon',
    null,
  ),
  association: fc.constantFrom('OWNER', 'MEMBER', 'NONE', 'FIRST_TIMER'),
  body: fc.constant(''),
})
const anyRequest = fc
  .record({
    reviews: fc.array(anyReview, { maxLength: 8 }),
    author: fc.option(login),
    committers: fc.array(login, { maxLength: 3 }),
    coAuthors: fc.array(login, { maxLength: 2 }),
    lastPusher: fc.option(login),
    gateLogins: fc.array(login, { maxLength: 2 }),
    allowStale: fc.boolean(),
  })
  .map(({ reviews, ...more }) => request(reviews, more))

describe('whatever the reviews', () => {
  test('nobody approves who had a hand in the change, may not write or is no person', () => {
    let approvals = 0
    fc.assert(
      fc.property(anyRequest, (asked) => {
        const { approvedBy } = findApprovals(asked)
        approvals += approvedBy.length
        const barred = [
          asked.author,
          asked.lastPusher,
          ...asked.committers,
          ...asked.coAuthors,
          ...asked.gateLogins,
        ]
        const keys = barred.map((each) => each?.toLowerCase())
        for (const each of approvedBy) {
          expect(keys).not.toContain(each.toLowerCase())
          expect(['admin', 'maintain', 'write']).toContain(asked.permissionOf(each))
          const own = asked.reviews.filter(
            ({ author, state }) => author?.login === each && state === 'APPROVED',
          )
          expect(
            own.some(
              ({ commit, author }) => author?.type === 'User' && (asked.allowStale || commit === head),
            ),
          ).toBe(true)
        }
      }),
      { numRuns: 5000 },
    )
    expect(approvals).toBeGreaterThan(500)
  })

  test('their order changes nothing', () =>
    fc.assert(
      fc.property(
        anyRequest.chain((asked) =>
          fc.tuple(
            fc.constant(asked),
            fc.shuffledSubarray([...asked.reviews], { minLength: asked.reviews.length }),
          ),
        ),
        ([asked, reviews]) => {
          const outcome = ({ approvedBy, blockedBy }: ReturnType<typeof findApprovals>) =>
            [approvedBy, blockedBy].map((logins) => logins.map((each) => each.toLowerCase()))
          expect(outcome(findApprovals({ ...asked, reviews }))).toEqual(outcome(findApprovals(asked)))
        },
      ),
      { numRuns: 2000 },
    ))

  test('comments change nothing', () =>
    fc.assert(
      fc.property(anyRequest, fc.array(anyReview, { maxLength: 4 }), (asked, more) => {
        const comments = more.map((each) => ({ ...each, state: 'COMMENTED' as const }))
        expect(findApprovals({ ...asked, reviews: [...asked.reviews, ...comments] })).toEqual(
          findApprovals(asked),
        )
      }),
    ))

  test('nobody is in two lists', () =>
    fc.assert(
      fc.property(anyRequest, (asked) => {
        const { approvedBy, blockedBy, ignored } = findApprovals(asked)
        const logins = [...approvedBy, ...blockedBy, ...ignored.map((each) => each.login)]
        const named = logins.filter((each) => each !== 'ghost').map((each) => each.toLowerCase())
        expect(new Set(named).size).toBe(named.length)
      }),
    ))
})

describe('co-authors', () => {
  test.each([
    ['Co-authored-by: Cleo <cleo@example.com>', { name: 'Cleo', address: 'cleo@example.com', login: null }],
    [
      'Co-authored-by: Cleo <12345+cleo@users.noreply.github.com>',
      { name: 'Cleo', address: '12345+cleo@users.noreply.github.com', login: 'cleo' },
    ],
    [
      'co-Authored-By:Cleo   <cleo@USERS.noreply.github.com>',
      { name: 'Cleo', address: 'cleo@USERS.noreply.github.com', login: 'cleo' },
    ],
    [
      '  Co-authored-by : Cleo <cleo@users.noreply.github.example.org>',
      { name: 'Cleo', address: 'cleo@users.noreply.github.example.org', login: 'cleo' },
    ],
    [
      'Co-authored-by: helper[bot] <1+helper[bot]@users.noreply.github.com>',
      { name: 'helper[bot]', address: '1+helper[bot]@users.noreply.github.com', login: 'helper[bot]' },
    ],
    ['Co-authored-by: @cleo', { name: '@cleo', address: null, login: 'cleo' }],
    [
      'Co-authored-by: cleo@example.com',
      { name: 'cleo@example.com', address: 'cleo@example.com', login: null },
    ],
    ['Co-authored-by: Cleo <not an address>', { name: 'Cleo', address: null, login: null }],
    ['Co-authored-by: Cleo <cleo@example.com', { name: 'Cleo', address: 'cleo@example.com', login: null }],
    ['Co-authored-by: <cleo@example.com>\r', { name: '', address: 'cleo@example.com', login: null }],
  ])('%j', (line, author) => expect(coAuthorsOf([`Fix it\n\nWhy.\n\n${line}`])).toEqual([author]))

  test.each([
    ['no trailer', 'Fix it\n\nSigned-off-by: Cleo <cleo@example.com>'],
    ['an empty one', 'Fix it\n\nCo-authored-by:\nCo-authored-by:   '],
    ['in a sentence', 'Fix it, says Co-authored-by: Cleo <cleo@example.com>'],
    ['nothing', ''],
  ])('none: %s', (_, message) => expect(coAuthorsOf([message])).toEqual([]))

  test('each once, over all messages, in order', () => {
    const found = coAuthorsOf([
      'One\n\nCo-authored-by: Cleo <cleo@example.com>\nCo-authored-by: Bo <bo@example.com>',
      'Two\n\nCo-authored-by: C. <CLEO@example.com>',
    ])
    expect(found.map(({ name }) => name)).toEqual(['Cleo', 'Bo'])
  })

  test.each([
    ['address', 'Co-authored-by: Someone <cleo@example.com>\nCo-authored-by: @cleo <cleo@example.com>'],
    ['name', 'Co-authored-by: cleo\nCo-authored-by: @cleo'],
  ])('a %s someone used before hides no login', (_, trailers) =>
    expect(coAuthorsOf([`Fix it\n\n${trailers}`]).map(({ login }) => login)).toEqual([null, 'cleo']),
  )

  test.each([
    ['12345+cleo@users.noreply.github.com', 'cleo'],
    ['cleo@users.noreply.github.com', 'cleo'],
    ['mona_acme@users.noreply.github.com', 'mona_acme'],
    ['123@users.noreply.github.com', '123'],
    ['x+cleo@users.noreply.github.com', null],
    ['cleo@users.noreply', null],
    ['cleo@example.com', null],
    ['cleo@example.com@users.noreply.github.com', null],
    ['', null],
  ])('%s belongs to %s', (address, expected) => expect(loginOfAddress(address)).toBe(expected))

  test('no message makes it throw or slow', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (messages) => void coAuthorsOf(messages)))
    const long = 'Co-authored-by: '.concat('<'.repeat(100_000), '1'.repeat(100_000), '@'.repeat(100_000))
    expect(coAuthorsOf([long, `Co-authored-by:${' '.repeat(200_000)}x`])).toHaveLength(2)
  })
})
