/** GitHub as it was a moment ago: reads lag behind writes, and pull requests behind pushes. */
import { readCommits, refsOf } from './git.ts'
import type { World } from './pipeline.ts'
import type { State } from './state.ts'

/** A copy that later writes do not reach; the clock stays shared. */
export const copyOf = (state: State): State => {
  const { clock, ...rest } = state
  const copy: State = { clock, ...structuredClone(rest) }
  for (const repository of copy.repositories) repository.frozenRefs = { ...refsOf(repository) }
  return copy
}

/** The state before the last write; before the first one, every branch as it was one commit ago. */
export const pastOf = ({ state, before }: World): State => {
  if (before !== null) return copyOf(before)
  const past = copyOf(state)
  for (const repository of past.repositories) {
    for (const [ref, sha] of Object.entries(repository.frozenRefs ?? {})) {
      const [, parent] = ref.startsWith('refs/heads/')
        ? readCommits(repository, ['--first-parent', '-2', sha])
        : []
      if (parent !== undefined) repository.frozenRefs = { ...repository.frozenRefs, [ref]: parent.sha }
    }
  }
  return past
}
