/** What a rehearsal takes a part for that somebody read for an earlier deployment: everybody who was asked said yes. */
import type { Band } from '../domain/decision.ts'
import type { DecisionInputs, PartInput } from './decision-inputs.ts'
import { yesOfAll } from './review-groups.ts'

/** By SHA: the band that a part had when it was read last; null where the model was silent. */
export type ReadParts = ReadonlyMap<string, Band | null>

/** The inputs with the words that were given before: whether they still count is the engine's to say. */
export const withReadParts = (inputs: DecisionInputs, read: ReadParts): DecisionInputs => ({
  ...inputs,
  parts: inputs.parts.map((part) => {
    const band = read.get(part.sha)
    return band === undefined ? part : { ...part, ...yesAt(inputs.review ?? [], part.sha, band) }
  }),
})

/** Where nobody knows the band everybody is asked, as at the highest. */
const yesAt = (
  review: NonNullable<DecisionInputs['review']>,
  sha: string,
  band: Band | null,
): Pick<PartInput, 'approved' | 'approvals'> => ({
  approved: true,
  approvals: yesOfAll(review, band ?? 'critical').map((given, id) => ({
    ...given,
    source: { kind: 'review', id },
    head: sha,
    ...(band === null ? {} : { band }),
  })),
})
