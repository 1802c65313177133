/** Incidents told now and links told earlier, brought together with what people said of both. */
import type { Repository } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import type { Deployment } from '../../domain/deployment.ts'
import type { Incident } from '../../domain/incident.ts'
import type { IncidentVerdict } from '../../domain/learned.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { type Correction, type Trouble, verdictsOn } from '../../history/verdicts.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { risksIn } from '../suspects/recorded.ts'
import { readChanges } from './landed.ts'
import { linkIncidents, withoutCleared } from './linking.ts'
import { incidentName, mergeTroubles, troublesIn } from './trouble-records.ts'

export interface TyingRequest {
  readonly repository: Repository
  readonly head: string
  readonly index: HistoryIndex
  readonly configuration: Configuration
  readonly incidents: readonly Incident[]
  readonly deployments: readonly Deployment[]
  readonly corrections: readonly Correction[]
  readonly decisions: readonly LedgerRecord[]
  /** Records of links. */
  readonly links: readonly LedgerRecord[]
  /** Seconds. */
  readonly now: number
}

export interface Tied {
  /** As the ledger has them. */
  readonly before: readonly Trouble[]
  readonly troubles: readonly Trouble[]
  /** Of the incidents told now. */
  readonly verdicts: readonly IncidentVerdict[]
}

/** Issues whose newest word on a change still blames it. */
const settledIssues = (corrections: readonly Correction[]): ReadonlySet<number> => {
  const newest = new Map<string, Correction>()
  for (const correction of corrections) {
    const known = newest.get(correction.sha)
    if (known === undefined || correction.at >= known.at) newest.set(correction.sha, correction)
  }
  return new Set(
    corrections.flatMap(({ about, verdict, sha }) =>
      about !== undefined && verdict === 'failed' && newest.get(sha)?.verdict === 'failed' ? [about] : [],
    ),
  )
}

export const tieIncidents = async (request: TyingRequest): Promise<Tied> => {
  const { repository, head, index, configuration, incidents, deployments, corrections, now } = request
  const since = index.length === 0 ? now : index.parts.time.get(0)
  const changesIn = await readChanges({
    repository,
    head,
    incidents,
    deployments,
    risks: new Map(
      request.decisions.flatMap((record) => risksIn(record).map(({ sha, risk }) => [sha, risk] as const)),
    ),
    components: configuration.components,
    from: since,
    now,
  })
  const { cleared } = verdictsOn(index, { corrections, troubles: [], now })
  const isCleared = (sha: string): boolean => {
    const part = index.positionOf(sha)
    return part !== null && cleared.has(part)
  }
  const { troubles, verdicts } = linkIncidents({
    incidents,
    changesIn,
    environments: [
      ...deployments.map(({ environment }) => environment),
      ...configuration.environments.map(({ name }) => name),
    ],
    settledIssues: settledIssues(corrections),
    isCleared,
    since,
    now,
  })
  const before = troublesIn(request.links)
  const told = new Set(incidents.map(({ id, source }) => incidentName({ incident: id, source })))
  return {
    before,
    troubles: withoutCleared(mergeTroubles(before, troubles, told), isCleared),
    verdicts,
  }
}
