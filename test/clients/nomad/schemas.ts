/**
 * What Nomad's HTTP API documents of the routes a rollout uses, written down anew from its documentation and compared
 * once, field by field, with the published description nomad-openapi 1.1.4: types of fields as there. Go writes empty lists
 * and maps as null, which that description does not say.
 */
const text = { type: 'string' } as const
const whole = { type: 'integer', minimum: 0 } as const
const flag = { type: 'boolean' } as const
const orNull = (type: 'object' | 'array', more: object = {}) => ({ type: [type, 'null'], ...more })

const update = orNull('object', {
  additionalProperties: false,
  properties: {
    AutoPromote: flag,
    AutoRevert: flag,
    Canary: whole,
    HealthCheck: text,
    HealthyDeadline: whole,
    MaxParallel: whole,
    MinHealthyTime: whole,
    ProgressDeadline: whole,
    Stagger: whole,
  },
})

const task = {
  type: 'object',
  required: ['Name', 'Driver'],
  properties: { Name: text, Driver: text, Leader: flag, Config: orNull('object'), Env: orNull('object') },
}

const group = {
  type: 'object',
  required: ['Name'],
  properties: {
    Name: text,
    Count: whole,
    Update: update,
    Tasks: orNull('array', { items: task }),
    Meta: orNull('object'),
  },
}

const job = {
  type: 'object',
  required: ['ID', 'TaskGroups'],
  properties: {
    ID: text,
    Name: text,
    Namespace: text,
    Region: text,
    Type: text,
    Status: text,
    Stable: flag,
    Stop: flag,
    Version: whole,
    ModifyIndex: whole,
    JobModifyIndex: whole,
    CreateIndex: whole,
    TaskGroups: orNull('array', { items: group }),
    Datacenters: orNull('array', { items: text }),
  },
}

const deploymentState = {
  type: 'object',
  properties: {
    AutoRevert: flag,
    DesiredCanaries: whole,
    DesiredTotal: whole,
    HealthyAllocs: whole,
    PlacedAllocs: whole,
    PlacedCanaries: orNull('array', { items: text }),
    ProgressDeadline: whole,
    Promoted: flag,
    UnhealthyAllocs: whole,
  },
  additionalProperties: false,
}

const deployment = {
  type: ['object', 'null'],
  required: ['ID', 'JobID', 'JobVersion', 'Status', 'TaskGroups'],
  additionalProperties: false,
  properties: {
    ID: text,
    JobID: text,
    JobVersion: whole,
    JobModifyIndex: whole,
    Namespace: text,
    Status: text,
    StatusDescription: text,
    TaskGroups: orNull('object', { additionalProperties: deploymentState }),
  },
}

const allocation = {
  type: 'object',
  required: ['ID', 'JobVersion', 'TaskGroup', 'NodeID', 'DesiredStatus', 'ClientStatus'],
  additionalProperties: false,
  properties: {
    ID: text,
    Name: text,
    NodeID: text,
    NodeName: text,
    JobID: text,
    JobVersion: whole,
    TaskGroup: text,
    DesiredStatus: text,
    ClientStatus: text,
    DeploymentStatus: orNull('object', {
      additionalProperties: false,
      properties: {
        Canary: flag,
        Healthy: { type: ['boolean', 'null'] },
        ModifyIndex: whole,
        Timestamp: text,
      },
    }),
  },
}

const deploymentUpdate = {
  type: 'object',
  properties: { EvalID: text, DeploymentModifyIndex: whole, EvalCreateIndex: whole, LastIndex: whole },
}

/** Every route, with what is sent and what is answered; `null` where nothing is sent. */
export const routes = {
  'GET /v1/job/{job}': { request: null, response: job },
  'POST /v1/job/{job}': {
    request: {
      type: 'object',
      required: ['Job'],
      additionalProperties: false,
      properties: {
        Job: job,
        EnforceIndex: flag,
        JobModifyIndex: whole,
        PreserveCounts: flag,
        PolicyOverride: flag,
      },
    },
    response: {
      type: 'object',
      required: ['EvalID', 'JobModifyIndex'],
      properties: { EvalID: text, JobModifyIndex: whole, Warnings: text },
    },
  },
  'GET /v1/job/{job}/versions': {
    request: null,
    response: {
      type: 'object',
      required: ['Versions'],
      properties: { Versions: orNull('array', { items: job }) },
    },
  },
  'GET /v1/job/{job}/deployment': { request: null, response: deployment },
  'GET /v1/job/{job}/allocations': { request: null, response: orNull('array', { items: allocation }) },
  'POST /v1/deployment/promote/{deployment}': {
    request: {
      type: 'object',
      required: ['DeploymentID'],
      additionalProperties: false,
      properties: { DeploymentID: text, All: flag, Groups: { type: 'array', items: text } },
    },
    response: deploymentUpdate,
  },
  'POST /v1/deployment/fail/{deployment}': { request: null, response: deploymentUpdate },
  'GET /v1/node/{node}': {
    request: null,
    response: {
      type: 'object',
      required: ['ID', 'Datacenter'],
      properties: { ID: text, Datacenter: text, Meta: orNull('object'), Attributes: orNull('object') },
    },
  },
} as const satisfies Record<string, { request: object | null; response: object }>

export type Route = keyof typeof routes
