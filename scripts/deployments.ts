/** The deployments a clone tells of by its release tags: what went out together, its moment, and what became of it. */
import type { Tag } from '../src/clients/git/repository.ts'
import { exp } from '../src/domain/numerics.ts'
import type { HistoryIndex } from '../src/history/index.ts'
import type { Column } from '../src/model/column.ts'
import type { Deployment } from '../src/model/context-design.ts'
import type { Learned } from '../src/model/learn.ts'
import type { PartsTable } from '../src/model/parts-table.ts'
import { oldestPart, sinceDeployment, sinceKnownFailure } from '../src/signals/deployment.ts'
import { measureDeployment, rowOf } from '../src/signals/measure.ts'
import { releasesOf, tagsFor } from '../src/sources/base.ts'

/** How many parts there are enters by the sum of their hazards alone; soaking elsewhere leaves no trace in git. */
const contextSignals = [oldestPart, sinceDeployment, sinceKnownFailure]

export const contextColumns: readonly Column[] = contextSignals.map(({ name, shape, direction }) => ({
  name,
  shape,
  direction,
}))

/** With fewer releases on its line a repository hardly deploys by tag. */
const fewestReleases = 50

export interface DeploymentsRequest {
  readonly name: string
  readonly index: HistoryIndex
  readonly tags: readonly Tag[]
  readonly past: PartsTable
  readonly learned: Learned
  readonly maturitySeconds: number
}

/** Deployments between consecutive releases, oldest first, whose parts were all scored by their own past and are mature. */
export const deploymentsOf = (request: DeploymentsRequest): readonly Deployment[] => {
  const { name, index, tags, past, learned, maturitySeconds } = request
  const { replayed, artefact } = learned
  const { times, failedAt, confidence } = past
  const releases = releasesOf(index, index.length - 1, tagsFor(tags, 'production'), index.length)
  if (releases.length < fewestReleases) return []
  const mature = times[times.length - 1]! - maturitySeconds
  const failures = [...index.failuresFrom()]
  const found: Deployment[] = []
  for (let at = releases.length - 1; at > 0; at -= 1) {
    const before = releases[at]!.position
    const first = before + 1
    const last = releases[at - 1]!.position
    const time = times[last]!
    if (first < replayed.from || time > mature) continue
    // A part and its revert inside one deployment cancel, as they do at the gate.
    const cancelled = new Set(
      failures
        .filter(({ cause, part, knownAt }) => cause === 'revert' && part >= first && knownAt <= last)
        .flatMap(({ part, knownAt }) => [part, knownAt]),
    )
    let hazard = 0
    let sure = 0
    for (let position = first; position <= last; position += 1) {
      if (cancelled.has(position)) continue
      hazard += exp(replayed.logHazards[position - replayed.from]!)
      if (Number.isFinite(failedAt[position]!)) sure = Math.max(sure, confidence[position]!)
    }
    if (hazard === 0) continue
    // A failure of one of its own parts is the outcome itself and must not tell of it.
    const known = failures.findLast(({ part, knownAt }) => knownAt <= last && part < first)
    const context = {
      parts: last - before,
      oldestPartAge: time - times[first]!,
      sinceDeployment: time - times[before]!,
      sinceFailure: known ? time - times[known.knownAt]! : null,
      soakedHours: null,
    }
    const answers = rowOf(measureDeployment(contextSignals, context))
    found.push({
      repository: name,
      hazard,
      frailty: artefact.frailty,
      answers: Object.fromEntries(contextSignals.map(({ name }, column) => [name, answers[column]!])),
      failed: sure > 0 ? 1 : 0,
      confidence: sure > 0 ? sure : 1,
    })
  }
  return found
}
