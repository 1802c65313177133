import { formatList } from '../formatting.ts'
import { effective } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** However small the risk: what somebody who may write here wants changed does not go out behind their back. */
export const changesRequested: Rule = {
  name: 'changes-requested',
  answer: (facts) => {
    const parts = effective(facts).filter(({ objections }) => objections > 0)
    return parts.length === 0
      ? undefined
      : review(`somebody wants changes to ${formatList(parts.map(({ id }) => id))}`)
  },
}
