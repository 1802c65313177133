/** Somebody wants what they may not have: the gate is run as ever, and what it answers is held to what is safe. */
import { expect } from 'vitest'
import type { Pull } from '../../github/state.ts'
import { workflowToken } from '../../github/state.ts'
import type { ActionResult, ActionRun } from './runner.ts'
import { dangers } from './safety.ts'
import { enter, openShop, type Shop, type ShopRequest, statusOf } from './shop.ts'

/** As a token looks, so that it is found wherever it leaks. */
export const jobToken = 'ghs_0JobsOwnToken0123456789abcdefghij'

export const enforcing = [
  'version: 1',
  'mode: enforce',
  'environments:',
  '  production:',
  '    auto-approve: { review-riskiest: 20%, acts-on: [pull-requests, deployments] }',
  '',
].join('\n')

/** A shop whose gate holds what is risky, and approves what is not. */
export const openGuarded = async (request: ShopRequest = {}): Promise<Shop> => {
  const shop = await openShop({
    policy: enforcing,
    ...request,
    overrides: { canApprovePullRequestReviews: true, ...request.overrides },
  })
  shop.state.tokens = { [jobToken]: workflowToken() }
  return shop
}

const inputs = { 'github-token': jobToken }

/** The gate looks at a pull request, with every right to answer. */
export const look = (
  shop: Shop,
  pull: Pull,
  { inputs: more, ...run }: Partial<ActionRun> = {},
): Promise<ActionResult> =>
  enter(
    shop,
    { event: 'pull_request_target', action: 'synchronize' },
    { pull },
    { inputs: { ...inputs, ...more }, ...run },
  )

/** The commit asked to run in production. */
export const deploy = (
  shop: Shop,
  sha: string,
  { inputs: more, ...run }: Partial<ActionRun> = {},
): Promise<ActionResult> =>
  enter(shop, { event: 'push' }, { sha }, { inputs: { ...inputs, ...more }, ...run })

/** What is wrong after a run, whatever it answered. */
export const wrongs = (
  shop: Shop,
  run: ActionResult,
  head: string,
  before: readonly string[] = [],
): Promise<readonly string[]> => dangers(shop, run, { head, before, secrets: [jobToken] })

/** Nothing was let go: not by output, status or approval; and everything else is in order. */
export const expectHeld = async (
  shop: Shop,
  run: ActionResult,
  head: string,
  before: readonly string[] = [],
): Promise<void> => {
  expect(await wrongs(shop, run, head, before)).toEqual([])
  expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
  expect(statusOf(shop, head)).toMatch(/pending|error/)
}

/** It went out, as it should have: the attack changed nothing. */
export const expectLetGo = async (
  shop: Shop,
  run: ActionResult,
  head: string,
  before: readonly string[] = [],
): Promise<void> => {
  expect(await wrongs(shop, run, head, before)).toEqual([])
  expect(run.outputs).toMatchObject({ decision: 'approve', continue: 'true', sha: head })
}
