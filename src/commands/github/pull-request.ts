/** An open pull request: judged, shown to its people, and let go where the policy allows that. */
import type { Assessment } from '../../domain/assessment.ts'
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
import type { CommentView, Asked as PersonAsked, ReviewRequest } from '../../report/comment-view.ts'
import { sameLogin } from '../../sources/github/account.ts'
import { readPullRequest } from '../../sources/github/pull-request.ts'
import { type AskedBefore, askedIn, askedLine, isAskedFor } from './asked-line.ts'
import { approvalWords } from './failing.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest } from './judging.ts'
import { ownComments, scoredLine } from './requests.ts'
import { type Route, route } from './routing.ts'
import { prefix, type Told, tellCheck, tellStatus, viewFor } from './telling.ts'

const key = 'pull-request'
/** Files that are named: more would hide which matter. */
const mostFiles = 5

const isWaiting = ({ assessment: { mode, decision } }: JudgedPullRequest): boolean =>
  mode === 'enforce' && decision === 'review'

/** Who is asked, for those who read the answer and not the conversation. */
const reviewersOf = ({ people }: ReviewRequest): Assessment['reviewers'] =>
  people.map((asked) => ({ login: 'team' in asked ? asked.team : asked.login, why: asked.why }))

/** Routing speaks Markdown; what shows it escapes every word itself. */
const words = (why: string): string => why.replaceAll('`', '')

const askedPeople = ({ asked, proposed }: Route, judged: JudgedPullRequest): ReviewRequest => ({
  people: [...asked, ...proposed].flatMap(({ login, team, ...rest }): readonly PersonAsked[] => {
    const why = words(rest.why)
    const files = judged.files
      .slice(0, 1)
      .map(({ path, lines }) => ({ path, ...(lines === null ? {} : { lines }) }))
    return login !== undefined ? [{ login, why, files }] : team !== undefined ? [{ team, why, files }] : []
  }),
  changedLines: judged.pull.counts.additions + judged.pull.counts.deletions,
  approve: { review: true, replies: [`${prefix}approve`] },
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
      body: [renderComment(view).trimEnd(), scoredLine(pull.head.sha), askedLine(asked)].join('\n'),
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
export const tellPullRequest = async (job: Job, judged: JudgedPullRequest): Promise<Told> => {
  const { pull } = judged
  const { github, repository } = job
  const { mode, decision, environment } = judged.assessment
  const silent = mode === 'off' || job.asked.dryRun
  const plain = viewFor(job, judged.assessment, { key })
  const effects: Effect[] = silent ? [] : [await tellStatus(job, plain, pull.head.sha)]
  const waiting = isWaiting(judged)
  // The status told who we are: only now can what stands there be known as ours.
  const before = waiting && !silent ? await readBefore(job, judged) : null
  const routing = waiting ? await route(job, judged) : null
  const request = routing && askedPeople(routing, judged)
  const { notes } = judged.assessment
  const assessment = request
    ? { ...judged.assessment, reviewers: reviewersOf(request), notes: [...routing.notes, ...notes] }
    : judged.assessment
  const view = viewFor(job, assessment, {
    key,
    files: judged.files.slice(0, mostFiles),
    ...(request ? { request } : {}),
  })
  // A dry run is shown in its job alone: a status of its own would take the place of the one that holds.
  if (silent) return { view, effects }
  const asked: AskedBefore = {
    mode,
    decision,
    environment,
    // What asks nobody says the same whenever it is told.
    since: waiting ? (before?.asked?.since ?? assessment.at) : pull.createdAt,
    of: reviewersOf(request ?? { people: [], approve: { review: false, replies: [] } }).map(
      ({ login }) => login,
    ),
    passed: before?.asked?.passed ?? [],
    escalatedAt: before?.asked?.escalatedAt ?? null,
  }
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
  if (routing && routing.proposed.length > 0 && !pull.draft)
    effects.push(
      ...(await requestReviewers(github, repository, {
        number: pull.number,
        author: pull.author?.login ?? null,
        users: routing.proposed.flatMap(({ login }) => login ?? []),
        teams: routing.proposed.flatMap(({ team }) => team?.split('/').at(-1) ?? []),
        already: pull.requested,
      })),
    )
  effects.push(...(await actOn(job, judged)))
  return { view, effects }
}
