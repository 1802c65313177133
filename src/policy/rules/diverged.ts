import { formatCount } from '../formatting.ts'
import { type Rule, review } from '../rule.ts'

/** Deploying a head that lacks what runs takes that away silently, and no part of the change shows it. */
export const diverged: Rule = {
  name: 'diverged',
  answer: ({ change }) => {
    if (change.kind !== 'diverged') return undefined
    const lost = change.commitsLost === null ? 'commits' : formatCount(change.commitsLost, 'commit')
    return review(
      `what runs there now has ${lost} that this head lacks; deploying it takes ${change.commitsLost === 1 ? 'it' : 'them'} away`,
    )
  },
}
