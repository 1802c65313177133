/** What the gate is asked, and what it could not learn. */
import type { Outside } from './outside.ts'

export interface GateRequest {
  readonly directory: string
  readonly base?: string
  readonly head?: string
  readonly environment?: string
  /** Path of a policy that stands in for the one at the base. */
  readonly config?: string
  readonly ledger?: string
  readonly now: Date
  /** Of this tool. */
  readonly version: string
  readonly processEnvironment: NodeJS.ProcessEnv
  readonly progress: (what: string, done: number, total: number) => void
  /** What is wrong with the kept index, where reading it has shown so. */
  readonly indexDamage?: string | null
  readonly outside?: Outside
}

export interface Failure {
  readonly source: string
  readonly why: string
}
