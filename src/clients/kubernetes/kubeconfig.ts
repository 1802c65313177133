import { isAbsolute, join } from 'node:path'
import { ConfigError } from '../../domain/errors.ts'
import { isObject, type KubernetesObject } from './reading.ts'

/** A cluster and an account on it, as chosen by a context. Nothing was read from the disk yet. */
export interface Access {
  /** What errors call it. */
  readonly name: string
  readonly server: string
  readonly authority: Material | null
  /** Only where the kubeconfig itself says `insecure-skip-tls-verify: true`. */
  readonly skipsVerification: boolean
  readonly serverName: string | null
  readonly account: Account
}

/** Bytes that stand in the kubeconfig itself, or in a file of their own. */
export type Material =
  | { readonly kind: 'data'; readonly data: Buffer }
  | { readonly kind: 'file'; readonly path: string }

export type Account =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'token-file'; readonly path: string }
  | { readonly kind: 'certificate'; readonly certificate: Material; readonly key: Material }
  | ({ readonly kind: 'program' } & CredentialProgram)

/** A credential plugin, such as `aws eks get-token`. */
export interface CredentialProgram {
  readonly apiVersion: string
  readonly command: string
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly hint: string
  readonly wantsCluster: boolean
}

/** A parsed kubeconfig and where it was read. */
export interface KubeconfigFile {
  readonly path: string
  readonly folder: string
  readonly content: unknown
}

/** Chooses a context: of several files the first that names something wins, as kubectl has it. @throws ConfigError */
export const accessOf = (files: readonly KubeconfigFile[], context: string | undefined): Access => {
  const paths = files.map(({ path }) => path).join(', ')
  const fail = (what: string): never => {
    throw new ConfigError(`${paths}: ${what}`)
  }
  const find = (listName: string, inner: string, name: string) => {
    for (const file of files)
      for (const each of listOf(file.content, listName))
        if (each['name'] === name)
          return { file, fields: isObject(each[inner]) ? each[inner] : ({} as KubernetesObject) }
    const known = files
      .flatMap(({ content }) => listOf(content, listName))
      .map((each) => String(each['name']))
    return fail(`${listName} has no "${name}"; it has ${known.join(', ') || 'none'}`)
  }
  const current = files.map(({ content }) => textOf(content, 'current-context')).find((name) => name !== '')
  const name =
    context ?? current ?? fail('current-context is not set; set it, or name one with targets.context')
  const chosen = find('contexts', 'context', name)
  const cluster = find('clusters', 'cluster', textOf(chosen.fields, 'cluster'))
  if (textOf(cluster.fields, 'proxy-url') !== '')
    fail('proxy-url is not understood here; run where the cluster can be reached directly')
  const userName = textOf(chosen.fields, 'user')
  const user = userName === '' ? null : find('users', 'user', userName)
  return {
    name,
    server: textOf(cluster.fields, 'server') || fail(`clusters has no server for "${name}"`),
    authority: materialOf(cluster.file.folder, cluster.fields, 'certificate-authority'),
    skipsVerification: cluster.fields['insecure-skip-tls-verify'] === true,
    serverName: textOf(cluster.fields, 'tls-server-name') || null,
    account: user === null ? { kind: 'nobody' } : accountOf(user.file.folder, user.fields, fail),
  }
}

const accountOf = (folder: string, fields: KubernetesObject, fail: (what: string) => never): Account => {
  const given = (key: string): boolean => fields[key] !== undefined && fields[key] !== null
  if (given('username') || given('password'))
    fail('username and password are accepted by no Kubernetes since 1.19; use a token or a certificate')
  if (given('auth-provider'))
    fail('auth-provider is accepted by no kubectl since 1.26; use the exec plugin of your cloud')
  if (given('as') || given('as-groups') || given('as-uid'))
    fail('impersonation (as, as-groups, as-uid) is not understood here; use the account itself')
  const certificate = materialOf(folder, fields, 'client-certificate')
  const key = materialOf(folder, fields, 'client-key')
  if (certificate !== null && key !== null) return { kind: 'certificate', certificate, key }
  if (certificate !== null || key !== null) fail('client-certificate and client-key are needed together')
  const tokenFile = textOf(fields, 'tokenFile')
  if (tokenFile !== '') return { kind: 'token-file', path: resolved(folder, tokenFile) }
  const token = textOf(fields, 'token')
  if (token !== '') return { kind: 'token', token }
  return isObject(fields['exec']) ? programOf(folder, fields['exec'], fail) : { kind: 'nobody' }
}

const knownPrograms = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

const programOf = (folder: string, fields: KubernetesObject, fail: (what: string) => never): Account => {
  const apiVersion = textOf(fields, 'apiVersion')
  if (!knownPrograms.includes(apiVersion))
    fail(`exec.apiVersion must be ${knownPrograms.join(' or ')}, got "${apiVersion}"`)
  if (fields['interactiveMode'] === 'Always')
    fail('exec.interactiveMode is Always, and nobody is there to answer; use an account for machines')
  const command = textOf(fields, 'command') || fail('exec.command is not set')
  return {
    kind: 'program',
    apiVersion,
    // Beside the kubeconfig where it is a path; a bare name is looked up on PATH.
    command: command.includes('/') ? resolved(folder, command) : command,
    arguments: Array.isArray(fields['args']) ? fields['args'].map(String) : [],
    environment: Object.fromEntries(
      listOf(fields, 'env').map((each) => [textOf(each, 'name'), textOf(each, 'value')]),
    ),
    hint: textOf(fields, 'installHint'),
    wantsCluster: fields['provideClusterInfo'] === true,
  }
}

const materialOf = (folder: string, fields: KubernetesObject, key: string): Material | null => {
  const data = textOf(fields, `${key}-data`)
  if (data !== '') return { kind: 'data', data: Buffer.from(data, 'base64') }
  const path = textOf(fields, key)
  return path === '' ? null : { kind: 'file', path: resolved(folder, path) }
}

const resolved = (folder: string, path: string): string => (isAbsolute(path) ? path : join(folder, path))

const textOf = (value: unknown, key: string): string => {
  const found = isObject(value) ? value[key] : undefined
  return typeof found === 'string' ? found : ''
}

const listOf = (value: unknown, key: string): readonly KubernetesObject[] => {
  const found = isObject(value) ? value[key] : undefined
  return Array.isArray(found) ? found.filter(isObject) : []
}
