import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { SourceError } from '../../domain/errors.ts'
import { isSha256, sha256 } from '../canonical.ts'
import { makeDirectory, readIfPresent, replaceFile } from './files.ts'

/** Big things lie in `blobs/` under the SHA-256 of their bytes, and are checked against it whenever they are read. */

const pathOf = (root: string, hash: string): string => join(root, 'blobs', hash)

/** Writes the bytes unless they are there already, undamaged; gives their name. */
export const keepBlob = (root: string, bytes: Uint8Array): string => {
  const hash = sha256(bytes)
  if (blobTrouble(root, hash) === undefined) return hash
  makeDirectory(join(root, 'blobs'))
  replaceFile(pathOf(root, hash), `${pathOf(root, hash)}.${randomBytes(4).toString('hex')}.tmp`, bytes, true)
  return hash
}

/** What is wrong with a blob; undefined when its bytes are right. */
export const blobTrouble = (root: string, hash: string): string | undefined => {
  const bytes = readIfPresent(pathOf(root, hash))
  if (!bytes) return 'the blob is missing'
  const found = sha256(bytes)
  return found === hash ? undefined : `the blob was changed: its bytes hash to ${found.slice(0, 12)}…`
}

export const loadBlob = (url: string, root: string, hash: string): Uint8Array => {
  if (!isSha256(hash)) throw new SourceError(`ledger ${url}: ${JSON.stringify(hash)} is no SHA-256 of a blob`)
  const bytes = readIfPresent(pathOf(root, hash))
  if (bytes && sha256(bytes) === hash) return bytes
  const what = bytes ? 'was changed since it was written' : 'is missing'
  throw new SourceError(
    `ledger ${url}: blobs/${hash} ${what}; restore it from a backup, and run replay to see the rest`,
  )
}
