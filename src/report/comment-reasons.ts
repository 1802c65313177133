/** Reasons in a row, as Markdown; the factor stands out, for a sentence may begin with a number too. */
import type { Contribution } from '../domain/assessment.ts'
import { chooseReasons, type Reason } from './reasons.ts'

/** "**×2.4** ledger/post.ts was in 3 of the last 9 failed changes · **×1.9** 260 lines · **×0.86** 28 smaller reasons". */
export const listReasons = (reasons: readonly Reason[]): string =>
  reasons.map(({ factor, sentence }) => `**${factor}** ${sentence}`).join(' · ')

/** The main ones of all, in a row. */
export const sayReasons = (contributions: readonly Contribution[], most: number, whole?: number): string =>
  listReasons(chooseReasons(contributions, most, whole))
