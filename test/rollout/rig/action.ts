import type { ActionContext } from '../../../src/rollout/engine/ports.ts'

/** What a verb is called with in tests: time enough unless the test is about time. */
export const actionOf = (
  given: Partial<Omit<ActionContext, 'deadline'>> & {
    readonly seconds?: number
    readonly force?: boolean
  } = {},
): ActionContext & { readonly force: boolean } => {
  const { seconds = 20, ...more } = given
  return {
    version: 'v2',
    epoch: 7,
    operation: 'web/7/12',
    deadline: Date.now() + seconds * 1000,
    signal: new AbortController().signal,
    force: false,
    ...more,
  }
}
