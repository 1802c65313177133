/** An open pull request: judged, shown to its people, and let go where the policy allows that. */
import { SourceError } from '../../domain/errors.ts'
import type { Review } from '../../domain/pull-request.ts'
import type { Effect } from '../../drivers/driver.ts'
import { approvePullRequest } from '../../drivers/reviews/approval.ts'
import { type FoundComments, findComments, upsertComment } from '../../drivers/reviews/comment.ts'
import { setRiskLabel } from '../../drivers/reviews/label.ts'
import { requestReviewers } from '../../drivers/reviews/reviewers.ts'
import { withdrawApproval } from '../../drivers/reviews/withdrawal.ts'
import { renderComment, shouldComment } from '../../report/comment.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { CommentView, ReviewRequest } from '../../report/comment-view.ts'
import { sameLogin } from '../../sources/github/account.ts'
import { readPullRequest } from '../../sources/github/pull-request.ts'
import { type AskedBefore, askedIn, askedLine, isAskedFor } from './asked-line.ts'
import { askAbout, reviewersOf, wayBack } from './asking.ts'
import { bandsLines } from './bands-line.ts'
import { approvalWords } from './failing.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest } from './judging.ts'
import { ownComments, scoredLine } from './requests.ts'
import { readingOf } from './routing.ts'
import { type Told, tellCheck, tellStatus, viewFor } from './telling.ts'

const key = 'pull-request'
/** Files that are named: more would hide which matter. */
const mostFiles = 5

const isWaiting = ({ assessment: { mode, decision } }: JudgedPullRequest): boolean =>
  mode === 'enforce' && decision === 'review'

const ways: ReviewRequest['approve'] = { review: true, replies: ['approve'] }

/** What is asked nobody: said the same whenever it is told. */
const askingNobody = ({ assessment, pull }: JudgedPullRequest): AskedBefore => ({
  mode: assessment.mode,
  decision: assessment.decision,
  environment: assessment.environment,
  since: pull.createdAt,
  of: [],
  passed: [],
  dueAt: null,
  escalatedAt: null,
  further: [],
})

/** Whether an answer of ours stands there; true where nobody can tell, for writing it again then says why. */
const hasComment = async (job: Job, number: number): Promise<boolean> => {
  try {
    const marker = commentMarker(key)
    return (await ownComments(job, number)).some(({ body }) => body.startsWith(marker))
  } catch (error) {
    if (error instanceof SourceError) return true
    throw error
  }
}

/** Where the answer stands on a pull request. */
const placeOf = ({ own }: Job, { number, createdAt }: JudgedPullRequest['pull']) => ({
  issue: number,
  marker: commentMarker(key),
  own,
  since: createdAt,
})

interface Before {
  readonly found: FoundComments
  /** What the last run asked; null where it asked nothing, or none came before. */
  readonly asked: AskedBefore | null
}

