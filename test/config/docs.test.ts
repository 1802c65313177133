import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

// The generator runs from its sources, which needs the Node that developers have; the code it documents needs Node 20.
const canRunSources = Number(process.versions.node.split('.')[0]) >= 24

test.skipIf(!canRunSources)('the committed pages are what the code says', () => {
  execFileSync(process.execPath, ['scripts/docs.ts', '--check'], { cwd: root, stdio: 'pipe' })
})

test.skipIf(!canRunSources)('a stale page is named, and written again', () => {
  const copy = mkdtempSync(join(tmpdir(), 'docs-'))
  try {
    for (const folder of ['scripts', 'docs', 'examples', 'src', 'package.json']) {
      cpSync(join(root, folder), join(copy, folder), { recursive: true })
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
    const run = (...flags: readonly string[]) =>
      spawnSync(process.execPath, ['scripts/docs.ts', ...flags], { cwd: copy, encoding: 'utf8' })
    writeFileSync(join(copy, 'docs/configuration.md'), 'old')
    const checked = run('--check')
    expect(checked.status).toBe(1)
    expect(checked.stderr).toContain('docs/configuration.md: not what the code says')
    expect(checked.stderr).not.toContain('change-risk.schema.json')
    expect(run().status).toBe(0)
    expect(run('--check').status).toBe(0)
    expect(readFileSync(join(copy, 'docs/configuration.md'), 'utf8')).toBe(read('docs/configuration.md'))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
})

test('the published JSON Schema accepts the example and refuses what the gate refuses', () => {
  const published = z.fromJSONSchema(JSON.parse(read('docs/change-risk.schema.json')))
  const example = parse(read('examples/change-risk.yml'))
  expect(published.safeParse(example).error).toBeUndefined()
  for (const broken of [
    {},
    { version: 2 },
    { version: 1, mod: 'off' },
    { version: 1, mode: 'on' },
    { ...example, history: { lookback: 24 } },
  ]) {
    expect(published.safeParse(broken).success).toBe(false)
  }
})

test('every key of the schema says what it means', () => {
  const silent: string[] = []
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, child] of Object.entries(node)) {
      if (key === 'properties') {
        for (const [name, value] of Object.entries(child as Readonly<Record<string, object>>)) {
          if (!/"description":"[^"]/.test(JSON.stringify(value))) silent.push(`${path}.${name}`)
        }
      }
      visit(child, `${path}.${key}`)
    }
  }
  visit(JSON.parse(read('docs/change-risk.schema.json')), '')
  expect(silent).toEqual([])
})
