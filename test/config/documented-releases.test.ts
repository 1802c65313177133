/** The lines that docs/releases.md tells people to copy. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseConfiguration } from '../../src/config/load.ts'

test('its configuration is read as it stands', async () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/releases.md', 'utf8')) ?? []
  const { deployments } = await parseConfiguration(`version: 1\n${yaml}`, 'docs/releases.md')
  expect(deployments).toEqual([
    { kind: 'releases', environment: 'production', tags: [], preReleases: 'none' },
    { kind: 'releases', environment: 'beta', tags: [], preReleases: 'only' },
  ])
})
