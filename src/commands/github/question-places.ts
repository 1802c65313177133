/** Where a deployment that waits for a word can ask for it, and what a word there is on. */
import type { AssessedPart } from '../../domain/assessment.ts'
import { settledByApproval } from '../../domain/decision.ts'
import { SourceError } from '../../domain/errors.ts'
import type { ReviewRequest } from '../../report/comment-view.ts'
import { originsOf } from '../../sources/github/commit-origins.ts'
import type { GateAnswer } from '../gate/gate.ts'
import type { Job } from './job.ts'
import type { JudgedDeployment } from './judging.ts'
import { mostAskedCommits, partsLine, scoredLine } from './requests.ts'
import { waitingLine } from './waiting-run.ts'

export const numberOf = ({ id }: AssessedPart): number | null =>
  /^#\d+$/.test(id) ? Number(id.slice(1)) : null

/** Parts that nobody has approved yet and that want it, the largest share first. */
const openParts = ({ assessment: { change, risk, rule } }: GateAnswer): readonly AssessedPart[] =>
  change.parts
    .filter(({ approvedBy = [] }) => approvedBy.length === 0)
    .filter((part) => rule !== 'audit-draw' || part.audited === true)
    // A word on a part below the limit would let nothing go.
    .filter((part) => rule !== 'part-above-limit' || risk.limit === null || part.risk > risk.limit)
    .toSorted((one, other) => other.share - one.share)

const isSettledByAWord = (answer: GateAnswer): boolean =>
  settledByApproval.includes(answer.assessment.rule) && openParts(answer).length > 0

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

const onPullRequest: ReviewRequest['approve'] = { review: true, replies: ['approve'] }
/** A word on commits names what was scored: what it counts for stands in a hidden line beside it. */
const onCommits = (sha: string): ReviewRequest['approve'] => ({
  review: false,
  replies: [`approve ${sha.slice(0, 12)}`],
})
const byNobody: ReviewRequest['approve'] = { review: false, replies: [] }

/** How the word is given where it is asked for. */
export const waysToAnswer = (answer: JudgedDeployment, sha: string): ReviewRequest['approve'] => {
  if (!isSettledByAWord(answer)) return byNobody
  return askedOn(openParts(answer), answer.spoken) === null ? onCommits(sha) : onPullRequest
}

/** What is started again is this run, on its own commit; what it deploys is judged anew then. */
export const waitingFor = ({ run }: Job, { assessment, settings }: JudgedDeployment, sha: string): string =>
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

/** Where a question stands, and what a word there is on. */
export interface Place {
  /** Of a merged pull request; null for the issue of the environment. */
  readonly number: number | null
  readonly approve: ReviewRequest['approve']
  /** The parts that the word is wanted on. */
  readonly parts: readonly AssessedPart[]
  /** Hidden lines that say what is asked. */
  readonly lines: readonly string[]
}

/** The places where the word can be given, the best first. */
export const placesFor = async (
  job: Job,
  answer: JudgedDeployment,
  sha: string,
): Promise<readonly Place[]> => {
  const open = openParts(answer)
  const waiting = waitingFor(job, answer, sha)
  const settles = isSettledByAWord(answer)
  const onThese = (parts: readonly AssessedPart[], number: number | null): Place => ({
    number,
    approve: settles ? onCommits(sha) : byNobody,
    parts,
    lines: [waiting, scoredLine(sha), ...(settles ? [partsLine(parts.map((part) => part.sha))] : [])],
  })
  const number = askedOn(open, answer.spoken)
  if (number !== null) {
    const parts = open.filter((part) => numberOf(part) === number)
    const approve = settles ? onPullRequest : byNobody
    return [{ number, approve, parts, lines: [waiting] }, onThese(open, null)]
  }
  const origin = await originFor(job, open, answer)
  return [...(origin === null ? [] : [onThese(origin.parts, origin.number)]), onThese(open, null)]
}

/** How the word is given on a question that stands, told by the parts it names itself. */
export const wayOf = (answer: JudgedDeployment, named: readonly string[]): ReviewRequest['approve'] => {
  const { change } = answer.assessment
  if (!isSettledByAWord(answer)) return byNobody
  return named.length > 0 && change.head !== null ? onCommits(change.head) : onPullRequest
}
