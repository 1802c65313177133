/**
 * An emergency override: somebody whom the policy names lets one commit into one environment for a while, against every
 * rule that assesses. It is a record of its own, and a review afterwards is asked for in an issue.
 */
import type { Effect } from '../../drivers/driver.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { formatMoment } from '../../policy/formatting.ts'
import type { OrderAnswer } from '../../report/comment-orders.ts'
import type { Command } from '../../sources/github/command.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import { type ReadPullRequest, readPullRequest } from '../../sources/github/pull-request.ts'
import { overrideStream } from '../gate/in-force.ts'
import { emergencyStanding, environmentNamed, type Ground, readGround } from './authority.ts'
import { askForReview } from './chasing.ts'
import { fullName, type Job } from './job.ts'
import { couldBeRead, ownComments, scoredIn, shownBefore } from './requests.ts'
import { waitingRunIn } from './waiting-run.ts'

export type OverrideCommand = Extract<Command, { readonly name: 'override' }>

const usualSeconds = 2 * 3600
const longestSeconds = 24 * 3600

/** What is overridden, by whom and why; where it was said makes it one and the same when it is told twice. */
interface Order {
  readonly login: string
  readonly reason: string
  readonly forSeconds: number | null
  readonly environment: string | null
  readonly sha: string
  readonly at: Date
  readonly said: { readonly comment: number } | { readonly run: number; readonly attempt: number }
  readonly url: string
}

export interface Ordered {
  readonly answer: OrderAnswer
  readonly effects: readonly Effect[]
}

const refused = (by: string, why: string): Ordered => ({
  answer: { outcome: 'refused', by, why },
  effects: [],
})

/** Records an override of exactly one commit, and asks for the review afterwards. */
const giveOverride = async (job: Job, ground: Ground, order: Order): Promise<Ordered> => {
  const { configuration, ledger } = ground
  const { login, reason, forSeconds, sha, at, said, url } = order
  const seconds = forSeconds ?? usualSeconds
  if (seconds > longestSeconds)
    return refused(
      login,
      `an override holds for ${longestSeconds / 3600} hours at most; it can be given again`,
    )
  const chosen = environmentNamed(configuration, order.environment ?? job.asked.environment)
  if (typeof chosen === 'string') return refused(login, chosen)
  const { under, why } = await emergencyStanding(job, configuration, login)
  if (under === null) return refused(login, why)
  const environment = chosen.name
  const until = new Date(at.getTime() + seconds * 1000).toISOString()
  const reviewBy = new Date(at.getTime() + configuration.emergency.reviewWithin.seconds * 1000).toISOString()
  const record: NewRecord = {
    stream: overrideStream(sha),
    kind: 'override',
    key: { repository: fullName(job), environment, sha, ...said },
    at: at.toISOString(),
    repository: fullName(job),
    environment,
    actor: login,
    tool: { name: 'change-risk-gate', version: job.version },
    body: {
      what: 'given',
      sha,
      until,
      reviewBy,
      under,
      ...said,
      url,
      ...(job.publicRepository ? {} : { reason }),
    },
  }
  const [appended] = await ledger.append([record])
  const asked = await askForReview(
    job,
    { environment, sha, until, reviewBy, by: login, url },
    appended!.record.id,
  )
  return {
    answer: {
      outcome: 'recorded',
      by: login,
      did: `overrides the gate for ${environment} at ${sha.slice(0, 12)} until ${formatMoment(until)}`,
      follows: `It is for this commit and this environment alone. Somebody else reviews it by ${formatMoment(reviewBy)}; the question stands in an issue.`,
    },
    effects: [asked],
  }
}

/** The commit that a comment can mean: what was shown there, if it could be read, or what it names of that. */
const commitMeant = async (
  job: Job,
  { comment, number }: CommandDoor,
  named: string | null,
  pull: ReadPullRequest | null,
): Promise<{ readonly sha: string } | string> => {
  const comments = await ownComments(job, number)
  const fits = (sha: string | null): sha is string =>
    sha !== null && (named === null || sha.startsWith(named))
  if (pull !== null && !pull.merged) {
    const { sha } = pull.head
    if (pull.state === 'closed') return 'this pull request was closed without being merged'
    if (!fits(sha)) return 'the pull request has moved on'
    if (named === null && shownBefore(comments, comment.createdAt) !== sha)
      return 'the commit you were shown is not the one that stands there now; name it by --sha'
    return { sha }
  }
  const questions = comments.filter(({ body }) => waitingRunIn(body) !== null)
  const asked = named === null ? questions.slice(-1) : questions.toReversed()
  const question = asked.find(({ body }) => fits(scoredIn(body) ?? waitingRunIn(body)?.sha ?? null))
  if (question === undefined) return 'no deployment waits here for that commit'
  if (named === null && !couldBeRead(question, comment.createdAt))
    return 'the question has only just come, or changed; name the commit by --sha'
  return { sha: scoredIn(question.body) ?? waitingRunIn(question.body)!.sha }
}

/** Carries out `.override`. Throws GitHubError, SourceError. */
export const overrideBy = async (job: Job, door: CommandDoor, command: OverrideCommand): Promise<Ordered> => {
  const { comment, number, onPullRequest } = door
  if (job.asked.dryRun) return refused(comment.login, 'this is a dry run, which remembers nothing')
  const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null
  const meant = await commitMeant(job, door, command.sha, pull)
  if (typeof meant === 'string') return refused(comment.login, meant)
  const ground = await readGround(job)
  if (typeof ground === 'string') return refused(comment.login, ground)
  return giveOverride(job, ground, {
    login: comment.login,
    reason: command.reason,
    forSeconds: command.forSeconds,
    environment: command.environment,
    sha: meant.sha,
    at: new Date(comment.createdAt),
    said: { comment: comment.id },
    url: `${job.webUrl}/${onPullRequest ? 'pull' : 'issues'}/${number}#issuecomment-${comment.id}`,
  })
}

/** What the input `emergency` asks, as the effects that tell of it. Throws SourceError. */
export const declareEmergency = async (
  job: Job,
  about: { readonly sha: string; readonly environment: string | null },
): Promise<readonly Effect[]> => {
  const { emergency, dryRun } = job.asked
  if (emergency === undefined) return []
  const tell = (outcome: Effect['outcome'], why: string): Effect => ({ what: 'emergency', outcome, why })
  if (dryRun) return [tell('refused', 'A dry run remembers nothing, so it overrides nothing.')]
  const ground = await readGround(job)
  if (typeof ground === 'string') return [tell('refused', ground)]
  const { id: run, attempt, url } = job.run
  const { answer, effects } = await giveOverride(job, ground, {
    login: emergency.actor,
    reason: emergency.reason,
    forSeconds: null,
    environment: about.environment,
    sha: about.sha,
    at: job.now,
    said: { run, attempt },
    url,
  })
  return answer.outcome === 'refused'
    ? [tell('refused', `input emergency is not honoured for ${answer.by}: ${answer.why}`)]
    : [tell('done', `${answer.by} ${answer.did}.`), ...effects]
}
