/** What an approval keeps of the risk it was given at. */
import type { Band } from '../domain/decision.ts'

/** The band that a part had when it was approved. */
export interface ApprovedBand {
  /** Absent where nobody knows: then the approval stands, however the risk rises. */
  readonly band?: Band
  /** The record that tells the band, where the one of the word does not: of a review, or of a word given before it was known. */
  readonly bandSource?: { readonly id: string; readonly hash: string }
}

/** What is known of the band that a part had when it was approved. */
export const approvedBandOf = ({ band, bandSource }: ApprovedBand): ApprovedBand => ({
  ...(band === undefined ? {} : { band }),
  ...(bandSource === undefined ? {} : { bandSource }),
})
