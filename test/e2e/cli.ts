/** Runs the committed dist/cli.js as a user does: another process, no environment of this machine but the PATH. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { isolatedEnvironment } from './git.ts'

const root = resolve(import.meta.dirname, '../..')
export const cliPath = join(root, 'dist', 'cli.js')

export type NodeVersion = '20' | '24'

export interface CliOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string | Buffer
  /** Which Node runs it; 24 unless said. */
  readonly node?: NodeVersion
  /** Milliseconds after which it is killed and counts as hanging. */
  readonly timeout?: number
  /** Options of Node itself, before the program. */
  readonly nodeArgs?: readonly string[]
}

const usualTimeout = 60_000

export interface CliResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const found = new Map<NodeVersion, string | undefined>()

/** A Node of that major version on the PATH; undefined where the machine has none. */
export const findNode = (version: NodeVersion): string | undefined => {
  if (!found.has(version)) {
    const folders = [...new Set((process.env['PATH'] ?? '').split(delimiter))]
    const candidates = [process.execPath, ...folders.map((folder) => join(folder, 'node'))]
    const isWanted = (path: string) =>
      existsSync(path) && String(spawnSync(path, ['--version']).stdout).startsWith(`v${version}.`)
    found.set(version, candidates.find(isWanted))
  }
  return found.get(version)
}

/** For `test.skipIf`: npm brings Node 24 along, the oldest that must do is the machine's own or none. */
export const lacksNode20 = findNode('20') === undefined

/** The process itself, for a test that does not want to hear it out. */
export const startCli = (
  args: readonly string[],
  options: Omit<CliOptions, 'stdin'> = {},
): ChildProcessWithoutNullStreams => {
  const { cwd = root, env = {}, node = '24', timeout = usualTimeout, nodeArgs = [] } = options
  const program = findNode(node)
  if (program === undefined) throw new Error(`this test needs Node ${node} on the PATH`)
  if (!existsSync(cliPath)) throw new Error('dist/cli.js is absent; run `npm run build` first')
  return spawn(program, [...nodeArgs, cliPath, ...args], {
    cwd,
    env: { ...isolatedEnvironment, ...env },
    timeout,
  })
}

/** Throws when it hangs or dies by a signal; any exit code is an answer. */
export const runCli = (args: readonly string[], options: CliOptions = {}): Promise<CliResult> => {
  const { stdin = '', timeout = usualTimeout } = options
  const child = startCli(args, options)
  return new Promise((answer, fail) => {
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', fail)
    child.on('close', (code, signal) => {
      const said = {
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }
      if (code !== null) answer({ code, ...said })
      else
        fail(new Error(`cli.js ${args.join(' ')} ended by ${signal} (limit ${timeout} ms): ${said.stderr}`))
    })
    // A command that does not read its input closes the pipe early; that is no failure.
    child.stdin.on('error', () => undefined)
    child.stdin.end(stdin)
  })
}
