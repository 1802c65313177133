import { hold, type Rule } from '../rule.ts'
import { closedBy } from '../window-opening.ts'
import { sayFreeze } from '../window-words.ts'

/** While such a window lasts, waiting is the rule and a person's override the exception. */
export const windowEmergencyOnly: Rule = {
  name: 'window-emergency-only',
  answer: ({ windows, closed: found }) => {
    const closed = found ?? closedBy(windows)
    return closed?.by.some(({ kind }) => kind === 'emergency-only')
      ? hold(sayFreeze(closed), closed.until)
      : undefined
  },
}
