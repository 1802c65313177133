/**
 * The index between runs. What a cache gives back was written by some earlier job, maybe one that ran somebody's code:
 * it is used only where the ledger knows its hash, and built anew otherwise. The model beside it is always computed
 * again.
 */
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SourceError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { type NewRecord, recordId } from '../../ledger/record.ts'
import { fullName, type Job } from './job.ts'

/** Beside the job, so that a workflow can name it to the cache. */
export const indexFolder = 'change-risk-index'

/** What was seen of a ledger; it lies there too. */
const isWitness = (name: string): boolean => /^witness-[0-9a-f]{16}\.json$/.test(name)

const keyOf = (hash: string): object => ({ index: hash })

/** A file itself: no link to one, and no folder that was planted in its place. */
const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true

/** Of the index and of the salt that its authors are hashed with; null where there is none. */
const hashOf = (directory: string): string | null => {
  const paths = ['index', 'salt'].map((name) => join(directory, name))
  if (!paths.every(isFile)) return null
  const hash = createHash('sha256')
  for (const path of paths) hash.update(readFileSync(path)).update('\0')
  return hash.digest('hex')
}

const isKnown = async (ledger: Ledger, hash: string): Promise<boolean> => {
  try {
    return (await ledger.find(recordId('model', keyOf(hash)))) !== undefined
  } catch (error) {
    if (error instanceof SourceError) return false
    throw error
  }
}

export interface KeptIndex {
  readonly directory: string
  /** What was restored, when it could be trusted. */
  readonly restored: string | null
}

/** What was seen of the ledger stays: where the ledger lost its end, the index it vouched for is unknown, too. */
const empty = (directory: string): void => {
  if (!existsSync(directory)) return
  for (const name of readdirSync(directory))
    if (!isWitness(name)) rmSync(join(directory, name), { recursive: true, force: true })
}

/** The folder of the index, emptied of whatever the ledger does not vouch for. */
export const keptIndex = async (job: Job, ledger: Ledger): Promise<KeptIndex> => {
  const directory = join(job.temporary, indexFolder)
  rmSync(join(directory, 'standing.json'), { force: true })
  const hash = hashOf(directory)
  if (hash !== null && (await isKnown(ledger, hash))) return { directory, restored: hash }
  empty(directory)
  return { directory, restored: null }
}

/** What vouches for the index as it stands now; none where it is the one that was restored. */
export const indexRecord = (job: Job, kept: KeptIndex): readonly NewRecord[] => {
  const hash = hashOf(kept.directory)
  if (hash === null || hash === kept.restored) return []
  return [
    {
      stream: 'models',
      kind: 'model',
      key: keyOf(hash),
      at: job.now.toISOString(),
      repository: fullName(job),
      actor: 'gate',
      tool: { name: 'change-risk-gate', version: job.version },
      body: { what: 'index', sha256: hash },
    },
  ]
}
