import type { Direction, JudgedEvent, Move, RolloutOutcome } from './events.ts'
import type { Hold } from './hold.ts'

/** What to do next; the engine does it and asks again. Sentences are for people, without a full stop. */
export type Decision =
  | {
      readonly kind: 'move'
      readonly direction: Direction
      readonly wave: number
      readonly batch: number
      readonly moves: readonly Move[]
      /** It is in the journal already, and whoever began it did not say what came of it. */
      readonly isAgain: boolean
      /** What is not restarted yet shall be put back. */
      readonly isStopped: boolean
    }
  | { readonly kind: 'bake'; readonly wave: number }
  | ({ readonly kind: 'judge' } & Pick<JudgedEvent, 'wave' | 'verdict' | 'why' | 'eValue' | 'by'>)
  | Hold
  | { readonly kind: 'turn-back'; readonly why: string }
  | {
      readonly kind: 'end'
      readonly outcome: RolloutOutcome
      readonly why: string
      readonly instances: readonly string[]
      readonly skipped?: readonly string[]
    }
  /** It has ended. */
  | { readonly kind: 'rest' }
