/** Plan files, as they lie in the working tree. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseRolloutPlan } from '../../config/rollout/load.ts'
import type { RolloutPlan } from '../../config/rollout/plan.ts'
import { UsageError } from '../../domain/errors.ts'

export interface PlanFile {
  /** As the user named it. */
  readonly path: string
  readonly plan: RolloutPlan
  /** Of its text. */
  readonly sha256: string
}

/** How many of these services may move at the same time: the smallest `at-once` counts. */
export const mostAtOnce = (files: readonly PlanFile[]): number =>
  Math.max(1, Math.min(files.length, ...files.map(({ plan }) => plan.atOnce)))

export const defaultPlanPath = '.github/rollout.yml'

/**
 * Reads every plan; paths are relative to `directory`.
 * @throws UsageError for a file that is not there, ConfigError for one that is no plan
 */
export const readPlans = (paths: readonly string[], directory: string): Promise<readonly PlanFile[]> =>
  Promise.all(
    (paths.length === 0 ? [defaultPlanPath] : paths).map(async (path) => {
      const text = await readFile(resolve(directory, path), 'utf8').catch((cause: NodeJS.ErrnoException) => {
        const why = cause.code === 'ENOENT' ? 'there is no such file' : cause.message
        const mend = 'name the plan with --plan FILE; docs/rollout.md shows a whole one'
        throw new UsageError(`rollout plan ${path}: ${why}; ${mend}`, { cause })
      })
      return {
        path,
        plan: await parseRolloutPlan(text, path),
        sha256: createHash('sha256').update(text).digest('hex'),
      }
    }),
  )
