import type { Health } from '../../config/rollout/plan.ts'
import type { Clock } from '../../rollout/engine/ports.ts'

/** What a driver is opened with, besides its own keys of the plan. */
export interface Surroundings {
  readonly clock: Clock
  /** Folder that relative paths and commands start from: the repository. */
  readonly directory: string
  /** What commands inherit, and where tokens are looked up. */
  readonly environment: NodeJS.ProcessEnv
  readonly fetch: typeof globalThis.fetch
  /** 0..1, for waiting times that must not coincide. */
  readonly random: () => number
  /** How an instance says that it is healthy, and which version it runs. */
  readonly health: Health
}
