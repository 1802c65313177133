/** A label on a pull request in the merge queue: a person looks, however its commits come to stand there. */
import { describe, expect, test } from 'vitest'
import type { Pull } from '../../github/state.ts'
import { counts } from './counting.ts'
import {
  approve,
  commitTo,
  deployed,
  enforcing,
  enter,
  openShop,
  propose,
  type Shop,
  statusOf,
  tipOf,
} from './shop.ts'

const label = 'Do-Not-Auto-Approve'
type Method = 'merge' | 'squash' | 'rebase'

/** How GitHub writes a pull request into the queue: a merge or one commit that names it, or its own commits once more. */
const messages: Readonly<Record<Method, (pull: Pull) => readonly string[]>> = {
  merge: ({ number }) => [`Merge pull request #${number} from acme/topic`],
  squash: ({ number, title }) => [`${title} (#${number})`],
  rebase: () => ['First step', 'Second step'],
}

const open = async (): Promise<{ readonly shop: Shop; readonly pull: Pull }> => {
  const shop = await openShop({ policy: enforcing })
  deployed(shop, tipOf(shop))
  return { shop, pull: twoSteps(shop, 'topic') }
}

/** Two commits, neither of which anybody need see. */
const twoSteps = (shop: Shop, branch: string): Pull => {
  const pull = propose(shop, { branch })
  commitTo(shop.state, shop.repository, { branch, files: { 'NOTES.md': `${branch}\n` }, author: 'mira' })
  pull.head.sha = tipOf(shop, branch)
  return pull
}

interface Group {
  readonly sha: string
  readonly before: string
  readonly ref: string
}

/** GitHub builds the group upon the tip; `named`: what its branch is called. */
const build = (
  shop: Shop,
  pulls: readonly Pull[],
  method: Method,
  named: string = `pr-${pulls.at(-1)!.number}`,
  texts: readonly string[] = pulls.flatMap(messages[method]),
): Group => {
  const before = tipOf(shop)
  const branch = `gh-readonly-queue/main/${named}-${before}`
  for (const [at, message] of texts.entries())
    commitTo(shop.state, shop.repository, {
      branch,
      from: before,
      files: { [`notes/${at}.md`]: `${message}\n` },
      ...(method === 'merge' ? { merges: [pulls[at]!.head.sha] } : {}),
      author: 'mira',
      message,
    })
  return { sha: tipOf(shop, branch), before, ref: `refs/heads/${branch}` }
}

const judge = (shop: Shop, group: Group) =>
  enter(shop, { event: 'merge_group', action: 'checks_requested' }, group)

const methods = ['merge', 'squash', 'rebase'] as const

describe.each<[Method, number]>([
  ['merge', 15],
  ['squash', 14],
  ['rebase', 12],
])('by %s', (method, requests) => {
  test('the label asks for a person, and lets go when it is taken off', async () => {
    const { shop, pull } = await open()
    const group = build(shop, [pull], method)
    pull.labels.push(label)
    const held = await judge(shop, group)
    counts(`merge_group, ${method}, labelled`, held, requests)
    expect(held.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'do-not-auto-approve',
    })
    expect(held.outputs['message']).toMatch(/bears? the label do-not-auto-approve/)
    expect(statusOf(shop, group.sha)).toBe('pending')
    pull.labels = []
    const free = await judge(shop, group)
    counts(`merge_group, ${method}`, free, requests)
    expect(free.outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    expect(statusOf(shop, group.sha)).toBe('success')
  })

  test('who refuses to tell of pull requests lets nothing go', async () => {
    const { shop, pull } = await open()
    const group = build(shop, [pull], method)
    shop.state.faults = [
      { at: 'always', kind: '403', route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}' },
    ]
    const refused = await judge(shop, group)
    expect(refused.outputs).toMatchObject({ decision: 'review', 'reason-code': 'source-failed' })
    expect(refused.outputs['message']).toContain('GET /repos/{owner}/{repo}/pulls/{pull_number}')
  })
})

test('what somebody approved goes on, labelled or not', async () => {
  const { shop, pull } = await open()
  pull.labels.push(label)
  approve(shop, pull)
  expect((await judge(shop, build(shop, [pull], 'merge'))).outputs).toMatchObject({ decision: 'approve' })
})

describe('where nobody can tell which pull request a commit is of', () => {
  const unknown = /labels \(it is not known which pull request .* (?:is|are) of, nor whether it bears do-not/

  test.each<[string, Method, string, readonly string[] | undefined, boolean]>([
    ['the branch names none, the commits neither', 'rebase', 'group', undefined, false],
    ['the branch names none, but the merge does', 'merge', 'group', undefined, true],
    ['the branch names what is no pull request', 'rebase', 'pr-4711', undefined, false],
    ['a title names what is none, but the branch does', 'rebase', 'pr-61', ['Mend (#4711)'], true],
    ['more commits stand there than its own', 'rebase', 'pr-61', ['Whose', 'First', 'Second'], false],
    ['an old one is named by the oldest', 'rebase', 'pr-61', ['Whose (#1)', 'First', 'Second'], false],
  ])('%s', async (_, method, named, texts, goes) => {
    const { shop, pull } = await open()
    const { outputs } = await judge(shop, build(shop, [pull], method, named, texts))
    expect(outputs).toMatchObject(
      goes ? { decision: 'approve' } : { decision: 'review', 'reason-code': 'source-failed' },
    )
    if (!goes) expect(outputs['message']).toMatch(unknown)
  })

  test('of two in one group both labels count', async () => {
    for (const method of methods) {
      const { shop, pull } = await open()
      const second = twoSteps(shop, 'second')
      const group = build(shop, [pull, second], method)
      pull.labels.push(label)
      const { outputs } = await judge(shop, group)
      expect([method, outputs['decision'], outputs['reason-code']]).toEqual([
        method,
        'review',
        // Rebased, the older commits name nobody.
        method === 'rebase' ? 'source-failed' : 'do-not-auto-approve',
      ])
    }
  })
})
