/**
 * The house, held by a machine: who may import whom, who may touch the world, which arithmetic gives the same bits
 * everywhere, what is loaded late. Every rule is first shown to catch what it is for, then asked of the whole tree.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix, resolve } from 'node:path'
import { parseSync } from 'rolldown/utils'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Imports point down this list only. */
const floors = [
  'main',
  'commands',
  'drivers',
  'report',
  'policy',
  'rollout',
  'model',
  'signals',
  'sources',
  'history',
  'ledger',
  'config',
  'clients',
  'domain',
]
/** Only these wait on the world: files, processes, network, clock, chance, environment. */
const shell = [
  'main',
  'commands',
  'drivers',
  'sources',
  'clients',
  'ledger/stores',
  'ledger/open.ts',
  'rollout/engine',
]
const pureBuiltins = ['node:crypto', 'node:path', 'node:path/posix', 'node:util', 'node:buffer']
/** Libraries whose loading is felt at the prompt, and where importing them statically is the point. */
const heavyPackages = ['zod', 'yaml', 'croner']
const heavyPlaces = ['config', 'report/contract.ts']
/** Same bits on every engine: ECMAScript leaves the rest of Math to the implementation. */
const reproducible = ['model', 'signals', 'policy', 'history', 'domain']
const exactMath =
  /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|E|LN2|LN10|LOG2E|LOG10E|PI|SQRT1_2|SQRT2)$/
/** Complaints that may stand, word for word, each with its reason beside it. Those that no longer arise fail too. */
const exceptions: readonly string[] = []

interface SyntaxNode {
  readonly type: string
  readonly [property: string]: unknown
}
interface Import {
  readonly from: string
  readonly manner: 'static' | 'type' | 'dynamic'
}
interface SourceFile {
  /** Relative to src/, with forward slashes. */
  readonly path: string
  readonly nodes: readonly SyntaxNode[]
  readonly imports: readonly Import[]
}
type Rule = (file: SourceFile) => readonly string[]

const read = (path: string, text: string): SourceFile => {
  const { program, errors } = parseSync(path, text, { lang: 'ts' })
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const nodes: SyntaxNode[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return void value.map(visit)
    if (typeof value !== 'object' || value === null) return
    if ('type' in value && typeof value.type === 'string') nodes.push(value as SyntaxNode)
    Object.values(value).forEach(visit)
  }
  visit(program)
  return { path, nodes, imports: nodes.flatMap(importOf) }
}

const importOf = (node: SyntaxNode): readonly Import[] => {
  const literal = node['source'] as { readonly value?: unknown } | null | undefined
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      if (!literal) return []
      const erased = node['importKind'] === 'type' || node['exportKind'] === 'type'
      return [{ from: String(literal.value), manner: erased ? 'type' : 'static' }]
    }
    case 'TSImportType':
      return [{ from: String(literal?.value), manner: 'type' }]
    case 'ImportExpression':
      return [{ from: String(literal?.value ?? '(computed)'), manner: 'dynamic' }]
    default:
      return []
  }
}

const nameOf = (node: unknown): string => {
  const { type, name } = (node ?? {}) as { readonly type?: string; readonly name?: string }
  return type === 'Identifier' ? String(name) : ''
}
const within = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || path.startsWith(`${place}/`) || path === `${place}.ts`)
const target = (file: SourceFile, from: string): string => posix.join(posix.dirname(file.path), from)

const pointsDown: Rule = (file) => {
  const floor = floors.indexOf(file.path.split('/')[0] ?? '')
  if (floor < 0) return [`src/${file.path} stands in no known folder`]
  return file.imports
    .filter(({ from }) => from.startsWith('.'))
    .map(({ from }) => target(file, from))
    .filter((path) => path !== '../package.json' && floors.indexOf(path.split('/')[0] ?? '') < floor)
    .map((path) => `src/${file.path} imports upwards: src/${path}`)
}

const staysPure: Rule = (file) => {
  if (within(file.path, shell)) return []
  const allowed = within(file.path, ['history']) ? [...pureBuiltins, 'node:zlib'] : pureBuiltins
  const reached = file.imports
    .map(({ from }) => from)
    .filter((from) => isBuiltin(from) && !allowed.includes(from))
  return [...reached, ...file.nodes.flatMap(worldly)].map(
    (what) => `src/${file.path} touches the world: ${what}`,
  )
}

