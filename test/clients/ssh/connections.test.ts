/** Commands over a real sshd on loopback: what they are told, what they answer, and how they end. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readSshAddress } from '../../../src/clients/ssh/address.ts'
import { openSshConnections, type SshConnections } from '../../../src/clients/ssh/connections.ts'
import { explainSshFailure } from '../../../src/clients/ssh/failure.ts'
import type { Fence, RemoteCommand } from '../../../src/clients/ssh/script.ts'
import { missingForSsh, type Sshd, startSshd } from './sshd.ts'

const missing = missingForSsh()
/** A second process runs from its sources, which takes the Node that developers have. */
const canRunSources = Number(process.versions.node.split('.')[0]) >= 24

describe.skipIf(missing !== null)(
  `ssh to a real server${missing === null ? '' : `: needs ${missing}`}`,
  () => {
    let sshd: Sshd
    let ssh: SshConnections
    const open = (more: { readonly knownHosts?: string; readonly identityFile?: string } = {}) =>
      openSshConnections({
        identityFile: sshd.identityFile,
        knownHosts: sshd.knownHosts,
        directory: sshd.folder,
        environment: process.env,
        ...more,
      })
    const ask = (command: string, more: Partial<RemoteCommand> = {}, signal?: AbortSignal) =>
      ssh.run(
        readSshAddress(sshd.host),
        { command, variables: {}, seconds: 20, fence: null, ...more },
        signal,
      )
    const fence = (epoch: number, leaves?: Fence['leaves']): Fence => ({
      service: 'web',
      epoch,
      ...(leaves && { leaves }),
    })
    const file = (name: string) => join(sshd.folder, name)
    /** Looks until it is so; the test's own time limit ends it. */
    const until = async (isSo: () => boolean) => {
      while (!isSo()) await wait(20)
    }

    beforeAll(async () => {
      sshd = await startSshd()
    })
    afterAll(() => sshd.stop())
    beforeEach(() => {
      ssh = open()
    })
    afterEach(() => ssh.close())

    test('a command answers, and its exit code is its own, 255 too', async () => {
      expect(await ask('echo yes; echo hm >&2; exit 255')).toEqual({
        code: 255,
        stdout: 'yes\n',
        stderr: 'hm',
        why: '',
        isOutOfTime: false,
      })
    })

    test('many commands, one connection', async () => {
      const before = sshd.connections()
      await ask('true')
      const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => ask(`echo ${at}`)))
      expect(answers.map(({ stdout }) => stdout.trim())).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
      expect(sshd.connections() - before).toBe(1)
    })

    test('nothing of the connection is left when it is closed', async () => {
      await ask('true')
      await ssh.close()
      expect((await ask('true')).code).toBe(0)
    })

    test.each([
      ['quotes', `it's "so" \`date\` $(date) $HOME \\n \\\\`],
      ['lines', 'one\ntwo\n\n  three\ttab\r'],
      ['unicode', 'v812 – ключ 🚀 e\u0301'],
      ['what looks like an option', '-n --help; rm -rf .'],
      ['shell words', '* ? [a-z] ~ # ! & | > < { } ; $$ %s %%'],
      ['nothing', ''],
      ['our own marks', 'change-risk-gate:begin\nchange-risk-gate:end:0\n'],
    ])('a value arrives as it is: %s', async (_, value) => {
      const { stdout } = await ask(`printf '%s|' "$GATE_VERSION"`, { variables: { GATE_VERSION: value } })
      expect(stdout).toBe(`${value}|`)
    })

    test('a command of several lines, with quotes of its own', async () => {
      const { stdout } = await ask(`for word in 'a b' "c'd"; do\n  printf '<%s>' "$word"\ndone # that's all`)
      expect(stdout).toBe(`<a b><c'd>`)
    })

    test('a command has nothing to read, and does not wait for it', async () => {
      expect((await ask('cat; echo done')).stdout).toBe('done\n')
    })

    test('past its time it is killed there, with all that it started', async () => {
      const result = await ask(
        `trap '' TERM; sleep 600 & echo "$! $$" >${file('hanging')}; sleep 600; sleep 600`,
        {
          seconds: 1,
        },
      )
      expect(result).toMatchObject({ code: null, isOutOfTime: true })
      await until(() => pidsIn(file('hanging')).every((pid) => !isAlive(pid)))
    })

    test('stopped here, it is killed there', async () => {
      const stop = new AbortController()
      const asked = ask(`sleep 600 & echo "$! $$" >${file('stopped')}; wait`, {}, stop.signal)
      await until(() => existsSync(file('stopped')) && pidsIn(file('stopped')).length === 2)
      stop.abort()
      expect(await asked).toMatchObject({ code: null, why: 'stopped' })
      await until(() => pidsIn(file('stopped')).every((pid) => !isAlive(pid)))
    })

    test.skipIf(!canRunSources)('the coordinator is killed with -9: the command dies with it', async () => {
      const coordinator = spawn(
        process.execPath,
        [
          join(import.meta.dirname, 'coordinator.ts'),
          sshd.folder,
          sshd.host,
          `sleep 600 & echo "$! $$" >${file('orphans')}; wait`,
        ],
        // What it leaves behind when it is killed shall go with the folder.
        { stdio: 'ignore', env: { ...process.env, TMPDIR: sshd.folder } },
      )
      await until(() => existsSync(file('orphans')) && pidsIn(file('orphans')).length === 2)
      coordinator.kill('SIGKILL')
      await until(() => pidsIn(file('orphans')).every((pid) => !isAlive(pid)))
    })

    test('cut off while it runs: nobody knows what came of it', async () => {
      const other = await startSshd()
      const connections = openSshConnections({ ...other, directory: other.folder, environment: process.env })
      const address = readSshAddress(other.host)
      const asked = connections.run(address, {
        command: `echo $$ >${other.folder}/begun; sleep 600`,
        variables: {},
        seconds: 60,
        fence: null,
      })
      await until(() => existsSync(`${other.folder}/begun`))
      await other.goDown()
      const result = await asked
      expect(result.code).toBeNull()
      expect(explainSshFailure(address, result).lasting).toBe(false)
      await connections.close()
      await other.stop()
    })

    test('a process left behind that holds the output is told, not waited for', async () => {
      const result = await ask(`sleep 600 & echo $! >${file('left')}`)
      expect(explainSshFailure(readSshAddress(sshd.host), result)).toMatchObject({ lasting: true })
      expect(result.why).toContain('left a process behind')
      for (const pid of pidsIn(file('left'))) process.kill(pid)
    })

    describe('fencing', () => {
      const epochs = (name: string) => readFileSync(file(`state/change-risk-gate/${name}`), 'utf8').trim()

      test('an older epoch is refused, and does nothing', async () => {
        expect((await ask('true', { fence: fence(7) })).code).toBe(0)
        expect(await ask(`touch ${file('old')}`, { fence: fence(6) })).toMatchObject({ code: 76 })
        expect(existsSync(file('old'))).toBe(false)
        expect((await ask('true', { fence: fence(7) })).code).toBe(0)
        expect(epochs('service-web.epoch')).toBe('7')
      })

      test('another service has its own', async () => {
        await ask('true', { fence: fence(9) })
        const other = { service: "../it's/another", epoch: 1 }
        expect((await ask('true', { fence: other })).code).toBe(0)
        expect((await ask('true', { fence: fence(8) })).code).toBe(76)
      })

      test('whoever waited behind a newer one is refused when its turn comes', async () => {
        const newer = ask(`echo >${file('newer')}; while [ ! -e ${file('go')} ]; do sleep 0.05; done`, {
          fence: fence(21),
        })
        await until(() => existsSync(file('newer')))
        const older = ask(`touch ${file('late')}`, { fence: fence(20) })
        const same = ask('echo mine', { fence: fence(21) })
        writeFileSync(file('go'), '')
        expect((await newer).code).toBe(0)
        expect((await older).code).toBe(76)
        expect((await same).stdout).toBe('mine\n')
        expect(existsSync(file('late'))).toBe(false)
      })

      test('who waits in vain for another command is asked to try again', async () => {
        const stop = new AbortController()
        const long = ask(`echo >${file('long')}; sleep 600`, { fence: fence(30) }, stop.signal)
        await until(() => existsSync(file('long')))
        expect(await ask('true', { fence: fence(30), seconds: 1 })).toMatchObject({ code: 75 })
        stop.abort()
        await long
        expect((await ask('true', { fence: fence(30) })).code).toBe(0)
      })

      test('what a command leaves running does not hold the lock', async () => {
        await ask(`sleep 600 >/dev/null 2>&1 </dev/null & echo $! >${file('daemon')}`, { fence: fence(40) })
        expect((await ask('true', { fence: fence(40), seconds: 2 })).code).toBe(0)
        for (const pid of pidsIn(file('daemon'))) process.kill(pid)
      })

      test('a spoilt epoch is no epoch: nothing runs until a person has looked', async () => {
        mkdirSync(file('state/change-risk-gate'), { recursive: true })
        writeFileSync(file('state/change-risk-gate/service-spoilt.epoch'), 'seven\n')
        const refused = await ask(`touch ${file('blind')}`, { fence: { service: 'spoilt', epoch: 8 } })
        expect(refused.code).toBe(78)
        expect(refused.stderr).toContain('delete it')
        expect(existsSync(file('blind'))).toBe(false)
      })
    })

    describe('who is not let in, or not trusted', () => {
      const failure = async (connections: SshConnections, host = sshd.host) => {
        const address = readSshAddress(host)
        const result = await connections.run(address, {
          command: `touch ${file('intruder')}`,
          variables: {},
          seconds: 5,
          fence: null,
        })
        await connections.close()
        expect(existsSync(file('intruder'))).toBe(false)
        return explainSshFailure(address, result)
      }

      test('an unknown host key', async () => {
        writeFileSync(file('nobody'), '')
        expect(await failure(open({ knownHosts: 'nobody' }))).toEqual({
          lasting: true,
          why: `ssh ${sshd.host}: its host key is unknown; check it and add it to known-hosts`,
        })
      })

      test('a key that is not ours', async () => {
        const stranger = await startSshd()
        expect(await failure(open({ identityFile: stranger.identityFile }))).toMatchObject({
          lasting: true,
          why: expect.stringContaining('login refused'),
        })
        await stranger.stop()
      })

      test('a host that is down may be up again', async () => {
        const down = await startSshd()
        await down.goDown()
        expect(await failure(open(), down.host)).toMatchObject({
          lasting: false,
          why: expect.stringContaining('Connection refused'),
        })
        await down.stop()
      })

      test('a changed host key, and who may be behind it', async () => {
        const rebuilt = await startSshd()
        rebuilt.changeHostKey()
        const connections = openSshConnections({ ...rebuilt, directory: '/', environment: process.env })
        expect(await failure(connections, rebuilt.host)).toMatchObject({
          lasting: true,
          why: expect.stringContaining('its host key has changed'),
        })
        await rebuilt.stop()
      })
    })
  },
)

const pidsIn = (path: string): readonly number[] =>
  readFileSync(path, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number)

const isAlive = (pid: number): boolean => {
  try {
    // A process that has ended and that nobody has collected still answers signals.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
