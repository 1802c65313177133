/** `learn` over the ledgers of several repositories. */
import { resolve } from 'node:path'
import { pool, usualPriorPath } from '../commands/pool/pool.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { renderPooled } from '../report/pooled.ts'
import { shippedPrior } from './prior.ts'
import type { Shell } from './shell.ts'
import { writeWhole } from './whole-file.ts'

export interface PoolOptions {
  readonly ledgers: readonly Ledger[]
  /** Where the usual file lies, unless another is named. */
  readonly directory: string
  readonly writePrior: string | undefined
  readonly json: boolean
}

export const runPool = async (options: PoolOptions, shell: Shell): Promise<number> => {
  const { ledgers, directory, writePrior, json } = options
  const path = writePrior ?? usualPriorPath
  const answer = await pool({
    ledgers,
    shipped: shippedPrior(),
    now: shell.now,
    path,
    write: (text) =>
      writeWhole(
        resolve(writePrior === undefined ? directory : shell.directory, path),
        text,
        `learn --write-prior ${path}`,
      ),
  })
  shell.print(json ? `${JSON.stringify(answer, null, 2)}\n` : `${renderPooled(answer)}\n`)
  return 0
}
