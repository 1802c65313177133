/** The standing of a repository, kept beside its index and computed again only when what it rests on has changed. */
import { join } from 'node:path'
import { isOurs } from '../../domain/errors.ts'
import { readArtefact } from '../../model/artefact-reading.ts'
import { keep, keyOf, readKept } from './keeping.ts'
import { incidentsAt, type Standing, type StandingOptions, standingAt, standingKey } from './standing.ts'

/** Change it with the meaning of what is kept. */
const keptVersion = 8

const keptStanding = (path: string, key: string): Standing | null => {
  const standing = readKept(path, key) as Standing | undefined
  if (standing === undefined) return null
  try {
    return { ...standing, model: readArtefact(standing.model) }
  } catch (error) {
    // A model that another build wrote: it is only a copy of what can be computed again.
    if (isOurs(error)) return null
    throw error
  }
}

export const findStanding = async (
  directory: string | null,
  options: StandingOptions,
  reviewRiskiest: number,
): Promise<Standing> => {
  const key = keyOf([keptVersion, reviewRiskiest, ...standingKey(options)])
  const path = directory === null ? null : join(directory, 'standing.json')
  const kept = path === null ? null : keptStanding(path, key)
  if (kept) return kept
  const { computeStanding } = await import('./standing-learning.ts')
  const standing = computeStanding(options, reviewRiskiest, await remembered(options))
  if (path !== null) keep(path, key, standing)
  return standing
}

/** What incidents say at the moment of a standing; null where none was told, or there is no part to ask about. */
const remembered = async ({ index, head, incidents }: StandingOptions) => {
  const { parts, time } = standingAt(index, head)
  const known = incidentsAt(incidents, time)
  return incidents === undefined || known === null || parts === 0
    ? null
    : incidents.remember(known, index.sha(parts - 1))
}
