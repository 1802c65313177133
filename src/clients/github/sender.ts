/** Sending until it is answered, refused, or too late. */
import { exchange, type Request, type Wire } from './exchange.ts'
import { errorOf } from './failures.ts'
import type { Exchange, Fault } from './judgement.ts'
import { type Clock, delayOf, limitEnd, mostRepeats, type Patience } from './patience.ts'

export interface Sending {
  readonly route: string
  /** What the permission is looked up by. */
  readonly needs: string
  readonly reads: boolean
  readonly repeatable: boolean
  readonly absent: readonly number[]
  /** A second look at what came as a success: GraphQL says its errors there. */
  readonly look?: (answer: Exchange) => Exchange | Fault
}

export interface Sender extends Wire {
  readonly clock: Clock
  readonly random: () => number
  readonly patience: Patience
  readonly onRepeat: () => void
}

/**
 * The answer, or null where it is one of `absent`. Throws one GitHubError. What is not repeatable is sent again only
 * when GitHub certainly did nothing.
 */
export const send = async (
  sender: Sender,
  request: Request,
  { look = (answer) => answer, ...sending }: Sending,
): Promise<Exchange | null> => {
  for (let repeats = 0; ; repeats += 1) {
    const received = await exchange(sender, request)
    const answer = received.outcome === 'answered' ? look(received) : received
    if (answer.outcome === 'answered') return answer
    if (isAbsence(answer, sending.absent)) return null
    const wait = delayOf(answer, repeats, sender.clock, sender.random)
    const again = repeats < mostRepeats && mayRepeat(answer, sending.repeatable)
    const end = limitEnd(answer, sender.clock)
    if (!again || !(await sender.patience(wait)))
      throw errorOf(answer, { ...sending, times: repeats + 1, limitEnd: end })
    sender.onRepeat()
  }
}

const mayRepeat = (fault: Fault, repeatable: boolean): boolean =>
  fault.failure === 'limited' || (!fault.lasting && (fault.undone || repeatable))

/** A limit, or a page that is not GitHub's, never counts as "there is none", whatever its status. */
const isAbsence = ({ status, failure }: Fault, absent: readonly number[]): boolean =>
  status !== null && absent.includes(status) && failure !== 'limited' && failure !== 'rubbish'
