/** The ssh driver on real ssh servers: two machines, commands of the plan, and whatever can befall them. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mustRead } from '../../../src/config/reading.ts'
import { parseRolloutPlan } from '../../../src/config/rollout/load.ts'
import type { Health } from '../../../src/config/rollout/plan.ts'
import { readStatusRange } from '../../../src/config/rollout/status-range.ts'
import { openSsh } from '../../../src/drivers/rollouts/ssh.ts'
import type { SshTargets } from '../../../src/drivers/rollouts/ssh-observation.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import type { ActionContext, InstanceDriver } from '../../../src/rollout/engine/ports.ts'
import { missingForSsh, type Sshd, startSshd } from '../../clients/ssh/sshd.ts'

const missing = missingForSsh()

const plan = await parseRolloutPlan(
  'version: 1\nservice: web\ntargets: { driver: ssh, hosts: [a], restart: "true" }\ngate: { on-no-data: health-only }\n',
  'rollout.yml',
)
const surroundings = (more: Partial<Surroundings> = {}): Surroundings => ({
  clock: { now: () => Date.now(), sleep: async () => undefined },
  directory: '/',
  environment: process.env,
  fetch: globalThis.fetch,
  random: () => 0,
  health: plan.health,
  ...more,
})
const targets = (hosts: readonly string[], more: Partial<SshTargets> = {}): SshTargets => ({
  driver: 'ssh',
  hosts: [...hosts],
  restart: 'true',
  ...more,
})
const context = (more: Partial<ActionContext> = {}): ActionContext => ({
  version: 'v812',
  epoch: 3,
  operation: 'web/7/12',
  deadline: Date.now() + 20_000,
  signal: new AbortController().signal,
  ...more,
})
const never = new AbortController().signal

test.each([
  ['twice the same', ['web-1', 'web-2', 'deploy@web-1'], 'web-1 comes twice'],
  ['what ssh would take for an option', ['-oProxyCommand'], 'wanted host, user@host'],
  ['a port there is none of', ['web-1:70000'], 'wanted host, user@host'],
])('hosts that are refused: %s', (_, hosts, message) => {
  expect(() => openSsh(targets(hosts), surroundings())).toThrow(message)
})

test('what it can do follows from its commands', () => {
  const can = (more: Partial<SshTargets>) => openSsh(targets(['web-1'], more), surroundings())
  expect(can({}).capabilities).toEqual({ drains: false, fenced: true, settleSeconds: 0 })
  expect(can({ drain: 'true' }).capabilities.drains).toBe(true)
  expect(can({}).handOver).toBeUndefined()
  expect(can({ 'hand-over': 'true' }).handOver).toBeDefined()
})

describe.skipIf(missing !== null)(`on real machines${missing === null ? '' : `: needs ${missing}`}`, () => {
  let one: Sshd
  let other: Sshd
  let driver: InstanceDriver
  let page: Server
  /** What the health page answers, for every machine. */
  let status = 200
  let body = '{"version":"v811"}'

  beforeAll(async () => {
    ;[one, other] = await Promise.all([startSshd(), startSshd()])
    // The second trusts the key of the first, as machines of one fleet do.
    writeFileSync(join(other.folder, 'authorized'), readFileSync(`${one.identityFile}.pub`))
    page = createServer((_, response) => response.writeHead(status).end(body))
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening))
  })
  afterAll(async () => {
    page.close()
    await Promise.all([one.stop(), other.stop()])
  })
  beforeEach(() => {
    status = 200
    body = '{"version":"v811"}'
    writeFileSync(
      join(one.folder, 'both'),
      readFileSync(one.knownHosts, 'utf8') + readFileSync(other.knownHosts, 'utf8'),
    )
  })
  afterEach(() => driver.close())

  const open = (
    more: Partial<SshTargets> = {},
    hosts = [one.host, other.host],
    health: Partial<Health> = {},
  ): InstanceDriver => {
    const { port } = page.address() as AddressInfo
    driver = openSsh(
      targets(hosts, { 'identity-file': one.identityFile, 'known-hosts': 'both', ...more }),
      surroundings({
        directory: one.folder,
        // A machine's page is at its port 80, where a test may not listen: this path leads elsewhere.
        health: { ...plan.health, ...health, path: `//127.0.0.1:${port}/healthz` },
      }),
    )
    return driver
  }
  const file = (name: string) => join(one.folder, name)
  const told = `printf '%s|%s|%s|%s|%s' "$GATE_INSTANCE" "$GATE_VERSION" "$GATE_EPOCH" "$GATE_OPERATION" "$GATE_FORCE"`

  test('every verb runs its command there, and is told what for', async () => {
    const into = (name: string) => `${told} >${file(name)}`
    const { drain, restart, restore, handOver } = open({
      drain: into('drain'),
      restart: into('restart'),
      restore: into('restore'),
      'hand-over': into('hand-over'),
    })
    const version = `it's "v812"\nсборка $(id) 🚀`
    const asked = context({ version })
    expect(await drain(one.host, { ...asked, force: true })).toEqual({ outcome: 'done' })
    expect(await restart(one.host, asked)).toEqual({ outcome: 'done' })
    expect(await restore(one.host, asked)).toEqual({ outcome: 'done' })
    expect(await handOver?.(one.host, asked)).toEqual({ outcome: 'done' })
    const said = `${one.host}|${version}|3|web/7/12|`
    expect(readFileSync(file('drain'), 'utf8')).toBe(`${said}true`)
    for (const name of ['restart', 'restore', 'hand-over'])
      expect(readFileSync(file(name), 'utf8')).toBe(said)
  })

  test.each([
    ['done', 'exit 0', { outcome: 'done', why: /^$/ }],
    [
      'try again',
      'echo busy booting >&2; exit 75',
      { outcome: 'again', why: /asked to try again: busy booting$/ },
    ],
    [
      'failed',
      'echo one >&2; echo no such unit >&2; exit 5',
      { outcome: 'failed', why: /exit code 5: no such unit$/ },
    ],
    ['failed as ssh fails', 'exit 255', { outcome: 'failed', why: /exit code 255$/ }],
    ['not there', '/no/such/program', { outcome: 'failed', why: /exit code 127/ }],
    ['no shell', 'if then', { outcome: 'failed', why: /exit code 2: .*[Ss]yntax error/ }],
  ])('a restart that ends with: %s', async (_, restart, { outcome, why }) => {
    const result = await open({ restart }).restart(one.host, context())
    expect(result.outcome).toBe(outcome)
    expect('why' in result ? result.why : '').toMatch(why)
  })

  test('an instance that is none of the hosts is not moved', async () => {
    expect(await open().restart('web-9', context())).toMatchObject({ outcome: 'failed' })
  })

  test('a coordinator of an older epoch is refused, whatever the verb', async () => {
    const { drain, restart } = open({ drain: 'true', restart: `touch ${file('old-restart')}` })
    const asked = { ...context({ epoch: 50 }), force: false }
    expect(await drain(one.host, asked)).toEqual({ outcome: 'done' })
    expect(await restart(one.host, context({ epoch: 49 }))).toEqual({
      outcome: 'failed',
      why: `restart ${one.host}: a newer coordinator has taken over: epoch 50 acts there, this is epoch 49`,
    })
    expect(existsSync(file('old-restart'))).toBe(false)
    expect(await restart(other.host, context({ epoch: 49 }))).toEqual({ outcome: 'done' })
    for (const { folder } of [one, other]) rmSync(join(folder, 'state/change-risk-gate'), { recursive: true })
  })

  test('at the deadline a drain is busy, and of a restart nobody knows', async () => {
    const { drain, restart } = open({ drain: 'sleep 600', restart: 'sleep 600' })
    const soon = () => context({ deadline: Date.now() + 1000 })
    const [drained, restarted] = await Promise.all([
      drain(one.host, { ...soon(), force: false }),
      restart(other.host, soon()),
    ])
    expect(drained.outcome).toBe('busy')
    expect(restarted.outcome).toBe('again')
  })

  test('a deadline that has passed touches nothing', async () => {
    const { restart } = open({ restart: `touch ${file('too-late')}` })
    expect(await restart(one.host, context({ deadline: 1 }))).toMatchObject({ outcome: 'busy' })
    expect(existsSync(file('too-late'))).toBe(false)
  })

  test('stopped: nobody knows, so look and try again', async () => {
    const stop = new AbortController()
    const asked = open({ restart: 'sleep 600' }).restart(one.host, context({ signal: stop.signal }))
    stop.abort()
    expect(await asked).toMatchObject({ outcome: 'again' })
  })

  test('the fleet as its own command tells it, each machine for itself', async () => {
    const { observe } = open({
      observe: `echo '{"version": "v811", "healthy": true, "in-rotation": true, "zone": "az-a"}'`,
    })
    const seen = { version: 'v811', healthy: true, inRotation: true, zone: 'az-a' }
    expect(await observe(never)).toEqual([
      { id: one.host, ...seen },
      { id: other.host, ...seen },
    ])
    expect(await observe(never, [other.host])).toEqual([{ id: other.host, ...seen }])
  })

  test('one machine is down: not healthy, not in rotation, and the other one as it is', async () => {
    const down = await startSshd()
    await down.goDown()
    const { observe, restart } = open({}, [down.host, one.host])
    expect(await observe(never)).toEqual([
      { id: down.host, version: '', healthy: false, inRotation: false },
      { id: one.host, version: 'v811', healthy: true, inRotation: true },
    ])
    expect(await restart(down.host, context())).toMatchObject({ outcome: 'again' })
    await down.stop()
  })

  test('all machines down are a fleet that is down, not an error', async () => {
    const down = await startSshd()
    await down.goDown()
    const { observe } = open({}, [down.host])
    expect(await observe(never)).toEqual([{ id: down.host, version: '', healthy: false, inRotation: false }])
    await down.stop()
  })

  test('a machine with another host key is refused, and it says why', async () => {
    const rebuilt = await startSshd()
    rebuilt.changeHostKey()
    const { observe, restart } = open({ 'known-hosts': rebuilt.knownHosts }, [rebuilt.host])
    await expect(observe(never)).rejects.toThrow(`ssh ${rebuilt.host}: its host key has changed`)
    expect(await observe(never, [rebuilt.host])).toMatchObject([{ healthy: false, inRotation: false }])
    expect(await restart(rebuilt.host, context())).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('somebody may be in between'),
    })
    await rebuilt.stop()
  })

  test.each([
    ['no JSON', 'echo fine', 'wanted one JSON object, got "fine'],
    ['half of it', `echo '{"version": "v811", "healthy": true}'`, 'in-rotation is missing'],
    ['a failing command', 'echo no such unit >&2; exit 3', 'exit code 3, no such unit'],
  ])('an observation that cannot be read: %s', async (_, observe, message) => {
    await expect(open({ observe }).observe(never)).rejects.toThrow(message)
    expect(await driver.observe(never, [one.host])).toMatchObject([{ healthy: false }])
  })

  describe('without a command to observe', () => {
    test('the health page is asked, and 503 is not healthy', async () => {
      status = 503
      expect(await open().observe(never, [one.host])).toEqual([
        { id: one.host, version: 'v811', healthy: false, inRotation: true },
      ])
    })

    test('a status that the plan expects is healthy, however it looks', async () => {
      status = 429
      const { observe } = open({}, [one.host], { expect: [mustRead(readStatusRange('429'))] })
      expect(await observe(never)).toMatchObject([{ version: 'v811', healthy: true }])
    })

    test('a page without a version says what to write into the plan', async () => {
      body = '{}'
      await expect(open().observe(never)).rejects.toThrow('health.version: json:version')
    })

    test('what a drain took out stays out, also for the next coordinator, until a restore', async () => {
      const commands = { drain: 'true', restore: 'true' }
      await open(commands).drain(one.host, { ...context(), force: false })
      await driver.close()
      const { observe, restore } = open(commands)
      const rotation = async () => (await observe(never)).map(({ inRotation }) => inRotation)
      expect(await rotation()).toEqual([false, true])
      await restore(one.host, context())
      expect(await rotation()).toEqual([true, true])
    })

    test('where coming up is coming back, the restore says so', async () => {
      const { drain, restore, observe } = open({ drain: 'true' })
      await drain(one.host, { ...context(), force: false })
      await restore(one.host, context())
      expect(await observe(never, [one.host])).toMatchObject([{ inRotation: true }])
    })

    test('a drain that failed took nothing out', async () => {
      const { drain, observe } = open({ drain: 'exit 1' })
      await drain(one.host, { ...context(), force: false })
      expect(await observe(never, [one.host])).toMatchObject([{ inRotation: true }])
    })
  })
})