/** What in one node asks for the time, for chance or for the surroundings. */
const worldly = (node: SyntaxNode): readonly string[] => {
  const called = nameOf(node['callee'])
  const empty = (node['arguments'] as readonly unknown[] | undefined)?.length === 0
  if (node.type === 'NewExpression' && called === 'Date' && empty) return ['new Date()']
  if (node.type === 'CallExpression' && /^(Date|fetch|setTimeout|setInterval)$/.test(called))
    return [`${called}()`]
  if (node.type === 'Identifier' && /^(random(Bytes|UUID|Int|FillSync)|getRandomValues)$/.test(nameOf(node)))
    return [nameOf(node)]
  if (node.type !== 'MemberExpression') return []
  const member = `${nameOf(node['object'])}.${nameOf(node['property'])}`
  return /^(Date\.now|performance\.now|Math\.random|process\..*)$/.test(member) ? [member] : []
}

const countsTheSame: Rule = (file) => {
  if (!within(file.path, reproducible)) return []
  const members = file.nodes.filter(
    (node) => node.type === 'MemberExpression' && nameOf(node['object']) === 'Math',
  )
  const exact = members.filter((node) => !node['computed'] && exactMath.test(nameOf(node['property'])))
  const inexact = members
    .filter((node) => !exact.includes(node))
    .map((node) => `Math.${nameOf(node['property'])}`)
  const mentions = file.nodes.filter((node) => nameOf(node) === 'Math').length
  const powers = file.nodes
    .filter((node) => node['operator'] === '**' || node['operator'] === '**=')
    .map(() => '**')
  const loose = mentions > members.length ? ['Math taken apart'] : []
  return [...inexact, ...powers, ...loose].map(
    (what) => `src/${file.path} computes what engines round apart: ${what}`,
  )
}

const loadsLate: Rule = (file) =>
  within(file.path, heavyPlaces)
    ? []
    : file.imports
        .filter(({ from, manner }) => manner === 'static' && heavyPackages.includes(from.split('/')[0] ?? ''))
        .map(({ from }) => `src/${file.path} loads ${from} at once; import it dynamically`)

/** Types are gone before anything runs: what only they need is needed for development alone. */
const namesItsNeeds: Rule = (file) =>
  file.imports
    .filter(({ from }) => !from.startsWith('.') && !isBuiltin(from))
    .filter(({ from, manner }) => {
      const name = from.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? ''
      const known =
        manner === 'type' ? { ...about.devDependencies, ...about.dependencies } : about.dependencies
      return !Object.hasOwn(known, name)
    })
    .map(({ from }) => `src/${file.path} imports ${from}, which is not among the dependencies`)

const circles = (files: readonly SourceFile[]): readonly string[] => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].map((step) => `src/${step}`).join(' → '))
    } else if (!done.has(path)) {
      const file = byPath.get(path)
      for (const { from } of file?.imports ?? [])
        if (file && from.startsWith('.')) walk(target(file, from), [...trail, path])
      done.add(path)
    }
  }
  for (const { path } of files) walk(path, [])
  return found
}

const filesUnder = (folder: string): readonly string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        path.replaceAll('\\', '/'),
      )
    : []
const sources = filesUnder('src')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => read(path, readFileSync(join(root, 'src', path), 'utf8')))
const rules = { pointsDown, staysPure, countsTheSame, loadsLate, namesItsNeeds }

