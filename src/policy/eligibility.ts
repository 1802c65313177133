/**
 * Which reviews count as an approval of exactly one head: the newest opinion of a person who may write here and had no
 * hand in the change. Everything unknown counts against an approval and for an objection.
 */
import type { Review } from '../domain/pull-request.ts'
import { type ApprovedBand, approvedBandOf } from './approved-band.ts'

/** As `GET /repos/…/collaborators/…/permission` answers. */
export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

/** A record as a decision names it: what it says, and that it still says it. */
export interface RecordName {
  readonly id: string
  readonly hash: string
}

/** Where a word stands: a review of GitHub's, or a record of ours, named so that a decision can be checked against it. */
export type WordSource =
  | { readonly kind: 'review'; readonly id: number }
  | ({ readonly kind: 'record' } & RecordName)

/** A review, or a word in a comment as the ledger holds it: whoever gave that was looked at when it was given. */
export interface Opinion extends Omit<Review, 'state'>, ApprovedBand {
  /** `REJECTED`: a person's no to exactly this commit, which no review of GitHub's says. */
  readonly state: Review['state'] | 'REJECTED'
  readonly record?: RecordName
}

export interface CountedWord extends ApprovedBand {
  readonly login: string
  readonly source: WordSource
  /** The commit it was said of; null where GitHub has forgotten it. */
  readonly head: string | null
  /** What they said beside it; empty where nothing. */
  readonly said: string
}

export interface ApprovalRequest {
  /** In any order. */
  readonly reviews: readonly Opinion[]
  /** Full SHA of the head that is judged. */
  readonly head: string
  /** Login of who opened the pull request; null when the account is gone, and then no reviewer can be it. */
  readonly author: string | null
  /** Logins of authors and committers of its commits. */
  readonly committers: readonly string[]
  readonly coAuthors: readonly string[]
  /** Null where GitHub does not tell: then the committers stand for it. */
  readonly lastPusher: string | null
  /** Null: nobody could tell. */
  readonly permissionOf: (login: string) => Permission | null
  /** Logins the gate itself may appear under. */
  readonly gateLogins: readonly string[]
  /** Whether an approval outlives later commits. Default: it does not. */
  readonly allowStale?: boolean
}

export interface Approvals {
  /** Logins, sorted; never one that had a hand in the change. */
  readonly approvedBy: readonly string[]
  /** Logins of those whose newest word is that changes are wanted, sorted. */
  readonly blockedBy: readonly string[]
  /** The same as `approvedBy`, with where each was said. */
  readonly approvals: readonly CountedWord[]
  /** A no of people who may write, to exactly this head; it stands until they take it back. */
  readonly rejections: readonly CountedWord[]
  /** Reviewers whose opinion counts for nothing, and why, as the end of a sentence that begins with their login. */
  readonly ignored: readonly { readonly login: string; readonly why: string }[]
}

/** Weighs every reviewer's newest opinion. */
export const findApprovals = (request: ApprovalRequest): Approvals => {
  const weighed = newestOpinions(request.reviews)
    .map((opinions) => opinions.map((review) => weigh(review, request)).toSorted(byCaution)[0]!)
    .toSorted((one, other) => compare(one.login, other.login))
  const loginsWith = (outcome: Weighed['outcome']) =>
    weighed.filter((each) => each.outcome === outcome).map(({ login }) => login)
  const wordsWith = (outcome: Weighed['outcome']): readonly CountedWord[] =>
    weighed
      .filter((each) => each.outcome === outcome)
      .map(({ login, opinion }) => ({
        login,
        source: sourceOf(opinion),
        head: opinion.commit,
        said: opinion.body,
        ...approvedBandOf(opinion),
      }))
  return {
    approvedBy: loginsWith('approves'),
    blockedBy: loginsWith('blocks'),
    approvals: wordsWith('approves'),
    rejections: wordsWith('rejects'),
    ignored: weighed.flatMap(({ outcome, login, why }) => (outcome === 'ignored' ? [{ login, why }] : [])),
  }
}

