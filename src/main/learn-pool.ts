/** `learn` over the ledgers of several repositories. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { pool, usualPriorPath } from '../commands/pool/pool.ts'
import { UsageError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { renderPooled } from '../report/pooled.ts'
import { shippedPrior } from './prior.ts'
import type { Shell } from './shell.ts'

export interface PoolOptions {
  readonly ledgers: readonly Ledger[]
  /** Where the usual file lies, unless another is named. */
  readonly directory: string
  readonly writePrior: string | undefined
  readonly json: boolean
}

/** A reader sees the file as it was or as it will be, never half of it. */
const writeWhole = (path: string, text: string): void => {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (cause) {
    rmSync(temporary, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`learn --write-prior ${path}: cannot be written (${why}); name another file`, {
      cause,
    })
  }
}

export const runPool = async (options: PoolOptions, shell: Shell): Promise<number> => {
  const { ledgers, directory, writePrior, json } = options
  const path = writePrior ?? usualPriorPath
  const answer = await pool({
    ledgers,
    shipped: shippedPrior(),
    now: shell.now,
    path,
    write: (text) => writeWhole(resolve(writePrior === undefined ? directory : shell.directory, path), text),
  })
  shell.print(json ? `${JSON.stringify(answer, null, 2)}\n` : `${renderPooled(answer)}\n`)
  return 0
}
