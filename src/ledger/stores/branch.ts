import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { UsageError } from '../../domain/errors.ts'
import { sha256 } from '../canonical.ts'
import type { WatchedLedger } from '../ledger.ts'
import type { Tip } from '../record.ts'
import { branchAccess } from './branch-access.ts'
import { appendToBranch } from './branch-append.ts'
import { backoffMilliseconds } from './branch-backoff.ts'
import type { Desk } from './branch-desk.ts'
import { readFailure } from './branch-failure.ts'
import { findBlob, findLatest, findRecord, findRecordsNow, readRecords } from './branch-reading.ts'
import { verifyBranch } from './branch-verify.ts'

export interface BranchOptions {
  readonly github: GitHub
  readonly repository: RepositoryName
  /** Without `refs/heads/`. The first append begins it; until then it reads as an empty ledger. */
  readonly branch: string
  /** 0 ≤ x < 1. */
  readonly random: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** What somebody outside the branch remembers: the last record of each stream, by which a cut tail is noticed. */
  readonly witness?: Readonly<Record<string, Tip>>
}

/**
 * A ledger on a branch of a GitHub repository, laid out as a directory ledger is, so that a checkout of it is one. The
 * branch is never cloned. An open ledger sees it as of its first question and of its own appends after that (`read`,
 * `verify` and `findNow` look again); an append never builds on what is out of date. Blobs wait for the append whose
 * records refer to them, and are kept in the same commit. Throws UsageError for a name that no branch can have.
 */
export const branchLedger = (options: BranchOptions): WatchedLedger => {
  const { github, repository, branch, random, sleep, witness = {} } = options
  requireName(branch)
  const notes: string[] = []
  const site = {
    github,
    repository,
    branch,
    url: `branch:${branch}`,
    note: (sentence: string): void => {
      if (!notes.includes(sentence)) notes.push(sentence)
    },
    pause: (attempt: number) => sleep(backoffMilliseconds(attempt, random)),
  }
  const desk: Desk = {
    site,
    access: branchAccess(site),
    witness: new Map(Object.entries(witness)),
    seen: new Map(),
    staged: new Map(),
    current: undefined,
  }
  const reading = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw readFailure(site, error)
    }
  }
  let turn: Promise<unknown> = Promise.resolve()
  return {
    url: site.url,
    notes,
    append: (entries) => {
      const mine = turn.then(() => (entries.length === 0 ? [] : appendToBranch(desk, entries)))
      turn = mine.catch(() => undefined)
      return mine
    },
    latest: (query) => reading(() => findLatest(desk, query)),
    read: (query = {}) => readRecords(desk, query),
    find: (id) => reading(() => findRecord(desk, id)),
    findNow: (ids) => reading(() => findRecordsNow(desk, ids)),
    putBlob: async (bytes) => {
      const hash = sha256(bytes)
      desk.staged.set(hash, Buffer.from(bytes))
      return hash
    },
    getBlob: (hash) => reading(() => findBlob(desk, hash)),
    verify: () => reading(() => verifyBranch(desk)),
  }
}

/** What git itself refuses, and names that stand for something else. */
const requireName = (branch: string): void => {
  const fits =
    /^[^\s\p{Cc}~^:?*[\\]{1,200}$/u.test(branch) &&
    !/\.\.|@\{|\/\/|^[-/.]|[/.]$|\/\.|\.lock($|\/)|^refs\//.test(branch)
  if (fits) return
  throw new UsageError(
    `--ledger branch:${branch} names no branch; use a name git accepts, like branch:change-risk-ledger`,
  )
}
