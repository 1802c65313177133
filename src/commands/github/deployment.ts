/** A deployment: judged, told where its people look, and answered where somebody waits for an answer. */
import type { Effect } from '../../drivers/driver.ts'
import { mirrorDecision } from '../../drivers/reviews/deployment.ts'
import { answerPendingDeployments } from '../../drivers/reviews/pending-deployments.ts'
import { answerProtectionRule } from '../../drivers/reviews/protection-rule.ts'
import { isUnjudged } from '../../report/comment-headline.ts'
import { statusLine } from '../../report/status-line.ts'
import type { GateAnswer } from '../gate/gate.ts'
import { reviewersOf, wayBack } from './asking.ts'
import type { Job } from './job.ts'
import type { JudgedDeployment } from './judging.ts'
import { ask, mostFiles, noteHold } from './question.ts'
import { waysToAnswer } from './question-places.ts'
import { type Told, tellCommit, viewFor } from './telling.ts'

/** Whose run waits for the answer, and how it can be given. */
export interface DeploymentTarget {
  readonly sha: string
  /** A run whose pending deployments, or protection rule, are answered; null where the job's own outputs are the answer. */
  readonly runId: number | null
  /** GitHub's names of the environments that wait. */
  readonly environments: readonly string[]
  readonly deploymentId: number | null
  /** Whether people are asked for the word that is missing; in the merge queue their pull requests ask. */
  readonly asks: boolean
}

/** Answers whoever waits on GitHub itself: a pending deployment by a reviewer's token, a protection rule by its App. */
const answerWaiting = async (
  job: Job,
  { assessment, settings }: GateAnswer,
  target: DeploymentTarget,
  description: string,
): Promise<readonly Effect[]> => {
  const acts = settings.environment.settings.autoApprove.actsOn.includes('deployments')
  if (assessment.mode !== 'enforce' || target.runId === null || !acts) return []
  const { decision } = assessment
  // An approval that leaves no trace cannot be defended.
  if (decision === 'approve' && assessment.ledger === undefined) return []
  const state = decision === 'approve' ? 'approved' : decision === 'reject' ? 'rejected' : undefined
  const effects: Effect[] = []
  const { runId, sha, environments } = target
  if (job.app)
    for (const environment of environments)
      effects.push(
        await answerProtectionRule(job.app, job.repository, {
          runId,
          environment,
          ...(state === undefined ? {} : { state }),
          comment: description,
          sha,
        }),
      )
  // Without any token for it the job's own is tried: GitHub says who may, and that is told.
  const reviewer = job.reviewer ?? (job.app ? null : job.github)
  if (reviewer && state !== undefined)
    effects.push(
      await answerPendingDeployments(reviewer, job.repository, {
        runId,
        environments,
        state,
        comment: description,
        sha,
      }),
    )
  return effects
}

export const tellDeployment = async (
  job: Job,
  answer: JudgedDeployment,
  target: DeploymentTarget,
): Promise<Told> => {
  const { assessment } = answer
  let view = viewFor(job, assessment, {
    key: assessment.environment,
    files: answer.files.slice(0, mostFiles),
    ...(assessment.mode === 'enforce' && assessment.decision === 'review'
      ? {
          request: { people: [], approve: waysToAnswer(answer, target.sha) },
          ...wayBack(assessment.change.base, answer),
        }
      : {}),
  })
  const effects: Effect[] = []
  // A dry run is shown in its job alone: a status of its own would take the place of the one that holds.
  if (assessment.mode === 'off' || job.asked.dryRun) return { view, effects }
  const { description } = statusLine(view)
  effects.push(...(await answerWaiting(job, answer, target, description)))
  effects.push(...(await tellCommit(job, view, target.sha)))
  // Where nothing could be judged there is nothing to have a word on; the status and the summary say what to mend.
  if (
    target.asks &&
    assessment.mode === 'enforce' &&
    assessment.decision === 'review' &&
    !isUnjudged(assessment)
  ) {
    const { effect, request } = await ask(job, answer, view, target.sha)
    effects.push(effect)
    // Who reads the answer and not the conversation learns there who was asked.
    if (request !== null)
      view = { ...view, assessment: { ...view.assessment, reviewers: reviewersOf(request) } }
  }
  // A run that waits at an environment is looked at again by the schedule as it is.
  if (target.asks && target.runId === null && assessment.mode === 'enforce' && assessment.decision === 'hold')
    effects.push(await noteHold(job, answer, view, target.sha))
  if (target.deploymentId !== null && assessment.mode === 'enforce')
    effects.push(
      await mirrorDecision(job.github, job.repository, {
        deploymentId: target.deploymentId,
        state:
          assessment.decision === 'approve'
            ? 'queued'
            : assessment.decision === 'reject'
              ? 'failure'
              : 'pending',
        description,
        logUrl: job.run.url,
      }),
    )
  return { view, effects }
}
