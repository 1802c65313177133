import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { SshAddress } from './address.ts'
import { type RemoteResult, runSshProcess } from './process.ts'
import { type RemoteCommand, remoteScript } from './script.ts'

/** How machines are logged in to; what is not said here, the user's own ssh configuration says (a bastion, say). */
export interface SshOptions {
  readonly user?: string | undefined
  readonly identityFile?: string | undefined
  readonly knownHosts?: string | undefined
  /** Where relative paths start. */
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
}

/** One connection a machine, kept open between commands. */
export interface SshConnections {
  /** Runs a command there; settles always, at the latest shortly after its seconds. */
  readonly run: (address: SshAddress, command: RemoteCommand, signal?: AbortSignal) => Promise<RemoteResult>
  readonly close: () => Promise<void>
}

const connectSeconds = 5
/** A connection that nobody has used for so long, such as after a crash, ends by itself. */
const idleSeconds = 60
/** What is left of the 104 to 108 bytes a socket's path may have, after what ssh appends while it makes one. */
const longestFolder = 60

export const openSshConnections = (options: SshOptions): SshConnections => {
  const sockets = new Map<string, { readonly path: string; readonly destination: readonly string[] }>()
  let folder: string | undefined
  const socketOf = (address: SshAddress) => {
    const key = JSON.stringify(address)
    const known = sockets.get(key)
    if (known !== undefined) return known
    folder ??= mkdtempSync(join(tmpdir().length > longestFolder ? '/tmp' : tmpdir(), 'gate-ssh-'))
    const destination = destinationOf(address, options)
    const made = { path: join(folder, String(sockets.size)), destination }
    sockets.set(key, made)
    return made
  }
  return {
    run: (address, command, signal) => {
      const { path, destination } = socketOf(address)
      return runSshProcess({
        arguments: [...optionsOf(options), '-S', withoutTokens(path), ...destination, 'sh'],
        environment: options.environment,
        script: remoteScript(command),
        milliseconds: command.seconds * 1000,
        ...(signal && { signal }),
      })
    },
    close: async () => {
      const open = [...sockets.values()]
      sockets.clear()
      await Promise.all(open.map(({ path, destination }) => hangUp(path, destination, options.environment)))
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      folder = undefined
    },
  }
}

const destinationOf = ({ host, port, user }: SshAddress, options: SshOptions): readonly string[] => {
  const login = user ?? options.user
  return [
    ...(port === null ? [] : ['-p', String(port)]),
    ...(login === undefined ? [] : ['-l', login]),
    '--',
    host,
  ]
}

/** Nobody is ever asked, nobody unknown is trusted, nothing is forwarded. */
const optionsOf = ({ identityFile, knownHosts, directory }: SshOptions): readonly string[] => {
  const trusted = knownHosts === undefined ? undefined : quoted(pathIn(directory, knownHosts))
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['BatchMode', 'yes'],
    ['StrictHostKeyChecking', 'yes'],
    ['UpdateHostKeys', 'no'],
    ['UserKnownHostsFile', trusted],
    ['GlobalKnownHostsFile', trusted && '/dev/null'],
    ['IdentityFile', identityFile === undefined ? undefined : quoted(pathIn(directory, identityFile))],
    ['IdentitiesOnly', identityFile && 'yes'],
    ['ControlMaster', 'auto'],
    ['ControlPersist', String(idleSeconds)],
    ['ConnectTimeout', String(connectSeconds)],
    ['ServerAliveInterval', '5'],
    ['ServerAliveCountMax', '3'],
    ['ClearAllForwardings', 'yes'],
    ['ForwardAgent', 'no'],
    ['ForwardX11', 'no'],
    ['PermitLocalCommand', 'no'],
    ['RemoteCommand', 'none'],
    ['RequestTTY', 'no'],
    ['LogLevel', 'ERROR'],
  ]
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : ['-o', `${name}=${value}`]))
}

/** ssh itself knows what ~ is. */
const pathIn = (directory: string, path: string): string =>
  path.startsWith('~') ? path : resolve(directory, path)
const withoutTokens = (path: string): string => path.replaceAll('%', '%%')
const quoted = (path: string): string => `"${withoutTokens(path)}"`

const hangUp = (
  path: string,
  destination: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> =>
  new Promise((done) => {
    const asked = ['-O', 'exit', '-S', withoutTokens(path), ...destination]
    // Where there is no connection any more, there is nothing to close.
    execFile('ssh', asked, { env: environment, timeout: 5000 }, () => done())
  })
