/**
 * A policy as it was read, kept beside the index: the libraries that read one cost more than the rest of a warm run. For
 * the command line alone, where the folder is the user's own; whoever fills a cache of a job must not write its policy.
 */
import { join } from 'node:path'
import type { Configuration } from '../../config/configuration.ts'
import { parseConfiguration } from '../../config/load.ts'
import type { PolicyText } from '../../sources/policy-file.ts'
import { keep, keyOf, readKept } from './keeping.ts'

/** Change it with the meaning of what is kept. */
const keptVersion = 2

export interface KeptPolicies {
  /** Folder of the index; null where nothing can be kept. */
  readonly directory: string | null
  /** Of this tool: another release may read a policy otherwise. */
  readonly version: string
}

/** The configuration a text stands for. Throws `ConfigError` for one that cannot be read; that is never kept. */
export const findConfiguration = async (
  { text, path }: PolicyText,
  { directory, version }: KeptPolicies,
): Promise<Configuration> => {
  if (directory === null) return parseConfiguration(text, path)
  const file = join(directory, 'policy.json')
  // Which time zones there are is for the engine to say.
  const key = keyOf([keptVersion, version, process.version, text])
  const kept = readKept(file, key)
  if (kept !== undefined) return kept as Configuration
  const configuration = await parseConfiguration(text, path)
  keep(file, key, configuration)
  return configuration
}
