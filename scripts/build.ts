/**
 * Bundles the product into dist/, which is committed: what runs is what was reviewed.
 *
 *   node scripts/build.ts           write dist/ and remove what no longer belongs there
 *   node scripts/build.ts --check   build in memory, name every file of dist/ that differs, exit 1 if any does
 *
 * The output depends on the sources and the lock file alone: no hashes in names, no time, no path of this machine.
 */
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { type OutputChunk, type PreRenderedChunk, type RolldownOutput, rolldown } from 'rolldown'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')
const entries = {
  cli: 'src/main/cli.ts',
  index: 'src/main/action.ts',
  learn: 'src/main/learn-action.ts',
  ledger: 'src/main/ledger-action.ts',
  rollout: 'src/main/rollout-action.ts',
}
const shebang = '#!/usr/bin/env node\n'
const outsidePackages = /[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/

type Files = ReadonlyMap<string, Buffer>

/** Everything dist/ should hold, by path relative to dist/. Any warning of the bundler is an error here. */
const bundle = async (): Promise<Files> => {
  const warnings: string[] = []
  const build = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    transform: { target: 'node20' },
    // A working tree that borrows its node_modules through a link must build the same bytes.
    resolve: { symlinks: false },
    // `new URL('../model/prior.json', import.meta.url)` becomes a copied file and a path that holds inside dist/.
    experimental: { resolveNewUrlToAsset: true },
    // Says how fast this machine is, not what is wrong with the sources.
    checks: { pluginTimings: false },
    onLog: (level, log) => {
      if (level === 'warn') warnings.push(log.message)
    },
  })
  const output = await build.generate({
    format: 'esm',
    minify: false,
    entryFileNames: '[name].js',
    chunkFileNames: (chunk) => `chunks/${chunkName(chunk)}.js`,
    assetFileNames: '[name][extname]',
    codeSplitting: {
      groups: [
        { debugName: 'packages', name: packageOf, test: outsidePackages, priority: 3 },
        // Each file costs a warm run a quarter of a millisecond: what it loads anyway comes in two, one to ask git and one to judge.
        { name: 'version', test: /src.main.version\.ts$/, priority: 2 },
        { name: 'asking', test: /src.main.gate\.ts$/, priority: 1 },
        { name: 'gate', test: /src.commands.gate.gate\.ts$/ },
      ],
    },
  })
  await build.close()
  if (warnings.length > 0)
    throw new Error(`the bundler warns, and a warning is a fault here:\n${warnings.join('\n')}`)

  const files = new Map<string, Buffer>()
  for (const file of output.output) {
    const isChunk = file.type === 'chunk'
    const text = isChunk ? programText(file) : file.source
    files.set(file.fileName, typeof text === 'string' ? Buffer.from(text) : Buffer.from(text))
  }
  files.set('LICENSES.txt', Buffer.from(await licences(output)))
  for (const [path, content] of files) {
    if (namesThisMachine(content)) throw new Error(`dist/${path} holds the path of this machine (${root})`)
  }
  reportStart(output)
  return new Map([...files].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** A root as short as /src could stand in any text; there --check on another machine finds what this cannot. */
const namesThisMachine = (content: Buffer): boolean =>
  root.split(sep).length > 2 && content.includes(`${root}${sep}`)

/**
 * A name that does not depend on content: the module that was asked for, or for a chunk shared by several, the
 * module that stands on top of the others. `src/commands/gate.ts` → `commands-gate`.
 */
const chunkName = (chunk: PreRenderedChunk): string => {
  const top = chunk.facadeModuleId ?? chunk.moduleIds.at(-1)
  if (top === undefined || !top.startsWith(join(root, 'src') + sep)) return chunk.name
  const place = relative(join(root, 'src'), top).replace(/\.[a-z]+$/, '')
  return place.replace(/[\\/]index$/, '').replaceAll(/[\\/]/g, '-')
}

const packageOf = (moduleId: string): string | null => {
  const name = moduleId.match(new RegExp(`.*${outsidePackages.source}`))?.[1]
  return name === undefined ? null : `package-${name.replace('@', '').replaceAll(/[\\/]/g, '-')}`
}

const programText = (chunk: OutputChunk): string => {
  const code = chunk.code.endsWith('\n') ? chunk.code : `${chunk.code}\n`
  return chunk.isEntry && !code.startsWith('#!') ? shebang + code : code
}

/** The licence of every package of which code ended up in the bundle, in the order of their names. */
const licences = async (output: RolldownOutput): Promise<string> => {
  const folders = new Set<string>()
  for (const chunk of output.output) {
    if (chunk.type !== 'chunk') continue
    for (const id of chunk.moduleIds) {
      const name = id.match(new RegExp(`.*${outsidePackages.source}`))?.[0]
      if (name !== undefined) folders.add(name)
      // The bundler's own few lines of runtime are its authors' work too.
      else if (id.startsWith('\0rolldown/')) folders.add(join(root, 'node_modules', 'rolldown'))
    }
  }
  const notices = await Promise.all([...folders].map(licenceNotice))
  const opening = 'dist/ contains code of the following packages, each under its own licence.\n'
  return [opening, ...notices.sort()].join(`\n${'-'.repeat(80)}\n\n`)
}

const licenceNotice = async (folder: string): Promise<string> => {
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const files = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)/i.test(name)).sort()
  if (files.length === 0)
    throw new Error(`${about.name} ${about.version} brings no licence file; do not bundle it`)
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  const unixTexts = texts.map((text) => `${text.replaceAll('\r\n', '\n').trim()}\n`)
  return `${about.name} ${about.version} (${about.license})\n\n${unixTexts.join('\n')}`
}

