/**
 * Sentences as post-mortems hold them. What blames a change plainly is believed; what clears it, repairs with it, asks,
 * supposes or tells of another incident is not: a false confirmed link would teach the model a lie.
 */
import { describe, expect, test } from 'vitest'
import { statementsIn } from '../../../src/history/incidents/statements.ts'

const blamed = (text: string): readonly string[] =>
  statementsIn(text)
    .filter(({ relation }) => relation === 'caused-by')
    .map(({ written }) => written)

describe('blames', () => {
  test.each([
    ['The outage was caused by #12.', ['#12']],
    ['root cause: a41c0de9c1d2b3a4f5e60718293a4b5c6d7e8f90', ['a41c0de9c1d2b3a4f5e60718293a4b5c6d7e8f90']],
    ['**Root cause:** the deployment of PR #12 emptied the cache.', ['PR #12']],
    ['This was due to a regression introduced in harbour/shop#12.', ['harbour/shop#12']],
    ['The bug was introduced by commit 8b1e77a1 on Monday.', ['8b1e77a1']],
    ['#12 broke the checkout for everybody.', ['#12']],
    ['PR #12 caused the workers to crash.', ['PR #12']],
    ['#12 and #13 caused the outage.', ['#12', '#13']],
    [
      'https://github.com/harbour/shop/pull/12 is identified as the culprit.',
      ['https://github.com/harbour/shop/pull/12'],
    ],
    [
      'We bisected the failure to [this commit](https://github.com/harbour/shop/commit/8b1e77a1).',
      ['https://github.com/harbour/shop/commit/8b1e77a1'],
    ],
    ['Errors started right after deploying #12.', ['#12']],
    ['Requests failed after we merged #12 into production.', ['#12']],
    ['The culprit turned out to be #12, which was not tested.', ['#12']],
    ['We first suspected #14, but #12 caused it.', ['#12']],
    ['Reverting #12 restored the service within a minute.', ['#12']],
    ['The incident was resolved by rolling back #12.', ['#12']],
    ['PR #12 introduced a memory leak in the worker.', ['PR #12']],
    ['The incident was triggered by the configuration change in !12.', ['!12']],
    ['The failure was traced back to the database migration in #12.', ['#12']],
    ['PR #12 failed to deploy to staging.', ['PR #12']],
    ['It was caused by the upgrade of the proxy (#12), which dropped every header.', ['#12']],
    ['#12 removed an index, which caused the timeouts.', ['#12']],
    ['The regression was introduced by #12 and fixed by #13.', ['#12']],
    ['Following the release of #12, error rates spiked.', ['#12']],
    ['The database ran into errors because of #12.', ['#12']],
    ['We tracked the failure down to #12.', ['#12']],
    ['The offending commit is 8b1e77a1.', ['8b1e77a1']],
    ['The cause of the outage was CHG0001234.', ['CHG0001234']],
  ])('%s', (text, wanted) => expect(blamed(text)).toEqual(wanted))
})

describe('does not blame', () => {
  test.each([
    'The outage was fixed by #12.',
    'The outage was caused by an expired certificate and fixed in #12.',
    'This was unrelated to #13.',
    'We first suspected #14 but found nothing in it.',
    'We initially thought the outage was caused by #14.',
    'The outage was not caused by #12.',
    "It wasn't #12 that caused the outage.",
    '#12 did not cause the outage.',
    'Was it caused by #12?',
    'It may have been caused by #12.',
    'The outage is probably due to #12.',
    'Rolling back #12 did not resolve the issue.',
    '#12 fixes the bug that caused the outage.',
    '#12 reverts the change that broke the checkout.',
    'The crash was caused by a bad deploy, #12 adds a check for that.',
    'The outage was caused by a full disk (see #12).',
    'A test that would have caught it is added in #12.',
    'The regression introduced last week was addressed in #12.',
    'Ticket #31: alert on errors.',
    'Errors stopped after deploying #12.',
    'The service recovered after #12 was rolled out.',
    'An earlier incident was caused by #9.',
    'If the outage had been caused by #12, the logs would show it.',
    'The cause is described in #12.',
    'It was caused by the same problem as #12.',
    'Whether #12 caused this is unclear.',
    '#12 was ruled out as the cause.',
    '#12 caused no errors at all.',
    'Coincidentally #12 was the cause of a brief spike on staging.',
    'Traffic doubled while #12 was being reviewed.',
    'The incident was caused by load rather than by #12.',
    'Our first hypothesis, that #12 broke the cache, was wrong.',
    'The outage was caused by a hardware fault https://example.com/incidents/12345678.',
    '```\nerror caused by a41c0de9\n```',
    '#12 was reverted.',
    'Nobody knows what caused it; #12 was merged an hour earlier.',
    'Because of #12, the impact was small.',
    'Similar to the outage caused by #12 last year.',
    'The rollback of #12 caused the outage.',
    'Issue #12 caused a lot of discussion.',
    'Failures in CI were caused by #12, not the outage.',
    'The crash was caused by the kernel; it was first blamed on #12.',
    'The alert was triggered by #12 during a drill.',
    'PR #12 caused confusion among reviewers but no outage.',
    'After merging #12 the errors disappeared.',
    'The crash was caused by the update that #12 reverts.',
    'The suspected cause, #12, was reverted without effect.',
    'Errors started an hour before #12 was deployed.',
    'The page was made worse by a lack of #12.',
    'Deployment of #12 was paused because of the outage.',
  ])('%s', (text) => expect(blamed(text)).toEqual([]))
})

test('what is blamed in one place and cleared, or called the repair, in another is only suspected', () => {
  const relations = (text: string) => statementsIn(text).map(({ relation }) => relation)
  expect(relations('The outage was caused by #12. Later #12 was ruled out as the cause.')).toEqual([
    'suspected',
    'related',
  ])
  expect(relations('The outage was caused by #12. It was fixed by #12.')).toEqual(['suspected', 'fixed-by'])
})

test('repairs and suspicions are told apart from mentions', () => {
  const relations = (text: string) =>
    statementsIn(text).map(({ written, relation }) => `${relation} ${written}`)
  expect(relations('PR #255 reverted #254.')).toEqual(['fixed-by PR #255', 'suspected #254'])
  expect(relations('We suspect that the outage was caused by #12.')).toEqual(['suspected #12'])
  expect(relations('See #7.')).toEqual(['related #7'])
})

test('a link and the words it shows name one change', () =>
  expect(
    statementsIn('Deployed with [PR #257](https://github.com/harbour/shop/pull/257).').map(
      ({ reference }) => reference,
    ),
  ).toEqual([{ kind: 'number', number: 257, repository: 'harbour/shop' }]))

test.each([
  ['a date', 'Caused by the storm on 20260310.'],
  ['an address', 'Caused by https://example.com/issues/12'],
  ['an issue', 'caused by https://github.com/harbour/shop/issues/12'],
  ['an image', 'caused by ![graph 8b1e77a1](https://example.com/8b1e77a1.png)'],
  ['a name of a machine', 'caused by node pool-1-8b1e77a1-x2'],
  ['a word of hexadecimal letters', 'caused by a defaced facade'],
])('%s names no change', (_, text) => expect(statementsIn(text)).toEqual([]))
