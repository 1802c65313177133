import { expect, test } from 'vitest'
import { type ReviewersRequest, requestReviewers } from '../../../src/drivers/reviews/reviewers.ts'
import { acme, type Fault, recording, refusing } from './recording.ts'

const request: ReviewersRequest = {
  number: 12,
  author: 'mira',
  users: ['jonas', 'lena'],
  teams: ['release-leads'],
  already: { users: [], teams: [] },
}

/** `strangers` have no access: one of them spoils the whole request. */
const shop = (strangers: readonly string[] = [], faults: readonly Fault[] = []) => {
  const asked: string[] = []
  const github = recording(
    {
      'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': ({
        reviewers,
        team_reviewers,
      }) => {
        const names = [...(reviewers as string[]), ...(team_reviewers as string[])]
        if (names.some((name) => strangers.includes(name)))
          return refusing('invalid', 'Reviews may only be requested from collaborators')()
        asked.push(...names)
      },
    },
    faults,
  )
  return { github, asked }
}
const told = (effects: readonly { readonly outcome: string; readonly why: string }[]) =>
  effects.map(({ outcome, why }) => `${outcome} ${/@\w+|team|Nobody/.exec(why)?.[0]}`)

test.each<[string, Partial<ReviewersRequest>, readonly string[], readonly string[], number]>([
  [
    'people in one request, a team in its own',
    {},
    ['done @jonas', 'done team'],
    ['jonas', 'lena', 'release-leads'],
    2,
  ],
  ['never the author', { users: ['Mira', 'jonas'], teams: [] }, ['done @jonas'], ['jonas'], 1],
  ['nobody twice', { users: ['jonas', 'JONAS'], teams: [] }, ['done @jonas'], ['jonas'], 1],
  [
    'nobody who is asked already',
    { already: { users: ['Jonas', 'lena'], teams: ['release-leads'] } },
    ['unchanged Nobody'],
    [],
    0,
  ],
  ['a change of a deleted account', { author: null, teams: [] }, ['done @jonas'], ['jonas', 'lena'], 1],
  ['nobody at all', { users: [], teams: [] }, ['unchanged Nobody'], [], 0],
])('asks %s', async (_, about, effects, asked, requests) => {
  const world = shop()
  expect(told(await requestReviewers(world.github, acme, { ...request, ...about }))).toEqual(effects)
  expect(world.asked).toEqual(asked)
  expect(world.github.calls).toHaveLength(requests)
})

test.each<[string, readonly string[], readonly string[], readonly string[], number]>([
  [
    'keeps one bad name from spoiling the others',
    ['jonas'],
    ['refused @jonas', 'done @lena', 'done team'],
    ['lena', 'release-leads'],
    4,
  ],
  [
    'says so of each, when all are bad',
    ['jonas', 'lena'],
    ['refused @jonas', 'refused @lena', 'done team'],
    ['release-leads'],
    4,
  ],
  [
    'asks people, where the token may not see teams',
    ['release-leads'],
    ['done @jonas', 'refused team'],
    ['jonas', 'lena'],
    2,
  ],
])('%s', async (_, strangers, effects, asked, requests) => {
  const world = shop(strangers)
  expect(told(await requestReviewers(world.github, acme, request))).toEqual(effects)
  expect(world.asked).toEqual(asked)
  expect(world.github.calls).toHaveLength(requests)
})

test.each(['forbidden', 'invalid', 'not-found'] as const)(
  'a team refused as %s: Members: read is what the token lacks',
  async (failure) => {
    const { github } = shop([], [{ at: 1, failure, isDone: false }])
    const [effect] = await requestReviewers(github, acme, { ...request, users: [] })
    expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining('"Members: read"') })
  },
)

test('people refused for want of the permission are not tried one by one', async () => {
  const { github } = shop([], [{ at: 1, failure: 'forbidden', isDone: false }])
  const [effect] = await requestReviewers(github, acme, { ...request, teams: [] })
  expect(effect).toMatchObject({ outcome: 'refused', why: expect.stringContaining('"pull-requests: write"') })
  expect(github.calls).toHaveLength(1)
})
