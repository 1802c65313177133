import type { RunProgram } from './credentials.ts'
import { credentialsOf } from './credentials.ts'
import { ClusterError, failureOf, type Resource, sayResource, type Verb } from './failures.ts'
import type { Access } from './kubeconfig.ts'
import { isObject, type KubernetesObject, type Reader, readerOf } from './reading.ts'
import { openTransport, type WireRequest } from './transport.ts'

/** `strategic` merges lists of containers by name, and is for built-in kinds only. */
export type PatchType = 'strategic' | 'merge'

/** The few requests a rollout needs. Every method throws `ClusterError`; reads are tried again by themselves. */
export interface Cluster {
  readonly name: string
  readonly get: (resource: Resource, signal: AbortSignal) => Promise<Reader>
  readonly list: (resource: Resource, selector: string, signal: AbortSignal) => Promise<readonly Reader[]>
  /** Sent once: with a `resourceVersion` inside, whoever reads again finds out whether it happened. */
  readonly patch: (
    resource: Resource,
    type: PatchType,
    body: KubernetesObject,
    signal: AbortSignal,
  ) => Promise<Reader>
  /** Deletes exactly the object with this uid, never one that took its name since; gone already is success. */
  readonly remove: (resource: Resource, uid: string, signal: AbortSignal) => Promise<void>
  readonly close: () => void
}

export interface ClusterWorld {
  readonly run: RunProgram
  readonly environment: NodeJS.ProcessEnv
  readonly clock: {
    readonly now: () => number
    readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  }
}

const patchTypes: Readonly<Record<PatchType, string>> = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
}
const methods: Readonly<Record<Verb, WireRequest['method']>> = {
  get: 'GET',
  list: 'GET',
  patch: 'PATCH',
  delete: 'DELETE',
}
const mostReads = 4
const firstWaitMilliseconds = 250
const longestWaitMilliseconds = 10_000
const passing = ['busy', 'unreachable', 'unanswered']
/** Pods come in pages: a list of thousands at once is what makes API servers busy. */
const pageSize = 500

/** Opens a cluster; asks it nothing yet. @throws ConfigError */
export const openCluster = (access: Access, { run, environment, clock }: ClusterWorld): Cluster => {
  const transport = openTransport(access)
  const credentials = credentialsOf(access, { run, environment, now: clock.now })

  const once = async (
    verb: Verb,
    resource: Resource,
    signal: AbortSignal,
    more: { readonly query?: string; readonly type?: string; readonly body?: string } = {},
  ): Promise<KubernetesObject> => {
    const asked = { cluster: access.name, verb, resource }
    const { query = '', ...content } = more
    const request = { method: methods[verb], path: pathOf(resource) + query, ...content }
    for (let isRenewed = false; ; isRenewed = true) {
      const answer = await transport.send(request, await credentials.current(), signal)
      if (answer.kind === 'silence')
        throw new ClusterError(
          answer.sent ? 'unanswered' : 'unreachable',
          `kubernetes ${access.name}: ${verb} ${sayResource(resource)} at ${access.server}: ${answer.why}`,
          { cause: answer.cause },
        )
      if (answer.status === 401 && !isRenewed) {
        credentials.forget()
        continue
      }
      const body = parsed(answer.body)
      if (answer.status >= 200 && answer.status < 300 && isObject(body)) return body
      if (answer.status >= 200 && answer.status < 300)
        throw new ClusterError(
          'rubbish',
          `kubernetes ${access.name}: ${verb} ${sayResource(resource)} is answered with no JSON object; is ${access.server} an API server?`,
        )
      throw failureOf(asked, answer.status, detailOf(body), answer.retryAfter)
    }
  }

  const patiently = async (...request: Parameters<typeof once>): Promise<KubernetesObject> => {
    for (let tries = 1; ; tries++) {
      try {
        return await once(...request)
      } catch (error) {
        const signal = request[2]
        if (!(error instanceof ClusterError) || !passing.includes(error.failure)) throw error
        if (tries >= mostReads || signal.aborted) throw error
        const wait = (error.retryAfterSeconds ?? 0) * 1000 || firstWaitMilliseconds * 2 ** (tries - 1)
        await clock.sleep(Math.min(wait, longestWaitMilliseconds), signal)
      }
    }
  }

  return {
    name: access.name,
    get: async (resource, signal) =>
      readerOf(
        `kubernetes ${access.name}: ${sayResource(resource)}`,
        await patiently('get', resource, signal),
      ),
    list: async (resource, selector, signal) => {
      const found: Reader[] = []
      let following = ''
      do {
        const query = new URLSearchParams({
          limit: String(pageSize),
          ...(selector && { labelSelector: selector }),
          ...(following && { continue: following }),
        })
        const page = readerOf(
          `kubernetes ${access.name}: list ${sayResource(resource)}`,
          await patiently('list', resource, signal, { query: `?${query}` }),
        )
        found.push(...page.list('items'))
        following = page.text('metadata', 'continue')
      } while (following !== '')
      return found
    },
    patch: async (resource, type, body, signal) =>
      readerOf(
        `kubernetes ${access.name}: ${sayResource(resource)}`,
        await once('patch', resource, signal, { type: patchTypes[type], body: JSON.stringify(body) }),
      ),
    remove: async (resource, uid, signal) => {
      const body = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } })
      try {
        await once('delete', resource, signal, { body })
      } catch (error) {
        // Gone, or another object has its name by now: what was to go is no longer there.
        if (error instanceof ClusterError && ['absent', 'conflict'].includes(error.failure)) return
        throw error
      }
    },
    close: transport.close,
  }
}

const pathOf = ({ group, version, namespace, plural, name, subresource }: Resource): string =>
  [
    group === '' ? '/api' : `/apis/${group}`,
    version,
    ...(namespace === null ? [] : ['namespaces', encodeURIComponent(namespace)]),
    plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
    ...(subresource === undefined ? [] : [subresource]),
  ].join('/')

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** The API's own words, in one line of bounded length. */
const detailOf = (body: unknown): string => {
  const message = isObject(body) && typeof body['message'] === 'string' ? body['message'] : ''
  return message.replace(/\s+/g, ' ').slice(0, 300)
}
