/** The audit draw on the command line: once for each part, by nobody's choice, remembered, and told apart. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import type { Learned } from '../../src/domain/learned.ts'
import { runCli } from './cli.ts'
import { bitsOf, gateJson, ledgerLines } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

const policy = (autoApprove: string): string => `version: 1
environments:
  production: { mode: enforce, auto-approve: { review-riskiest: 10%, ${autoApprove} } }
  staging: { mode: enforce }
`
const changes = 8

interface Shop {
  readonly repository: Repository
  readonly base: string
  /** Small changes after it, oldest first. */
  readonly heads: readonly string[]
}
const made: Repository[] = []
const open = async (autoApprove: string): Promise<Shop> => {
  const repository = await makeRepository()
  made.push(repository)
  await repository.bulk(200, { revertEvery: 25 })
  const base = await repository.commit({
    message: 'Say what goes out',
    files: { '.github/change-risk.yml': policy(autoApprove) },
  })
  const heads: string[] = []
  for (let at = 0; at < changes; at += 1)
    heads.push(
      await repository.commit({
        message: `Say more (#${900 + at})`,
        files: { [`docs/more-${at}.md`]: 'More.\n' },
      }),
    )
  return { repository, base, heads }
}
afterAll(async () => {
  for (const repository of made) await repository.remove()
})

const now = '2026-06-01T10:00:00Z'
const ask = (
  { repository }: Shop,
  base: string,
  head: string,
  more: readonly string[] = [],
): Promise<Assessment> =>
  gateJson(repository.directory, [
    ...['--base', base, '--head', head, '--now', now, '--environment', 'production', '--fail-on', 'none'],
    ...more,
  ])
/** Each change by itself, or the first few. */
const askEach = async (shop: Shop, few = changes): Promise<readonly Assessment[]> => {
  const answers: Assessment[] = []
  for (const [at, head] of shop.heads.slice(0, few).entries())
    answers.push(await ask(shop, at === 0 ? shop.base : shop.heads[at - 1]!, head))
  return answers
}
const rulesOf = (answers: readonly Assessment[]): readonly string[] => answers.map(({ rule }) => rule)
const records = ({ repository }: Shop) =>
  ledgerLines(`${repository.directory}/.git`).map(({ record }) => record)

describe('half of what would go out is drawn', () => {
  let shop: Shop
  let first: readonly Assessment[]
  beforeAll(async () => {
    shop = await open('audit: 50%')
    first = await askEach(shop)
  })

  test('some of the changes, and says of what', () => {
    const drawn = first.filter(({ rule }) => rule === 'audit-draw')
    expect(new Set(rulesOf(first))).toEqual(new Set(['audit-draw', 'below-limit']))
    for (const { decision, reason, change } of drawn) {
      expect(decision).toBe('review')
      expect(reason).toMatch(
        /^#9\d\d would go out unreviewed and was drawn for a look all the same, as 50 % of such changes are$/,
      )
      expect(change.parts).toMatchObject([{ audited: true }])
    }
  })

  test('and asking again draws no other lot: not at once, and not after anything else was decided', async () => {
    const again = await askEach(shop)
    expect(again.map(bitsOf)).toEqual(first.map(bitsOf))
    await gateJson(shop.repository.directory, [
      ...['--base', shop.base, '--environment', 'staging', '--now', now, '--fail-on', 'none'],
    ])
    expect(rulesOf(await askEach(shop))).toEqual(rulesOf(first))
    expect(records(shop).filter(({ kind }) => kind === 'audit')).toHaveLength(changes)
  })

  test('nor does asking about another head that holds the same change', async () => {
    const whole = await ask(shop, shop.base, shop.heads.at(-1)!)
    const names = first.filter(({ rule }) => rule === 'audit-draw').map(({ change }) => change.parts[0]!.id)
    const audited = whole.change.parts.filter((part) => part.audited).map(({ id }) => id)
    expect(audited.toSorted()).toEqual(names.toSorted())
  })

  test('is remembered with its lane, and made again from the hash by replay', async () => {
    const decisions = records(shop).filter(
      ({ kind, environment }) => kind === 'decision' && environment === 'production',
    )
    const lanes = decisions.slice(0, changes).map(({ body }) => [body.result.rule, body.lane])
    expect(new Set(lanes.map(String))).toEqual(new Set(['audit-draw,audited', 'below-limit,unreviewed']))
    const { code, stdout } = await runCli(['replay', '--repository', shop.repository.directory, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).rederived).toBeGreaterThanOrEqual(changes)
  })

  test('and learn tells how each lane fared', async () => {
    const args = ['learn', '--repository', shop.repository.directory, '--now', '2026-07-01T10:00:00Z']
    const learned = JSON.parse((await runCli([...args, '--json'])).stdout) as Learned
    const drawn = first.filter(({ rule }) => rule === 'audit-draw').length
    expect(learned.lanes).toEqual([
      { environment: 'production', lane: 'unreviewed', parts: changes - drawn, failed: 0 },
      { environment: 'production', lane: 'audited', parts: drawn, failed: 0 },
      { environment: 'staging', lane: expect.any(String), parts: changes, failed: 0 },
    ])
    const { stdout } = await runCli(args)
    expect(stdout).toMatch(
      new RegExp(
        `Lanes {5}production: 0 of ${changes - drawn} that went out unreviewed failed · 0 of ${drawn} drawn for a look`,
      ),
    )
  })
})

describe('how much is drawn', () => {
  test('is nothing where no failure budget is stated, nor where none is wanted', async () => {
    for (const autoApprove of ['confidence: 90%', 'audit: 0%, failure-rate: 90%']) {
      const shop = await open(autoApprove)
      expect(new Set(rulesOf(await askEach(shop, 3)))).toEqual(new Set(['below-limit']))
      expect(records(shop).filter(({ kind }) => kind === 'audit')).toEqual([])
    }
  })

  test('can be all of it; but nothing where nothing is held', async () => {
    const shop = await open('audit: 100%')
    expect(new Set(rulesOf(await askEach(shop, 3)))).toEqual(new Set(['audit-draw']))
    const observed = await ask(shop, shop.base, shop.heads[0]!, ['--mode', 'observe'])
    expect(observed.rule).toBe('below-limit')
  })
})
