/**
 * A word on commits that no pull request can speak for, given where they were asked about: in an issue, or on the merged
 * pull request they came from. It counts as one on a pull request does: of somebody who may write here, and had no hand
 * in any of them.
 */
import { answerOf } from '../../clients/github/shapes.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { ApprovalAnswer } from '../../report/comment-answers.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import { commitOf } from '../../sources/github/pull-request.ts'
import { commitPart, wordRecord } from './approvals.ts'
import { bandsIn } from './bands-line.ts'
import type { Job } from './job.ts'
import { ledgerOf } from './judging.ts'
import { handsIn, namedIn } from './opinions.ts'
import { couldBeRead, type OwnComment, ownComments, partsIn, scoredIn } from './requests.ts'
import { waitingRunIn } from './waiting-run.ts'
import { mayWrite, objectionTo, refuse, type WordCommand } from './words.ts'

const route = 'GET /repos/{owner}/{repo}/commits/{ref}'

/** GitHub itself, which commits what people edit on its pages. */
const gitHub = 'web-flow'

/** Why a word on one commit does not count; null when it does. */
const objection = async (
  job: Job,
  { comment }: CommandDoor,
  sha: string,
  author: string | null,
): Promise<string | null> => {
  const commit = commitOf(answerOf(route, await job.github.request(route, { ...job.repository, ref: sha })))
  const name = sha.slice(0, 8)
  if (commit.sha !== sha) return `GitHub tells another commit than ${name}`
  if (commit.parents.length !== 1)
    return `${name} is a merge, and who wrote what it brings is not told here; approve its pull request`
  if (commit.author === null || commit.committer === null)
    return `no account is known of who wrote ${name}, so nobody is certainly another`
  const why = await objectionTo(job, comment, {
    head: sha,
    author,
    committers: handsIn([commit]).filter((login) => login !== gitHub),
    coAuthors: namedIn([commit]),
  })
  return why === null ? null : `${name}: ${why}`
}

/** The question that is answered: the one named by what it scored, else the newest, if it could be read. */
const questionFor = (
  questions: readonly OwnComment[],
  named: string | null,
  moment: string,
): OwnComment | string => {
  const newest = questions.at(-1)
  if (!newest) return 'no deployment waits here for a word'
  if (named !== null)
    return (
      questions.findLast(({ body }) => scoredIn(body)?.startsWith(named)) ??
      'nobody asked about that commit here'
    )
  return couldBeRead(newest, moment)
    ? newest
    : 'the question has only just come, or changed; say which commit you read'
}

/** Whether a word on a merged pull request is one on commits: its newest question says so, or the one that is named. */
export const asksAboutCommits = (comments: readonly OwnComment[], named: string | null): boolean => {
  const questions = comments.filter(({ body }) => waitingRunIn(body) !== null)
  const question =
    named === null ? questions.at(-1) : questions.findLast(({ body }) => scoredIn(body)?.startsWith(named))
  return question !== undefined && partsIn(question.body).length > 0
}

interface Word {
  /** The commit it names, as far as it was typed; null where it names none. */
  readonly named: string | null
  /** Who opened the pull request that the commits came from. */
  readonly author: string | null
}

/** Records a word on each commit that the question names, and says what came of it. */
export const wordOnCommits = async (
  job: Job,
  door: CommandDoor,
  command: WordCommand,
  { named, author }: Word,
): Promise<ApprovalAnswer> => {
  const { comment, number } = door
  const { login } = comment
  const asked = (await ownComments(job, number)).filter(({ body }) => partsIn(body).length > 0)
  const question = questionFor(asked, named, comment.createdAt)
  if (typeof question === 'string') {
    const newest = asked.at(-1)
    return refuse(job, login, question, (newest && scoredIn(newest.body)) ?? undefined)
  }
  const shas = partsIn(question.body)
  for (const sha of command.name === 'approve' ? shas : []) {
    const why = await objection(job, door, sha, author)
    if (why !== null) return refuse(job, login, why)
  }
  const barred = command.name === 'reject' ? await mayWrite(job, comment) : null
  if (barred !== null) return refuse(job, login, barred)
  const { ledger } = await ledgerOf(job, null)
  const given = {
    word: command.name,
    login,
    comment: comment.id,
    at: new Date(comment.createdAt).toISOString(),
    reason: command.name === 'reject' && !job.publicRepository ? command.reason : null,
  }
  const records: NewRecord[] = []
  const shown = bandsIn(question.body)
  for (const sha of shas)
    records.push(await wordRecord(job, ledger, commitPart(sha), { ...given, band: shown.get(sha) ?? null }))
  await ledger.append(records)
  const about = shas.map((sha) => sha.slice(0, 8)).join(', ')
  const sha = scoredIn(question.body) ?? shas[0] ?? ''
  return { outcome: 'recorded', word: command.name, by: login, about, sha }
}
