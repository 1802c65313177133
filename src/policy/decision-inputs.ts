/** Everything a decision rests on, as plain JSON that a record keeps and `replay` reads. */
import type { ChangeKind } from '../domain/change.ts'
import type { Mode } from '../domain/decision.ts'
import type { ApprovedBand } from './approved-band.ts'
import type { AuditInputs } from './audit.ts'
import type { BudgetFacts } from './budget.ts'
import type { RecordName, WordSource } from './eligibility.ts'
import type { Facts, Fix, FreezeFacts, OverrideFacts } from './facts.ts'
import type { CertificateFacts } from './limit.ts'
import type { GroupApproval, ReviewGroup } from './review-groups.ts'
import type { Closed } from './window-opening.ts'
import type { WindowInForce } from './window-times.ts'

/** The version of the rules by which these are judged. */
export const engine = 1

/** Where a word on a part stands, and the commit it was said of. */
export interface Said {
  readonly source: WordSource
  readonly head: string | null
}

/** A part as a decision sees it. */
export interface PartInput {
  readonly sha: string
  readonly id: string
  /** Answers in the order of `signals`; null where unavailable. */
  readonly answers: readonly (number | null)[]
  /** Whether anybody eligible approved it; what that is worth `review` tells. */
  readonly approved: boolean
  /** Absent where nobody did. */
  readonly approvals?: readonly (GroupApproval & Said & ApprovedBand)[]
  /** A person's no to it as it is, and what they said; absent where nobody said it. */
  readonly rejections?: readonly (Said & { readonly said: string })[]
  /** People who want changes; absent where nobody does. */
  readonly objections?: number
  readonly cancelled: boolean
  /** Its pull request bears the label by which people opt out; absent where it does not. */
  readonly optedOut?: true
  /** Those of its paths that a glob of the policy or of the gate itself names. */
  readonly paths: readonly string[]
  /** Absent for most: what it mends. */
  readonly fix?: Fix
}

/** Everything a decision rests on, as plain JSON. */
export interface DecisionInputs {
  readonly engine: typeof engine
  readonly mode: Mode
  readonly configuration: Facts['configuration']
  readonly change: {
    readonly kind: ChangeKind
    readonly touchesMigration: boolean
    readonly commitsLost: number | null
    /** False where what runs now is only guessed: parts are ranked, the whole gets no probability. */
    readonly baseKnown: boolean
  }
  readonly signals: readonly string[]
  readonly parts: readonly PartInput[]
  /** Answers about the deployment; null where unavailable. */
  readonly context: Readonly<Record<string, number | null>>
  readonly model: Facts['model']
  readonly failedSources: Facts['failedSources']
  /** Risks of the parts that landed before, oldest first. */
  readonly recentRisks: readonly number[]
  /** Total hazards of past deployments, newest first. */
  readonly pastHazards: readonly number[]
  readonly reviewRiskiest: number
  /** Whose approvals a part wants, by its band; absent where any eligible approval was enough. */
  readonly review?: readonly ReviewGroup[]
  /** Absent where no failure budget is stated. */
  readonly certificate?: CertificateFacts
  /** Absent while auto-approval is not taken back. */
  readonly alarm?: NonNullable<Facts['alarm']>
  /** Absent where nothing would go out unreviewed, or none of it is drawn. */
  readonly audit?: AuditInputs
  readonly neverAutoApprove: readonly string[]
  readonly gateFiles: readonly string[]
  /** In force for exactly this commit and environment; absent where none is. */
  readonly override?: OverrideFacts & { readonly source: RecordName }
  /** In force here; absent where none is. */
  readonly freezes?: readonly (FreezeFacts & { readonly source: RecordName })[]
  readonly windows: readonly {
    readonly window: WindowInForce['window']
    readonly owner?: NonNullable<WindowInForce['owner']>
    readonly until: string
    readonly isEndless?: true
    readonly now: string
  }[]
  /** Absent where no objective is stated, or nothing is known of it. */
  readonly budgets?: readonly BudgetFacts[]
  /** Present where windows let nothing out now. */
  readonly closed?: Omit<Closed, 'until' | 'now'> & { readonly until: string; readonly now: string }
}
