import { describe, expect, test } from 'vitest'
import type { Account, Review } from '../../src/domain/pull-request.ts'
import { deploymentSignals, signals } from '../../src/signals/all.ts'
import {
  environmentSignals,
  type FileOwners,
  measureFacts,
  otherDeployments,
  type ReviewFacts,
  reviewSignals,
} from '../../src/signals/reviews.ts'

const all = [...reviewSignals, ...environmentSignals]

describe.each(all.map((signal) => [signal.name, signal] as const))('%s', (name, signal) => {
  test('has a name of its own that records can keep', () => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    const names = [...signals, ...deploymentSignals, ...all].map((each) => each.name)
    expect(names.filter((each) => each === name)).toHaveLength(1)
  })
  test('asks one question and says why', () => {
    expect(signal.question).toMatch(/^[A-Z][^?]*\?$/)
    expect(signal.why).toMatch(/^[A-Z].{60,}\.$/)
  })
  test.each([[0], [1], [3.25], [1200]])('says %d in few words', (value) => {
    expect(signal.sentence(value).length).toBeLessThanOrEqual(44)
    expect(signal.sentence(value)).not.toMatch(/NaN|undefined|\d\.\d\d/)
  })
})

const [head, earlier] = ['b'.repeat(40), 'a'.repeat(40)]
const person = (login: string): Account => ({ login, type: 'User' })
const app: Account = { login: 'reviewer[bot]', type: 'Bot' }
let id = 0
const review = (author: Account | null, state: Review['state'], commit: string | null = head): Review => {
  id += 1
  const submittedAt = `2026-11-19T10:00:${String(id % 60).padStart(2, '0')}.000Z`
  return { id, author, state, commit, submittedAt, association: 'MEMBER', body: '' }
}
const owned = (...logins: readonly string[]): FileOwners => ({ logins, unknown: null })
const unread = 'members of acme/till cannot be read'
const facts = (more: Partial<ReviewFacts> = {}): ReviewFacts => ({
  head,
  author: person('tomas'),
  reviews: [],
  lineComments: 0,
  changedLines: 50,
  owners: owned('Rosalind'),
  checks: { failed: 0, rerun: 0, total: 4 },
  ...more,
})
const answer = (name: string, more: Partial<ReviewFacts>): number | string => {
  const found = measureFacts(reviewSignals, facts(more))[name]!
  return found.outcome === 'measured' ? found.value : found.why
}

const [ada, rosalind, tomas] = [person('ada'), person('rosalind'), person('Tomas')]
const untold = 'GitHub did not tell all reviews of it'

