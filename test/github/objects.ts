/**
 * git's objects, read from the files they lie in and written as git writes them. A double that starts git for each of
 * them costs a test seconds; only what lies in a pack is still asked of git.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { askGit, gitBytes } from './command.ts'
import type { Repository } from './state.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'
export interface GitObject {
  readonly type: ObjectType
  readonly content: Buffer
}

const shape = /^[0-9a-f]{40}$/
const placeIn = (objects: string, sha: string): string => join(objects, sha.slice(0, 2), sha.slice(2))
const objectsOf = ({ directory }: Repository): string => join(directory, 'objects')

/** Folders of objects that a repository borrows from another; the other's own loans are not followed. */
const borrowed = (repository: Repository): readonly string[] => {
  const list = join(objectsOf(repository), 'info', 'alternates')
  return existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(Boolean) : []
}

/** By directory and name. What an object holds never changes; the large ones are read again. */
const known = new Map<string, GitObject>()
const smallBytes = 64 * 1024

/** The object of that name that lies in a file of its own; null when there is none. */
export const readLoose = (repository: Repository, sha: string): GitObject | null => {
  if (!shape.test(sha)) return null
  const key = `${repository.directory} ${sha}`
  const before = known.get(key)
  if (before !== undefined) return before
  const own = placeIn(objectsOf(repository), sha)
  const path = existsSync(own)
    ? own
    : borrowed(repository)
        .map((objects) => placeIn(objects, sha))
        .find(existsSync)
  if (path === undefined) return null
  const whole = inflateSync(readFileSync(path))
  const end = whole.indexOf(0)
  const [type = ''] = whole.subarray(0, end).toString().split(' ')
  const object = { type: type as ObjectType, content: whole.subarray(end + 1) }
  if (object.content.length <= smallBytes) known.set(key, object)
  return object
}

const hasPacks = (repository: Repository): boolean =>
  [objectsOf(repository), ...borrowed(repository)].some((objects) =>
    readdirSync(join(objects, 'pack')).some((name) => name.endsWith('.pack')),
  )

/** git knows the tree without anything, also where nobody ever wrote it. */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** The object of that name, wherever it lies; null when the repository has none. */
export const readObject = (repository: Repository, sha: string): GitObject | null => {
  if (sha === emptyTree) return { type: 'tree', content: Buffer.alloc(0) }
  const loose = readLoose(repository, sha)
  if (loose !== null || !shape.test(sha) || !hasPacks(repository)) return loose
  const type = askGit(repository, ['cat-file', '-t', sha]) as ObjectType | null
  if (type === null) return null
  const object = { type, content: gitBytes(repository, ['cat-file', type, sha]) }
  if (object.content.length <= smallBytes) known.set(`${repository.directory} ${sha}`, object)
  return object
}

/** Stores an object unless it is there, and tells its name. */
export const writeObject = (repository: Repository, type: ObjectType, content: Buffer): string => {
  const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content])
  const sha = createHash('sha1').update(whole).digest('hex')
  const path = placeIn(objectsOf(repository), sha)
  if (existsSync(path)) return sha
  mkdirSync(join(path, '..'), { recursive: true })
  // A name of its own until it is whole: git may be reading.
  const unfinished = join(objectsOf(repository), `tmp_obj_${process.pid}_${sha}`)
  writeFileSync(unfinished, deflateSync(whole, { level: 1 }), { mode: 0o444 })
  renameSync(unfinished, path)
  return sha
}

/** `commit`, `tree`, `blob` or `tag`; null when the repository has no such object. */
export const objectType = (repository: Repository, sha: string): ObjectType | null =>
  readObject(repository, sha)?.type ?? null

export const readBlob = (repository: Repository, sha: string): Buffer => {
  const object = readObject(repository, sha)
  if (object?.type !== 'blob') throw new Error(`no blob ${sha} in ${repository.directory}`)
  return object.content
}
export const writeBlob = (repository: Repository, content: Buffer | string): string =>
  writeObject(repository, 'blob', Buffer.from(content))
