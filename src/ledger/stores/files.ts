import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { isOurs, SourceError } from '../../domain/errors.ts'

/** Files the way a ledger needs them: whole or not at all, and errors that name the mend. */

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException)?.code ?? ''

/** True for the errors that say "there is no such thing". */
export const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error))

/** What `read` gives, or undefined where there is no such file. */
export const ifPresent = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

export const readIfPresent = (path: string): Buffer | undefined => ifPresent(() => readFileSync(path))

/** Writes all bytes at a position; a write may take fewer than it is given. */
export const writeFully = (file: number, bytes: Uint8Array, position: number): void => {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done)
  }
}

/** Makes names in a directory survive a power cut. Some file systems have no such call; then there is nothing to do. */
export const syncDirectory = (path: string): void => {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM'].includes(codeOf(error))) throw error
  } finally {
    closeSync(directory)
  }
}

/** Makes a directory and, where it is new, its name in every parent durable. */
export const makeDirectory = (path: string): void => {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) syncDirectory(dirname(made))
}

/**
 * Replaces a file whole: written under a temporary name beside it, then renamed. `durable` also waits for the disk;
 * caches need not.
 */
export const replaceFile = (path: string, temporary: string, bytes: Uint8Array, durable: boolean): void => {
  try {
    const file = openSync(temporary, 'w')
    try {
      writeFully(file, bytes, 0)
      if (durable) fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  if (durable) syncDirectory(dirname(path))
}

const mends: readonly (readonly [readonly string[], string])[] = [
  [
    ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'],
    'is read-only, or no directory; choose a place that can be written with --ledger directory:PATH',
  ],
  [
    ['ENOSPC', 'EDQUOT', 'EFBIG'],
    'has no room left, so nothing was written; free some, or choose another with --ledger directory:PATH',
  ],
]

/**
 * What became of reading or writing the ledger at `url`: what the system refused becomes a SourceError with its mend;
 * our own errors pass, and so does anything without a system's code, which is a bug and keeps its stack.
 */
export const ledgerFailure = (url: string, verb: 'read' | 'written', error: unknown): unknown => {
  if (isOurs(error) || !(error instanceof Error) || !('syscall' in error)) return error
  const mend = verb === 'written' ? mends.find(([codes]) => codes.includes(codeOf(error)))?.[1] : undefined
  return new SourceError(`ledger ${url} ${mend ?? `cannot be ${verb}`} (${error.message})`, { cause: error })
}
