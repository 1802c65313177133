/** What incidents say here: read only where one was told, which is what most gates never need. */
import type { Repository } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import { SourceError } from '../../domain/errors.ts'
import type { IncidentMemory } from '../../history/incident-memory.ts'
import type { KnownIncident } from '../../history/known-incidents.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { History } from '../../sources/history.ts'
import type { Failure } from './request.ts'
import type { ToldIncidents } from './standing.ts'

export interface RememberRequest {
  readonly repository: Repository
  readonly history: History
  readonly configuration: Configuration
  /** Oldest first. */
  readonly incidents: readonly KnownIncident[]
  /** What is known of the outcomes of one environment. */
  readonly told: ToldOutcomes
  readonly environment: string
}

/** Told incidents, for those who learn from a history. */
export const toldIncidents = (request: RememberRequest): ToldIncidents => ({
  known: withoutCleared(request),
  remember: async (incidents, commit) => {
    const { readIncidentMemory } = await import('../../sources/incident-memory.ts')
    const { repository, history, configuration, environment, told } = request
    return readIncidentMemory({
      repository,
      index: history.index,
      configuration,
      incidents,
      commit,
      ...(told.repeated ? { repeated: { environment, at: told.repeated } } : {}),
    })
  },
})

/** What they say as things lie at the head. Where that cannot be read a source failed, and the answer is review. */
export const rememberIncidents = async (
  request: RememberRequest,
  failures: Failure[],
): Promise<{ readonly memory: IncidentMemory | null; readonly told?: ToldIncidents }> => {
  const { index, head } = request.history
  if (request.incidents.length === 0 || head < 0) return { memory: null }
  const told = toldIncidents(request)
  try {
    return { memory: await told.remember(told.known, index.sha(head)), told }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: 'incidents', why: error.message })
    return { memory: null }
  }
}

/** A person's word stands: a change that somebody cleared caused no incident, and is no pattern of anything. */
const withoutCleared = ({ incidents, told }: RememberRequest): readonly KnownIncident[] => {
  const cleared = new Set(told.cleared.map(({ sha }) => sha))
  if (cleared.size === 0) return incidents
  return incidents.map((incident) =>
    incident.culprits === undefined
      ? incident
      : { ...incident, culprits: incident.culprits.filter((sha) => !cleared.has(sha)) },
  )
}
