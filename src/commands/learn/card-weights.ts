/** What each family of signals weighs in a model: the question of it that can move a risk the furthest. */

import type { CardWeight } from '../../domain/model-card.ts'
import { exp } from '../../domain/numerics.ts'
import type { Artefact, Term } from '../../model/artefact.ts'
import { effectAt } from '../../model/curve.ts'
import { answerAt, cornersOf, strengthOf } from '../../model/curve-reading.ts'
import { families } from '../../signals/families.ts'

/** A family that moves no risk by so much has no line. */
const leastTimes = 1.05

/** Strongest first. */
export const cardWeights = ({ terms }: Artefact): readonly CardWeight[] => {
  const known = new Map(terms.map((term) => [term.name, term]))
  return families
    .flatMap(({ title, signals }) => {
      const [strongest] = signals
        .flatMap(({ name, question }) => {
          const term = known.get(name)
          const strength = term === undefined ? Number.NaN : strengthOf(term)
          return term === undefined || !Number.isFinite(strength) ? [] : [{ question, term, strength }]
        })
        .toSorted((one, other) => other.strength - one.strength)
      return strongest === undefined || exp(strongest.strength) < leastTimes
        ? []
        : [{ ...weightOf(title, strongest.question, strongest.term), strength: strongest.strength }]
    })
    .toSorted((one, other) => other.strength - one.strength)
    .map(({ strength: _, ...weight }) => weight)
}

const weightOf = (family: string, question: string, term: Term): CardWeight => {
  const told = cornersOf(term)
    .map((z) => ({ answer: answerAt(term, z), effect: effectAt(term, z) }))
    .toSorted((one, other) => one.effect - other.effect)
    .map(({ answer, effect }) => ({ answer, factor: exp(effect) }))
  return { family, question, safest: told[0]!, riskiest: told.at(-1)! }
}
