/** Why a rollout cannot be planned; a closed list: add, never rename. */
export type RefusalReason =
  | 'empty-fleet'
  | 'instance-twice'
  | 'already-everywhere'
  | 'unknown-version'
  | 'one-instance'
  | 'no-room'
  | 'below-floor'
  | 'too-many-out'
  | 'too-heavy'
  | 'unknown-zone'
  | 'unknown-customer'
  | 'never-opens'
  | 'service-twice'
  | 'unknown-service'
  | 'circle'

/** The impossible, and how to mend it, in one sentence. */
export interface Refusal {
  readonly reason: RefusalReason
  readonly service: string
  readonly sentence: string
}

/** Nothing but services that are there already: they hold nobody up, and are no failure. */
export const isAllDone = (refusals: readonly Refusal[]): boolean =>
  refusals.every(({ reason }) => reason === 'already-everywhere')
