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
  expect(kinds()).toEqual(['decision', 'certificate'])
  const args = ['--base', answer.change.base!, '--now', now]
  expect(bitsOf(await gateJson(repository.directory, args))).toBe(bitsOf(answer))
  expect(await gateScreen(repository.directory, args)).toMatch(/Limit .*certified: of the parts up to it/)
  expect(kinds()).toEqual(['decision', 'certificate'])
  const { code, stdout } = await runCli(['replay', '--repository', repository.directory, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ records: 2, rederived: 1 })
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
