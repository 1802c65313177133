/** What is compared with what: kinds of change, and where the base comes from when nobody names it. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { deployment } from '../ledger/fixtures/entries.ts'
import { runCli } from './cli.ts'
import { arithmeticProblems, forget, gateJson, gateScreen } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
let gitDirectory: string
/** Names of the commits the tests speak of. */
const at: Record<string, string> = {}

/** A line of work: a busy past, then a page, a small fix, a migration, a note. A branch left it before the fix. */
beforeAll(async () => {
  repository = await makeRepository()
  gitDirectory = join(repository.directory, '.git')
  await repository.bulk(120)
  const commit = (message: string, path: string, text: string) =>
    repository.commit({ message, files: { [path]: text } })
  at['page'] = await commit('Add a page (#501)', 'web/page.ts', 'page\n'.repeat(40))
  await repository.branch('side', 'HEAD')
  at['side'] = await commit('Something else', 'web/else.ts', 'else\n')
  await repository.checkout('main')
  at['fix'] = await commit('Say it better (#502)', 'web/page.ts', 'page\n'.repeat(41))
  at['migration'] = await commit('Add a column (#503)', 'db/migrations/0001_column.sql', 'alter table\n')
  at['note'] = await commit('Write it down (#504)', 'docs/page.md', 'A page.\n')
  await repository.git('checkout', '--quiet', '--orphan', 'stranger')
  at['stranger'] = await commit('Begin elsewhere', 'other.txt', 'x\n')
  await repository.checkout('main')
})
afterAll(() => repository.remove())
beforeEach(async () => {
  forget(gitDirectory)
  const tags = (await repository.git('tag', '--list')).split('\n').filter((name) => name !== '')
  if (tags.length > 0) await repository.git('tag', '--delete', ...tags)
})

const gate = (...args: readonly string[]): Promise<Assessment> => gateJson(repository.directory, args)
const titles = ({ change }: Assessment): readonly string[] => change.parts.map(({ title }) => title).sort()

describe('the kind of a change', () => {
  test.each<[string, string, string, Partial<Assessment>, string, readonly string[]]>([
    [
      'forward',
      'fix',
      'note',
      { decision: 'review', rule: 'never-auto-approve' },
      'forward',
      ['Add a column', 'Write it down'],
    ],
    [
      'forward, one part, within the limit',
      'migration',
      'note',
      { decision: 'approve', rule: 'below-limit' },
      'forward',
      ['Write it down'],
    ],
    ['the same commit again', 'note', 'note', { decision: 'approve', rule: 'redeploy' }, 'redeploy', []],
    ['back', 'note', 'migration', { decision: 'approve', rule: 'rollback' }, 'rollback', ['Write it down']],
    [
      'back over a migration',
      'note',
      'fix',
      { decision: 'review', rule: 'rollback-over-migration' },
      'rollback',
      ['Add a column', 'Write it down'],
    ],
    [
      'to a branch that lacks what runs',
      'note',
      'side',
      { decision: 'review', rule: 'diverged' },
      'diverged',
      ['Something else'],
    ],
  ])('%s', async (_, base, head, decision, kind, parts) => {
    const args = ['--base', at[base] ?? '', '--head', at[head] ?? '', '--config', await policyFile()]
    const answer = await gate(...args)
    expect(answer).toMatchObject(decision)
    expect(answer.change).toMatchObject({ kind, base: at[base], head: at[head], baseSource: 'option' })
    expect(titles(answer)).toEqual(parts)
    expect(answer.risk.probability !== null).toBe(kind === 'forward' || kind === 'diverged')
    expect(arithmeticProblems(answer, gitDirectory)).toEqual([])
    await gateScreen(repository.directory, args)
  })

  /** Beside the clone: a policy that asks for nothing but a look at migrations. */
  const policyFile = async (): Promise<string> => {
    const path = join(repository.directory, '..', 'policy.yml')
    await writeFile(
      path,
      'version: 1\nenvironments:\n  production:\n    auto-approve: { review-riskiest: 10% }\n' +
        '    never-auto-approve: ["**/migrations/**"]\n',
    )
    return path
  }

  test('of a diverged head says how many commits would be lost', async () => {
    const answer = await gate('--base', at['note'] ?? '', '--head', 'side')
    expect(answer.reason).toBe(
      'what runs there now has 3 commits that this head lacks; deploying it takes them away',
    )
  })

  test('is told for any way a commit can be named', async () => {
    const answers = await Promise.all(
      [
        ['HEAD~2', 'HEAD'],
        ['main~2', 'main'],
        [(at['fix'] ?? '').slice(0, 10), 'refs/heads/main'],
      ].map(([base, head]) => gate('--base', base ?? '', '--head', head ?? '')),
    )
    for (const { change } of answers) expect([change.base, change.head]).toEqual([at['fix'], at['note']])
  })
})

