/** A yes or a no to a pull request, or to commits, in a comment: whether it counts, and the record of it. */
import type { Band } from '../../domain/decision.ts'
import type { ApprovalAnswer } from '../../report/comment-answers.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import {
  type ReadPullRequest,
  readPullRequest,
  readPullRequestCommits,
} from '../../sources/github/pull-request.ts'
import { wordRecord } from './approvals.ts'
import { bandsIn, highestOf } from './bands-line.ts'
import { asksAboutCommits, wordOnCommits } from './commit-approval.ts'
import type { Job } from './job.ts'
import { ledgerOf } from './judging.ts'
import { handsIn, namedIn, strangerIn, unknownHand } from './opinions.ts'
import { type OwnComment, ownComments, partsIn, scoredIn, shownBefore } from './requests.ts'
import { waitingRunIn } from './waiting-run.ts'
import { mayWrite, objectionTo, refuse, type WordCommand } from './words.ts'

/** Why somebody's yes to a head does not count; null when it does. */
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

/** The band that a question of ours shows: of this head, or of what is deployed of it; null where none does. */
const bandShown = (comments: readonly OwnComment[], { head, merged }: ReadPullRequest): Band | null => {
  const question = comments.findLast(({ body }) =>
    merged ? waitingRunIn(body) !== null && partsIn(body).length === 0 : scoredIn(body) === head.sha,
  )
  const shown = bandsIn(question?.body ?? '')
  return merged ? highestOf(shown) : (shown.get(head.sha) ?? null)
}

/** Why a yes cannot be to the head that stands there; null when it can. A no to what nobody read does no harm. */
const unread = (
  { comment }: CommandDoor,
  named: string | null,
  pull: ReadPullRequest,
  comments: readonly OwnComment[],
): string | null => {
  const head = pull.head.sha
  if (named !== null && !head.startsWith(named)) return 'the pull request has moved on'
  // A bare word means what was shown, and was there long enough to be read.
  if (named !== null || pull.merged) return null
  const shown = shownBefore(comments, comment.createdAt)
  return shown === head
    ? null
    : 'the commit you were shown is not the one that stands there now; say which one you read'
}

/** Records a word on exactly the head that stands there, and says what came of it. */
const wordOnPull = async (
  job: Job,
  door: CommandDoor,
  command: WordCommand,
  pull: ReadPullRequest,
  comments: readonly OwnComment[],
): Promise<ApprovalAnswer> => {
  const { comment, number } = door
  const { login } = comment
  const head = pull.head.sha
  if (pull.state === 'closed' && !pull.merged)
    return refuse(job, login, 'this pull request was closed without being merged')
  if (command.name === 'approve') {
    const moved = unread(door, command.sha, pull, comments)
    if (moved !== null) return refuse(job, login, moved, head)
  }
  const why = command.name === 'approve' ? await objection(job, pull, door) : await mayWrite(job, comment)
  if (why !== null) return refuse(job, login, why)
  const { ledger } = await ledgerOf(job, pull.base.ref)
  const record = await wordRecord(
    job,
    ledger,
    { number, head, sha: pull.mergeCommit },
    {
      word: command.name,
      login,
      comment: comment.id,
      at: new Date(comment.createdAt).toISOString(),
      reason: command.name === 'reject' && !job.publicRepository ? command.reason : null,
      band: bandShown(comments, pull),
    },
  )
  await ledger.append([record])
  return { outcome: 'recorded', word: command.name, by: login, about: `#${number}`, sha: head }
}

/** Carries out `.approve` and `.reject`. Throws GitHubError, SourceError. */
export const giveWord = async (
  job: Job,
  door: CommandDoor,
  command: WordCommand,
): Promise<ApprovalAnswer> => {
  if (job.asked.dryRun) return refuse(job, door.comment.login, 'this is a dry run, which remembers nothing')
  const { number, onPullRequest } = door
  const named = command.name === 'approve' ? command.sha : null
  if (!onPullRequest) return wordOnCommits(job, door, command, { named, author: null })
  const pull = await readPullRequest(job.github, job.repository, number)
  const comments = pull.merged || command.name === 'approve' ? await ownComments(job, number) : []
  return pull.merged && asksAboutCommits(comments, named)
    ? wordOnCommits(job, door, command, { named, author: pull.author?.login ?? null })
    : wordOnPull(job, door, command, pull, comments)
}
