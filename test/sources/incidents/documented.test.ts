/** The lines that docs/incidents.md tells people to copy. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseConfiguration } from '../../../src/config/load.ts'

const page = readFileSync('docs/incidents.md', 'utf8')

test('its configuration is read as it stands', async () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? []
  const { incidents } = await parseConfiguration(yaml, 'docs/incidents.md')
  expect(incidents.map(({ kind }) => kind)).toEqual(['github-issues', 'post-mortems', 'files'])
})

test('every source that stands in a line is one', async () => {
  const lines = [...page.matchAll(/`(\{ source: [^`]+\})`/g)].map(([, line]) => line!)
  expect(lines.length).toBeGreaterThanOrEqual(3)
  for (const line of lines) {
    const { incidents } = await parseConfiguration(`version: 1\nincidents: [${line}]\n`, 'docs/incidents.md')
    expect(incidents).toHaveLength(1)
  }
})

test('every step writes where the configuration looks', () => {
  const steps = [...page.matchAll(/^\| [^|]+ \| `(curl [^`]+)` \|$/gm)].map(([, step]) => step!)
  expect(steps).toHaveLength(9)
  for (const step of steps) expect(step).toMatch(/-o incidents\/[\w-]+\.json$/)
  // curl takes brackets for a range unless told otherwise.
  for (const step of steps.filter((each) => each.includes('['))) expect(step).toMatch(/^curl -sfg /)
})
