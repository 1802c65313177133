/**
 * Reviews afterwards: what went out by an emergency override is asked about in an issue of its own, chased when it is
 * overdue, and answered there by somebody else. An issue closed by hand is chased no more, and counts as not reviewed.
 */
import { type Answer, answerOf, record, text } from '../../clients/github/shapes.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { upsertComment } from '../../drivers/reviews/comment.ts'
import { askInIssue } from '../../drivers/reviews/issue.ts'
import { closeIssue } from '../../drivers/reviews/issue-closing.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import {
  type OrderAnswer,
  type ReviewAfterwards,
  reviewAfterwards,
  reviewOverdue,
} from '../../report/comment-orders.ts'
import { sameLogin } from '../../sources/github/account.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import { answersOf } from '../../sources/github/reading.ts'
import { readGround } from './authority.ts'
import { fullName, type Job } from './job.ts'
import { linksOf, prefixOf } from './telling.ts'
import { mayWrite } from './words.ts'

export const reviewStream = 'override-reviews'

const shape = /^<!-- change-risk-gate:override record=([0-9a-f]{64}) due=(\d{4}-[\d:TZ.-]{10,30}) -->$/m

const overrideLine = (id: string, due: string): string =>
  `<!-- change-risk-gate:override record=${id} due=${due} -->`

interface Asked {
  readonly record: string
  /** ISO. */
  readonly due: string
}

const askedIn = (body: string): Asked | null => {
  const [, id, due] = shape.exec(body.replaceAll('\r', '')) ?? []
  return id && due && !Number.isNaN(Date.parse(due)) ? { record: id, due } : null
}

/** Opens the issue in which an override is reviewed. `id`: its record. */
export const askForReview = (
  job: Job,
  about: Omit<ReviewAfterwards, 'prefix'>,
  id: string,
): Promise<Effect> => {
  const { title, body, question } = reviewAfterwards({ ...about, prefix: prefixOf(job) }, linksOf(job))
  const marker = commentMarker(`override ${id.slice(0, 16)}`)
  return askInIssue(job.github, job.repository, {
    marker,
    title,
    body: `${overrideLine(id, about.reviewBy)}\n${body}`,
    question: { marker: commentMarker('override question'), body: question },
    own: job.own,
  })
}

const listRoute = 'GET /repos/{owner}/{repo}/issues'
const issueRoute = 'GET /repos/{owner}/{repo}/issues/{issue_number}'
const mostIssues = 300

const bodyOf = (issue: Answer): string => issue.optional('body', text) ?? ''

/**
 * Says once of each review that is overdue that it is, for the schedule: nobody is told of an edit. Requests: one to list
 * our open issues, and one or two for each that is overdue.
 */
export const chaseReviews = async (job: Job): Promise<readonly Effect[]> => {
  if (job.asked.dryRun) return []
  try {
    return await chase(job)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    // Other things wait for the same run.
    return [
      { what: 'issue', outcome: 'refused', why: `Reviews afterwards could not be chased: ${error.message}` },
    ]
  }
}

const chase = async (job: Job): Promise<readonly Effect[]> => {
  const effects: Effect[] = []
  for (const creator of await job.own()) {
    const { items } = await job.github.list(
      listRoute,
      { ...job.repository, creator, state: 'open', sort: 'created', direction: 'asc', per_page: 100 },
      mostIssues,
    )
    for (const issue of answersOf(listRoute, items)) {
      const asked = issue.optional('pull_request', record) === null ? askedIn(bodyOf(issue)) : null
      if (asked === null || Date.parse(asked.due) > job.now.getTime()) continue
      effects.push(
        await upsertComment(job.github, job.repository, {
          issue: issue.integer('number'),
          marker: commentMarker('override overdue'),
          body: reviewOverdue(asked.due),
          own: job.own,
        }),
      )
    }
  }
  return effects
}

/** The override that an issue of ours asks about; null where it is no such issue. Throws GitHubError, SourceError. */
const askedHere = async (job: Job, number: number): Promise<Asked | null> => {
  const issue = answerOf(
    issueRoute,
    await job.github.request(issueRoute, { ...job.repository, issue_number: number }),
  )
  const asked = askedIn(bodyOf(issue))
  if (asked === null) return null
  const author = issue.optional('user.login', text) ?? ''
  return (await job.own()).some((login) => sameLogin(login, author)) ? asked : null
}

const isGiven = (found: LedgerRecord | undefined): found is LedgerRecord =>
  found?.kind === 'override' && found.body['what'] === 'given'

export interface Reviewed {
  readonly answer: OrderAnswer
  readonly effects: readonly Effect[]
}

/** Takes `.outcome` in such an issue for the review that was wanted; null where the issue asks for none. */
export const reviewOverride = async (
  job: Job,
  { comment, number }: CommandDoor,
  { verdict, reason }: { readonly verdict: 'failed' | 'ok'; readonly reason: string | null },
): Promise<Reviewed | null> => {
  const { login } = comment
  const refused = (why: string): Reviewed => ({ answer: { outcome: 'refused', by: login, why }, effects: [] })
  const asked = await askedHere(job, number)
  if (asked === null) return null
  if (job.asked.dryRun) return refused('this is a dry run, which remembers nothing')
  const barred = await mayWrite(job, comment)
  if (barred !== null) return refused(barred)
  const ground = await readGround(job)
  if (typeof ground === 'string') return refused(ground)
  const { ledger } = ground
  const given = await ledger.find(asked.record)
  if (!isGiven(given))
    throw new SourceError(`${ledger.url} does not hold the override that this issue asks about`)
  if (sameLogin(given.actor, login)) return refused('you overrode it yourself; somebody else is to review it')
  await ledger.append([
    {
      stream: reviewStream,
      kind: 'override',
      key: { repository: fullName(job), comment: comment.id },
      at: new Date(comment.createdAt).toISOString(),
      repository: fullName(job),
      ...(given.environment === undefined ? {} : { environment: given.environment }),
      actor: login,
      tool: { name: 'change-risk-gate', version: job.version },
      body: {
        what: 'reviewed',
        override: given.id,
        sha: given.body['sha'],
        verdict,
        comment: comment.id,
        ...(reason === null || job.publicRepository ? {} : { reason }),
      },
    },
  ])
  return {
    answer: {
      outcome: 'recorded',
      by: login,
      did: `says that what went out by override ${verdict === 'failed' ? 'failed' : 'was well'}`,
      follows:
        'It is reviewed with that. The next run of learn obeys; a change that did it can be named by blame.',
    },
    effects: [await closeIssue(job.github, job.repository, number)],
  }
}
