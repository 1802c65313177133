/** Verifies a ledger and makes its decisions again. */
import { join } from 'node:path'
import { openRepository } from '../clients/git/repository.ts'
import { openLedger } from '../ledger/open.ts'
import { type Replay, replayLedger } from '../ledger/replay.ts'
import { engines } from './gate/memory.ts'

export interface ReplayRequest {
  readonly directory: string
  readonly ledger?: string
  readonly processEnvironment: NodeJS.ProcessEnv
}

export interface ReplayAnswer extends Replay {
  readonly url: string
}

export const replay = async ({
  directory,
  ledger: url,
  processEnvironment,
}: ReplayRequest): Promise<ReplayAnswer> => {
  const repository = await openRepository(directory, processEnvironment)
  const ledger = openLedger(url, {
    baseDirectory: repository.workTree ?? repository.gitDirectory,
    defaultDirectory: join(repository.commonDirectory, 'change-risk'),
    witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
  })
  return { url: ledger.url, ...(await replayLedger(ledger, engines)) }
}
