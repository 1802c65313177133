/** What whoever reads an answer must know of a clone that holds the newest commits alone. */
import { formatPlural } from '../report/numbers.ts'
import type { History } from '../sources/history.ts'

export const restOfHistory = 'git fetch --unshallow --filter=blob:none gives the rest'

/** A note where the history that was read ends where the clone does; none where it is as long as is looked back. */
export const shallowNote = ({ index, startsAt }: Pick<History, 'index' | 'startsAt'>): readonly string[] =>
  startsAt === 'shallow'
    ? [
        `shallow clone: only ${formatPlural(index.length, 'part of history is', 'parts of history are')} here; ${restOfHistory}`,
      ]
    : []
