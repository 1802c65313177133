/** Doors of the gate, each with what is the case before a run, and what a run without a fault comes to. */
import { expect } from 'vitest'
import { approvalWords } from '../../../src/commands/github/failing.ts'
import { type State, workflowToken } from '../../github/state.ts'
import type { ActionResult, ActionRun } from './runner.ts'
import {
  addEnvironment,
  addRun,
  approve,
  deployed,
  enter,
  propose,
  type Shop,
  say,
  ship,
  statusOf,
  tipOf,
} from './shop.ts'

/** Tokens that nobody could take for words. */
export const tokens = {
  job: 'ghs_0JobsOwnToken0123456789abcdefghij',
  reviewer: 'ghs_0ReviewersToken0123456789abcdefg',
  app: 'ghs_0AppsOwnToken0123456789abcdefghij',
} as const

export const enforcing = (actsOn: string): string =>
  [
    'version: 1',
    'mode: enforce',
    'environments:',
    '  production:',
    `    auto-approve: { review-riskiest: 20%, acts-on: [${actsOn}] }`,
    'history: { lookback: 3mo }',
    '',
  ].join('\n')

export const tokensOf = (): State['tokens'] => ({
  [tokens.job]: workflowToken(),
  [tokens.reviewer]: { login: 'rosa', kind: 'user' },
  [tokens.app]: {
    login: 'letting-go[bot]',
    kind: 'app',
    permissions: { actions: 'read', deployments: 'write' },
  },
})

/** A run at a door; in this process unless told. */
export type Run = Partial<ActionRun> & { readonly spawned?: boolean }

export interface Door {
  readonly name: string
  readonly policy: string
  /** What is the case when the run begins. */
  readonly prepare: (shop: Shop) => void | Promise<void>
  readonly enter: (shop: Shop, run: Run) => Promise<ActionResult>
  /** The commit that may be let go. */
  readonly head: (shop: Shop) => string
  /** Holds a run without a fault to what it is for. */
  readonly settled: (attempt: { readonly shop: Shop; readonly result: ActionResult }) => void
}

export const inputs = { 'github-token': tokens.job }
const topicOf = ({ repository }: Shop) => repository.pulls.find((pull) => pull.head.ref === 'topic')!

const pullRequest = (shop: Shop, run: Run): Promise<ActionResult> =>
  enter(
    shop,
    { event: 'pull_request_target', action: 'synchronize' },
    { pull: topicOf(shop) },
    { inputs, ...run },
  )

export const doors = {
  pullRequest: {
    name: 'pull_request_target, approved by the gate',
    policy: enforcing('pull-requests'),
    prepare: (shop) => void propose(shop, { branch: 'topic' }),
    enter: pullRequest,
    head: (shop) => tipOf(shop, 'topic'),
    settled: ({ shop }) =>
      expect(topicOf(shop).reviews).toMatchObject([{ state: 'APPROVED', commit: tipOf(shop, 'topic') }]),
  },
  withdrawal: {
    name: 'pull_request_target, an approval of the gate to be withdrawn',
    policy: enforcing('pull-requests'),
    prepare: (shop) => {
      const pull = propose(shop, { branch: 'topic', size: 'risky' })
      approve(shop, pull, 'github-actions[bot]').body = `${approvalWords} it: an hour ago it was harmless.`
    },
    enter: pullRequest,
    head: (shop) => tipOf(shop, 'topic'),
    settled: ({ shop }) => expect(topicOf(shop).reviews).toMatchObject([{ state: 'DISMISSED' }]),
  },
  push: {
    name: 'push that deploys',
    policy: enforcing('deployments'),
    prepare: (shop) => {
      deployed(shop, tipOf(shop))
      ship(shop, { branch: 'one', size: 'risky', approvedBy: 'ada' })
      ship(shop, { branch: 'two' })
    },
    enter: (shop, run) => enter(shop, { event: 'push' }, { sha: tipOf(shop) }, { inputs, ...run }),
    head: (shop) => tipOf(shop),
    settled: ({ shop }) => expect(statusOf(shop, tipOf(shop))).toBe('success'),
  },
  comment: {
    name: 'issue_comment .approve',
    policy: enforcing('pull-requests'),
    prepare: async (shop) => {
      const pull = propose(shop, { branch: 'topic', size: 'risky' })
      await pullRequest(shop, { inputs })
      shop.wait(10)
      say(shop, pull, '.approve')
      shop.wait(1)
    },
    enter: (shop, run) => {
      const pull = topicOf(shop)
      const comment = pull.comments.findLast(({ author }) => author === 'ada')!
      return enter(
        shop,
        { event: 'issue_comment', action: 'created' },
        { issue: pull, comment },
        { inputs, ...run },
      )
    },
    head: (shop) => tipOf(shop, 'topic'),
    settled: ({ shop }) => {
      expect(topicOf(shop).reviews).toMatchObject([{ state: 'APPROVED', commit: tipOf(shop, 'topic') }])
      expect(statusOf(shop, tipOf(shop, 'topic'))).toBe('success')
    },
  },
  waitingRun: {
    name: 'workflow_run that waits',
    policy: enforcing('deployments'),
    prepare: (shop) => {
      const { state, repository } = shop
      repository.collaborators['rosa'] = 'read'
      addEnvironment(state, repository, {
        name: 'production',
        reviewers: ['rosa'],
        customRules: ['letting-go'],
      })
      deployed(shop, tipOf(shop))
      const { sha } = ship(shop, { branch: 'two' })
      addRun(state, repository, { headSha: sha, pending: ['production'] })
    },
    enter: (shop, run) => {
      const [waiting] = shop.repository.runs
      return enter(
        shop,
        { event: 'workflow_run', action: 'requested' },
        { run: waiting! },
        { inputs: { ...inputs, 'reviewer-token': tokens.reviewer, 'app-token': tokens.app }, ...run },
      )
    },
    head: (shop) => tipOf(shop),
    settled: ({ shop }) =>
      expect(shop.repository.runs).toMatchObject([
        { approvals: [{ state: 'approved' }], protections: [{ state: 'approved' }], pending: [] },
      ]),
  },
} as const satisfies Record<string, Door>
