/**
 * Failures of things that git does not tell of: what the parts had touched that deployments, incidents or people revealed
 * as failures. They stand beside the index, which holds what git tells and nothing else, so that every clone agrees on it.
 */
import type { HistoryIndex, ScarsBesideGit, ToldScar } from './index.ts'
import { isCounted, placeTold, type ToldOutcomes } from './told-outcomes.ts'

export class ToldScars implements ScarsBesideGit {
  readonly cleared: ReadonlySet<number>
  readonly scars: readonly ToldScar[]
  readonly #byEntity = new Map<number, ToldScar[]>()

  constructor(index: HistoryIndex, told: ToldOutcomes) {
    const { labels, cleared } = placeTold(index, told)
    this.cleared = cleared
    const known = new Set(index.failuresOf(new Set(labels.keys())).map(({ part }) => part))
    this.scars = [...labels]
      .filter(([part, label]) => isCounted(label) && !known.has(part) && !cleared.has(part))
      .map(([part, { at }]) => ({ part, knownAt: at }))
      .toSorted((one, other) => one.knownAt - other.knownAt || one.part - other.part)
    for (const scar of this.scars) {
      const from = index.parts.touchesFrom.get(scar.part)
      const to = from + index.parts.touches.get(scar.part)
      for (const entity of new Set(Array.from(index.touches.entity.slice(from, to)))) {
        const others = this.#byEntity.get(entity)
        if (others) others.push(scar)
        else this.#byEntity.set(entity, [scar])
      }
    }
  }

  of(entity: number, until: number): readonly ToldScar[] {
    return (this.#byEntity.get(entity) ?? []).filter(({ part }) => part <= until)
  }
}
