/** What the model was learned from: how much each source says, since when, and what of it counts. */

import type { Deployment } from '../../domain/deployment.ts'
import type { LearnedSource } from '../../domain/learned.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { KnownIncident } from '../../history/known-incidents.ts'
import type { Correction, Trouble, Verdicts } from '../../history/verdicts.ts'
import { incidentName } from './trouble-records.ts'

export interface SourcesRequest {
  readonly index: HistoryIndex
  /** Positions learned from: from (included) to (excluded). */
  readonly from: number
  readonly to: number
  readonly deployments: readonly Deployment[]
  readonly incidents: readonly KnownIncident[]
  readonly troubles: readonly Trouble[]
  readonly corrections: readonly Correction[]
  readonly verdicts: Verdicts
}

const since = (moments: readonly number[]): string | null =>
  moments.length === 0 ? null : isoMoment(moments.reduce((first, at) => Math.min(first, at)))

const fromGit = ({ index, from, to }: SourcesRequest): readonly LearnedSource[] => {
  const failures = [...index.failuresFrom()].filter(({ part }) => part >= from && part < to)
  const begins = from < to ? [index.parts.time.get(from)] : []
  return (['revert', 'hotfix'] as const).map((cause) => ({
    source: `git ${cause}${cause === 'revert' ? 's' : 'es'}`,
    records: failures.filter((failure) => failure.cause === cause).length,
    since: since(begins),
  }))
}

const fromIncidents = ({ incidents, troubles, verdicts }: SourcesRequest): readonly LearnedSource[] => {
  const names = [...new Set(incidents.map(({ source }) => source))].sort()
  const beyond = new Set(verdicts.beyond.troubles.map(incidentName))
  return names.map((name) => {
    const own = incidents.filter(({ source }) => source === name)
    const tied = (state: Trouble['state']): number =>
      new Set(
        troubles.filter((trouble) => trouble.source === name && trouble.state === state).map(incidentName),
      ).size
    return {
      source: name,
      records: own.length,
      confirmed: tied('confirmed'),
      suspected: tied('suspect'),
      notCounted: [...beyond].filter((each) => each.startsWith(`${name} `)).length,
      since: since(own.map(({ noticedAt }) => noticedAt)),
    }
  })
}

/** Those that say nothing are left out, git aside: a feed that is missing is seen by its absence. */
export const knownSources = (request: SourcesRequest): readonly LearnedSource[] => {
  const { deployments, corrections, verdicts } = request
  return [
    ...fromGit(request),
    ...(deployments.length === 0
      ? []
      : [
          {
            source: 'deployments',
            records: deployments.length,
            since: since(deployments.map(({ startedAt }) => startedAt)),
          },
        ]),
    ...fromIncidents(request),
    ...(corrections.length === 0
      ? []
      : [
          {
            source: 'people',
            records: corrections.length,
            notCounted: verdicts.beyond.corrections.length,
            since: since(corrections.map(({ at }) => at)),
          },
        ]),
  ]
}
