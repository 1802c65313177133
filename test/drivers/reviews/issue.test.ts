import { expect, test } from 'vitest'
import { askInIssue } from '../../../src/drivers/reviews/issue.ts'
import { acme, bot, type Fault, mallory, type Parameters, recording, unsettled } from './recording.ts'

const marker = '<!-- change-risk:v1:issue:production -->'
const question = { marker: '<!-- change-risk:v1:ask:3f9c2d1 -->', body: 'May 3f9c2d1 go out?' }
const request = { marker, title: 'Deployments to production', body: 'The gate asks here.', question }
type Issue = ReturnType<typeof opened>
const opened = (number: number, about: object = {}) => ({
  number,
  user: bot,
  body: `${marker}\nThe gate asks here.`,
  html_url: `https://github.com/acme/shop/issues/${number}`,
  ...about,
})

const shop = (start: readonly Issue[] = [], faults: readonly Fault[] = []) => {
  const issues = [...start]
  const comments: Parameters[] = []
  const github = recording(
    {
      'GET /repos/{owner}/{repo}/issues': ({ creator }) =>
        issues.filter(({ user }) => [creator, mallory.login].includes(user.login)),
      'POST /repos/{owner}/{repo}/issues': ({ body }) => {
        issues.push(opened(40 + issues.length, { body }))
        return issues.at(-1)
      },
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': () => comments,
      'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': ({ issue_number, body }) => {
        comments.push({ id: comments.length + 1, user: bot, body, issue_number })
        return comments.at(-1)
      },
    },
    faults,
  )
  return { github, issues, comments, places: () => comments.map(({ issue_number }) => issue_number) }
}

test.each<[string, readonly Issue[], readonly number[], number]>([
  ['opens one', [], [40], 3],
  ['goes on in ours', [opened(7)], [7], 3],
  ['goes on in the oldest, where two runs raced', [opened(7), opened(8)], [7], 3],
  ['not in one where a stranger planted the marker', [opened(7, { user: mallory })], [41], 3],
  ['not in one that quotes the marker', [opened(7, { body: `Re: ${marker}` })], [41], 3],
  ['not in one without a word', [opened(7, { body: null })], [41], 3],
  ['not in a pull request', [opened(7, { pull_request: {} })], [41], 3],
])('%s', async (_, start, places, requests) => {
  const world = shop(start)
  const effect = await askInIssue(world.github, acme, request)
  expect(effect).toMatchObject({
    what: 'issue',
    outcome: 'done',
    url: `https://github.com/acme/shop/issues/${places[0]}`,
  })
  expect(world.places()).toEqual(places)
  expect(world.github.calls).toHaveLength(requests)
})

test('asks the same question once, the next one besides', async () => {
  const world = shop()
  const outcome = async (about: object = {}) =>
    (await askInIssue(world.github, acme, { ...request, question: { ...question, ...about } })).outcome
  expect([await outcome(), await outcome(), await outcome({ marker: '<!-- next -->' })]).toEqual([
    'done',
    'unchanged',
    'done',
  ])
  expect([world.issues.length, world.comments.length]).toEqual([1, 2])
})

test('looks for each of our logins', async () => {
  const world = shop([opened(7, { user: { login: 'release-robot' } })])
  await askInIssue(world.github, acme, { ...request, own: [bot.login, 'release-robot'] })
  expect(world.places()).toEqual([7])
  expect(world.github.asked()).toEqual(['GET issues', 'GET issues', 'GET comments', 'POST comments'])
})

test('opens none where ours may be beyond what is read', async () => {
  const world = shop(Array.from({ length: 1_001 }, (_, number) => opened(number, { body: 'Nightly report' })))
  expect((await askInIssue(world.github, acme, request)).outcome).toBe('refused')
  expect(world.github.calls).toHaveLength(1)
})

test.each(unsettled)('opened although GitHub said %s, it is not opened twice', async (failure) => {
  const world = shop([], [{ at: 2, failure, isDone: true }])
  expect((await askInIssue(world.github, acme, request)).outcome).toBe('done')
  expect([world.issues.length, world.places()]).toEqual([1, [40]])
})

test.each([
  ['issues turned off', 2, 'not-found' as const, 'issues turned on'],
  ['no right to open one', 2, 'forbidden' as const, '"issues: write"'],
  ['no right to comment', 3, 'forbidden' as const, '"issues: write"'],
])('%s: names the mend', async (_, at, failure, mend) => {
  const world = shop([], [{ at, failure, isDone: false }])
  expect(await askInIssue(world.github, acme, request)).toMatchObject({
    what: 'issue',
    outcome: 'refused',
    why: expect.stringContaining(mend),
  })
})

test('a question longer than GitHub takes is refused before anything is written', async () => {
  const world = shop()
  const long = { ...question, body: 'x'.repeat(65_536) }
  expect((await askInIssue(world.github, acme, { ...request, question: long })).outcome).toBe('refused')
  expect(world.github.calls).toEqual([])
})