/** What two spellings of one login have in common: REST writes `app[bot]` where GraphQL writes `app`. */
export const loginKey = (login: string): string => login.toLowerCase().replace(/\[bot\]$/, '')

interface Weighed {
  readonly login: string
  readonly outcome: 'approves' | 'blocks' | 'rejects' | 'ignored'
  readonly why: string
  readonly opinion: Opinion
}

const sourceOf = ({ id, record }: Opinion): WordSource =>
  record ? { kind: 'record', ...record } : { kind: 'review', id }

/** What approves least comes first. */
const byCaution = (one: Weighed, other: Weighed): number => {
  const caution = ({ outcome }: Weighed) => ['rejects', 'blocks', 'ignored', 'approves'].indexOf(outcome)
  return caution(one) - caution(other) || compare(one.login, other.login) || compare(one.why, other.why)
}

const weigh = (review: Opinion, request: ApprovalRequest): Weighed => {
  const login = review.author?.login || 'ghost'
  const weighed = (outcome: Weighed['outcome'], why = ''): Weighed => ({
    login,
    outcome,
    why,
    opinion: review,
  })
  const ignored = (why: string): Weighed => weighed('ignored', why)
  if (!review.author?.login) return ignored('has no account any more')
  if (review.state === 'DISMISSED') return ignored('gave a review that was dismissed')
  const gate = request.gateLogins.some((own) => loginKey(own) === loginKey(login))
  if (gate) return ignored('is the gate itself')
  const permission = review.record ? 'write' : request.permissionOf(login)
  const mayWrite = permission === 'admin' || permission === 'maintain' || permission === 'write'
  const isPerson = review.author.type === 'User'
  // A no is to what was seen: new commits are another thing.
  if (review.state === 'REJECTED')
    return review.record && review.commit === request.head
      ? weighed('rejects')
      : ignored('said no to another commit')
  if (review.state === 'CHANGES_REQUESTED') {
    // A person nobody knows anything about may well be a maintainer: better to ask once more than to overhear one.
    if (mayWrite || (permission === null && isPerson)) return weighed('blocks')
    return ignored(whyNoWriter(review, permission))
  }
  const part = partIn(login, request)
  if (part !== null) return ignored(part)
  if (!isPerson) return ignored(`is no person but an account of type ${shown(review.author.type)}`)
  if (!mayWrite) return ignored(whyNoWriter(review, permission))
  if (request.head === '' || (review.commit !== request.head && request.allowStale !== true)) {
    const seen = review.commit === null ? 'a commit GitHub no longer names' : shown(review.commit.slice(0, 8))
    return ignored(`approved ${seen}, not ${shown(request.head.slice(0, 8))}`)
  }
  return weighed('approves')
}

/** The hand a login had in the change; two people means that nobody approves what they made, pushed or opened. */
const partIn = (login: string, request: ApprovalRequest): string | null => {
  const is = (other: string | null) => other !== null && loginKey(other) === loginKey(login)
  if (is(request.author)) return 'opened this pull request'
  if (is(request.lastPusher)) return 'pushed last'
  if (request.committers.some(is)) return 'made commits of it'
  if (request.coAuthors.some(is)) return 'is a co-author of it'
  return null
}

const whyNoWriter = ({ association }: Opinion, permission: Permission | null): string => {
  if (permission === 'none') return 'has no access to this repository'
  if (permission !== null) return `may not write here, their permission is ${shown(permission)}`
  const isStranger = !['OWNER', 'MEMBER', 'COLLABORATOR'].includes(association)
  return isStranger
    ? 'is no member or collaborator, and nobody could tell what they may do here'
    : 'may perhaps not write here: GitHub did not tell'
}

/**
 * The newest opinion of each login. A comment is none, so it takes nothing back; a dismissed review is one, so that
 * nothing older comes to life again. More than one only where a review was read twice while it changed.
 */
