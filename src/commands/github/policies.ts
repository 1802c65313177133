/** Policies by commit, each asked for once a run. */
import type { Configuration } from '../../config/configuration.ts'
import { defaultConfiguration } from '../../config/defaults.ts'
import { chooseEnvironment } from '../../config/environment.ts'
import { parseConfiguration } from '../../config/load.ts'
import { tighten } from '../../config/tighten.ts'
import type { Mode } from '../../domain/decision.ts'
import { ConfigError, isOurs, SourceError } from '../../domain/errors.ts'
import { requireCommit, resolveTip } from '../../sources/github/commit-name.ts'
import { policyAtRef } from '../../sources/github/policy-at.ts'
import type { PolicyText } from '../../sources/policy-file.ts'
import type { Job } from './job.ts'

export type PolicyAt = (commit: string) => Promise<PolicyText | null>

/** Remembers answers and refusals alike. */
export const policyReader = (job: Job): PolicyAt => {
  const known = new Map<string, Promise<PolicyText | null>>()
  return (commit) => {
    const before = known.get(commit)
    if (before) return before
    const answer = policyAtRef(job.github, job.repository, requireCommit(commit), job.asked.configFile)
    known.set(commit, answer)
    return answer
  }
}

/**
 * What a policy says, for questions that come before the decision: the defaults where nobody can tell. The decision
 * reads it again, and there a failure counts.
 */
export const configurationAt = async (policyAt: PolicyAt, commit: string): Promise<Configuration> => {
  try {
    const file = await policyAt(commit)
    return file ? await parseConfiguration(file.text, file.path) : defaultConfiguration()
  } catch (error) {
    if (error instanceof SourceError || error instanceof ConfigError) return defaultConfiguration()
    throw error
  }
}

/** The policy at the tip of the default branch, held to that of the organisation. Throws SourceError, ConfigError. */
export const standingConfiguration = async (job: Job): Promise<Configuration> => {
  const tip = await resolveTip(job.github, job.repository, job.defaultBranch)
  const file = await policyReader(job)(tip)
  const own = file ? await parseConfiguration(file.text, file.path) : defaultConfiguration()
  const { organisationPolicy } = job.asked
  return organisationPolicy === undefined
    ? own
    : tighten(await parseConfiguration(organisationPolicy, 'input config'), own)
}

/**
 * The mode of the environment where nothing was judged: a job that deploys all the same must not find itself let go.
 * `enforce` where nobody can tell.
 */
export const standingMode = async (job: Job): Promise<Mode> => {
  const { dryRun, environment, mode } = job.asked
  if (dryRun) return 'observe'
  if (mode !== undefined) return mode
  try {
    return chooseEnvironment(await standingConfiguration(job), environment).settings.mode
  } catch (error) {
    if (isOurs(error)) return 'enforce'
    throw error
  }
}
