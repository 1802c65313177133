/** Commands in comments: read strictly, carried out for those who may, always answered. */
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { react } from '../../drivers/reviews/reaction.ts'
import { replyTo } from '../../drivers/reviews/reply.ts'
import {
  type ApprovalAnswer,
  answerApproval,
  answerExplain,
  answerHelp,
  answerRisk,
  answerTrouble,
  answerWord,
} from '../../report/comment-answers.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import {
  type ReadPullRequest,
  readPullRequest,
  readPullRequestCommits,
} from '../../sources/github/pull-request.ts'
import { approvalRecord } from './approvals.ts'
import { approveCommits, asksAboutCommits } from './commit-approval.ts'
import { isOutcomeCommand, recordWord } from './correcting.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgePullRequest, ledgerOf } from './judging.ts'
import { handsIn, namedIn, strangerIn, unknownHand } from './opinions.ts'
import { tellPullRequest } from './pull-request.ts'
import { ownComments, shownBefore } from './requests.ts'
import { linksOf, prefix, type Told, viewFor } from './telling.ts'
import { wake } from './waiting.ts'
import { objectionTo, refuse } from './words.ts'

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

/** Why somebody's word on a head does not count; null when it does. */
const objection = async (
  job: Job,
  pull: ReadPullRequest,
  { comment }: CommandDoor,
): Promise<string | null> => {
  const commits = await readPullRequestCommits(job.github, job.repository, pull)
  if (!commits.complete)
    return 'not all who wrote this pull request are known, so nobody is certainly another'
  const stranger = strangerIn(commits.items)
  if (stranger !== null) return unknownHand(stranger)
  return objectionTo(job, comment, {
    head: pull.head.sha,
    author: pull.author?.login ?? null,
    committers: handsIn(commits.items),
    coAuthors: namedIn(commits.items),
  })
}

/** Records an approval of exactly the head that stands there, and says what came of it. */
const approve = async (
  job: Job,
  door: CommandDoor,
  named: string | null,
  pull: ReadPullRequest,
): Promise<ApprovalAnswer> => {
  const { comment, number } = door
  const { login } = comment
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
  const why = await objection(job, pull, door)
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

const approval = async (job: Job, door: CommandDoor, named: string | null): Promise<ApprovalAnswer> => {
  if (job.asked.dryRun) return refuse(door.comment.login, 'this is a dry run, which remembers nothing')
  const { number, onPullRequest } = door
  if (!onPullRequest) return approveCommits(job, door, { named, author: null })
  const pull = await readPullRequest(job.github, job.repository, number)
  return pull.merged && (await asksAboutCommits(job, number, named))
    ? approveCommits(job, door, { named, author: pull.author?.login ?? null })
    : approve(job, door, named, pull)
}

const judgeAgain = async (job: Job, pull: ReadPullRequest): Promise<Pick<Answered, 'judged' | 'told'>> => {
  const judged = await judgePullRequest(job, pull)
  return { judged, told: await tellPullRequest(job, judged) }
}

const sayApproval = (job: Job, door: CommandDoor, answer: ApprovalAnswer): Promise<Effect> =>
  say(job, door, answerApproval(answer, door.comment.id, linksOf(job)))

/** Lets the deployment that waits for the word go on, and says so, or what keeps it. */
const goOn = async (job: Job, door: CommandDoor, answer: ApprovalAnswer): Promise<readonly Effect[]> => {
  const woken = await wake(job, door.number, 'reply')
  const refused = woken.find(({ outcome }) => outcome === 'refused')
  const missing = refused === undefined ? {} : { missing: refused.why }
  return [...woken, await sayApproval(job, door, { ...answer, ...missing })]
}

const carryOut = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const { asked, number, comment, onPullRequest } = door
  if (asked.outcome === 'refused')
    return { ...quiet, effects: [await say(job, door, answerTrouble(asked.why, comment.id, prefix))] }
  const { command } = asked
  if (command.name === 'help')
    return { ...quiet, effects: [await say(job, door, answerHelp(comment.id, prefix))] }
  if (isOutcomeCommand(command)) {
    const answer = await recordWord(job, door, command)
    return { ...quiet, effects: [await say(job, door, answerWord(answer, comment.id, linksOf(job)))] }
  }
  if (command.name === 'approve') {
    const answer = await approval(job, door, command.sha)
    if (answer.outcome === 'refused') return { ...quiet, effects: [await sayApproval(job, door, answer)] }
    const pull = onPullRequest ? await readPullRequest(job.github, job.repository, number) : null
    if (pull === null || pull.merged) return { ...quiet, effects: await goOn(job, door, answer) }
    const said = await sayApproval(job, door, answer)
    return { ...(await judgeAgain(job, pull)), effects: [said] }
  }
  if (!onPullRequest)
    return {
      ...quiet,
      effects: [
        await say(
          job,
          door,
          answerTrouble('this is an issue: risks are told on pull requests', comment.id, prefix),
        ),
      ],
    }
  const pull = await readPullRequest(job.github, job.repository, number)
  const judged = await judgePullRequest(job, pull, { remembers: 'never' })
  const view = viewFor(job, judged.assessment, { key: 'pull-request' })
  const body = command.explain ? answerExplain(view, comment.id) : answerRisk(view, comment.id)
  return { judged, told: { view, effects: [] }, effects: [await say(job, door, body)] }
}

/** Carries out one command. Whoever asked sees that it was read, and what came of it, also when it went wrong. */
export const answerCommand = async (job: Job, door: CommandDoor): Promise<Answered> => {
  const seen = await react(job.github, job.repository, door.comment.id, 'eyes', job.writtenBy)
  try {
    const answered = await carryOut(job, door)
    return { ...answered, effects: [seen, ...answered.effects] }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const said = await say(job, door, answerTrouble(error.message, door.comment.id, prefix))
    return { ...quiet, effects: [seen, said, { what: 'command', outcome: 'refused', why: error.message }] }
  }
}
