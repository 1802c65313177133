/** The files that govern the gate, as they stand at a commit: read by API, as data, never from a checkout. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type PolicyText, policyPath } from '../policy-file.ts'
import { filesAt } from './commit-files.ts'

/** Beyond this a policy is no policy. */
export const mostPolicyBytes = 256 * 1024
/** Large monorepos have long ones; GitHub's answer holds no more than this. */
export const mostCodeOwnersBytes = 1024 * 1024

/** Where GitHub looks, in its order; the first one counts and the others do not. */
export const codeOwnersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/**
 * The policy at a commit named in full; null only where that commit is readable and has none. Throws GitHubError, and
 * SourceError where what lies there is no plain file.
 */
export const policyAtRef = async (
  github: GitHub,
  repository: RepositoryName,
  commit: string,
  path: string = policyPath,
): Promise<PolicyText | null> => filesAt(github, repository, commit).read(path, mostPolicyBytes)

/** A prior of a team is some tens of kilobytes; GitHub's answer holds no more than this. */
const mostPriorBytes = 1024 * 1024

/** The bytes of another file the policy names; null only where that commit is readable and has none. Throws as `policyAtRef`. */
export const fileAtRef = async (
  github: GitHub,
  repository: RepositoryName,
  commit: string,
  path: string,
): Promise<Uint8Array | null> => {
  const file = await filesAt(github, repository, commit).read(path, mostPriorBytes)
  return file && Buffer.from(file.text, 'utf8')
}

/** CODEOWNERS at a commit named in full; null only where that commit is readable and has none. Throws as `policyAtRef`. */
export const codeOwnersAtRef = async (
  github: GitHub,
  repository: RepositoryName,
  commit: string,
): Promise<PolicyText | null> => {
  const files = filesAt(github, repository, commit)
  for (const path of codeOwnersPaths) {
    const file = await files.read(path, mostCodeOwnersBytes)
    if (file) return file
  }
  return null
}
