import { describe, expect, test } from 'vitest'
import { bareTitle, purposes, understandMessage } from '../../src/history/message.ts'

const sha = '8b1e77a3c0d94f5e6a7b8c9d0e1f2a3b4c5d6e7f'
const shortSha = sha.slice(0, 9)

const purposesOf = (message: string): readonly string[] =>
  Object.entries(purposes).flatMap(([name, bit]) =>
    (understandMessage(message).purpose & bit) === 0 ? [] : [name],
  )

describe('title and pull request', () => {
  test.each<[string, string, string, number | null]>([
    ['GitHub, merge', 'Merge pull request #12 from acme/pay\n\nPay by card', 'Pay by card', 12],
    [
      'GitHub, merge without a body',
      'Merge pull request #12 from acme/pay',
      'Merge pull request #12 from acme/pay',
      12,
    ],
    ['GitHub, squash', 'Pay by card (#31)\n\n* first try\n\n* second', 'Pay by card (#31)', 31],
    [
      'GitHub, squash of a revert',
      'Revert "Pay by card (#31)" (#32)',
      'Revert "Pay by card (#31)" (#32)',
      32,
    ],
    ['GitHub, issue in mid-title is no pull request', 'Close (#9) gaps', 'Close (#9) gaps', null],
    [
      'GitLab',
      "Merge branch 'pay' into 'main'\n\nPay by card\n\nSee merge request acme/shop!77",
      'Pay by card',
      77,
    ],
    ['GitLab, nested groups', "Merge branch 'a' into 'b'\n\nT\n\nSee merge request a/b/c!8", 'T', 8],
    [
      'Bitbucket',
      'Merged in pay (pull request #5)\n\nPay by card\n\nApproved-by: Somebody',
      'Pay by card',
      5,
    ],
    ['bors', 'Merge #40 #41\n\n40: Pay by card r=mira a=tomas', '40: Pay by card r=mira a=tomas', 40],
    ['homu', 'Auto merge of #99 - acme:pay, r=mira\n\nPay by card', 'Pay by card', 99],
    ['git, local merge', "Merge branch 'pay'", "Merge branch 'pay'", null],
    ['git, remote-tracking branch', "Merge remote-tracking branch 'origin/pay'\n\nPay", 'Pay', null],
    [
      'git, merge with a log of what it merges',
      "Merge branch 'pay'\n\n* pay:\n  Pay by card",
      "Merge branch 'pay'",
      null,
    ],
    ['Phabricator', 'Pay by card\n\nSummary: …\n\nDifferential Revision: https://p/D12', 'Pay by card', null],
    ['Gerrit', 'Pay by card\n\nChange-Id: I0123456789abcdef', 'Pay by card', null],
    ['Conventional Commits', 'feat(shop)!: pay by card', 'feat(shop)!: pay by card', null],
    ['non-ASCII', 'Zahlen mit Karte — 支払い 💳 (#7)', 'Zahlen mit Karte — 支払い 💳 (#7)', 7],
    ['Windows line ends', 'Pay by card (#7)\r\n\r\nbody\r\n', 'Pay by card (#7)', 7],
    ['a number no forge ever gave', `T (#${'9'.repeat(30)})`, `T (#${'9'.repeat(30)})`, null],
    ['nothing at all', '', '', null],
    ['only space', ' \n \n', '', null],
  ])('%s', (_, message, title, number) => {
    expect(understandMessage(message)).toMatchObject({ title, number })
  })
})

describe('what it reverts', () => {
  const body = `This reverts commit ${sha}.`
  test.each<[string, string, { shas?: string[]; numbers?: number[]; title?: string | null }]>([
    ['git', `Revert "Pay by card"\n\n${body}`, { shas: [sha], title: 'Pay by card' }],
    [
      'git, abbreviated',
      `Revert "Pay"\n\nThis reverts commit ${shortSha}.`,
      { shas: [shortSha], title: 'Pay' },
    ],
    [
      'git, SHA-256',
      `Revert "Pay"\n\nThis reverts commit ${'ab'.repeat(32)}.`,
      { shas: ['ab'.repeat(32)], title: 'Pay' },
    ],
    [
      'git, a merge',
      `Revert "Merge branch 'pay'"\n\nThis reverts commit ${sha}, reversing\nchanges made to ${shortSha}.`,
      { shas: [sha], title: "Merge branch 'pay'" },
    ],
    [
      'two commits in one',
      `Take payments out\n\n${body}\nThis reverts commit ${shortSha}.`,
      { shas: [sha, shortSha] },
    ],
    ['GitHub, squash', 'Revert "Pay (#31)" (#32)\n\nReverts acme/shop#31', { numbers: [31], title: 'Pay' }],
    ['GitHub, short form', 'Undo it (#32)\n\nReverts #31', { numbers: [31] }],
    [
      'GitHub, merged by button',
      'Merge pull request #32 from acme/revert-31-pay\n\nRevert "Pay"',
      { numbers: [31], title: 'Pay' },
    ],
    ['a title alone', 'Revert "Pay by card"', { title: 'Pay by card' }],
    ['a title with the number it had', 'Revert "Pay by card (#31)"', { title: 'Pay by card' }],
    ['quotes within', 'Revert "Say "pay" twice"', { title: 'Say "pay" twice' }],
    ['a number in the title', 'Revert #31', { numbers: [31] }],
    ['“PR” before the number', 'Rollback: PR #31 broke checkout', { numbers: [31] }],
    ['Conventional Commits', 'revert: feat: pay by card', { title: 'feat: pay by card' }],
    ['Conventional Commits, a scope', 'revert(shop): pay by card', { title: 'pay by card' }],
    [
      'Phabricator',
      'Back out "Pay by card"\n\nOriginal commit changeset: 8b1e77a3',
      { title: 'Pay by card' },
    ],
    ['Phabricator, a revision nobody here can look up', 'Revert D12', {}],
    ['Gerrit, a third time', `Revert^3 "Pay"\n\n${body}`, { shas: [sha], title: 'Pay' }],
    ['release branches', '[v2.1] Revert "Pay by card"', { title: 'Pay by card' }],
    ['a body that only speaks of reverting', 'Explain\n\nOne reverts to plan B here.', {}],
    ['a body that names a commit', `Explain\n\nSee ${sha}.`, {}],
  ])('%s', (_, message, { shas = [], numbers = [], title = null }) => {
    expect(understandMessage(message).reverts).toEqual({ shas, numbers, title })
  })
})

