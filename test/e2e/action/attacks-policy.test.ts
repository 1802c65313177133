/** Somebody writes the rule they are judged by, or has it read from where they may write. */
import { describe, expect, test } from 'vitest'
import { git, writeBlob, writeCommit, writeTree } from '../../github/git.ts'
import { personOf } from '../../github/people.ts'
import { commitTo } from '../../github/repositories.ts'
import {
  deploy,
  enforcing,
  expectHeld,
  expectLetGo,
  jobToken,
  look,
  openGuarded,
  wrongs,
} from './attacking.ts'
import {
  approve,
  deployed,
  enter,
  gateComments,
  land,
  propose,
  type Shop,
  ship,
  statusOf,
  tipOf,
  tuesday,
} from './shop.ts'

const lax =
  'version: 1\nmode: observe\nenvironments: { production: { auto-approve: { review-riskiest: 0% } } }\n'
const policyPath = '.github/change-risk.yml'

describe('a change to what steers the gate', () => {
  test.each([
    ['its policy', { [policyPath]: lax }],
    ['the policy, taken away', { [policyPath]: null }],
    ['CODEOWNERS, where it lies', { CODEOWNERS: '* @mira\n' }],
    ['a CODEOWNERS that would come first', { '.github/CODEOWNERS': '* @mira\n' }],
    ['a workflow', { '.github/workflows/deploy.yml': 'on: push\n' }],
    ['an action of the repository', { '.github/actions/gate/action.yml': 'name: mine\n' }],
  ])('%s: is reviewed whatever its risk, by the policy at the base', async (_, files) => {
    const shop = await openGuarded()
    const pull = propose(shop, { branch: 'topic', files })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'gate-files-changed' })
    expect(run.outputs['message']).toMatch(/a change to what steers the gate itself is always reviewed/i)
    const { policy } = JSON.parse(run.outputs['result'] ?? '')
    expect(policy).toEqual({
      path: policyPath,
      blob: git(shop.repository, ['rev-parse', `refs/heads/main:${policyPath}`]),
    })
  })

  test('hidden behind a rename is seen all the same', async () => {
    const shop = await openGuarded()
    const pull = propose(shop, {
      branch: 'topic',
      files: { [policyPath]: null, 'docs/change-risk.yml': enforcing },
    })
    const run = await look(shop, pull)
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'gate-files-changed' })
  })

  test('that landed without a word is asked about when it deploys, by the policy of what runs', async () => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop))
    const { sha } = ship(shop, { branch: 'lax', files: { [policyPath]: lax } })
    const run = await deploy(shop, sha)
    await expectHeld(shop, run, sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'gate-files-changed' })
  })

  test('brought by a second pull request that rides on it does not loosen the first', async () => {
    const shop = await openGuarded()
    const first = propose(shop, { branch: 'lax', files: { [policyPath]: lax } })
    approve(shop, first, 'ada')
    const second = propose(shop, { branch: 'risky', size: 'risky' })
    const before = await look(shop, second)
    await expectHeld(shop, before, second.head.sha)
    land(shop, first)
    // Now it is the policy, for somebody approved it; what waited is judged by it, and says so.
    const after = await look(shop, second)
    expect(JSON.parse(after.outputs['result'] ?? '').mode).toBe('observe')
  })
})

describe('a workflow that somebody doctored', () => {
  test('workflow_dispatch on a branch: never approved, and why is told', async () => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop))
    const sha = commitTo(shop.state, shop.repository, { branch: 'mine', files: { 'README.md': 'mine\n' } })
    const run = await enter(
      shop,
      { event: 'workflow_dispatch' },
      { sha },
      { sha, ref: 'refs/heads/mine', inputs: { 'github-token': jobToken } },
    )
    await expectHeld(shop, run, sha)
    expect(run.outputs['message']).toMatch(/started on a branch other than the default one/)
  })

  test('a tag of the default branch’s name is not the default branch', async () => {
    const shop = await openGuarded()
    deployed(shop, tipOf(shop))
    const sha = commitTo(shop.state, shop.repository, { branch: 'mine', files: { 'README.md': 'mine\n' } })
    git(shop.repository, ['update-ref', 'refs/tags/main', sha])
    const run = await enter(
      shop,
      { event: 'workflow_dispatch' },
      { sha },
      { sha, ref: 'refs/tags/main', inputs: { 'github-token': jobToken } },
    )
    await expectHeld(shop, run, sha)
  })

  test('config is not honoured where the workflow file is not the default branch’s own', async () => {
    const shop = await openGuarded({ policy: 'version: 1\nmode: enforce\n' })
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const run = await look(shop, pull, {
      inputs: { config: 'version: 1\nmode: observe\n' },
      env: { GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/gate.yml@refs/pull/61/merge' },
    })
    await expectHeld(shop, run, pull.head.sha)
    expect(run.annotations.map(({ message }) => message).join()).toContain(
      'input config is not honoured here',
    )
  })
})