const newestOpinions = (reviews: readonly Opinion[]): readonly (readonly Opinion[])[] => {
  const byLogin = new Map<string, Opinion[]>()
  for (const review of reviews) {
    if (!['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED', 'REJECTED'].includes(review.state)) continue
    const key = (review.author?.login ?? '').toLowerCase()
    const others = byLogin.get(key)
    if (others) others.push(review)
    else byLogin.set(key, [review])
  }
  return [...byLogin.values()].map(newestOfBoth)
}

/** Reviews and comments are numbered apart: of the same moment both are looked at, and the more careful one holds. */
const newestOfBoth = (opinions: readonly Opinion[]): readonly Opinion[] => {
  const said = opinions.filter(({ record }) => record !== undefined)
  const reviewed = opinions.filter(({ record }) => record === undefined)
  if (said.length === 0 || reviewed.length === 0) return newest(opinions)
  const [words, reviews] = [newest(said), newest(reviewed)]
  const [one, other] = [words, reviews].map(([first]) => Date.parse(first?.submittedAt ?? '')) as [
    number,
    number,
  ]
  return one > other ? words : other > one ? reviews : [...words, ...reviews]
}

/**
 * By the time of submission, since a review begun early may be sent late; by number where a time is missing or two are
 * the same.
 */
const newest = (opinions: readonly Opinion[]): readonly Opinion[] => {
  const timeOf = ({ submittedAt }: Opinion) => Date.parse(submittedAt ?? '')
  const isTimed = opinions.every((review) => !Number.isNaN(timeOf(review)))
  const age = (one: Opinion, other: Opinion) =>
    (isTimed ? timeOf(other) - timeOf(one) : 0) || other.id - one.id
  const [first] = opinions.toSorted(age)
  return opinions.filter((review) => age(review, first!) === 0)
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Text from outside in a sentence. */
const shown = (text: string): string => text.replace(/[^\w-]/g, '?').slice(0, 40)

export interface CoAuthor {
  readonly name: string
  readonly address: string | null
  /** Known where the address is one of GitHub's own, or the trailer names `@login`. */
  readonly login: string | null
}

/**
 * Everybody whom `Co-authored-by:` lines of whole commit messages name, each address once, in order. Lines count wherever they stand:
 * GitHub wants them last, but who is named anywhere is better not counted as a second person.
 */
export const coAuthorsOf = (messages: readonly string[]): readonly CoAuthor[] => {
  const found = new Map<string, CoAuthor>()
  for (const line of messages.flatMap((message) => message.split(/[\r\n]/))) {
    const text = /^[ \t]*co-authored-by[ \t]*:(.*)$/i.exec(line)?.[1]?.trim()
    if (!text) continue
    const author = readCoAuthor(text)
    // All of it: an address someone else used before must not hide a login.
    const key = JSON.stringify([
      author.login,
      author.address,
      author.address === null ? author.name : '',
    ]).toLowerCase()
    if (!found.has(key)) found.set(key, author)
  }
  return [...found.values()]
}

const readCoAuthor = (text: string): CoAuthor => {
  const opening = text.indexOf('<')
  const name = (opening < 0 ? text : text.slice(0, opening)).trim()
  const closing = text.indexOf('>', opening)
  const inside = opening < 0 ? text : text.slice(opening + 1, closing < 0 ? undefined : closing)
  const address = /^[^\s@<>]+@[^\s@<>]+$/.exec(inside.trim())?.[0] ?? null
  return { name, address, login: loginOfAddress(address ?? '') ?? /^@([\w-]+)$/.exec(name)?.[1] ?? null }
}

/** `12345+login@users.noreply.github.com`, the older one without a number, and those of an Enterprise Server. */
export const loginOfAddress = (address: string): string | null =>
  /^(?:\d+\+)?([a-z0-9][\w-]*(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i.exec(address)?.[1] ?? null
