import { mostStaleReads } from './branch-backoff.ts'
import type { Desk } from './branch-desk.ts'
import type { Head } from './branch-site.ts'
import { type BranchState, emptyBranchState, parseBranchState } from './branch-state.ts'
import { tipsOf } from './state.ts'
import { missedBy, type Witness, witnessMend } from './witness.ts'

/** The newest commit, and what it says about itself. */
export interface Look {
  readonly head: Head | undefined
  readonly told: BranchState | 'damaged' | undefined
  /** What a witness remembers and this commit does not hold. */
  readonly missed: string | undefined
}

/**
 * Looks where the branch stands. GitHub may show for a while where it stood before: a branch that lacks what was seen
 * is looked at again before it is called cut.
 */
export const lookAtBranch = async (desk: Desk): Promise<Look> => {
  for (let stale = 0; ; stale += 1) {
    const head = await desk.access.head()
    const bytes = head?.state?.bytes
    const told = bytes ? parseBranchState(bytes) : head === undefined ? emptyBranchState : undefined
    // Without a sound state only the events can tell.
    const missed = told === undefined || told === 'damaged' ? undefined : missedIn(desk, told)
    if (missed === undefined || stale === mostStaleReads) return { head, told, missed }
    await desk.site.pause(stale)
  }
}

/** What was seen of the branch and is not in this state, with its mend. */
export const missedIn = (desk: Desk, state: BranchState): string | undefined => {
  const tips = new Map(tipsOf(state))
  for (const witness of witnessesOf(desk)) {
    const what = missedBy(witness, tips)
    if (what) return `${what}; ${witnessMend(witness)}`
  }
  return undefined
}

export const witnessesOf = ({ witness, seen }: Desk): readonly Witness[] => [
  ...(witness.size > 0
    ? [
        {
          file: 'the witness',
          tips: witness,
          mend: 'remove what remembers it (in Actions, the caches of change-risk-index)',
        },
      ]
    : []),
  ...(seen.size > 0 ? [{ file: 'an earlier look', tips: seen, mend: 'run again' }] : []),
]

export const rememberTips = ({ seen }: Desk, state: BranchState): void => {
  for (const [stream, tip] of tipsOf(state)) seen.set(stream, tip)
}
