/** The ledger of a run: the branch unless the policy says otherwise; what it refuses is handed over in a file. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { SourceError } from '../../domain/errors.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import { openLedger } from '../../ledger/open.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { branchLedger } from '../../ledger/stores/branch.ts'
import type { Job } from './job.ts'
import { bearWitness, witnessed } from './witness.ts'

export const defaultLedger = 'branch:change-risk-ledger'

/** Name of the file, beside the job, in which records wait for the ledger's action. */
export const recordsFile = 'change-risk-records.jsonl'

/** One line of that file. */
export type HandedOver = { readonly record: NewRecord } | { readonly blob: string /* base64 */ }

const opened = (job: Job, url: string): WatchedLedger => {
  const { github, repository, random, sleep, temporary } = job
  const branch = /^branch:(.+)$/.exec(url)?.[1]
  return branch === undefined
    ? openLedger(url, {
        baseDirectory: job.workspace ?? temporary,
        defaultDirectory: join(temporary, 'ledger'),
      })
    : branchLedger({ github, repository, branch, random, sleep, witness: witnessed(job, url) })
}

/** What vouches for the index of a cache counts only where it was written by the gate itself. */
const isHandedOver = ({ kind }: NewRecord): boolean => kind !== 'model'

/** Writes down what the ledger refused, so that a job that may write can append it later. */
const handOver = (job: Job, lines: readonly HandedOver[]): void =>
  appendFileSync(join(job.temporary, recordsFile), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

/** `url` is the policy's; the input of the Action goes before it. */
export const openJobLedger = (job: Job, url: string | null): WatchedLedger => {
  const ledger = opened(job, job.asked.ledger ?? url ?? defaultLedger)
  const blobs: Uint8Array[] = []
  return {
    ...ledgerMethods(ledger),
    putBlob: (bytes) => {
      blobs.push(bytes)
      return ledger.putBlob(bytes)
    },
    append: async (entries) => {
      try {
        const appended = await ledger.append(entries)
        if (ledger.url.startsWith('branch:')) bearWitness(job, ledger.url, appended)
        return appended
      } catch (error) {
        if (error instanceof SourceError)
          handOver(job, [
            ...blobs.map((bytes) => ({ blob: Buffer.from(bytes).toString('base64') })),
            ...entries.filter(isHandedOver).map((record) => ({ record })),
          ])
        throw error
      }
    },
  }
}

const ledgerMethods = (ledger: WatchedLedger): WatchedLedger => ({
  url: ledger.url,
  get notes() {
    return ledger.notes
  },
  append: (entries) => ledger.append(entries),
  latest: (query) => ledger.latest(query),
  read: (query) => ledger.read(query),
  find: (id) => ledger.find(id),
  findNow: (ids) => ledger.findNow(ids),
  putBlob: (bytes) => ledger.putBlob(bytes),
  getBlob: (hash) => ledger.getBlob(hash),
  verify: () => ledger.verify(),
})
