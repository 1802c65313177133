/** The policy that decides: read where it stood before the change, never from the change itself. */
import { join } from 'node:path'
import type { Repository } from '../../clients/git/repository.ts'
import type { Configuration } from '../../config/configuration.ts'
import { defaultConfiguration } from '../../config/defaults.ts'
import { type ChosenEnvironment, chooseEnvironment } from '../../config/environment.ts'
import { parseConfiguration } from '../../config/load.ts'
import { tighten } from '../../config/tighten.ts'
import { ConfigError, SourceError } from '../../domain/errors.ts'
import { indexDirectory } from '../../sources/index-place.ts'
import { type PolicyText, policyAt, policyIn } from '../../sources/policy-file.ts'
import type { ChosenPrior } from './chosen-prior.ts'
import { findConfiguration } from './kept-policy.ts'
import type { Failure, GateRequest } from './request.ts'

/** The policy that decides, and where it stood. */
export interface Policy {
  readonly configuration: Configuration
  readonly file: PolicyText | null
  /** Every problem of a file that cannot be read; the defaults then stand in, and the answer is review. */
  readonly unreadable: string | null
}

type Organisation = { readonly path: string; readonly text: string } | undefined

/** How the text of a policy becomes a configuration. */
type Read = (file: PolicyText) => Promise<Configuration>

const readPolicy = async (
  file: PolicyText | null,
  read: Read,
  organisation?: Organisation,
): Promise<Policy> => {
  if (organisation) return readBoth(file, read, organisation)
  if (!file) return { configuration: defaultConfiguration(), file, unreadable: null }
  try {
    return { configuration: await read(file), file, unreadable: null }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { configuration: defaultConfiguration(), file, unreadable: error.message }
  }
}

/** The repository's policy, held to the organisation's; one that cannot be read makes both unreadable. */
const readBoth = async (
  file: PolicyText | null,
  read: Read,
  organisation: NonNullable<Organisation>,
): Promise<Policy> => {
  const own = await readPolicy(file, read)
  try {
    const whole = await parseConfiguration(organisation.text, organisation.path)
    return { ...own, configuration: tighten(whole, own.configuration) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { ...own, unreadable: [error.message, own.unreadable].filter((why) => why !== null).join('\n') }
  }
}

/** The file at a commit, as whoever knows it tells: the clone, or somebody outside. */
const fileAt = async (
  repository: Repository,
  request: GateRequest,
  commit: string,
  failures: Failure[],
): Promise<PolicyText | null> => {
  if (!request.outside) return policyAt(repository, commit)
  try {
    return await request.outside.policyAt(commit)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: 'policy', why: error.message })
    return null
  }
}

/** Reads the policy that decides: the file that was named, else the one that stood at the base. */
export const policyFor = async (
  repository: Repository,
  request: GateRequest,
  commit: string | null,
  failures: Failure[],
  known?: Policy,
): Promise<Policy> => {
  const { outside, processEnvironment: environment, version } = request
  const read: Read = outside
    ? ({ text, path }) => parseConfiguration(text, path)
    : (file) => findConfiguration(file, { directory: indexDirectory(repository, environment), version })
  if (request.config !== undefined)
    return known ?? readPolicy(policyIn(request.config, repository.shaDigits), read)
  const file = commit === null ? null : await fileAt(repository, request, commit, failures)
  return known && known.file?.blob === file?.blob
    ? known
    : readPolicy(file, read, outside?.organisationPolicy)
}

/** A work tree may hold a policy that does not count yet: say so, or its author wonders. */
export const notesOnPolicy = async (
  repository: Repository,
  request: GateRequest,
  policy: Policy,
): Promise<readonly string[]> => {
  if (request.config !== undefined || request.outside || repository.workTree === null) return []
  const path = join(repository.workTree, '.github', 'change-risk.yml')
  let here: PolicyText
  try {
    here = policyIn(path, repository.shaDigits)
  } catch {
    return []
  }
  if (here.blob === policy.file?.blob) return []
  return [
    '.github/change-risk.yml here is not the one at the base, which decides; try it with --config .github/change-risk.yml',
  ]
}

/**
 * The environment as the deciding policy knows it. A policy that does not know it yet is about to be changed, which goes
 * to review whatever else is found; until then the settings asked for stand in.
 */
export const environmentUnder = (
  policy: Policy,
  provisional: Policy,
  chosen: ChosenEnvironment,
  named: string | undefined,
): ChosenEnvironment => {
  if (policy === provisional) return chosen
  const { environments } = policy.configuration
  if (environments.length > 0 && !environments.some(({ name }) => name === chosen.name)) return chosen
  return chooseEnvironment(policy.configuration, named ?? (chosen.assumed ? undefined : chosen.name))
}

/** What the policy names in place of the shipped prior. One that cannot be used is a source that failed. */
export const priorUnder = async (
  { outside, config }: GateRequest,
  repository: Repository,
  { configuration: { prior: reference } }: Policy,
  commit: string | null,
  failures: Failure[],
): Promise<{ readonly prior: ChosenPrior | null; readonly notes: readonly string[] }> => {
  if (reference === null) return { prior: null, notes: [] }
  const { PriorError, readChosenPrior } = await import('./chosen-prior.ts')
  try {
    const workTree = config === undefined ? null : repository.workTree
    return { prior: await readChosenPrior({ repository, outside, commit, reference, workTree }), notes: [] }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: 'prior', why: error instanceof PriorError ? error.brief : error.message })
    return { prior: null, notes: [error.message] }
  }
}
