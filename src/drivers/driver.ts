/** What became of one effect on the world: told, never thrown, so that one refusal does not keep the others from being tried. */
export interface Effect {
  /** `status`, `comment`, `check-run`, `label`, `reviewers`, `approval`, `pending-deployments`, `protection-rule`, `deployment`. */
  readonly what: string
  /** `done`: it is so now · `unchanged`: it was so already · `refused`: it is not so, and `why` says what to do. */
  readonly outcome: 'done' | 'unchanged' | 'refused'
  /** One sentence; of a refusal the missing permission or setting, and the mend. */
  readonly why: string
  readonly url?: string
}
