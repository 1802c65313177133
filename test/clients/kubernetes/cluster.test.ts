import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, openCluster } from '../../../src/clients/kubernetes/cluster.ts'
import type { Access, Account } from '../../../src/clients/kubernetes/kubeconfig.ts'
import { runCommand } from '../../../src/drivers/rollouts/command.ts'
import { type ApiServer, startApiServer } from '../../rollout/cluster/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'cluster-client-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const open: { close: () => unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

const start = async (options = {}): Promise<ApiServer> => {
  const server = await startApiServer(() => 0, options)
  open.push(server)
  server.store.add('deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } })
  return server
}
const waits: number[] = []
let now = 0
const connect = (
  server: string,
  account: Account = { kind: 'nobody' },
  more: Partial<Access> = {},
): Cluster => {
  const access = {
    name: 'prod',
    server,
    authority: null,
    skipsVerification: false,
    serverName: null,
    account,
    ...more,
  }
  const cluster = openCluster(access, {
    environment: { PATH: process.env['PATH'], GATE_FOLDER: folder },
    run: (request) => runCommand({ ...request, directory: folder, milliseconds: 10_000 }),
    clock: {
      now: () => now,
      sleep: async (milliseconds) => {
        waits.push(milliseconds)
      },
    },
  })
  open.push(cluster)
  return cluster
}
const web = { group: 'apps', version: 'v1', plural: 'deployments', namespace: 'shop', name: 'web' }
const signal = () => new AbortController().signal
const name = async (cluster: Cluster) => (await cluster.get(web, signal())).text('metadata', 'name')

test('lists of thousands come in pages, and none is lost', async () => {
  const server = await start()
  for (let at = 0; at < 1203; at++)
    server.store.add('pods', { metadata: { name: `web-${at}`, labels: { app: at % 2 ? 'web' : 'other' } } })
  const pods = { group: '', version: 'v1', plural: 'pods', namespace: 'shop' }
  const cluster = connect(server.address)
  expect(await cluster.list(pods, '', signal())).toHaveLength(1203)
  expect(await cluster.list(pods, 'app=web', signal())).toHaveLength(601)
})

describe('what passes is waited for', () => {
  test.each<[string, [number, string?][], number[]]>([
    ['slow down, 3 s', [[429, '3']], [3000]],
    ['its own fault, twice', [[503], [500]], [250, 500]],
    ['nothing', [], []],
  ])('%s', async (_, faults, expected) => {
    const server = await start()
    server.weather.faults = faults
    waits.length = 0
    expect(await name(connect(server.address))).toBe('web')
    expect(waits).toEqual(expected)
  })

  test('but not for ever', async () => {
    const server = await start()
    server.weather.faults = Array(9).fill([503])
    await expect(name(connect(server.address))).rejects.toMatchObject({ failure: 'busy' })
  })

  test('a change is never sent twice', async () => {
    const server = await start()
    server.weather.lostAnswers = 1
    const patch = connect(server.address).patch(
      web,
      'strategic',
      { metadata: { annotations: { a: 'b' } } },
      signal(),
    )
    await expect(patch).rejects.toMatchObject({ failure: 'unanswered' })
    expect(server.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })
})

test('deleting takes the very object, or none', async () => {
  const server = await start()
  const pod = server.store.add('pods', { metadata: { name: 'web-1' } })
  const place = { group: '', version: 'v1', plural: 'pods', namespace: 'shop', name: 'web-1' }
  const cluster = connect(server.address)
  await cluster.remove(place, 'of the pod before', signal())
  expect(server.store.find('pods', 'web-1')).toBeDefined()
  await cluster.remove(place, pod.metadata.uid, signal())
  await cluster.remove(place, pod.metadata.uid, signal())
  expect(server.store.find('pods', 'web-1')).toBeUndefined()
})

test('who cannot be reached, and who is no API server', async () => {
  await expect(name(connect('http://127.0.0.1:1'))).rejects.toMatchObject({ failure: 'unreachable' })
  const page = createServer((_, response) => void response.end('<html>'))
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
  open.push(page)
  const { port } = page.address() as AddressInfo
  await expect(name(connect(`http://127.0.0.1:${port}`))).rejects.toThrow('an API server?')
})

test('a secret is never sent in the clear to another machine', () => {
  expect(() => connect('http://10.0.0.1:8080', { kind: 'token', token: 'x' })).toThrow('use https')
})

describe('accounts', () => {
  const plugin = (script: string): Account => {
    const command = join(folder, 'plugin.sh')
    writeFileSync(command, `#!/bin/sh\n${script}\n`)
    chmodSync(command, 0o755)
    return {
      kind: 'program',
      apiVersion: 'client.authentication.k8s.io/v1',
      command,
      arguments: ['get-token'],
      environment: { REGION: 'eu' },
      hint: 'install the plugin',
      wantsCluster: true,
    }
  }
  const credential = (status: object) =>
    JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status })

  test('a token, and a token file that is renewed in place', async () => {
    const server = await start()
    server.weather.token = 'one'
    expect(await name(connect(server.address, { kind: 'token', token: 'one' }))).toBe('web')
    const path = join(folder, 'token')
    writeFileSync(path, 'one\n')
    const cluster = connect(server.address, { kind: 'token-file', path })
    expect(await name(cluster)).toBe('web')
    server.weather.token = 'two'
    writeFileSync(path, 'two\n')
    expect(await name(cluster)).toBe('web')
    server.weather.token = 'three'
    await expect(name(cluster)).rejects.toThrow('renew it')
  })

  test('a plugin is asked once, again before its token ends, and again when the token is refused', async () => {
    const server = await start()
    server.weather.token = 'from eu'
    const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')
    writeFileSync(join(folder, 'asked'), '')
    const ends = new Date(600_000).toISOString()
    const answer = credential({ token: 'from eu', expirationTimestamp: ends })
    const cluster = connect(
      server.address,
      plugin(
        `echo "$1 $KUBERNETES_EXEC_INFO" >> "$GATE_FOLDER/asked"; echo '${answer}' | sed "s/eu/$REGION/"`,
      ),
    )
    now = 0
    await name(cluster)
    await name(cluster)
    expect(asked()).toHaveLength(1)
    expect(asked()[0]).toContain(`"server":"${server.address}"`)
    now = 541_000
    await name(cluster)
    expect(asked()).toHaveLength(2)
    now = 0
    server.weather.token = 'other'
    await expect(name(cluster)).rejects.toMatchObject({ failure: 'unknown-account' })
    expect(asked().length).toBeGreaterThan(2)
  })

  test.each([
    ['fails', 'echo "no such profile" >&2; exit 3', 'ended with 3: no such profile; install the plugin'],
    ['prints no JSON', 'echo hello secret', 'prints no JSON'],
    ['prints something else', 'echo "{}"', 'prints no ExecCredential'],
    ['gives nothing', `echo '${credential({})}'`, 'neither a token nor a certificate'],
  ])('a plugin that %s', async (_, script, words) => {
    const server = await start()
    const failing = name(connect(server.address, plugin(script)))
    await expect(failing).rejects.toThrow(words)
    await expect(failing).rejects.not.toThrow('secret')
  })
})

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe('certificates', () => {
  const at = (file: string) => join(folder, file)
  beforeAll(() => {
    if (!hasOpenssl) return
    const openssl = (command: string) =>
      execFileSync('sh', ['-c', `cd "${folder}" && openssl ${command}`], { stdio: 'ignore' })
    const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
    openssl(`req -x509 ${key} -keyout ca.key -out ca.pem -days 2 -subj /CN=authority`)
    for (const [name, subject] of [
      ['server', '127.0.0.1'],
      ['client', 'gate'],
    ]) {
      openssl(`req ${key} -keyout ${name}.key -out ${name}.csr -subj /CN=${subject}`)
      writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1')
      openssl(
        `x509 -req -in ${name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out ${name}.pem`,
      )
    }
  })
  const secure = (more = {}) =>
    start({
      secure: {
        key: readFileSync(at('server.key')),
        cert: readFileSync(at('server.pem')),
        ca: readFileSync(at('ca.pem')),
        ...more,
      },
    })
  const authority = { kind: 'file', path: at('ca.pem') } as const

  test.skipIf(!hasOpenssl)(
    'openssl: a private authority is trusted where the kubeconfig names it, and only there',
    async () => {
      const server = await secure()
      expect(await name(connect(server.address, { kind: 'nobody' }, { authority }))).toBe('web')
      await expect(name(connect(server.address))).rejects.toThrow(
        'check certificate-authority of the kubeconfig',
      )
      expect(await name(connect(server.address, { kind: 'nobody' }, { skipsVerification: true }))).toBe('web')
    },
  )

  test.skipIf(!hasOpenssl)('openssl: a client certificate is shown', async () => {
    const server = await secure({ requestCert: true, rejectUnauthorized: true })
    const account: Account = {
      kind: 'certificate',
      certificate: { kind: 'data', data: readFileSync(at('client.pem')) },
      key: { kind: 'file', path: at('client.key') },
    }
    expect(await name(connect(server.address, account, { authority }))).toBe('web')
    await expect(name(connect(server.address, { kind: 'nobody' }, { authority }))).rejects.toMatchObject({
      name: 'SourceError',
    })
  })
})
