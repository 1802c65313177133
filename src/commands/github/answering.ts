/** Commands in comments: read strictly, carried out for those who may, always answered. */
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { react } from '../../drivers/reviews/reaction.ts'
import { replyTo } from '../../drivers/reviews/reply.ts'
import { findApprovals } from '../../policy/eligibility.ts'
import {
  type ApprovalAnswer,
  answerApproval,
  answerExplain,
  answerHelp,
  answerRisk,
  answerTrouble,
} from '../../report/comment-answers.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import {
  type ReadPullRequest,
  readPullRequest,
  readPullRequestCommits,
} from '../../sources/github/pull-request.ts'
import { approvalRecord } from './approvals.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest, ledgerOf } from './judging.ts'
import { handsIn, namedIn } from './opinions.ts'
import { permissionsOf } from './permissions.ts'
import { tellPullRequest } from './pull-request.ts'
import { ownComments, shownBefore } from './requests.ts'
import { linksOf, prefix, type Told, viewFor } from './telling.ts'
import { wake } from './waiting.ts'

export interface Answered {
  readonly judged: JudgedPullRequest | null
  readonly told: Told | null
  readonly effects: readonly Effect[]
}

const quiet: Answered = { judged: null, told: null, effects: [] }

const say = (job: Job, { number, comment }: CommandDoor, body: string): Promise<Effect> =>
  replyTo(job.github, job.repository, {
    issue: number,
    commentId: comment.id,
    since: comment.createdAt,
    body,
    own: job.own,
  })

const refuse = (by: string, why: string, now?: string): ApprovalAnswer => ({
  outcome: 'refused',
  by,
  why,
  ...(now === undefined ? {} : { now: { sha: now, reply: `${prefix}approve ${now.slice(0, 12)}` } }),
})

/** Why somebody's word on a head does not count; null when it does. As a review of theirs would be weighed. */
const objection = async (
  job: Job,
  number: number,
  head: string,
  { comment }: CommandDoor,
): Promise<string | null> => {
  const { github, repository } = job
  const pull = await readPullRequest(github, repository, number)
  const commits = await readPullRequestCommits(github, repository, pull)
  if (!commits.complete)
    return 'not all who wrote this pull request are known, so nobody is certainly another'
  const permissionOf = await permissionsOf(job, [comment.login])
  const { approvedBy, ignored } = findApprovals({
    reviews: [
      {
        id: comment.id,
        author: { login: comment.login, type: comment.type === 'User' ? 'User' : 'Bot' },
        state: 'APPROVED',
        commit: head,
        submittedAt: comment.createdAt,
        association: comment.association,
        body: '',
      },
    ],
    head,
    author: pull.author?.login ?? null,
    committers: handsIn(commits.items),
    coAuthors: namedIn(commits.items),
    lastPusher: null,
    permissionOf,
    gateLogins: job.own,
  })
  return approvedBy.length > 0 ? null : (ignored[0]?.why ?? 'the review does not count')
}

/** Records an approval of exactly the head that stands there, and says what came of it. */
const approve = async (job: Job, door: CommandDoor, named: string | null): Promise<ApprovalAnswer> => {
  const { comment, number } = door
  const { login } = comment
  const pull = await readPullRequest(job.github, job.repository, number)
  const head = pull.head.sha
  if (pull.state === 'closed' && !pull.merged)
    return refuse(login, 'this pull request was closed without being merged')
  if (named !== null && !head.startsWith(named)) return refuse(login, 'the pull request has moved on', head)
  // A bare word means what was shown, and was there long enough to be read.
  if (named === null && !pull.merged) {
    const shown = shownBefore(await ownComments(job, number), comment.createdAt)
    if (shown !== head)
      return refuse(
        login,
        'the commit you were shown is not the one that stands there now; say which one you read',
        head,
      )
  }
  const why = await objection(job, number, head, door)
  if (why !== null) return refuse(login, why)
  const { ledger } = await ledgerOf(job, pull.base.ref)
  await ledger.append([
    approvalRecord(
      job,
      { number, head, sha: pull.mergeCommit },
      { login, comment: comment.id, at: new Date(comment.createdAt).toISOString() },
    ),
  ])
  return { outcome: 'recorded', by: login, about: `#${number}`, sha: head }
}

const judgeAgain = async (job: Job, pull: ReadPullRequest): Promise<Pick<Answered, 'judged' | 'told'>> => {
  const judged = await judgePullRequest(job, pull)
  return { judged, told: await tellPullRequest(job, judged) }
}

const carryOut = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const { asked, number, comment, onPullRequest } = door
  if (asked.outcome === 'refused')
    return { ...quiet, effects: [await say(job, door, answerTrouble(asked.why, comment.id, prefix))] }
  const { command } = asked
  if (command.name === 'help')
    return { ...quiet, effects: [await say(job, door, answerHelp(comment.id, prefix))] }
  if (!onPullRequest)
    return {
      ...quiet,
      effects: [
        await say(
          job,
          door,
          answerTrouble('this is an issue: commands are answered on pull requests', comment.id, prefix),
        ),
      ],
    }
  if (command.name === 'approve') {
    const answer = await approve(job, door, command.sha)
    const said = await say(job, door, answerApproval(answer, comment.id, linksOf(job)))
    if (answer.outcome === 'refused') return { ...quiet, effects: [said] }
    const pull = await readPullRequest(job.github, job.repository, number)
    if (pull.merged) return { ...quiet, effects: [said, ...(await wake(job, number))] }
    return { ...(await judgeAgain(job, pull)), effects: [said] }
  }
  const pull = await readPullRequest(job.github, job.repository, number)
  const judged = await judgePullRequest(job, pull, { remembers: false })
  const view = viewFor(job, judged.assessment, { key: 'pull-request' })
  const body = command.explain ? answerExplain(view, comment.id) : answerRisk(view, comment.id)
  return { judged, told: { view, effects: [] }, effects: [await say(job, door, body)] }
}

/** Carries out one command. Whoever asked sees that it was read, and what came of it, also when it went wrong. */
export const answerCommand = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const seen = await react(job.github, job.repository, door.comment.id, 'eyes')
  try {
    const answered = await carryOut(job, door)
    return { ...answered, effects: [seen, ...answered.effects] }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const said = await say(job, door, answerTrouble(error.message, door.comment.id, prefix))
    return { ...quiet, effects: [seen, said, { what: 'command', outcome: 'refused', why: error.message }] }
  }
}
