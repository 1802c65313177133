/** Verifies a ledger and makes its decisions again. */
import { join } from 'node:path'
import { openRepository } from '../clients/git/repository.ts'
import { UsageError } from '../domain/errors.ts'
import { openLedger } from '../ledger/open.ts'
import { type Replay, replayLedger } from '../ledger/replay.ts'
import { configuredLedger } from './configured-ledger.ts'
import { engines } from './gate/memory.ts'

export interface ReplayRequest {
  readonly directory: string
  readonly ledger?: string
  readonly processEnvironment: NodeJS.ProcessEnv
}

export interface ReplayAnswer extends Replay {
  readonly url: string
}

/** Throws UsageError where the ledger that is named holds nothing: a path misspelt must not pass for one verified. */
export const replay = async ({
  directory,
  ledger: url,
  processEnvironment,
}: ReplayRequest): Promise<ReplayAnswer> => {
  const repository = await openRepository(directory, processEnvironment)
  const configured = url === undefined ? await configuredLedger(repository) : { url, notes: [] }
  repository.objects.end()
  const ledger = openLedger(configured.url, {
    baseDirectory: repository.workTree ?? repository.gitDirectory,
    defaultDirectory: join(repository.commonDirectory, 'change-risk'),
    witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
  })
  const answer = await replayLedger(ledger, engines)
  if (url !== undefined && answer.records === 0 && !answer.difference)
    throw new UsageError(
      `replay --ledger ${url}: no record is in ${ledger.url.slice('directory:'.length)}; name the folder that holds events/`,
    )
  return { url: ledger.url, ...answer, notes: [...configured.notes, ...answer.notes] }
}
