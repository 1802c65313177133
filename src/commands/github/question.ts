/** The question of a deployment that waits for a word: where it is put, and how it can be answered. */
import type { AssessedPart } from '../../domain/assessment.ts'
import type { RuleName } from '../../domain/decision.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { upsertComment } from '../../drivers/reviews/comment.ts'
import { askInIssue } from '../../drivers/reviews/issue.ts'
import { renderComment } from '../../report/comment.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { CommentView, ReviewRequest } from '../../report/comment-view.ts'
import { sayHeld } from '../../report/question-state.ts'
import { originsOf } from '../../sources/github/commit-origins.ts'
import type { GateAnswer } from '../gate/gate.ts'
import type { Job } from './job.ts'
import type { JudgedDeployment } from './judging.ts'
import { mostAskedCommits, partsLine, scoredLine } from './requests.ts'
import { prefix } from './telling.ts'
import { waitingLine } from './waiting-run.ts'

const numberOf = ({ id }: AssessedPart): number | null => (/^#\d+$/.test(id) ? Number(id.slice(1)) : null)

/** Parts that nobody has approved yet and that want it, the largest share first. */
const openParts = ({ assessment: { change, risk, rule } }: GateAnswer): readonly AssessedPart[] =>
  change.parts
    .filter(({ approvedBy = [] }) => approvedBy.length === 0)
    // A word on a part below the limit would let nothing go.
    .filter((part) => rule !== 'part-above-limit' || risk.limit === null || part.risk > risk.limit)
    .toSorted((one, other) => other.share - one.share)

/** Rules that an approval of the parts answers; the others wait for a time, a source or a configuration. */
const settledByAWord: readonly RuleName[] = [
  'part-above-limit',
  'gate-files-changed',
  'never-auto-approve',
  'drift-alarm',
  'model-silent',
]

const isSettledByAWord = (answer: GateAnswer): boolean =>
  settledByAWord.includes(answer.assessment.rule) && openParts(answer).length > 0

/** The merged pull request with the largest share of what wants a word; null where only commits without one do. */
const askedOn = (open: readonly AssessedPart[], spoken: ReadonlySet<string>): number | null =>
  open
    .filter(({ sha }) => spoken.has(sha))
    .map(numberOf)
    .find((number) => number !== null) ?? null

/** Commits whose pull request cannot speak for them, and the one they came from all the same. */
interface Origin {
  readonly number: number
  readonly parts: readonly AssessedPart[]
}

/** The merged pull request that GitHub says most of the share came from; null where it knows of none, or cannot tell. */
const originFor = async (
  job: Job,
  open: readonly AssessedPart[],
  { origins }: JudgedDeployment,
): Promise<Origin | null> => {
  const nameless = open.filter((part) => numberOf(part) === null).slice(0, mostAskedCommits)
  try {
    const shas = nameless.map(({ sha }) => sha)
    const known = origins ?? (await originsOf(job.github, job.repository, shas))
    const number = shas.map((sha) => known.get(sha)).find((each) => each !== undefined)
    return number === undefined
      ? null
      : { number, parts: nameless.filter(({ sha }) => known.get(sha) === number) }
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

const onPullRequest: ReviewRequest['approve'] = { review: true, replies: [`${prefix}approve`] }
/** A word on commits names what was scored: what it counts for stands in a hidden line beside it. */
const onCommits = (sha: string): ReviewRequest['approve'] => ({
  review: false,
  replies: [`${prefix}approve ${sha.slice(0, 12)}`],
})
const byNobody: ReviewRequest['approve'] = { review: false, replies: [] }

/** How the word is given where it is asked for. */
export const waysToAnswer = (answer: JudgedDeployment, sha: string): ReviewRequest['approve'] => {
  if (!isSettledByAWord(answer)) return byNobody
  return askedOn(openParts(answer), answer.spoken) === null ? onCommits(sha) : onPullRequest
}

/** What is started again is this run, on its own commit; what it deploys is judged anew then. */
const waitingFor = ({ run }: Job, { assessment, settings }: JudgedDeployment, sha: string): string =>
  waitingLine({
    run: run.id,
    attempt: run.attempt,
    job: run.job,
    sha: run.sha,
    deploys: sha,
    environment: assessment.environment,
    githubEnvironments: settings.environment.settings.githubEnvironments,
    until: assessment.decision === 'hold' ? (assessment.until ?? null) : null,
  })

/** In the one issue of the environment, in a comment of its own for each commit. */
const inIssue = (
  { github, repository, own }: Job,
  { assessment: { environment } }: JudgedDeployment,
  sha: string,
  lines: readonly string[],
): Promise<Effect> =>
  askInIssue(github, repository, {
    marker: commentMarker(environment),
    title: `Change risk: ${environment}`,
    body: `Deployments to ${environment} that wait for a time, or for a word on commits without a pull request, are told here.`,
    question: { marker: commentMarker(`deployment ${environment} ${sha}`), body: lines.join('\n') },
    own,
  })

/**
 * The question, once for each deployment that waits: on the pull request that carries the risk, else on the one that
 * the commits came from, else in an issue. Where nothing can be said on a pull request (the conversation is locked), the
 * issue is where people look.
 */
export const ask = async (
  job: Job,
  answer: JudgedDeployment,
  view: CommentView,
  sha: string,
): Promise<Effect> => {
  const { github, repository, own } = job
  const open = openParts(answer)
  const marker = commentMarker(view.key)
  const waiting = waitingFor(job, answer, sha)
  const askOn = (number: number, shown: CommentView, lines: readonly string[]): Promise<Effect> =>
    upsertComment(github, repository, {
      issue: number,
      marker,
      body: [renderComment({ ...shown, merged: { number } }), ...lines].join('\n'),
      own,
    })
  const number = askedOn(open, answer.spoken)
  if (number !== null) {
    const asked = await askOn(number, view, [waiting])
    if (asked.outcome !== 'refused') return asked
  }
  const settles = isSettledByAWord(answer)
  const shown = { ...view, request: { people: [], approve: settles ? onCommits(sha) : byNobody } }
  const linesFor = (parts: readonly AssessedPart[]): readonly string[] => [
    waiting,
    scoredLine(sha),
    ...(settles ? [partsLine(parts.map((part) => part.sha))] : []),
  ]
  const origin = number === null ? await originFor(job, open, answer) : null
  if (origin !== null) {
    const asked = await askOn(origin.number, shown, linesFor(origin.parts))
    if (asked.outcome !== 'refused') return asked
  }
  return inIssue(job, answer, sha, [renderComment(shown), ...linesFor(open)])
}

/**
 * A deployment that is held until a time: nobody is asked, and nobody called by name. What the schedule needs to start
 * it again then stands in the issue of its environment.
 */
export const noteHold = (
  job: Job,
  answer: JudgedDeployment,
  view: CommentView,
  sha: string,
): Promise<Effect> =>
  inIssue(job, answer, sha, [renderComment(view), sayHeld, waitingFor(job, answer, sha), scoredLine(sha)])
