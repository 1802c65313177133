/** Branches, tags and other refs: read from git's own files, and moved as git moves them. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { askGit } from './command.ts'
import { objectType, readObject } from './objects.ts'
import type { Repository } from './state.ts'

/** Full names and what they point to; an annotated tag to itself, as GitHub's refs do. */
export const refsOf = (repository: Repository): Record<string, string> => {
  if (repository.frozenRefs !== undefined) return repository.frozenRefs
  const packed = join(repository.directory, 'packed-refs')
  const lines = existsSync(packed) ? readFileSync(packed, 'utf8').split('\n') : []
  const loose = readdirSync(join(repository.directory, 'refs'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.name.endsWith('.lock'))
    .map((each) => join(each.parentPath, each.name))
    .map((path): [string, string] => [
      path.slice(repository.directory.length + 1),
      readFileSync(path, 'utf8').trim(),
    ])
  return Object.fromEntries(
    [
      ...lines
        .filter((line) => /^[0-9a-f]{40} /.test(line))
        .map((line): [string, string] => [line.slice(41), line.slice(0, 40)]),
      ...loose,
    ].sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}

/** The commit that a SHA (or its beginning), branch, tag or ref name stands for; null when there is none. */
export const resolveCommit = (repository: Repository, name: string): string | null => {
  if (/^[0-9a-f]{40}$/.test(name)) return commitAt(repository, name)
  const refs = refsOf(repository)
  const wanted = name === 'HEAD' ? repository.defaultBranch : name
  const found = [wanted, `refs/${wanted}`, `refs/heads/${wanted}`, `refs/tags/${wanted}`].find((each) =>
    Object.hasOwn(refs, each),
  )
  if (found?.startsWith('refs/heads/')) return refs[found] ?? null
  if (found !== undefined) return commitAt(repository, refs[found] ?? '')
  if (!/^[0-9a-f]{7,39}$/.test(name)) return null
  return askGit(repository, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])
}

/** Of an annotated tag, the commit it is about. */
const commitAt = (repository: Repository, sha: string): string | null => {
  const object = readObject(repository, sha)
  if (object?.type === 'tag')
    return commitAt(repository, object.content.toString('latin1', 'object '.length, 'object '.length + 40))
  return object?.type === 'commit' ? sha : null
}

/** Names that need no second look; about the others git itself is asked. */
const isPlain = (ref: string): boolean =>
  /^refs\/[\w-]+(?:\/[\w-]+(?:\.[\w-]+)*)+$/.test(ref) && !/\.lock(?:\/|$)/.test(ref)

/** Whether git would have a ref of that name. */
export const isRefName = (repository: Repository, ref: string): boolean =>
  isPlain(ref) || askGit(repository, ['check-ref-format', ref]) !== null

/** Moves a ref if it still points to `from` (null: must not exist); false when it does not. `to` null deletes it. */
export const moveRef = (
  repository: Repository,
  ref: string,
  { from, to }: { from: string | null; to: string | null },
): boolean => {
  const nothing = '0'.repeat(40)
  if (to === null) return askGit(repository, ['update-ref', '-d', ref, from ?? nothing]) !== null
  return (
    (isPlain(ref) ? place(repository, ref, { from, to }) : null) ??
    askGit(repository, ['update-ref', ref, to, from ?? nothing]) !== null
  )
}

/** As git does it: under a lock beside the ref, which becomes the ref. Null where that fails: git knows better. */
const place = (
  repository: Repository,
  ref: string,
  { from, to }: { readonly from: string | null; readonly to: string },
): boolean | null => {
  const type = objectType(repository, to)
  if (type === null || (ref.startsWith('refs/heads/') && type !== 'commit')) return false
  const inTheWay = (each: string): boolean => each.startsWith(`${ref}/`) || ref.startsWith(`${each}/`)
  if (from === null && Object.keys(refsOf(repository)).some(inTheWay)) return false
  const path = join(repository.directory, ref)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const lock = openSync(`${path}.lock`, 'wx')
    writeSync(lock, `${to}\n`)
    closeSync(lock)
  } catch {
    return null
  }
  if ((refsOf(repository)[ref] ?? null) !== from) {
    rmSync(`${path}.lock`)
    return false
  }
  try {
    renameSync(`${path}.lock`, path)
    return true
  } catch {
    // An empty folder, left over from refs that are gone.
    rmSync(`${path}.lock`)
    return null
  }
}