describe('a base that cannot be meant', () => {
  test.each<[string, string, RegExp]>([
    ['an unknown ref', 'v9.9.9', /^--base v9\.9\.9: no such commit in this clone/],
    ['a ref of another history', 'stranger', /^--base [0-9a-f]{8}: shares no history with [0-9a-f]{8}/],
    ['something that is not a commit', 'HEAD^{tree}', /^--base HEAD\^\{tree\}: no such commit/],
  ])('%s', async (_, base, says) => {
    const { code, stdout, stderr } = await runCli([
      'gate',
      '--repository',
      repository.directory,
      '--base',
      base,
    ])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })
})

describe('a base that nobody names', () => {
  const recorded = (environment: string, sha: string, when: string, state?: string): Promise<unknown> =>
    directoryLedger({
      root: join(gitDirectory, 'change-risk'),
      witnessFile: join(gitDirectory, 'change-risk-witness.json'),
    }).append([
      deployment(`${environment} ${sha} ${when}`, {
        environment,
        at: when,
        body: { sha, ...(state === undefined ? {} : { state }) },
      }),
    ])

  test('is the last deployment to that environment', async () => {
    await repository.tag('v1.0.0', { ref: at['migration'] ?? '' })
    await recorded('production', at['page'] ?? '', '2026-02-20T10:00:00Z', 'success')
    await recorded('staging', at['migration'] ?? '', '2026-02-21T10:00:00Z', 'success')
    const answer = await gate('--now', '2026-03-01T10:00:00Z')
    expect(answer.change).toMatchObject({
      base: at['page'],
      baseSource: 'deployment 2026-02-20T10:00:00Z',
      since: '2026-02-20T10:00:00.000Z',
    })
    expect(answer.risk.probability).toBeGreaterThan(0)
    expect((await gate('--environment', 'staging')).change.base).toBe(at['migration'])
  })

  test('is the last one that succeeded, whatever was tried since', async () => {
    await recorded('production', at['page'] ?? '', '2026-02-20T10:00:00Z', 'success')
    await recorded('production', at['fix'] ?? '', '2026-02-21T10:00:00Z', 'failure')
    expect((await gate()).change).toMatchObject({
      base: at['page'],
      baseSource: 'deployment 2026-02-20T10:00:00Z',
    })
  })

  test('that is only guessed approves nothing, however small the change', async () => {
    const answer = await gateJson(repository.directory, ['--mode', 'enforce'], { code: 2 })
    expect(answer.change.baseSource).toMatch(/^recent /)
    expect(answer).toMatchObject({ decision: 'review', rule: 'source-failed' })
    expect(answer.reason).toContain('--base')
  })

  test('is not guessed when a deployment is known that this clone does not hold', async () => {
    await recorded('production', 'f'.repeat(40), '2026-02-20T10:00:00Z')
    const answer = await gate()
    expect(answer).toMatchObject({ decision: 'review', rule: 'source-failed' })
    expect(answer.reason).toContain('production runs ffffffff, which this clone does not hold')
  })

  test('is the newest tag of the usual shape that does not point at the head', async () => {
    await repository.tag('v1.0.0', { ref: 'HEAD~30' })
    await repository.tag('v1.1.0', { ref: 'HEAD~20', message: 'annotated' })
    await repository.tag('v1.2.0', { ref: 'HEAD~12' })
    // Not releases: another shape, names that move, and the head itself.
    await repository.tag('before-the-rewrite-1', { ref: 'HEAD~3' })
    await repository.tag('latest', { ref: 'HEAD~2' })
    await repository.tag('v1', { ref: 'HEAD~2' })
    await repository.tag('v1.3.0', { ref: 'HEAD' })
    const answer = await gate()
    expect(answer.change).toMatchObject({ baseSource: 'tag v1.2.0' })
    expect(answer.change.parts).toHaveLength(12)
    expect(answer.risk.probability).toBeGreaterThan(0)
    const screen = await gateScreen(repository.directory)
    expect(screen).toContain('v1.2.0, the newest tag')
    expect(screen).toContain('--base')
  })

  test('is twenty parts back when nothing tells: ranks, and no probability of the whole', async () => {
    const answer = await gate()
    expect(answer.change).toMatchObject({ baseSource: 'recent 20', kind: 'forward' })
    expect(answer.change.parts).toHaveLength(20)
    const { probability, low, high, baseRate, band } = answer.risk
    expect([probability, low, high, baseRate, band]).toEqual([null, null, null, null, null])
    expect(new Set(answer.change.parts.map(({ percentile }) => percentile)).size).toBeGreaterThan(5)
    expect(answer.lower).toEqual([])
    const screen = await gateScreen(repository.directory)
    expect(screen).toContain('No deployment probability')
    expect(screen).toContain('name the base with --base')
  })
})

