import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, commitName, text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { actionsBot, isOwn, type Own, ownLogins, shortSha } from './ownership.ts'
import { itemsOf, pageOf } from './reading.ts'
import { refused, told } from './refusal.ts'

/** An approval of ours that counts at this moment. */
export interface StandingApproval {
  readonly id: number
  /** The head it was given to; null where GitHub has forgotten it. */
  readonly commit: string | null
  readonly body: string
  readonly page: { readonly url?: string }
}

export interface Withdrawal {
  readonly number: number
  /**
   * Logins that are us: every approval of theirs goes. Author alone decides, no marker does, for who may push may also
   * edit a marker away. Where another workflow approves as the same account, give the gate an App token of its own.
   */
  readonly own?: Own
  /** Shown at the withdrawn approval. */
  readonly why: string
  /** The commit whose approval may stand. */
  readonly exceptSha?: string
  /** Only approvals that begin so: where it is not known whether the gate approves here at all. */
  readonly bodyStart?: string
}

const mostReviews = 1_000
const listRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews'
const readRoute = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}'
const dismissRoute = 'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals'
export const reviewMends = { permission: 'pull-requests: write' } as const

/**
 * Takes back what we approved earlier, because the head moved or the risk rose. One approval that cannot be taken back
 * makes the effect `refused`, and says which. Requests: 1 when nothing stands (one more per hundred reviews), 1 more
 * for each approval.
 */
export const withdrawApproval = (
  github: GitHub,
  repository: RepositoryName,
  { number, own = actionsBot, why, exceptSha, bodyStart = '' }: Withdrawal,
): Promise<Effect> =>
  told('approval', reviewMends, async () => {
    const { approvals, complete } = await standingOrDoubt(github, repository, number, own)
    const goes = approvals
      .filter(({ commit }) => exceptSha === undefined || commit !== exceptSha)
      .filter(({ body }) => body.startsWith(bodyStart))
    const stands = await dismissAll(github, repository, number, goes, why)
    if (stands !== null) return refused('approval', stands)
    if (!complete) return refused('approval', unseen(number))
    return goes.length === 0
      ? { what: 'approval', outcome: 'unchanged', why: `No outdated approval of ours stands on #${number}.` }
      : { what: 'approval', outcome: 'done', why: `Withdrew our approval of #${number}: ${why}` }
  })

/** As `standingApprovals`; where they cannot be listed, whoever reads the error must look for themselves. */
const standingOrDoubt: typeof standingApprovals = async (github, repository, number, own) => {
  try {
    return await standingApprovals(github, repository, number, own)
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    const [said] = error.message.split('\n', 1)
    throw new GitHubError(
      `${said}; whether an approval of ours still stands on #${number} is not known: look there and dismiss it by hand`,
      error,
    )
  }
}

/** Approvals of ours as GitHub lists them now; 1 request per hundred reviews. Throws GitHubError. */
export const standingApprovals = async (
  github: GitHub,
  repository: RepositoryName,
  pull_number: number,
  own: Own,
): Promise<{ readonly approvals: readonly StandingApproval[]; readonly complete: boolean }> => {
  const { items, complete } = await github.list(
    listRoute,
    { ...repository, pull_number, per_page: 100 },
    mostReviews,
  )
  const standing = itemsOf(listRoute, items).filter((review) => review.text('state') === 'APPROVED')
  if (standing.length === 0) return { approvals: [], complete }
  const logins = await ownLogins(own)
  const approvals = standing
    .filter((review) => isOwn(review, logins))
    .map((review) => readApproval(github, review))
  return { approvals, complete }
}

export const readApproval = (github: GitHub, review: Answer): StandingApproval => ({
  id: review.integer('id'),
  commit: review.orNull('commit_id', commitName),
  body: review.optional('body', text) ?? '',
  page: pageOf(github, review),
})

export const unseen = (number: number): string =>
  `#${number} has over ${mostReviews} reviews: approvals of ours may stand beyond them; look there and dismiss them by hand.`

/** Null when all of them are gone; else what stands on, loudly. Tries every one. */
export const dismissAll = async (
  github: GitHub,
  repository: RepositoryName,
  number: number,
  approvals: readonly StandingApproval[],
  why: string,
): Promise<string | null> => {
  const standing: string[] = []
  for (const approval of approvals) {
    const failure = await dismiss(github, repository, number, approval.id, why)
    if (failure !== null) standing.push(stillStands(number, approval, failure))
  }
  return standing.length === 0 ? null : standing.join(' ')
}

const stillStands = (number: number, { id, commit, page }: StandingApproval, failure: string): string =>
  `ACT NOW: an approval the gate cannot stand for STILL STANDS on #${number} (review ${id} of ${
    commit === null ? 'an unknown commit' : shortSha(commit)
  }). Dismissing it failed (${failure}). Dismiss it by hand${page.url === undefined ? '' : `, ${page.url}`}; the job needs ` +
  'permission "pull-requests: write", and its account must be among those who may dismiss reviews of a protected branch.'

/** Null when it is dismissed, by whomever; else why not. Only GitHub's word that it is dismissed counts. */
const dismiss = async (
  github: GitHub,
  repository: RepositoryName,
  pull_number: number,
  review_id: number,
  why: string,
): Promise<string | null> => {
  const place = { ...repository, pull_number, review_id }
  const isDismissed = (route: string, review: unknown): boolean =>
    answerOf(route, review).text('state') === 'DISMISSED'
  try {
    const message = why.trim() === '' ? 'The gate no longer stands for this approval.' : why
    const review = await github.request(
      dismissRoute,
      { ...place, message, event: 'DISMISS' },
      { repeatable: true },
    )
    if (isDismissed(dismissRoute, review)) return null
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    return (await isGone()) ? null : error.message.split('\n', 1)[0]!
  }
  return (await isGone()) ? null : 'GitHub does not show it as dismissed'

  async function isGone(): Promise<boolean> {
    try {
      return isDismissed(readRoute, await github.request(readRoute, place))
    } catch (error) {
      if (error instanceof GitHubError) return false
      throw error
    }
  }
}
