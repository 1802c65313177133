/**
 * Builds real git repositories in a temporary folder. The same calls give the same commit ids on every machine: people,
 * times and configuration are invented here, and a clock of the repository's own moves on one hour a commit.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bulkStream } from './bulk.ts'
import { git } from './git.ts'

/** What every kind of commit may say about itself. */
export interface Signature {
  /** A name; the address follows from it: `Mira Vale` → mira.vale@example.com. */
  readonly author?: string
  /** ISO time of author and committer; else an hour after the commit before. */
  readonly at?: string
  /** ISO time of the author alone, where it differs. */
  readonly authoredAt?: string
}

export interface Clone {
  /** Where git runs: the working tree, or the bare repository. */
  readonly directory: string
  /** Any other git command; answers what it printed. */
  readonly git: (...args: readonly string[]) => Promise<string>
}

export interface Repository extends Clone {
  /** Writes (null: deletes) the files and commits just them; answers the SHA, as every method that commits does. */
  commit(
    what: Signature & {
      readonly message: string
      readonly files?: Readonly<Record<string, string | Buffer | null>>
      readonly allowEmpty?: boolean
    },
  ): Promise<string>
  /** Starts a branch at a ref (else here) and switches to it. */
  branch(name: string, from?: string): Promise<void>
  checkout(ref: string): Promise<void>
  /** Always a merge commit. */
  merge(what: Signature & { readonly branch: string; readonly message: string }): Promise<string>
  /** The work of a branch as one commit with one parent. */
  squash(what: Signature & { readonly branch: string; readonly message: string }): Promise<string>
  /** Annotated when it has a message, dated like the next commit but without moving the clock. */
  tag(name: string, options?: { readonly ref?: string; readonly message?: string }): Promise<void>
  /** With git's own message unless one is given; of a merge, against its first parent. */
  revert(what: Signature & { readonly sha: string; readonly message?: string }): Promise<string>
  rename(
    what: Signature & { readonly from: string; readonly to: string; readonly message: string },
  ): Promise<string>
  /** Records a submodule at a commit that nobody has to have. */
  submodule(
    what: Signature & { readonly path: string; readonly sha: string; readonly message: string },
  ): Promise<string>
  /** Many commits at once, each a small edit of a few files; the same seed gives the same commits. */
  bulk(
    commits: number,
    options?: { readonly seed?: number; readonly branch?: string; readonly revertEvery?: number },
  ): Promise<string>
  cloneShallow(depth: number): Promise<Clone>
  /** History and folders, but of the files only those checked out. */
  cloneBlobless(): Promise<Clone>
  remove(): Promise<void>
}

export interface RepositoryOptions {
  /** No working tree beside it, as on a server. */
  readonly bare?: boolean
  readonly branch?: string
  /** ISO time of the first commit. */
  readonly start?: string
  readonly objectFormat?: 'sha1' | 'sha256'
}

const hourSeconds = 3600
const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1000)
const address = (name: string): string => `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '.')}@example.com`

