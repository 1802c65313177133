/** Changes that went out, kept so that a cause can be looked up by name and by time. */
import { type Reference, sameReference } from './references.ts'
import type { Trailers } from './trailers.ts'

export interface DeployedChange {
  /** What people call it: `#412`, or the beginning of its SHA. */
  readonly change: string
  readonly sha: string
  readonly number: number | null
  /** Seconds since the epoch: when it was deployed, or landed where no deployment is known. */
  readonly at: number
  readonly title: string
  readonly paths: readonly string[]
  /** Of the catalogue; empty where there is none. */
  readonly components: readonly string[]
  /** The model's probability of failure; null where it gave none. */
  readonly risk: number | null
  /** When a later change took it back. */
  readonly revertedAt: number | null
  readonly isRevert: boolean
  readonly trailers: Trailers | null
  /** SHAs of the commits it brought in, where there are others than its own. */
  readonly inner?: readonly string[]
}

const shaKey = (sha: string): string => sha.slice(0, 7).toLowerCase()

const bucket = <Value>(map: Map<string, Value[]>, key: string, value: Value): void => {
  const others = map.get(key)
  if (others) others.push(value)
  else map.set(key, [value])
}

/** All changes of one repository, in the order they went out. Building sorts; every look-up after is quick. */
export class DeployedChanges {
  readonly all: readonly DeployedChange[]
  /** `owner/name`, where known: what another repository's #12 is told apart by. */
  readonly repository: string | null
  readonly #byName = new Map<string, DeployedChange[]>()
  readonly #byIncident = new Map<string, DeployedChange[]>()

  /** @param waiting landed, and known to be out nowhere: words may name them, nobody suspects them */
  constructor(
    changes: readonly DeployedChange[],
    repository: string | null = null,
    waiting: readonly DeployedChange[] = [],
  ) {
    this.all = [...changes].sort((one, other) => one.at - other.at)
    this.repository = repository?.toLowerCase() ?? null
    for (const change of [...waiting, ...this.all]) {
      for (const sha of change.inner ?? [change.sha]) bucket(this.#byName, shaKey(sha), change)
      if (change.number !== null) bucket(this.#byName, `#${change.number}`, change)
      for (const incident of change.trailers?.incidents ?? [])
        bucket(this.#byIncident, incident.toLowerCase(), change)
    }
  }

  /** The newest change a reference names; null where it names none of these. */
  find(reference: Reference): DeployedChange | null {
    if (reference.kind === 'ticket') return null
    if (reference.kind === 'sha')
      return (
        this.#byName
          .get(shaKey(reference.sha))
          ?.findLast(({ sha, inner = [sha] }) =>
            inner.some((each) => sameReference(reference, { kind: 'sha', sha: each })),
          ) ?? null
      )
    const elsewhere =
      reference.repository !== null && this.repository !== null && reference.repository !== this.repository
    return elsewhere ? null : (this.#byName.get(`#${reference.number}`)?.at(-1) ?? null)
  }

  /** Changes whose trailers say that they mend an incident. */
  mending(incident: string): readonly DeployedChange[] {
    return this.#byIncident.get(incident.toLowerCase()) ?? []
  }

  /** Those that went out from a moment to another, both included, oldest first. */
  between(from: number, to: number): readonly DeployedChange[] {
    return this.all.slice(this.#firstAt(from), this.#firstAt(to + 1))
  }

  #firstAt(seconds: number): number {
    let low = 0
    let high = this.all.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.all[middle]!.at < seconds) low = middle + 1
      else high = middle
    }
    return low
  }
}
