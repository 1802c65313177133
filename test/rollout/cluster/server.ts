import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { openStore, type Resource, type Store, type Watcher } from './objects.ts'
import { jsonPatch, mergePatch, strategicPatch } from './patching.ts'

const kinds = [
  { plural: 'pods', kind: 'Pod', group: '', version: 'v1' },
  { plural: 'nodes', kind: 'Node', group: '', version: 'v1' },
  { plural: 'deployments', kind: 'Deployment', group: 'apps', version: 'v1' },
  { plural: 'replicasets', kind: 'ReplicaSet', group: 'apps', version: 'v1' },
  { plural: 'statefulsets', kind: 'StatefulSet', group: 'apps', version: 'v1' },
  { plural: 'controllerrevisions', kind: 'ControllerRevision', group: 'apps', version: 'v1' },
  { plural: 'rollouts', kind: 'Rollout', group: 'argoproj.io', version: 'v1alpha1' },
]

/** Everything a test may do to the API's answers. */
export interface Weather {
  /** `patch deployments`: refused with 403. */
  denied: Set<string>
  /** Connections are cut without an answer. */
  isDown: boolean
  /** So many patches are carried out, and their answers lost. */
  lostAnswers: number
  /** So many times somebody else writes just before a patch arrives. */
  rivals: number
  token: string | null
  /** Answered first, once each: [status, Retry-After]. */
  faults: [number, string?][]
}

export interface ApiServer {
  readonly address: string
  readonly store: Store
  readonly weather: Weather
  /** `PATCH /apis/apps/v1/…` with its body, oldest first. */
  readonly requests: { method: string; path: string; body: unknown }[]
  /** Called with every object a client wrote, after its kind; throws to refuse it with 422. */
  onWrite: (plural: string, object: Resource) => void
  readonly close: () => Promise<void>
}