export const makeRepository = async (options: RepositoryOptions = {}): Promise<Repository> => {
  const { bare = false, branch = 'main', start = '2026-01-05T09:00:00Z', objectFormat = 'sha1' } = options
  // The real path, so that it is spelled as git spells it where the temporary folder is a link.
  const home = await realpath(await mkdtemp(join(tmpdir(), 'change-risk-repository-')))
  const tree = join(home, 'work')
  const gitDirectory = bare ? join(home, 'repository.git') : join(tree, '.git')
  const directory = bare ? gitDirectory : tree
  await mkdir(tree)
  const format = objectFormat === 'sha1' ? [] : [`--object-format=${objectFormat}`]
  await git(
    [
      'init',
      '--quiet',
      '--template=',
      `--initial-branch=${branch}`,
      ...format,
      ...(bare ? ['--bare', directory] : []),
    ],
    {
      directory: tree,
    },
  )

  let clock = seconds(start)
  let clones = 0

  const identity = ({
    author = 'Mira Vale',
    at,
    authoredAt,
  }: Signature): Readonly<Record<string, string>> => {
    const time = at === undefined ? clock : seconds(at)
    return {
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: address(author),
      GIT_AUTHOR_DATE: `${authoredAt === undefined ? time : seconds(authoredAt)} +0000`,
      GIT_COMMITTER_NAME: author,
      GIT_COMMITTER_EMAIL: address(author),
      GIT_COMMITTER_DATE: `${time} +0000`,
    }
  }
  /** A bare repository borrows a working tree for the moment of the command. */
  const here = (
    args: readonly string[],
    signature: Signature = {},
    input?: string | Buffer,
  ): Promise<string> =>
    git(args, {
      directory: tree,
      environment: { GIT_DIR: gitDirectory, GIT_WORK_TREE: tree, ...identity(signature) },
      ...(input === undefined ? {} : { input }),
    })
  /** Runs one command that commits, moves the clock past it and answers the new SHA. */
  const committing = async (signature: Signature, args: readonly string[]): Promise<string> => {
    await here(args, signature)
    clock = (signature.at === undefined ? clock : seconds(signature.at)) + hourSeconds
    return here(['rev-parse', 'HEAD'])
  }
  const clone = async (args: readonly string[]): Promise<Clone> => {
    clones += 1
    const place = join(home, `clone-${clones}`)
    await git(['clone', '--quiet', '--template=', ...args, pathToFileURL(directory).href, place], {
      directory: home,
    })
    return { directory: place, git: (...more) => git(more, { directory: place }) }
  }

  return {
    directory,
    git: (...args) => here(args),
    commit: async ({ message, files = {}, allowEmpty = false, ...signature }) => {
      for (const [path, content] of Object.entries(files)) {
        if (content === null) await rm(join(tree, path))
        else {
          await mkdir(dirname(join(tree, path)), { recursive: true })
          await writeFile(join(tree, path), content)
        }
      }
      const paths = Object.keys(files)
      if (paths.length > 0) await here(['--literal-pathspecs', 'add', '--all', '--force', '--', ...paths])
      const flags = allowEmpty ? ['--allow-empty'] : []
      return committing(signature, [
        'commit',
        '--quiet',
        '--cleanup=verbatim',
        ...flags,
        '--message',
        message,
      ])
    },
    branch: async (name, from = 'HEAD') => {
      await here(['checkout', '--quiet', '-b', name, from])
    },
    checkout: async (ref) => {
      await here(['checkout', '--quiet', ref])
    },
    merge: ({ branch: other, message, ...signature }) =>
      committing(signature, ['merge', '--quiet', '--no-ff', '-m', message, other]),
    squash: async ({ branch: other, message, ...signature }) => {
      await here(['merge', '--quiet', '--squash', other])
      return committing(signature, ['commit', '--quiet', '--message', message])
    },
    tag: async (name, { ref = 'HEAD', message } = {}) => {
      const kind = message === undefined ? [] : ['--annotate', '--message', message]
      await here(['tag', ...kind, name, ref])
    },
    revert: async ({ sha, message, ...signature }) => {
      const parents = (await here(['rev-list', '--parents', '-1', sha])).split(' ').length - 1
      const mainline = parents > 1 ? ['--mainline', '1'] : []
      if (message === undefined) return committing(signature, ['revert', '--no-edit', ...mainline, sha])
      await here(['revert', '--no-commit', ...mainline, sha])
      return committing(signature, ['commit', '--quiet', '--message', message])
    },
    rename: async ({ from, to, message, ...signature }) => {
      await mkdir(dirname(join(tree, to)), { recursive: true })
      await here(['mv', from, to])
      return committing(signature, ['commit', '--quiet', '--message', message])
    },
    submodule: async ({ path, sha, message, ...signature }) => {
      await mkdir(join(tree, path), { recursive: true })
      await here(['update-index', '--add', '--cacheinfo', `160000,${sha},${path}`])
      return committing(signature, ['commit', '--quiet', '--message', message])
    },
    bulk: async (commits, { seed = 1, branch: name = branch, revertEvery } = {}) => {
      const tip = await here(['rev-parse', '--quiet', '--verify', `refs/heads/${name}`]).catch(() => null)
      const { stream, lastTime } = bulkStream({
        commits,
        seed,
        branch: name,
        tip,
        start: clock,
        ...(revertEvery === undefined ? {} : { revertEvery }),
      })
      await here(['fast-import', '--quiet', '--force'], {}, stream)
      clock = lastTime + hourSeconds
      // fast-import moves the branch behind the back of index and working tree.
      await here(['symbolic-ref', 'HEAD', `refs/heads/${name}`])
      await here(['reset', '--quiet', '--hard'])
      return here(['rev-parse', 'HEAD'])
    },
    cloneShallow: (depth) => clone([`--depth=${depth}`]),
    cloneBlobless: async () => {
      await here(['config', 'uploadpack.allowFilter', 'true'])
      await here(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
      return clone(['--filter=blob:none'])
    },
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 3 }),
  }
}
