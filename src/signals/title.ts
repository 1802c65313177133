/** What titles like this one came to. */

import { measured } from '../domain/measurement.ts'
import { log } from '../domain/numerics.ts'
import { counted, type Signal } from './signal.ts'
import { most, type TouchedThing } from './surroundings.ts'

/** Titles counted as evidence for the usual rate before a word's own record outweighs it: many words are rare. */
const shrinkage = 20

/** ln of how many times as often as usual titles with this word failed; 0 for a word never seen. */
const leaning = ({ touches }: TouchedThing, usual: number): number =>
  log((touches.failures + shrinkage * usual) / ((touches.count + shrinkage) * usual))

/**
 * Σ leaning / √words: naive Bayes over the words, tempered because words of one title go together (Robinson 2003 combines
 * words of messages to the same end). Example: usual rate 2 %, "deploy" in 5 failed of 60 titles: ln(5.4 / 1.6) = 1.2.
 */
export const titleWords: Signal = {
  name: 'title-words',
  question: 'How often did changes fail whose titles use the same words?',
  why: 'Teams name what they do: the words of a title tell kinds of work apart that no list of ours would know ("roll", "skia", "checkout"). Learned here, shrunken towards the usual rate; the record rose with the risk in 12 of 12 public repositories.',
  shape: 'number',
  direction: 1,
  measure: ({ surroundings: { words, usualFailureRate } }) =>
    measured(
      words.length === 0
        ? 0
        : words.reduce((sum, word) => sum + leaning(word, usualFailureRate), 0) / Math.sqrt(words.length),
    ),
  sentence: (value, { surroundings: { words, usualFailureRate } }) => {
    const sign = value < 0 ? -1 : 1
    const word = most(words, (each) => sign * leaning(each, usualFailureRate))
    if (!word || word.touches.count === 0) return 'words of its title are new'
    return `“${word.name}” in ${word.touches.failures} failed of ${counted(word.touches.count, 'title')}`
  },
}
