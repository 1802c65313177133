/** A question as it is asked now: who reads it, who was asked before, and who is asked next, if nobody answers. */
import type { Escalation } from '../../config/configuration.ts'
import type { Assessment } from '../../domain/assessment.ts'
import { fileKind } from '../../history/file-kind.ts'
import { loginKey } from '../../policy/eligibility.ts'
import { escalationOf } from '../../policy/escalating.ts'
import type { ProposedReviewer } from '../../policy/routing.ts'
import type { Asked, AskedFile, Recovery, ReviewRequest } from '../../report/comment-view.ts'
import type { GateAnswer } from '../gate/gate.ts'
import type { AskedBefore } from './asked-line.ts'
import type { Job } from './job.ts'
import { onCallNow } from './on-call.ts'
import { route } from './routing.ts'
import { asProposed, nobodyRequested, type Reading } from './routing-facts.ts'

export interface AskOptions {
  /** How they answer. */
  readonly approve: ReviewRequest['approve']
  readonly changedLines?: number
  /** What the last run asked; null where it asked nothing. */
  readonly before: AskedBefore | null
  /** Login of somebody who passes it on now. */
  readonly passing?: string
}

export interface Question {
  readonly request: ReviewRequest
  readonly asked: AskedBefore
  /** To be asked at GitHub itself, too. */
  readonly proposed: readonly ProposedReviewer[]
  /** Who would have been asked and cannot be, and what to do about it. */
  readonly notes: readonly string[]
}

const nameOf = (asked: Asked): string => ('team' in asked ? asked.team : asked.login)

/** Routing speaks Markdown; what shows it escapes every word itself. */
const words = (why: string): string => why.replaceAll('`', '')

const asAsked =
  (files: readonly AskedFile[]) =>
  ({ login, team, ...rest }: ProposedReviewer): readonly Asked[] => {
    const why = words(rest.why)
    return login !== undefined ? [{ login, why, files }] : team !== undefined ? [{ team, why, files }] : []
  }

const passReply = 'pass'
const unanswered = 'nobody has answered'

/** Whom the policy names for that, else the next who knows these files and was not asked before. */
const next = async (
  job: Job,
  reading: Reading,
  { to }: Pick<Escalation, 'to'>,
  before: readonly string[],
): Promise<readonly ProposedReviewer[]> => {
  if (to.kind === 'team' || to.kind === 'user') return [asProposed(to, unanswered)]
  if (to.kind === 'on-call') {
    const { who } = await onCallNow(job, reading.settings.policy.configuration)
    return who.map((asked) => asProposed(asked, `${unanswered}, and they are on call`))
  }
  const excluded = [...reading.excluded, ...before.map((login) => ({ login, why: 'was asked before' }))]
  const { proposed } = await route(job, { ...reading, excluded, requested: nobodyRequested })
  const teams = before.filter((name) => name.includes('/'))
  return proposed.filter(({ team }) => team === undefined || !teams.includes(team)).slice(0, 1)
}

const namesOfNext = ({ to }: Pick<Escalation, 'to'>): readonly string[] =>
  to.kind === 'on-call'
    ? ['whoever is on call']
    : to.kind === 'team'
      ? [`${to.organisation}/${to.team}`]
      : to.kind === 'user'
        ? [to.login]
        : []

const moment = (at: Date | null): string | null => (at === null ? null : at.toISOString())

/** The question for the files that drive the risk, in the words of this run. */
export const askAbout = async (
  job: Job,
  { assessment, settings, files }: Pick<GateAnswer, 'assessment' | 'settings' | 'files'>,
  reading: Reading,
  { approve, changedLines, before, passing }: AskOptions,
): Promise<Question> => {
  const { escalate } = settings.environment.settings
  const since = before?.since ?? assessment.at
  const passed = [...new Set([...(before?.passed ?? []), ...(passing === undefined ? [] : [passing])])]
  const { dueAt, escalatedAt } = escalationOf(
    escalate,
    { since: new Date(since), escalatedAt: before?.escalatedAt ? new Date(before.escalatedAt) : null },
    job.now,
  )
  const barred = {
    ...reading,
    excluded: [...reading.excluded, ...passed.map((login) => ({ login, why: 'passed it on' }))],
  }
  const routed = await route(job, barred)
  const read = files.slice(0, 1).map(({ path, lines }) => ({ path, ...(lines === null ? {} : { lines }) }))
  const usual = [...routed.asked, ...routed.proposed].flatMap(asAsked(read))
  const isPassed = (name: string) => passed.some((login) => loginKey(login) === loginKey(name))
  const earlier = [...new Set([...(before?.of ?? []), ...usual.map(nameOf)])].filter(
    (name) => !isPassed(name),
  )
  const further = escalatedAt === null || escalate === null ? [] : await next(job, barred, escalate, earlier)
  const called = further.flatMap(asAsked(read))
  const escalated = called.length > 0
  const people = escalated ? called : usual
  const request: ReviewRequest = {
    people,
    ...(changedLines === undefined ? {} : { changedLines }),
    // Who is not asked by name, or for no word, has nothing to pass on.
    approve:
      people.length === 0 || approve.replies.length === 0
        ? approve
        : { ...approve, replies: [...approve.replies, passReply] },
    ...(dueAt !== null && escalatedAt === null && escalate !== null
      ? { deadline: { at: dueAt.toISOString(), asks: namesOfNext(escalate) } }
      : {}),
    ...(escalated ? { earlier: { names: earlier, since } } : {}),
    ...(passed.length > 0 ? { passed } : {}),
    ...(routed.nobody !== null && !escalated ? { nobody: words(routed.nobody) } : {}),
  }
  return {
    request,
    asked: {
      mode: assessment.mode,
      decision: assessment.decision,
      environment: assessment.environment,
      since,
      of: earlier,
      passed,
      dueAt: moment(dueAt),
      escalatedAt: moment(escalatedAt),
      further: called.map(nameOf),
    },
    proposed: [...routed.proposed, ...further],
    notes: routed.notes,
  }
}

/** How to back out: what would run again, and whether a migration lies between. */
export const wayBack = (
  base: string | null,
  { files }: Pick<GateAnswer, 'files'>,
): { readonly recovery?: Recovery } =>
  base === null
    ? {}
    : { recovery: { sha: base, migration: files.some(({ path }) => fileKind(path) === 'migration') } }

/** Who is asked, for those who read the answer and not the conversation. */
export const reviewersOf = ({ people }: ReviewRequest): Assessment['reviewers'] =>
  people.map((asked) => ({ login: nameOf(asked), why: asked.why }))
