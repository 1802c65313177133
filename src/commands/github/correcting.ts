/**
 * Words on what became of a change: `.outcome failed|ok` on its pull request, `.blame` and `.unblame` with its number
 * anywhere. Each is kept as a record of its own and none is taken back: the newest holds, and the next fit obeys it.
 *
 * Whoever may write here may say that a change failed, also of their own. That it did not is for others to say, who had
 * no hand in it: such a word lowers the risk of what comes after it.
 */
import { GitHubError } from '../../clients/github/github.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { WordAnswer } from '../../report/comment-answers.ts'
import type { Command } from '../../sources/github/command.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import {
  type ReadPullRequest,
  readPullRequest,
  readPullRequestCommits,
} from '../../sources/github/pull-request.ts'
import { correctionStream } from '../learn/corrections.ts'
import { fullName, type Job } from './job.ts'
import { ledgerOf } from './judging.ts'
import { handsIn, namedIn, strangerIn, unknownHand } from './opinions.ts'
import { mayWrite, objectionTo } from './words.ts'

/** The commands that speak of outcomes. */
export type OutcomeCommand = Extract<Command, { readonly name: 'outcome' | 'blame' | 'unblame' }>

export const isOutcomeCommand = (command: Command): command is OutcomeCommand =>
  command.name === 'outcome' || command.name === 'blame' || command.name === 'unblame'

const refused = (by: string, why: string): WordAnswer => ({ outcome: 'refused', by, why })

/** Whether a word clears the change it speaks of. */
const clears = (command: OutcomeCommand): boolean =>
  command.name === 'unblame' || (command.name === 'outcome' && command.verdict === 'ok')

/** Why somebody's word on a change does not count; null when it does. */
const objection = async (
  job: Job,
  { comment }: CommandDoor,
  command: OutcomeCommand,
  pull: ReadPullRequest,
): Promise<string | null> => {
  const head = pull.head.sha
  if (!clears(command)) return mayWrite(job, comment)
  const commits = await readPullRequestCommits(job.github, job.repository, pull)
  if (!commits.complete)
    return 'not all who wrote this pull request are known, so nobody is certainly another'
  const stranger = strangerIn(commits.items)
  if (stranger !== null) return unknownHand(stranger)
  return objectionTo(job, comment, {
    head,
    author: pull.author?.login ?? null,
    committers: handsIn(commits.items),
    coAuthors: namedIn(commits.items),
  })
}

const recordOf = (
  job: Job,
  { comment, number, onPullRequest }: CommandDoor,
  command: OutcomeCommand,
  pull: ReadPullRequest,
): NewRecord => {
  const page = `${job.webUrl}/${onPullRequest ? 'pull' : 'issues'}/${number}#issuecomment-${comment.id}`
  const common = {
    stream: correctionStream,
    key: { repository: fullName(job), comment: comment.id },
    at: new Date(comment.createdAt).toISOString(),
    repository: fullName(job),
    actor: comment.login,
    tool: { name: 'change-risk-gate', version: job.version },
  }
  const about = { number: pull.number, sha: pull.mergeCommit, comment: comment.id, url: page }
  return command.name === 'outcome'
    ? {
        ...common,
        kind: 'correction',
        body: {
          ...about,
          verdict: command.verdict,
          // What people write about a failure is not for everybody to read.
          ...(command.reason === null || job.publicRepository ? {} : { reason: command.reason }),
        },
      }
    : {
        ...common,
        kind: 'link',
        body: { ...about, about: number, state: command.name === 'blame' ? 'confirmed' : 'rejected' },
      }
}

/** The pull request that is spoken of; null where there is none of that number. */
const pullAt = async (job: Job, number: number): Promise<ReadPullRequest | null> => {
  try {
    return await readPullRequest(job.github, job.repository, number)
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}

/** Records a word, and says what came of it. */
export const recordWord = async (
  job: Job,
  door: CommandDoor,
  command: OutcomeCommand,
): Promise<WordAnswer> => {
  const { login } = door.comment
  if (job.asked.dryRun) return refused(login, 'this is a dry run, which remembers nothing')
  if (command.name === 'outcome' && !door.onPullRequest)
    return refused(
      login,
      'this is an issue: say what became of a change on its pull request, or blame it here by its number',
    )
  const number = command.name === 'outcome' ? door.number : command.number
  const pull = await pullAt(job, number)
  if (pull === null) return refused(login, `there is no pull request with the number ${number}`)
  if (!pull.merged || pull.mergeCommit === null)
    return refused(
      login,
      `the pull request with the number ${number} has not landed, so nothing became of it yet`,
    )
  const why = await objection(job, door, command, pull)
  if (why !== null) return refused(login, why)
  const { ledger } = await ledgerOf(job, pull.base.ref)
  await ledger.append([recordOf(job, door, command, pull)])
  return {
    outcome: 'recorded',
    by: login,
    about: `#${number}`,
    verdict: clears(command) ? 'ok' : 'failed',
  }
}
