/** Doors at which something is asked to run, runs, or has run. */
import { isFork } from './door-facts.ts'
import { deploymentStates, runActions } from './door-kinds.ts'
import {
  type Answer,
  type Event,
  type Knock,
  namedByInputs,
  nothing,
  ownCommit,
  unused,
} from './door-knock.ts'
import { countOf, fieldOf, isNoCommit, listOf, textOf } from './door-payload.ts'

const ownCommitNamed = 'the event names its own commit'

export const push: Event = (knock) => {
  const { payload, run } = knock
  if (payload.at('deleted') === true || isNoCommit(textOf(payload.at('after')) ?? 'none'))
    return nothing('a branch or tag was deleted: nothing is asked to run')
  if (run.ref.startsWith('refs/heads/gh-readonly-queue/'))
    return nothing('a branch of the merge queue, which is judged at merge_group')
  return namedByInputs(knock) ?? ownCommit(knock)
}

/** The inputs say what to deploy or judge, else the commit of the run. */
export const dispatch: Event = (knock) => namedByInputs(knock) ?? ownCommit(knock)

export const schedule: Event = (knock) => namedByInputs(knock) ?? { kind: { door: 'sweep' }, fork: false }

export const mergeGroup: Event = (knock) => {
  const { payload } = knock
  if (payload.action !== 'checks_requested') return nothing('the merge queue asks for no check')
  const newest = /\/pr-([1-9]\d{0,9})-[0-9a-f]{40,64}$/.exec(
    textOf(payload.at('merge_group', 'head_ref')) ?? '',
  )
  return {
    kind: {
      door: 'merge-group',
      base: payload.sha('merge_group', 'base_sha'),
      head: payload.sha('merge_group', 'head_sha'),
      numbers: newest === null ? [] : [Number(newest[1])],
    },
    // A queue's branch lies in this repository, also where the head of its pull request does not.
    fork: false,
    notes: unused(knock, ownCommitNamed, true),
  }
}

export const deployment: Event = (knock) => {
  const { payload } = knock
  if (payload.action !== 'created') return nothing('no deployment is asked for')
  return {
    kind: {
      door: 'deploy',
      event: knock.run.eventName,
      sha: payload.sha('deployment', 'sha'),
      ref: null,
      environment: payload.text('deployment', 'environment'),
      deploymentId: payload.count('deployment', 'id'),
      onDefaultBranch: knock.onDefaultBranch,
    },
    fork: false,
    notes: unused(knock, ownCommitNamed, true),
  }
}

export const deploymentStatus: Event = (knock) => {
  const { payload } = knock
  if (payload.action !== 'created') return nothing('no deployment changed its state')
  const told = payload.text('deployment_status', 'state')
  const state = deploymentStates.find((known) => known === told)
  if (state === undefined) return nothing('the deployment is in a state the gate does not know')
  return {
    kind: {
      door: 'outcome',
      sha: payload.sha('deployment', 'sha'),
      environment:
        textOf(payload.at('deployment_status', 'environment')) ?? payload.text('deployment', 'environment'),
      deploymentId: payload.count('deployment', 'id'),
      state,
      at: payload.moment('deployment_status', 'created_at'),
    },
    fork: false,
    notes: unused(knock, ownCommitNamed, true),
  }
}

/**
 * GitHub lists every open pull request with that head, those of other repositories among them: a fork that opens one in
 * itself must not be taken for a number here.
 */
const ownPullRequests = ({ payload }: Knock): readonly number[] => {
  const here = countOf(payload.at('repository', 'id'))
  return listOf(payload.at('workflow_run', 'pull_requests'))
    .filter((each) => here !== null && fieldOf(each, 'base', 'repo', 'id') === here)
    .flatMap((each) => countOf(fieldOf(each, 'number')) ?? [])
}

export const workflowRun: Event = (knock) => {
  const { payload, run } = knock
  const action = runActions.find((known) => known === payload.action)
  if (action === undefined) return nothing('the run neither waits, runs nor ended')
  return (
    namedByInputs(knock) ??
    otherRun(knock, action, isFork(run, payload.at('workflow_run', 'head_repository')))
  )
}

const otherRun = (knock: Knock, action: (typeof runActions)[number], fork: boolean | null): Answer => {
  const { payload } = knock
  return {
    kind: {
      door: 'run',
      action,
      runId: payload.count('workflow_run', 'id'),
      headSha: payload.sha('workflow_run', 'head_sha'),
      headBranch: textOf(payload.at('workflow_run', 'head_branch')),
      headRepository: textOf(payload.at('workflow_run', 'head_repository', 'full_name')),
      event: payload.text('workflow_run', 'event'),
      conclusion: textOf(payload.at('workflow_run', 'conclusion')),
      pullRequests: ownPullRequests(knock),
    },
    fork,
  }
}
