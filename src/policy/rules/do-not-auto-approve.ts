import { formatList } from '../formatting.ts'
import { unapproved } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** The label by which people keep a pull request from going out unreviewed. */
export const optOutLabel = 'do-not-auto-approve'

/** GitHub takes labels of either case for the same. */
export const isOptOut = (label: string): boolean => label.toLowerCase() === optOutLabel

/** What somebody labelled waits for a person, however low its risk. */
export const doNotAutoApprove: Rule = {
  name: 'do-not-auto-approve',
  answer: (facts) => {
    const labelled = unapproved(facts).filter(({ optedOut }) => optedOut)
    const ids = formatList(labelled.map(({ id }) => id))
    return labelled.length === 0
      ? undefined
      : review(`${ids} ${labelled.length === 1 ? 'bears' : 'bear'} the label ${optOutLabel}`)
  },
}
