import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv, type ValidateFunction } from 'ajv'
import { type Route, routes } from './schemas.ts'

/**
 * A stand-in for Nomad's scheduler and API: canaries beside what runs, a promotion, a deployment that fails. Written
 * from its documentation, and no proof about a real one. Every request and every answer is checked against `routes`.
 * Time passes when a test says so.
 */
// biome-ignore lint/suspicious/noExplicitAny: what stands here is what clients send.
type Json = any

export interface NomadStandIn {
  readonly address: string
  readonly requests: { route: string; body: Json; query: URLSearchParams }[]
  /** What was not as documented; a test expects none. */
  readonly complaints: string[]
  job: Json
  versions: Json[]
  deployment: Json
  allocations: Json[]
  /** Images whose allocations never get healthy. */
  readonly broken: Set<string>
  /** [status, text], answered first, once each. */
  faults: [number, string][]
  token: string | null
  /** Called before a registration is looked at: somebody else's chance. */
  beforeRegistration: () => void
  /** Lets the scheduler look so often. */
  readonly pass: (looks?: number) => void
  readonly register: (job: Json) => void
  readonly close: () => Promise<void>
}

const ajv = new Ajv({ strict: false, allErrors: true })
const checks = new Map<string, { request: ValidateFunction | null; response: ValidateFunction }>(
  Object.entries(routes).map(([route, { request, response }]) => [
    route,
    { request: request === null ? null : ajv.compile(request), response: ajv.compile(response) },
  ]),
)
const imageOf = (job: Json): string => job.TaskGroups[0].Tasks[0].Config.image