describe('each rule', () => {
  test.each<[keyof typeof rules, string, string, boolean]>([
    ['pointsDown', 'model/fit.ts', "import { x } from '../policy/limit.ts'", true],
    ['pointsDown', 'model/fit.ts', "import type { X } from '../policy/limit.ts'", true],
    ['pointsDown', 'model/fit.ts', "export * from '../../src/main/cli.ts'", true],
    ['pointsDown', 'main/version.ts', "import about from '../../package.json' with { type: 'json' }", false],
    ['pointsDown', 'policy/limit.ts', "const x = await import('../model/fit.ts')", false],
    ['pointsDown', 'shed/tool.ts', 'export {}', true],
    ['staysPure', 'report/page.ts', "import { readFile } from 'node:fs/promises'", true],
    ['staysPure', 'report/page.ts', 'const now = Date.now()', true],
    ['staysPure', 'report/page.ts', 'const now = new Date()', true],
    [
      'staysPure',
      'report/page.ts',
      'const day = new Date(seconds * 1000).toISOString() // not Date.now()',
      false,
    ],
    ['staysPure', 'policy/draw.ts', "import { randomUUID } from 'node:crypto'", true],
    ['staysPure', 'policy/draw.ts', "import { createHash } from 'node:crypto'", false],
    ['staysPure', 'policy/draw.ts', 'const dice = Math.random()', true],
    ['staysPure', 'config/load.ts', 'const home = process.env.HOME', true],
    ['staysPure', 'history/index.ts', "import { gunzipSync } from 'node:zlib'", false],
    ['staysPure', 'report/page.ts', "import { gunzipSync } from 'node:zlib'", true],
    ['staysPure', 'ledger/stores/directory.ts', "import { open } from 'node:fs'", false],
    ['staysPure', 'ledger/chain.ts', "import { open } from 'node:fs'", true],
    ['countsTheSame', 'model/fit.ts', 'const y = Math.exp(x)', true],
    ['countsTheSame', 'model/fit.ts', 'const y = x ** 2', true],
    ['countsTheSame', 'model/fit.ts', 'const { log } = Math', true],
    ['countsTheSame', 'model/fit.ts', 'const y = Math[operation](x)', true],
    ['countsTheSame', 'model/fit.ts', 'const y = Math.sqrt(x) // never Math.pow(x, 0.5) or x ** 0.5', false],
    ['countsTheSame', 'report/page.ts', 'const y = Math.log10(x)', false],
    ['loadsLate', 'commands/gate.ts', "import { z } from 'zod'", true],
    ['loadsLate', 'commands/gate.ts', "const { parse } = await import('yaml')", false],
    ['loadsLate', 'commands/gate.ts', "import type { Document } from 'yaml'", false],
    ['loadsLate', 'config/schema.ts', "import { z } from 'zod'", false],
    ['namesItsNeeds', 'report/page.ts', "import chalk from 'left-behind'", true],
    ['namesItsNeeds', 'report/page.ts', "import { z } from 'zod/mini'", false],
    ['namesItsNeeds', 'report/page.ts', "import { test } from 'vitest'", true],
    ['namesItsNeeds', 'report/page.ts', "import type { Test } from 'vitest'", false],
  ])('%s, in %s: %s', (rule, path, text, complains) => {
    expect(rules[rule](read(path, text)).length > 0).toBe(complains)
  })

  test('a circle of files is found, a shared floor is none', () => {
    const one = read('model/one.ts', "import './two.ts'; import './three.ts'")
    const two = read('model/two.ts', "import './three.ts'")
    expect(circles([one, two, read('model/three.ts', 'export {}')])).toEqual([])
    expect(circles([one, two, read('model/three.ts', "import type { X } from './one.ts'")])).toEqual([
      'src/model/one.ts → src/model/two.ts → src/model/three.ts → src/model/one.ts',
    ])
  })
})

describe('the whole tree', () => {
  const complaints = new Map(
    Object.entries(rules).map(([name, rule]) => [name, sources.flatMap((file) => rule(file))]),
  )

  test('has sources to look at', () => expect(sources.length).toBeGreaterThan(5))
  test.each([...complaints.keys()])('%s', (name) => {
    expect(complaints.get(name)?.filter((complaint) => !exceptions.includes(complaint))).toEqual([])
  })
  test('no circles', () => expect(circles(sources)).toEqual([]))
  test('no exception outlives its cause', () => {
    const standing = [...complaints.values()].flat()
    expect(exceptions.filter((exception) => !standing.includes(exception))).toEqual([])
  })
  test('a folder or file is named after its place in the flow', () => {
    const paths = ['src', 'test', 'scripts', 'bench'].flatMap((folder) => filesUnder(folder))
    expect(paths.filter((path) => /(^|\/)(utils?|helpers?|common)(\/|\.|$)/i.test(path))).toEqual([])
  })
  test('every dependency is pinned to one version', () => {
    const versions = Object.entries<string>({ ...about.dependencies, ...about.devDependencies })
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })
})