/** What stands there of an earlier run, where it matters; null where it could not be read, and writing then says why. */
const readBefore = async (job: Job, { pull }: JudgedPullRequest): Promise<Before | null> => {
  try {
    const found = await findComments(job.github, job.repository, placeOf(job, pull))
    const [newest] = found.ours
    const asked = newest === undefined ? null : askedIn(newest.text('body'))
    return { found, asked: isAskedFor(asked) ? asked : null }
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

const comment = async (
  job: Job,
  judged: JudgedPullRequest,
  view: CommentView,
  { before, asked }: { readonly before: Before | null; readonly asked: AskedBefore },
): Promise<readonly Effect[]> => {
  const { assessment, pull, settings } = judged
  const setting = settings.policy.configuration.comment
  // One that was written is brought up to date; a new one is not begun for a change that may go.
  if (!shouldComment(setting, assessment, false)) {
    if (!shouldComment(setting, assessment, true)) return []
    if (!(await hasComment(job, pull.number))) return []
  }
  return [
    await upsertComment(job.github, job.repository, {
      ...placeOf(job, pull),
      body: [
        renderComment(view).trimEnd(),
        scoredLine(pull.head.sha),
        ...bandsLines([pull.head.sha], judged.bands),
        askedLine(asked),
      ].join('\n'),
      ...(before === null ? {} : { found: before.found }),
    }),
  ]
}

/** Whether what was judged is still what stands there: asked again right after approving. */
const stillHolds = (job: Job, judged: JudgedPullRequest) => async (): Promise<string | null> => {
  const pull = await readPullRequest(job.github, job.repository, judged.pull.number)
  const again = await judgePullRequest(job, pull, { remembers: 'never' })
  const { decision, reason } = again.assessment
  return decision === 'approve' ? null : `judged again it is: ${decision}, ${reason}`
}

/** Whether an approval that the gate gave stands; other workflows may approve under the same name. */
const hasApproved = async (job: Job, reviews: readonly Review[]): Promise<boolean> => {
  const alike = reviews.filter(({ state, body }) => state === 'APPROVED' && body.startsWith(approvalWords))
  if (alike.length === 0) return false
  try {
    const own = await job.own()
    return alike.some(({ author }) => own.some((login) => author !== null && sameLogin(login, author.login)))
  } catch (error) {
    // Trying to take it back tells what stands, and what to do.
    if (error instanceof SourceError) return true
    throw error
  }
}

/** Approves with the gate's own name where the policy asks for that, else takes back what it once gave. */
const actOn = async (job: Job, judged: JudgedPullRequest): Promise<readonly Effect[]> => {
  const { assessment, pull, settings } = judged
  if (assessment.mode !== 'enforce') return []
  const acts = settings.environment.settings.autoApprove.actsOn.includes('pull-requests')
  const { github, repository, own } = job
  if (assessment.decision !== 'approve') {
    // What stands is taken back also where the policy, which once asked for it, cannot be read now.
    if (!acts && !(await hasApproved(job, judged.reviews))) return []
    return [
      await withdrawApproval(github, repository, {
        number: pull.number,
        own,
        ...(acts ? {} : { bodyStart: approvalWords }),
        why: `The change-risk gate no longer approves: ${assessment.reason}`,
      }),
    ]
  }
  if (!acts) return []
  // An approval that leaves no trace cannot be defended.
  if (assessment.ledger === undefined) return []
  return [
    await approvePullRequest(github, repository, {
      number: pull.number,
      sha: pull.head.sha,
      baseRef: pull.base.ref,
      body: `${approvalWords} ${pull.head.sha.slice(0, 8)}: ${assessment.reason}. Record ${assessment.ledger.record}.`,
      own,
      stillHolds: stillHolds(job, judged),
    }),
  ]
}

/** Tells everybody, in the order in which it matters: the status that holds a merge, then what explains it. */
export const tellPullRequest = async (
  job: Job,
  judged: JudgedPullRequest,
  { passing }: { readonly passing?: string } = {},
): Promise<Told> => {
  const { pull } = judged
  const { github, repository } = job
  const silent = judged.assessment.mode === 'off' || job.asked.dryRun
  const effects: Effect[] = silent
    ? []
    : [await tellStatus(job, viewFor(job, judged.assessment, { key }), pull.head.sha)]
  const waiting = isWaiting(judged)
  // The status told who we are: only now can what stands there be known as ours.
  const before = waiting && !silent ? await readBefore(job, judged) : null
  const question = waiting
    ? await askAbout(job, judged, readingOf(judged), {
        approve: ways,
        changedLines: pull.counts.additions + pull.counts.deletions,
        before: before?.asked ?? null,
        ...(passing === undefined ? {} : { passing }),
      })
    : null
  const { notes } = judged.assessment
  const assessment = question
    ? { ...judged.assessment, reviewers: reviewersOf(question.request), notes: [...question.notes, ...notes] }
    : judged.assessment
  const view = viewFor(job, assessment, {
    key,
    files: judged.files.slice(0, mostFiles),
    ...(question ? { request: question.request, ...wayBack(judged.base, judged) } : {}),
  })
  // A dry run is shown in its job alone: a status of its own would take the place of the one that holds.
  if (silent) return { view, effects }
  const asked = question?.asked ?? askingNobody(judged)
  effects.push(await tellCheck(job, view, pull.head.sha))
  effects.push(...(await comment(job, judged, view, { before, asked })))
  if (assessment.risk.band !== null)
    effects.push(
      await setRiskLabel(github, repository, {
        number: pull.number,
        band: assessment.risk.band,
        labels: pull.labels,
      }),
    )
  if (question && question.proposed.length > 0 && !pull.draft)
    effects.push(
      ...(await requestReviewers(github, repository, {
        number: pull.number,
        author: pull.author?.login ?? null,
        users: question.proposed.flatMap(({ login }) => login ?? []),
        teams: question.proposed.flatMap(({ team }) => team?.split('/').at(-1) ?? []),
        already: pull.requested,
      })),
    )
  effects.push(...(await actOn(job, judged)))
  return { view, effects }
}
