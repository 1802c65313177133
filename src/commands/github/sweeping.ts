/**
 * What the schedule finds by our own comments: deployments and pull requests that wait, and what has come true meanwhile
 * with nobody looking (a review under a token that only reads, the end of a window or freeze). Each is judged anew, a few
 * an hour, those with news first; only what would now go out is started.
 */
import { isOurs } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import { type OpenPullRequest, readOpenPullRequests } from '../../sources/github/open-pull-requests.ts'
import { askedIn, isAskedFor, isOverdue } from './asked-line.ts'
import type { Job } from './job.ts'
import { type OwnComment, ownCommentsEverywhere, scoredIn } from './requests.ts'
import { type WaitingQuestion, waitingAmong } from './superseding.ts'
import { closeOutdated, startAgain } from './waiting.ts'

/** So far back comments are read, a request a hundred. */
const mostComments = 500
/** Judged anew in one sweep: a dozen requests each. */
const mostDeployments = 4
const mostPullRequests = 3

export interface Swept {
  readonly effects: readonly Effect[]
  /** In a sentence, for the log; null where nothing waits. */
  readonly note: string | null
}

/** As many as a sweep can afford, and others in the next. */
const inTurn = <Item>(items: readonly Item[], most: number, { now }: Job): readonly Item[] => {
  if (items.length <= most) return items
  const hours = Math.floor(now.getTime() / 3_600_000)
  const first = (hours * most) % items.length
  return [...items.slice(first), ...items.slice(0, first)].slice(0, most)
}

/** What goes wrong with one keeps none of the others. */
const attempt = async (what: string, act: () => Promise<readonly Effect[]>): Promise<readonly Effect[]> => {
  try {
    return await act()
  } catch (error) {
    if (!isOurs(error)) throw error
    return [{ what, outcome: 'refused', why: error.message }]
  }
}

/** Starts a deployment again that would now go out. */
const settle = async (
  job: Job,
  asked: WaitingQuestion,
  others: readonly WaitingQuestion[],
): Promise<readonly Effect[]> => {
  const outdated = await closeOutdated(job, asked, others)
  if (outdated !== null) return [outdated]
  const { deploys, environment } = asked.waiting
  const { judgeDeployment } = await import('./judging.ts')
  const answer = await judgeDeployment(
    job,
    { sha: deploys, environment: environment === '' ? null : environment },
    { remembers: 'never' },
  )
  const { mode, decision } = answer.assessment
  if (mode !== 'enforce') return []
  if (decision === 'approve') return startAgain(job, asked)
  const before = askedIn(asked.question.body)
  if (decision !== 'review' || !isAskedFor(before) || !isOverdue(before, job.now)) return []
  const { askAgain } = await import('./question.ts')
  return [(await askAgain(job, answer, asked.question)).effect]
}

/** A pull request that waits, as it was last told. */
interface WaitingPull {
  readonly question: OwnComment
  readonly number: number
}

const waitingPulls = (comments: readonly OwnComment[]): readonly WaitingPull[] =>
  comments
    .filter(({ body }) => body.startsWith(commentMarker('pull-request')) && isAskedFor(askedIn(body)))
    .map((question) => ({ question, number: question.number }))

/** Our own label and requests follow the comment within this time. */
const ownDoingSeconds = 60

/** The ones that something happened on since they were told first. */
const pullsToJudge = (
  job: Job,
  waiting: readonly WaitingPull[],
  open: readonly OpenPullRequest[],
): readonly number[] => {
  const news: number[] = []
  const quiet: number[] = []
  for (const { question, number } of waiting) {
    const pull = open.find((each) => each.number === number)
    if (pull === undefined) continue
    const told = Date.parse(question.updatedAt) + ownDoingSeconds * 1000
    const asked = askedIn(question.body)
    const isNews =
      pull.head !== scoredIn(question.body) ||
      Date.parse(pull.updatedAt) > told ||
      (asked !== null && isOverdue(asked, job.now))
    ;(isNews ? news : quiet).push(number)
  }
  return [...inTurn(news, mostPullRequests, job), ...inTurn(quiet, mostPullRequests, job)].slice(
    0,
    mostPullRequests,
  )
}

const judgeAgain = async (job: Job, number: number): Promise<readonly Effect[]> => {
  const [{ readPullRequest }, { judgePullRequest }, { tellPullRequest }] = await Promise.all([
    import('../../sources/github/pull-request.ts'),
    import('./judging.ts'),
    import('./pull-request.ts'),
  ])
  const pull = await readPullRequest(job.github, job.repository, number)
  return pull.state === 'open' ? (await tellPullRequest(job, await judgePullRequest(job, pull))).effects : []
}

/** Questions touched before what was read; null where GitHub does not tell them. */
const olderThan = async (job: Job, known: readonly OwnComment[]): Promise<readonly OwnComment[] | null> => {
  try {
    const { olderQuestions } = await import('./older-questions.ts')
    return await olderQuestions(job, known)
  } catch (error) {
    if (!isOurs(error)) throw error
    job.log(`questions older than the newest ${mostComments} comments were not read: ${error.message}`)
    return null
  }
}

/** The same comments as they stand after the sweep: what it edited is among those touched last. */
const afterwards = async (job: Job, before: readonly OwnComment[]): Promise<readonly OwnComment[]> => {
  const { comments } = await ownCommentsEverywhere(job, mostComments)
  const read = new Set(comments.map(({ id }) => id))
  return [...comments, ...before.filter(({ id }) => !read.has(id))]
}

/** A dry run wakes nothing, and a gate that is switched off is silent. */
const isIdle = ({ asked }: Job): boolean => asked.dryRun || asked.mode === 'off'

export const sweepQuestions = async (job: Job): Promise<Swept> => {
  if (isIdle(job)) return { effects: [], note: null }
  const recent = await ownCommentsEverywhere(job, mostComments)
  const older = recent.complete ? [] : await olderThan(job, recent.comments)
  const comments = [...recent.comments, ...(older ?? [])]
  if (comments.length === 0) return { effects: [], note: null }
  const deployments = waitingAmong(comments)
  const pulls = waitingPulls(comments)
  const open = pulls.length === 0 ? [] : (await readOpenPullRequests(job.github, job.repository)).items
  const effects: Effect[] = []
  for (const asked of inTurn(deployments, mostDeployments, job))
    effects.push(...(await attempt('deployment', () => settle(job, asked, deployments))))
  for (const number of pullsToJudge(job, pulls, open))
    effects.push(...(await attempt(`#${number}`, () => judgeAgain(job, number))))
  const now = effects.length === 0 ? comments : await afterwards(job, comments)
  // What could not be read back stands in the digest alone: there it stays.
  if (older !== null) {
    const { tellDigest } = await import('./digest.ts')
    const swept = { comments: now, searched: recent.complete ? null : mostComments }
    const digest = await tellDigest(job, swept, new Set(open.map(({ number }) => number)))
    // It only repeats what stands elsewhere: where it cannot be kept, a warning every hour would be the noise.
    job.log(`digest: ${digest.outcome}. ${digest.why}`)
  }
  const waits = waitingAmong(now).length + waitingPulls(now).length
  return {
    effects,
    note: waits === 0 ? null : `${waits} ${waits === 1 ? 'question waits' : 'questions wait'} for an answer`,
  }
}
