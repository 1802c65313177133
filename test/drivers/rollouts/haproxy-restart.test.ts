import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { restartServer, sshArguments } from '../../../src/drivers/rollouts/haproxy-restart.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import { actionOf } from '../../rollout/rig/action.ts'
import { until } from '../../rollout/rig/patience.ts'
import { findPlaces } from '../../rollout/rig/places.ts'

const place = (address: string, domain = '') => ({
  name: 'web-1',
  address,
  port: 8080,
  domain,
  checkAddress: '',
  checkPort: 0,
  usesTls: false,
  isDisabled: false,
})

const surroundings = (environment: NodeJS.ProcessEnv, directory = '/') =>
  ({
    clock: { now: Date.now, sleep: async () => undefined },
    directory,
    environment,
  }) as unknown as Surroundings

describe('where ssh goes', () => {
  test.each([
    ['an address', place('10.0.0.7'), '10.0.0.7'],
    ['a name, where the load balancer resolved one', place('10.0.0.7', 'web-1.acme'), 'web-1.acme'],
  ])('%s', (_, { address, domain }, host) => {
    const words = sshArguments(domain || address, 'deploy', 'sv restart web', {
      GATE_VERSION: "v2'; rm -rf /",
    })
    expect(words).toEqual([
      ...['-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes', '-o', 'ConnectTimeout=10'],
      ...['-l', 'deploy', '--', host],
      `env GATE_VERSION='v2'\\''; rm -rf /' sh -c 'sv restart web'`,
    ])
  })

  test.each([
    ['nobody knows where', null],
    ['no address', place('-')],
    ['an option in its stead', place('10.0.0.7', '-oProxyCommand=x')],
  ])('not where there is %s', async (_, where) =>
    expect(await restartServer('web-1', where, { ssh: 'true' }, actionOf(), surroundings({}))).toEqual({
      outcome: 'failed',
      why: 'restart: no load balancer knows the address of web-1, so ssh has nowhere to go',
    }),
  )
})

const sshd = '/usr/sbin/sshd'
const isMissing = [sshd, 'ssh'].some((program) => spawnSync(program, ['-V']).error !== undefined)

/** A real sshd at an address of its own, and an `ssh` on PATH that knows its port and key, as ~/.ssh/config would. */
const openSshd = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-sshd-'))
  const [{ host, port }] = (await findPlaces(1)) as [{ host: string; port: number }]
  for (const name of ['host', 'user'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)])
  const publicKey = (name: string) => readFileSync(join(folder, `${name}.pub`), 'utf8')
  writeFileSync(join(folder, 'authorized'), publicKey('user'))
  writeFileSync(join(folder, 'known'), `[${host}]:${port} ${publicKey('host')}`)
  writeFileSync(
    join(folder, 'sshd_config'),
    `ListenAddress ${host}:${port}\nHostKey ${folder}/host\nAuthorizedKeysFile ${folder}/authorized
StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\n`,
  )
  writeFileSync(
    join(folder, 'config'),
    `Host *\n  Port ${port}\n  IdentityFile ${folder}/user\n  IdentitiesOnly yes\n  UserKnownHostsFile ${folder}/known\n`,
  )
  mkdirSync(join(folder, 'bin'))
  const ssh = execFileSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).trim()
  writeFileSync(join(folder, 'bin', 'ssh'), `#!/bin/sh\nexec ${ssh} -F ${folder}/config "$@"\n`, {
    mode: 0o755,
  })
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
  const child = spawn(sshd, ['-D', '-e', '-f', join(folder, 'sshd_config')], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })
  const environment = { ...process.env, PATH: `${folder}/bin${delimiter}${process.env['PATH']}` }
  await until('sshd to start', async () => {
    if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}`)
    return spawnSync('ssh', [host, 'true'], { env: environment }).status === 0
  })
  return { folder, host, environment }
}

describe.skipIf(isMissing)('over a real sshd (package openssh-server)', () => {
  test('the command runs there with what it works on, however strange', async () => {
    const { folder, host, environment } = await openSshd()
    const context = actionOf({ version: `v2 "$HOME" 'x' \\ ;&|` })
    const run = (ssh: string, where = host) =>
      restartServer(
        'web-1',
        place(where),
        { ssh, user: userInfo().username },
        context,
        surroundings(environment, folder),
      )
    expect(
      await run(`printf '%s\\n' "$GATE_INSTANCE" "$GATE_VERSION" "$GATE_ADDRESS" > ${folder}/told`),
    ).toEqual({
      outcome: 'done',
    })
    expect(readFileSync(join(folder, 'told'), 'utf8')).toBe(`web-1\n${context.version}\n${host}:8080\n`)
    expect(await run('echo "no unit web" >&2; exit 5')).toEqual({
      outcome: 'failed',
      why: `restart on ${host} failed with exit code 5: no unit web`,
    })
    expect((await run('exit 75')).outcome).toBe('again')
    expect(await run('true', '127.0.0.1')).toEqual({
      outcome: 'again',
      why: expect.stringMatching(/^ssh 127\.0\.0\.1: /),
    })
  })
})
