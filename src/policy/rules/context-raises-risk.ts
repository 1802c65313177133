import { oneLine } from '../formatting.ts'
import { type Rule, review } from '../rule.ts'

/** Each part may be harmless and the moment still be wrong: a fresh failure, an open incident, too much at once. */
export const contextRaisesRisk: Rule = {
  name: 'context-raises-risk',
  answer: ({ context }) =>
    context.raisesBand
      ? review(
          `deploying now is riskier than the parts alone${context.sentence === undefined ? '' : `: ${oneLine(context.sentence, 300)}`}`,
        )
      : undefined,
}
