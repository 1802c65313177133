import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const sshdProgram = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find(existsSync)

/** Why the tests that need a real ssh server are skipped here; null where they run. */
export const missingForSsh = (): string | null => {
  if (sshdProgram === undefined) return 'openssh-server'
  try {
    execFileSync('sh', ['-c', 'command -v ssh && command -v ssh-keygen'], { stdio: 'ignore' })
    return null
  } catch {
    return 'openssh-client'
  }
}

/** A real sshd on loopback that lets this user in, with one key, and nobody else. */
export interface Sshd {
  /** 127.0.0.1:PORT */
  readonly host: string
  readonly identityFile: string
  readonly knownHosts: string
  /** Where its commands keep their state, and tests their files. */
  readonly folder: string
  /** How often somebody has connected. */
  readonly connections: () => number
  /** The machine is built anew: it answers with another key. */
  readonly changeHostKey: () => void
  /** Nobody answers any more, and who is connected is cut off. */
  readonly goDown: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** One process a connection, as inetd did it, so that the kernel chooses the port and nobody can take it in between. */
export const startSshd = async (): Promise<Sshd> => {
  const folder = mkdtempSync(join(tmpdir(), 'sshd-'))
  const path = (name: string) => join(folder, name)
  const makeKey = (name: string) => {
    rmSync(path(name), { force: true })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'a test', '-f', path(name)])
  }
  for (const name of ['host', 'user']) makeKey(name)
  mkdirSync(path('state'))
  writeFileSync(path('authorized'), readFileSync(path('user.pub')))
  // Started by root, it insists on this folder, which Debian makes when the machine boots.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
  writeFileSync(path('config'), configuration(folder))
  const children = new Set<ChildProcess>()
  let connections = 0
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    connections += 1
    const child = spawn(sshdProgram!, ['-i', '-e', '-f', path('config')], {
      stdio: [socket, socket, 'ignore'],
    })
    children.add(child)
    child.on('exit', () => {
      children.delete(child)
      socket.destroy()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const trusted = readFileSync(path('host.pub'), 'utf8')
  writeFileSync(path('known'), `[127.0.0.1]:${port} ${trusted}`)
  const goDown = async () => {
    for (const child of children) child.kill('SIGKILL')
    if (server.listening) await new Promise((closed) => server.close(closed))
  }
  return {
    host: `127.0.0.1:${port}`,
    identityFile: path('user'),
    knownHosts: path('known'),
    folder,
    connections: () => connections,
    changeHostKey: () => makeKey('host'),
    goDown,
    stop: async () => {
      await goDown()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const configuration = (folder: string): string =>
  [
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/authorized`,
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PrintMotd no',
    `SetEnv XDG_STATE_HOME=${folder}/state`,
    '',
  ].join('\n')
