import { formatList, oneLine } from '../formatting.ts'
import { effective, isKnown, unapproved } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** Without a risk, or a limit to hold it against, nobody can say what may go out unreviewed. */
export const modelSilent: Rule = {
  name: 'model-silent',
  answer: (facts) => {
    if (unapproved(facts).length === 0) return undefined
    if (!facts.model.speaks) return review(`there is no risk to go by: ${oneLine(facts.model.why)}`)
    const waiting = effective(facts)
    if (waiting.length === 0) return undefined
    if (!isKnown(facts.limit)) return review(`there is no limit to go by: ${oneLine(facts.limitWhy, 300)}`)
    const unscored = waiting.filter(({ risk }) => !isKnown(risk)).map(({ id }) => id)
    return unscored.length === 0 ? undefined : review(`the model has no risk for ${formatList(unscored)}`)
  },
}
