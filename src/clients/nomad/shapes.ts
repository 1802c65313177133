import { NomadError } from './nomad.ts'

/** What Nomad answers, as far as a rollout reads it. Jobs are kept whole: they are written back. */
export type Json = Readonly<Record<string, unknown>>

export interface NomadJob {
  readonly whole: Json
  readonly version: number
  readonly modifyIndex: number
  readonly groups: readonly NomadGroup[]
}

export interface NomadGroup {
  readonly name: string
  readonly count: number
  readonly canary: number
  readonly tasks: readonly {
    readonly name: string
    readonly isLeader: boolean
    readonly image: string | null
  }[]
}

export interface NomadDeployment {
  readonly id: string
  readonly jobVersion: number
  readonly status: string
  readonly description: string
  readonly canaries: number
  readonly isPromoted: boolean
  readonly healthy: number
  readonly total: number
}

export interface NomadAllocation {
  readonly id: string
  readonly group: string
  readonly node: string
  readonly jobVersion: number
  readonly isWanted: boolean
  readonly clientStatus: string
  /** Null while Nomad has not decided. */
  readonly isHealthy: boolean | null
}

const fail = (what: string): never => {
  throw new NomadError('rubbish', `nomad: ${what}; is targets.address Nomad's API?`)
}

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const record = (value: unknown, what: string): Json =>
  isRecord(value) ? value : fail(`${what} is no object`)
const text = (value: unknown, what: string): string =>
  typeof value === 'string' && value !== '' ? value : fail(`${what} is no text`)
const count = (value: unknown, what: string): number =>
  Number.isSafeInteger(value) && (value as number) >= 0
    ? (value as number)
    : fail(`${what} is no whole number`)
/** Go writes an empty list or map as null. */
const list = (value: unknown, what: string): readonly unknown[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : fail(`${what} is no list`)

export const jobOf = (value: unknown): NomadJob => {
  const whole = record(value, 'the job')
  return {
    whole,
    version: count(whole['Version'], 'Version'),
    modifyIndex: count(whole['JobModifyIndex'], 'JobModifyIndex'),
    groups: list(whole['TaskGroups'], 'TaskGroups').map((each) => groupOf(record(each, 'a task group'))),
  }
}

const groupOf = (group: Json): NomadGroup => ({
  name: text(group['Name'], 'the name of a task group'),
  count: count(group['Count'] ?? 1, 'Count'),
  canary: isRecord(group['Update']) ? count(group['Update']['Canary'] ?? 0, 'Update.Canary') : 0,
  tasks: list(group['Tasks'], 'Tasks').map((each) => {
    const task = record(each, 'a task')
    const image = isRecord(task['Config']) ? task['Config']['image'] : undefined
    return {
      name: text(task['Name'], 'the name of a task'),
      isLeader: task['Leader'] === true,
      image: typeof image === 'string' && image !== '' ? image : null,
    }
  }),
})

export const versionsOf = (value: unknown): readonly NomadJob[] =>
  list(record(value, 'the versions')['Versions'], 'Versions').map(jobOf)

/** The job's newest deployment as one group has it; null where there is none. */
export const deploymentOf = (value: unknown, group: string): NomadDeployment | null => {
  if (value === null) return null
  const found = record(value, 'the deployment')
  const groups = record(found['TaskGroups'] ?? {}, 'TaskGroups')
  const state = record(groups[group] ?? {}, 'the state of the task group')
  return {
    id: text(found['ID'], 'the ID of the deployment'),
    jobVersion: count(found['JobVersion'], 'JobVersion'),
    status: text(found['Status'], 'the status of the deployment'),
    description: typeof found['StatusDescription'] === 'string' ? found['StatusDescription'] : '',
    canaries: count(state['DesiredCanaries'] ?? 0, 'DesiredCanaries'),
    isPromoted: state['Promoted'] === true,
    healthy: count(state['HealthyAllocs'] ?? 0, 'HealthyAllocs'),
    total: count(state['DesiredTotal'] ?? 0, 'DesiredTotal'),
  }
}

export const allocationsOf = (value: unknown): readonly NomadAllocation[] =>
  list(value, 'the allocations').map((each) => {
    const found = record(each, 'an allocation')
    const verdict = isRecord(found['DeploymentStatus']) ? found['DeploymentStatus']['Healthy'] : null
    return {
      id: text(found['ID'], 'the ID of an allocation'),
      group: text(found['TaskGroup'], 'TaskGroup'),
      node: text(found['NodeID'], 'NodeID'),
      jobVersion: count(found['JobVersion'], 'JobVersion'),
      isWanted: found['DesiredStatus'] === 'run',
      clientStatus: text(found['ClientStatus'], 'ClientStatus'),
      isHealthy: typeof verdict === 'boolean' ? verdict : null,
    }
  })

/** A zone: what the node says of itself under that name, else its datacenter. */
export const zoneOfNode = (value: unknown, label: string | undefined): string => {
  const node = record(value, 'the node')
  const named =
    label === undefined ? [] : [node['Meta'], node['Attributes']].filter(isRecord).map((each) => each[label])
  const said = named.find((each): each is string => typeof each === 'string' && each !== '')
  return said ?? (label === undefined && typeof node['Datacenter'] === 'string' ? node['Datacenter'] : '')
}
