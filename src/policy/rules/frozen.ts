import { formatMoment, oneLine } from '../formatting.ts'
import { hold, type Rule } from '../rule.ts'

/** While people freeze an environment, only what goes back and what an emergency override names goes on. */
export const frozen: Rule = {
  name: 'frozen',
  answer: ({ freezes }) => {
    // What nobody ends outlasts any moment.
    const [last] = freezes.toSorted((one, other) => endOf(other.until) - endOf(one.until))
    if (last === undefined) return undefined
    const until = last.until === null ? 'until somebody lifts it' : `until ${formatMoment(last.until)}`
    const what = last.environment === null ? 'everything is' : `${oneLine(last.environment, 60)} is`
    const why = last.said === '' ? '' : `: ${oneLine(last.said)}`
    return hold(`${what} frozen ${until}${why}`, last.until === null ? undefined : new Date(last.until))
  },
}

const endOf = (until: string | null): number =>
  until === null ? Number.POSITIVE_INFINITY : Date.parse(until)
