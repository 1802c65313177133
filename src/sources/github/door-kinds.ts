/**
 * The doors a deploy comes through. A door says what was asked, in numbers and commits; what is true of them (heads,
 * approvals, live deployments) is read from GitHub afterwards, never taken from the event that knocked.
 */
import type { Parsed } from './command.ts'
import type { DoorFacts } from './door-facts.ts'
import type { LabelWord } from './label-word.ts'

/** Every state a deployment status may have, as GitHub spells it. */
export const deploymentStates = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'pending',
  'queued',
  'success',
  'waiting',
] as const
export type DeploymentState = (typeof deploymentStates)[number]

export const runActions = ['requested', 'in_progress', 'completed'] as const

/** Inputs of the Action that change which door it is. */
export interface DoorInputs {
  readonly environment?: string | undefined
  readonly headRef?: string | undefined
  /** What a command in a comment begins with; the usual dot where absent. */
  readonly commandPrefix?: string | undefined
  readonly pullRequestNumber?: number | undefined
}

export interface PullRequestDoor {
  readonly door: 'pull-request'
  readonly number: number
  /** The job holds more rights than the author of the head may: nothing of the head is ever checked out or run. */
  readonly privileged: boolean
}

export interface ReviewDoor {
  readonly door: 'review'
  readonly number: number
}

export interface CommandDoor {
  readonly door: 'command'
  /** Of the pull request, or of the issue. */
  readonly number: number
  readonly onPullRequest: boolean
  /** Read strictly; never `none`. */
  readonly asked: Exclude<Parsed, { readonly outcome: 'none' }>
  readonly comment: {
    readonly id: number
    readonly body: string
    readonly login: string
    /** Always `User`: apps and machine accounts that say so give no commands. */
    readonly type: string
    /** GitHub's word: OWNER, MEMBER, COLLABORATOR, …; `NONE` where it says nothing. */
    readonly association: string
    readonly createdAt: string
  }
}

/** A label that says what became of a change was put on, or taken off. */
export interface LabelDoor {
  readonly door: 'label'
  /** Of the pull request, or of the issue. */
  readonly number: number
  readonly onPullRequest: boolean
  readonly word: LabelWord
  readonly wasPut: boolean
  /** Login of the person who did it. */
  readonly login: string
  /** ISO, GitHub's clock. */
  readonly at: string
}

export interface DeployDoor {
  readonly door: 'deploy'
  /** The event, as GitHub spells it. */
  readonly event: string
  /** The commit asked to run; null where only `ref` is known, which is then to be resolved. */
  readonly sha: string | null
  /** The full name of a ref, or whatever `head-ref` says; null where a commit was asked for. */
  readonly ref: string | null
  /** Of a `deployment` event its own (GitHub's name of it), else the input; null where neither says one. */
  readonly environment: string | null
  readonly deploymentId: number | null
  /** The job runs on the default branch. Where it does not, `workflow_dispatch` may be a doctored branch. */
  readonly onDefaultBranch: boolean
}

export interface MergeGroupDoor {
  readonly door: 'merge-group'
  readonly base: string
  readonly head: string
  /** The newest pull request of the group, as its branch is named; the others are to be asked for. */
  readonly numbers: readonly number[]
}

export interface OutcomeDoor {
  readonly door: 'outcome'
  readonly sha: string
  readonly environment: string
  readonly deploymentId: number
  readonly state: DeploymentState
  /** ISO, GitHub's clock. */
  readonly at: string
}

export interface RunDoor {
  readonly door: 'run'
  readonly action: (typeof runActions)[number]
  readonly runId: number
  readonly headSha: string
  readonly headBranch: string | null
  /** `owner/name`; null when the fork is gone. */
  readonly headRepository: string | null
  /** The event that run was started by. */
  readonly event: string
  /** Null until it is completed. */
  readonly conclusion: string | null
  /** Of this repository; none for a fork, where GitHub does not tell. */
  readonly pullRequests: readonly number[]
}

export interface SweepDoor {
  readonly door: 'sweep'
}

export interface ClosedDoor {
  readonly door: 'nothing'
  /** One sentence for the log. */
  readonly why: string
}

export type DoorKind =
  | PullRequestDoor
  | ReviewDoor
  | CommandDoor
  | LabelDoor
  | DeployDoor
  | MergeGroupDoor
  | OutcomeDoor
  | RunDoor
  | SweepDoor
  | ClosedDoor

export type Door = DoorKind & DoorFacts
