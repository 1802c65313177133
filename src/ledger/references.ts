import { isSha256 } from './canonical.ts'

/**
 * Which blobs a body refers to: every SHA-256 under a key that ends in `Blob` (`modelBlob`), and every SHA-256 in an
 * array under the key `blobs`, at any depth. Git's own object names stand under `blob` and are none of ours.
 */
export const referencedBlobs = (value: unknown, key = ''): readonly string[] => {
  if (typeof value === 'string') return key.endsWith('Blob') && isSha256(value) ? [value] : []
  if (Array.isArray(value)) {
    return value.flatMap((item) => (key === 'blobs' && isSha256(item) ? [item] : referencedBlobs(item)))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => referencedBlobs(member, name))
}
