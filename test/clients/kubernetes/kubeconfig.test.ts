import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accessOf } from '../../../src/clients/kubernetes/kubeconfig.ts'
import { locateAccess } from '../../../src/clients/kubernetes/locating.ts'

const kubeconfig = (user: object = { token: 'secret' }, cluster: object = {}, more: object = {}) => ({
  'current-context': 'prod',
  contexts: [
    { name: 'prod', context: { cluster: 'main', user: 'gate' } },
    { name: 'lost', context: { cluster: 'gone', user: 'gate' } },
  ],
  clusters: [{ name: 'main', cluster: { server: 'https://10.0.0.1:6443', ...cluster } }],
  users: [{ name: 'gate', user }],
  ...more,
})
const choose = (content: unknown, context?: string) =>
  accessOf([{ path: '/home/gate/config', folder: '/home/gate', content }], context)
const data = (text: string) => Buffer.from(text).toString('base64')

test.each<[string, object, object]>([
  ['a token', { token: 'secret' }, { kind: 'token', token: 'secret' }],
  [
    'a token file, beside the kubeconfig',
    { tokenFile: 'token' },
    { kind: 'token-file', path: '/home/gate/token' },
  ],
  [
    'a certificate inside',
    { 'client-certificate-data': data('C'), 'client-key-data': data('K') },
    {
      kind: 'certificate',
      certificate: { kind: 'data', data: Buffer.from('C') },
      key: { kind: 'data', data: Buffer.from('K') },
    },
  ],
  [
    'a certificate in files',
    { 'client-certificate': '/etc/c.pem', 'client-key': 'k.pem' },
    {
      kind: 'certificate',
      certificate: { kind: 'file', path: '/etc/c.pem' },
      key: { kind: 'file', path: '/home/gate/k.pem' },
    },
  ],
  [
    'a plugin of a cloud',
    {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', 'prod'],
        env: [{ name: 'AWS_PROFILE', value: 'prod' }],
      },
    },
    { kind: 'program', command: 'aws', environment: { AWS_PROFILE: 'prod' }, wantsCluster: false },
  ],
  ['nobody', {}, { kind: 'nobody' }],
])('an account with %s', (_, user, account) => {
  expect(choose(kubeconfig(user)).account).toMatchObject(account)
})

test.each<[string, unknown, string | undefined, string]>([
  ['no such context', kubeconfig(), 'staging', 'contexts has no "staging"; it has prod, lost'],
  ['a context without its cluster', kubeconfig(), 'lost', 'clusters has no "gone"; it has main'],
  [
    'no current context',
    kubeconfig({}, {}, { 'current-context': '' }),
    undefined,
    'current-context is not set',
  ],
  ['a password', kubeconfig({ username: 'a', password: 'b' }), undefined, 'use a token or a certificate'],
  ['an old cloud login', kubeconfig({ 'auth-provider': { name: 'gcp' } }), undefined, 'use the exec plugin'],
  ['half a certificate', kubeconfig({ 'client-certificate': 'c.pem' }), undefined, 'are needed together'],
  ['impersonation', kubeconfig({ token: 'a', as: 'root' }), undefined, 'impersonation'],
  [
    'an unknown plugin',
    kubeconfig({ exec: { apiVersion: 'v9', command: 'x' } }),
    undefined,
    'exec.apiVersion must be',
  ],
  ['a proxy', kubeconfig({}, { 'proxy-url': 'http://proxy' }), undefined, 'proxy-url is not understood'],
  ['an empty file', null, undefined, 'current-context is not set'],
])('%s is an error that names the file and the mend', (_, content, context, words) => {
  expect(() => choose(content, context)).toThrow(words)
  expect(() => choose(content, context)).toThrow('/home/gate/config: ')
})

test('certificates are checked unless the kubeconfig itself says not to', () => {
  expect(choose(kubeconfig()).skipsVerification).toBe(false)
  expect(choose(kubeconfig({}, { 'insecure-skip-tls-verify': 'true' })).skipsVerification).toBe(false)
  expect(choose(kubeconfig({}, { 'insecure-skip-tls-verify': true })).skipsVerification).toBe(true)
})

describe('where the cluster is looked for', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'))
    for (const name of ['named', 'first', 'second'])
      writeFileSync(
        join(folder, name),
        JSON.stringify(kubeconfig({}, {}, name === 'second' ? {} : { 'current-context': 'prod' })).replaceAll(
          'prod',
          name,
        ),
      )
    mkdirSync(join(folder, '.kube'))
    writeFileSync(join(folder, '.kube', 'config'), JSON.stringify(kubeconfig()).replaceAll('prod', 'usual'))
    mkdirSync(join(folder, 'account'))
    writeFileSync(join(folder, 'account', 'token'), 'of the pod')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const inside = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' }

  test.each<[string, string | undefined, object, string | undefined, string]>([
    ['the file that is named', 'named', inside, undefined, 'named'],
    ['else KUBECONFIG', undefined, { KUBECONFIG: 'first', ...inside }, undefined, 'first'],
    ['of several, whichever has the context', undefined, { KUBECONFIG: 'first:second' }, 'second', 'second'],
    ['else the pod it runs in', undefined, inside, undefined, 'in-cluster'],
    ['else the usual place', undefined, {}, undefined, 'usual'],
  ])('%s', async (_, named, environment, context, name) => {
    const access = await locateAccess(
      { kubeconfig: named, context, directory: folder, environment: { HOME: folder, ...environment } },
      join(folder, 'account'),
    )
    expect(access.name).toBe(name)
  })

  test('nowhere is an error that says where one could be', async () => {
    const nowhere = {
      kubeconfig: undefined,
      context: undefined,
      directory: folder,
      environment: { HOME: '/nowhere' },
    }
    await expect(locateAccess(nowhere, '/nowhere')).rejects.toThrow('targets.kubeconfig or KUBECONFIG')
  })

  test('what is no YAML is said in one line', async () => {
    writeFileSync(join(folder, 'bad'), 'a: [')
    const bad = { kubeconfig: 'bad', context: undefined, directory: folder, environment: {} }
    await expect(locateAccess(bad)).rejects.toThrow(/^[^\n]*bad: the kubeconfig is no YAML: [^\n]+$/)
  })
})
