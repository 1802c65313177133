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

export const blobTrouble = (root: string, hash: string): string | undefined =>
  troubleOf(hash, readIfPresent(pathOf(root, hash)))

/** What is wrong with the bytes of a blob; undefined when they are right. */
export const troubleOf = (hash: string, bytes: Uint8Array | undefined): string | undefined => {
  if (!bytes) return 'the blob is missing'
  const found = sha256(bytes)
  return found === hash ? undefined : `the blob was changed: its bytes hash to ${found.slice(0, 12)}…`
}

export const loadBlob = (url: string, root: string, hash: string): Uint8Array =>
  checkedBlob(url, hash, readIfPresent(pathOf(root, requireHash(url, hash))))

/** Throws SourceError for a name that is no SHA-256: it might be a path. */
export const requireHash = (url: string, hash: string): string => {
  if (isSha256(hash)) return hash
  throw new SourceError(`ledger ${url}: ${JSON.stringify(hash)} is no SHA-256 of a blob`)
}

/** The bytes, if they are those the name was made from. Throws SourceError otherwise. */
export const checkedBlob = (url: string, hash: string, bytes: Uint8Array | undefined): Uint8Array => {
  if (bytes && sha256(bytes) === hash) return bytes
  const what = bytes ? 'was changed since it was written' : 'is missing'
  throw new SourceError(
    `ledger ${url}: blobs/${hash} ${what}; restore it from a backup, and run replay to see the rest`,
  )
}
