/** What is known of a run before GitHub is asked anything, and what it says about whom to trust. */
import { fieldOf, textOf } from './door-payload.ts'

/** What the runner tells of the run, as far as a door depends on it. */
export interface RunFacts {
  /** `owner/name`. */
  readonly repository: string
  readonly eventName: string
  /** The commit the job runs on and, where nobody says otherwise, deploys. */
  readonly sha: string
  /** Full name of the ref; empty where a deployment was made from a commit. */
  readonly ref: string
  /** `owner/name/.github/workflows/FILE@REF`; empty where the runner does not tell. */
  readonly workflowRef: string
  /** From 1; above it the payload is that of the first attempt, and may be weeks old. */
  readonly runAttempt: number
}

/** What every door carries. */
export interface DoorFacts {
  /**
   * The workflow file is the one on this repository's default branch: whoever wrote the change had no hand in it.
   * False wherever that is not certain.
   */
  readonly workflowFromDefaultBranch: boolean
  /** The head lies in another repository, or that one is gone; null where the event does not tell and GitHub must be asked. */
  readonly fork: boolean | null
  /** Run again: the payload tells what was true once. State is to be read anew in any case. */
  readonly rerun: boolean
  /** Inputs that say nothing here, a sentence each. */
  readonly notes: readonly string[]
}

/** A workflow's file name holds no slash: what follows the first `@refs/` is the ref, whatever a branch is called. */
const workflowShape = /^([^/]+\/[^/]+)\/\.github\/workflows\/[^/]+?@(refs\/.+)$/

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** `refs/heads/NAME` of the default branch; null where neither payload nor event tells it. */
const defaultRef = (run: RunFacts, payload: unknown): string | null => {
  const branch = textOf(fieldOf(payload, 'repository', 'default_branch'))
  if (branch !== null) return `refs/heads/${branch}`
  // Schedules run on the default branch only, and their payload is nearly empty.
  return run.eventName === 'schedule' && run.ref.startsWith('refs/heads/') ? run.ref : null
}

/** Whether the job itself runs on the default branch (a tag of the same name is none). */
export const isOnDefaultBranch = (run: RunFacts, payload: unknown): boolean =>
  run.ref !== '' && run.ref === defaultRef(run, payload)

/** Whether the workflow file is the default branch's own, of this repository. */
export const isWorkflowFromDefaultBranch = (run: RunFacts, payload: unknown): boolean => {
  const [, repository = '', ref] = workflowShape.exec(run.workflowRef) ?? []
  return isSameName(repository, run.repository) && ref === defaultRef(run, payload)
}

/**
 * Whether a head lies outside this repository, by the repository the payload gives it. Null there means a fork that is
 * gone; a payload without the field tells nothing.
 */
export const isFork = (run: RunFacts, headRepository: unknown): boolean | null => {
  if (headRepository === undefined) return null
  const name = textOf(fieldOf(headRepository, 'full_name'))
  return name === null || !isSameName(name, run.repository)
}
