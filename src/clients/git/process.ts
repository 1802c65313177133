/**
 * Running git so that nobody's configuration changes an answer and nothing but git itself is ever executed:
 * plumbing commands, pinned options, no hooks, no pager, no helper, no network, no replacement objects.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { join } from 'node:path'
import { SourceError } from '../../domain/errors.ts'

/** Where a repository is; every command names it, so that discovery and ownership checks happen once, in `open`. */
export interface GitPlace {
  readonly gitDirectory: string
}

/** Options in front of every command. */
const pinned = [
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.attributesFile=/dev/null',
  '-c',
  'core.bigFileThreshold=512m',
  '-c',
  'attr.tree=',
]

/** The caller's environment without anything that steers git, and with the network closed. */
export const gitEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('GIT_') && name !== 'LANGUAGE')
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    // A partial clone would otherwise fetch absent blobs one by one: refuse every transport instead.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
  }
}

export interface Git {
  /** Starts `git ARGS` in the repository; the caller reads and writes its streams. */
  readonly start: (args: readonly string[]) => ChildProcessWithoutNullStreams
  /** Runs to the end and answers its output; a status other than 0 is a `SourceError`. */
  readonly run: (args: readonly string[], input?: string) => Promise<string>
  /** Runs to the end and answers status, output and error text, whatever they are. */
  readonly attempt: (args: readonly string[], input?: string) => Promise<Attempt>
}

export interface Attempt {
  readonly status: number | null
  readonly output: string
  readonly error: string
}

export const notInstalled = 'git: not found on the PATH; install git 2.30 or later'

/** Waits for a process: its whole output, its error text, its status. */
export const finish = (child: ChildProcessWithoutNullStreams, input?: string): Promise<Attempt> =>
  new Promise((resolve, reject) => {
    const output: Buffer[] = []
    const error: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => error.push(chunk))
    child.on('error', (cause) => reject(new SourceError(notInstalled, { cause })))
    child.on('close', (status) =>
      resolve({
        status,
        output: Buffer.concat(output).toString('utf8'),
        error: Buffer.concat(error).toString('utf8').trim(),
      }),
    )
    // A process that ends before it has read everything closes the pipe; its status tells why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
  })

/** A git bound to one repository. */
export const gitAt = (place: GitPlace, environment: NodeJS.ProcessEnv): Git => {
  const { gitDirectory } = place
  // A `.gitattributes` that happens to be checked out or staged must not make two clones of one commit count lines
  // differently: the working tree is a folder that has none, and the index a file that is not there.
  const env = { ...gitEnvironment(environment), GIT_INDEX_FILE: join(gitDirectory, 'no-index') }
  const start = (args: readonly string[]): ChildProcessWithoutNullStreams =>
    spawn('git', ['--git-dir', gitDirectory, '--work-tree', gitDirectory, ...pinned, ...args], {
      cwd: gitDirectory,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  const attempt = (args: readonly string[], input?: string): Promise<Attempt> => finish(start(args), input)
  const run = async (args: readonly string[], input?: string): Promise<string> => {
    const { status, output, error } = await attempt(args, input)
    if (status !== 0)
      throw new SourceError(`git ${args[0]}: ${error.split('\n')[0] || `ended with status ${status}`}`)
    return output
  }
  return { start, run, attempt }
}
