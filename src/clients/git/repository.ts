/** Finding a repository and its refs: any clone, bare or not, shallow, partial, or owned by somebody else. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { SourceError, UsageError } from '../../domain/errors.ts'
import { ObjectReader } from './objects.ts'
import { finish, type Git, gitAt, gitEnvironment } from './process.ts'

export interface Repository {
  readonly git: Git
  /** Whoever has asked it ends it: git waits for more questions. */
  readonly objects: ObjectReader
  readonly gitDirectory: string
  /** Shared by all work trees of the clone; the default ledger and the index live here. */
  readonly commonDirectory: string
  readonly name: string
  readonly shallow: boolean
  /** The clone was made with --filter: objects may be absent, and are never fetched. */
  readonly partial: boolean
  readonly bare: boolean
  /** Hexadecimal digits of an object's name: 40, or 64 in a SHA-256 repository. */
  readonly shaDigits: 40 | 64
  /** Top folder of the work tree; null when bare. */
  readonly workTree: string | null
  /** `https://host/owner/name` of the remote named origin, where there is one on a web host. */
  readonly webUrl?: string
}

/** The git directory above `directory` by git's own rules, found without git's ownership check (we only read). */
const discover = (directory: string): string | null => {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    const dotGit = join(folder, '.git')
    if (existsSync(dotGit)) {
      if (statSync(dotGit).isDirectory()) return dotGit
      const link = /^gitdir: (.+)$/m.exec(readFileSync(dotGit, 'utf8'))?.[1]?.trim()
      if (link) return isAbsolute(link) ? link : join(folder, link)
    }
    if (
      existsSync(join(folder, 'HEAD')) &&
      existsSync(join(folder, 'objects')) &&
      existsSync(join(folder, 'refs'))
    )
      return folder
    if (dirname(folder) === folder) return null
  }
}

const commonDirectoryOf = (gitDirectory: string): string => {
  const pointer = join(gitDirectory, 'commondir')
  return existsSync(pointer) ? resolve(gitDirectory, readFileSync(pointer, 'utf8').trim()) : gitDirectory
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/**
 * A remote's address as a page people can open: ssh and https forms of any host; nothing for files. Only a web address
 * says a port that a browser can use.
 */
export const webUrlOf = (remote: string): string | undefined => {
  const match =
    /^(?:(https?:)\/\/(?:[^@/]*@)?|ssh:\/\/(?:[^@/]*@)?|git:\/\/|(?:[\w.-]+@))([\w.-]+)(:\d+(?=\/))?[:/](.+?)(?:\.git)?\/?$/.exec(
      remote.trim(),
    )
  return match ? `https://${match[2]}${match[1] === 'https:' ? (match[3] ?? '') : ''}/${match[4]}` : undefined
}

/** The name people know: of the remote, else of the folder. */
/** `owner/name` of the page a repository has, where it has one: what another's #12 is told apart by. */
export const pageOf = ({ webUrl }: Pick<Repository, 'webUrl'>): string | null =>
  webUrl === undefined ? null : new URL(webUrl).pathname.slice(1)

const nameOf = (webUrl: string | undefined, gitDirectory: string): string => {
  if (webUrl) return basename(webUrl)
  const folder = basename(gitDirectory) === '.git' ? dirname(gitDirectory) : gitDirectory
  const name = basename(folder).replace(/\.git$/, '')
  return name || 'repository'
}

/** The values of a key in git's own configuration file, read as text: no includes, no expansion. */
const configured = (text: string, section: RegExp, key: string): readonly string[] => {
  const values: string[] = []
  let inside = false
  for (const line of text.split('\n')) {
    const header = /^\s*\[(.+)\]/.exec(line)
    if (header) inside = section.test(header[1] ?? '')
    else if (inside) {
      const pair = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line)
      if (pair?.[1]?.toLowerCase() === key) values.push(pair[2] ?? '')
    }
  }
  return values
}

/** Where files are checked out: a linked work tree, the one a submodule names, or the folder around `.git`. */
const workTreeOf = (gitDirectory: string, configuration: string): string | null => {
  const linked = readText(join(gitDirectory, 'gitdir')).trim()
  if (linked) return dirname(resolve(gitDirectory, linked))
  const named = configured(configuration, /^core$/i, 'worktree').at(-1)
  if (named) return resolve(gitDirectory, named)
  const bare =
    configured(configuration, /^core$/i, 'bare').at(-1) === 'true' || basename(gitDirectory) !== '.git'
  return bare ? null : dirname(gitDirectory)
}

/**
 * Opens the repository that holds `directory`. Throws `SourceError` when git is not installed, `UsageError` when there
 * is no repository.
 */
