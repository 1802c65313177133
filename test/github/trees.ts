/** Folders of a repository: read with everything below them, and written anew with some of it changed. */
import { type ObjectType, readObject, writeObject } from './objects.ts'
import type { Repository } from './state.ts'

export interface TreeEntry {
  mode: string
  type: 'blob' | 'tree' | 'commit'
  sha: string
  size: number | null
  path: string
}

export interface TreeChange {
  path: string
  /** Null takes the path away. */
  object: string | null
  mode: string
}

/** Names as git keeps them, a character a byte: not every name is UTF-8, and the order is that of the bytes. */
interface Entry {
  readonly mode: string
  readonly sha: string
}
type Folder = ReadonlyMap<string, Entry>

const folderMode = '40000'
const bytesOf = (path: string): string => Buffer.from(path).toString('latin1')
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString()

const folderAt = (repository: Repository, sha: string): Folder => {
  const object = readObject(repository, sha)
  if (object === null) throw new Error(`no tree ${sha} in ${repository.directory}`)
  if (object.type === 'commit')
    return folderAt(repository, object.content.toString('latin1', 'tree '.length, 'tree '.length + 40))
  if (object.type !== 'tree') throw new Error(`${sha} is a ${object.type}, not a tree`)
  const { content } = object
  const folder = new Map<string, Entry>()
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at)
    const end = content.indexOf(0, space)
    folder.set(content.toString('latin1', space + 1, end), {
      mode: content.toString('latin1', at, space),
      sha: content.toString('hex', end + 1, end + 21),
    })
    at = end + 21
  }
  return folder
}

const typeOf = (mode: string): ObjectType & TreeEntry['type'] =>
  mode === folderMode ? 'tree' : mode === '160000' ? 'commit' : 'blob'

/** What lies in a folder (a tree, or that of a commit); `deep`: and in the folders below, each after its own name. */
export const readTree = (repository: Repository, sha: string, deep = false, above = ''): TreeEntry[] =>
  [...folderAt(repository, sha)].flatMap(([name, entry]) => {
    const type = typeOf(entry.mode)
    const path = `${above}${textOf(name)}`
    const size = type === 'blob' ? (readObject(repository, entry.sha)?.content.length ?? null) : null
    const own = { mode: entry.mode.padStart(6, '0'), type, sha: entry.sha, size, path }
    return deep && type === 'tree' ? [own, ...readTree(repository, entry.sha, true, `${path}/`)] : [own]
  })

/** The entry at a path below a folder; null when there is nothing. */
export const entryBelow = (repository: Repository, sha: string, path: string): TreeEntry | null => {
  const [first = '', rest] = path.split(/\/(.*)/s)
  const entry = folderAt(repository, sha).get(bytesOf(first))
  if (entry === undefined) return null
  const type = typeOf(entry.mode)
  if (rest !== undefined) {
    const below = type === 'tree' ? entryBelow(repository, entry.sha, rest) : null
    return below && { ...below, path }
  }
  const size = type === 'blob' ? (readObject(repository, entry.sha)?.content.length ?? null) : null
  return { mode: entry.mode.padStart(6, '0'), type, sha: entry.sha, size, path }
}

const isAllowed = (name: string): boolean => !/^(?:|\.|\.\.|\.git)$/i.test(name)

/** A new tree out of another, or of a commit's (null: an empty one), and changes to it. A folder without a file is none. */
export const writeTree = (
  repository: Repository,
  base: string | null,
  changes: readonly TreeChange[],
): string => {
  for (const { path } of changes)
    if (!path.split('/').every(isAllowed)) throw new Error(`a tree cannot hold the path ${path}`)
  const written = changes.map((change) => ({ ...change, path: bytesOf(change.path) }))
  return store(repository, grown(repository, base, written))
}

const grown = (repository: Repository, base: string | null, changes: readonly TreeChange[]): Folder => {
  const folder = new Map(base === null ? [] : folderAt(repository, base))
  const below = new Map<string, TreeChange[]>()
  for (const { path, object, mode } of changes) {
    const [first = '', rest] = path.split(/\/(.*)/s)
    if (rest !== undefined) below.set(first, [...(below.get(first) ?? []), { path: rest, object, mode }])
    else if (object === null) folder.delete(first)
    else folder.set(first, { mode: mode.replace(/^0+/, ''), sha: object })
  }
  for (const [name, inner] of below) {
    const before = folder.get(name)
    const child = grown(repository, before?.mode === folderMode ? before.sha : null, inner)
    if (child.size > 0) folder.set(name, { mode: folderMode, sha: store(repository, child) })
    // Only what lay below it is gone: a file of that name stays.
    else if (before?.mode === folderMode) folder.delete(name)
  }
  return folder
}

/** git sorts a folder as if its name ended in a slash. */
const store = (repository: Repository, folder: Folder): string => {
  const sorted = [...folder]
    .map(([name, { mode, sha }]) => ({ name, mode, sha, key: mode === folderMode ? `${name}/` : name }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const lines = sorted.flatMap(({ name, mode, sha }) => [
    Buffer.from(`${mode} ${name}\0`, 'latin1'),
    Buffer.from(sha, 'hex'),
  ])
  return writeObject(repository, 'tree', Buffer.concat(lines))
}
