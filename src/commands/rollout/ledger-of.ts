/** The ledger that rollouts are remembered in from a command line, inside a clone or outside of any. */
import { join, resolve } from 'node:path'
import { openRepository } from '../../clients/git/repository.ts'
import { SourceError, UsageError } from '../../domain/errors.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import { openLedger } from '../../ledger/open.ts'

export interface RolloutPlace {
  /** Of the gate's decisions. */
  readonly ledger: WatchedLedger
  /** Of the rollouts of a service. */
  readonly ledgerOf: (service: string) => WatchedLedger
  /** As it was named; null where it is the one that is taken unless told. */
  readonly named: string | null
  /** Name of the repository, or of the folder where there is none. */
  readonly repository: string
  /** What relative paths and the commands of a plan start from. */
  readonly directory: string
  /** What a name means here; null where it is no commit of this repository. */
  readonly commitOf: (name: string) => Promise<string | null>
}

/** @throws UsageError outside of a clone where no ledger is named, for there is nowhere to remember */
export const placeOf = async (
  directory: string,
  url: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<RolloutPlace> => {
  const repository = await openRepository(directory, environment).catch((error: unknown) => {
    if (error instanceof SourceError || error instanceof UsageError) return null
    throw error
  })
  if (repository === null) {
    if (url === undefined)
      throw new UsageError(
        `rollout: ${directory} is in no git clone, so there is nowhere to remember what moves; name a folder with --ledger directory:PATH`,
      )
    const ledger = openLedger(url, {
      baseDirectory: directory,
      defaultDirectory: resolve(directory, 'change-risk'),
    })
    return {
      ledger,
      ledgerOf: () => ledger,
      named: url,
      repository: directory,
      directory,
      commitOf: async () => null,
    }
  }
  const home = repository.workTree ?? repository.gitDirectory
  const ledger = openLedger(url, {
    baseDirectory: home,
    defaultDirectory: join(repository.commonDirectory, 'change-risk'),
    witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
  })
  return {
    ledger,
    ledgerOf: () => ledger,
    named: url ?? null,
    repository: repository.name,
    directory: home,
    commitOf: async (name) => {
      if (name === '' || name.startsWith('-')) return null
      const found = await repository.git
        .run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])
        .catch(() => '')
      return found.trim() || null
    },
  }
}
