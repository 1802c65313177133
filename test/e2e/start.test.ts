/** How it is started: what it says of itself, on which Node, and how little it loads for that. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../src/main/contract.ts'
import { cliPath, lacksNode20, type NodeVersion, runCli } from './cli.ts'
import { bitsOf, gateJson } from './gating.ts'
import { makeRepository, type Repository } from './repository.ts'

const root = resolve(import.meta.dirname, '../..')
const dist = dirname(cliPath)
const readText = (path: string): Promise<string> => readFile(join(root, path), 'utf8')

const versions: readonly (readonly [string, NodeVersion, boolean])[] = [
  ['Node 20', '20', lacksNode20],
  ['Node 24', '24', false],
]
describe.each(versions)('on %s', (_, node, isAbsent) => {
  test.skipIf(isAbsent).each(['--version', '-v', 'version'])(
    '%s is the release of package.json',
    async (flag) => {
      const { version } = JSON.parse(await readText('package.json'))
      expect(await runCli([flag], { node })).toEqual({
        code: 0,
        stdout: `change-risk-gate ${version}\n`,
        stderr: '',
      })
    },
  )

  test.skipIf(isAbsent)('help names every command, and a command’s help every option', async () => {
    for (const flag of ['--help', '-h', 'help']) {
      const { code, stdout, stderr } = await runCli([flag], { node })
      expect([code, stderr]).toEqual([0, ''])
      for (const name of Object.keys(commands)) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
    for (const { name, options } of Object.values(commands)) {
      const { code, stdout } = await runCli([name, '--help'], { node })
      expect(code).toBe(0)
      for (const option of options) expect(stdout).toMatch(new RegExp(`^  --${option.name}\\b`, 'm'))
      expect(stdout.split('\n').every((line) => line.length <= 120)).toBe(true)
    }
  })
})

test('nothing at all is a call for help', async () => {
  expect(await runCli([])).toEqual(await runCli(['--help']))
})

describe('one commit', () => {
  let repository: Repository
  beforeAll(async () => {
    repository = await makeRepository()
    for (let at = 0; at < 25; at += 1)
      await repository.commit({
        message: `Step ${at}`,
        files: { [`src/${at % 3}.ts`]: 'x\n'.repeat(at + 1) },
      })
  })
  afterAll(() => repository.remove())

  test.skipIf(lacksNode20)('gets the same bits from Node 20 and Node 24', async () => {
    const args = ['--now', '2026-02-01T10:00:00Z', '--base', 'HEAD~3']
    const [old, recent] = await Promise.all(
      (['20', '24'] as const).map((node) => gateJson(repository.directory, args, { node })),
    )
    expect(bitsOf(old!)).toBe(bitsOf(recent!))
    expect(old!.ledger).toEqual(recent!.ledger)
  })
})

describe('what is loaded', () => {
  const staticImports = async (file: string): Promise<readonly string[]> =>
    [...(await readFile(file, 'utf8')).matchAll(/^import\s(?:[^'"]*from\s)?["'](\.[^"']+)["']/gm)].map(
      ([, path]) => resolve(dirname(file), path!),
    )

  /** A file and everything it imports before its first line runs. */
  const atStart = async (file: string, seen = new Set<string>()): Promise<ReadonlySet<string>> => {
    if (seen.has(file)) return seen
    seen.add(file)
    for (const imported of await staticImports(file)) await atStart(imported, seen)
    return seen
  }

  test('to start: the command line and its version, a kilobyte', async () => {
    const files = await atStart(cliPath)
    expect([...files].map((file) => file.slice(dist.length + 1)).sort()).toEqual([
      'chunks/main-version.js',
      'cli.js',
    ])
    let bytes = 0
    for (const file of files) bytes += (await stat(file)).size
    expect(bytes).toBeLessThan(2048)
  })

  test('for the gate: no reader of configuration files, where there is none', async () => {
    const gateChunk = join(dist, 'chunks', 'main-gate.js')
    const files = [...(await atStart(gateChunk))].map((file) => file.slice(dist.length + 1))
    expect(files.filter((file) => /zod|yaml|croner|config-load|schema/.test(file))).toEqual([])
  })
})

describe('what is promised in writing', () => {
  test('every command line of the README can be typed', async () => {
    const lines = [...(await readText('README.md')).matchAll(/^\s*node \S*dist\/cli\.js (.+?)\s*$/gm)]
    expect(lines.length).toBeGreaterThan(0)
    for (const [, line] of lines) {
      const [command = '', ...rest] = line!.replace(/\s+#.*$/, '').split(/\s+/)
      expect(Object.keys(commands)).toContain(command)
      const options = commands[command as keyof typeof commands].options.map(({ name }) => `--${name}`)
      for (const word of rest.filter((found) => found.startsWith('--'))) expect(options).toContain(word)
    }
  })

  test('every command of the README is one, and none is left out', async () => {
    const named = [...(await readText('README.md')).matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name)
    expect(named.sort()).toEqual(Object.keys(commands).sort())
  })

  test('every option the README speaks of exists', async () => {
    const known = new Set(Object.values(commands).flatMap(({ options }) => options.map(({ name }) => name)))
    // What git and npm take is not ours.
    const text = (await readText('README.md')).replaceAll(/\b(?:git|npm|npx) [^`\n]*/g, '')
    const spoken = [...text.matchAll(/`[^`\n]*?--([a-z][a-z-]+)/g)].map(([, name]) => name!)
    expect(spoken.filter((name) => !known.has(name) && name !== 'help' && name !== 'version')).toEqual([])
  })

  test('the package brings the program it names', async () => {
    const { bin, files } = JSON.parse(await readText('package.json'))
    expect(bin).toEqual({ 'change-risk-gate': 'dist/cli.js' })
    expect(files).toContain('dist')
    expect((await stat(join(root, bin['change-risk-gate']))).mode & 0o111).not.toBe(0)
    expect((await readFile(cliPath, 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node')
    expect(await readdir(dist)).toContain('LICENSES.txt')
  })
})
