/** What people said about the head of a pull request that has not landed, and whose word counts. */
import { SourceError } from '../../domain/errors.ts'
import type { PullRequestCommit, Review } from '../../domain/pull-request.ts'
import { coAuthorsOf, findApprovals } from '../../policy/eligibility.ts'
import {
  type ReadPullRequest,
  readPullRequestCommits,
  readReviews,
} from '../../sources/github/pull-request.ts'
import type { CountedWords } from '../gate/outside.ts'
import type { Failure } from '../gate/request.ts'
import type { Job } from './job.ts'
import { permissionsOf } from './permissions.ts'
import type { RecordedWords } from './recorded-words.ts'

export interface WeighedOpinions extends CountedWords {
  /** A sentence for each opinion that counts for nothing, or against it. */
  readonly notes: readonly string[]
}

export interface Opinions {
  readonly commits: readonly PullRequestCommit[]
  readonly reviews: readonly Review[]
  /** Weighs the reviews together with what was said in comments. */
  readonly weigh: (said: RecordedWords, allowStale: boolean) => WeighedOpinions
  /** Lists that GitHub cut. */
  readonly failures: readonly Failure[]
}

/** Logins of everybody who had a hand in the commits. */
export const handsIn = (commits: readonly PullRequestCommit[]): readonly string[] =>
  commits.flatMap(({ author, committer }) => [author?.login ?? [], committer?.login ?? []].flat())

/** Logins that commit messages name as co-authors. */
export const namedIn = (commits: readonly PullRequestCommit[]): readonly string[] =>
  coAuthorsOf(commits.map(({ message }) => message)).flatMap(({ login }) => login ?? [])

/** A commit of which nobody knows whose it is: whoever approves may have written it. */
export const strangerIn = (commits: readonly PullRequestCommit[]): PullRequestCommit | null =>
  commits.find(({ author, committer }) => author === null || committer === null) ?? null

export const unknownHand = ({ sha }: Pick<PullRequestCommit, 'sha'>): string =>
  `no account is known of who wrote ${sha.slice(0, 8)}, so nobody is certainly another; add the address of the commit to the account it belongs to`

/** Logins of ours that may be among the reviewers. A bot's opinion counts for nothing, but whose it is can be told. */
const gateLogins = async (job: Job, opinionated: readonly string[]): Promise<readonly string[]> => {
  if (opinionated.length === 0) return []
  const people = await job.ownPeople()
  if (!opinionated.some((login) => login.endsWith('[bot]'))) return people
  try {
    return await job.own()
  } catch (error) {
    if (error instanceof SourceError) return people
    throw error
  }
}

export const readOpinions = async (job: Job, pull: ReadPullRequest): Promise<Opinions> => {
  const { github, repository } = job
  const [commits, reviews] = await Promise.all([
    readPullRequestCommits(github, repository, pull),
    readReviews(github, repository, pull.number),
  ])
  const opinionated = reviews.items.flatMap(({ state, author }) =>
    author && state !== 'COMMENTED' ? [author.login] : [],
  )
  const request = {
    head: pull.head.sha,
    author: pull.author?.login ?? null,
    committers: handsIn(commits.items),
    coAuthors: namedIn(commits.items),
    lastPusher: null,
    permissionOf: await permissionsOf(job, opinionated),
    gateLogins: await gateLogins(job, opinionated),
  }
  const failures: readonly Failure[] = [
    ...(commits.complete
      ? []
      : [
          {
            source: 'commits',
            why: `GitHub lists ${commits.items.length} of ${pull.counts.commits} commits`,
          },
        ]),
    ...(reviews.complete ? [] : [{ source: 'reviews', why: 'there are more reviews than were read' }]),
  ]
  const stranger = strangerIn(commits.items)
  const counts = failures.length === 0 && stranger === null
  return {
    commits: commits.items,
    reviews: reviews.items,
    weigh: (said, allowStale) => {
      const { approvals, blockedBy, rejections, ignored } = findApprovals({
        ...request,
        reviews: [...said.withBands(reviews.items), ...said.opinions],
        allowStale,
      })
      // Somebody who wants changes is not outvoted by somebody who does not.
      const stands = counts && blockedBy.length === 0 && rejections.length === 0
      return {
        approvals: stands ? approvals : [],
        rejections,
        objections: blockedBy.length,
        notes: [
          ...ignored.map(({ login, why }) => `the review of ${login} does not count: ${login} ${why}`),
          ...blockedBy.map((login) => `${login} wants changes`),
          ...rejections.map(({ login }) => `${login} rejected it`),
          ...(stranger !== null && approvals.length > 0
            ? [`no approval counts: ${unknownHand(stranger)}`]
            : []),
        ],
      }
    },
    failures,
  }
}
