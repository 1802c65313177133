/**
 * `node:child_process` for tests that ask the loopback GitHub thousands of times: what git once said about objects,
 * which never change, is said again without starting it. Every other command runs as ever.
 *
 *   vi.mock('node:child_process', () => import('./remembered-git.ts'))
 */
import { createRequire } from 'node:module'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type ChildProcess = typeof import('node:child_process')
// Not by import, which would lead back here.
const real = createRequire(import.meta.url)('node:child_process') as ChildProcess
type Result = ReturnType<ChildProcess['spawnSync']>

const known = new Map<string, Result>()
const readers = ['rev-parse', 'ls-tree', 'cat-file', 'log', 'merge-base', 'diff', 'rev-list', 'diff-tree']
const objectShape = /^\^?[0-9a-f]{40}(?:\^\{\w+\})?(?:\.{2,3}[0-9a-f]{40})?$/
const words = /^(?:-.*|blob|commit|tree)$/s

/** Only objects by their whole names: what these say today they say for ever. */
const isLasting = ([command = '', ...args]: readonly string[]): boolean =>
  readers.includes(command) &&
  args.some((each) => objectShape.test(each)) &&
  args.every((each) => objectShape.test(each) || words.test(each))

/** All refs as they lie in files: as long as these are the same, so is what git lists. */
const refsIn = (directory: string): string => {
  const packed = join(directory, 'packed-refs')
  const loose = readdirSync(join(directory, 'refs'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .sort()
    .map((path) => `${path} ${readFileSync(path, 'utf8')}`)
  return [existsSync(packed) ? readFileSync(packed, 'utf8') : '', ...loose].join('\n')
}

const keyOf = (args: readonly string[]): string | null => {
  const [option, directory = '', ...rest] = args
  if (option !== '--git-dir') return null
  if (isLasting(rest)) return args.join('\0')
  return rest[0] === 'for-each-ref' ? `${args.join('\0')}\0${refsIn(directory)}` : null
}

export const spawnSync = ((command: string, args: readonly string[], options: object): Result => {
  const key = command === 'git' && !('input' in options && options.input) ? keyOf(args) : null
  const before = key === null ? undefined : known.get(key)
  if (before) return before
  const result = real.spawnSync(command, args, options)
  if (key !== null && result.status === 0) known.set(key, result)
  return result
}) as ChildProcess['spawnSync']

export const { spawn, execFileSync, execFile, execSync, fork } = real