/** A small API server: what kubectl and our client need of the real one, over real HTTP. */
export const startApiServer = async (
  now: () => number,
  options: { readonly namespace?: string; readonly secure?: ServerOptions } = {},
): Promise<ApiServer> => {
  const store = openStore(options.namespace ?? 'shop', now)
  const weather: Weather = {
    denied: new Set(),
    isDown: false,
    lostAnswers: 0,
    rivals: 0,
    token: null,
    faults: [],
  }
  const requests: ApiServer['requests'] = []
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch((error) =>
      send(response, 500, statusOf(500, 'InternalError', String(error))),
    )
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(request)
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://cluster')
    const method = request.method ?? 'GET'
    if (weather.isDown) return void request.socket.destroy()
    requests.push({ method, path: pathname, body: text === '' ? null : JSON.parse(text) })
    if (weather.token !== null && request.headers.authorization !== `Bearer ${weather.token}`)
      return send(response, 401, statusOf(401, 'Unauthorized', 'Unauthorized'))
    const fault = weather.faults.shift()
    if (fault !== undefined) {
      if (fault[1] !== undefined) response.setHeader('retry-after', fault[1])
      return send(response, fault[0], statusOf(fault[0], 'Injected', 'injected fault'))
    }
    const discovered = discovery(pathname)
    if (discovered !== null) return send(response, 200, discovered)
    const found = placeOf(pathname)
    if (found === null) return send(response, 404, statusOf(404, 'NotFound', `no route ${pathname}`))
    const { plural, name, subresource, kind } = found
    const verb = method === 'GET' ? (name === undefined ? 'list' : 'get') : method.toLowerCase()
    const asked = subresource === undefined ? plural : `${plural}/${subresource}`
    if (weather.denied.has(`${verb} ${asked}`))
      return send(
        response,
        403,
        statusOf(
          403,
          'Forbidden',
          `${plural} "${name}" is forbidden: User "gate" cannot ${verb} resource "${asked}"`,
        ),
      )
    if (verb === 'list') return list(kind, query, response)
    const object = store.find(plural, name ?? '')
    if (object === undefined)
      return send(response, 404, statusOf(404, 'NotFound', `${plural} "${name}" not found`))
    if (verb === 'get') return send(response, 200, object)
    if (verb === 'delete') {
      const { preconditions } = text === '' ? { preconditions: undefined } : JSON.parse(text)
      if (preconditions?.uid !== undefined && preconditions.uid !== object.metadata.uid)
        return send(response, 409, statusOf(409, 'Conflict', 'the UID in the precondition differs'))
      store.remove(plural, object.metadata.name)
      return send(response, 200, object)
    }
    if (weather.rivals > 0) {
      weather.rivals--
      const touched = structuredClone(object)
      touched.metadata.annotations['somebody/else'] = String(weather.rivals)
      store.put(plural, touched)
    }
    const changed = patched(store.find(plural, object.metadata.name)!, request, JSON.parse(text), subresource)
    if ('code' in changed) return send(response, changed['code'] as number, changed)
    try {
      server.onWrite(plural, changed as Resource)
    } catch (error) {
      return send(response, 422, statusOf(422, 'Invalid', (error as Error).message))
    }
    const written = store.put(plural, changed as Resource)
    if (weather.lostAnswers > 0) {
      weather.lostAnswers--
      return void request.socket.destroy()
    }
    send(response, 200, written)
  }

  const list = (
    { plural, kind, group, version }: (typeof kinds)[number],
    query: URLSearchParams,
    response: ServerResponse,
  ): void => {
    const isAsked = (object: Resource): boolean =>
      matches(object.metadata.labels, query.get('labelSelector') ?? '') &&
      (query.get('fieldSelector') ?? `metadata.name=${object.metadata.name}`) ===
        `metadata.name=${object.metadata.name}`
    if (query.get('watch') !== 'true' && query.get('watch') !== '1') {
      const items = store.all(plural).filter(isAsked)
      const from = Number(query.get('continue') ?? 0)
      const limit = Number(query.get('limit') ?? 0) || items.length
      const following = from + limit < items.length ? String(from + limit) : ''
      const metadata = { resourceVersion: '1', ...(following && { continue: following }) }
      send(response, 200, {
        apiVersion: group === '' ? version : `${group}/${version}`,
        kind: `${kind}List`,
        metadata,
        items: items.slice(from, from + limit),
      })
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    const tell: Watcher = (type, where, object) => {
      if (where === plural && isAsked(object)) response.write(`${JSON.stringify({ type, object })}\n`)
    }
    for (const object of store.all(plural)) tell('ADDED', plural, object)
    store.watchers.add(tell)
    response.on('close', () => store.watchers.delete(tell))
  }

  const http = options.secure ? createSecureServer(options.secure, listener) : createServer(listener)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const server: ApiServer = {
    address: `${options.secure ? 'https' : 'http'}://127.0.0.1:${port}`,
    store,
    weather,
    requests,
    onWrite: () => {},
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return server
}

const patched = (
  object: Resource,
  request: IncomingMessage,
  // biome-ignore lint/suspicious/noExplicitAny: a patch is any JSON.
  body: any,
  subresource: string | undefined,
): Resource | Record<string, unknown> => {
  const type = request.headers['content-type'] ?? ''
  const isCustom = object.kind === 'Rollout'
  let after: Resource
  if (type.startsWith('application/json-patch')) after = jsonPatch(object, body) as Resource
  else if (type.startsWith('application/merge-patch')) after = mergePatch(object, body) as Resource
  else if (type.startsWith('application/strategic-merge-patch') && !isCustom)
    after = strategicPatch(object, body) as Resource
  else return statusOf(415, 'UnsupportedMediaType', type)
  if (after.metadata.resourceVersion !== object.metadata.resourceVersion)
    return statusOf(409, 'Conflict', `the object has been modified; ${object.metadata.name} is newer`)
  // A status is written through its own door, and through no other.
  if (subresource === 'status') return { ...structuredClone(object), status: after.status }
  return { ...after, status: object.status }
}

const matches = (labels: Record<string, string>, selector: string): boolean =>
  selector
    .split(',')
    .filter(Boolean)
    .every((each) => {
      const [key = '', value = ''] = each.split('=')
      return labels[key] === value
    })

const placeOf = (path: string) => {
  const [, group = '', version, rest = ''] =
    /^\/(?:api|apis\/([^/]+))\/([^/]+)\/(?:namespaces\/[^/]+\/)?(.+)$/.exec(path) ?? []
  const [plural = '', name, subresource] = rest.split('/')
  const kind = kinds.find(
    (each) => each.plural === plural && each.group === group && each.version === version,
  )
  return kind === undefined ? null : { kind, plural, name, subresource }
}

const discovery = (path: string): unknown => {
  const groups = [...new Set(kinds.map(({ group, version }) => `${group}/${version}`))].filter(
    (each) => each[0] !== '/',
  )
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' }
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] }
  if (path === '/apis')
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: groups.map((groupVersion) => {
        const [name, version] = groupVersion.split('/')
        const preferredVersion = { groupVersion, version }
        return { name, versions: [preferredVersion], preferredVersion }
      }),
    }
  const groupVersion = path.replace(/^\/apis?\//, '')
  const resources = kinds
    .filter(({ group, version }) => (group === '' ? version : `${group}/${version}`) === groupVersion)
    .map(({ plural, kind }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced: plural !== 'nodes',
      kind,
      verbs: ['get', 'list', 'watch', 'patch', 'delete'],
    }))
  return resources.length === 0
    ? null
    : { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

const statusOf = (code: number, reason: string, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  code,
})

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const send = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
