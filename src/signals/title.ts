/** What titles like this one came to. */

import { formatCount } from '../domain/counting.ts'
import { measured } from '../domain/measurement.ts'
import { log } from '../domain/numerics.ts'
import { recordOf, type Signal } from './signal.ts'
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
  // The word that leans most to the side on which this title stands of a usual one, whose words have mostly failed
  // seldom: few titles and no failure among them speak against a change where the usual title has a long clean record.
  sentence: (value, { surroundings: { words, usualFailureRate } }, usual) => {
    const isWorse = value > (usual ?? 0)
    const word = most(words, (each) => (isWorse ? 1 : -1) * leaning(each, usualFailureRate))
    if (word === null) return 'no word in its title to go by'
    const { count, failures } = word.touches
    if (count === 0) return `“${word.name}” was in no title before`
    if (isWorse && failures === 0)
      return `few titles share its words: “${word.name}” in ${formatCount(count)}, none failed`
    return `“${word.name}” in ${recordOf(word.touches, 'title', usualFailureRate)}`
  },
}
