/** What incidents say is one reason to a reader: apart, each of its few signs would be lost among the others. */
import type { Contribution } from '../domain/assessment.ts'
import { incidentMomentSignals, incidentSignals } from '../signals/all.ts'
import { formatPlural } from './numbers.ts'

const ofIncidents: ReadonlySet<string> = new Set(
  [...incidentSignals, ...incidentMomentSignals].map(({ name }) => name),
)

/** Below this a sign is not worth being counted. */
const worthCounting = 1.02

/** The same contributions, with those of incidents as one under the sentence of the strongest; the factors multiply to the same. */
export const joinIncidents = (contributions: readonly Contribution[]): readonly Contribution[] => {
  const signs = contributions
    .filter(({ signal, factor }) => ofIncidents.has(signal) && factor >= worthCounting)
    .toSorted((one, other) => other.factor - one.factor)
  const [strongest, ...others] = signs
  if (strongest === undefined || others.length === 0) return contributions
  const joined: Contribution = {
    ...strongest,
    factor: signs.reduce((product, { factor }) => product * factor, 1),
    sentence: `${strongest.sentence}; ${formatPlural(others.length, 'more sign')} of incidents`,
  }
  return [joined, ...contributions.filter((contribution) => !signs.includes(contribution))]
}
