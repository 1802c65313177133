import { formatList, oneLine } from '../formatting.ts'
import { type Rule, review } from '../rule.ts'

/** A question nobody answered is not answered with "no risk". */
export const sourceFailed: Rule = {
  name: 'source-failed',
  answer: ({ failedSources }) => {
    if (failedSources.length === 0) return undefined
    const [first] = failedSources
    // Nobody was asked what runs there: there is nobody to name, only something to say.
    if (failedSources.length === 1 && first?.source === 'base') return review(oneLine(first.why))
    return review(
      `a source did not answer, so what it knows is missing: ${formatList(
        failedSources.map(({ source, why }) => `${source} (${oneLine(why)})`),
      )}`,
    )
  },
}
