/** What the verbs of `rollout` work with, wherever they are called from. */
import { setTimeout as wait } from 'node:timers/promises'
import type { GivenRisk } from '../commands/rollout/given-risk.ts'
import type { RolloutPlace } from '../commands/rollout/ledger-of.ts'
import type { PlanFile } from '../commands/rollout/plan-files.ts'
import type { World } from '../commands/rollout/planning.ts'
import { type FoundRisk, findRisk } from '../commands/rollout/release-risk.ts'
import type { Patience } from '../commands/rollout/run-request.ts'
import type { ServiceEnd } from '../commands/rollout/running.ts'
import { shellWord } from '../report/shell-word.ts'
import type { Clock, JournaledEvent } from '../rollout/engine/ports.ts'
import type { Verb } from './rollout-verb-names.ts'
import { toolName, version } from './version.ts'

export const tool = { name: toolName, version }

export const realClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    await wait(milliseconds, undefined, signal ? { signal } : {}).catch(() => undefined)
  },
}

/** What a verb works with. */
export interface Setting {
  readonly verb: Verb
  readonly files: readonly PlanFile[]
  readonly place: RolloutPlace
  readonly environment: string
  readonly to: string | null
  /** Null: as the gate has recorded it. */
  readonly risk: GivenRisk | null
  readonly instances: readonly string[]
  readonly reason: string
  /** Windows that let emergencies through shall not hold it. */
  readonly isEmergency: boolean
  /** What `run` does without a version where nothing is under way. */
  readonly whenIdle: 'refuse' | 'rest'
  /** Who says so. */
  readonly by: string
  readonly format: 'text' | 'markdown' | 'json'
  readonly world: World
  readonly patience: Patience
  readonly now: Date
  readonly screen: Screen
  /** Told every event of what runs. */
  readonly watch?: (id: string, event: JournaledEvent, isNew: boolean) => void
  readonly signal: AbortSignal
}

/** Where people read. */
export interface Screen {
  readonly print: (text: string) => void
  readonly warn: (text: string) => void
  readonly status: (line: string) => void
  readonly columns: number
  /** Where a log can be folded: what is printed from here on belongs under this title; null: it stays in view. */
  readonly fold?: (title: string | null) => void
}

export interface VerbEnd {
  readonly exitCode: number
  /** Of what was run. */
  readonly ends: readonly ServiceEnd[]
}

/** What finds the same rollout again in a command that is printed, and copied. */
export const planOption = ({ place: { named } }: Setting, { path }: PlanFile): string =>
  `--plan ${shellWord(path)}${named === null ? '' : ` --ledger ${shellWord(named)}`}`

export const riskOf = async ({ risk, to, place, environment }: Setting): Promise<FoundRisk> =>
  findRisk(risk, { ledger: place.ledger, environment, commit: await place.commitOf(to ?? '') })
