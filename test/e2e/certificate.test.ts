/** A failure budget, from the policy to the decision, on the command line. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { runCli } from './cli.ts'
import { bitsOf, gateJson, gateScreen, ledgerLines } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

let repository: Repository
beforeAll(async () => {
  repository = await makeRepository()
  await repository.bulk(600, { revertEvery: 40 })
})
afterAll(() => repository.remove())

const now = '2026-06-01T10:00:00Z'

/** One change after a policy that allows this failure rate. */
const ask = async (failureRate: string): Promise<Assessment> => {
  const base = await repository.commit({
    message: `Allow ${failureRate}`,
    files: {
      '.github/change-risk.yml': `version: 1
environments:
  production:
    mode: enforce
    auto-approve: { review-riskiest: 10%, failure-rate: ${failureRate}, confidence: 90% }
`,
    },
  })
  await repository.commit({ message: 'Go on', files: { 'docs/more.md': `More, at ${failureRate}.\n` } })
  return gateJson(repository.directory, ['--base', base, '--now', now])
}

const kinds = (): readonly string[] =>
  ledgerLines(`${repository.directory}/.git`).map(({ record }) => record.kind)

test('that the past proves is the limit, the same at every run and at every replay', async () => {
  const answer = await ask('20%')
  expect(answer).toMatchObject({ decision: 'approve', rule: 'below-limit' })
  const certificate = answer.model.certificate!
  expect(certificate).toMatchObject({ unit: 'part', certified: true, failureRate: 0.2, confidence: 0.9 })
  expect(certificate.upper).toBeLessThanOrEqual(0.2)
  expect(answer.risk.limit).toBe(certificate.threshold)
  expect(answer.risk.limitWhy).toMatch(
    /^certified: of the parts up to it at most 20 % fail \(90 % sure; \d+ of \d+ did\)$/,
  )
  // Who states a budget has a few of what goes out looked at: this one was not drawn.
  expect(kinds()).toEqual(['decision', 'certificate', 'audit'])
  const args = ['--base', answer.change.base!, '--now', now]
  expect(bitsOf(await gateJson(repository.directory, args))).toBe(bitsOf(answer))
  expect(await gateScreen(repository.directory, args)).toMatch(/Limit .*certified: of the parts up to it/)
  expect(kinds()).toEqual(['decision', 'certificate', 'audit'])
  const { code, stdout } = await runCli(['replay', '--repository', repository.directory, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ records: 3, rederived: 1 })
})

test('that is not proven yet leaves the limit to the rank, and tells how many changes it takes', async () => {
  const answer = await ask('0.5%')
  expect(answer.model.certificate).toMatchObject({ certified: false, failureRate: 0.005 })
  expect(answer.model.certificate).not.toHaveProperty('threshold')
  expect(answer.risk.limitWhy).toMatch(
    /^the riskiest 10 % of the last \d+ parts here lie above it; at most 0\.5 % failing is not certified/,
  )
})

test('that nobody states is nothing to certify', async () => {
  const base = await repository.commit({
    message: 'Take the policy away',
    files: { '.github/change-risk.yml': null },
  })
  await repository.commit({ message: 'Go on', files: { 'docs/more.md': 'More.\n' } })
  const before = kinds().length
  const { model } = await gateJson(repository.directory, ['--base', base, '--now', now])
  expect(model).not.toHaveProperty('certificate')
  expect(kinds().slice(before)).toEqual(['decision'])
})

test('or none: a model that says far too little is noticed, and everything is reviewed until it has learned', async () => {
  const failing = await makeRepository()
  try {
    await failing.bulk(700)
    // For two weeks nearly every change is taken back an hour later.
    for (let at = 0; at < 60; at += 1) {
      const sha = await failing.commit({ message: `Tune ${at}`, files: { [`src/tune-${at}.ts`]: `${at}\n` } })
      await failing.commit({
        message: `Revert "Tune ${at}"\n\nThis reverts commit ${sha}.`,
        files: { [`src/tune-${at}.ts`]: null },
      })
    }
    // The model, and what it is watched by, stands at the Monday before.
    const day = 86_400_000
    const last = Date.parse((await failing.git('log', '-1', '--format=%cI')).trim())
    const later = (days: number) => new Date(last + days * day).toISOString()
    await failing.commit({ message: 'Go on', files: { 'docs/on.md': 'On.\n' }, at: later(7) })
    const ask = (days: number) =>
      gateJson(failing.directory, [
        '--base',
        'HEAD~1',
        '--fail-on',
        'none',
        '--mode',
        'enforce',
        '--now',
        later(days),
      ])
    const alarmed = await ask(7)
    expect(alarmed).toMatchObject({ decision: 'review', rule: 'drift-alarm' })
    expect(alarmed.reason).toMatch(
      /^too many of the changes that went out unreviewed fail: \d+ of \d+ parts since 2026-\d\d-\d\d, where [\d.]+ were expected; until 2026-\d\d-\d\d every part is reviewed$/,
    )
    // Its time is over fourteen days after it came.
    expect((await ask(40)).rule).not.toBe('drift-alarm')
  } finally {
    await failing.remove()
  }
})
