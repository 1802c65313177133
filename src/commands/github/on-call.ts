/** Who is on call now, as the file on the default branch says; asked for only where somebody is wanted. */
import type { Configuration } from '../../config/configuration.ts'
import { SourceError } from '../../domain/errors.ts'
import { type OnCall, readOnCall } from '../../policy/on-call.ts'
import { requireCommit, resolveTip } from '../../sources/github/commit-name.ts'
import { policyAtRef } from '../../sources/github/policy-at.ts'
import type { Job } from './job.ts'

/** Nobody, where there is no such file; why, where it cannot be read. */
export const onCallNow = async (
  job: Job,
  { onCall: path }: Pick<Configuration, 'onCall'>,
): Promise<OnCall> => {
  try {
    const tip = await resolveTip(job.github, job.repository, job.defaultBranch)
    const file = await policyAtRef(job.github, job.repository, requireCommit(tip), path)
    return file === null ? { who: [], problems: [] } : await readOnCall(file.text, path, job.now)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { who: [], problems: [`${path} could not be read: ${error.message}`] }
  }
}
