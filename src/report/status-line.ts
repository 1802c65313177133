/** The commit status `change-risk`: what a branch rule waits for. */
import type { Assessment } from '../domain/assessment.ts'
import type { Verdict } from '../domain/decision.ts'
import { cutAtWord } from './comment-cut.ts'
import { isObserving, isUnjudged, sayHeadline } from './comment-headline.ts'
import { plain } from './comment-plain.ts'
import type { CommentView } from './comment-view.ts'
import { neutralise } from './escaping.ts'
import { formatPercent } from './numbers.ts'
import { isOff, isScored } from './sentences.ts'

export const statusContext = 'change-risk'
/** GitHub takes no longer one. */
const mostCharacters = 140

export interface StatusLine {
  /** `pending` while people decide; `error` where the gate could not judge. */
  readonly state: 'success' | 'pending' | 'failure' | 'error'
  /** At most 140 characters on one line. */
  readonly description: string
}

const states = {
  approve: 'success',
  review: 'pending',
  hold: 'pending',
  reject: 'failure',
} as const satisfies Record<Verdict, StatusLine['state']>

const stateOf = (assessment: Assessment): StatusLine['state'] => {
  if (isOff(assessment) || isObserving(assessment)) return 'success'
  return isUnjudged(assessment) ? 'error' : states[assessment.decision]
}

/** The probability, where it is what decided. */
const sayRisk = (assessment: Assessment): string => {
  const { probability } = assessment.risk
  const beside = isOff(assessment) || isUnjudged(assessment) || assessment.decision === 'hold'
  return beside || probability === null || !isScored(assessment) ? '' : ` (${formatPercent(probability)})`
}

export const statusLine = (view: CommentView): StatusLine => {
  const assessment = plain(view.assessment)
  return {
    state: stateOf(assessment),
    description: cutAtWord(`${sayHeadline(assessment)}${sayRisk(assessment)}`, mostCharacters),
  }
}

/**
 * The status where there is not even an answer, because the gate broke. `observing`: whether it is known that nothing
 * may be held.
 */
export const brokenStatusLine = (why: string, observing: boolean): StatusLine => ({
  state: observing ? 'success' : 'error',
  description: cutAtWord(
    `${observing ? 'Observe, nothing is held: the' : 'The'} gate could not judge: ${neutralise(why)}`,
    mostCharacters,
  ),
})
