/** Every example of the page on windows and budgets is one that a release lead can copy. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseConfiguration } from '../../src/config/load.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/windows-and-budgets.md'), 'utf8')
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!)
const files = blocks
  .filter((text) => /^(components|environments|customers):/m.test(text))
  .map((text) => `version: 1\n${text}`)

describe('windows-and-budgets.md', () => {
  test.each(files.map((text, at) => [at + 1, text] as const))(
    'example %i is read without a problem',
    async (_, text) => {
      const { components, environments, customers } = await parseConfiguration(text, 'change-risk.yml')
      expect(components.length + environments.length + customers.length).toBeGreaterThan(0)
    },
  )

  test('the objective alone, too', async () => {
    const slo = blocks.find((text) => text.startsWith('slo:'))!
    const text = `version: 1\nenvironments:\n  production:\n${slo.replace(/^/gm, '    ').trimEnd()}\n`
    const { environments } = await parseConfiguration(text, 'change-risk.yml')
    expect(environments[0]!.slo!.prometheus!.errors).toContain('[$window]')
  })

  test('there are some', () => expect(files.length).toBeGreaterThanOrEqual(3))
})
