/** What is known by now of the parts of a history. */
import { isoMoment } from '../../domain/moment.ts'
import type { RehearsedPart } from '../../domain/rehearsal.ts'
import { labelsOf } from '../../history/outcomes.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { History } from '../../sources/history.ts'

export interface KnownFailure extends NonNullable<RehearsedPart['failure']> {
  readonly seconds: number
}

/** What is known of a part by now, by its place: a share of blame, or a mere suspicion, is no failure. */
export const failuresOf = (
  { index, head }: History,
  told: ToldOutcomes,
  maturity: number,
): ((position: number) => KnownFailure | null) => {
  const { knownAt, causes, uncounted } = labelsOf(index, { maturity, told, before: head + 1 })
  return (position) => {
    const seconds = knownAt[position]!
    return Number.isFinite(seconds) && !uncounted.has(position)
      ? { seconds, at: isoMoment(seconds), cause: causes.get(position) ?? null }
      : null
  }
}