describe('what it is for', () => {
  test.each<[string, string, string[]]>([
    ['a plain change', 'Show the total', []],
    ['a fix', 'Fix rounding of totals', ['fix']],
    ['a crash', 'Do not crash without a cart', ['fix']],
    ['a word that only looks like one', 'Prefix totals and suffixes', []],
    ['a fix by its branch', 'Merge pull request #2 from acme/fix-totals\n\nShow totals', ['fix']],
    ['a hotfix', 'Hotfix: totals', ['hotfix']],
    ['a hot fix', 'hot-fix for totals', ['fix', 'hotfix']],
    ['a hotfix by its branch', 'Merge pull request #2 from acme/hotfix/totals\n\nTotals', ['hotfix']],
    ['a hotfix by its branch, GitLab', "Merge branch 'hotfix-12' into 'main'", ['hotfix']],
    ['a revert', 'Revert "Show the total"', ['revert']],
    ['a revert, no quotes', 'Back out the totals', ['revert']],
    ['a rollback', 'Rollback to yesterday', ['revert']],
    ['a revert of a revert', 'Revert "Revert "Show the total""', ['reland']],
    ['a revert of a revert, as git writes it today', 'Reapply "Show the total"', ['reland']],
    ['a revert of a revert, Gerrit', `Revert^2 "Show the total"\n\nThis reverts commit ${sha}.`, ['reland']],
    ['a revert of that', `Revert^3 "Show the total"\n\nThis reverts commit ${sha}.`, ['revert']],
    ['a reland', 'Re-land "Show the total"', ['reland']],
    ['a reland, tagged', '[v2] Reland show the total', ['reland']],
    ['a refactoring', 'refactor(cart): rename total', ['refactor']],
    ['dependabot', 'Bump lodash from 4.17.20 to 4.17.21', ['dependencyBump']],
    ['dependabot, major', 'build(deps): bump left-pad from 1.3.0 to 2.0.0', ['dependencyBump', 'majorBump']],
    ['renovate, no version before', 'chore(deps): update dependency zod to v4', ['dependencyBump']],
    ['an autoroller', 'Roll Skia from 0123abc..4567def', ['dependencyBump']],
    ['a feature flag', 'Put totals behind a flag', ['featureFlag']],
    ['a feature flag, told below', 'Totals\n\nHidden by a feature flag.', ['featureFlag']],
    ['a workaround', 'Temporarily round twice', ['workaround']],
    ['breaking, by the mark', 'feat(api)!: totals', ['breaking', 'feature']],
    ['breaking, by the footer', 'Totals\n\nBREAKING CHANGE: cents now', ['breaking']],
    ['something new', 'Add totals', ['feature']],
    ['nothing at all', '', []],
  ])('%s', (_, message, wanted) => expect(purposesOf(message)).toEqual(wanted))
})

test('co-authors are told by their addresses, in any spelling of the trailer', () => {
  const message =
    'Totals\n\nCo-authored-by: Ada Ferro <ada@example.com>\nco-authored-by: Lin <lin@example.com>\nReviewed-by: X <x@y.z>'
  expect(understandMessage(message).coAuthors).toEqual(['ada@example.com', 'lin@example.com'])
})

describe('how much it explains: a body without its trailers', () => {
  test.each<[string, number]>([
    ['', 0],
    ['Twelve chars', 12],
    ['  Twelve chars  \n\nand more', 20],
    ['Signed-off-by: Mira Vale <mira@example.com>', 0],
    ['signed-off-by: Mira Vale <mira@example.com>', 0],
    ['Co-authored-by: Ada Ferro <ada@example.com>', 0],
    ['Change-Id: I0123456789abcdef', 0],
    ['Reviewed-on: https://review.example.com/1', 0],
    ['Fixes #12.', 0],
    ['Fixes: 8b1e77a3c0d9 ("Totals")', 0],
    ['(cherry picked from commit 8b1e77a3c0d9)', 0],
    ['Note: read this', 15],
    ['Summary: it rounds', 18],
  ])('%s', (body, length) => expect(understandMessage(`Totals\n\n${body}`).bodyLength).toBe(length))
})

test.each([
  ['Pay by card (#31)', 'Pay by card'],
  ['Pay by card (#31) (#32)', 'Pay by card'],
  ['  Pay by card  (!31)  ', 'Pay by card'],
  ['Pay (by card)', 'Pay (by card)'],
  ['Pay (#31) by card', 'Pay (#31) by card'],
  ['(#31)', ''],
])('two titles are compared without their numbers: %s', (title, bare) => expect(bareTitle(title)).toBe(bare))
