/** In a job: what is drawn to be looked at asks as anything else does, and a prior of the team's own is read at the base. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Pull } from '../../github/state.ts'
import { counts } from './counting.ts'
import { deployed, enter, gateComments, openShop, type Shop, say, ship, tipOf } from './shop.ts'

const auditing = (share: string): string => `version: 1
mode: enforce
environments:
  production: { auto-approve: { audit: ${share} } }
`
const open = async (policy: string, files: Readonly<Record<string, string>> = {}): Promise<Shop> => {
  const shop = await openShop({ policy, files })
  deployed(shop, tipOf(shop))
  return shop
}
const push = (shop: Shop, sha: string) => enter(shop, { event: 'push' }, { sha })
const reply = (shop: Shop, pull: Pull, body: string) =>
  enter(shop, { event: 'issue_comment', action: 'created' }, { pull, comment: say(shop, pull, body) })
const resultOf = ({ outputs }: { readonly outputs: Readonly<Record<string, string>> }) =>
  JSON.parse(outputs['result'] ?? '')

describe('what is drawn', () => {
  test('waits for a word on its pull request, and goes on with it; nobody is asked twice', async () => {
    const shop = await open(auditing('100%'))
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    const first = await push(shop, sha)
    counts('push, one part, drawn for a look', first, 21)
    expect(first.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'audit-draw',
    })
    expect(resultOf(first).change.parts).toMatchObject([{ id: `#${pull.number}`, audited: true }])
    expect(gateComments(pull)).toEqual([
      expect.stringMatching(/### Review wanted: it was drawn, as a few of those that go out unreviewed are/),
    ])
    shop.wait(3)
    await reply(shop, pull, '.approve')
    const second = await push(shop, sha)
    counts('push, one part, drawn and approved', second, 16)
    expect(second.outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    expect(resultOf(second).change.parts).toMatchObject([{ audited: true, approvedBy: ['ada'] }])
  })

  test('asks for no word on what was not drawn', async () => {
    const shop = await open(auditing('0%'))
    const { pull, sha } = ship(shop, { branch: 'harmless' })
    const run = await push(shop, sha)
    counts('push, one part, nothing is drawn', run, 15)
    expect(run.outputs).toMatchObject({ 'reason-code': 'below-limit' })
    expect(gateComments(pull)).toEqual([])
  })
})

describe('a prior of the team', () => {
  const path = '.github/change-risk-prior.json'
  const prior = readFileSync(new URL('../../../src/model/prior.json', import.meta.url), 'utf8')
  const sha256 = createHash('sha256').update(prior).digest('hex')
  const naming = (hash: string): string => `version: 1\nmode: enforce\nprior: ${path}#sha256:${hash}\n`

  test('is read where the policy stood', async () => {
    const shop = await open(naming(sha256), { [path]: prior })
    const { sha } = ship(shop, { branch: 'harmless' })
    const run = await push(shop, sha)
    expect(run.outputs).toMatchObject({ decision: 'approve', continue: 'true' })
    expect(resultOf(run).model.prior).toEqual({ path, sha256, repositories: 0 })
  })

  test('that is another one lets nothing out, and both hashes are told', async () => {
    const shop = await open(naming('0'.repeat(64)), { [path]: prior })
    const { sha } = ship(shop, { branch: 'harmless' })
    const run = await push(shop, sha)
    expect(run.outputs).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'source-failed',
    })
    const { notes } = resultOf(run)
    expect(notes.join('\n')).toContain(`has sha256:${sha256}, and the policy names sha256:${'0'.repeat(64)}`)
  })
})
