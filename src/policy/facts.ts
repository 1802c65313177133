import type { ChangeKind } from '../domain/change.ts'
import type { Mode } from '../domain/decision.ts'
import type { Budget } from './budget.ts'
import type { Closed } from './window-opening.ts'
import type { WindowInForce } from './window-times.ts'

/** Everything a decision rests on, resolved: rules ask nobody and look at no clock. */
export interface Facts {
  readonly mode: Mode
  readonly configuration:
    | { readonly status: 'read' }
    | { readonly status: 'absent' }
    | { readonly status: 'unreadable'; readonly why: string }
  readonly change: ChangeFacts
  readonly model: { readonly speaks: true } | { readonly speaks: false; readonly why: string }
  readonly failedSources: readonly { readonly source: string; readonly why: string }[]
  /** Risk up to which a part goes out unreviewed; null where none can be given, and `limitWhy` says why. */
  readonly limit: number | null
  readonly limitWhy: string
  /** Present while auto-approval is taken back. */
  readonly alarm?: AlarmFacts
  /** Of what would go out unreviewed, the share that is looked at all the same, and the parts drawn; absent where none is. */
  readonly audit?: { readonly share: number; readonly drawn: readonly string[] }
  /** What the deployment as a whole adds, beyond its parts. */
  readonly context: { readonly raisesBand: boolean; readonly sentence?: string }
  /** Globs of the environment's `never-auto-approve`. */
  readonly neverAutoApprove: readonly string[]
  /** Globs of the files that steer the gate itself; see `gate-files.ts`. */
  readonly gateFiles: readonly string[]
  readonly windows: readonly WindowInForce[]
  /** Present where windows let nothing out now. */
  readonly closed?: Closed
  /** Absent where nobody overrides exactly this commit in this environment now. */
  readonly override?: OverrideFacts
  /** Freezes by people that hold this environment now. */
  readonly freezes: readonly FreezeFacts[]
  /** Error budgets that the change concerns, as far as they are known. */
  readonly budgets?: readonly Budget[]
}

export interface OverrideFacts {
  /** ISO: when it ends, and by when somebody reviews what went out. */
  readonly until: string
  readonly reviewBy: string
}

export interface FreezeFacts {
  /** Null: all of them. */
  readonly environment: string | null
  /** ISO; null: until somebody lifts it. */
  readonly until: string | null
  /** Why; empty where the ledger does not keep that. */
  readonly said: string
}

/** Parts that went out unreviewed have failed more often than they may. */
export interface AlarmFacts {
  /** ISO: what was decided from then on was watched, when the alarm came, and when auto-approval is given back. */
  readonly since: string
  readonly at: string
  readonly until: string
  /** Parts that went out meanwhile, those that failed, and those that their risks made expect. */
  readonly n: number
  readonly failures: number
  readonly expected: number
  /** The promise it ended; null where there was none. */
  readonly promised: number | null
}

export interface ChangeFacts {
  readonly kind: ChangeKind
  readonly parts: readonly PartFacts[]
  /** Whether any part of the change (of a rollback: any part taken back) touches a migration. */
  readonly touchesMigration: boolean
  /** `diverged`: commits that run now and that head lacks; null where nobody could count. */
  readonly commitsLost: number | null
}

export interface PartFacts {
  readonly sha: string
  /** `#123` or the abbreviated SHA. */
  readonly id: string
  readonly title: string
  /** Probability that this part, deployed alone, fails; null where the model has none. */
  readonly risk: number | null
  /** Whether it has the approvals it wants, of exactly this part, given here or for an earlier deployment. */
  readonly approved: boolean
  /** What was said by each person who may write here and said no to exactly this part; empty texts among them. */
  readonly rejections: readonly string[]
  /** People who want changes to it. */
  readonly objections: number
  /** A part and its revert inside one change: neither has any effect. */
  readonly cancelled: boolean
  /** Somebody labelled its pull request so that a person sees it in any case. */
  readonly optedOut: boolean
  /** Every path it touches, those before a rename included. */
  readonly paths: readonly string[]
  /** What it mends, where that is known from more than its own title. */
  readonly fix?: Fix
}

/** A part that takes back, exactly, one that is live; or one that mends an incident that is open. */
export type Fix =
  | { readonly kind: 'revert'; readonly of: string }
  | { readonly kind: 'incident'; readonly id: string }
