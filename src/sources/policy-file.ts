/** The team's policy as it stood at a commit, or in a file that was named. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Repository } from '../clients/git/repository.ts'
import { UsageError } from '../domain/errors.ts'

export const policyPath = '.github/change-risk.yml'

export interface PolicyText {
  readonly path: string
  readonly text: string
  /** Name of its blob in git: what a decision records. */
  readonly blob: string
}

/** The name git gives to content. */
export const blobName = (text: string, digits: number): string => {
  const bytes = Buffer.from(text, 'utf8')
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex')
}

/** The policy at a commit; null when there is none there. */
export const policyAt = async (
  { git, shaDigits }: Pick<Repository, 'git' | 'shaDigits'>,
  commit: string,
): Promise<PolicyText | null> => {
  const { status, output } = await git.attempt(['cat-file', 'blob', `${commit}:${policyPath}`])
  return status === 0 ? { path: policyPath, text: output, blob: blobName(output, shaDigits) } : null
}

/** The policy in a file of the caller's choice, which `flag` named. */
export const policyIn = (path: string, digits: number, flag = '--config'): PolicyText => {
  try {
    const text = readFileSync(path, 'utf8')
    return { path, text, blob: blobName(text, digits) }
  } catch (cause) {
    throw new UsageError(
      `${flag} ${path}: cannot be read (${cause instanceof Error ? cause.message : cause})`,
      { cause },
    )
  }
}
