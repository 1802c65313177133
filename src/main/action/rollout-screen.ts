/** A rollout in the log of a job: waves folded away, verdicts in view, and a word now and then while it waits. */
import { clockTime } from '../../report/times.ts'
import type { Screen } from '../rollout-setting.ts'
import type { Toolkit } from './toolkit.ts'

/** Nobody reads a log every second, and GitHub keeps every line of it. */
const quietMilliseconds = 60_000
const columns = 160

/** `now`: milliseconds since the epoch. */
export const openRolloutScreen = (toolkit: Pick<Toolkit, 'log' | 'fold'>, now: () => number): Screen => {
  let saidAt = now()
  let status = ''
  let lastFold: string | null = null
  const log = (text: string): void => {
    saidAt = now()
    toolkit.log(text.replace(/\n$/, ''))
  }
  return {
    columns,
    print: log,
    warn: log,
    fold: (title) => {
      lastFold = title ?? lastFold
      toolkit.fold(title)
    },
    status: (line) => {
      if (line === status || now() - saidAt < quietMilliseconds) return
      status = line
      // While a wave waits for a person its verdict stays in view, and this does not.
      if (lastFold !== null) toolkit.fold(lastFold)
      log(`${clockTime(new Date(now()))} ${line}`)
    },
  }
}
