/** The team's policy as it stood at a commit, or in a file that was named. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Repository } from '../clients/git/repository.ts'
import { sayUnreadable, UsageError } from '../domain/errors.ts'

export const policyPath = '.github/change-risk.yml'

export interface PolicyText {
  readonly path: string
  readonly text: string
  /** Name of its blob in git: what a decision records. */
  readonly blob: string
}

/** The name git gives to content. */
export const blobName = (content: string | Uint8Array, digits: number): string => {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex')
}

/** The policy at a commit; null when there is none there. */
export const policyAt = async (
  { objects }: Pick<Repository, 'objects'>,
  commit: string,
): Promise<PolicyText | null> => {
  const file = await objects.read(`${commit}:${policyPath}`)
  if (file?.type !== 'blob') return null
  return { path: policyPath, text: file.content.toString('utf8'), blob: file.sha }
}

/** The policy in a file of the caller's choice, which `flag` named. */
export const policyIn = (path: string, digits: number, flag = '--config'): PolicyText => {
  try {
    const bytes = readFileSync(path)
    return { path, text: bytes.toString('utf8'), blob: blobName(bytes, digits) }
  } catch (cause) {
    throw new UsageError(`${flag} ${path}: cannot be read (${sayUnreadable(cause)}); name a file`, { cause })
  }
}