describe('the organisation’s policy', () => {
  const strict =
    'version: 1\nmode: enforce\nenvironments: { production: { never-auto-approve: ["**/*.md"] } }\n'
  test.each([
    ['says observe', lax],
    ['says off', 'version: 1\nmode: off\n'],
    [
      'lets everything go',
      'version: 1\nmode: enforce\nenvironments: { production: { auto-approve: { review-riskiest: 0% } } }\n',
    ],
    ['is none', undefined],
  ])('holds where the repository’s own %s', async (_, policy) => {
    const shop = await openGuarded(policy === undefined ? { policy: '' } : { policy })
    if (policy === undefined) commitTo(shop.state, shop.repository, { files: { [policyPath]: null } })
    const pull = propose(shop, { branch: 'topic' })
    const run = await look(shop, pull, { inputs: { config: strict } })
    await expectHeld(shop, run, pull.head.sha)
    expect(run.outputs).toMatchObject({ 'reason-code': 'never-auto-approve' })
    expect(run.outputs['message']).toContain('README.md')
  })
})

describe('a policy at the base that is none', () => {
  const bomb = `version: 1\na: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
    .split('')
    .map((name, at) => {
      const before = 'abcdefghij'[at]!
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`
    })
    .join('\n')}\n`
  const settled = async (shop: Shop, run: Awaited<ReturnType<typeof look>>, head: string): Promise<void> => {
    expect(await wrongs(shop, run, head)).toEqual([])
    expect(run.outputs).toMatchObject({ decision: 'review', continue: 'false' })
    expect(statusOf(shop, head)).toMatch(/error|pending/)
  }

  test.each([
    ['a bomb of aliases', bomb, /alias|unknown|not a known/i],
    ['a prototype’s key', 'version: 1\n__proto__: { mode: observe }\nmode: enforce\n', /__proto__/],
    ['a constructor', 'version: 1\nconstructor: { prototype: { mode: observe } }\n', /constructor/],
    ['a key twice', 'version: 1\nmode: enforce\nmode: observe\n', /mode|unique/i],
    ['a tag of a language', 'version: 1\nmode: !!js/function "observe"\n', /mode|tag/i],
    ['another version', 'version: 99\nmode: observe\n', /version/],
    ['a list', '- mode: observe\n', /mapping|wanted/i],
    ['not even text', '\u0000\u0001\u0002', /./],
  ])('%s: reviewed, a red step, and the line that is wrong', async (_, policy, sentence) => {
    const shop = await openGuarded({ policy })
    const pull = propose(shop, { branch: 'topic' })
    const began = performance.now()
    const run = await look(shop, pull)
    expect(performance.now() - began).toBeLessThan(10_000)
    await settled(shop, run, pull.head.sha)
    const told = run.annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
    expect(told.join('\n')).toMatch(sentence)
    expect(told.join('\n')).toContain(policyPath)
    expect(({} as Record<string, unknown>)['mode']).toBeUndefined()
  })

  test('larger than any policy: reviewed, and its size is told', async () => {
    const shop = await openGuarded({ policy: `${enforcing}# ${'x'.repeat(300_000)}\n` })
    const pull = propose(shop, { branch: 'topic' })
    const run = await look(shop, pull)
    await settled(shop, run, pull.head.sha)
    expect(run.outputs['message']).toMatch(/policy.*(?:bytes|large)/i)
  })

  test.each([
    ['a symlink to a file of the change', '120000', 'docs/mine.yml'],
    ['a symlink out of the repository', '120000', '/etc/passwd'],
    ['a submodule', '160000', ''],
  ])('%s: reviewed, and a plain file is wanted', async (_, mode, target) => {
    const shop = await openGuarded({ files: { 'docs/mine.yml': lax } })
    const { repository, state } = shop
    const parent = tipOf(shop)
    const object = mode === '160000' ? parent : writeBlob(repository, target)
    const who = personOf(state, 'mira', tuesday.toISOString())
    const tree = writeTree(repository, parent, [{ path: policyPath, object, mode }])
    const sha = writeCommit(repository, {
      tree,
      parents: [parent],
      message: 'Link',
      author: who,
      committer: who,
    })
    git(repository, ['update-ref', 'refs/heads/main', sha])
    const pull = propose(shop, { branch: 'topic' })
    const run = await look(shop, pull)
    await settled(shop, run, pull.head.sha)
    expect(run.outputs['message']).toMatch(/plain text file/)
    expect(run.outputs['message']).not.toContain('root:')
  })
})

describe('CODEOWNERS', () => {
  test.each([
    ['larger than GitHub reads', `${'# owned\n'.repeat(200_000)}* @mira\n`],
    ['binary', `\u0000\u0001${'\ufffd'.repeat(50)}* @ada\u0000\n`],
    ['thousands of patterns that backtrack', `${'/**/a*b*c*d*e*f*g*h*/**/x @ada\n'.repeat(3000)}`],
    ['owners that are no logins', '* @acme/<script>alert(1)</script> @$(id) `@ada` mail@example.com\n'],
  ])('%s: the change is judged and held all the same', async (_, owners) => {
    const shop = await openGuarded({ files: { CODEOWNERS: owners } })
    const pull = propose(shop, { branch: 'topic', size: 'risky' })
    const began = performance.now()
    const run = await look(shop, pull)
    expect(performance.now() - began).toBeLessThan(15_000)
    await expectHeld(shop, run, pull.head.sha)
    expect(gateComments(pull).join()).not.toContain('<script')
    expect(pull.requestedReviewers.filter((login) => login === 'mira')).toEqual([])
  })
})

test('what none of this touches goes out', async () => {
  const shop = await openGuarded()
  const pull = propose(shop, { branch: 'topic' })
  await expectLetGo(shop, await look(shop, pull), pull.head.sha)
})
