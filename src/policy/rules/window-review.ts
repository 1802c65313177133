import { unapproved } from '../parts.ts'
import { type Rule, review } from '../rule.ts'
import { formatUntil, nameWindow } from '../windows.ts'

/** What a person approved has been reviewed: nobody is asked twice for one part. */
export const windowReview: Rule = {
  name: 'window-review',
  answer: (facts) => {
    if (unapproved(facts).length === 0) return undefined
    const [last] = facts.windows
      .filter(({ window }) => window.effect.kind === 'review')
      .toSorted((one, other) => other.until.getTime() - one.until.getTime())
    return last && review(`every change is reviewed until ${formatUntil(last)} (window ${nameWindow(last)})`)
  },
}
