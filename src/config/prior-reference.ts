import { type Reading, read, wanted } from './reading.ts'

/** A prior that a team made for itself: a file of the repository, and the SHA-256 that its bytes must have. */
export interface PriorReference {
  readonly path: string
  /** Of the bytes, in hexadecimal: what `sha256sum FILE` prints. */
  readonly sha256: string
}

const asked = 'FILE#sha256:HASH, a file of this repository and the SHA-256 of its bytes, as learn prints them'

/** Reads `.github/change-risk-prior.json#sha256:…`. Without a hash the weights could be changed and nobody would know. */
export const readPriorReference = (input: unknown): Reading<PriorReference> => {
  if (typeof input !== 'string' || input.length > 500) return wanted(asked)
  const [, path = '', sha256 = ''] = /^(.+)#sha256:([0-9a-f]{64})$/.exec(input) ?? []
  if (path === '') return wanted(asked)
  return isInside(path) ? read({ path, sha256 }) : wanted('a path inside the repository, without .. in it')
}

const isInside = (path: string): boolean =>
  !/[\p{Cc}\\:]/u.test(path) &&
  !path.startsWith('/') &&
  path.split('/').every((step) => step !== '' && step !== '.' && step !== '..')

export const formatPriorReference = ({ path, sha256 }: PriorReference): string => `${path}#sha256:${sha256}`
