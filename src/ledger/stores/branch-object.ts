import { createHash } from 'node:crypto'

/** The name git gives to the bytes of a file, in a repository whose names are as long as `like`. */
export const gitBlobName = (bytes: Uint8Array, like: string): string =>
  createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex')

/**
 * The bytes of a text, if they are the file's. GitHub shows long texts cut and guesses at encodings: only the name
 * proves that nothing was lost on the way.
 */
export const bytesNamed = (oid: string, text: string | null): Buffer | undefined => {
  if (text === null) return undefined
  const bytes = Buffer.from(text, 'utf8')
  return gitBlobName(bytes, oid) === oid ? bytes : undefined
}
