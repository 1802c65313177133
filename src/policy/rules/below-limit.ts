import type { Facts } from '../facts.ts'
import { formatCount, formatPercent, formatPercents } from '../formatting.ts'
import { effective, isKnown } from '../parts.ts'
import { type Answer, approve, type Rule } from '../rule.ts'

/**
 * The only rule that lets new parts out, so it takes nothing for granted: it asks again for what the rules before it
 * should have caught, and stays silent (which means review) when anything is missing.
 */
export const belowLimit: Rule = {
  name: 'below-limit',
  answer: (facts) => {
    const { change, limit } = facts
    if (change.kind !== 'forward' || change.parts.length === 0 || facts.context.raisesBand) return undefined
    const waiting = effective(facts)
    if (waiting.length === 0) return approve(withoutWaiting(facts))
    if (!facts.model.speaks || !isKnown(limit) || facts.alarm !== undefined) return undefined
    const risks = waiting.map(({ risk }) => risk)
    if (!risks.every((risk) => isKnown(risk) && risk <= limit)) return undefined
    return approveBelow(facts, Math.max(...risks.filter(isKnown)), limit)
  },
}

const withoutWaiting = ({ change }: Facts): string =>
  change.parts.every(({ approved }) => approved)
    ? `every part was reviewed and approved (${formatCount(change.parts.length, 'part')})`
    : 'what was not approved is taken back by another part of the same change'

const approveBelow = (facts: Facts, riskiest: number, limit: number): Answer => {
  const [risk, limitText] =
    riskiest === limit ? [formatPercent(riskiest), formatPercent(limit)] : formatPercents(riskiest, limit)
  const waiting = effective(facts).length
  const reviewed = facts.change.parts.filter(({ approved }) => approved).length
  const others = reviewed === 0 ? '' : `; approved before: ${formatCount(reviewed, 'part')}`
  return approve(
    waiting === 1
      ? `its risk of ${risk} is within the limit of ${limitText}${others}`
      : `none of ${waiting} parts is above the limit: the riskiest has ${risk}, limit ${limitText}${others}`,
  )
}
