/** Which door a run came through: from the runner's facts, the webhook's payload and the inputs, without asking GitHub. */
import { comment, issue, pullRequest, review } from './door-conversations.ts'
import {
  deployment,
  deploymentStatus,
  dispatch,
  mergeGroup,
  push,
  schedule,
  workflowRun,
} from './door-deployments.ts'
import { isOnDefaultBranch, isWorkflowFromDefaultBranch, type RunFacts } from './door-facts.ts'
import type { Door, DoorInputs } from './door-kinds.ts'
import { type Answer, type Event, type Knock, namedByInputs, nothing } from './door-knock.ts'
import { openPayload } from './door-payload.ts'

export type { RunFacts } from './door-facts.ts'
export type * from './door-kinds.ts'

/** Every event the gate answers, and what it does there, for the documentation. */
export const doors = {
  pull_request: {
    open: pullRequest,
    does: 'judges the pull request on its base; on a fork the token only reads',
  },
  pull_request_target: {
    open: pullRequest,
    does: 'the same with rights to answer; the head is never checked out; the labels `outcome: failed` and `outcome: ok` say what `.outcome` does',
  },
  pull_request_review: { open: review, does: 'reads the approvals again and answers anew' },
  issue_comment: {
    open: comment,
    does: 'obeys `.risk`, `.risk explain`, `.approve [SHA]`, `.reject WHY`, `.pass`, `.override --reason "WHY"`, `.freeze`, `.unfreeze`, `.outcome failed`, `.outcome ok`, `.blame #123`, `.unblame #123`, `.help`',
  },
  issues: {
    open: issue,
    does: 'the labels `caused-by: #123` and `not-caused-by: #123` say what `.blame` and `.unblame` do',
  },
  push: { open: push, does: 'judges the commit of the run against what is live' },
  merge_group: {
    open: mergeGroup,
    does: 'judges the group in the merge queue upon the one before it, with the approvals and labels of its pull requests',
  },
  deployment: { open: deployment, does: 'judges a deployment somebody else made' },
  deployment_status: { open: deploymentStatus, does: 'remembers what became of a deployment' },
  workflow_run: { open: workflowRun, does: 'answers a run that waits at an environment' },
  workflow_dispatch: {
    open: dispatch,
    does: 'judges what `head-ref` or `pull-request-number` name, else the commit of the run',
  },
  schedule: {
    open: schedule,
    does: 'answers the runs that wait at an environment, and judges anew what waits for a word or a time',
  },
} as const satisfies Record<string, { readonly open: Event; readonly does: string }>

/** An event the gate knows nothing of: only inputs can say what is meant. */
const other: Event = (knock) =>
  namedByInputs(knock) ??
  nothing(
    `the event ${/^[a-z_]{1,50}$/.test(knock.run.eventName) ? knock.run.eventName : 'of this run'} says nothing to judge; name it by the input head-ref or pull-request-number`,
  )

const isKnown = (name: string): name is keyof typeof doors => Object.hasOwn(doors, name)

const answer = (knock: Knock): Answer => {
  const { eventName } = knock.run
  return (isKnown(eventName) ? doors[eventName].open : other)(knock)
}

/**
 * The door, and whom to trust there. Throws SourceError where the payload is none of GitHub's, UsageError where an
 * input contradicts the event. Numbers and commits are as asked: read heads, states and approvals from GitHub.
 */
export const doorOf = (run: RunFacts, payload: unknown, inputs: DoorInputs): Door => {
  const {
    fork,
    kind,
    notes = [],
  } = answer({
    run,
    payload: openPayload(run.eventName, payload),
    inputs,
    onDefaultBranch: isOnDefaultBranch(run, payload),
  })
  return {
    ...kind,
    workflowFromDefaultBranch: isWorkflowFromDefaultBranch(run, payload),
    fork,
    rerun: run.runAttempt > 1,
    notes,
  }
}
