/** A pull request that takes reviews, whose head may move between any two requests. */
import { bot, type Fault, type Parameters, recording, refusing, sha } from './recording.ts'

export interface Review {
  readonly commit: string | null
  readonly state: string
  readonly user: { readonly login: string } | null
}
export interface Pull {
  head: string
  base: string
  state: 'open' | 'closed'
  merged: boolean
  draft: boolean
  author: string
}
interface Situation {
  readonly pull?: Partial<Pull>
  readonly reviews?: readonly Review[]
  readonly faults?: readonly Fault[]
  /** What the pull request becomes once so many requests were answered. */
  readonly events?: readonly { readonly after: number; readonly becomes: Partial<Pull> }[]
  readonly tokenIs?: string
  /** Dismissals are answered, and not done. */
  readonly dismissesNothing?: boolean
}

export const pullRequest = ({
  pull: start = {},
  reviews: earlier = [],
  faults = [],
  events = [],
  tokenIs = bot.login,
  dismissesNothing = false,
}: Situation = {}) => {
  const pull: Pull = {
    head: sha,
    base: 'main',
    state: 'open',
    merged: false,
    draft: false,
    author: 'mira',
    ...start,
  }
  const reviews: { id: number; state: string; commit: string | null; user: Review['user'] }[] = earlier.map(
    (review, index) => ({ id: 1_000 + index, ...review }),
  )
  const shown = ({ id, state, commit, user }: (typeof reviews)[number]) => ({
    id,
    state,
    user,
    commit_id: commit,
    html_url: `https://github.com/acme/shop/pull/12#pullrequestreview-${id}`,
  })
  const at = ({ review_id }: Parameters) =>
    reviews.find(({ id }) => id === review_id) ?? refusing('not-found')()
  const github = recording(
    {
      'GET /repos/{owner}/{repo}/pulls/{pull_number}': () => ({
        head: { sha: pull.head },
        base: { ref: pull.base },
        state: pull.state,
        merged: pull.merged,
        draft: pull.draft,
        user: { login: pull.author },
      }),
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': () => reviews.map(shown),
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': (parameters) =>
        shown(at(parameters)),
      'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': ({ commit_id }) => {
        const id = reviews.filter((review) => review.id < 1_000).length + 1
        reviews.push({ id, state: 'APPROVED', commit: String(commit_id), user: { login: tokenIs } })
        return shown(reviews.at(-1)!)
      },
      'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': (parameters) => {
        const review = at(parameters)
        if (review.state !== 'APPROVED') return refusing('invalid')()
        if (!dismissesNothing) review.state = 'DISMISSED'
        return shown(review)
      },
    },
    faults,
    (call) => {
      for (const { after, becomes } of events) if (call === after + 1) Object.assign(pull, becomes)
    },
  )
  return {
    github,
    /** As it was at the last request. */
    pull: pull as Readonly<Pull>,
    /** Commits on which an approval of these logins stands. */
    standing: (logins: readonly string[] = [bot.login]) =>
      reviews
        .filter(({ state, user }) => state === 'APPROVED' && user !== null && logins.includes(user.login))
        .map(({ commit }) => commit),
  }
}
