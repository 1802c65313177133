/** Running the real git for tests: no configuration, hook or identity of this machine reaches it. */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'

export interface GitRequest {
  readonly directory: string
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string | Buffer
}

const { PATH = '', NODE_COMPILE_CACHE } = process.env

/** What a program may see of this machine: where programs are, what Node has compiled of them, and nothing else. */
export const isolatedEnvironment = {
  PATH,
  ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }),
  HOME: tmpdir(),
  XDG_CONFIG_HOME: '/dev/null',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const

const settings = [
  'core.autocrlf=false',
  'core.hooksPath=/dev/null',
  'commit.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.file.allow=always',
  'advice.detachedHead=false',
].flatMap((setting) => ['-c', setting])

/** Runs git and answers what it printed, without the last line break. Throws with what git said when it fails. */
export const git = (args: readonly string[], request: GitRequest): Promise<string> =>
  new Promise((answer, fail) => {
    const child = spawn('git', [...settings, ...args], {
      cwd: request.directory,
      env: { ...isolatedEnvironment, ...request.environment },
    })
    const printed: Buffer[] = []
    const complained: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => printed.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => complained.push(chunk))
    child.on('error', fail)
    child.on('close', (code) => {
      if (code === 0) answer(Buffer.concat(printed).toString('utf8').replace(/\n$/, ''))
      else
        fail(
          new Error(
            `git ${args.join(' ')} ended with ${code}: ${Buffer.concat(complained).toString('utf8')}`,
          ),
        )
    })
    // git may end before it has read everything; its exit code then tells why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(request.input ?? '')
  })
