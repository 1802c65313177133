/** An open pull request: judged, shown to its people, and let go where the policy allows that. */
import { parseCodeOwners } from '../../config/codeowners.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { approvePullRequest } from '../../drivers/reviews/approval.ts'
import { upsertComment } from '../../drivers/reviews/comment.ts'
import { setRiskLabel } from '../../drivers/reviews/label.ts'
import { requestReviewers } from '../../drivers/reviews/reviewers.ts'
import { withdrawApproval } from '../../drivers/reviews/withdrawal.ts'
import { proposeReviewers, type RoutingProposal } from '../../policy/routing.ts'
import { renderComment, shouldComment } from '../../report/comment.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { CommentView, Asked as PersonAsked, ReviewRequest } from '../../report/comment-view.ts'
import { codeOwnersAtRef } from '../../sources/github/policy-at.ts'
import { readPullRequest } from '../../sources/github/pull-request.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest } from './judging.ts'
import { handsIn, namedIn } from './opinions.ts'
import { ownComments, scoredLine } from './requests.ts'
import { prefix, type Told, tellCommit, viewFor } from './telling.ts'

const key = 'pull-request'
/** Files that are named: more would hide which matter. */
const mostFiles = 5

const isWaiting = ({ assessment: { mode, decision } }: JudgedPullRequest): boolean =>
  mode === 'enforce' && decision === 'review'

/** Who is to read it: owners of what drives the risk, as CODEOWNERS at the base says. */
const route = async (job: Job, judged: JudgedPullRequest): Promise<RoutingProposal> => {
  const { pull, commits, files, base } = judged
  const author = pull.author?.login
  const hands = new Set([...handsIn(commits), ...namedIn(commits)])
  try {
    const text = await codeOwnersAtRef(job.github, job.repository, base)
    return proposeReviewers({
      files,
      codeOwners: text ? parseCodeOwners(text.text) : null,
      excluded: [
        ...(author === undefined ? [] : [{ login: author, why: 'opened this pull request' }]),
        ...[...hands].map((login) => ({ login, why: 'wrote part of it' })),
        ...job.own.map((login) => ({ login, why: 'is the gate itself' })),
      ],
      requested: pull.requested,
      access: { users: null, teams: null },
    })
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { proposed: [], nobody: `CODEOWNERS could not be read (${error.message})` }
  }
}

/** Who is asked, for those who read the answer and not the conversation. */
const reviewersOf = ({ proposed }: RoutingProposal): Assessment['reviewers'] =>
  proposed.flatMap(({ login, team, why }) => {
    const name = login ?? team
    return name === undefined ? [] : [{ login: name, why }]
  })

/** Routing speaks Markdown; what shows it escapes every word itself. */
const words = (why: string): string => why.replaceAll('`', '')

const askedPeople = (routing: RoutingProposal, judged: JudgedPullRequest): ReviewRequest => ({
  people: routing.proposed.flatMap(({ login, team, ...rest }): readonly PersonAsked[] => {
    const why = words(rest.why)
    const files = judged.files
      .slice(0, 1)
      .map(({ path, lines }) => ({ path, ...(lines === null ? {} : { lines }) }))
    return login !== undefined ? [{ login, why, files }] : team !== undefined ? [{ team, why, files }] : []
  }),
  changedLines: judged.pull.counts.additions + judged.pull.counts.deletions,
  approve: { review: true, replies: [`${prefix}approve`] },
})

const comment = async (
  job: Job,
  judged: JudgedPullRequest,
  view: CommentView,
): Promise<readonly Effect[]> => {
  const { assessment, pull, settings } = judged
  const setting = settings.policy.configuration.comment
  // One that was written is brought up to date; a new one is not begun for a change that may go.
  if (!shouldComment(setting, assessment, false)) {
    if (!shouldComment(setting, assessment, true)) return []
    const marker = commentMarker(key)
    const comments = await ownComments(job, pull.number)
    if (!comments.some(({ body }) => body.startsWith(marker))) return []
  }
  return [
    await upsertComment(job.github, job.repository, {
      issue: pull.number,
      marker: commentMarker(key),
      body: `${renderComment(view)}\n${scoredLine(pull.head.sha)}`,
      own: job.own,
      since: pull.createdAt,
    }),
  ]
}

/** Whether what was judged is still what stands there: asked again right after approving. */
const stillHolds = (job: Job, judged: JudgedPullRequest) => async (): Promise<string | null> => {
  const pull = await readPullRequest(job.github, job.repository, judged.pull.number)
  const again = await judgePullRequest(job, pull, { remembers: false })
  const { decision, reason } = again.assessment
  return decision === 'approve' ? null : `judged again it is: ${decision}, ${reason}`
}

/** Approves with the gate's own name where the policy asks for that, else takes back what it once gave. */
const actOn = async (job: Job, judged: JudgedPullRequest): Promise<readonly Effect[]> => {
  const { assessment, pull, settings } = judged
  const acts =
    assessment.mode === 'enforce' &&
    settings.environment.settings.autoApprove.actsOn.includes('pull-requests')
  if (!acts) return []
  const { github, repository, own } = job
  if (assessment.decision !== 'approve')
    return [
      await withdrawApproval(github, repository, {
        number: pull.number,
        own,
        why: `The change-risk gate no longer approves: ${assessment.reason}`,
      }),
    ]
  // An approval that leaves no trace cannot be defended.
  if (assessment.ledger === undefined) return []
  return [
    await approvePullRequest(github, repository, {
      number: pull.number,
      sha: pull.head.sha,
      baseRef: pull.base.ref,
      body: `The change-risk gate approves ${pull.head.sha.slice(0, 8)}: ${assessment.reason}. Record ${assessment.ledger.record}.`,
      own,
      stillHolds: stillHolds(job, judged),
    }),
  ]
}

/** Tells everybody, in the order in which it matters: the status that holds a merge, then what explains it. */
export const tellPullRequest = async (job: Job, judged: JudgedPullRequest): Promise<Told> => {
  const { pull } = judged
  const { github, repository } = job
  const waiting = isWaiting(judged)
  const routing = waiting ? await route(job, judged) : null
  const assessment = routing ? { ...judged.assessment, reviewers: reviewersOf(routing) } : judged.assessment
  const asked = (routing?.proposed ?? []).flatMap(({ login, team, why }) => {
    const name = login ?? team
    return name === undefined ? [] : [{ login: name, why: words(why) }]
  })
  const view = viewFor(
    job,
    { ...assessment, reviewers: asked },
    {
      key,
      files: judged.files.slice(0, mostFiles),
      ...(routing ? { request: askedPeople(routing, judged) } : {}),
    },
  )
  const effects: Effect[] = []
  if (assessment.mode === 'off') return { view, effects }
  effects.push(...(await tellCommit(job, view, pull.head.sha)))
  effects.push(...(await comment(job, judged, view)))
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
