/** What people said of the parts of a deployment: reviews of what landed and words in comments, weighed together. */
import type { EnvironmentSettings } from '../../config/configuration.ts'
import { formatCount } from '../../domain/counting.ts'
import type { Review } from '../../domain/pull-request.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { type Approvals, type CountedWord, findApprovals, type Opinion } from '../../policy/eligibility.ts'
import type { LandedPullRequest } from '../../sources/github/landed-pull-request.ts'
import { approvalsOfParts } from '../../sources/github/part-approvals.ts'
import type { CountedWords, PartName, PartOpinions } from '../gate/outside.ts'
import { commitPart } from './approvals.ts'
import { groupingOf } from './groups.ts'
import type { Job } from './job.ts'
import { type RecordedWords, recordedWords } from './recorded-words.ts'

/** What eligible reviewers said of what landed, together with words in comments. */
const opinionsOn = (
  { reviews, author, contributors, head, writers }: LandedPullRequest,
  words: RecordedWords,
  { gateLogins, allowStale }: { readonly gateLogins: readonly string[]; readonly allowStale: boolean },
): Approvals => {
  const mayPush = new Set(writers.map((login) => login.toLowerCase()))
  return findApprovals({
    reviews: [...words.withBands(reviews), ...words.opinions],
    head,
    author: author?.login ?? null,
    committers: contributors.logins,
    coAuthors: [],
    lastPusher: null,
    permissionOf: (login) => (mayPush.has(login.toLowerCase()) ? 'write' : 'read'),
    gateLogins,
    allowStale,
  })
}

/** A part whose contributors are not all known has nobody of whom it is certain that they are not among them. */
const canSpeak = ({ contributors, mergeSignedByGitHub, reviewsComplete }: LandedPullRequest): boolean =>
  contributors.complete && reviewsComplete && mergeSignedByGitHub

/** Where a word on the parts of a deployment can be given. */
export interface PartWords {
  /** Parts whose pull request can speak for them; a word on any other is given on the commit itself. */
  readonly spoken: ReadonlySet<string>
  /** Numbers of the pull requests that parts without one in their title came from; null where nobody asked yet. */
  readonly origins: ReadonlyMap<string, number> | null
}

/** What counts of a part, and what the ledger knows of it: enough to remember the band that each was said at. */
export interface WeighedPart {
  readonly sha: string
  readonly said: RecordedWords
  readonly reviews: readonly Review[]
  /** The approvals that count. */
  readonly counted: readonly CountedWord[]
}

/** What counts of what was said of parts, by SHA, and what could not be known. */
type Weigh = (
  parts: readonly PartName[],
  allowStale: boolean,
) => Promise<{ readonly words: ReadonlyMap<string, CountedWords>; readonly notes: readonly string[] }>

export const hasWords = ({ approvals, rejections, objections }: CountedWords): boolean =>
  approvals.length + rejections.length + objections > 0

/** Words on the parts of a deployment: on their merged heads, by review or in a comment that the ledger holds. */
export const wordsOnParts =
  (
    job: Job,
    ledger: () => Ledger,
    tell: { readonly heard: (words: PartWords) => void; readonly weighed: (part: WeighedPart) => void },
  ): Weigh =>
  async (parts, allowStale) => {
    const { landed, origins, unread } = await approvalsOfParts(job.github, job.repository, parts)
    const spoken = new Set<string>()
    const words = new Map<string, CountedWords>()
    for (const { sha } of parts) {
      const pull = landed.get(sha)
      if (pull && canSpeak(pull)) spoken.add(sha)
      const onPull = pull ? await saidOnPull(pull, sha) : nothingSaid
      // A word on the commit itself counts where none on its pull request does.
      const onCommit = onPull.approvals.length > 0 ? nothingSaid : await saidOnCommit(sha)
      const rejections = [...onPull.rejections, ...onCommit.rejections]
      const whole = {
        approvals:
          onPull.objections + rejections.length > 0 ? [] : [...onPull.approvals, ...onCommit.approvals],
        rejections,
        objections: onPull.objections,
      }
      if (hasWords(whole)) words.set(sha, whole)
      for (const { said, reviews, approvals } of whole.approvals.length > 0 ? [onPull, onCommit] : [])
        if (said !== null) tell.weighed({ sha, said, reviews, counted: approvals })
    }
    tell.heard({ spoken, origins })
    return { words, notes: notesOnUnread(unread.length) }

    async function saidOnPull(pull: LandedPullRequest, sha: string): Promise<Said> {
      const said = await recordedWords(ledger(), { sha, head: pull.head, number: pull.number })
      const gateLogins = await job.ownPeople()
      const { approvals, blockedBy, rejections } = opinionsOn(pull, said, { gateLogins, allowStale })
      // Who cannot be certain to be another may still say no.
      return {
        approvals: canSpeak(pull) ? approvals : [],
        rejections,
        objections: blockedBy.length,
        said,
        reviews: pull.reviews,
      }
    }

    async function saidOnCommit(sha: string): Promise<Said> {
      const said = await recordedWords(ledger(), commitPart(sha))
      return said.opinions.length === 0
        ? nothingSaid
        : { ...wordsAlone(said.opinions, sha), said, reviews: [] }
    }
  }

const notesOnUnread = (count: number): readonly string[] =>
  count === 0
    ? []
    : [
        `the pull requests of ${formatCount(count)} parts are not known, nor approvals and labels of theirs: look at those yourself, or deploy fewer at a time`,
      ]

/** What counts of one conversation, and where it was found; null where nothing was said there. */
interface Said extends CountedWords, Pick<WeighedPart, 'reviews'> {
  readonly said: RecordedWords | null
}

const nothingSaid: Said = { approvals: [], rejections: [], objections: 0, said: null, reviews: [] }

/** Words in comments alone: whoever gave them was looked at when they did. */
const wordsAlone = (said: readonly Opinion[], head: string): CountedWords => {
  const { approvals, rejections } = findApprovals({
    reviews: said,
    head,
    author: null,
    committers: [],
    coAuthors: [],
    lastPusher: null,
    permissionOf: () => null,
    gateLogins: [],
  })
  return { approvals, rejections, objections: 0 }
}

/** The same words, each with the requests of the policy that it counts for. */
export const grouped = async (
  job: Job,
  words: ReadonlyMap<string, CountedWords>,
  review: EnvironmentSettings['review'],
  notes: readonly string[] = [],
): Promise<PartOpinions> => {
  const logins = [
    ...new Set([...words.values()].flatMap(({ approvals }) => approvals.map(({ login }) => login))),
  ]
  const grouping = await groupingOf(job, review, logins)
  return {
    words: new Map(
      [...words].map(([sha, each]) => [
        sha,
        {
          ...each,
          approvals: each.approvals.map((word) => ({ ...word, groups: grouping.groupsOf(word.login) })),
        },
      ]),
    ),
    notes: [...notes, ...grouping.notes],
  }
}
