/** How much of what an incident tells stands in a change as well, rare words counting more than frequent ones. */
import { log } from '../../domain/numerics.ts'
import type { DeployedChange } from './deployed-change.ts'

/** Words that post-mortems and commit titles are full of, whatever they are about. */
const empty = new Set(
  (
    'the and for with from into that this was were are not all some after before when while have has had been being ' +
    'its our your their can cannot could will would should may more most new old use used using via per out off ' +
    'add added adds fix fixed fixes update updated updates change changed changes merge merged pull request branch ' +
    'remove removed bump bumped make set get incident outage down issue issues problem error errors fail failed ' +
    'failing failure service services production prod deploy deployed deployment release version main master src ' +
    'users user time unable'
  ).split(' '),
)

/** The stem that plural and tense leave, roughly: enough for certificates and certificate to meet. */
const stem = (word: string): string =>
  word.length > 5 ? word.replace(/(?:ies|ing|ed|es|s)$/, '') : word.replace(/s$/, '')

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []

/** Distinct telling words of a text, in lower case. */
export const tellingWords = (text: string): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const word of wordsIn(text)) if (!empty.has(word) && !/^\d+$/.test(word)) words.add(stem(word))
  return words
}

/** Files beyond these say where a sweep went, not what it was about. */
export const mostPaths = 50

const textOf = ({ title, paths, components }: DeployedChange): string =>
  [title, ...paths.slice(0, mostPaths), ...components].join(' ')

/** As the change spells it, for people: a stem is no word. */
export const spell = (word: string, change: DeployedChange): string =>
  wordsIn(textOf(change)).find((spelt) => stem(spelt) === word) ?? word

const knownWords = new WeakMap<DeployedChange, readonly string[]>()

/** Kept with the change: every incident near it asks again. */
const wordsOfChange = (change: DeployedChange): readonly string[] => {
  const known = knownWords.get(change)
  if (known !== undefined) return known
  const words = [...tellingWords(textOf(change))]
  knownWords.set(change, words)
  return words
}

/** How rare words are among changes: 1 for one that stands in a single change, 0 for one in all. */
export const rarityAmong = (changes: readonly DeployedChange[]): ((word: string) => number) => {
  const having = new Map<string, number>()
  for (const change of changes)
    for (const word of wordsOfChange(change)) having.set(word, (having.get(word) ?? 0) + 1)
  const all = log(Math.max(2, changes.length))
  const rarities = new Map<string, number>()
  for (const [word, count] of having) rarities.set(word, Math.max(0, 1 - log(count) / all))
  return (word) => rarities.get(word) ?? 1
}

/** A long text meets every change somewhere: its words weigh less than those of the title. */
const textWeight = 0.5

/** What an incident tells: each telling word with its weight. */
export type Told = ReadonlyMap<string, number>

export const toldBy = (title: string, text: string): Told =>
  new Map([
    ...[...tellingWords(text)].map((word) => [word, textWeight] as const),
    ...[...tellingWords(title)].map((word) => [word, 1] as const),
  ])

export interface Overlap {
  /** 0 nothing in common to 1, three words of the title in common that no other change has. */
  readonly share: number
  /** The rarest words in common, at most three. */
  readonly words: readonly string[]
}

const nothingInCommon: Overlap = { share: 0, words: [] }

const countedWords = 3

export const overlapWith = (
  told: Told,
  change: DeployedChange,
  rarity: (word: string) => number,
): Overlap => {
  let inCommon: { readonly word: string; readonly weight: number }[] | null = null
  for (const word of wordsOfChange(change)) {
    const share = told.get(word)
    if (share === undefined) continue
    const weight = share * rarity(word)
    if (weight <= 0) continue
    inCommon ??= []
    inCommon.push({ word, weight })
  }
  if (inCommon === null) return nothingInCommon
  // A few rare words settle it; a long title must not win by its length.
  const ranked = inCommon
    .sort((one, other) => other.weight - one.weight || (one.word < other.word ? -1 : 1))
    .slice(0, countedWords)
  return {
    share: ranked.reduce((sum, { weight }) => sum + weight, 0) / countedWords,
    words: ranked.map(({ word }) => word),
  }
}