export const openRepository = async (
  directory: string,
  environment: NodeJS.ProcessEnv,
  /** What people call it, where somebody knows better than the clone. */
  known?: { readonly repository: string; readonly webUrl: string },
): Promise<Repository> => {
  if (!existsSync(directory)) throw new UsageError(`--repository ${directory}: no such folder`)
  const gitDirectory = environment['GIT_DIR']
    ? resolve(directory, environment['GIT_DIR'])
    : discover(directory)
  if (gitDirectory === null)
    throw new UsageError(
      `${directory}: not inside a git repository; run it in a clone, or name one with --repository DIR`,
    )
  const commonDirectory = commonDirectoryOf(gitDirectory)
  const configuration = readText(join(commonDirectory, 'config'))
  const workTree = workTreeOf(gitDirectory, configuration)
  const remote = configured(configuration, /^remote "origin"$/i, 'url').at(-1)
  const webUrl = known?.webUrl ?? (remote ? webUrlOf(remote) : undefined)
  const git = gitAt({ gitDirectory }, environment)
  return {
    git,
    objects: new ObjectReader(git),
    gitDirectory,
    commonDirectory,
    name: known?.repository ?? nameOf(webUrl, commonDirectory),
    shallow: readText(join(commonDirectory, 'shallow')).trim() !== '',
    partial:
      configured(configuration, /^remote "/i, 'promisor').includes('true') ||
      /partialclone\s*=/i.test(configuration),
    bare: workTree === null,
    shaDigits: configured(configuration, /^extensions$/i, 'objectformat').at(-1) === 'sha256' ? 64 : 40,
    workTree,
    ...(webUrl ? { webUrl } : {}),
  }
}

/** Fails with git's own words when git cannot be run or cannot read this repository. */
export const demandReadable = async (
  repository: Repository,
  environment: NodeJS.ProcessEnv,
): Promise<void> => {
  const { status, error } = await finish(
    spawn('git', ['--git-dir', repository.gitDirectory, 'rev-parse', '--git-dir'], {
      env: gitEnvironment(environment),
    }),
  )
  if (status !== 0)
    throw new SourceError(`${repository.gitDirectory}: git cannot read it: ${error.split('\n')[0]}`)
}

/** A ref that git would take for an option is refused before any command sees it. */
export const demandRef = (name: string, flag: string): void => {
  if (name.startsWith('-') || name === '')
    throw new UsageError(`${flag} ${name}: a ref cannot be empty or start with "-"`)
}

/** The commit a name stands for; null when HEAD is unborn; an unknown name is a `UsageError`. */
export const resolveCommit = async (git: Git, name: string, flag: string): Promise<string | null> => {
  demandRef(name, flag)
  const { status, output, error } = await git.attempt([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ])
  const sha = output.trim().split('\n').at(-1) ?? ''
  if (status === 0 && /^[0-9a-f]{40,64}$/.test(sha)) return sha
  if (name === 'HEAD') {
    // An unborn branch has a HEAD that names no commit yet; anything else wrong with HEAD is git's to tell.
    const symbolic = await git.attempt(['symbolic-ref', '--quiet', 'HEAD'])
    if (symbolic.status === 0) return null
  }
  // git's names hold no two dots in a row.
  const [from, to] = name.includes(':') ? [name] : name.split(/\.{2,3}/)
  if (to !== undefined)
    throw new UsageError(
      `${flag} ${name}: is a range; name its ends one by one, --base ${from || 'HEAD'} --head ${to || 'HEAD'}`,
    )
  const { output: shallow } = await git.attempt(['rev-parse', '--is-shallow-repository'])
  throw new UsageError(
    `${flag} ${name}: no such commit in this clone${error ? ` (${error.split('\n')[0]})` : ''}; ${
      shallow.trim() === 'true' ? 'this clone is shallow, git fetch --unshallow brings the rest; else ' : ''
    }check the spelling, or fetch it: git fetch origin <ref>`,
  )
}

const tagPrefix = 'refs/tags/'
const peeled = '^{}'

export interface Tag {
  readonly name: string
  readonly commit: string
}

/**
 * All tags with the commits they point at, annotated ones peeled. A tag of another kind of object keeps that object's
 * name, which no commit shares.
 */
export const listTags = async (git: Git): Promise<readonly Tag[]> => {
  // `show-ref` exits with 1 when there is no tag at all.
  const { output } = await git.attempt(['show-ref', '--tags', '--dereference'])
  const tags: { name: string; commit: string }[] = []
  for (const line of output.split('\n')) {
    const space = line.indexOf(' ')
    if (space < 0) continue
    const commit = line.slice(0, space)
    // What an annotated tag points at stands in the line behind it.
    if (line.endsWith(peeled)) tags.at(-1)!.commit = commit
    else tags.push({ name: line.slice(space + 1 + tagPrefix.length), commit })
  }
  return tags
}