/** Says how much is read before the first line of the command line runs: its cost is paid by every command. */
const reportStart = (output: RolldownOutput): void => {
  const chunks = new Map(
    output.output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
  )
  const atStart = new Set(['cli.js'])
  for (const name of atStart) for (const imported of chunks.get(name)?.imports ?? []) atStart.add(imported)
  const size = [...atStart].reduce((sum, name) => sum + (chunks.get(name)?.code.length ?? 0), 0)
  const files = [...atStart].filter((name) => chunks.has(name)).map((name) => basename(name))
  console.log(`at start ${kilobytes(size)} of code: ${files.join(' ')}`)
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} kB`

const committed = async (): Promise<Files> => {
  const names = await readdir(dist, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const paths = names
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
  const contents = paths.map(
    async (path) => [relative(dist, path).replaceAll(sep, '/'), await readFile(path)] as const,
  )
  return new Map(await Promise.all(contents))
}

const differences = (wanted: Files, found: Files): readonly string[] => [
  ...[...wanted].flatMap(([path, content]) => {
    const there = found.get(path)
    if (there === undefined) return [`missing  dist/${path}`]
    return there.equals(content) ? [] : [`differs  dist/${path}`]
  }),
  ...[...found.keys()].filter((path) => !wanted.has(path)).map((path) => `stale    dist/${path}`),
]

const write = async (wanted: Files, found: Files): Promise<void> => {
  for (const path of found.keys()) if (!wanted.has(path)) await rm(join(dist, path))
  for (const [path, content] of wanted) {
    await mkdir(dirname(join(dist, path)), { recursive: true })
    if (!found.get(path)?.equals(content)) await writeFile(join(dist, path), content)
  }
  for (const name of Object.keys(entries)) await chmod(join(dist, `${name}.js`), 0o755)
  const size = [...wanted.values()].reduce((sum, content) => sum + content.length, 0)
  console.log(`dist/ holds ${wanted.size} files, ${kilobytes(size)}`)
}

const check = async (wanted: Files, found: Files): Promise<void> => {
  const lines = differences(wanted, found)
  if (lines.length === 0) return console.log(`dist/ is what the sources build: ${wanted.size} files`)
  const mend = 'dist/ is not what the sources build; run `npm run build` and commit dist/'
  throw new Error([...lines, mend].join('\n'))
}

try {
  const act = process.argv.includes('--check') ? check : write
  await act(await bundle(), await committed())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
