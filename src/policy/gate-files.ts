import { globOfPath } from '../config/glob.ts'

/** Where GitHub looks for CODEOWNERS. */
const codeOwners = ['CODEOWNERS', '.github/CODEOWNERS', 'docs/CODEOWNERS']
const workflows = ['.github/workflows/**', '.github/actions/**']

/**
 * Globs of the files that decide what the gate does: whoever changes one of them must not be judged by the result.
 * `configurationPath` and `modelPaths` are paths inside the repository.
 */
export const listGateFiles = (options: {
  readonly configurationPath: string
  readonly modelPaths?: readonly string[]
}): readonly string[] => [
  ...[options.configurationPath, ...(options.modelPaths ?? [])].map(globOfPath),
  ...codeOwners,
  ...workflows,
]
