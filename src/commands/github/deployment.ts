/** A deployment: judged, told where its people look, and answered where somebody waits for an answer. */
import type { AssessedPart } from '../../domain/assessment.ts'
import type { Effect } from '../../drivers/driver.ts'
import { upsertComment } from '../../drivers/reviews/comment.ts'
import { mirrorDecision } from '../../drivers/reviews/deployment.ts'
import { askInIssue } from '../../drivers/reviews/issue.ts'
import { answerPendingDeployments } from '../../drivers/reviews/pending-deployments.ts'
import { answerProtectionRule } from '../../drivers/reviews/protection-rule.ts'
import { renderComment } from '../../report/comment.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { CommentView } from '../../report/comment-view.ts'
import { statusLine } from '../../report/status-line.ts'
import type { GateAnswer } from '../gate/gate.ts'
import type { Job } from './job.ts'
import { prefix, type Told, tellCommit, viewFor } from './telling.ts'
import { waitingLine } from './waiting.ts'

/** Whose run waits for the answer, and how it can be given. */
export interface DeploymentTarget {
  readonly sha: string
  /** A run whose pending deployments, or protection rule, are answered; null where the job's own outputs are the answer. */
  readonly runId: number | null
  /** GitHub's names of the environments that wait. */
  readonly environments: readonly string[]
  readonly deploymentId: number | null
}

/** Files that are named: more would hide which matter. */
const mostFiles = 5

const numberOf = ({ id }: AssessedPart): number | null => (/^#\d+$/.test(id) ? Number(id.slice(1)) : null)

/** The merged pull request with the largest share that nobody has approved yet. */
const askedOn = ({ assessment: { change } }: GateAnswer): { part: AssessedPart; number: number } | null => {
  const open = change.parts
    .filter(({ approvedBy = [] }) => approvedBy.length === 0)
    .toSorted((one, other) => other.share - one.share)
  for (const part of open) {
    const number = numberOf(part)
    if (number !== null) return { part, number }
  }
  return null
}

/** The question, once for each deployment that waits: on the pull request that carries the risk, else in an issue. */
const ask = async (job: Job, answer: GateAnswer, view: CommentView): Promise<Effect> => {
  const { assessment } = answer
  const { github, repository, own, run } = job
  const target = askedOn(answer)
  const waiting = waitingLine({
    run: run.id,
    attempt: run.attempt,
    job: run.job,
    sha: assessment.change.head ?? run.sha,
  })
  const marker = commentMarker(view.key)
  if (target) {
    const asked = await upsertComment(github, repository, {
      issue: target.number,
      marker,
      body: `${renderComment({ ...view, merged: { number: target.number } })}\n${waiting}`,
      own,
    })
    // A number in a message may be anything; where there is no such pull request, the issue is where people look.
    if (asked.outcome !== 'refused') return asked
  }
  return askInIssue(github, repository, {
    marker,
    title: `Change risk: ${assessment.environment}`,
    body: `Deployments to ${assessment.environment} that wait for a word, and belong to no pull request, are asked about here.`,
    question: {
      marker: commentMarker(`deployment ${assessment.environment} ${assessment.change.head ?? ''}`),
      body: `${renderComment(view)}\n${waiting}`,
    },
    own,
  })
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
  if (job.reviewer && state !== undefined)
    effects.push(
      await answerPendingDeployments(job.reviewer, job.repository, {
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
  answer: GateAnswer,
  target: DeploymentTarget,
): Promise<Told> => {
  const { assessment } = answer
  const view = viewFor(job, assessment, {
    key: assessment.environment,
    files: answer.files.slice(0, mostFiles),
    ...(assessment.mode === 'enforce' && assessment.decision === 'review'
      ? { request: { people: [], approve: { review: true, replies: [`${prefix}approve`] } } }
      : {}),
  })
  const effects: Effect[] = []
  if (assessment.mode === 'off') return { view, effects }
  const { description } = statusLine(view)
  effects.push(...(await answerWaiting(job, answer, target, description)))
  effects.push(...(await tellCommit(job, view, target.sha)))
  if (assessment.mode === 'enforce' && assessment.decision === 'review')
    effects.push(await ask(job, answer, view))
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
