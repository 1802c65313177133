import { type Rule, review } from '../rule.ts'
import { formatUntil } from '../windows.ts'

export const windowReview: Rule = {
  name: 'window-review',
  answer: ({ windows }) => {
    const [last] = windows
      .filter(({ window }) => window.effect.kind === 'review')
      .toSorted((one, other) => other.until.getTime() - one.until.getTime())
    return last && review(`every change is reviewed until ${formatUntil(last)} (window ${last.window.name})`)
  },
}
