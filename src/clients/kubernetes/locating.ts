import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { ConfigError } from '../../domain/errors.ts'
import { type Access, accessOf, type KubeconfigFile } from './kubeconfig.ts'

export interface Located {
  readonly kubeconfig: string | undefined
  readonly context: string | undefined
  /** Folder that relative paths start from. */
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
}

/**
 * Finds the cluster: the file that was named, else those of KUBECONFIG, else the account of the pod this runs in, else
 * ~/.kube/config. @throws ConfigError
 */
export const locateAccess = async (
  { kubeconfig, context, directory, environment }: Located,
  accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount',
): Promise<Access> => {
  if (kubeconfig !== undefined) return accessOf([await read(resolve(directory, kubeconfig))], context)
  const named = (environment['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean)
  const files = named.map((path) => resolve(directory, path)).filter((path) => existsSync(path))
  if (files.length > 0) return accessOf(await Promise.all(files.map(read)), context)
  if (named.length > 0) throw new ConfigError(`KUBECONFIG: none of ${named.join(', ')} is there`)
  const own = accountOfPod(environment, accountFolder)
  if (own !== null) return own
  const usual = join(environment['HOME'] ?? environment['USERPROFILE'] ?? '', '.kube', 'config')
  if (existsSync(usual)) return accessOf([await read(usual)], context)
  throw new ConfigError(
    'kubernetes: no cluster is known: name a file with targets.kubeconfig or KUBECONFIG, or run inside the cluster',
  )
}

const read = async (path: string): Promise<KubeconfigFile> => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`${path}: the kubeconfig cannot be read: ${(error as Error).message}`)
  }
  const { parse } = await import('yaml')
  try {
    return { path, folder: dirname(path), content: parse(text, { logLevel: 'error' }) }
  } catch (error) {
    const [firstLine] = (error as Error).message.split('\n')
    throw new ConfigError(`${path}: the kubeconfig is no YAML: ${firstLine}`)
  }
}

/** The service account every pod may have; its token is renewed on disk, so only the path is kept. */
const accountOfPod = (environment: NodeJS.ProcessEnv, folder: string): Access | null => {
  const host = environment['KUBERNETES_SERVICE_HOST']
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '443'
  const path = join(folder, 'token')
  if (host === undefined || host === '' || !existsSync(path)) return null
  return {
    name: 'in-cluster',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    authority: { kind: 'file', path: join(folder, 'ca.crt') },
    skipsVerification: false,
    serverName: null,
    account: { kind: 'token-file', path },
  }
}
