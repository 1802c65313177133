import { hold, type Rule } from '../rule.ts'
import { formatUntil } from '../windows.ts'

/** While such a window lasts, waiting is the rule and a person's override the exception. */
export const windowEmergencyOnly: Rule = {
  name: 'window-emergency-only',
  answer: ({ windows }) => {
    const [last] = windows
      .filter(({ window }) => window.effect.kind === 'emergency-only')
      .toSorted((one, other) => other.until.getTime() - one.until.getTime())
    return (
      last &&
      hold(`only emergency changes until ${formatUntil(last)} (window ${last.window.name})`, last.until)
    )
  },
}
