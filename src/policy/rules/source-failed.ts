import { formatList, oneLine } from '../formatting.ts'
import { type Rule, review } from '../rule.ts'

/** A question nobody answered is not answered with "no risk". */
export const sourceFailed: Rule = {
  name: 'source-failed',
  answer: ({ failedSources }) =>
    failedSources.length === 0
      ? undefined
      : review(
          `a source did not answer, so what it knows is missing: ${formatList(
            failedSources.map(({ source, why }) => `${source} (${oneLine(why)})`),
          )}`,
        ),
}
