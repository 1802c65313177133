/** Why a release is as risky as it is taken to be: one line, or a paragraph on a page. */
import type { GateReasons, RiskBasis } from '../rollout/events.ts'
import { cutAtWord } from './comment-cut.ts'
import { formatFactor, formatPercent, formatPlural, formatShare } from './numbers.ts'

/** A line longer than that is not read. */
const mostLine = 240

/**
 * "why 4.4 %: #12955 Add unified icon system (31 % of it), #13311 (22 %), 16 others · ×3.4 121 files"; where the gate
 * has said nothing, what the risk rests on instead. Strings are shown as given: neutralise or escape before.
 */
export const sayWhy = ({ source, gate }: RiskBasis): string => {
  if (gate === undefined) return `risk: ${source}`
  const reasons = gate.reasons.map(({ factor, sentence }) => `${formatFactor(factor)} ${sentence}`)
  return cutAtWord([`why ${sayRisk(gate)}: ${sayParts(gate)}`, ...reasons].join(' · '), mostLine)
}

/** The same as Markdown, and what the gate answered; strings are escaped already. */
export const renderWhy = ({ source, gate }: RiskBasis): string => {
  if (gate === undefined) return `Risk: ${source}.`
  const said =
    gate.decision === ''
      ? ''
      : ` The gate said ${gate.decision}${gate.reason === '' ? '' : `: ${gate.reason}`}.`
  return [
    `**Why ${sayRisk(gate)}** (${source}): ${sayParts(gate)}.${said}`,
    ...gate.reasons.map(({ factor, sentence }) => `- ${formatFactor(factor)} ${sentence}`),
  ].join('\n')
}

const sayRisk = ({ probability, band }: GateReasons): string => {
  const counted = band === null ? '' : ` (${band})`
  return probability === null ? `no probability${counted}` : `${formatPercent(probability)}${counted}`
}

const sayParts = ({ changes, parts }: GateReasons): string => {
  if (changes === 0) return 'no change'
  const named = parts.map(({ id, title, share }, at) => {
    const name = title === '' ? id : `${id} ${title}`
    return changes === 1 ? name : `${name} (${formatShare(share)}${at === 0 ? ' of it' : ''})`
  })
  const others = changes - parts.length
  return [...named, ...(others > 0 ? [formatPlural(others, 'other')] : [])].join(', ')
}