export const startNomad = async (count: number, image: string): Promise<NomadStandIn> => {
  let index = 100
  let made = 0
  const place = (job: Json, isCanary: boolean) => {
    nomad.allocations.push({
      ID: `alloc-${String(++made).padStart(3, '0')}`,
      Name: 'web.web[0]',
      NodeID: `node-${made % 2}`,
      NodeName: `node-${made % 2}`,
      JobID: 'web',
      JobVersion: job.Version,
      TaskGroup: 'web',
      DesiredStatus: 'run',
      ClientStatus: 'pending',
      DeploymentStatus: { Canary: isCanary, Healthy: null },
    })
  }
  const wanted = () => nomad.allocations.filter((each) => each.DesiredStatus === 'run')
  const imageOfVersion = (version: number) => imageOf(nomad.versions.find((each) => each.Version === version))
  const nomad: NomadStandIn = {
    address: '',
    requests: [],
    complaints: [],
    job: null,
    versions: [],
    deployment: null,
    allocations: [],
    broken: new Set(),
    faults: [],
    token: null,
    beforeRegistration: () => {},
    register: (job) => {
      const before = nomad.job
      nomad.job = {
        ...structuredClone(job),
        Version: before === null ? 0 : before.Version + 1,
        JobModifyIndex: ++index,
      }
      nomad.versions.unshift(nomad.job)
      const group = nomad.job.TaskGroups[0]
      if (before !== null && nomad.deployment?.Status === 'running') stopCanaries()
      const isMoved = wanted().some((each) => imageOfVersion(each.JobVersion) !== imageOf(nomad.job))
      const canaries = isMoved ? (group.Update?.Canary ?? 0) : 0
      nomad.deployment = {
        ID: `deployment-${index}`,
        JobID: 'web',
        JobVersion: nomad.job.Version,
        Status: 'running',
        StatusDescription: 'Deployment is running',
        TaskGroups: {
          web: {
            DesiredCanaries: canaries,
            DesiredTotal: group.Count,
            HealthyAllocs: 0,
            PlacedCanaries: null,
            Promoted: false,
          },
        },
      }
      for (let at = 0; at < canaries; at++) place(nomad.job, true)
    },
    pass: (looks = 1) => {
      for (let look = 0; look < looks; look++) schedule()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const stopCanaries = () => {
    if (nomad.deployment.TaskGroups.web.Promoted) return
    for (const each of wanted())
      if (each.DeploymentStatus.Canary && each.JobVersion === nomad.deployment.JobVersion)
        each.DesiredStatus = 'stop'
  }
  const schedule = (): void => {
    for (const each of nomad.allocations) {
      if (each.DesiredStatus === 'stop') each.ClientStatus = 'complete'
      else if (!nomad.broken.has(imageOfVersion(each.JobVersion))) {
        each.ClientStatus = 'running'
        each.DeploymentStatus.Healthy = true
      }
    }
    const { deployment, job } = nomad
    if (deployment.Status !== 'running') return
    const state = deployment.TaskGroups.web
    const isNew = (each: Json) => imageOfVersion(each.JobVersion) === imageOf(job)
    if (state.DesiredCanaries === 0 || state.Promoted) {
      const group = job.TaskGroups[0]
      for (const each of wanted().filter(isNew)) each.JobVersion = job.Version
      const unsettled = wanted().filter(
        (each) => isNew(each) && each.DeploymentStatus.Healthy !== true,
      ).length
      const old = wanted().filter((each) => !isNew(each))
      for (const each of old.slice(0, Math.max(0, (group.Update?.MaxParallel ?? 1) - unsettled))) {
        each.DesiredStatus = 'stop'
        if (wanted().length < group.Count) place(job, false)
      }
      for (let at = wanted().length; at < group.Count; at++) place(job, false)
    }
    const healthy = wanted().filter((each) => isNew(each) && each.DeploymentStatus.Healthy === true).length
    state.HealthyAllocs = healthy
    if (healthy === state.DesiredTotal && wanted().every(isNew)) {
      deployment.Status = 'successful'
      deployment.StatusDescription = 'Deployment completed successfully'
    }
  }

  const answer = (method: string, path: string, body: Json): [number, unknown, Route?] => {
    const [, what = '', name = '', more = ''] = path.split('/').slice(1)
    if (what === 'node')
      return [
        200,
        { ID: name, Datacenter: `dc-${name.slice(-1)}`, Meta: { rack: `r${name.slice(-1)}` } },
        'GET /v1/node/{node}',
      ]
    if (what === 'deployment') {
      const found = more === nomad.deployment?.ID ? nomad.deployment : null
      if (found === null) return [404, 'deployment not found']
      if (name === 'promote') {
        const state = found.TaskGroups.web
        if (state.HealthyAllocs < state.DesiredCanaries)
          return [500, 'Task group "web" has unhealthy canaries']
        state.Promoted = true
        return [
          200,
          { EvalID: 'e', DeploymentModifyIndex: ++index },
          'POST /v1/deployment/promote/{deployment}',
        ]
      }
      stopCanaries()
      found.Status = 'failed'
      found.StatusDescription = 'Deployment marked as failed'
      return [200, { EvalID: 'e', DeploymentModifyIndex: ++index }, 'POST /v1/deployment/fail/{deployment}']
    }
    if (name !== 'web') return [404, 'job not found']
    if (more === 'versions') return [200, { Versions: nomad.versions }, 'GET /v1/job/{job}/versions']
    if (more === 'deployment') return [200, nomad.deployment, 'GET /v1/job/{job}/deployment']
    if (more === 'allocations') return [200, nomad.allocations, 'GET /v1/job/{job}/allocations']
    if (method === 'GET') return [200, nomad.job, 'GET /v1/job/{job}']
    nomad.beforeRegistration()
    if (body.EnforceIndex && body.JobModifyIndex !== nomad.job.JobModifyIndex)
      return [
        500,
        `Enforcing job modify index ${body.JobModifyIndex}: job exists with conflicting job modify index`,
      ]
    nomad.register(body.Job)
    return [200, { EvalID: 'e', JobModifyIndex: index }, 'POST /v1/job/{job}']
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://nomad')
    const text = await bodyOf(request)
    const body = text === '' ? null : JSON.parse(text)
    const reply = (status: number, value: unknown) =>
      response.writeHead(status).end(typeof value === 'string' ? value : JSON.stringify(value))
    nomad.requests.push({ route: `${request.method} ${pathname}`, body, query })
    if (nomad.token !== null && request.headers['x-nomad-token'] !== nomad.token)
      return reply(403, 'Permission denied')
    const fault = nomad.faults.shift()
    if (fault !== undefined) return reply(...fault)
    const [status, value, route] = answer(request.method ?? '', pathname, body)
    const check = route && checks.get(route)
    if (check?.request && !check.request(body))
      nomad.complaints.push(`${route} sent: ${ajv.errorsText(check.request.errors)}`)
    if (check && !check.response(value))
      nomad.complaints.push(`${route} answered: ${ajv.errorsText(check.response.errors)}`)
    reply(status, value)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  Object.assign(nomad, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  nomad.register({
    ID: 'web',
    Name: 'web',
    Type: 'service',
    Datacenters: ['dc-0', 'dc-1'],
    TaskGroups: [
      {
        Name: 'web',
        Count: count,
        Update: { Canary: 1, AutoPromote: true, AutoRevert: true, Stagger: 30_000_000_000 },
        Tasks: [
          { Name: 'web', Driver: 'docker', Leader: true, Config: { image, ports: ['http'] } },
          { Name: 'proxy', Driver: 'docker', Config: { image: 'proxy:1' } },
        ],
      },
    ],
  })
  nomad.pass(2)
  return nomad
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
