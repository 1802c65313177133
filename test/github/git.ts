/** Refs and objects of a repository, read and written with the real git. Synchronous, so that every answer is one moment. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isoSeconds, type Repository } from './state.ts'

export interface Person {
  name: string
  email: string
  date: string
}
export interface GitCommit {
  sha: string
  tree: string
  parents: string[]
  author: Person
  committer: Person
  message: string
}
export interface TreeEntry {
  mode: string
  type: 'blob' | 'tree' | 'commit'
  sha: string
  size: number | null
  path: string
}

/** Where git reads no configuration but the repository's own. */
export const gitEnvironment = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
}

interface Options {
  readonly input?: string | Buffer
  readonly environment?: Readonly<Record<string, string>>
}

const run = (repository: Repository, args: readonly string[], { input, environment }: Options = {}) =>
  spawnSync('git', ['--git-dir', repository.directory, ...args], {
    input,
    env: { ...gitEnvironment, ...environment },
    maxBuffer: 256 * 1024 * 1024,
  })

export const gitBytes = (repository: Repository, args: readonly string[], options?: Options): Buffer => {
  const { status, stdout, stderr, error } = run(repository, args, options)
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${error?.message ?? stderr.toString()}`)
  return stdout
}
/** What git says, without the newline at the end. Throws when git refuses. */
export const git = (repository: Repository, args: readonly string[], options?: Options): string =>
  gitBytes(repository, args, options).toString().replace(/\n$/, '')
/** As `git`; null when git refuses. */
export const askGit = (repository: Repository, args: readonly string[]): string | null => {
  const { status, stdout } = run(repository, args)
  return status === 0 ? stdout.toString().trimEnd() : null
}

const answers = new Map<string, unknown>()
/**
 * What git says of whole SHAs never changes, so it is asked once; a gate's run under every fault asks the same hundreds
 * of times. Nothing is kept of what is not there yet.
 */
export const once = <Value>(
  repository: Repository,
  what: string,
  shas: readonly string[],
  ask: () => Value,
): Value => {
  if (!shas.every((sha) => /^[0-9a-f]{40}$/.test(sha))) return ask()
  const key = [repository.directory, what, ...shas].join(' ')
  const known = answers.get(key) as Value | undefined
  if (known !== undefined) return known
  const value = ask()
  if (value !== null) answers.set(key, value)
  return value
}

/** Full names and what they point to; an annotated tag to itself, as GitHub's refs do. Read from git's own files. */
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
  return /^[0-9a-f]{7,39}$/.test(name) ? commitAt(repository, name) : null
}
const commitAt = (repository: Repository, name: string): string | null =>
  once(repository, 'commit', [name], () =>
    askGit(repository, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]),
  )

/** `commit`, `tree`, `blob` or `tag`; null when the repository has no such object. */
export const objectType = (repository: Repository, sha: string): string | null =>
  once(repository, 'type', [sha], () => askGit(repository, ['cat-file', '-t', sha]))

const format = '%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B'

/** Newest first, over whatever `git log` is asked for. No field can hold a NUL, so ten of them are a commit. */
export const readCommits = (repository: Repository, args: readonly string[]): GitCommit[] => {
  const fields = git(repository, ['log', '-z', `--format=tformat:${format}`, ...args]).split('\0')
  return Array.from({ length: Math.floor(fields.length / 10) }, (_, index) =>
    commitFrom(fields.slice(index * 10, index * 10 + 10)),
  )
}

const commitFrom = (fields: readonly string[]): GitCommit => {
  const [sha = '', tree = '', parents = '', authorName = '', authorEmail = '', authoredAt = ''] = fields
  const [committerName = '', committerEmail = '', committedAt = '', message = ''] = fields.slice(6)
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: authorName, email: authorEmail, date: isoSeconds(new Date(authoredAt)) },
    committer: { name: committerName, email: committerEmail, date: isoSeconds(new Date(committedAt)) },
    message: message.replace(/\n+$/, ''),
  }
}

export const readCommit = (repository: Repository, sha: string): GitCommit =>
  once(repository, 'read', [sha], () => {
    const [commit] = readCommits(repository, ['-1', sha])
    if (commit === undefined) throw new Error(`no commit ${sha} in ${repository.directory}`)
    return commit
  })

export const mergeBase = (repository: Repository, one: string, other: string): string | null =>
  once(repository, 'merge-base', [one, other], () => askGit(repository, ['merge-base', one, other]))
export const isAncestor = (repository: Repository, ancestor: string, of: string): boolean =>
  once(repository, 'is-ancestor', [ancestor, of], () =>
    askGit(repository, ['merge-base', '--is-ancestor', ancestor, of]),
  ) !== null
/** How many commits `to` has that `from` has not. */
export const countCommits = (repository: Repository, from: string, to: string): number =>
  once(repository, 'count', [from, to], () =>
    Number(git(repository, ['rev-list', '--count', `${from}..${to}`])),
  )

export const readTree = (repository: Repository, sha: string, args: readonly string[] = []): TreeEntry[] =>
  once(repository, `tree ${args.join(' ')}`, [sha], () => listTree(repository, sha, args))

const listTree = (repository: Repository, sha: string, args: readonly string[]): TreeEntry[] =>
  git(repository, ['ls-tree', '-z', '-l', ...args, sha])
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [about = '', path = ''] = line.split('\t')
      const [mode = '', type = '', object = '', size = '-'] = about.split(/ +/)
      return {
        mode,
        type: type as TreeEntry['type'],
        sha: object,
        size: size === '-' ? null : Number(size),
        path,
      }
    })

/** The entry at a path of a commit; null when there is nothing. */
export const entryAt = (repository: Repository, commit: string, path: string): TreeEntry | null =>
  path === ''
    ? { mode: '040000', type: 'tree', sha: readCommit(repository, commit).tree, size: null, path }
    : (readTree(repository, commit, ['--full-tree']).find((each) => each.path === path) ??
      readTree(repository, commit, ['--full-tree', '-r', '-t']).find((each) => each.path === path) ??
      null)

export const readBlob = (repository: Repository, sha: string): Buffer =>
  once(repository, 'blob', [sha], () => gitBytes(repository, ['cat-file', 'blob', sha]))
export const writeBlob = (repository: Repository, content: Buffer | string): string =>
  git(repository, ['hash-object', '-w', '--stdin'], { input: content })

export interface TreeChange {
  path: string
  /** Null takes the path away. */
  object: string | null
  mode: string
}

/** A new tree out of another (null: an empty one) and changes to it. */
export const writeTree = (
  repository: Repository,
  base: string | null,
  changes: readonly TreeChange[],
): string => {
  const folder = mkdtempSync(join(tmpdir(), 'index-'))
  const options = { environment: { GIT_INDEX_FILE: join(folder, 'index') } }
  try {
    if (base !== null) git(repository, ['read-tree', base], options)
    const input = changes
      .map(
        ({ path, object, mode }) => `${object === null ? '0' : mode} ${object ?? '0'.repeat(40)}\t${path}\0`,
      )
      .join('')
    git(repository, ['update-index', '-z', '--index-info'], { ...options, input })
    return git(repository, ['write-tree'], options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const writeCommit = (
  repository: Repository,
  about: { tree: string; parents: readonly string[]; message: string; author: Person; committer: Person },
): string =>
  git(repository, ['commit-tree', about.tree, ...about.parents.flatMap((parent) => ['-p', parent])], {
    input: about.message,
    environment: {
      GIT_AUTHOR_NAME: about.author.name,
      GIT_AUTHOR_EMAIL: about.author.email,
      GIT_AUTHOR_DATE: about.author.date,
      GIT_COMMITTER_NAME: about.committer.name,
      GIT_COMMITTER_EMAIL: about.committer.email,
      GIT_COMMITTER_DATE: about.committer.date,
    },
  })

/** Moves a ref if it still points to `from` (null: must not exist); false when it does not. `to` null deletes it. */
export const moveRef = (
  repository: Repository,
  ref: string,
  { from, to }: { from: string | null; to: string | null },
): boolean => {
  const nothing = '0'.repeat(40)
  const done =
    to === null
      ? askGit(repository, ['update-ref', '-d', ref, from ?? nothing])
      : askGit(repository, ['update-ref', ref, to, from ?? nothing])
  return done !== null
}
