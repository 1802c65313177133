/** How long a review takes here, from the best that is known of it; nothing is made up where nothing is. */
import type { Git } from '../../clients/git/process.ts'
import type { Waiting } from '../../domain/rehearsal.ts'
import type { Arrival } from '../../history/past.ts'
import type { Ledger } from '../../ledger/ledger.ts'

type Known = Pick<Waiting, 'hoursEach' | 'source' | 'among'>

/** Fewer reviews than this tell nothing of the next. */
const fewest = 5
/** Merges that are looked at, the newest: a team changes its habits. */
const mostMerges = 300

export interface WaitingRequest {
  readonly git: Git
  readonly ledger: Ledger
  /** By landing. */
  readonly arrivals: readonly Arrival[]
  /** What somebody stated. */
  readonly hours?: number
}

export const knownWaiting = async ({ git, ledger, arrivals, hours }: WaitingRequest): Promise<Known> => {
  if (hours !== undefined) return { hoursEach: hours, source: 'stated', among: 0 }
  const approvals = await hoursToApproval(ledger)
  if (approvals.length >= fewest) return known('approvals', approvals)
  const merges = await hoursToMerge(git, arrivals)
  return merges.length >= fewest ? known('merges', merges) : { hoursEach: null, source: null, among: 0 }
}

const known = (source: 'approvals' | 'merges', hours: readonly number[]): Known => {
  const ascending = hours.toSorted((one, other) => one - other)
  return { hoursEach: ascending[ascending.length >>> 1]!, source, among: hours.length }
}

/** From the first decision that asked about a head to the approval of that head. */
const hoursToApproval = async (ledger: Ledger): Promise<readonly number[]> => {
  const askedAt = new Map<string, number>()
  const hours: number[] = []
  for await (const { kind, at, body } of ledger.read({ kinds: ['decision', 'approval'] })) {
    const moment = Date.parse(at)
    if (kind === 'decision') {
      const head = headOf(body['change'])
      const result = body['result'] as { readonly decision?: unknown } | undefined
      if (head !== null && result?.decision === 'review' && !askedAt.has(head)) askedAt.set(head, moment)
      continue
    }
    // A record of the band alone is of a word that was counted already.
    if (body['of'] !== undefined) continue
    const since = askedAt.get(String(body['head']))
    if (since !== undefined && moment > since) hours.push((moment - since) / 3_600_000)
  }
  return hours
}

const headOf = (change: unknown): string | null => {
  const head = (change as { readonly head?: unknown } | undefined)?.head
  return typeof head === 'string' ? head : null
}

/** From the last commit of a branch to its merge. */
const hoursToMerge = async (git: Git, arrivals: readonly Arrival[]): Promise<readonly number[]> => {
  const merges = arrivals.filter(({ part }) => part.kind === 'merge').slice(-mostMerges)
  if (merges.length === 0) return []
  const asked = merges.flatMap(({ part: { sha } }) => [`${sha}\n`, `${sha}^2\n`]).join('')
  const { status, output } = await git.attempt(
    ['log', '--no-walk=unsorted', '--stdin', '--format=%ct'],
    asked,
  )
  const times = output.split('\n').filter((line) => line !== '')
  // A branch that was merged twice is told once: then nobody knows which line is whose.
  if (status !== 0 || times.length !== merges.length * 2) return []
  return merges.flatMap((_, at) => {
    const seconds = Number(times[2 * at]) - Number(times[2 * at + 1])
    return seconds > 0 ? [seconds / 3600] : []
  })
}
