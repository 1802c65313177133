import { ConfigError } from '../../domain/errors.ts'
import { describe, listProblems, type Problem } from '../problems.ts'
import type { RolloutPlan } from './plan.ts'

/**
 * Reads the text of a rollout plan; `path` is only shown. The libraries that read it are loaded here and not before.
 * @throws ConfigError with every problem on a line of its own.
 */
export const parseRolloutPlan = async (text: string, path: string): Promise<RolloutPlan> => {
  const fail = (problems: readonly Problem[]) => new ConfigError(listProblems(path, problems))
  const { readYamlFile } = await import('../yaml-file.ts')
  const file = readYamlFile(text)
  if (file.outcome === 'refused') throw fail(file.problems)
  const { value, locate } = file
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `got ${describe(value)}, wanted a mapping that begins with version: 1`
    throw fail([{ ...locate([]), path: [], message }])
  }
  const [{ rolloutPlanSchema }, { schemaProblems }, { planReferenceProblems }, { crossOver }] =
    await Promise.all([
      import('./schema.ts'),
      import('../schema-problems.ts'),
      import('./references.ts'),
      import('./crossing.ts'),
    ])
  const checked = rolloutPlanSchema.safeParse(value)
  const problems = [
    ...schemaProblems(checked.error?.issues ?? [], value, locate),
    ...(await planReferenceProblems(value, locate)),
  ]
  if (!checked.success || problems.length > 0) throw fail(problems)
  return crossOver(checked.data)
}
