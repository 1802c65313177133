/**
 * Words on what became of a change: `.outcome failed|ok` on its pull request, `.blame` and `.unblame` with its number
 * anywhere, and labels that say the same. Each is kept as a record of its own: the newest holds, and the next fit obeys it.
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
import { mayWrite, objectionTo, type Speaker } from './words.ts'

/** The commands that speak of outcomes. */
export type OutcomeCommand = Extract<Command, { readonly name: 'outcome' | 'blame' | 'unblame' }>

export const isOutcomeCommand = (command: Command): command is OutcomeCommand =>
  command.name === 'outcome' || command.name === 'blame' || command.name === 'unblame'

/** A word, wherever it was said. */
export interface SaidWord {
  readonly number: number
  readonly onPullRequest: boolean
  readonly by: Speaker
  /** What makes it one word among all in this repository, and what the record names of it: a comment, or a label. */
  readonly place: { readonly comment: number } | { readonly label: string }
}

export const saidInComment = ({ number, onPullRequest, comment }: CommandDoor): SaidWord => ({
  number,
  onPullRequest,
  by: comment,
  place: { comment: comment.id },
})

export const refused = (by: string, why: string): Extract<WordAnswer, { readonly outcome: 'refused' }> => ({
  outcome: 'refused',
  by,
  why,
})

/** Whether a word clears the change it speaks of. */
export const clears = (command: OutcomeCommand): boolean =>
  command.name === 'unblame' || (command.name === 'outcome' && command.verdict === 'ok')

/** Why somebody may not clear a change; null when they may: they write here and had no hand in it. */
export const objectionToClearing = async (
  job: Job,
  by: Speaker,
  pull: ReadPullRequest,
): Promise<string | null> => {
  const commits = await readPullRequestCommits(job.github, job.repository, pull)
  if (!commits.complete)
    return 'not all who wrote this pull request are known, so nobody is certainly another'
  const stranger = strangerIn(commits.items)
  if (stranger !== null) return unknownHand(stranger)
  return objectionTo(job, by, {
    head: pull.head.sha,
    author: pull.author?.login ?? null,
    committers: handsIn(commits.items),
    coAuthors: namedIn(commits.items),
  })
}

/** What every record of a word on a change says, whichever way it goes. `told`: what this one adds. */
export const wordRecord = (
  job: Job,
  { number, onPullRequest, by, place }: SaidWord,
  command: OutcomeCommand,
  pull: ReadPullRequest,
  told: { readonly key: object; readonly verdict: string; readonly more?: object },
): NewRecord => {
  const page = `${job.webUrl}/${onPullRequest ? 'pull' : 'issues'}/${number}`
  const url = 'comment' in place ? `${page}#issuecomment-${place.comment}` : page
  const common = {
    stream: correctionStream,
    key: { repository: fullName(job), ...told.key },
    at: new Date(by.createdAt).toISOString(),
    repository: fullName(job),
    actor: by.login,
    tool: { name: 'change-risk-gate', version: job.version },
  }
  const about = { number: pull.number, sha: pull.mergeCommit, ...place, url, ...told.more }
  return command.name === 'outcome'
    ? { ...common, kind: 'correction', body: { ...about, verdict: told.verdict } }
    : { ...common, kind: 'link', body: { ...about, about: number, state: told.verdict } }
}

const recordOf = (job: Job, word: SaidWord, command: OutcomeCommand, pull: ReadPullRequest): NewRecord => {
  const { place, by, number } = word
  return wordRecord(job, word, command, pull, {
    key: 'comment' in place ? place : { ...place, on: number, at: by.createdAt },
    verdict:
      command.name === 'outcome' ? command.verdict : command.name === 'blame' ? 'confirmed' : 'rejected',
    // What people write about a failure is not for everybody to read.
    ...(command.name !== 'outcome' || command.reason === null || job.publicRepository
      ? {}
      : { more: { reason: command.reason } }),
  })
}

/** The pull request that is spoken of; null where there is none of that number. */
export const pullAt = async (job: Job, number: number): Promise<ReadPullRequest | null> => {
  try {
    return await readPullRequest(job.github, job.repository, number)
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}

/** Records a word, and says what came of it. */
export const recordWord = async (job: Job, word: SaidWord, command: OutcomeCommand): Promise<WordAnswer> => {
  const { login } = word.by
  if (job.asked.dryRun) return refused(login, 'this is a dry run, which remembers nothing')
  if (command.name === 'outcome' && !word.onPullRequest)
    return refused(
      login,
      'this is an issue: say what became of a change on its pull request, or blame it here by its number',
    )
  const number = command.name === 'outcome' ? word.number : command.number
  const pull = await pullAt(job, number)
  if (pull === null) return refused(login, `there is no pull request with the number ${number}`)
  if (!pull.merged || pull.mergeCommit === null)
    return refused(
      login,
      `the pull request with the number ${number} has not landed, so nothing became of it yet`,
    )
  const why = clears(command) ? await objectionToClearing(job, word.by, pull) : await mayWrite(job, word.by)
  if (why !== null) return refused(login, why)
  const { ledger } = await ledgerOf(job, pull.base.ref)
  await ledger.append([recordOf(job, word, command, pull)])
  return {
    outcome: 'recorded',
    by: login,
    about: `#${number}`,
    verdict: clears(command) ? 'ok' : 'failed',
    ...('label' in word.place ? { label: word.place.label } : {}),
  }
}
