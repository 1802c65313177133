/** The ledger that the policy of a clone names, for commands that judge nothing and need no policy beside it. */
import type { Repository } from '../clients/git/repository.ts'
import { isOurs } from '../domain/errors.ts'
import { isOutOfReach, sayOutOfReach } from '../ledger/open.ts'
import { policyAt } from '../sources/policy-file.ts'

export interface ConfiguredLedger {
  /** Undefined for the clone's own. */
  readonly url: string | undefined
  readonly notes: readonly string[]
}

const own: ConfiguredLedger = { url: undefined, notes: [] }

/** As the policy at HEAD says; the clone's own where none says so, it cannot be read, or git cannot be asked. */
export const configuredLedger = async (repository: Repository): Promise<ConfiguredLedger> => {
  try {
    const policy = await policyAt(repository, 'HEAD')
    if (policy === null) return own
    const { parseConfiguration } = await import('../config/load.ts')
    const { ledger } = await parseConfiguration(policy.text, policy.path)
    if (ledger === null) return own
    return isOutOfReach(ledger)
      ? { ...own, notes: [`the ledger ${sayOutOfReach(ledger)}`] }
      : { url: ledger, notes: [] }
  } catch (error) {
    if (!isOurs(error)) throw error
    return own
  }
}
