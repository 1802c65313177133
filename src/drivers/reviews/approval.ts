import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, commitName, record } from '../../clients/github/shapes.ts'
import { isOurs } from '../../domain/errors.ts'
import type { Effect } from '../driver.ts'
import { bodyLimit } from './comment.ts'
import { actionsBot, isOwn, type Own, ownLogins, shortSha } from './ownership.ts'
import { movedFrom, obstacleTo, type PullState, readPull } from './pull-state.ts'
import { type Mends, once, refused, told } from './refusal.ts'
import {
  dismissAll,
  readApproval,
  reviewMends,
  type StandingApproval,
  standingApprovals,
  unseen,
} from './withdrawal.ts'

export interface Approval {
  readonly number: number
  /** Exactly the head that was scored. */
  readonly sha: string
  /** The branch it was scored against: retargeted, the same head is another change. */
  readonly baseRef?: string
  readonly body: string
  /** Logins that are us; with a personal or App token its login, or approvals could not be found again. */
  readonly own?: Own
  /** Asked once the approval stands: why it must not any more, or null. */
  readonly stillHolds: () => Promise<string | null>
}

const approveRoute = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews'
const approveMends: Mends = {
  ...reviewMends,
  invalid:
    'allow it in Settings › Actions › General, "Allow GitHub Actions to create and approve pull requests", or pass the token of an account that did not open the pull request; until then people approve',
  unclear:
    'whether the approval was written is not known: should it show up, the next run of the gate keeps or withdraws it',
}

/**
 * Approves a pull request at exactly the scored commit, or leaves it to people.
 *
 * The order is the safety. Our reviews are read first and the head after them, so that an approval of a later head is
 * never taken for a stray. Approvals of ours on other commits, or for another base, go before a new one comes. The review names its commit;
 * once it stands, the head is read again and `stillHolds` asked, and at any doubt (a read that fails is one) our
 * approval is dismissed and the effect `refused`. A push after that is the business of the run it starts.
 * Approving is not repeatable: after an answer that leaves it open, the reviews are read again.
 *
 * Requests: 2 to refuse, 2 when it stands already, 4 to approve, 5 to approve and withdraw; `stillHolds` aside.
 */
export const approvePullRequest = (
  github: GitHub,
  repository: RepositoryName,
  approval: Approval,
): Promise<Effect> =>
  told('approval', approveMends, async () => {
    const { number, sha, body } = approval
    if (body.length > bodyLimit)
      return refused(
        'approval',
        `The approval has ${body.length} characters, GitHub takes ${bodyLimit}: shorten it.`,
      )

    // Before anything is written: an approval whose author nobody knows could not be found again.
    const own = await ownLogins(approval.own ?? actionsBot)
    const { approvals, complete } = await standingApprovals(github, repository, number, own)
    const before = await readPull(github, repository, number)
    const stands = await dismissAll(
      github,
      repository,
      number,
      straysAmong(approvals, before, approval),
      strayWhy,
    )
    if (stands !== null) return refused('approval', stands)
    const obstacle = complete ? obstacleTo(before, { ...approval, own }) : unseen(number)
    if (obstacle !== null) return refused('approval', obstacle)

    const standing = approvals.filter(({ commit }) => commit === sha)
    const written = standing.length > 0 ? null : await approve(github, repository, approval, own)
    const ours = written === null ? standing : [written]
    const { page } = ours[0]!
    const withdraw = async (doubt: string): Promise<Effect> => {
      const stands = await dismissAll(github, repository, number, ours, doubt)
      return refused('approval', `${doubt} ${stands ?? `Our approval of #${number} is withdrawn.`}`, page.url)
    }

    const doubt = await doubtAfter(github, repository, approval, written).catch(async (bug: unknown) => {
      // No reason to let an approval stand that nobody has confirmed.
      await withdraw('The gate failed while it confirmed its approval.')
      throw bug
    })
    if (doubt !== null) return withdraw(doubt)
    return written === null
      ? {
          what: 'approval',
          outcome: 'unchanged',
          why: `#${number} is approved at ${shortSha(sha)}.`,
          ...page,
        }
      : { what: 'approval', outcome: 'done', why: `Approved #${number} at ${shortSha(sha)}.`, ...page }
  })

const strayWhy = 'This approval was for another commit, or for another branch to merge into.'

/** Approvals of ours that say nothing about the head, or about where it goes now. What is merged needs none. */
const straysAmong = (
  approvals: readonly StandingApproval[],
  pull: PullState,
  { sha, baseRef = pull.base }: Approval,
): readonly StandingApproval[] =>
  pull.isMerged
    ? []
    : approvals.filter(({ commit }) => commit !== pull.head || (commit === sha && pull.base !== baseRef))

/** Why the approval that stands now may not stay, or null; what cannot be read is a doubt too. Throws only our bugs. */
const doubtAfter = async (
  github: GitHub,
  repository: RepositoryName,
  approval: Approval,
  written: Written | null,
): Promise<string | null> => {
  try {
    // One that stood before was looked at with the head a moment ago.
    const moved =
      written && (written.doubt ?? movedFrom(await readPull(github, repository, approval.number), approval))
    return moved ?? (await approval.stillHolds())
  } catch (error) {
    if (!isOurs(error)) throw error
    return `Whether the approval still holds is not known (${error.message.split('\n', 1)[0]}).`
  }
}

interface Written extends StandingApproval {
  /** What is wrong with it by GitHub's own account. */
  readonly doubt: string | null
}

const approve = (
  github: GitHub,
  repository: RepositoryName,
  { number, sha, body }: Approval,
  own: readonly string[],
): Promise<Written> =>
  once(
    async () => {
      const written = await github.request(approveRoute, {
        ...repository,
        pull_number: number,
        commit_id: sha,
        event: 'APPROVE',
        body,
      })
      const review = answerOf(approveRoute, written)
      return { ...readApproval(github, review), doubt: doubtAbout(review, sha, own) }
    },
    async () => {
      const { approvals } = await standingApprovals(github, repository, number, own)
      const landed = approvals.find(({ commit }) => commit === sha)
      return landed === undefined ? null : { ...landed, doubt: null }
    },
  )

const doubtAbout = (review: Answer, sha: string, own: readonly string[]): string | null => {
  const commit = review.orNull('commit_id', commitName)
  if (review.text('state') !== 'APPROVED') return `GitHub took the approval as ${review.text('state')}.`
  if (commit !== sha)
    return `GitHub took the approval for ${commit === null ? 'no commit' : shortSha(commit)}.`
  if (isOwn(review, own)) return null
  const login = review.orNull('user', record)?.text('login') ?? 'an unknown account'
  return `The token approves as ${login}, so the gate, told that it is ${own.join(', ')}, could not find the approval again: name this login.`
}
