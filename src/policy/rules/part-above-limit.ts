import { formatList, formatPercent, formatPercents } from '../formatting.ts'
import { effective, isKnown } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

const mostNamed = 2

/** The heart of it: a part riskier than the limit asks for a person, one that was approved does not ask again. */
export const partAboveLimit: Rule = {
  name: 'part-above-limit',
  answer: (facts) => {
    const { limit } = facts
    if (!isKnown(limit)) return undefined
    const above = effective(facts)
      .flatMap(({ id, risk }) => (isKnown(risk) && risk > limit ? [{ id, risk }] : []))
      .toSorted((one, other) => other.risk - one.risk)
    const [first, ...others] = above
    if (first === undefined) return undefined
    const [risk, limitText] = formatPercents(first.risk, limit)
    const sentence = `${first.id} is riskier than the limit: ${risk}, limit ${limitText}`
    if (others.length === 0) return review(sentence)
    const named = others.map((part) => `${part.id} ${formatPercent(part.risk)}`)
    return review(`${sentence}; also above it: ${formatList(named, mostNamed)}`)
  },
}
