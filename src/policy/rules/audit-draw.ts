import { formatList, formatStated } from '../formatting.ts'
import { effective } from '../parts.ts'
import { type Rule, review } from '../rule.ts'
import { belowLimit } from './below-limit.ts'

/** Takes only from what the rule after it would let go: whatever is reviewed for another reason is no sample of that. */
export const auditDraw: Rule = {
  name: 'audit-draw',
  answer: (facts) => {
    const { audit } = facts
    if (audit === undefined || belowLimit.answer(facts) === undefined) return undefined
    const drawn = effective(facts).filter(({ sha }) => audit.drawn.includes(sha))
    if (drawn.length === 0) return undefined
    return review(
      `${formatList(drawn.map(({ id }) => id))} would go out unreviewed and ${drawn.length === 1 ? 'was' : 'were'} drawn for a look all the same, as ${formatStated(audit.share)} of such changes are`,
    )
  },
}
