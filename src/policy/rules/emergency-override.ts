import { formatMoment } from '../formatting.ts'
import { approve, type Rule } from '../rule.ts'

/** Without these nobody knows who may override, or whether anybody did. */
const grounds = ['policy', 'ledger']

/**
 * Somebody who may said that it cannot wait: for exactly this commit, here, for a while. It stands before everything
 * that assesses, also where a source is silent, for GitHub may be down when it is needed most; but not before a
 * configuration that cannot be read, which says who may.
 */
export const emergencyOverride: Rule = {
  name: 'emergency-override',
  answer: ({ failedSources, override }) =>
    override === undefined || failedSources.some(({ source }) => grounds.includes(source))
      ? undefined
      : approve(
          `an emergency override holds until ${formatMoment(override.until)}; somebody else reviews it by ${formatMoment(override.reviewBy)}`,
        ),
}
