/** What `learn` writes of outcomes, links and incidents: what is new, and nothing that was written before. */
import type { Deployment } from '../../domain/deployment.ts'
import type { Incident } from '../../domain/incident.ts'
import type { LaneCount } from '../../domain/learned.ts'
import type { DeploymentOutcome } from '../../history/deployment-outcomes.ts'
import { type KnownIncident, mergeIncidents } from '../../history/known-incidents.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { incidentsRecord, recordedIncidents } from '../gate/known-incidents.ts'
import { tellingRecord } from '../gate/told.ts'
import { deploymentRecords, newestReports } from './deployment-records.ts'
import type { Ground } from './ground.ts'
import { laneCounts } from './lane-counts.ts'
import { lessonRecord, lessonsOf } from './lessons.ts'
import { outcomeRecords } from './outcome-records.ts'
import type { Remembered } from './remembered.ts'
import { troubleRecords } from './trouble-records.ts'
import type { Tied } from './tying.ts'

export interface KeepRequest {
  readonly ground: Ground
  readonly common: Pick<NewRecord, 'repository' | 'tool'>
  readonly remembered: Remembered
  /** Deployments that were told now, and those that the ledger knew. */
  readonly told: readonly Deployment[]
  readonly before: readonly Deployment[]
  readonly tied: Tied
  readonly incidents: readonly Incident[]
  readonly outcomes: readonly DeploymentOutcome[]
  /** By environment. */
  readonly labels: ReadonlyMap<string, ToldOutcomes>
  readonly now: Date
}

export interface ToKeep {
  readonly knownIncidents: readonly KnownIncident[]
  readonly lanes: readonly LaneCount[]
  readonly records: readonly NewRecord[]
}

export const toKeep = async (request: KeepRequest): Promise<ToKeep> => {
  const { common, told, before, tied, incidents, labels, now } = request
  const [ledger] = request.ground.ledgers as readonly [Ground['ledgers'][number]]
  const at = now.toISOString()
  const records: NewRecord[] = [
    ...deploymentRecords(told, common, newestReports(before)),
    ...troubleRecords(tied.before, tied.troubles, { ...common, at }),
  ]
  const lanes: LaneCount[] = []
  for (const [environment, what] of labels) {
    const kept = await ofEnvironment(request, environment, what)
    records.push(...kept.records)
    lanes.push(...kept.lanes)
  }
  const knownIncidents = mergeIncidents(await recordedIncidents(ledger), incidents, tied.troubles)
  const incidentRecord = await incidentsRecord(ledger, knownIncidents, { ...common, at })
  if (incidentRecord !== null) records.push(incidentRecord)
  return { knownIncidents, lanes, records }
}

const ofEnvironment = async (
  { ground, common, remembered, outcomes, now }: KeepRequest,
  environment: string,
  told: ToldOutcomes,
): Promise<{ readonly records: readonly NewRecord[]; readonly lanes: readonly LaneCount[] }> => {
  const { history, configuration, ledgers } = ground
  const { index } = history
  const { repository, tool } = common
  const about = { ledger: ledgers[0]!, repository, environment, now, version: tool.version }
  const seconds = now.getTime() / 1000
  const lessons = lessonsOf({
    index,
    told,
    decisions: remembered.decisions,
    environment,
    maturitySeconds: configuration.outcome.maturity.seconds,
    experience: configuration.experience,
    now: seconds,
  })
  const own = outcomes.filter(({ deployment }) => deployment.environment === environment)
  const telling = await tellingRecord({ ...about, told })
  const taught = await lessonRecord({ ...about, lessons })
  return {
    records: [
      ...outcomeRecords({ index, outcomes: own, told, common }),
      ...[telling, taught].filter((record) => record !== null),
    ],
    lanes: laneCounts(remembered.decisions, environment, lessons, seconds),
  }
}
