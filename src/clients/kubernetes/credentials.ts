import { readFile } from 'node:fs/promises'
import { ConfigError, SourceError } from '../../domain/errors.ts'
import type { Access, CredentialProgram, Material } from './kubeconfig.ts'
import { isObject } from './reading.ts'

/** What one request shows of who asks; an exchanged certificate needs a new connection. */
export interface Credentials {
  readonly token: string | null
  readonly certificate: Buffer | null
  readonly key: Buffer | null
}

export interface CredentialSource {
  readonly current: () => Promise<Credentials>
  /** What was handed out last was not accepted. */
  readonly forget: () => void
}

/** Runs a program to its end: the drivers lend it, because clients start nothing by themselves. */
export type RunProgram = (request: {
  readonly program: string
  readonly arguments: readonly string[]
  readonly environment: NodeJS.ProcessEnv
}) => Promise<{
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly why: string
}>

const nothing: Credentials = { token: null, certificate: null, key: null }
/** A token that ends sooner than this is renewed before it is used. */
const spareSeconds = 60

export const credentialsOf = (
  { name, account, server, authority }: Access,
  world: { readonly run: RunProgram; readonly environment: NodeJS.ProcessEnv; readonly now: () => number },
): CredentialSource => {
  const always = (current: () => Promise<Credentials>): CredentialSource => ({ current, forget: () => {} })
  switch (account.kind) {
    case 'nobody':
      return always(async () => nothing)
    case 'token':
      return always(async () => ({ ...nothing, token: account.token }))
    case 'token-file':
      // Read each time: whoever renews it does so in place.
      return always(async () => ({
        ...nothing,
        token: (await bytesOf(name, { kind: 'file', path: account.path })).toString('utf8').trim(),
      }))
    case 'certificate':
      return always(async () => ({
        token: null,
        certificate: await bytesOf(name, account.certificate),
        key: await bytesOf(name, account.key),
      }))
    case 'program': {
      let kept: { readonly credentials: Credentials; readonly until: number } | null = null
      return {
        forget: () => {
          kept = null
        },
        current: async () => {
          if (kept !== null && world.now() < kept.until) return kept.credentials
          const cluster = account.wantsCluster
            ? {
                server,
                'certificate-authority-data':
                  authority && (await bytesOf(name, authority)).toString('base64'),
              }
            : undefined
          const request = {
            program: account.command,
            arguments: account.arguments,
            environment: {
              ...world.environment,
              ...account.environment,
              KUBERNETES_EXEC_INFO: JSON.stringify({
                apiVersion: account.apiVersion,
                kind: 'ExecCredential',
                spec: { interactive: false, ...(cluster && { cluster }) },
              }),
            },
          }
          kept = answerOf(name, account, await world.run(request))
          return kept.credentials
        },
      }
    }
  }
}

/** The bytes of a certificate, key or token. @throws ConfigError */
export const bytesOf = async (name: string, material: Material): Promise<Buffer> => {
  if (material.kind === 'data') return material.data
  try {
    return await readFile(material.path)
  } catch (error) {
    throw new ConfigError(`kubernetes ${name}: ${material.path} cannot be read: ${(error as Error).message}`)
  }
}

const answerOf = (
  name: string,
  { command, apiVersion, hint }: CredentialProgram,
  { code, stdout, stderr, why }: Awaited<ReturnType<RunProgram>>,
): { readonly credentials: Credentials; readonly until: number } => {
  const fail = (what: string): never => {
    throw new SourceError(`kubernetes ${name}: the credential plugin ${command} ${what}`)
  }
  if (code !== 0) {
    const [lastWords = ''] = stderr.split('\n').slice(-1)
    fail(
      `${why || `ended with ${code}`}${lastWords && `: ${lastWords}`}${hint && `; ${hint.split('\n')[0]}`}`,
    )
  }
  let answer: unknown
  try {
    answer = JSON.parse(stdout)
  } catch {
    fail('prints no JSON')
  }
  const status = isObject(answer) && answer['kind'] === 'ExecCredential' ? answer['status'] : undefined
  // The answer itself is a secret: errors never quote it.
  if (!isObject(status) || !isObject(answer) || answer['apiVersion'] !== apiVersion)
    return fail(`prints no ExecCredential of ${apiVersion} with a status`)
  const text = (key: string): string | null => {
    const found = status[key]
    return typeof found === 'string' && found !== '' ? found : null
  }
  const [token, certificate, key] = [text('token'), text('clientCertificateData'), text('clientKeyData')]
  if (token === null && (certificate === null || key === null))
    fail('gives neither a token nor a certificate with its key')
  const ends = Date.parse(text('expirationTimestamp') ?? '')
  return {
    credentials: {
      token,
      certificate: certificate === null ? null : Buffer.from(certificate),
      key: key === null ? null : Buffer.from(key),
    },
    until: Number.isNaN(ends) ? Number.POSITIVE_INFINITY : ends - spareSeconds * 1000,
  }
}
