/**
 * `node:child_process` for tests that judge one change thousands of times. What git once said about objects, which never
 * change, or answered when the same objects were written, it says again without being started; so do the gate's own
 * questions about a checkout that nobody touches. Everything else is asked anew.
 *
 *   vi.mock('node:child_process', () => import('./remembered-git.ts'))
 */
import { createHash } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'

type ChildProcess = typeof import('node:child_process')
// Not by import, which would lead back here.
const real = createRequire(import.meta.url)('node:child_process') as ChildProcess
type Result = ReturnType<ChildProcess['spawnSync']>

interface Options {
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
}

const known = new Map<string, Result>()
const objectShape = /^\^?[0-9a-f]{40}(?:\^\{\w+\})?(?:\.{2,3}[0-9a-f]{40})?$/
const words = /^(?:-.*|blob|commit|tree)$/s
const readers = ['rev-parse', 'ls-tree', 'cat-file', 'log', 'merge-base', 'diff', 'rev-list']
/** The same objects, the same names: they are there since the first time. */
const writers = ['hash-object', 'commit-tree']

const digest = (...parts: readonly (string | Buffer | undefined)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part ?? '').update('\0')
  return hash.digest('hex')
}

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

/** What an answer depends on; null where it is on more than is seen here. */
const keyOf = (args: readonly string[], { input, env = {} }: Options): string | null => {
  const [option, directory = '', command = '', ...rest] = args
  if (option !== '--git-dir') return null
  if (command === 'for-each-ref') return digest(...args, refsIn(directory))
  const dates = Object.entries(env).flatMap(([name, value]) =>
    /^GIT_(AUT|COM)/.test(name) ? [name, value] : [],
  )
  if (writers.includes(command)) return digest(...args, ...dates, input)
  const lasts =
    readers.includes(command) &&
    rest.some((each) => objectShape.test(each)) &&
    rest.every((each) => objectShape.test(each) || words.test(each))
  return lasts && input === undefined ? digest(...args) : null
}

/** An index under way: what was done to it, and what is to be run should nobody know the tree that comes of it. */
interface Index {
  readonly key: string
  readonly todo: readonly (() => Result)[]
}
const indices = new Map<string, Index>()
const nothingSaid = { status: 0, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) } as unknown as Result

/** A tree that grows in an index file of its own: run only where the same steps were never taken before. */
const grow = (args: readonly string[], options: Options, run: () => Result): Result => {
  const [, directory, command] = args
  const place = options.env?.['GIT_INDEX_FILE'] ?? ''
  const before = indices.get(place) ?? { key: '', todo: [] }
  const key = digest(before.key, directory, ...args.slice(2), options.input)
  if (command !== 'write-tree') {
    indices.set(place, { key, todo: [...before.todo, run] })
    return nothingSaid
  }
  indices.delete(place)
  const remembered = known.get(key)
  if (remembered) return remembered
  for (const step of before.todo) {
    const result = step()
    if (result.status !== 0) return result
  }
  const result = run()
  if (result.status === 0) known.set(key, result)
  return result
}

export const spawnSync = ((command: string, args: readonly string[], options: Options): Result => {
  const run = (): Result => real.spawnSync(command, args, options as object)
  if (command !== 'git') return run()
  if (options.env?.['GIT_INDEX_FILE'] && ['read-tree', 'update-index', 'write-tree'].includes(args[2] ?? ''))
    return grow(args, options, run)
  const key = keyOf(args, options)
  const before = key === null ? undefined : known.get(key)
  if (before) return before
  const result = run()
  if (key !== null && result.status === 0) known.set(key, result)
  return result
}) as ChildProcess['spawnSync']

interface Said {
  readonly status: number | null
  readonly output: Buffer
  readonly error: Buffer
}
const said = new Map<string, Promise<Said>>()
const questions = [
  'rev-parse',
  'cat-file',
  'for-each-ref',
  'merge-base',
  'config',
  'rev-list',
  'show-ref',
  'tag',
]

const all = async (stream: Readable): Promise<Buffer> => Buffer.concat(await stream.toArray())

const ask = async (args: readonly string[], options: object, input: Buffer): Promise<Said> => {
  const child = real.spawn('git', args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const ended = once(child, 'close')
  const [output, error] = await Promise.all([all(child.stdout), all(child.stderr)])
  const [status] = (await ended) as [number | null]
  return { status, output, error }
}

/** A process that answers when its input has ended: from memory, or as the real one did. */
const answering = (args: readonly string[], options: object): object => {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const child = Object.assign(new EventEmitter(), { stdin, stdout, stderr, killed: false, kill: () => false })
  const answer = async (): Promise<void> => {
    const input = await all(stdin)
    const key = digest(...args, input)
    const before = said.get(key) ?? ask(args, options, input)
    said.set(key, before)
    const { status, output, error } = await before
    // What was not there may be fetched.
    if (status !== 0 || output.includes(' missing')) said.delete(key)
    const ends = [once(stdout, 'end'), once(stderr, 'end')]
    stdout.end(output)
    stderr.end(error)
    await Promise.all(ends)
    child.emit('close', status)
  }
  answer().catch((error: unknown) => child.emit('error', error))
  return child
}

export const spawn = ((command: string, args: readonly string[], options: object) =>
  command === 'git' && args.some((each) => questions.includes(each))
    ? answering(args, options)
    : real.spawn(command, args, options)) as ChildProcess['spawn']

export const { execFileSync, execFile, execSync, fork } = real
