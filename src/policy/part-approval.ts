/**
 * Whether a part has the approvals it wants at its band. An approval is worth what was known when it was given: one that
 * was given at a lower band counts no more.
 */
import { type Band, bands, type Decision } from '../domain/decision.ts'
import type { DecisionInputs, PartInput } from './decision-inputs.ts'
import { type GroupStanding, isComplete, standingOf } from './review-groups.ts'

/** From the band it was approved at to the one it has now. */
export interface Rise {
  readonly from: Band
  readonly to: Band
}

export interface PartApproval {
  readonly approved: boolean
  /** Whose approvals it wants at its band, and how many of them it has. */
  readonly standing: readonly GroupStanding[]
  /** Places, among its approvals, of those that were given at a lower band. */
  readonly outgrown: readonly number[]
  /** Absent where its approvals hold, or it has enough without those that do not. */
  readonly risen?: Rise
}

/** What is needed of an approval: whose it is, and the band the part had then; absent where nobody knows. */
type Given = NonNullable<PartInput['approvals']>[number]

const isBelow = (one: Band, other: Band): boolean => bands.indexOf(one) < bands.indexOf(other)

/** `isKnown`: whether the band is one that the model told; where it is silent, no risk is known to have risen. */
export const approvalOf = (
  review: DecisionInputs['review'],
  { approved, approvals = [] }: Pick<PartInput, 'approved' | 'approvals'>,
  { band, isKnown }: { readonly band: Band; readonly isKnown: boolean },
): PartApproval => {
  if (review === undefined) return { approved, standing: [], outgrown: [] }
  const isOutgrown = (given: Given): boolean =>
    isKnown && given.band !== undefined && isBelow(given.band, band)
  const standing = standingOf(
    review,
    band,
    approvals.filter((each) => !isOutgrown(each)),
  )
  const complete = isComplete(standing)
  const outgrown = approvals.flatMap((each, place) => (isOutgrown(each) ? [place] : []))
  const from = complete
    ? undefined
    : bands.findLast((each) => outgrown.some((at) => approvals[at]!.band === each))
  return {
    approved: complete,
    standing,
    outgrown,
    ...(from === undefined ? {} : { risen: { from, to: band } }),
  }
}

/** SHAs of the parts that have the approvals they want at their bands. */
export const approvedAmong = (
  judged: readonly Pick<PartApproval & PartInput, 'approved' | 'sha'>[],
): ReadonlySet<string> => new Set(judged.flatMap(({ approved, sha }) => (approved ? [sha] : [])))

/** "the risk of #12 rose from moderate to high since it was approved: it wants a new approval". */
export const sayRise = (id: string, { from, to }: Rise): string =>
  `the risk of ${id} rose from ${from} to ${to} since it was approved: it wants a new approval`

/** Parts told of: more would hide what is asked. */
const mostRises = 2

/** Where a person is asked although somebody approved, why that does not count. */
export const sayingRises = (
  decision: Decision,
  parts: readonly Pick<PartInput, 'id' | 'cancelled'>[],
  judged: readonly PartApproval[],
): Decision => {
  const rises = parts.flatMap(({ id, cancelled }, at) => {
    const { risen } = judged[at]!
    return risen === undefined || cancelled ? [] : [sayRise(id, risen)]
  })
  return decision.verdict !== 'review' || rises.length === 0
    ? decision
    : { ...decision, reason: [decision.reason, ...rises.slice(0, mostRises)].join('; ') }
}