describe('answers', () => {
  test.each<[string, string, Partial<ReviewFacts>, number | string]>([
    ['approvals-at-head', 'nobody', { reviews: [] }, 0],
    [
      'approvals-at-head',
      'two people',
      { reviews: [review(ada, 'APPROVED'), review(rosalind, 'APPROVED')] },
      2,
    ],
    ['approvals-at-head', 'one, twice', { reviews: [review(ada, 'APPROVED'), review(ada, 'APPROVED')] }, 1],
    ['approvals-at-head', 'an earlier head', { reviews: [review(ada, 'APPROVED', earlier)] }, 0],
    ['approvals-at-head', 'a head that is forgotten', { reviews: [review(ada, 'APPROVED', null)] }, 0],
    ['approvals-at-head', 'its author', { reviews: [review(tomas, 'APPROVED')] }, 0],
    ['approvals-at-head', 'an app', { reviews: [review(app, 'APPROVED')] }, 0],
    ['approvals-at-head', 'an account that is gone', { reviews: [review(null, 'APPROVED')] }, 0],
    [
      'approvals-at-head',
      'taken back',
      { reviews: [review(ada, 'APPROVED'), review(ada, 'CHANGES_REQUESTED')] },
      0,
    ],
    ['approvals-at-head', 'dismissed', { reviews: [review(ada, 'APPROVED'), review(ada, 'DISMISSED')] }, 0],
    [
      'approvals-at-head',
      'then a comment',
      { reviews: [review(ada, 'APPROVED'), review(ada, 'COMMENTED')] },
      1,
    ],
    ['approvals-at-head', 'not all told', { reviews: null }, untold],
    ['pushed-after-approval', 'approved as it is', { reviews: [review(ada, 'APPROVED')] }, 0],
    ['pushed-after-approval', 'pushed since', { reviews: [review(ada, 'APPROVED', earlier)] }, 1],
    [
      'pushed-after-approval',
      'pushed, and approved anew',
      { reviews: [review(ada, 'APPROVED', earlier), review(rosalind, 'APPROVED')] },
      0,
    ],
    [
      'pushed-after-approval',
      'never approved',
      { reviews: [review(ada, 'COMMENTED')] },
      'nobody has approved it',
    ],
    ['pushed-after-approval', 'not all told', { reviews: null }, untold],
    ['owner-reviewed', 'approved', { reviews: [review(rosalind, 'APPROVED')] }, 1],
    ['owner-reviewed', 'commented', { reviews: [review(rosalind, 'COMMENTED', earlier)] }, 1],
    ['owner-reviewed', 'by others only', { reviews: [review(ada, 'APPROVED')] }, 0],
    [
      'owner-reviewed',
      'the owner wrote it',
      { owners: owned('tomas'), reviews: [review(tomas, 'COMMENTED')] },
      0,
    ],
    ['owner-reviewed', 'not sent yet', { reviews: [review(rosalind, 'PENDING')] }, 0],
    ['owner-reviewed', 'owned by nobody', { owners: owned() }, 'nobody owns its files'],
    [
      'owner-reviewed',
      'by others, and of a team nobody may list',
      { owners: { logins: [], unknown: unread }, reviews: [review(ada, 'APPROVED')] },
      unread,
    ],
    [
      'owner-reviewed',
      'by an owner, whoever else is in the team',
      { owners: { logins: ['rosalind'], unknown: unread }, reviews: [review(rosalind, 'APPROVED')] },
      1,
    ],
    ['owner-reviewed', 'by nobody, so by no owner', { owners: { logins: [], unknown: unread } }, 0],
    ['owner-reviewed', 'by nobody, and nobody was asked who owns it', { owners: null }, 0],
    [
      'owner-reviewed',
      'by others, and nobody was asked who owns it',
      { owners: null, reviews: [review(ada, 'APPROVED')] },
      'nobody can say who owns its files',
    ],
    ['owner-reviewed', 'not all told', { reviews: null }, untold],
    ['review-comments', 'ten on 500 lines', { lineComments: 10, changedLines: 500 }, 2],
    ['review-comments', 'one on one line', { lineComments: 1, changedLines: 1 }, 1],
    ['review-comments', 'lines unknown', { changedLines: null }, 'nobody can count its lines'],
    ['review-comments', 'untold', { lineComments: null }, untold],
    [
      'review-readers',
      'two of 400 lines',
      {
        changedLines: 400,
        reviews: [review(ada, 'COMMENTED'), review(ada, 'APPROVED'), review(rosalind, 'COMMENTED')],
      },
      0.5,
    ],
    [
      'review-readers',
      'the author answers',
      { reviews: [review(tomas, 'COMMENTED'), review(app, 'COMMENTED')] },
      0,
    ],
    ['review-readers', 'nothing changed', { changedLines: 0, reviews: [review(ada, 'APPROVED')] }, 1],
    ['failed-checks', 'two', { checks: { failed: 2, rerun: 1, total: 9 } }, 2],
    ['failed-checks', 'no checks at all', { checks: { failed: 0, rerun: 0, total: 0 } }, 'nothing checks it'],
    ['failed-checks', 'untold', { checks: null }, 'GitHub did not tell all checks of it'],
    ['rerun-checks', 'one', { checks: { failed: 2, rerun: 1, total: 9 } }, 1],
    ['rerun-checks', 'untold', { checks: null }, 'GitHub did not tell all checks of it'],
  ])('%s, %s', (name, _, more, expected) => expect(answer(name, more)).toBe(expected))

  test('other deployments', () => {
    expect(otherDeployments.measure({ otherDeployments: 2 })).toEqual({ outcome: 'measured', value: 2 })
    expect(otherDeployments.measure({ otherDeployments: null }).outcome).toBe('unavailable')
    expect(otherDeployments.sentence(2)).toBe('2 deployments beside this one')
  })

  test('do not depend on the order in which reviews are told', () => {
    const reviews = [
      review(ada, 'APPROVED'),
      review(ada, 'CHANGES_REQUESTED'),
      review(rosalind, 'APPROVED', earlier),
    ]
    const told = (order: readonly Review[]) => measureFacts(reviewSignals, facts({ reviews: order }))
    expect(told(reviews.toReversed())).toEqual(told(reviews))
  })
})
