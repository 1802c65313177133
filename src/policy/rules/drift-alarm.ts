import { formatCount, formatStated } from '../formatting.ts'
import { effective } from '../parts.ts'
import { type Rule, review } from '../rule.ts'

/** A model that promised too much is not asked again before it has learned from what it missed. */
export const driftAlarm: Rule = {
  name: 'drift-alarm',
  answer: (facts) => {
    const { alarm } = facts
    if (alarm === undefined || effective(facts).length === 0) return undefined
    const { since, until, n, failures, expected, promised } = alarm
    const claim =
      promised === null
        ? `where ${Number(expected.toPrecision(2))} were expected`
        : `where ${Number(expected.toPrecision(2))} were expected and at most ${formatStated(promised)} promised`
    return review(
      `too many of the changes that went out unreviewed fail: ${failures} of ${formatCount(n, 'part')} since ${dayOf(since)}, ${claim}; until ${dayOf(until)} every part is reviewed`,
    )
  },
}

const dayOf = (moment: string): string => moment.slice(0, 10)
