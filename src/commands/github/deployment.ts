/** A deployment: judged, told where its people look, and answered where somebody waits for an answer. */
import type { AssessedPart } from '../../domain/assessment.ts'
import type { RuleName } from '../../domain/decision.ts'
import type { Effect } from '../../drivers/driver.ts'
import { upsertComment } from '../../drivers/reviews/comment.ts'
import { mirrorDecision } from '../../drivers/reviews/deployment.ts'
import { askInIssue } from '../../drivers/reviews/issue.ts'
import { answerPendingDeployments } from '../../drivers/reviews/pending-deployments.ts'
import { answerProtectionRule } from '../../drivers/reviews/protection-rule.ts'
import { renderComment } from '../../report/comment.ts'
import { isUnjudged } from '../../report/comment-headline.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { CommentView, ReviewRequest } from '../../report/comment-view.ts'
import { statusLine } from '../../report/status-line.ts'
import type { GateAnswer } from '../gate/gate.ts'
import type { Job } from './job.ts'
import type { JudgedDeployment } from './judging.ts'
import { partsLine, scoredLine } from './requests.ts'
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
  /** Whether people are asked for the word that is missing; in the merge queue their pull requests ask. */
  readonly asks: boolean
}

/** Files that are named: more would hide which matter. */
const mostFiles = 5

const numberOf = ({ id }: AssessedPart): number | null => (/^#\d+$/.test(id) ? Number(id.slice(1)) : null)

/** Parts that nobody has approved yet and that want it, the largest share first. */
const openParts = ({ assessment: { change, risk, rule } }: GateAnswer): readonly AssessedPart[] =>
  change.parts
    .filter(({ approvedBy = [] }) => approvedBy.length === 0)
    // A word on a part below the limit would let nothing go.
    .filter((part) => rule !== 'part-above-limit' || risk.limit === null || part.risk > risk.limit)
    .toSorted((one, other) => other.share - one.share)

/** Rules that an approval of the parts answers; the others wait for a time, a source or a configuration. */
const settledByAWord: readonly RuleName[] = [
  'part-above-limit',
  'gate-files-changed',
  'never-auto-approve',
  'model-silent',
]

const isSettledByAWord = (answer: GateAnswer): boolean =>
  settledByAWord.includes(answer.assessment.rule) && openParts(answer).length > 0

/** The merged pull request with the largest share of what wants a word; null where only commits without one do. */
const askedOn = (open: readonly AssessedPart[], spoken: ReadonlySet<string>): number | null =>
  open
    .filter(({ sha }) => spoken.has(sha))
    .map(numberOf)
    .find((number) => number !== null) ?? null

const waysToAnswer = (answer: GateAnswer): ReviewRequest['approve'] =>
  isSettledByAWord(answer) ? { review: true, replies: [`${prefix}approve`] } : { review: false, replies: [] }

/** The question, once for each deployment that waits: on the pull request that carries the risk, else in an issue. */
const ask = async (job: Job, answer: JudgedDeployment, view: CommentView, sha: string): Promise<Effect> => {
  const { environment } = answer.assessment
  const { github, repository, own, run } = job
  const open = openParts(answer)
  const number = askedOn(open, answer.spoken)
  const marker = commentMarker(view.key)
  // What is started again is this run, on its own commit; what it deploys is judged anew then.
  const waiting = waitingLine({ run: run.id, attempt: run.attempt, job: run.job, sha: run.sha })
  if (number !== null) {
    const asked = await upsertComment(github, repository, {
      issue: number,
      marker,
      body: `${renderComment({ ...view, merged: { number } })}\n${waiting}`,
      own,
    })
    // Where nothing can be said there (the conversation is locked), the issue is where people look.
    if (asked.outcome !== 'refused') return asked
  }
  const replies = isSettledByAWord(answer) ? [`${prefix}approve ${sha.slice(0, 12)}`] : []
  const asked = renderComment({ ...view, request: { people: [], approve: { review: false, replies } } })
  const parts = replies.length === 0 ? [] : [partsLine(open.map((part) => part.sha))]
  return askInIssue(github, repository, {
    marker,
    title: `Change risk: ${environment}`,
    body: `Deployments to ${environment} that wait for a word on commits without a pull request are asked about here.`,
    question: {
      marker: commentMarker(`deployment ${environment} ${sha}`),
      body: [asked, waiting, scoredLine(sha), ...parts].join('\n'),
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
  const view = viewFor(job, assessment, {
    key: assessment.environment,
    files: answer.files.slice(0, mostFiles),
    ...(assessment.mode === 'enforce' && assessment.decision === 'review'
      ? { request: { people: [], approve: waysToAnswer(answer) } }
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
  )
    effects.push(await ask(job, answer, view, target.sha))
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
