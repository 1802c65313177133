import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { HaproxyError } from '../../../src/clients/haproxy/failure.ts'
import { openRuntime } from '../../../src/clients/haproxy/runtime.ts'
import { openSocket, parted } from '../../../src/clients/haproxy/socket.ts'
import { missingPackages, openRig, type Rig } from '../../rollout/rig/rig.ts'

const failureOf = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => null,
    (cause) => cause,
  )
  expect(error).toBeInstanceOf(HaproxyError)
  return { failure: error.failure, message: String(error.message) }
}

describe.skipIf(missingPackages().length > 0)('a real HAProxy (package haproxy)', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await openRig({ instances: 2 })
  })
  afterAll(() => rig?.close())

  test('servers are read all, or one by its number; states are set and seen', async () => {
    const { runtime } = rig.balancers[0]!
    const all = await runtime.servers()
    expect(all.map(({ name, status }) => [name, status])).toEqual([
      ['web-1', 'UP'],
      ['web-2', 'UP'],
    ])
    const second = async () =>
      (await runtime.servers(all[1]!.number)).map(({ name, status }) => [name, status])
    await runtime.setState('web-2', 'drain')
    expect(await second()).toEqual([['web-2', 'DRAIN']])
    await runtime.setState('web-2', 'maint')
    expect(await second()).toEqual([['web-2', 'MAINT']])
    await runtime.setState('web-2', 'ready')
    // "UP 1/2" after maintenance, before any check: a state nobody may build on.
    expect(await second()).toEqual([['web-2', expect.stringMatching(/^UP/)]])
    expect(await runtime.servers('99')).toEqual([])
  })

  test('servers and the process that says so come in one answer', async () => {
    const { runtime } = rig.balancers[0]!
    const process = await runtime.process()
    const all = await runtime.look()
    expect(all).toEqual({ process, servers: [expect.anything(), expect.anything()] })
    const [, second] = all.servers
    expect(await runtime.look(second!.number)).toMatchObject({ process, servers: [{ name: 'web-2' }] })
    expect(await runtime.look('99')).toEqual({ process, servers: [] })
    expect((await failureOf(openRuntime(rig.balancers[0]!.socket, 'shop').look())).failure).toBe('unknown')
  })

  test('what nobody has is said with the mend', async () => {
    const { socket, runtime } = rig.balancers[0]!
    expect(await failureOf(runtime.setState('web-9', 'drain'))).toEqual({
      failure: 'unknown',
      message: `haproxy ${socket}: "set server be/web-9 state drain" was refused: No such server.; every load balancer must have the backend and servers of the plan`,
    })
    const elsewhere = openRuntime(socket, 'shop')
    expect((await failureOf(elsewhere.servers())).failure).toBe('unknown')
    expect((await failureOf(elsewhere.places())).failure).toBe('unknown')
  })

  test.each(['web-1;disable frontend front', 'web-1 state maint', '', 'web-1\nquit'])(
    'a name that is another command is never sent: %j',
    async (name) => {
      expect((await failureOf(rig.balancers[0]!.runtime.setState(name, 'drain'))).message).toContain(
        'no name in HAProxy',
      )
    },
  )

  test('without level admin it says which line to write', async () => {
    const operator = await openRig({ instances: 1, level: 'operator' })
    onTestFinished(operator.close)
    const { socket, runtime } = operator.balancers[0]!
    expect(await failureOf(runtime.setState('web-1', 'drain'))).toEqual({
      failure: 'denied',
      message: `haproxy ${socket}: "set server be/web-1 state drain" was refused: Permission denied; write "stats socket ${socket} level admin" in its configuration`,
    })
  })
})

describe('a socket', () => {
  const listen = async (host: string, onConnection: (socket: Socket) => void): Promise<Server> => {
    const server = createServer({ allowHalfOpen: true }, onConnection)
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(0, host, resolve))
    return server
  }
  const portOf = (server: Server): number => (server.address() as { port: number }).port

  test.each([
    ['127.0.0.1', (port: number) => `127.0.0.1:${port}`],
    ['::1', (port: number) => `[::1]:${port}`],
    ['127.0.0.1', (port: number) => `localhost:${port}`],
  ])('at %s is reached by address and port', async (host, place) => {
    const server = await listen(host, (socket) =>
      socket.on('data', (command) => socket.end(`you said ${command}\n`)),
    )
    expect(await openSocket(place(portOf(server)), 5000)('show info')).toBe('you said show info\n\n')
  })

  test('that never answers costs no more than its time', async () => {
    const server = await listen('127.0.0.1', (socket) => socket.on('error', () => undefined))
    expect(await failureOf(openSocket(`127.0.0.1:${portOf(server)}`, 200)('show info'))).toEqual({
      failure: 'unreachable',
      message: `haproxy 127.0.0.1:${portOf(server)}: "show info" was not answered: no whole answer within 0.2 s`,
    })
  })

  test('that breaks off is asked again', async () => {
    let asked = 0
    const server = await listen('127.0.0.1', (socket) =>
      socket.on('data', () => socket.end(asked++ === 0 ? 'Pid: 1' : 'Pid: 12\n\n')),
    )
    expect(await openSocket(`127.0.0.1:${portOf(server)}`, 5000)('show info')).toBe('Pid: 12\n\n')
  })

  test('that breaks off between two answers is asked both again', async () => {
    let asked = 0
    const server = await listen('127.0.0.1', (socket) =>
      socket.on('data', () => socket.end(asked++ === 0 ? 'Pid: 1\n\n' : 'Pid: 12\n\n# pxname\n\n')),
    )
    const ask = openSocket(`127.0.0.1:${portOf(server)}`, 5000)
    expect(parted(await ask('show info;show stat be 4 -1'))).toEqual(['Pid: 12\n', '# pxname\n\n'])
  })

  test('that comes back within a moment is found', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gate-socket-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const place = join(folder, 'admin.sock')
    const answer = openSocket(place, 5000)('show info')
    const server = createServer((socket) => socket.on('data', () => socket.end('Pid: 3\n\n')))
    onTestFinished(() => void server.close())
    server.listen(place)
    expect(await answer).toBe('Pid: 3\n\n')
  })

  test.each([
    [
      '/nowhere/admin.sock',
      'no such socket; is HAProxy running with "stats socket /nowhere/admin.sock level admin"?',
    ],
    ['127.0.0.1:1', 'nobody listens; is HAProxy running with "stats socket ipv4@127.0.0.1:1 level admin"?'],
  ])('%s is not there', async (place, why) =>
    expect(await failureOf(openSocket(place, 1000)('show info'))).toEqual({
      failure: 'unreachable',
      message: `haproxy ${place}: "show info" was not answered: ${why}`,
    }),
  )

  test('many at once all get their answer, four at a time', async () => {
    let open = 0
    let most = 0
    const server = await listen('127.0.0.1', (socket) => {
      socket.on('data', (command) => {
        most = Math.max(most, ++open)
        setTimeout(() => {
          open--
          socket.end(`${command}\n`)
        }, 5)
      })
    })
    const ask = openSocket(`127.0.0.1:${portOf(server)}`, 5000)
    const answers = await Promise.all(Array.from({ length: 40 }, (_, at) => ask(`show ${at}`)))
    expect(answers).toEqual(Array.from({ length: 40 }, (_, at) => `show ${at}\n\n`))
    expect(most).toBe(4)
  })
})