test('a part and its revert in one change cancel: both weigh nothing, and no offer tears them apart', async () => {
  const before = await repository.git('rev-parse', 'HEAD')
  const bad = await repository.commit({
    message: 'Try it (#601)',
    files: { 'src/ledger/try.ts': 'x\n'.repeat(90) },
  })
  const large = await repository.commit({
    message: 'Turn it around (#602)',
    files: Object.fromEntries(Array.from({ length: 30 }, (_, file) => [`src/${file}.ts`, 'y\n'.repeat(50)])),
  })
  const undo = await repository.revert({ sha: bad })
  try {
    const answer = await gate('--base', before)
    expect(Object.fromEntries(answer.change.parts.map(({ sha, share }) => [sha, share]))).toEqual({
      [bad]: 0,
      [undo]: 0,
      [large]: 1,
    })
    expect(answer.reason).not.toContain('#601')
    // Up to the large part there is only the bad one: to deploy that alone is no way to lower the risk.
    expect(answer.lower.map(({ action }) => action)).toEqual(['revert'])
    const nothing = await gate('--base', large, '--head', undo)
    expect(nothing.change.parts.map(({ share }) => share)).toEqual([1])
  } finally {
    await repository.git('reset', '--quiet', '--hard', before)
  }
})

test('a change that is nothing but a part and its revert carries no risk and needs no offer', async () => {
  const before = await repository.git('rev-parse', 'HEAD')
  const sha = await repository.commit({ message: 'Try it (#601)', files: { 'src/ledger/try.ts': 'x\n' } })
  await repository.revert({ sha })
  try {
    const answer = await gate('--base', before)
    expect(answer).toMatchObject({ decision: 'approve', rule: 'below-limit', lower: [] })
    expect(answer.risk.probability).toBe(0)
    expect(answer.change.parts.map(({ share }) => share)).toEqual([0, 0])
    await gateScreen(repository.directory, ['--base', before])
  } finally {
    await repository.git('reset', '--quiet', '--hard', before)
  }
})

test('what it offers can be typed, and does what it says', async () => {
  const before = await repository.git('rev-parse', 'HEAD')
  const commit = (message: string, files: number) =>
    repository.commit({
      message,
      files: Object.fromEntries(
        Array.from({ length: files }, (_, at) => [`src/offer/${at}.ts`, `${message}\n`.repeat(files)]),
      ),
    })
  const kept = [await commit('One (#701)', 1), await commit('Two (#702)', 1), await commit('Three (#703)', 1)]
  const large = await commit('All of it (#704)', 40)
  try {
    const answer = await gate('--base', before)
    const offer = Object.fromEntries(answer.lower.map((lower) => [lower.action, lower]))
    expect(Object.keys(offer)).toEqual(['prefix', 'revert'])
    for (const { probability } of answer.lower) expect(probability).toBeLessThan(answer.risk.probability ?? 0)
    const [verb = '', ...args] = (offer['prefix']?.command ?? '').split(' ')
    expect(verb).toBe('gate')
    const smaller = await gate('--base', before, ...args)
    expect(smaller.change.parts.map(({ sha }) => sha).sort()).toEqual([...kept].sort())
    const [program = '', revert = '', ...what] = (offer['revert']?.command ?? '').split(' ')
    expect(program).toBe('git')
    await repository.git(revert, '--no-edit', ...what)
    const share = Object.fromEntries(
      (await gate('--base', before)).change.parts.map(({ sha, share }) => [sha, share]),
    )
    expect(share[large]).toBe(0)
  } finally {
    await repository.git('reset', '--quiet', '--hard', before)
  }
})
