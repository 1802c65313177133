/**
 * `.pass`: whoever is asked hands the question on to the next who can answer it. It is written into the question itself,
 * so that no later run asks them again about it.
 */
import type { Effect } from '../../drivers/driver.ts'
import { withdrawReviewRequest } from '../../drivers/reviews/reviewers.ts'
import { loginKey } from '../../policy/eligibility.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { PassAnswer } from '../../report/comment-pass.ts'
import type { CommandDoor } from '../../sources/github/door.ts'
import { readPullRequest } from '../../sources/github/pull-request.ts'
import { type AskedBefore, askedIn, isAskedFor } from './asked-line.ts'
import type { Job } from './job.ts'
import { type JudgedPullRequest, judgeDeployment, judgePullRequest } from './judging.ts'
import { tellPullRequest } from './pull-request.ts'
import { askAgain } from './question.ts'
import { type OwnComment, ownComments } from './requests.ts'
import type { Told } from './telling.ts'
import { waitingRunIn } from './waiting-run.ts'

export interface Passed {
  readonly answer: PassAnswer
  /** Of an open pull request, which is judged anew; null elsewhere. */
  readonly judged: JudgedPullRequest | null
  readonly told: Told | null
  readonly effects: readonly Effect[]
}

const refuse = (by: string, why: string): Passed => ({
  answer: { outcome: 'refused', by, why },
  judged: null,
  told: null,
  effects: [],
})

const same = (one: string, other: string): boolean => loginKey(one) === loginKey(other)

/** Why somebody cannot pass it on; null when they can. */
const objection = ({ of, further, passed }: AskedBefore, login: string): string | null => {
  if (passed.some((each) => same(each, login))) return 'you passed it on already'
  const asked = [...of, ...further]
  if (asked.some((each) => same(each, login))) return null
  if (asked.length === 0) return 'nobody is asked here by name'
  return `you are not among those who are asked: ${asked.join(', ')}`
}

/** Those who are asked now and were not before. */
const newlyAsked = (
  people: readonly { readonly login?: string; readonly team?: string }[],
  before: AskedBefore,
) =>
  people
    .flatMap(({ login, team }) => login ?? team ?? [])
    .filter((name) => ![...before.of, ...before.further].some((each) => same(each, name)))

interface Asking {
  readonly question: OwnComment
  readonly asked: AskedBefore
}

const passOpen = async (job: Job, login: string, number: number, { asked }: Asking): Promise<Passed> => {
  const pull = await readPullRequest(job.github, job.repository, number)
  if (pull.state !== 'open')
    return refuse(login, 'this pull request is closed: nobody is asked for a review any more')
  const judged = await judgePullRequest(job, pull)
  const withdrawn = pull.requested.users.some((user) => same(user, login))
    ? [await withdrawReviewRequest(job.github, job.repository, { number, login })]
    : []
  const told = await tellPullRequest(job, judged, { passing: login })
  const to = newlyAsked(told.view.request?.people ?? [], asked)
  return { answer: { outcome: 'passed', by: login, to }, judged, told, effects: withdrawn }
}

const passDeployment = async (job: Job, login: string, { question, asked }: Asking): Promise<Passed> => {
  const waiting = waitingRunIn(question.body)
  if (waiting === null) return refuse(login, 'no deployment waits here for a word')
  const { deploys, environment } = waiting
  const answer = await judgeDeployment(
    job,
    { sha: deploys, environment: environment === '' ? null : environment },
    { remembers: 'never' },
  )
  const { effect, request } = await askAgain(job, answer, question, { passing: login })
  const to = newlyAsked(request?.people ?? [], asked)
  return { answer: { outcome: 'passed', by: login, to }, judged: null, told: null, effects: [effect] }
}

/** The newest question there that people are asked for. */
const asking = (comments: readonly OwnComment[]): Asking | null => {
  for (const question of comments.toReversed()) {
    const asked = askedIn(question.body)
    if (isAskedFor(asked)) return { question, asked }
  }
  return null
}

/** Hands the question on that stands where the command was given. Throws SourceError where GitHub does not answer. */
export const passOn = async (job: Job, { number, comment: { login } }: CommandDoor): Promise<Passed> => {
  if (job.asked.dryRun) return refuse(login, 'this is a dry run, which remembers nothing')
  const found = asking(await ownComments(job, number))
  if (found === null) return refuse(login, 'nobody is asked for anything here')
  const why = objection(found.asked, login)
  if (why !== null) return refuse(login, why)
  return found.question.body.startsWith(commentMarker('pull-request'))
    ? passOpen(job, login, number, found)
    : passDeployment(job, login, found)
}
