import type { Facts, PartFacts } from './facts.ts'

/** Parts nobody has looked at yet: review belongs to the part, once. */
export const unapproved = ({ change }: Facts): readonly PartFacts[] =>
  change.parts.filter((part) => !part.approved)

/** Unapproved parts that have an effect; a part and its revert in the same change have none. */
export const effective = (facts: Facts): readonly PartFacts[] =>
  unapproved(facts).filter((part) => !part.cancelled)

/** A risk or limit one can compare with: a number that is one, and not the mark of a calculation gone wrong. */
export const isKnown = (value: number | null): value is number => value !== null && value >= 0 && value <= 1
