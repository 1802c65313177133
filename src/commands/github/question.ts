/** The question of a deployment that waits for a word: where it is put, and how it can be answered. */
import type { AssessedPart } from '../../domain/assessment.ts'
import { SourceError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import {
  type FoundComments,
  findComments,
  rewriteComment,
  upsertComment,
} from '../../drivers/reviews/comment.ts'
import { askInIssue } from '../../drivers/reviews/issue.ts'
import { renderComment } from '../../report/comment.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import type { CommentView, ReviewRequest } from '../../report/comment-view.ts'
import { sayHeld } from '../../report/question-state.ts'
import { writersOf } from '../../sources/github/commit-writers.ts'
import { landedBefore } from '../../sources/github/part-approvals.ts'
import { type AskedBefore, askedIn, askedLine, isAskedFor } from './asked-line.ts'
import { askAbout, type Question, wayBack } from './asking.ts'
import { bandsLines } from './bands-line.ts'
import type { Job } from './job.ts'
import type { JudgedDeployment } from './judging.ts'
import { numberOf, type Place, placesFor, waitingFor, wayOf } from './question-places.ts'
import { type OwnComment, partsIn, scoredLine } from './requests.ts'
import type { Reading } from './routing-facts.ts'
import { viewFor } from './telling.ts'

/** Files that are named: more would hide which matter. */
export const mostFiles = 5
/** Parts whose writers are looked for: each may cost a request. */
const mostWriters = 3

/** In the one issue of the environment, in a comment of its own for each commit. */
const inIssue = (
  { github, repository, own }: Job,
  { assessment: { environment } }: JudgedDeployment,
  sha: string,
  body: string,
): Promise<Effect> =>
  askInIssue(github, repository, {
    marker: commentMarker(environment),
    title: `Change risk: ${environment}`,
    body: `Deployments to ${environment} that wait for a time, or for a word on commits without a pull request, are told here.`,
    question: { marker: commentMarker(`deployment ${environment} ${sha}`), body },
    own,
  })

/** Who had a hand in the parts, as far as GitHub tells: nobody is asked to read what they wrote. */
const handsIn = async (
  { github, repository }: Job,
  parts: readonly AssessedPart[],
): Promise<Reading['excluded']> => {
  const writers = await Promise.all(
    parts.slice(0, mostWriters).map(async ({ sha }) => {
      const pull = landedBefore(github, sha)
      if (pull === null) return (await orNull(() => writersOf(github, repository, sha))) ?? []
      return [pull.author?.login ?? [], pull.contributors.logins].flat()
    }),
  )
  return [...new Set(writers.flat())].map((login) => ({ login, why: 'wrote part of it' }))
}

/** Names of an earlier question, as GitHub lists whom it asked. */
const requestedIn = (before: AskedBefore | null): Reading['requested'] => {
  const names = before?.of ?? []
  return {
    users: names.filter((name) => !name.includes('/')),
    teams: names.flatMap((name) => (name.includes('/') ? (name.split('/')[1] ?? []) : [])),
  }
}

/** The question in the words of this run; where nobody can tell who may read it, nobody is called by name. */
const inWords = async (
  job: Job,
  answer: JudgedDeployment,
  { approve, parts }: Pick<Place, 'approve' | 'parts'>,
  before: AskedBefore | null,
  passing?: string,
): Promise<Question> => {
  const { base } = answer.assessment.change
  const excluded = await handsIn(job, parts)
  return askAbout(
    job,
    answer,
    {
      files: answer.files,
      settings: answer.settings,
      base: base ?? answer.assessment.change.head ?? job.run.sha,
      band: answer.assessment.risk.band,
      number: null,
      excluded,
      // Whoever was asked stays asked.
      requested: requestedIn(before),
    },
    { approve, before, ...(passing === undefined ? {} : { passing }) },
  )
}

const bodyOf = (
  view: CommentView,
  { request, asked }: Question,
  { number, lines, parts }: Pick<Place, 'number' | 'lines' | 'parts'>,
  bands: JudgedDeployment['bands'],
): string =>
  [
    renderComment({
      ...view,
      request,
      ...(number === null ? {} : { merged: { number } }),
    }).trimEnd(),
    ...lines,
    ...bandsLines(
      parts.map(({ sha }) => sha),
      bands,
    ),
    askedLine(asked),
  ].join('\n')

/** Those who were asked already, and since when, where the question stands. */
const readBefore = (found: FoundComments): AskedBefore | null => {
  const asked = found.ours[0] === undefined ? null : askedIn(found.ours[0].text('body'))
  return isAskedFor(asked) ? asked : null
}

export interface AskedDeployment {
  readonly effect: Effect
  /** Null where it could not be asked. */
  readonly request: ReviewRequest | null
}

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
): Promise<AskedDeployment> => {
  const { github, repository, own } = job
  let effect: Effect = { what: 'comment', outcome: 'refused', why: 'There is no place to ask.' }
  for (const place of await placesFor(job, answer, sha)) {
    if (place.number === null) {
      const question = await inWords(job, answer, place, null)
      effect = await inIssue(job, answer, sha, bodyOf(view, question, place, answer.bands))
      return { effect, request: effect.outcome === 'refused' ? null : question.request }
    }
    const at = { issue: place.number, marker: commentMarker(view.key), own }
    const found = await orNull(() => findComments(github, repository, at))
    const question = await inWords(job, answer, place, found && readBefore(found))
    effect = await upsertComment(github, repository, {
      ...at,
      body: bodyOf(view, question, place, answer.bands),
      ...(found === null ? {} : { found }),
    })
    if (effect.outcome !== 'refused') return { effect, request: question.request }
  }
  return { effect, request: null }
}

/** Null where GitHub does not tell: writing then says why. */
const orNull = async <Value>(find: () => Promise<Value>): Promise<Value | null> => {
  try {
    return await find()
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

const hidden = /^<!-- change-risk-gate:(?:waiting|scored|parts) .*-->$/gm

/**
 * A question that stands, in the words of this run: the next are asked, or somebody passes it on. What it asks and what
 * its answer starts stay as they are.
 */
export const askAgain = async (
  job: Job,
  answer: JudgedDeployment,
  { body, id, number }: OwnComment,
  { passing }: { readonly passing?: string } = {},
): Promise<AskedDeployment> => {
  const shas = partsIn(body)
  const { assessment } = answer
  const onPull = body.startsWith(`${commentMarker(assessment.environment)}\n`)
  const parts =
    shas.length > 0
      ? assessment.change.parts.filter((part) => shas.includes(part.sha))
      : assessment.change.parts.filter((part) => numberOf(part) === number)
  const place: Place = {
    number: onPull ? number : null,
    approve: wayOf(answer, shas),
    parts,
    lines: body.match(hidden) ?? [],
  }
  const view = viewFor(job, assessment, {
    key: assessment.environment,
    files: answer.files.slice(0, mostFiles),
    ...wayBack(assessment.change.base, answer),
  })
  const question = await inWords(job, answer, place, askedIn(body), passing)
  const [marker = ''] = body.split(/\r?\n/, 1)
  const text = bodyOf(view, question, place, answer.bands)
  const effect = await rewriteComment(job.github, job.repository, {
    id,
    body: onPull ? text : `${marker}\n${text}`,
  })
  return { effect, request: question.request }
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
  inIssue(
    job,
    answer,
    sha,
    [renderComment(view), sayHeld, waitingFor(job, answer, sha), scoredLine(sha)].join('\n'),
  )
