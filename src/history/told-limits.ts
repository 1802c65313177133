/**
 * How much one record, one person and one source of incidents may teach, so that no one of them moves the model far:
 *
 * - one incident is one failure at most, however many changes it blames: its labels are scaled to add up to 1;
 * - of one person's words within seven days the first ten count;
 * - of one source's incidents within seven days as much counts as makes ten failures, or a fifth of the changes that
 *   landed in these days where that is more.
 *
 * What is beyond stays in the ledger and is told; it waits for somebody else who says the same. Records are taken in the
 * order of time, so that one more record never takes the weight from those before it.
 */
import { firstAtLeast, type HistoryIndex } from './index.ts'

export const toldLimits = {
  /** Labels of one incident add up to this at most. */
  perIncident: 1,
  periodSeconds: 7 * 86_400,
  /** Words of one person in a period. */
  perPerson: 10,
  /** Labels of one source in a period add up to this, or to the share of what landed in it. */
  perSource: 10,
  perSourceOfLanded: 0.2,
} as const

/** Spends what a name may spend in any period that ends with a moment. Ask in the order of time. */
class Purse {
  readonly #spent = new Map<string, { readonly at: number; readonly weight: number }[]>()

  take(name: string, at: number, weight: number, most: number): boolean {
    const recent = (this.#spent.get(name) ?? []).filter((each) => each.at > at - toldLimits.periodSeconds)
    this.#spent.set(name, recent)
    const spent = recent.reduce((sum, each) => sum + each.weight, 0)
    // What is within a rounding of the limit is within it.
    if (spent + weight > most + 1e-9) return false
    recent.push({ at, weight })
    return true
  }
}

interface Word {
  readonly sha: string
  /** Seconds. */
  readonly at: number
  /** Who said it; each word counts where nobody knows. */
  readonly by?: string
}

export interface Limited<Each> {
  readonly counted: readonly Each[]
  readonly beyond: readonly Each[]
}

/** Words of people, oldest first, as far as each person's count. */
export const limitWords = <Each extends Word>(words: readonly Each[]): Limited<Each> => {
  const purse = new Purse()
  const counted: Each[] = []
  const beyond: Each[] = []
  for (const word of words.toSorted((one, other) => one.at - other.at))
    if (word.by === undefined || purse.take(word.by, word.at, 1, toldLimits.perPerson)) counted.push(word)
    else beyond.push(word)
  return { counted, beyond }
}

interface Blame {
  readonly incident: string
  readonly source?: string
  /** Seconds. */
  readonly noticedAt: number
  /** What it would teach alone. */
  readonly confidence: number
}

const nameOf = ({ incident, source = '' }: Blame): string => `${source} ${incident}`

/** A blame with what it may teach of its confidence, 0 … 1. */
export type Shared<Each> = Each & { readonly share: number }

/** Incidents and the changes they are tied to, oldest first, each with its share; whole incidents count or do not. */
export const limitBlames = <Each extends Blame>(
  index: HistoryIndex,
  blames: readonly Each[],
): Limited<Shared<Each>> => {
  const { perIncident, perSource, perSourceOfLanded, periodSeconds } = toldLimits
  const incidents = new Map<string, Each[]>()
  for (const blame of blames) {
    const others = incidents.get(nameOf(blame))
    if (others) others.push(blame)
    else incidents.set(nameOf(blame), [blame])
  }
  const purse = new Purse()
  const counted: Shared<Each>[] = []
  const beyond: Shared<Each>[] = []
  const inOrder = [...incidents.values()].toSorted(
    ([one], [other]) => one!.noticedAt - other!.noticedAt || (nameOf(one!) < nameOf(other!) ? -1 : 1),
  )
  for (const group of inOrder) {
    const { source = '', noticedAt } = group[0]!
    const weight = group.reduce((sum, { confidence }) => sum + confidence, 0)
    const share = weight > perIncident ? perIncident / weight : 1
    const landed =
      firstAtLeast(index.parts.time, noticedAt) - firstAtLeast(index.parts.time, noticedAt - periodSeconds)
    const most = Math.max(perSource, perSourceOfLanded * landed)
    const into = purse.take(source, noticedAt, weight * share, most) ? counted : beyond
    for (const blame of group) into.push({ ...blame, share })
  }
  return { counted, beyond }
}
