import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { assessmentSchema, contractHolds } from '../../src/report/contract.ts'
import { firstRun, situations } from './fixtures.ts'

test.each(Object.entries(situations))('%s is a valid answer of gate --json, as printed', (_, assessment) => {
  expect(assessmentSchema.parse(JSON.parse(JSON.stringify(assessment)))).toEqual(assessment)
})

test('schema and type say the same', () => expect(contractHolds).toBe(true))

describe('what breaks the contract is refused', () => {
  test.each([
    ['a key nobody described', { ...firstRun, mood: 'good' }, /mood/],
    ['a key inside', { ...firstRun, risk: { ...firstRun.risk, odds: 2 } }, /odds/],
    ['a missing key', { ...firstRun, notes: undefined }, /notes/],
    ['a probability in percent', { ...firstRun, risk: { ...firstRun.risk, probability: 21 } }, /probability/],
    ['another schema', { ...firstRun, schema: 2 }, /schema/],
    ['a rule of our own', { ...firstRun, rule: 'because' }, /rule/],
    ['a time nobody can read', { ...firstRun, at: 'Tuesday' }, /at/],
  ])('%s', (_, given, named) => {
    const { error } = assessmentSchema.safeParse(given)
    expect(error?.message).toMatch(named)
  })
})

test('nothing on the way of a decision loads the schema or a library', () => {
  const folder = new URL('../../src/report/', import.meta.url)
  for (const name of readdirSync(folder).filter((file) => file !== 'contract.ts')) {
    const imported = [...readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(
      ([, from]) => from!,
    )
    for (const from of imported) {
      expect(from, name).toMatch(/^\.\.?\//)
      expect(from, name).not.toContain('contract.ts')
    }
  }
})
