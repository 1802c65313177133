/** Whether those whom a person names are there: a slip of the pen would leave alone nobody, and restart whom it meant. */
import { findMisspelt } from '../../config/nearest.ts'
import { isOurs, UsageError } from '../../domain/errors.ts'
import { sayNames } from '../../rollout/judge-words.ts'
import type { PlanFile } from './plan-files.ts'
import { closeFleets, openFleets, type World } from './planning.ts'

/** Whoever gives a word should not wait long for it to be remembered. */
const lookMilliseconds = 10_000

/**
 * Looks at the fleets of these plans. Answers why they could not be seen, in a sentence, or null where all is well.
 * @throws UsageError for a name that none of them has
 */
export const demandPresent = async (
  ids: readonly string[],
  files: readonly PlanFile[],
  world: World,
): Promise<string | null> => {
  const known = await namesOf(files, world)
  if (typeof known === 'string') return known
  const absent = ids.filter((id) => !known.includes(id))
  if (absent.length === 0) return null
  const said = absent.map((id) => {
    const meant = findMisspelt(id, known)
    return meant === undefined ? id : `${id} (did you mean ${meant}?)`
  })
  const services = files.map(({ plan }) => plan.service).join(', ')
  throw new UsageError(
    `rollout skip --instance: ${services} has no ${said.join(', ')}, so nothing was remembered; there are ${sayNames(known, 12)}`,
  )
}

const namesOf = async (files: readonly PlanFile[], world: World): Promise<readonly string[] | string> => {
  try {
    const fleets = await openFleets(files, world)
    try {
      const signal = AbortSignal.timeout(lookMilliseconds)
      const seen = await Promise.all(fleets.map(({ observe }) => observe(signal)))
      return seen.flat().map(({ id }) => id)
    } finally {
      await closeFleets(fleets)
    }
  } catch (error) {
    if (isOurs(error)) return (error as Error).message
    throw error
  }
}
