/** Who may override, and who may lift what others froze: the policy of the default branch says, held to the organisation's. */
import type { Configuration } from '../../config/configuration.ts'
import { chooseEnvironment } from '../../config/environment.ts'
import { formatReviewer } from '../../config/reviewer.ts'
import { ConfigError, UsageError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { membershipIn } from './groups.ts'
import type { Job } from './job.ts'
import { openJobLedger } from './ledger.ts'
import { standingConfiguration } from './policies.ts'

export interface Ground {
  readonly configuration: Configuration
  readonly ledger: Ledger
}

/** What orders rest on; a sentence where the policy cannot be read, for then nobody knows who may give any. Throws SourceError. */
export const readGround = async (job: Job): Promise<Ground | string> => {
  try {
    const configuration = await standingConfiguration(job)
    return { configuration, ledger: openJobLedger(job, configuration.ledger) }
  } catch (error) {
    if (error instanceof ConfigError)
      return 'the configuration on the default branch cannot be read, so nobody knows who may say that; mend it, or switch the gate off by the input mode'
    throw error
  }
}

/** As the policy calls an environment; a sentence where it knows none of that name. */
export const environmentNamed = (
  configuration: Configuration,
  name: string | undefined,
): { readonly name: string } | string => {
  try {
    return chooseEnvironment(configuration, name)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}

export interface Standing {
  /** The entry of the policy that somebody belongs to; null where they belong to none that is known. */
  readonly under: string | null
  /** Why not, as a sentence. */
  readonly why: string
}

/** Whether somebody is among those who decide in an emergency. */
export const emergencyStanding = async (
  job: Job,
  { emergency: { by } }: Configuration,
  login: string,
): Promise<Standing> => {
  if (by.length === 0)
    return { under: null, why: 'the configuration names nobody who may (emergency.by on the default branch)' }
  const { among, notes } = await membershipIn(job, by, [login])
  const found = among(login, by)
  const names = by.map((each) => formatReviewer(each).slice(1)).join(', ')
  return {
    under: found && formatReviewer(found),
    why: ['only ', names, ' may', ...notes.map((note) => `; ${note}`)].join(''),
  }
}
