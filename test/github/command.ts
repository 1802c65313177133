/** The real git, started for what is not read from its files. Synchronous, so that every answer is one moment. */
import { spawnSync } from 'node:child_process'
import type { Repository } from './state.ts'

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
