import { join, parse, resolve } from 'node:path'
import { UsageError } from '../domain/errors.ts'
import { sha256 } from './canonical.ts'
import type { WatchedLedger } from './ledger.ts'
import { directoryLedger } from './stores/directory.ts'

export interface OpenOptions {
  /** What a relative PATH is relative to: the repository. */
  readonly baseDirectory: string
  /** Where the ledger is when nobody says. */
  readonly defaultDirectory: string
  /** A file outside the default ledger that remembers its tips, so that a cut tail is noticed; others get one beside it. */
  readonly witnessFile?: string | undefined
}

/**
 * The ledger a URL names; nothing is read or made until it is used. Without a URL: the default directory.
 * Throws UsageError for a URL this build cannot keep a ledger at.
 */
export const openLedger = (url: string | undefined, options: OpenOptions): WatchedLedger => {
  const root = directoryOf(url, options)
  return directoryLedger({ root, witnessFile: witnessFor(root, options) })
}

/** A witness speaks of one ledger: what it saw in one would look like a cut tail in another. */
const witnessFor = (root: string, { defaultDirectory, witnessFile }: OpenOptions): string | undefined => {
  if (witnessFile === undefined || root === resolve(defaultDirectory)) return witnessFile
  const { dir, name, ext } = parse(witnessFile)
  return join(dir, `${name}-${sha256(root).slice(0, 12)}${ext}`)
}

const works = 'use directory:PATH, for example --ledger directory:.change-risk'

const directoryOf = (url: string | undefined, { baseDirectory, defaultDirectory }: OpenOptions): string => {
  if (url === undefined) return resolve(defaultDirectory)
  const scheme = url.slice(0, Math.max(0, url.indexOf(':')))
  const path = url.slice(scheme.length + 1)
  if (scheme === 'directory' && path !== '' && !path.includes('\0')) return resolve(baseDirectory, path)
  if (scheme === 'directory') throw new UsageError(`--ledger ${url}: the path is missing; ${works}`)
  if (isOutOfReach(url)) {
    throw new UsageError(
      `--ledger ${withoutPassword(url)}: this command line keeps its ledger in a directory; ${works}`,
    )
  }
  throw new UsageError(`--ledger ${withoutPassword(url)} is no ledger URL; ${works}`)
}

/** Whether it lies where jobs of GitHub alone reach it: on a branch, or in a database. */
export const isOutOfReach = (url: string): boolean => /^(?:branch|postgres|postgresql):/.test(url)

/** What is told of a ledger that a policy names and a command line cannot read. */
export const sayOutOfReach = (url: string): string =>
  `${url} is not read on a command line; --ledger directory:PATH names a copy of it`

/** Messages end up in logs. */
const withoutPassword = (url: string): string => url.replace(/\/\/.*@/, '//…@')
